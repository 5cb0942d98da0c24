"""Checks of the chain from the screen and of each night: as jobs, with what they found kept in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from talentpool.audit.anchor import Damaged, current_anchor
from talentpool.audit.sealing import find_head
from talentpool.audit.verification import Verdict, verify_here
from talentpool.extensions import db
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.models import JournalEntry
from talentpool.web.journal import note_within
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import marked, say

KIND = "audit_check"
NIGHTLY = "audit_check_nightly"
CHECK = marked("核对日志")
MOST_KEPT = 20
"""Findings that are kept with a check; the command tells them all."""


@dataclass(frozen=True)
class Check:
    """One check; `at` in the office's time, `findings` the first of them."""

    at: datetime
    actor: str
    entries: int
    events: int
    count: int
    findings: tuple[str, ...]
    head: str


@dataclass(frozen=True)
class ChainState:
    """The end of the chain as a code for the auditor's own notes, and how far the file beside the keys has it."""

    code: str
    anchored: int | None


def read_state() -> ChainState:
    """The head of the chain, and the number of the anchored seal (None: no file, or a damaged one)."""
    head = find_head(db.session.connection())
    try:
        anchored = current_anchor().read()
    except Damaged:
        anchored = None
    return ChainState(head.code if head else "", anchored.seal if anchored else None)


def list_checks(limit: int = 20) -> Sequence[Check]:
    """The last checks, the newest first."""
    statement = select(JournalEntry).where(JournalEntry.event == CHECK).order_by(JournalEntry.id.desc())
    return [
        Check(
            at=entry.at.astimezone(HOME_ZONE),
            actor=entry.actor,
            entries=int(entry.details.get("entries", 0)),
            events=int(entry.details.get("events", 0)),
            count=int(entry.details.get("count", 0)),
            findings=tuple(map(str, entry.details.get("findings", ()))),
            head=str(entry.details.get("head", "")),
        )
        for entry in db.session.scalars(statement.limit(limit))
    ]


@job_kind(KIND, label=_l("核对审计日志"))
def check(job: RunningJob) -> dict[str, Any]:
    """Go through the chain and keep what was found."""
    return _check(job)


@job_kind(NIGHTLY, label=_l("核对审计日志"), every=timedelta(days=1))
def check_nightly(job: RunningJob) -> dict[str, Any]:
    """The same by itself, once a day."""
    return _check(job)


def _check(job: RunningJob) -> dict[str, Any]:
    db.session.rollback()
    verdict = verify_here(tell=lambda done, total: job.progress(done, total, say("逐条核对")))
    keep(verdict)
    message = (
        say("日志完好:没有发现改动、删除、调换、插入或截去")
        if verdict.is_whole
        else say("日志不完好,发现%(count)s处问题,请查看", count=verdict.count)
    )
    url = current_app.url_map.bind("").build("audit.list_checks")
    return {"url": url, "message": message}


def keep(verdict: Verdict) -> None:
    """What a check found, in the journal, in the transaction of the job."""
    note_within(
        CHECK,
        say("完好") if verdict.is_whole else say("不完好"),
        entries=verdict.entries["audit_entry"],
        events=verdict.entries["journal_entry"],
        count=verdict.count,
        findings=[finding.text for finding in verdict.findings[:MOST_KEPT]],
        head=verdict.head.code if verdict.head else "",
    )
