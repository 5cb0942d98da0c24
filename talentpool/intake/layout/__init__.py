"""Finds the table in a sheet: title, header rows, columns, data rows, and what is neither."""

from talentpool.intake.layout.beside import columns_beside
from talentpool.intake.layout.finder import find_layout, header_depth_at, read_as_told
from talentpool.intake.layout.model import (
    ColumnMatch,
    DataRow,
    Layout,
    MatchedBy,
    Memory,
    SheetReading,
    SkippedRow,
    SkipReason,
)

__all__ = [
    "ColumnMatch",
    "DataRow",
    "Layout",
    "MatchedBy",
    "Memory",
    "SheetReading",
    "SkipReason",
    "SkippedRow",
    "columns_beside",
    "find_layout",
    "header_depth_at",
    "read_as_told",
]
