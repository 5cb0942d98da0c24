"""The acts on people: register somebody, put his facts right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import flag_modified

from talentpool.audit.daily import daily_act
from talentpool.audit.recorder import action
from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.id_numbers import BadIdNumber, normalise_phone, read_id_number
from talentpool.models import Person, PersonTag, Schooling, Unit
from talentpool.people.names import read_name, search_columns
from talentpool.people.rules import LONGEST_TAG, PersonFacts, SchoolingFacts, check_facts
from talentpool.security.actor import Actor
from talentpool.security.keys import blind_index
from talentpool.security.scope import Scope
from talentpool.wording import say

KIND = "people"
"""Acts of the daily work on people that can be taken back."""


class NumberTaken(RuleBroken):
    """The ID number is another person's, of whom beyond one's reach nothing is told."""


class AlreadyRegistered(NumberTaken):
    """The same within reach; `person` is the one who has it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__(
            say("这个身份证号已登记在%(unit)s的%(person)s名下", unit=person.unit.name, person=person.name)
        )


class LooksRegistered(Doubtful):
    """Somebody of the same name and birth month is registered; `people` are those who fit."""

    def __init__(self, reasons: Sequence[str], people: Sequence[Person]) -> None:
        self.people = tuple(people)
        super().__init__(reasons)


def register_person(
    facts: PersonFacts,
    *,
    unit: Unit,
    schooling: Sequence[SchoolingFacts] = (),
    tags: Collection[str] = (),
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> Person:
    """Somebody the register did not have. RuleBroken, NumberTaken, Doubtful or LooksRegistered."""
    by.must_reach(unit)
    facts = _put_right(facts)
    _check(facts, schooling, own_id=None, confirmed=confirmed, by=by, on=on)
    person = Person(unit=unit, **columns_of(facts))
    with daily_act("登记人员", facts.name, kind=KIND, unit=unit, by=by):
        db.session.add(person)
        db.session.flush()
        _state_schooling(person, schooling)
        _state_tags(person, tags)
        db.session.flush()
    return person


def correct_person(
    person: Person,
    facts: PersonFacts,
    *,
    unit: Unit,
    schooling: Sequence[SchoolingFacts],
    tags: Collection[str],
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Bring all facts to those told: rows of schooling and tags that are not among them go."""
    by.must_reach(unit)
    facts = _put_right(facts)
    _check(facts, schooling, own_id=person.id, confirmed=confirmed, by=by, on=on)
    with action("更正人员信息"), db.session.no_autoflush:
        for column, value in columns_of(facts).items():
            if getattr(person, column) != value:
                setattr(person, column, value)
        if person.unit_id != unit.id:
            person.unit = unit
        _state_schooling(person, schooling)
        _state_tags(person, tags)
        flag_modified(person, "name_key")  # rows beside the person's own count as a new version of it
        db.session.flush()


def _put_right(facts: PersonFacts) -> PersonFacts:
    """Names and numbers in the one spelling that is kept; sex and birth as the ID number tells them."""
    name = read_name(facts.name)
    facts = replace(facts, name=name.name if name else "", phone=normalise_phone(facts.phone or "") or None)
    try:
        number = read_id_number(facts.id_number)
    except BadIdNumber:
        return facts
    if number is None:
        return replace(facts, id_number=None)
    return replace(
        facts,
        id_number=number.number,
        sex=facts.sex or number.sex,
        born_on=facts.born_on or number.born_on.month_only(),
    )


def _check(
    facts: PersonFacts,
    schooling: Sequence[SchoolingFacts],
    *,
    own_id: int | None,
    confirmed: bool,
    by: Actor,
    on: date,
) -> None:
    verdict = check_facts(facts, schooling, on=on)
    verdict.enforce(confirmed=True)
    if facts.id_number:
        same = _find_by_id_number(facts.id_number, own_id=own_id)
        if same is not None:
            _refuse_known(same, by=by)
    if confirmed:
        return
    namesakes = list_namesakes(facts, own_id=own_id, scope=by.scope)
    if namesakes:
        units = "、".join(dict.fromkeys(one.unit.name for one in namesakes))
        raise LooksRegistered(
            (
                *verdict.doubts,
                say(
                    "%(units)s已登记有同名、出生年月相同的%(name)s,请核对是不是同一人",
                    units=units,
                    name=facts.name,
                ),
            ),
            namesakes,
        )
    verdict.enforce(confirmed=False)


def _refuse_known(person: Person, *, by: Actor) -> NoReturn:
    """Who has the ID number is told within one's reach only."""
    if by.scope.reaches(person.unit):
        raise AlreadyRegistered(person)
    raise NumberTaken(say("这个身份证号已在您的管辖范围以外登记,请联系上级组织部门核对"))


def _find_by_id_number(number: str, *, own_id: int | None) -> Person | None:
    statement = (
        select(Person)
        .where(Person.id_number_fingerprint == blind_index("id_number", number), Person.id != (own_id or 0))
        .options(joinedload(Person.unit))
    )
    return db.session.scalar(statement)


def list_namesakes(facts: PersonFacts, *, own_id: int | None, scope: Scope) -> Sequence[Person]:
    """Others of the same name and birth month within reach; two different ID numbers part them."""
    if facts.born_on is None:
        return ()
    statement = (
        select(Person)
        .join(Person.unit)
        .where(
            scope.condition(),
            Person.name == facts.name,
            type_coerce(Person.born_on, String).startswith(facts.born_on.month_only().iso),
            Person.id != (own_id or 0),
        )
        .options(contains_eager(Person.unit))
        .order_by(Person.id)
    )
    return [
        one
        for one in db.session.scalars(statement)
        if not (facts.id_number and one.id_number and facts.id_number != one.id_number)
    ]


def columns_of(facts: PersonFacts) -> dict[str, Any]:
    """The columns of `person` that facts fill, sort keys included; blind indexes follow by themselves."""
    return {
        "name": facts.name,
        "name_note": facts.name_note,
        **search_columns(facts.name),
        "sex": facts.sex,
        "nationality": facts.nationality,
        "native_place": facts.native_place,
        "born_on": facts.born_on,
        "political_status": facts.political_status,
        "membership_stage": facts.membership_stage,
        "party_joined_on": facts.party_joined_on,
        "party_confirmed_on": facts.party_confirmed_on,
        "work_started_on": facts.work_started_on,
        "first_cadre_on": facts.first_cadre_on,
        "died_on": facts.died_on,
        "id_number": facts.id_number,
        "phone": facts.phone,
        "note": facts.note,
    }


def _state_schooling(person: Person, told: Sequence[SchoolingFacts]) -> None:
    known = {
        row.id: row for row in db.session.scalars(select(Schooling).where(Schooling.person_id == person.id))
    }
    for facts in told:
        row = known.pop(facts.row_id, None) if facts.row_id is not None else None
        if row is None:
            row = Schooling(person_id=person.id, written="")
            db.session.add(row)
        if row.level is not facts.level or not row.written:
            row.written = facts.level.label
        row.mode, row.level, row.rank = facts.mode, facts.level, facts.level.rank
        row.school, row.major, row.finished_on = facts.school, facts.major, facts.finished_on
    for gone in known.values():
        db.session.delete(gone)


def _state_tags(person: Person, told: Collection[str]) -> None:
    wanted = {tag.strip() for tag in told if tag.strip()}
    if any(len(tag) > LONGEST_TAG for tag in wanted):
        raise RuleBroken(say("标签不超过%(most)s个字", most=LONGEST_TAG))
    for row in db.session.scalars(select(PersonTag).where(PersonTag.person_id == person.id)).all():
        if row.tag in wanted:
            wanted.discard(row.tag)
        else:
            db.session.delete(row)
    for tag in sorted(wanted):
        db.session.add(PersonTag(person_id=person.id, tag=tag))
