"""The growth file as a Word document."""

from __future__ import annotations

from datetime import date, datetime

from talentpool.files.docx import Facts, Paper, Section, Sentence, Table
from talentpool.models import Person
from talentpool.pool.growth import GrowthSection, growth_file
from talentpool.security.actor import Actor
from talentpool.wording import say


def growth_paper(person: Person, *, by: Actor, on: date, made_at: datetime) -> Paper:
    """The same sections as the page, with who made it and when at the foot of each."""
    file = growth_file(person, by=by, on=on)
    return Paper(
        title=say("%(name)s成长档案", name=person.name),
        subtitle=say("%(unit)s  截至%(on)s", unit=person.unit.name, on=on.isoformat()),
        head=say("村级后备人才成长档案"),
        foot=say("%(who)s %(at)s导出", who=by.name, at=f"{made_at:%Y-%m-%d %H:%M}"),
        sections=[_section(one) for one in file.sections],
    )


def _section(told: GrowthSection) -> Section:
    parts: list[Facts | Table | Sentence] = []
    if told.facts:
        parts.append(Facts(told.facts))
    parts += [Table(one.headers, one.rows, one.widths, one.caption) for one in told.tables if one.rows]
    return Section(told.title, parts, told.empty)
