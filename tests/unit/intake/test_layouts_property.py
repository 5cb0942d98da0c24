"""Sheets of random layout around known people: what is read is what was meant.

`make thorough` runs the same with many more examples.
"""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, given, settings

from talentpool.dates import PartialDate
from talentpool.files.reader import RawSheet
from talentpool.intake.layout import find_layout
from talentpool.intake.roster_rows import RosterRow, read_roster
from talentpool.posts.titles import read_posts
from talentpool.vocabulary import PartyForm, PostClass, SheetKind, UnitType
from tests.unit.intake.random_layouts import Placed, handed_in

EXAMPLES = int(os.environ.get("LAYOUT_EXAMPLES", "250"))


def read(sheets: list[RawSheet]) -> list[RosterRow]:
    """The rows of all sheets."""
    rows = []
    for sheet in sheets:
        layout = find_layout(sheet)
        assert layout is not None
        assert layout.kind is SheetKind.ROSTER
        assert layout.stated_on == PartialDate(2023, 6, 30)
        rows += read_roster(layout, on=date(2023, 6, 30)).rows
    return rows


def posts_of(row: RosterRow) -> set[PostClass]:
    """The classes of the posts that a row lists."""
    return {
        title.post_class
        for cell in row.posts
        for title in read_posts(
            cell.text, unit_type=UnitType.VILLAGE, party_form=PartyForm.BRANCH, context=cell.body
        )
    }


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(handed_in())
def test_what_comes_in_is_what_was_meant(drawn: tuple[list[RawSheet], list[Placed]]) -> None:
    sheets, people = drawn
    rows = read(sheets)
    assert [row.name.name if row.name else None for row in rows] == [one.meant.name for one in people]
    for row, one in zip(rows, people, strict=True):
        assert row.plan.issues == []
        assert row.unit == one.unit
        assert row.facts["sex"] is one.meant.sex
        assert row.born_on == PartialDate(one.meant.born.year, one.meant.born.month)
        assert row.facts["political_status"] is one.meant.status
        assert [schooling.level for schooling in row.schoolings] == [one.meant.level]
        assert row.started_on == one.meant.since
        assert row.id_number is not None
        assert row.id_number.number == one.meant.number
        assert posts_of(row) == set(one.posts)
