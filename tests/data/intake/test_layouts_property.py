"""Files of random layout, from their bytes to the register: who and what is there is who and what was meant."""

from __future__ import annotations

import os

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from xlsxwriter.utility import xl_range

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.files.reader import RawSheet
from talentpool.intake import services
from talentpool.intake.options import Options
from talentpool.intake.sources import Upload
from talentpool.models import Appointment, Person, Post, Schooling, Unit
from talentpool.security.actor import current_actor
from tests.data.intake.town import JUNE, counts, take, units, village
from tests.data.intake.workbooks import delimited, workbook
from tests.unit.intake.random_layouts import UNITS, Placed, handed_in

EXAMPLES = int(os.environ.get("LAYOUT_EXAMPLES", "250")) // 8


def as_file(sheets: list[RawSheet], as_text: bool) -> Upload:
    """The sheets as a workbook; one without merged cells as delimited text, if wished."""
    if as_text and len(sheets) == 1 and not sheets[0].merged:
        return delimited(sheets[0].rows, name=f"{sheets[0].name}.csv", encoding="gb18030")
    merged = {
        sheet.name: [xl_range(top - 1, left, bottom - 1, right) for top, left, bottom, right in sheet.merged]
        for sheet in sheets
    }
    return workbook({sheet.name: sheet.rows for sheet in sheets}, merged=merged)


Told = tuple[str, str, str, str, str, frozenset[tuple[str, str]]]


def registered() -> dict[str, Told]:
    """ID number → what the register knows."""
    held: dict[int, set[tuple[str, str]]] = {}
    statement = select(Appointment.person_id, Post.post_class, Appointment.started_on).join(Post)
    for person_id, post_class, started_on in db.session.execute(statement):
        held.setdefault(person_id, set()).add((post_class.value, started_on.iso))
    statement = (
        select(Person, Unit.name, Schooling.level)
        .join(Unit, Person.unit_id == Unit.id)
        .join(Schooling, Schooling.person_id == Person.id)
    )
    return {
        person.id_number or "": (
            person.name,
            unit,
            person.sex.value if person.sex else "",
            person.born_on.iso if person.born_on else "",
            level.value,
            frozenset(held.get(person.id, ())),
        )
        for person, unit, level in db.session.execute(statement)
    }


def meant(one: Placed) -> Told:
    """The same of somebody as drawn."""
    born = PartialDate(one.meant.born.year, one.meant.born.month)
    posts = frozenset((post.value, one.meant.since.iso) for post in one.posts)
    return one.meant.name, one.unit, one.meant.sex.value, born.iso, one.meant.level.value, posts


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(drawn=handed_in(), as_text=st.booleans())
def test_what_stands_in_the_register_is_what_was_meant(
    app: Flask, drawn: tuple[list[RawSheet], list[Placed]], as_text: bool
) -> None:
    sheets, people = drawn
    if not db.session.scalars(select(Unit.id)).first():
        take(units(*(village(name, 党组织形式="党支部") for name in UNITS)))
    try:
        outcome = services.take_in([as_file(sheets, as_text)], by=current_actor(), options=Options(on=JUNE))
        assert not outcome.refused
        assert sum(counts(sheet)[0] for sheet in outcome.sheets) == len(people)
        assert registered() == {one.meant.number: meant(one) for one in people}
    finally:
        db.session.rollback()
