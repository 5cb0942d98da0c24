"""The only writer of .xlsx: official-looking tables, typed cells, native charts."""

from talentpool.files.xlsx.cells import DoesNotFit
from talentpool.files.xlsx.writer import save_workbook, write_workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of what is written here."""

__all__ = ["XLSX_TYPE", "DoesNotFit", "save_workbook", "write_workbook"]
