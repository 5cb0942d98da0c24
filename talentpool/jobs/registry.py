"""The kinds of long work, by name, and what a running one may say.

    @job_kind("import", label=_l("导入"))
    def take_in(job: RunningJob, *, batch_id: int) -> dict[str, Any]: …

A kind runs in one transaction with the mark that it is done, so that it takes effect once however
often it is begun. It commits nothing itself. Its result is JSON; `url` (a path of this site) is
where the reader goes on, `message` what he is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from talentpool.extensions import db, only_reads

Run = Callable[..., dict[str, Any]]
Due = Callable[[datetime], str | None]


@dataclass(frozen=True)
class JobKind:
    """`every` or `due` makes it periodic: queued once a period, however many consumers there are.

    `due` says which run is due at a moment (UTC), by a name that no other run has, or None.
    """

    name: str
    label: Any
    run: Run
    every: timedelta | None = None
    due: Due | None = None

    def tick(self, at: datetime) -> str | None:
        """The name of the run that is due, None for none."""
        if self.due is not None:
            return self.due(at)
        return (
            None if self.every is None else f"{self.name}:{int(at.timestamp() // self.every.total_seconds())}"
        )


_KINDS: dict[str, JobKind] = {}


def job_kind(
    name: str, *, label: Any = "", every: timedelta | None = None, due: Due | None = None
) -> Callable[[Run], Run]:
    """Register a function as a kind of work; it is called with the running job and its arguments by name."""

    def register(run: Run) -> Run:
        known = _KINDS.get(name)
        if known is not None and known.run.__module__ != run.__module__:
            raise RuntimeError(f"two kinds of job are called {name}")
        _KINDS[name] = JobKind(name, label or name, run, every, due)
        return run

    return register


def get_kind(name: str) -> JobKind:
    """The kind of this name; LookupError for an unknown one, a fault of the program."""
    try:
        return _KINDS[name]
    except KeyError:
        raise LookupError(f"no kind of job is called {name}") from None


def find_label(name: str) -> str:
    """What the kind is called on screen; its name where this version knows it no more."""
    return str(_KINDS[name].label) if name in _KINDS else name


def periodic_kinds() -> list[JobKind]:
    """The kinds that come round by themselves."""
    return [kind for kind in _KINDS.values() if kind.every or kind.due]


@dataclass
class RunningJob:
    """A claimed job in the hands of its worker; `attempt` and `owner` tell a later claim from this one."""

    id: int
    kind: str
    arguments: dict[str, Any]
    account_id: int | None
    owner: str
    attempt: int
    tell: Callable[[RunningJob], None] = field(repr=False)
    done: int = 0
    total: int = 0
    doing: str = ""

    def progress(self, done: int, total: int, doing: str = "") -> None:
        """Say how far it is: shown at once, whatever becomes of the job's own transaction."""
        self.done, self.total, self.doing = max(done, 0), max(total, 0), doing[:120]
        self.tell(self)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read without holding up the others' writing (SQLite); what was loaded is stale afterwards.

        Use it before the first change: parse, match and plan inside, write after it.
        """
        db.session.rollback()
        with only_reads():
            yield
            db.session.rollback()
