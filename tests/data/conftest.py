"""Fixtures of several rooms of the data tests."""

from tests.data.offices import new_office, office

__all__ = ["new_office", "office"]
