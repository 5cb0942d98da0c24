"""Finds the table in a sheet: title, header rows, columns, data rows, and what is neither."""

from talentpool.intake.layout.finder import find_layout
from talentpool.intake.layout.model import ColumnMatch, DataRow, Layout, MatchedBy, SkippedRow, SkipReason

__all__ = ["ColumnMatch", "DataRow", "Layout", "MatchedBy", "SkipReason", "SkippedRow", "find_layout"]
