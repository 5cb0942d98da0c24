"""The only writer of .xlsx: official-looking tables, typed cells, native charts."""

from talentpool.files.xlsx.cells import DoesNotFit
from talentpool.files.xlsx.rowxml import RowsChanged
from talentpool.files.xlsx.writer import STREAM_FROM, pour_workbook, save_workbook, write_workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of what is written here."""

__all__ = [
    "STREAM_FROM",
    "XLSX_TYPE",
    "DoesNotFit",
    "RowsChanged",
    "pour_workbook",
    "save_workbook",
    "write_workbook",
]
