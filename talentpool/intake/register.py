"""The part of the register that a sheet is compared with, loaded in a few statements.

Facts are held as plain column dictionaries: an intake touches thousands of rows, and objects of
the session would cost more than everything else. Ids may be `NewRow` once a plan has added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.intake.changes import Ref
from talentpool.intake.facts import Known, grouped, seats_order
from talentpool.models import (
    Appointment,
    Base,
    Person,
    PersonTag,
    Post,
    Schooling,
    SeatStatement,
    Term,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)
from talentpool.sealing.columns import lifted
from talentpool.security.scope import Scope
from talentpool.vocabulary import PartyForm, UnitType

T = TypeVar("T")
CHUNK = 20_000
"""Values in one IN list; SQLite takes 32,766 and PostgreSQL 65,535 parameters."""


def rows_where(
    model: type[Base], condition: ColumnElement[bool], *, order_by: Any = None, join: Any = None
) -> list[Known]:
    """The rows of a table as `Known`."""
    table: Any = model.__table__
    statement = select(table).where(condition).order_by(table.c.id if order_by is None else order_by)
    if join is not None:
        statement = statement.join(*join)
    found = []
    for row in db.session.execute(statement).mappings():
        values = dict(row)
        row_id = values.pop("id")
        found.append(Known(row_id, lifted(table.name, row_id, values)))
    return found


def rows_in(
    model: type[Base],
    column: InstrumentedAttribute[Any],
    wanted: Iterable[Any],
    *conditions: ColumnElement[bool],
) -> list[Known]:
    """The rows whose `column` is one of `wanted`, in as few statements as the engine allows."""
    found: list[Known] = []
    for chunk in chunks(sorted(set(wanted))):
        found += rows_where(model, and_(column.in_(chunk), *conditions))
    return found


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Runs of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


@dataclass(slots=True)
class Units:
    """The units within reach, with their former names and the form of their Party organization."""

    known: list[Known]
    former: dict[str, list[Known]]
    party_forms: dict[Ref, PartyForm]
    statements: dict[Any, list[Known]] = field(default_factory=dict)

    def of_type(self, *types: UnitType) -> list[Known]:
        """Open units of some types."""
        return [unit for unit in self.known if unit.values["unit_type"] in types]


def load_units(scope: Scope) -> Units:
    """Every open unit within reach, in two statements more than one."""
    units = rows_where(Unit, scope.condition() & Unit.closed_on.is_(None), order_by=Unit.position)
    by_id = {unit.ref: unit for unit in units}
    former: dict[str, list[Known]] = {}
    for row in rows_where(UnitName, UnitName.unit_id.in_(scope.unit_ids())):
        if (unit := by_id.get(row.values["unit_id"])) is not None:
            former.setdefault(row.values["name"], []).append(unit)
    statements = rows_where(
        UnitStatement, UnitStatement.unit_id.in_(scope.unit_ids()), order_by=UnitStatement.stated_on
    )
    forms: dict[Ref, PartyForm] = {}
    for statement in statements:
        if statement.values["party_form"] is not None:
            forms[statement.values["unit_id"]] = statement.values["party_form"]
    return Units(units, former, forms, grouped(statements, "unit_id"))


def load_terms(township_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """The terms of townships, by township."""
    return grouped(rows_in(Term, Term.unit_id, township_ids), "unit_id")


def load_seats(unit_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """Seat statements by unit, the oldest first."""
    rows = rows_in(SeatStatement, SeatStatement.unit_id, unit_ids)
    return grouped(sorted(rows, key=seats_order), "unit_id")


def load_posts(unit_ids: Iterable[int]) -> list[Known]:
    """The posts of units that are not closed."""
    return rows_in(Post, Post.unit_id, unit_ids, Post.closed_on.is_(None))


def load_vacancies(post_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """Vacancies by post, the oldest first."""
    rows = rows_in(Vacancy, Vacancy.post_id, post_ids)
    return grouped(sorted(rows, key=lambda row: row.values["since"]), "post_id")


def load_appointments(unit_ids: Iterable[int], *, on: date) -> list[Known]:
    """Appointments to posts of units that are in force on a day or now; each with `unit_id`, `title`…"""
    found: list[Known] = []
    for chunk in chunks(sorted(set(unit_ids))):
        statement = (
            select(
                Appointment.__table__, Post.unit_id, Post.title, Post.body, Post.post_class, Post.closed_on
            )
            .join(Post, Appointment.post_id == Post.id)
            .where(Post.unit_id.in_(chunk), or_(Appointment.ended_on.is_(None), Appointment.ended_on > on))
            .order_by(Appointment.position, Appointment.id)
        )
        for row in db.session.execute(statement).mappings():
            values = dict(row)
            found.append(Known(values.pop("id"), values))
    return found


def load_ended(unit_ids: Iterable[int]) -> dict[Any, list[tuple[PartialDate, PartialDate]]]:
    """person id → (known since, ended on) of everything held before in the units."""
    found: dict[Any, list[tuple[PartialDate, PartialDate]]] = {}
    for chunk in chunks(sorted(set(unit_ids))):
        statement = (
            select(Appointment.person_id, Appointment.held_from(), Appointment.ended_on)
            .join(Post, Appointment.post_id == Post.id)
            .where(Post.unit_id.in_(chunk), Appointment.ended_on.is_not(None))
        )
        for person_id, since, ended_on in db.session.execute(statement):
            found.setdefault(person_id, []).append((since, ended_on))
    return found


def load_people(
    unit_ids: Iterable[int], fingerprints: Iterable[str], person_ids: Iterable[int] = ()
) -> list[Known]:
    """The people of units, those with one of the ID numbers wherever they are, and those named by id."""
    found: dict[Ref, Known] = {}
    for column, wanted in (
        (Person.unit_id, unit_ids),
        (Person.id_number_fingerprint, fingerprints),
        (Person.id, person_ids),
    ):
        for person in rows_in(Person, column, wanted):
            found.setdefault(person.ref, person)
    return list(found.values())


def load_schoolings(person_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """Levels of schooling by person."""
    return grouped(rows_in(Schooling, Schooling.person_id, person_ids), "person_id")


def load_tags(person_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """Tags by person."""
    return grouped(rows_in(PersonTag, PersonTag.person_id, person_ids), "person_id")


def load_duties(unit_ids: Iterable[int]) -> dict[Any, list[Known]]:
    """Duties of township staff that have not ended, by unit."""
    rows = rows_in(UnitDuty, UnitDuty.unit_id, unit_ids, UnitDuty.ended_on.is_(None))
    return grouped(rows, "unit_id")
