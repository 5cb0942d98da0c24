"""Under what an intake is put on record: its batch, and the act by which it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.audit.undo import undoable
from talentpool.extensions import db
from talentpool.intake.apply import apply_changes
from talentpool.intake.changes import ChangeSet
from talentpool.intake.kept import keep_sheets
from talentpool.intake.plan import SheetPlan
from talentpool.intake.sources import Upload
from talentpool.models import AuditEntry, IntakeBatch, IntakeFile, UndoableAct, Unit
from talentpool.security.actor import Actor
from talentpool.vocabulary import UnitType

ACT = "导入"
KIND = "import"


class Record:
    """The batch that the audit entries name: the given one, or one made at the first change.

    A bracket around the work; `may_undo` false leaves no act (a preview is rolled back anyway).
    """

    def __init__(
        self, files: Sequence[Upload], by: Actor, batch: IntakeBatch | None, *, may_undo: bool = True
    ) -> None:
        self._files, self._by, self._batch, self._may_undo = files, by, batch, may_undo
        self._was_shown = batch is not None
        self._stack = ExitStack()
        self._act: UndoableAct | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def id(self) -> int | None:
        """Id of the batch, None while there is none."""
        return self._batch.id if self._batch is not None else None

    def write(self, changes: ChangeSet) -> None:
        """Write what one sheet changes, if anything."""
        if not changes:
            return
        if self._batch is None:
            self._batch = self._made()
        if self._may_undo and self._act is None:
            label = f"{ACT}:{_named([file.name for file in self._files])}"
            act = undoable(kind=KIND, label=label, by=self._by, batch_id=self._batch.id)
            self._stack.enter_context(action(ACT, batch_id=self._batch.id))
            self._act = self._stack.enter_context(act)
        with action(ACT, batch_id=self._batch.id):
            apply_changes(changes)

    def _made(self) -> IntakeBatch:
        """The bytes of files that were not previewed on screen are not kept."""
        batch = IntakeBatch(
            created_at=datetime.now(UTC),
            created_by=self._by.name,
            account_id=self._by.account_id,
            preview={},
            choices={},
            counts={},
            files=[
                IntakeFile(name=file.name[:200], size=len(file.content or b""), sha256=file.digest)
                for file in self._files
            ],
        )
        db.session.add(batch)
        db.session.flush()
        return batch

    def close(self, sheets: Sequence[SheetPlan], counts: Mapping[str, int], digest: str) -> None:
        """Mark the batch as taken; the files' bytes go. What nobody was shown is not kept row by row."""
        batch = self._batch
        if batch is None:
            return
        batch.state, batch.taken_at, batch.counts = "taken", datetime.now(UTC), dict(counts)
        batch.digest = digest
        batch.preview = keep_sheets(sheets, whole=self._was_shown)
        if batch.unit_id is None:
            batch.unit_id = _township_touched(batch.id)
        if self._act is not None:
            self._act.unit_id = batch.unit_id
        for file in batch.files:
            file.content = None
        db.session.flush()


def _named(names: Sequence[str]) -> str:
    if len(names) > 1:
        return f"{names[0][:60]}等{len(names)}个文件"
    return names[0][:80] if names else ""


def _township_touched(batch_id: int) -> int | None:
    """The township all of whose units the batch touched: its office sees the batch. None for several."""
    touched = select(AuditEntry.unit_id).where(AuditEntry.batch_id == batch_id).distinct()
    paths = db.session.scalars(select(Unit.path).where(Unit.id.in_(touched))).all()
    townships = select(Unit.id, Unit.path).where(Unit.unit_type == UnitType.TOWNSHIP)
    by_path = {path: unit_id for unit_id, path in db.session.execute(townships)}
    found = {
        next((unit_id for each, unit_id in by_path.items() if path.startswith(each)), None) for path in paths
    }
    found.discard(None)
    return found.pop() if len(found) == 1 else None
