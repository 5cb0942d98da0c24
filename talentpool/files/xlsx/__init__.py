"""The only writer of .xlsx: official-looking tables, typed cells, native charts."""

from talentpool.files.xlsx.cells import DoesNotFit
from talentpool.files.xlsx.writer import save_workbook, write_workbook

__all__ = ["DoesNotFit", "save_workbook", "write_workbook"]
