"""Whom an entry is about, as conditions: a person, units with all that belongs to them, one record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select
from sqlalchemy.orm import aliased

from talentpool.audit.rows import audited_models, table_named
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    Appointment,
    Attendance,
    AuditEntry,
    EducationUpgrade,
    FormerCadre,
    FormerPostTitle,
    FormerSubsidy,
    Grant,
    GuidanceLog,
    JoinedRecord,
    Pairing,
    Person,
    Post,
    ReEngagement,
    ServicePeriod,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    TrainingPlace,
    Unit,
    Vacancy,
)
from talentpool.security.scope import Scope

OFFICE_TABLES = frozenset({"account", "role_grant", "second_factor"})
"""Records of who may do what: none of the business."""
UNIT_TABLES = ("unit", "unit_name", "unit_statement", "unit_duty", "seat_statement", "post", "term")
SETTING_TABLES = ("setting", "setting_version", "structure_target")


def within(scope: Scope) -> ColumnElement[bool]:
    """What somebody with this reach may know of; all of the business for one who reaches everything."""
    if scope.paths is None:
        return AuditEntry.record_table.not_in(OFFICE_TABLES)
    return of_units(scope.unit_ids())


def of_units(unit_ids: Select[int]) -> ColumnElement[bool]:
    """The units' own records, and those of their posts and people."""
    people = select(Person.id).where(Person.unit_id.in_(unit_ids))
    posts = select(Post.id).where(Post.unit_id.in_(unit_ids))
    return or_(
        AuditEntry.unit_id.in_(unit_ids),
        and_(AuditEntry.unit_id.is_(None), AuditEntry.person_id.in_(people)),
        _rows("appointment", select(Appointment.id).where(Appointment.post_id.in_(posts))),
        _rows("vacancy", select(Vacancy.id).where(Vacancy.post_id.in_(posts))),
    )


def of_units_named(text: str) -> ColumnElement[bool]:
    """Of every unit whose name holds the text, and of those below it."""
    named = aliased(Unit)
    below = select(Unit.id).join(named, Unit.path.startswith(named.path))
    return of_units(below.where(named.name.contains(text, autoescape=True)))


def of_unit(unit_id: int) -> ColumnElement[bool]:
    """One unit with its statements, seats, terms and posts, and who held them; its people left out."""
    posts = select(Post.id).where(Post.unit_id == unit_id)
    return or_(
        and_(AuditEntry.unit_id == unit_id, AuditEntry.record_table.in_(UNIT_TABLES)),
        _rows("appointment", select(Appointment.id).where(Appointment.post_id.in_(posts))),
        _rows("vacancy", select(Vacancy.id).where(Vacancy.post_id.in_(posts))),
    )


def of_person(person_id: int) -> ColumnElement[bool]:
    """All that is kept of a person, doubled records joined into it too; what came into other hands left out."""
    gone = select(JoinedRecord.gone_id).where(JoinedRecord.person_id == person_id)
    tables = AuditEntry.record_table.concat("").in_(_person_tables())  # a filter, not the index to read by
    return or_(
        and_(AuditEntry.person_id == person_id, tables),
        and_(AuditEntry.person_id.in_(gone), tables),
        *(_rows(table, ids) for table, ids in _parts_of(person_id)),
    )  # each is read from an index of its own


def _parts_of(person_id: int) -> Iterator[tuple[str, Select[int]]]:
    """(table, ids) of what hangs on a person's records and does not point at him itself; a pair is its mentee's."""
    paired = select(Pairing.id).where(Pairing.mentee_id == person_id)
    courses = select(EducationUpgrade.id).where(EducationUpgrade.person_id == person_id)
    former = select(FormerCadre.id).where(FormerCadre.person_id == person_id)
    places = select(TrainingPlace.id).where(TrainingPlace.person_id == person_id)
    yield "pairing", paired
    yield "guidance_log", select(GuidanceLog.id).where(GuidanceLog.pairing_id.in_(paired))
    for part in (StudyStatusChange, StudyTerm, StudySubsidy):
        yield part.__tablename__, select(part.id).where(part.upgrade_id.in_(courses))
    for deed in (ServicePeriod, FormerSubsidy, AdvisoryMembership, AdviceRecord, ReEngagement):
        yield deed.__tablename__, select(deed.id).where(deed.former_cadre_id.in_(former))
    yield "attendance", select(Attendance.id).where(Attendance.place_id.in_(places))


@cache
def _person_tables() -> tuple[str, ...]:
    """The person's own record and every audited table that points at it."""
    models = audited_models()
    return tuple(name for name in models if name == "person" or "person_id" in table_named(name).c)


def of_people_named(text: str) -> ColumnElement[bool]:
    """Of every person whose name holds the text."""
    return AuditEntry.person_id.in_(select(Person.id).where(Person.name.contains(text, autoescape=True)))


def saying(text: str) -> ColumnElement[bool]:
    """Changes in whose values the text stands."""
    return cast(AuditEntry.changes, Text).contains(text, autoescape=True)


def of_record(table: str, record_id: int) -> ColumnElement[bool]:
    """One record; of a post also who held it, its vacancies and former titles, of an account its grants."""
    own = and_(AuditEntry.record_table == table, AuditEntry.record_id == record_id)
    if table == "person":
        return of_person(record_id)
    if table == "unit":
        return of_unit(record_id)
    if table == "post":
        return or_(
            own,
            *(
                _rows(model.__tablename__, select(model.id).where(model.post_id == record_id))
                for model in (Appointment, Vacancy, FormerPostTitle)
            ),
        )
    if table == "account":
        granted = select(Grant.id).where(Grant.account_id == record_id)
        gone = [f'"account_id":[{old},{new}]' for old, new in (("null", record_id), (record_id, "null"))]
        return or_(
            own,
            _rows("role_grant", granted),
            and_(AuditEntry.record_table == "role_grant", or_(*(saying(text) for text in gone))),
        )
    return own


def _rows(table: str, ids: Select[int]) -> ColumnElement[bool]:
    return and_(AuditEntry.record_table == table, AuditEntry.record_id.in_(ids))
