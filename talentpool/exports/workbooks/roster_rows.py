"""What the roster tells of each person and unit, read some people at a time: never a statement a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Bundle

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.person_cells import month_of, opened, school_of, schoolings_of, status_of
from talentpool.extensions import db
from talentpool.models import Appointment, Person, PersonTag, PoolEntry, Post, Schooling, Unit
from talentpool.posts.queries import Parent, in_force, select_holders
from talentpool.sheets import Row, StreamedRows
from talentpool.succession.prepared import persons_by_post
from talentpool.units.naming import Names, names_on
from talentpool.vocabulary import (
    NATIONALITIES,
    TWO_COMMITTEES,
    Body,
    PostClass,
    SchoolingMode,
    Tag,
)

PART = 500
"""Rows read at a time; the look-ups of a part stay below the limits of both engines."""
HELD_AT_MOST = 1_500
"""A longer roster is read anew each time that it is written."""
ROSTER_BODIES = (*TWO_COMMITTEES, Body.SUPERVISION)
HEADS = {PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR}
_BY_MODE = (
    (SchoolingMode.FULL_TIME, "full_time_schooling", "full_time_school"),
    (SchoolingMode.IN_SERVICE, "in_service_schooling", "in_service_school"),
)


# Only what the roster tells, under the models' own names: whole entities take twice as long to read.
_APPOINTMENT: Bundle[Any] = Bundle(
    "appointment", Appointment.id, Appointment.started_on, Appointment.standing
)
_POST: Bundle[Any] = Bundle("post", Post.id, Post.title, Post.team_order, Post.post_class, Post.body)
_UNIT: Bundle[Any] = Bundle("unit", Unit.id, Unit.name, Unit.parent_id)
_PERSON: Bundle[Any] = Bundle(
    "person",
    Person.id,
    Person.name,
    Person.name_note,
    Person.sex,
    Person.nationality,
    Person.native_place,
    Person.born_on,
    Person.political_status,
    Person.membership_stage,
    Person.party_joined_on,
    Person.work_started_on,
    Person.first_cadre_on,
    Person.id_number_sealed,
    Person.phone_sealed,
    Person.note,
)


@dataclass
class Sitting:
    """A person in a unit with the (appointment, post) held there on the day, as the bundles name them."""

    person: Any
    unit: Any
    township: str
    held: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Whether any of the posts is in a body that the roster lists."""
        return any(post.body in ROSTER_BODIES for _, post in self.held)


def list_sittings(request: ExportRequest) -> Sequence[Row]:
    """The roster's rows by the keys of its columns, numbered, in office and team order.

    A large roster is read anew each time that it is gone through, some units at a time.
    """
    count = db.session.scalar(select(func.count()).select_from(_listed(request).subquery())) or 0
    if count <= HELD_AT_MOST:
        return list(_numbered(request))
    return StreamedRows(lambda: _numbered(request), count=count)


def _numbered(request: ExportRequest) -> Iterator[Row]:
    for number, row in enumerate(_rows(request), start=1):
        yield {"serial": number, **row}


def _rows(request: ExportRequest) -> Iterator[dict[str, object]]:
    names = names_on(request.on)
    prepared = persons_by_post(scope=request.scope, on=request.on)
    for part in _parts(_sittings(request)):
        people = {sitting.person.id for sitting in part}
        schoolings, tags = schoolings_of(people, on=request.on), _tags(people)
        for sitting in part:
            person_id = sitting.person.id
            row = _row(sitting, schoolings.get(person_id, ()), tags.get(person_id, ()), names)
            yield row | {"successors": _successors(sitting, prepared)}


def _parts(sittings: Iterable[Sitting]) -> Iterator[list[Sitting]]:
    coming = iter(sittings)
    while part := list(islice(coming, PART)):
        yield part


def _sittings(request: ExportRequest) -> Iterator[Sitting]:
    """Unit by unit: a unit's holders stand together in the order of the office."""
    statement = select_holders(scope=request.scope, on=request.on).with_only_columns(
        _APPOINTMENT, _POST, _PERSON, _UNIT, func.coalesce(Parent.name, ""), maintain_column_froms=True
    )
    rows = db.session.execute(request.within(statement).execution_options(yield_per=PART))
    for _unit_id, holders in groupby(rows, key=lambda row: row[3].id):
        found: dict[int, Sitting] = {}
        for appointment, post, person, unit, township in holders:
            sitting = found.setdefault(person.id, Sitting(person, unit, township))
            sitting.held.append((appointment, post))
        yield from (sitting for sitting in found.values() if sitting.is_listed)


def _listed(request: ExportRequest) -> Select[int, int]:
    """(unit id, person id) of the rows."""
    statement = (
        select(Post.unit_id, Appointment.person_id)
        .select_from(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(request.scope.condition(), in_force(request.on), Post.body.in_(ROSTER_BODIES))
        .distinct()
    )
    return request.within(statement)


def _tags(people: Collection[int]) -> dict[int, list[str]]:
    statement = (
        select(PersonTag.person_id, PersonTag.tag)
        .where(PersonTag.person_id.in_(people))
        .order_by(PersonTag.person_id, PersonTag.id)
    )
    labels = Tag.labels()
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, tag in db.session.execute(statement):
        found[person_id].append(labels.get(tag, tag))
    return found


def known_further(request: ExportRequest) -> set[str]:
    """Keys of the columns behind the form's that a large roster has, because somebody has the fact."""
    listed = _listed(request).subquery("listed")
    person = select(Person.id).join(listed, listed.c.person_id == Person.id)
    schooling = (
        select(Schooling.id)
        .join(listed, listed.c.person_id == Schooling.person_id)
        .where(or_(Schooling.finished_on.is_(None), Schooling.finished_on <= request.on))
    )
    schooled = or_(Schooling.school != "", Schooling.major != "")
    asked: dict[str, Any] = {
        "dual_head": select(listed.c.person_id),
        "cross_appointed": select(listed.c.person_id),
        "standing": select(Appointment.id)
        .join(listed, listed.c.person_id == Appointment.person_id)
        .where(in_force(request.on), Appointment.standing.is_not(None)),
        "native_place": person.where(Person.native_place != ""),
        "work_started_on": person.where(Person.work_started_on.is_not(None)),
        "first_cadre_on": person.where(Person.first_cadre_on.is_not(None)),
        "school": schooling.where(Schooling.mode == SchoolingMode.UNSPECIFIED, schooled),
        "successors": request.within(
            select(PoolEntry.id)
            .join(Unit, PoolEntry.unit_id == Unit.id)
            .where(request.scope.condition(), PoolEntry.in_pool(request.on))
        ),
        "tags": select(PersonTag.id).join(listed, listed.c.person_id == PersonTag.person_id),
    }
    for mode, level_key, school_key in _BY_MODE:
        asked[level_key] = schooling.where(Schooling.mode == mode)
        asked[school_key] = schooling.where(Schooling.mode == mode, schooled)
    found = db.session.execute(select(*(one.exists().label(key) for key, one in asked.items()))).one()
    return {key for key, known in found._mapping.items() if known}


def _row(sitting: Sitting, schoolings: Sequence[Any], tags: Iterable[str], names: Names) -> dict[str, object]:
    person = sitting.person
    return (
        {
            "township": names.unit(sitting.unit.parent_id, sitting.township),
            "unit": names.unit(sitting.unit.id, sitting.unit.name),
            "name": f"{person.name}({person.name_note})" if person.name_note else person.name,
            "sex": person.sex,
            "nationality": NATIONALITIES.get(person.nationality or "", ""),
            "born_on": month_of(person.born_on),
            "schooling": schoolings[0].level if schoolings else None,
            "political_status": status_of(person),
            "party_joined_on": month_of(person.party_joined_on),
            "id_number": opened(Person.id_number, person.id, person.id_number_sealed),
            "phone": opened(Person.phone, person.id, person.phone_sealed),
            "note": person.note,
            "native_place": person.native_place,
            "work_started_on": month_of(person.work_started_on),
            "first_cadre_on": month_of(person.first_cadre_on),
            "tags": "、".join(tags),
        }
        | _posts(sitting, names)
        | _schooling_by_mode(schoolings)
    )


def _posts(sitting: Sitting, names: Names) -> dict[str, object]:
    """One 任现职时间 for all posts: the latest, which is the one that a roster would tell."""
    held = sitting.held
    if len(held) > 1:
        held = sorted(held, key=lambda pair: (pair[1].team_order, pair[0].id))
    starts = [appointment.started_on for appointment, _ in held if appointment.started_on]
    classes = {post.post_class for _, post in held}
    bodies = {post.body for _, post in held}
    standing = {appointment.standing for appointment, _ in held}
    return {
        "posts": "、".join(dict.fromkeys(names.post(post.id, post.title) for _, post in held)),
        "post_started_on": max(starts, default=None),
        "dual_head": _yes_no(classes >= HEADS),
        "cross_appointed": _yes_no(bodies >= set(TWO_COMMITTEES)),
        "standing": _yes_no(standing.pop()) if len(standing) == 1 else "",
    }


def _successors(sitting: Sitting, prepared: Mapping[int, set[int]]) -> int | None:
    """How many are prepared for one of the posts; nothing where nobody is."""
    return len(set().union(*(prepared.get(post.id, ()) for _, post in sitting.held))) or None


def _schooling_by_mode(schoolings: Sequence[Any]) -> dict[str, object]:
    """The highest level of each mode with its school; one of unknown mode only where it is the highest."""
    told: dict[str, Any] = {}
    for mode, level_key, school_key in _BY_MODE:
        best = next((row for row in schoolings if row.mode is mode), None)
        if best is not None:
            told |= {level_key: best.level, school_key: school_of(best)}
    if schoolings and schoolings[0].mode is SchoolingMode.UNSPECIFIED:
        told["school"] = school_of(schoolings[0])
    return told


def _yes_no(value: bool | None) -> str:
    return {None: "", True: "是", False: "否"}[value]
