"""An act of the daily work: named in the log, and kept so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from talentpool.audit.recorder import action
from talentpool.audit.undo import undoable
from talentpool.models import Unit
from talentpool.security.actor import Actor


@contextmanager
def daily_act(word: str, about: str, *, kind: str, unit: Unit, by: Actor) -> Iterator[None]:
    """What is changed inside is one act of a unit, listed as “word:about”; the log calls it `word`."""
    label = f"{word}:{about}"
    with action(word), undoable(kind=kind, label=label, by=by, unit_id=unit.id):
        yield
