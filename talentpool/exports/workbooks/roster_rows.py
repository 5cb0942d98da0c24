"""What the roster tells of each person and unit: three statements, whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Bundle

from talentpool.dates import PartialDate
from talentpool.exports.request import ExportRequest
from talentpool.extensions import db
from talentpool.models import Appointment, Person, PersonTag, Post, Schooling, Unit
from talentpool.posts.queries import Parent, in_force, select_holders
from talentpool.sealing.columns import Sealed
from talentpool.units.naming import Names, names_on
from talentpool.vocabulary import (
    NATIONALITIES,
    TWO_COMMITTEES,
    Body,
    MembershipStage,
    PoliticalStatus,
    PostClass,
    SchoolingMode,
    Tag,
)

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


def list_sittings(request: ExportRequest) -> list[dict[str, object]]:
    """The roster's rows by the keys of its columns, in office and team order."""
    schoolings = _schoolings(request)
    tags, names = _tags(request), names_on(request.on)
    return [
        _row(sitting, schoolings.get(sitting.person.id, ()), tags.get(sitting.person.id, ()), names)
        for sitting in _sittings(request)
    ]


def _sittings(request: ExportRequest) -> list[Sitting]:
    statement = select_holders(scope=request.scope, on=request.on).with_only_columns(
        _APPOINTMENT, _POST, _PERSON, _UNIT, func.coalesce(Parent.name, ""), maintain_column_froms=True
    )
    found: dict[tuple[int, int], Sitting] = {}
    for appointment, post, person, unit, township in db.session.execute(request.within(statement)):
        sitting = found.setdefault((unit.id, person.id), Sitting(person, unit, township))
        sitting.held.append((appointment, post))
    return [sitting for sitting in found.values() if sitting.is_listed]


def _holders(request: ExportRequest) -> Select[int]:
    """Ids of everybody who holds a post within reach on the day."""
    statement = (
        select(Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(request.scope.condition(), in_force(request.on))
    )
    return request.within(statement)


def _schoolings(request: ExportRequest) -> dict[int, list[Any]]:
    """Person id → levels finished by the day, the highest first."""
    statement = (
        select(
            Schooling.person_id,
            Schooling.mode,
            Schooling.level,
            Schooling.school,
            Schooling.major,
        )
        .where(
            Schooling.person_id.in_(_holders(request)),
            or_(Schooling.finished_on.is_(None), Schooling.finished_on <= request.on),
        )
        .order_by(Schooling.person_id, Schooling.rank.desc(), Schooling.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for schooling in db.session.execute(statement):
        found[schooling.person_id].append(schooling)
    return found


def _tags(request: ExportRequest) -> dict[int, list[str]]:
    statement = (
        select(PersonTag.person_id, PersonTag.tag)
        .where(PersonTag.person_id.in_(_holders(request)))
        .order_by(PersonTag.person_id, PersonTag.id)
    )
    labels = Tag.labels()
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, tag in db.session.execute(statement):
        found[person_id].append(labels.get(tag, tag))
    return found


def _row(sitting: Sitting, schoolings: Sequence[Any], tags: Iterable[str], names: Names) -> dict[str, object]:
    person = sitting.person
    return (
        {
            "township": names.unit(sitting.unit.parent_id, sitting.township),
            "unit": names.unit(sitting.unit.id, sitting.unit.name),
            "name": f"{person.name}({person.name_note})" if person.name_note else person.name,
            "sex": person.sex,
            "nationality": NATIONALITIES.get(person.nationality or "", ""),
            "born_on": _month(person.born_on),
            "schooling": schoolings[0].level if schoolings else None,
            "political_status": _status(person),
            "party_joined_on": _month(person.party_joined_on),
            "id_number": _opened(Person.id_number, person.id, person.id_number_sealed),
            "phone": _opened(Person.phone, person.id, person.phone_sealed),
            "note": person.note,
            "native_place": person.native_place,
            "work_started_on": _month(person.work_started_on),
            "first_cadre_on": _month(person.first_cadre_on),
            "tags": "、".join(tags),
        }
        | _posts(sitting, names)
        | _schooling_by_mode(schoolings)
    )


def _opened(field: Sealed[str], row_id: int, sealed: bytes | None) -> str | None:
    return field.open(row_id, sealed) if sealed is not None else None


def _posts(sitting: Sitting, names: Names) -> dict[str, object]:
    """One 任现职时间 for all posts: the latest, which is the one that a roster would tell."""
    held = sorted(sitting.held, key=lambda pair: (pair[1].team_order, pair[0].id))
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


def _schooling_by_mode(schoolings: Sequence[Any]) -> dict[str, object]:
    """The highest level of each mode with its school; one of unknown mode only where it is the highest."""
    told: dict[str, Any] = {}
    for mode, level_key, school_key in _BY_MODE:
        best = next((row for row in schoolings if row.mode is mode), None)
        if best is not None:
            told |= {level_key: best.level, school_key: _school(best)}
    if schoolings and schoolings[0].mode is SchoolingMode.UNSPECIFIED:
        told["school"] = _school(schoolings[0])
    return told


def _school(schooling: Any) -> str:
    return f"{schooling.school} {schooling.major}".strip()


def _status(person: Any) -> str:
    """An applicant for the Party is told by the stage: 入党积极分子."""
    stage: MembershipStage | None = person.membership_stage
    status: PoliticalStatus | None = person.political_status
    if stage is not None and status in (None, PoliticalStatus.MASSES):
        return stage.label
    return status.label if status else ""


def _month(moment: PartialDate | None) -> PartialDate | None:
    return moment.month_only() if moment else None


def _yes_no(value: bool | None) -> str:
    return {None: "", True: "是", False: "否"}[value]
