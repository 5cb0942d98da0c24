"""What a bulk edit would do to each person: old and new, or why not. Reads, writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Person, PersonTag, Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    NATIONALITIES,
    PARTY_STATUSES,
    BulkAct,
    Labelled,
    MembershipStage,
    PoliticalStatus,
)
from talentpool.wording import say

CHUNK = 5_000
"""Ids a statement: below the limits of both engines."""

Value = str | PoliticalStatus | MembershipStage | PartialDate | Unit | None

COLUMNS: dict[BulkAct, str] = {
    BulkAct.NATIONALITY: "nationality",
    BulkAct.POLITICAL_STATUS: "political_status",
    BulkAct.MEMBERSHIP_STAGE: "membership_stage",
    BulkAct.FIRST_CADRE_ON: "first_cadre_on",
    BulkAct.MOVE: "unit_id",
}
"""The column of `person` that an act changes; the others add or remove a tag."""


@dataclass(frozen=True)
class BulkEdit:
    """One act with its value: a tag, a code, a status, a month, a unit; None clears a fact."""

    act: BulkAct
    value: Value

    @property
    def words(self) -> str:
        """“修改政治面貌:群众”."""
        return f"{self.act.label}:{shown(self.act, self.value) or '清空'}"

    @property
    def told(self) -> str:
        """The same in the reader's language."""
        value = say(shown(self.act, self.value)) if shown(self.act, self.value) else say("清空")
        return f"{say(self.act.label)}: {value}"


@dataclass(frozen=True)
class BulkLine:
    """One person: what is and what would be. `refusal` says why it stays; equal values change nothing."""

    person_id: int
    name: str
    unit: str
    unit_path: str
    version: int
    old: Any
    new: Any
    old_text: str
    new_text: str
    refusal: str = ""

    @property
    def changes(self) -> bool:
        """Whether the act would change anything of this person."""
        return not self.refusal and self.old != self.new


@dataclass(frozen=True)
class BulkPlan:
    """The lines in office order as given, those that change before the others."""

    edit: BulkEdit
    lines: tuple[BulkLine, ...]

    @property
    def changing(self) -> list[BulkLine]:
        return [line for line in self.lines if line.changes]

    @property
    def refused(self) -> list[BulkLine]:
        return [line for line in self.lines if line.refusal]

    @property
    def unchanged(self) -> int:
        return len(self.lines) - len(self.changing) - len(self.refused)

    @property
    def seal(self) -> str:
        """Changes when anybody or anything in the plan does: what was previewed is what is carried out."""
        text = ";".join(f"{one.person_id}/{one.version}/{one.old_text}" for one in self.changing)
        return hashlib.sha256(f"{self.edit.words};{text}".encode()).hexdigest()[:32]


def shown(act: BulkAct, value: Any) -> str:
    """A value as the office reads it."""
    if value is None:
        return ""
    if act is BulkAct.NATIONALITY:
        return NATIONALITIES.get(str(value), str(value))
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, PartialDate):
        return value.dotted
    return value.name if isinstance(value, Unit) else str(value)


def plan_edit(edit: BulkEdit, person_ids: Sequence[int], *, scope: Scope, on: date) -> BulkPlan:
    """The plan for these people; who is kept by a unit beyond reach is refused."""
    rows: dict[int, tuple[Person, Unit]] = {}
    tagged: set[int] = set()
    for start in range(0, len(person_ids), CHUNK):
        ids = person_ids[start : start + CHUNK]
        statement = select(Person, Unit).join(Unit, Person.unit_id == Unit.id).where(Person.id.in_(ids))
        rows |= {person.id: (person, unit) for person, unit in db.session.execute(statement)}
        if edit.act not in COLUMNS:
            bear = select(PersonTag.person_id).where(
                PersonTag.person_id.in_(ids), PersonTag.tag == edit.value
            )
            tagged |= set(db.session.scalars(bear))
    return BulkPlan(edit, tuple(_lines(edit, person_ids, rows, tagged, scope=scope, on=on)))


def _lines(
    edit: BulkEdit,
    person_ids: Sequence[int],
    rows: dict[int, tuple[Person, Unit]],
    tagged: set[int],
    *,
    scope: Scope,
    on: date,
) -> Iterator[BulkLine]:
    for person_id in person_ids:
        if person_id not in rows:
            continue
        person, unit = rows[person_id]
        old, new = _values(edit, person, bears=person_id in tagged)
        yield BulkLine(
            person_id=person_id,
            name=f"{person.name}({person.name_note})" if person.name_note else person.name,
            unit=unit.name,
            unit_path=unit.path,
            version=person.version,
            old=old,
            new=new,
            old_text=unit.name if edit.act is BulkAct.MOVE else shown(edit.act, old),
            new_text=shown(edit.act, edit.value if edit.act in COLUMNS else new),
            refusal=""
            if scope.reaches(unit) and old == new
            else _refusal(edit, person, unit, scope=scope, on=on),
        )


def _values(edit: BulkEdit, person: Person, *, bears: bool) -> tuple[Any, Any]:
    if edit.act is BulkAct.ADD_TAG:
        return (edit.value if bears else None), edit.value
    if edit.act is BulkAct.REMOVE_TAG:
        return (edit.value if bears else None), None
    old = getattr(person, COLUMNS[edit.act])
    return old, edit.value.id if isinstance(edit.value, Unit) else edit.value


def _refusal(edit: BulkEdit, person: Person, unit: Unit, *, scope: Scope, on: date) -> str:
    if not scope.reaches(unit):
        return say("档案由%(unit)s登记,不在您的管辖范围内", unit=unit.name)
    if edit.act is BulkAct.FIRST_CADRE_ON and isinstance(edit.value, PartialDate):
        return _date_refusal(edit.value, person, on=on)
    if (
        edit.act is BulkAct.POLITICAL_STATUS
        and edit.value not in (None, *PARTY_STATUSES)
        and person.party_joined_on
    ):
        return say(
            "登记有入党时间(%(party_joined_on)s),请先核对更正", party_joined_on=person.party_joined_on.dotted
        )
    if edit.act is BulkAct.MEMBERSHIP_STAGE and edit.value and person.political_status in PARTY_STATUSES:
        assert person.political_status is not None
        return say("已是%(political_status)s", political_status=say(person.political_status.label))
    return ""


def _date_refusal(told: PartialDate, person: Person, *, on: date) -> str:
    if told.first_day() > on:
        return say("%(told)s晚于今天", told=told.dotted)
    if person.born_on is not None and told.last_day() < person.born_on.first_day():
        return say("%(told)s早于出生年月(%(born_on)s)", told=told.dotted, born_on=person.born_on.dotted)
    return ""
