"""Writes a ChangeSet: ids given beforehand, one bulk statement a table, and the audit entries beside.

This is the set-based path around the session's audit hook, so it writes its entries itself. It
commits nothing: preview and taking in are the same writing, rolled back or kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, update

from talentpool.audit.bulk import insert_many
from talentpool.audit.recorder import NO_FIELDS, Change, record_rows, remember_rows
from talentpool.audit.rows import pointers_of
from talentpool.extensions import db
from talentpool.intake.changes import ChangeSet, NewRow, Ref
from talentpool.intake.register import chunks
from talentpool.models import (
    AdvisoryMembership,
    AgencyInquiry,
    Appointment,
    AppraisalThreshold,
    AssessmentGroup,
    Base,
    EducationUpgrade,
    EvidenceWanted,
    FieldTotals,
    Finding,
    FormerCadre,
    FormerSubsidy,
    GradeRecord,
    GroupAssignment,
    GroupMember,
    GuidanceLog,
    MidtermRound,
    MidtermRuleSet,
    Narrative,
    Pairing,
    PartyMeeting,
    Person,
    PersonTag,
    PoolEntry,
    PoolSource,
    Post,
    ReadinessRating,
    RectificationStep,
    RoundUnit,
    ScaleStep,
    Schooling,
    ScoreWeight,
    SeatStatement,
    ServicePeriod,
    StudyStatusChange,
    Tally,
    TallyCount,
    TargetPost,
    Term,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)
from talentpool.sealing.columns import sealed_of
from talentpool.sealing.numbering import new_ids
from talentpool.sealing.writing import seal_rows, seal_values
from talentpool.settings.in_force import forget_kept

ORDER: tuple[type[Base], ...] = (
    UnitName,
    UnitStatement,
    Person,
    Schooling,
    PersonTag,
    UnitDuty,
    Term,
    SeatStatement,
    Post,
    Appointment,
    Vacancy,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    TargetPost,
    Pairing,
    GuidanceLog,
    EducationUpgrade,
    StudyStatusChange,
    FormerCadre,
    ServicePeriod,
    FormerSubsidy,
    AdvisoryMembership,
    MidtermRuleSet,
    ScaleStep,
    AppraisalThreshold,
    ScoreWeight,
    EvidenceWanted,
    MidtermRound,
    RoundUnit,
    AssessmentGroup,
    GroupMember,
    GroupAssignment,
    AgencyInquiry,
    FieldTotals,
    PartyMeeting,
    Tally,
    TallyCount,
    GradeRecord,
    Narrative,
    Finding,
    RectificationStep,
)
"""Tables after units, each behind those it points at."""


def apply_changes(changes: ChangeSet) -> None:
    """Write everything in the caller's transaction, with one audit entry a row."""
    db.session.flush()
    connection = db.session.connection()
    entries: list[Change] = []
    _insert_units(changes.new.get(Unit, []))
    entries += _insertions(Unit, changes.new.get(Unit, []))
    entries += _deletions(changes)
    for model in ORDER:
        rows = changes.new.get(model, [])
        _number(connection, model, rows)
        _point(model, rows)
        _insert(connection, model, rows)
        entries += _insertions(model, rows)
    entries += _update(changes)
    record_rows(db.session(), entries)
    db.session.expire_all()
    forget_kept()


def _insert_units(rows: list[NewRow]) -> None:
    """Parents before children, because a unit's path holds the ids above it."""
    connection = db.session.connection()
    _number(connection, Unit, rows)
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if _is_placed(row.values["parent_id"])]
        for row in ready:
            parent_path = row.values.pop("parent_path", "/")
            above = parent_path.values["path"] if isinstance(parent_path, NewRow) else parent_path
            row.values["path"] = f"{above}{row.id}/"
        _point(Unit, ready)
        _insert(connection, Unit, ready)
        waiting = [row for row in waiting if not row.values["path"]]


def _is_placed(parent: Ref | None) -> bool:
    return not isinstance(parent, NewRow) or bool(parent.values["path"])


def _number(connection: Connection, model: type[Base], rows: list[NewRow]) -> None:
    """Give new rows their ids beforehand, for those that point at them and for what is sealed in them."""
    if rows:
        numbered = []
        for row, row_id in zip(rows, new_ids(connection, _table(model), len(rows)), strict=True):
            row.id = row_id
            numbered.append((row_id, row.values))
        seal_rows(db.session(), _table(model).name, numbered)


def _point(model: type[Base], rows: list[NewRow]) -> None:
    """Put ids where the rows point at rows that have theirs by now."""
    for column in pointers_of(model.__tablename__):
        for row in rows:
            if isinstance(value := row.values.get(column), NewRow):
                row.values[column] = value.id


def _insert(connection: Connection, model: type[Base], rows: list[NewRow]) -> None:
    if not rows:
        return
    table = _table(model)
    columns = [column.name for column in table.columns if column.name in rows[0].values]
    values = [(row.id, *[row.values[column] for column in columns]) for row in rows]
    insert_many(connection, table, ("id", *columns), values)


def _deletions(changes: ChangeSet) -> list[Change]:
    """Rows that go; an act that can be undone is shown them whole before."""
    by_model: dict[type[Base], list[int]] = defaultdict(list)
    entries = []
    for row in changes.deletions:
        by_model[row.model].append(row.row_id)
        fields = {column: (value, None) for column, value in row.values.items()}
        entries.append(_change(row.model, row.row_id, "delete", fields, row.person))
    for model, ids in by_model.items():
        remember_rows(db.session(), model, ids)
        table = _table(model)
        for chunk in chunks(ids):
            db.session.connection().execute(delete(table).where(table.c.id.in_(chunk)))
    return entries


def _update(changes: ChangeSet) -> list[Change]:
    batches: dict[tuple[type[Base], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    entries = []
    for row in changes.updates.values():
        fields = {
            column: (_plain(old), _plain(new)) for column, (old, new) in row.fields.items() if old != new
        }
        if not fields:
            continue
        fields = _sealed(row.model, row.row_id, fields)
        values = {f"new_{column}": new for column, (_, new) in fields.items()}
        batches[row.model, tuple(fields)].append({"row_id": row.row_id, **values})
        known = logged_columns(row.model)
        logged = {column: pair for column, pair in fields.items() if column in known}
        quiet = {column: pair for column, pair in fields.items() if column not in known}
        entries.append(_change(row.model, row.row_id, "update", logged, row.person, row.unit, quiet=quiet))
    for (model, columns), rows in batches.items():
        table = _table(model)
        new: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
        if "version" in table.c:
            new["version"] = table.c.version + 1
        statement = update(table).where(table.c.id == bindparam("row_id")).values(new)
        db.session.connection().execute(statement, rows)
    return entries


def _sealed(model: type[Base], row_id: int, fields: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The new values sealed where they have to be, with their blind indexes."""
    table = _table(model).name
    if not sealed_of(table):
        return fields
    new = {column: pair[1] for column, pair in fields.items()}
    seal_values(db.session(), table, row_id, new)
    return {column: (fields.get(column, (None, None))[0], value) for column, value in new.items()}


def _insertions(model: type[Base], rows: Iterable[NewRow]) -> Iterator[Change]:
    columns = logged_columns(model)
    for row in rows:
        fields = {
            column: (None, value)
            for column in columns
            if (value := row.values.get(column)) is not None and value != ""
        }
        person = row if model is Person else row.person
        unit = row if model is Unit else row.unit
        yield _change(model, row.id, "insert", fields, person, unit, row=row.values)


def _change(
    model: type[Base],
    row_id: int | None,
    operation: str,
    fields: dict[str, tuple[Any, Any]],
    person: Ref | None = None,
    unit: Ref | None = None,
    *,
    quiet: Mapping[str, tuple[Any, Any]] | None = None,
    row: Mapping[str, Any] | None = None,
) -> Change:
    if row_id is None:
        raise AssertionError(f"a row of {model.__tablename__} was not written")
    return Change(model, row_id, operation, fields, _id_of(person), _id_of(unit), quiet or NO_FIELDS, row)


def _id_of(ref: Ref | None) -> int | None:
    return ref.id if isinstance(ref, NewRow) else ref


def _plain(value: Any) -> Any:
    return value.id if isinstance(value, NewRow) else value


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


@cache
def logged_columns(model: type[Any]) -> tuple[str, ...]:
    """The columns of an audited table that enter the log."""
    return tuple(
        column.name
        for column in model.__table__.columns
        if column.name != "id" and column.name not in model.quiet_columns
    )
