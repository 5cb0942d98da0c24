"""Reading the audit log: what was changed of a person or a unit, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select

from talentpool.audit.about import of_person, of_unit
from talentpool.audit.rows import RowKey, audited_models, pointers_of
from talentpool.audit.whose_account import account_labels
from talentpool.audit.words import act_label, column_label, table_label, value_text
from talentpool.extensions import db
from talentpool.models import Appointment, AuditEntry, Person, Post, Unit, Vacancy
from talentpool.security.scope import Scope
from talentpool.web.working_date import HOME_ZONE

QUIET = frozenset({"position", "team_order", "rank", "path"})
"""Columns that say nothing to a clerk."""


@dataclass(frozen=True)
class ChangeLine:
    """One changed record, ready to be read; `at` in the office's time, `fields` (label, old, new)."""

    at: datetime
    actor: str
    act: str
    operation: str
    record_label: str
    fields: tuple[tuple[str, str, str], ...]
    table: str = ""
    record_id: int = 0


def list_changes(
    *, person_id: int | None = None, unit_id: int | None = None, limit: int = 50, scope: Scope
) -> list[ChangeLine]:
    """The latest changes of a person, or of a unit with its seats, posts and appointments.

    The caller has got the person or the unit within scope; records of units beyond it stay
    out. One statement, and one more where a unit changed.
    """
    statement = select_changes(person_id=person_id, unit_id=unit_id, scope=scope)
    rows = db.session.execute(statement.limit(limit)).all()
    return lines_of(rows, about="unit" if unit_id is not None else "person")


def lines_of(
    rows: Sequence[Row[AuditEntry, str, str, str]], *, about: Literal["person", "unit"] | None = None
) -> list[ChangeLine]:
    """Rows of `select_entries` as they are read; one more statement where a unit changed.

    The labels leave out what the page is `about`.
    """
    units = _unit_names(rows)
    accounts = account_labels((row[0].record_table, row[0].record_id) for row in rows)
    return [_line_of(row, units, accounts, about=about) for row in rows]


def select_changes(
    *, person_id: int | None = None, unit_id: int | None = None, scope: Scope
) -> Select[AuditEntry, str, str, str]:
    """(entry, person's name, post's title, unit's name), the newest first."""
    wanted: ColumnElement[bool] = false()
    if person_id is not None:
        wanted = of_person(person_id)
    if unit_id is not None:
        wanted = or_(wanted, of_unit(unit_id))
    return select_entries().where(wanted, or_(Unit.id.is_(None), scope.condition()))


def select_entries() -> Select[AuditEntry, str, str, str]:
    """(entry, person's name, post's title, unit's name) of the whole log, the newest first."""
    post_id = case(
        (AuditEntry.record_table == "post", AuditEntry.record_id),
        else_=func.coalesce(Appointment.post_id, Vacancy.post_id),
    )
    return (
        select(AuditEntry, Person.name, Post.title, Unit.name)
        .outerjoin(Appointment, _is_row("appointment", Appointment.id))
        .outerjoin(Vacancy, _is_row("vacancy", Vacancy.id))
        .outerjoin(Post, Post.id == post_id)
        .outerjoin(Unit, Unit.id == func.coalesce(Post.unit_id, AuditEntry.unit_id))
        .outerjoin(Person, Person.id == func.coalesce(Appointment.person_id, AuditEntry.person_id))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )


def _is_row(table: str, row_id: Any) -> ColumnElement[bool]:
    return and_(AuditEntry.record_table == table, AuditEntry.record_id == row_id)


def _unit_names(rows: Sequence[Row[AuditEntry, str, str, str]]) -> dict[int, str]:
    """Names of the units between which a record moved."""
    ids = {
        value
        for entry, *_rest in rows
        if entry.operation == "update"
        for value in entry.changes.get("unit_id", ())
        if isinstance(value, int)
    }
    if not ids:
        return {}
    found = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return {row.id: row.name for row in found}


def _line_of(
    row: Row[AuditEntry, str, str, str],
    units: Mapping[int, str],
    accounts: Mapping[RowKey, str],
    *,
    about: str | None,
) -> ChangeLine:
    entry, person, title, unit = row
    table = entry.record_table
    own = table in ("person", "schooling", "person_tag")
    parts = (
        None if own or about == "unit" else unit,
        None if own else title,
        None if about == "person" else person,
        accounts.get((table, entry.record_id)),
    )
    subject = [part for part in parts if part]
    return ChangeLine(
        at=entry.at.astimezone(HOME_ZONE),
        actor=entry.actor,
        act=act_label(entry.act),
        operation=entry.operation,
        record_label=" ".join([table_label(table), *subject]),
        fields=tuple(_fields_of(entry, units)),
        table=table,
        record_id=entry.record_id,
    )


def _is_told(entry: AuditEntry, column: str) -> bool:
    """Whether a field says something to a clerk that the record's label does not."""
    if column in QUIET or (column != "unit_id" and column in _pointers(entry.record_table)):
        return False
    if entry.operation == "update":
        return True
    repeated = {"unit_id"} | ({"title", "body"} if entry.record_table == "post" else set())
    if "started_on" in entry.changes:
        repeated.add("known_from")
    return column not in repeated


def _pointers(table: str) -> Mapping[str, str]:
    """Ids of other rows; the label of the record says who and what."""
    return pointers_of(table) if table in audited_models() else {}


def _fields_of(entry: AuditEntry, units: Mapping[int, str]) -> list[tuple[str, str, str]]:
    fields = []
    for column, (old, new) in entry.changes.items():
        if not _is_told(entry, column):
            continue
        if column == "unit_id":
            texts = (units.get(old, ""), units.get(new, ""))
        else:
            texts = (
                value_text(entry.record_table, column, old),
                value_text(entry.record_table, column, new),
            )
        fields.append((column_label(entry.record_table, column), *texts))
    return fields
