"""Erasing for good: the rows, what hangs on them, and every copy that is kept to undo or to show again.

    doomed = read_doomed(connection, "person", ids)      what would go
    erase(session, doomed)                               it goes; the log tells which rows, not what stood in them

Set-based: the number of statements follows the number of tables, not of people. The undo records of every act
that touched one of the rows go whole, because half of an act cannot be taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from talentpool.audit.recorder import HIDDEN, Change, record_rows
from talentpool.audit.rows import audited_models, chunks, pointers_of, pointers_to, table_named, table_order
from talentpool.intake.kept import without_rows
from talentpool.models import (
    ActChange,
    Appointment,
    AuditEntry,
    IntakeBatch,
    IntakeReturn,
    Person,
    UndoableAct,
    Vacancy,
)
from talentpool.people.duplicates.services import KIND as JOIN

WIPED_OF_VACANCY = ("candidate", "joint_review")
"""What a vacancy says of the person it was meant for."""
CONDITIONS = 20
"""So many conditions stand in one statement."""


@dataclass
class Doomed:
    """`rows`: table → ids that go. `loosened`: (table, column) → ids that lose their pointer and stay."""

    table: str
    roots: frozenset[int]
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    loosened: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def count(self) -> int:
        """How many rows go."""
        return sum(map(len, self.rows.values()))

    @property
    def people(self) -> set[int]:
        """The people who go."""
        return self.rows.get("person", set())


def read_doomed(connection: Connection, table: str, ids: Iterable[int]) -> Doomed:
    """The rows with all that cannot stand without them."""
    doomed = Doomed(table, frozenset(ids))
    _gather(connection, doomed, table_named(table), doomed.roots)
    for (name, _column), loosened in doomed.loosened.items():
        loosened -= doomed.rows.get(name, set())
    return doomed


def _gather(connection: Connection, doomed: Doomed, table: Table, ids: Collection[int]) -> None:
    fresh = set(ids) - doomed.rows[table.name]
    doomed.rows[table.name] |= fresh
    pointers = [(other, column) for other, column, _rule in pointers_to(table.name)]
    hanging: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(fresh if pointers else ()):
        parts = [
            select(literal(place, Integer).label("place"), other.c.id).where(column.in_(chunk))
            for place, (other, column) in enumerate(pointers)
        ]
        for place, row_id in connection.execute(union_all(*parts)):
            hanging[place].add(row_id)
    for place, found in hanging.items():
        other, column = pointers[place]
        if column.nullable:
            doomed.loosened[other.name, column.name] |= found
        else:
            _gather(connection, doomed, other, found)


def erase(session: Session, doomed: Doomed) -> None:
    """Delete in the caller's transaction; the caller has made sure that it may be done."""
    session.flush()
    _forget_acts(session, doomed)
    _forget_intake(session, doomed)
    changes = [*_loosen(session, doomed), *_delete(session, doomed)]
    record_rows(session, changes)
    session.expire_all()


def _loosen(session: Session, doomed: Doomed) -> Iterator[Change]:
    connection, models = session.connection(), audited_models()
    yield from _wipe_vacancies(session, doomed)
    for (name, column), ids in sorted(doomed.loosened.items()):
        table = table_named(name)
        values: dict[str, Any] = {column: None}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        for chunk in chunks(ids):
            connection.execute(update(table).where(table.c.id.in_(chunk)).values(values))
        if name in models:
            yield from (
                Change(models[name], row_id, "update", {column: (HIDDEN, None)}) for row_id in sorted(ids)
            )


def _wipe_vacancies(session: Session, doomed: Doomed) -> Iterator[Change]:
    """What vacancies say of people who go: those they filled, and those they were meant for by name."""
    filled = Vacancy.filled_by_id.in_(select(Appointment.id).where(Appointment.person_id.in_(doomed.people)))
    names = select(Person.name).where(Person.id.in_(doomed.people))
    said = or_(Vacancy.candidate != "", Vacancy.joint_review != "")
    found = session.scalars(select(Vacancy.id).where(said, or_(filled, Vacancy.candidate.in_(names)))).all()
    table = table_named("vacancy")
    values: dict[str, Any] = {**dict.fromkeys(WIPED_OF_VACANCY, ""), "version": table.c.version + 1}
    for chunk in chunks(found):
        session.connection().execute(update(table).where(table.c.id.in_(chunk)).values(values))
    fields = dict.fromkeys(WIPED_OF_VACANCY, (HIDDEN, ""))
    yield from (Change(Vacancy, row_id, "update", fields) for row_id in found)


def _delete(session: Session, doomed: Doomed) -> Iterator[Change]:
    """Those that point first; the entries name the rows and hold no values."""
    connection, models, order = session.connection(), audited_models(), table_order()
    units = _units_of(connection, doomed.people)
    for name in sorted(doomed.rows, key=order.__getitem__, reverse=True):
        table, ids = table_named(name), doomed.rows[name]
        for chunk in chunks(ids):
            connection.execute(delete(table).where(table.c.id.in_(chunk)))
        if name not in models:
            continue
        for row_id in sorted(ids):
            person = row_id if name == "person" else None
            yield Change(models[name], row_id, "delete", {}, person, units.get(person or 0))


def _units_of(connection: Connection, people: Collection[int]) -> dict[int, int]:
    return {
        row.id: row.unit_id
        for chunk in chunks(people)
        for row in connection.execute(select(Person.id, Person.unit_id).where(Person.id.in_(chunk)))
    }


def _forget_acts(session: Session, doomed: Doomed) -> None:
    """Acts that could be taken back and hold a value of the rows, or of rows that hung on them and went before."""
    forget_acts(session, _acts_of(session, doomed))


def forget_acts(session: Session, acts: Collection[int]) -> None:
    """These acts can be taken back no more."""
    for chunk in chunks(acts):
        session.execute(delete(ActChange).where(ActChange.act_id.in_(chunk)))
        session.execute(delete(UndoableAct).where(UndoableAct.id.in_(chunk)))


def _acts_of(session: Session, doomed: Doomed) -> set[int]:
    acts: set[int] = set()
    for some in chunks(_touching(doomed), CONDITIONS):
        acts |= set(session.scalars(select(ActChange.act_id).where(or_(*some)).distinct()))
    return acts


def _touching(doomed: Doomed) -> Iterator[ColumnElement[bool]]:
    """Conditions on `ActChange`: changes of the rows themselves, and of rows that pointed at them."""
    for name in audited_models():
        of_table = ActChange.record_table == name
        for chunk in chunks(doomed.rows.get(name, ())):
            yield and_(of_table, ActChange.record_id.in_(chunk))
        for column, target in pointers_of(name).items():
            for chunk in chunks(doomed.rows.get(target, ())):
                told = (side[column].as_integer().in_(chunk) for side in (ActChange.old, ActChange.new))
                yield and_(of_table, or_(*told))


def _forget_intake(session: Session, doomed: Doomed) -> None:
    """The rows that imports still show, and refused rows to be fetched, of batches that told of these people."""
    for chunk in chunks(doomed.people):
        told = select(AuditEntry.batch_id).where(
            AuditEntry.person_id.in_(chunk), AuditEntry.batch_id.is_not(None)
        )
        session.execute(
            update(IntakeReturn).where(IntakeReturn.batch_id.in_(told)).values(content_sealed=None)
        )
        for batch in session.scalars(select(IntakeBatch).where(IntakeBatch.id.in_(told))).all():
            batch.preview = without_rows(batch.preview or {})
            batch.counts = {**batch.counts, "rows_wiped": 1}
    session.flush()


def joined_into(session: Session, people: Collection[int]) -> set[int]:
    """Records that were joined into these people as duplicates: in an older copy they stand by themselves."""
    found: set[int] = set()
    for chunk in chunks(people):
        moved = [
            ActChange.new[column].as_integer().in_(chunk)
            for column in ("person_id", "mentee_id", "mentor_id")
        ]
        own = ActChange.record_table == "person"
        acts = (
            select(ActChange.act_id)
            .join(UndoableAct, UndoableAct.id == ActChange.act_id)
            .where(
                UndoableAct.kind == JOIN,
                UndoableAct.undone_at.is_(None),
                or_(own & ActChange.record_id.in_(chunk), *moved),
            )
        )
        gone = select(ActChange.record_id).where(
            ActChange.act_id.in_(acts), own, ActChange.operation == "delete"
        )
        found |= set(session.scalars(gone))
    return found - set(people)


def first_entries(session: Session, table: str, ids: Collection[int]) -> dict[int, Any]:
    """id → the moment at which a record was registered, as the log has it; those it does not tell of are left out."""
    found: dict[int, Any] = {}
    for chunk in chunks(ids):
        earliest = (
            select(func.min(AuditEntry.id))
            .where(
                AuditEntry.record_table == table,
                AuditEntry.record_id.in_(chunk),
                AuditEntry.operation == "insert",
            )
            .group_by(AuditEntry.record_id)
        )
        statement = select(AuditEntry.record_id, AuditEntry.at).where(AuditEntry.id.in_(earliest))
        found |= {row.record_id: row.at for row in session.execute(statement)}
    return found
