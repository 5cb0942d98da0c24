"""Trainings, tempering tasks and postings of reserves."""
