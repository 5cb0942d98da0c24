"""Which backups there are, how the last attempts ended, and what the administrator must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from talentpool.backup import places
from talentpool.backup.pairs import SealingKey, find_sealing_key
from talentpool.backup.rules import Policy, is_overdue
from talentpool.backup.sealing import Header, read_header
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.extensions import db
from talentpool.models import Job, JournalEntry, Setting

POLICY = "backup_policy"
CHECK = "核验备份"
CHECKS_OF = timedelta(days=400)
FAILURES_OF = timedelta(days=14)


@dataclass(frozen=True)
class BackupLine:
    """A file of the backup folder; `fault` says what is wrong with one that is no whole backup."""

    path: Path
    made_at: datetime
    size: int
    header: Header | None
    fault: str = ""


@dataclass(frozen=True)
class Failure:
    """An attempt that came to nothing, and why; UTC."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class BackupState:
    """What the system administrator is told: `last` is the newest backup, `faults` want him to act."""

    key: SealingKey | None
    last: BackupLine | None
    overdue: bool
    failure: Failure | None
    fault: str = ""

    @property
    def wants_attention(self) -> bool:
        """Whether anything must be done."""
        return self.key is None or self.overdue or bool(self.fault)


def find_policy() -> Policy:
    """What was set, else what the product proposes."""
    return Policy.from_kept(db.session.scalar(select(Setting.value).where(Setting.key == POLICY)))


def list_backups() -> Sequence[BackupLine]:
    """All backups of the folder, the newest first; only their heads are read. RuleBroken without the folder."""
    lines = [_line(path, made_at) for path in places.files() if (made_at := places.moment_of(path))]
    return sorted(lines, key=lambda line: (line.made_at, line.path.name), reverse=True)


def _line(path: Path, made_at: datetime) -> BackupLine:
    try:
        return BackupLine(path, made_at, path.stat().st_size, read_header(path))
    except UnreadableFile as unreadable:
        return BackupLine(path, made_at, path.stat().st_size, None, str(unreadable))


def backup_state(*, at: datetime) -> BackupState:
    """How things stand; a folder or key that cannot be read is a fault to be told, not an error."""
    key, lines, fault = None, [], ""
    try:
        key = find_sealing_key(places.instance())
        lines = [line for line in list_backups() if line.header is not None]
    except RuleBroken as broken:
        fault = ";".join(broken.reasons)
    last = next(iter(lines), None)
    settled = [line.made_at for line in lines if line.made_at <= at + timedelta(hours=1)]
    return BackupState(
        key=key,
        last=last,
        overdue=is_overdue(max(settled, default=None), now=at),
        failure=_find_failure(after=last.made_at if last else None, at=at),
        fault=fault,
    )


def _find_failure(*, after: datetime | None, at: datetime) -> Failure | None:
    """The last attempt that failed and was followed by no backup."""
    statement = (
        select(Job.finished_at, Job.failure)
        .where(Job.kind == "backup", Job.state == "failed", Job.finished_at > (after or at - FAILURES_OF))
        .order_by(Job.id.desc())
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return Failure(row.finished_at, row.failure) if row and row.finished_at else None


def list_failures(*, at: datetime) -> Sequence[Failure]:
    """The failed attempts of the last two weeks, the newest first."""
    statement = (
        select(Job.finished_at, Job.failure)
        .where(Job.kind == "backup", Job.state == "failed", Job.finished_at > at - FAILURES_OF)
        .order_by(Job.id.desc())
    )
    return [Failure(row.finished_at, row.failure) for row in db.session.execute(statement)]


def proved_at(*, at: datetime) -> dict[str, datetime]:
    """file name → when it was last opened with its key and found right in every part."""
    statement = (
        select(JournalEntry.subject, JournalEntry.at, JournalEntry.details)
        .where(JournalEntry.event == CHECK, JournalEntry.at > at - CHECKS_OF)
        .order_by(JournalEntry.id)
    )
    return {row.subject: row.at for row in db.session.execute(statement) if row.details.get("complete")}
