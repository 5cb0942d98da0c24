"""Sheets for the tests: from the sample workbooks and made up in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from talentpool.files.reader import Cell, Merge, RawSheet, read_workbook
from talentpool.intake.layout import Layout, find_layout

ROOT = Path(__file__).parents[3]
TOWN = ROOT / "talentpool" / "sample" / "town"
ROSTERS = ROOT / "tests" / "data_files" / "rosters"


def first_sheet(path: Path) -> RawSheet:
    """The first sheet of a workbook on disk."""
    return read_workbook(path.read_bytes(), name=path.name)[0]


def layout_of(path: Path) -> Layout:
    """The layout of a workbook's first sheet, which must have one."""
    return found(first_sheet(path))


def sheet(*rows: Sequence[Cell], name: str = "Sheet1", merged: Sequence[Merge] = ()) -> RawSheet:
    """A sheet of these rows."""
    return RawSheet(name=name, rows=[list(row) for row in rows], merged=list(merged))


def found(raw: RawSheet, **options: object) -> Layout:
    """The layout of a sheet, which must have one."""
    layout = find_layout(raw, **options)  # type: ignore[arg-type]
    assert layout is not None
    return layout


def fields(layout: Layout) -> dict[str, str | None]:
    """Header → field key."""
    return {column.header_text: column.field_key for column in layout.columns}


def units(layout: Layout) -> list[Cell]:
    """The unit of every data row."""
    return [row.cells.get("unit") for row in layout.rows]


def rows_skipped(layout: Layout) -> list[tuple[int, str]]:
    """(row number, reason) of every skipped row."""
    return [(row.row_number, row.reason.value) for row in layout.skipped]
