"""Intake: an office's own files in, through recognition, checks and a preview."""
