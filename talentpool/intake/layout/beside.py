"""Tells whether a second table stands beside the one that was read: its people must not get lost unnoticed."""

from __future__ import annotations

from collections.abc import Iterable

from talentpool.files.reader import RawSheet
from talentpool.intake.layout.headers import normal
from talentpool.intake.layout.heading import is_unit_name
from talentpool.intake.layout.model import ColumnMatch, Layout

_LEAST_SHARED = 3
"""Headers that both tables have, that of the key among them; a serial number does not count."""

_KEYS = ("name", "unit")
_RELATIVES = ("称谓", "关系", "亲属", "家庭", "配偶", "子女")
"""A header with one of these makes the columns those of a person's family, not of more people."""


def columns_beside(layout: Layout, sheet: RawSheet) -> tuple[ColumnMatch, ...]:
    """The columns of a second table with the same headers in the same rows; empty where there is none.

    They begin with the first header that comes again and hold at least one name. Headers count with the
    group over them, so 全日制教育/院校 and 在职教育/院校 differ; the name of a unit as a group does not.
    """
    key = next((column for field in _KEYS if (column := layout.column(field)) is not None), None)
    if layout.is_form or key is None:
        return ()
    read = {_header(column) for column in layout.columns if column.field_key not in (None, "serial")}
    again = [column for column in layout.columns if column.field_key is None and _header(column) in read]
    headers = {_header(column) for column in again}
    names = [column for column in again if _header(column) == _header(key)]
    if len(headers) < _LEAST_SHARED or not _is_filled(names, layout, sheet):
        return ()
    first, last = again[0].column_index, again[-1].column_index
    beside = tuple(column for column in layout.columns if first <= column.column_index <= last)
    texts = "".join(
        column.header_text for column in layout.columns if first - 1 <= column.column_index <= last
    )
    return () if any(word in texts for word in _RELATIVES) else beside


def _header(column: ColumnMatch) -> str:
    levels = [level for level in column.header_text.split("/") if not is_unit_name(level)]
    return "/".join(map(normal, levels))


def _is_filled(columns: Iterable[ColumnMatch], layout: Layout, sheet: RawSheet) -> bool:
    """Whether any cell below the header holds more than the header printed again."""
    below = sheet.rows[max(layout.header_rows) - sheet.first_row + 1 :]
    headers = {column.column_index: _header(column) for column in columns}
    return any(
        place < len(row) and row[place] is not None and normal(str(row[place])) not in ("", header)
        for row in below
        for place, header in headers.items()
    )
