"""The two logs as they are shown, for a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select

from talentpool.audit import log
from talentpool.audit.queries import lines_of
from talentpool.audit.words import act_label, fields_text, table_label
from talentpool.errors import RuleBroken
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.web.steps import count_up_to
from talentpool.web.whole import all_rows
from talentpool.wording import say

MOST_ROWS = 100_000
"""Entries of one workbook: more than that are taken out a period at a time."""

LOG_COLUMNS: tuple[Column, ...] = (
    Column("at", "时间", min_width=8),
    Column("actor", "经办人", max_width=14),
    Column("act", "事项", max_width=14),
    Column("record", "记录", Kind.LONG_TEXT, max_width=18),
    Column("fields", "变更内容", Kind.LONG_TEXT, max_width=40),
)
EVENT_COLUMNS: tuple[Column, ...] = (
    Column("at", "时间", min_width=10),
    Column("actor", "经办人", max_width=14),
    Column("event", "事项", max_width=14),
    Column("subject", "对象", Kind.LONG_TEXT, max_width=18),
    Column("details", "说明", Kind.LONG_TEXT, max_width=40),
    Column("address", "来源地址", max_width=14),
)


def read_log(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The audit log as its page is filtered; RuleBroken where that is too much for one file."""
    wanted = log.read_filter(first_values(asked))
    statement = log.select_log(wanted, scope=None)
    _must_fit(statement)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "at": f"{line.at:%Y-%m-%d %H:%M:%S}",
                "actor": line.actor,
                "act": line.act,
                "record": line.record_label,
                "fields": fields_text(line.operation, line.fields),
            }
            for line in lines_of(items)
        ]

    return Shown(LOG_COLUMNS, all_rows(statement, rows_of), filters=words_of(wanted), notes=(NOTE,))


def read_journal(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The same of the journal of events."""
    wanted = log.read_filter(first_values(asked))
    statement = log.select_journal(wanted)
    _must_fit(statement)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "at": f"{line.at:%Y-%m-%d %H:%M:%S}",
                "actor": line.actor,
                "event": line.event,
                "subject": line.subject,
                "details": ";".join(f"{label}:{text}" for label, text in line.details),
                "address": line.address,
            }
            for line in (log.event_line(row[0]) for row in items)
        ]

    return Shown(EVENT_COLUMNS, all_rows(statement, rows_of), filters=words_of(wanted), notes=(NOTE,))


NOTE = "时间为北京时间;身份证号、联系电话等敏感内容在日志中即已隐去"


def words_of(wanted: log.LogFilter) -> tuple[tuple[str, str], ...]:
    """The filter in words."""
    words = (
        ("日期自", wanted.since.isoformat() if wanted.since else ""),
        ("日期至", wanted.until.isoformat() if wanted.until else ""),
        ("经办人", wanted.actor),
        ("事项", act_label(wanted.act)),
        ("记录", table_label(wanted.table) if wanted.table else ""),
        ("单位", wanted.unit),
        ("人员", wanted.person),
        ("内容", wanted.text),
    )
    return tuple((label, value) for label, value in words if value)


def _must_fit(statement: Select[Any]) -> None:
    if not count_up_to(statement, MOST_ROWS)[1]:
        raise RuleBroken(say("超过%(most)s条,一个表格放不下,请缩小日期范围后分次导出", most=MOST_ROWS))


LOG = Ledger("audit", "审计日志", Permission.AUDIT_VIEW, LOG_COLUMNS, read_log)
JOURNAL = Ledger("journal", "操作日志", Permission.AUDIT_VIEW, EVENT_COLUMNS, read_journal)
