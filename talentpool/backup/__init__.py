"""Backups: made while work goes on, sealed to a key kept elsewhere, checked before anything is put back."""
