"""The history of one record, and of all that somebody reaches: lines that lead on to their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from talentpool.audit.about import of_record, within
from talentpool.audit.queries import ChangeLine, lines_of, select_entries
from talentpool.audit.record_names import name_records
from talentpool.audit.rows import audited_models
from talentpool.audit.whose_account import account_labels
from talentpool.audit.words import table_label
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import AuditEntry
from talentpool.security.scope import Scope
from talentpool.web.steps import Step, count_up_to, step_through
from talentpool.wording import say


@dataclass(frozen=True)
class LinkedLine:
    """A change, and where the history of its record is read."""

    line: ChangeLine
    url: str


@dataclass(frozen=True)
class RecordHistory:
    """What a record is called, and what was done to it, the newest first; `counted` as `count_up_to`."""

    title: str
    lines: Sequence[ChangeLine]
    step: Step
    counted: tuple[int, bool]


def linked(lines: Sequence[ChangeLine], *, endpoint: str) -> list[LinkedLine]:
    """Lines with the way to their record's history."""
    return [LinkedLine(line, url_for(endpoint, table=line.table, record_id=line.record_id)) for line in lines]


def read_record(table: str, record_id: int, *, scope: Scope | None, endpoint: str) -> RecordHistory:
    """The history of a record, of which only what lies within reach is told (None: all of it).

    Missing where there is no such table, or nothing to be told.
    """
    if table not in audited_models():
        raise Missing(say("没有这条记录,或不在您的管辖范围内"))
    reach = [] if scope is None else [within(scope)]
    statement = select_entries().where(of_record(table, record_id), *reach)
    step = step_through(statement, AuditEntry.id)
    counted = count_up_to(statement)
    if not counted[0]:
        raise Missing(say("没有这条记录的变更,或不在您的管辖范围内"))
    return RecordHistory(_title(table, record_id), lines_of(step.items), step, counted)


def _title(table: str, record_id: int) -> str:
    """“任职 金竹村 村委会副主任 曾波”; of a record that is gone only its kind and number."""
    key = (table, record_id)
    whose = account_labels([key]).get(key)
    if whose is not None:
        return f"{table_label(table)} {whose}"
    named = name_records(db.session.connection(), [key], {})[key]
    label = table_label(table)
    return named if named != label else say("%(table)s 第%(number)s号", table=label, number=record_id)
