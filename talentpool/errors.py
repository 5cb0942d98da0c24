"""The few ways an act can be refused, in the clerk's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talentpool.wording import say


class TalentpoolError(Exception):
    """Base of every refusal that the product explains to its user."""


class RuleBroken(TalentpoolError):
    """An act that the office's rules do not allow; `reasons` are sentences for the form."""

    def __init__(self, reasons: str | Sequence[str]) -> None:
        self.reasons: tuple[str, ...] = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__(";".join(self.reasons))


class Doubtful(RuleBroken):
    """An act that looks odd: it goes on once the clerk has said that it is meant so."""


class Doubts:
    """Questions gathered over several acts, so that they are asked at once.

    with doubts: an act       its Doubtful is kept, not raised
    doubts.ask()              Doubtful with all of them, if there are any
    """

    def __init__(self, reasons: Sequence[str] = ()) -> None:
        self.reasons: list[str] = list(reasons)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, Doubtful):
            return False
        self.reasons += error.reasons
        return True

    def ask(self) -> None:
        """Raise what was gathered."""
        if self.reasons:
            raise Doubtful(self.reasons)


class Conflict(TalentpoolError):
    """Somebody else changed the record first (HTTP 409)."""


class Missing(TalentpoolError):
    """No such record within the viewer's scope (HTTP 404)."""


class NotAllowed(TalentpoolError):
    """The viewer's roles do not hold the permission (HTTP 403)."""


class UnreadableFile(TalentpoolError):
    """A file that cannot be taken: damaged, encrypted, mislabelled or hostile; the text says why and the way out."""


@dataclass(frozen=True)
class Verdict:
    """What a rule says of an act: what bars it, what wants a reason, what wants a second look.

    `exceptions` may be made by people, with a reason that is kept; `doubts` only want a yes.
    """

    refusals: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def enforce(self, *, exception_reason: str = "", confirmed: bool = False) -> None:
        """RuleBroken or Doubtful, unless nothing stands in the way any more."""
        unexplained = () if exception_reason.strip() else self.exceptions
        if self.refusals or unexplained:
            raise RuleBroken(
                (*self.refusals, *(say("%(one)s确需如此的,请写明例外理由", one=one) for one in unexplained))
            )
        if self.doubts and not confirmed:
            raise Doubtful(self.doubts)
