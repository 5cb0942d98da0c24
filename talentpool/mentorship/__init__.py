"""Mentors 导师 and those they guide: pairings, guidance logs, alerts."""
