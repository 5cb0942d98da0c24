"""The whole log and the journal, filtered: what the auditor reads. Values stand as they were kept, masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from talentpool.audit.queries import select_entries
from talentpool.extensions import db
from talentpool.models import AuditEntry, JournalEntry
from talentpool.web.working_date import HOME_ZONE

LONGEST = 80

DETAILS: dict[str, Any] = {
    "field": _l("项目"),
    "purpose": _l("用途"),
    "rows": _l("行数"),
    "columns": _l("列"),
    "filters": _l("条件"),
    "file": _l("文件"),
    "sha256": _l("文件校验值"),
    "on": _l("截至"),
    "unit": _l("单位"),
    "unmasked": _l("含完整号码"),
    "made_at": _l("制作时间"),
    "complete": _l("已打开全部核对"),
    "removed": _l("删除的旧备份"),
    "before": _l("原来的密钥"),
    "sessions": _l("结束的登录"),
    "jobs": _l("作废的任务"),
    "deleted_again": _l("重新执行的删除"),
    "lost": _l("未能重新执行"),
    "log_head": _l("备份时的日志末尾"),
    "log_before": _l("恢复前的日志末尾"),
    "log_faults": _l("日志不完好之处"),
}


@dataclass(frozen=True)
class LogFilter:
    """Days are whole days at the office, both included; `actor` is part of the name."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    act: str = ""
    table: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == LogFilter()


@dataclass(frozen=True)
class EventLine:
    """One event of the journal; `at` in the office's time."""

    at: datetime
    actor: str
    event: str
    subject: str
    address: str
    details: tuple[tuple[str, str], ...]


def read_filter(values: Mapping[str, str]) -> LogFilter:
    """From the values of the address; what cannot be read filters nothing."""
    return LogFilter(
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
        actor=values.get("actor", "").strip()[:LONGEST],
        act=values.get("act", "").strip()[:LONGEST],
        table=values.get("table", "").strip()[:LONGEST],
    )


def select_log(wanted: LogFilter) -> Select[Any]:
    """(entry, person's name, post's title, unit's name), the newest first."""
    conditions = _common(wanted, at=AuditEntry.at, actor=AuditEntry.actor, act=AuditEntry.act)
    if wanted.table:
        conditions.append(AuditEntry.record_table == wanted.table)
    entries: Any = select_entries()
    statement: Select[Any] = entries.where(*conditions)
    return statement


def select_journal(wanted: LogFilter) -> Select[JournalEntry]:
    """Events, the newest first."""
    conditions = _common(wanted, at=JournalEntry.at, actor=JournalEntry.actor, act=JournalEntry.event)
    return select(JournalEntry).where(*conditions).order_by(JournalEntry.at.desc(), JournalEntry.id.desc())


def list_acts() -> Sequence[str]:
    """Every act that stands in the log."""
    return db.session.scalars(select(AuditEntry.act).distinct().order_by(AuditEntry.act)).all()


def list_tables() -> Sequence[str]:
    """Every table that stands in the log."""
    statement = select(AuditEntry.record_table).distinct().order_by(AuditEntry.record_table)
    return db.session.scalars(statement).all()


def list_event_kinds() -> Sequence[str]:
    """Every kind of event that stands in the journal."""
    return db.session.scalars(select(JournalEntry.event).distinct().order_by(JournalEntry.event)).all()


def event_line(entry: JournalEntry) -> EventLine:
    """An event as it is read."""
    return EventLine(
        at=entry.at.astimezone(HOME_ZONE),
        actor=entry.actor,
        event=entry.event,
        subject=entry.subject,
        address=entry.address,
        details=tuple(
            (str(DETAILS.get(key, key)), _text(value))
            for key, value in entry.details.items()
            if value not in ("", None, [], False)
        ),
    )


def _text(value: object) -> str:
    if value is True:
        return str(gettext("是"))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _common(wanted: LogFilter, *, at: Any, actor: Any, act: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since:
        conditions.append(at >= _start_of(wanted.since))
    if wanted.until:
        conditions.append(at < _start_of(wanted.until + timedelta(days=1)))
    if wanted.actor:
        conditions.append(actor.contains(wanted.actor, autoescape=True))
    if wanted.act:
        conditions.append(act == wanted.act)
    return conditions


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, HOME_ZONE)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1990, 1, 1) <= day <= date(2200, 1, 1) else None
