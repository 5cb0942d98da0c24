"""Reads a sheet with a village in each row and the names of its people under columns of posts.

    村名 | 党支部书记 | 村委会主任 | 村委会委员
    云山村 | 郭国文 | 郭国文 | 杨秀霞、吴国军

Each person named becomes a row of a roster; one named under several posts holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from talentpool.intake.fields import FIELD_BY_KEY
from talentpool.intake.layout import heading
from talentpool.intake.layout.grid import Grid
from talentpool.intake.layout.headers import normal
from talentpool.intake.layout.model import ColumnMatch, DataRow, Layout, MatchedBy
from talentpool.intake.layout.recognise import is_post_header
from talentpool.people.names import read_name, split_names
from talentpool.vocabulary import SheetKind
from talentpool.writing import compact

_LOOKED_AT = 15
_LEAST_POSTS = 2
_LEAST_PEOPLE = 2
_UNIT_HEADERS = frozenset(normal(alias) for alias in FIELD_BY_KEY["unit"].aliases)


def read_roll(grid: Grid) -> Layout | None:
    """The people of such a sheet, or None where it is none: every cell under a post must hold names."""
    for start in range(min(grid.height, _LOOKED_AT)):
        posts = {
            column: text for column in range(grid.width) if is_post_header(text := grid.text(start, column))
        }
        units = [column for column in range(grid.width) if normal(grid.text(start, column)) in _UNIT_HEADERS]
        if units and len(posts) >= _LEAST_POSTS:
            return _read(grid, start, units[0], posts)
    return None


def _read(grid: Grid, start: int, unit: int, posts: Mapping[int, str]) -> Layout | None:
    rows: list[DataRow] = []
    for row in range(start + 1, grid.height):
        name = grid.filled(row, unit)
        if name is None or not heading.is_unit_name(compact(str(name))):
            continue
        held: dict[str, list[str]] = {}
        for column, title in posts.items():
            for person in split_names(grid.own(row, column)):
                known = read_name(person)
                if known is None or not known.plausible:
                    return None
                held.setdefault(person, []).append(title)
        rows += [
            DataRow(grid.number(row), {"unit": name, "name": person, "posts": "、".join(titles)})
            for person, titles in held.items()
        ]
    if len(rows) < _LEAST_PEOPLE:
        return None
    lines = [text for row in range(start) for text in dict.fromkeys(grid.own_texts(row))]
    first = min(posts)
    examples = tuple(dict.fromkeys(str(row.cells["name"]) for row in rows))[:3]
    units = tuple(dict.fromkeys(str(row.cells["unit"]) for row in rows))[:3]
    return Layout(
        kind=SheetKind.ROSTER,
        sheet_name=grid.sheet.name,
        title=heading.title_of(lines),
        reporting_unit=heading.reporting_unit_of(lines),
        township_name=heading.township_of(lines),
        unit_name=None,
        stated_on=heading.stated_on_of(lines),
        header_rows=(grid.number(start),),
        columns=(
            ColumnMatch("unit", unit, grid.text(start, unit), 0.9, MatchedBy.ALIAS, units),
            ColumnMatch("name", first, "姓名", 0.8, MatchedBy.VALUES, examples),
            ColumnMatch("posts", max(posts), "、".join(posts.values()), 0.8, MatchedBy.ALIAS),
        ),
        rows=tuple(rows),
        skipped=(),
        fingerprint="",
        is_form=True,
    )
