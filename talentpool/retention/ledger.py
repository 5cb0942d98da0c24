"""The ledger of deletions: written with each purge, carried over a restore, and applied again there.

An older backup holds people who were erased since. After it is restored the ledger of today is put beside
the one it holds, and every record it names is erased again, with all that hangs on it. A record is known by
table, id and a keyed fingerprint of when it was registered: another record under the same id stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from talentpool.audit.bulk import insert_many
from talentpool.audit.recorder import action
from talentpool.audit.rows import chunks, decode, encode, table_named, table_of
from talentpool.backup.steps import carry_over
from talentpool.extensions import db
from talentpool.models import Deletion, Purge
from talentpool.retention.erasing import erase, first_entries, read_doomed
from talentpool.sealing.numbering import never_again
from talentpool.security.keys import fingerprint
from talentpool.wording import marked

AGAIN = marked("恢复备份后重新清除")
_LINE = ("purge_id", "record_table", "record_id", "fingerprint")
_TOLD = tuple(column.name for column in table_of(Purge).c if column.name != "id")


def fingerprints(session: Session, table: str, ids: Collection[int]) -> dict[int, str]:
    """id → what the ledger keeps of a record, whether or not it is still there."""
    known = first_entries(session, table, ids)
    return {row_id: _fingerprint(table, row_id, known.get(row_id)) for row_id in ids}


def _fingerprint(table: str, row_id: int, registered: datetime | None) -> str:
    moment = registered.astimezone(UTC).isoformat() if registered else ""
    return fingerprint("deletion", f"{table}:{row_id}:{moment}")


def enter(session: Session, purge: Purge, table: str, ids: Collection[int]) -> None:
    """Put records into the ledger, before they go."""
    marks = fingerprints(session, table, ids)
    _write(session, purge, [(table, row_id, mark) for row_id, mark in sorted(marks.items())])


def _write(session: Session, purge: Purge, lines: Iterable[Sequence[Any]]) -> None:
    session.flush()
    rows = [(purge.id, *line) for line in lines]
    insert_many(session.connection(), table_of(Deletion), _LINE, rows)


def gather() -> list[dict[str, Any]]:
    """The whole ledger as JSON: a purge with its deletions as [table, id, fingerprint]."""
    deletions: dict[int, list[list[Any]]] = defaultdict(list)
    for row in db.session.scalars(select(Deletion).order_by(Deletion.id)):
        deletions[row.purge_id].append([row.record_table, row.record_id, row.fingerprint])
    columns = table_of(Purge).c
    return [
        {
            **{name: encode(columns[name], getattr(purge, name)) for name in _TOLD},
            "deletions": deletions[purge.id],
        }
        for purge in db.session.scalars(select(Purge).order_by(Purge.id))
    ]


def apply(gathered: Sequence[Mapping[str, Any]]) -> int:
    """Bring restored data to the ledger: what it lacks is entered, what it names is erased; how many records went."""
    session = db.session()
    with action(AGAIN):
        _complete(session, gathered)
        erased = 0
        for table, marks in _named(session).items():
            never_again(session.connection(), table_named(table), max(marks))
            present = _present(session, table, marks)
            if present:
                erase(session, read_doomed(session.connection(), table, present))
                erased += len(present)
    return erased


def _complete(session: Session, gathered: Sequence[Mapping[str, Any]]) -> None:
    """Enter the purges that the restored ledger lacks, under numbers of its own."""
    known = set(session.scalars(select(Purge.mark)))
    columns = table_of(Purge).c
    for told in gathered:
        if told["mark"] in known:
            continue
        purge = Purge(**{name: decode(columns[name], told[name]) for name in _TOLD})
        session.add(purge)
        _write(session, purge, told["deletions"])


def _named(session: Session) -> dict[str, dict[int, set[str]]]:
    """table → id → fingerprints of the whole ledger."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    columns = (Deletion.record_table, Deletion.record_id, Deletion.fingerprint)
    for table, row_id, mark in session.execute(select(*columns).order_by(Deletion.id)):
        found[table][row_id].add(mark)
    return found


def _present(session: Session, table: str, marks: Mapping[int, Collection[str]]) -> set[int]:
    """The records that are there and are the ones that were erased."""
    there: set[int] = set()
    columns = table_named(table).c
    for chunk in chunks(marks):
        there |= set(session.connection().scalars(select(columns.id).where(columns.id.in_(chunk))))
    now = fingerprints(session, table, there)
    return {row_id for row_id, mark in now.items() if mark in marks[row_id]}


carry_over("deletions", gather=gather, apply=apply)
