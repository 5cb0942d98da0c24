"""The whole log and the journal, filtered: what the auditor reads. Values stand as they were kept, masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select

from talentpool.audit.about import of_people_named, of_units_named, saying, within
from talentpool.audit.queries import select_entries
from talentpool.audit.words import detail_label
from talentpool.extensions import db
from talentpool.models import AuditEntry, JournalEntry
from talentpool.security.scope import Scope
from talentpool.web.working_date import HOME_ZONE

LONGEST = 80


@dataclass(frozen=True)
class LogFilter:
    """Days are whole days at the office, both included; `actor`, `unit`, `person`, `text` are parts of names."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    act: str = ""
    table: str = ""
    unit: str = ""
    person: str = ""
    text: str = ""

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
    days: dict[str, Any] = {name: _day(values.get(name, "")) for name in ("since", "until")}
    texts: dict[str, Any] = {
        one.name: values.get(one.name, "").replace("\0", "").strip()[:LONGEST]
        for one in fields(LogFilter)
        if one.name not in days
    }
    return LogFilter(**days, **texts)


def select_log(wanted: LogFilter, *, scope: Scope | None) -> Select[Any]:
    """(entry, person's name, post's title, unit's name); `scope` None: of everything, for the auditor."""
    conditions = _common(wanted, AuditEntry)
    if wanted.act:
        conditions.append(AuditEntry.act == wanted.act)
    if wanted.table:
        conditions.append(AuditEntry.record_table == wanted.table)
    if wanted.unit:
        conditions.append(of_units_named(wanted.unit))
    if wanted.person:
        conditions.append(of_people_named(wanted.person))
    if wanted.text:
        conditions.append(saying(wanted.text))
    if scope is not None:
        conditions.append(within(scope))
    entries: Any = select_entries()
    statement: Select[Any] = entries.where(*conditions)
    return statement


def select_journal(wanted: LogFilter) -> Select[JournalEntry]:
    """Events; the text is looked for in what they touched and in their details."""
    conditions = _common(wanted, JournalEntry)
    if wanted.act:
        conditions.append(JournalEntry.event == wanted.act)
    if wanted.text:
        told = cast(JournalEntry.details, Text)
        conditions.append(
            or_(
                JournalEntry.subject.contains(wanted.text, autoescape=True),
                JournalEntry.address.contains(wanted.text, autoescape=True),
                told.contains(wanted.text, autoescape=True),
            )
        )
    return select(JournalEntry).where(*conditions).order_by(JournalEntry.id.desc())


def list_acts() -> Sequence[str]:
    """Every act that stands in the log."""
    return _distinct(AuditEntry.act)


def list_tables() -> Sequence[str]:
    """Every table that stands in the log."""
    return _distinct(AuditEntry.record_table)


def list_event_kinds() -> Sequence[str]:
    """Every kind of event that stands in the journal."""
    return _distinct(JournalEntry.event)


def _distinct(column: Any) -> Sequence[str]:
    """The values of an indexed column in their order: from each one a leap to the next, whatever lies between."""
    found = select(func.min(column).label("value")).cte(recursive=True)
    next_one = select(func.min(column)).where(column > found.c.value).scalar_subquery()
    found = found.union_all(select(next_one).where(found.c.value.is_not(None)))
    return db.session.scalars(select(found.c.value).where(found.c.value.is_not(None))).all()


def event_line(entry: JournalEntry) -> EventLine:
    """An event as it is read."""
    return EventLine(
        at=entry.at.astimezone(HOME_ZONE),
        actor=entry.actor,
        event=str(gettext(entry.event)),
        subject=entry.subject,
        address=entry.address,
        details=tuple(
            (detail_label(key), _text(value))
            for key, value in entry.details.items()
            if value not in ("", None, [], False)
        ),
    )


def _text(value: object) -> str:
    if value is True:
        return str(gettext("是"))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _common(wanted: LogFilter, log: type[AuditEntry] | type[JournalEntry]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since:
        conditions.append(log.at >= _start_of(wanted.since))
    if wanted.until:
        conditions.append(log.at < _start_of(wanted.until + timedelta(days=1)))
    if wanted.actor:
        names = [name for name in _distinct(log.actor) if wanted.actor.lower() in name.lower()]
        conditions.append(log.actor.in_(names))
    return conditions


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, HOME_ZONE)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1990, 1, 1) <= day <= date(2200, 1, 1) else None
