"""The few ways an act can be refused, in the clerk's words."""

from __future__ import annotations

from collections.abc import Sequence


class TalentpoolError(Exception):
    """Base of every refusal that the product explains to its user."""


class RuleBroken(TalentpoolError):
    """An act that the office's rules do not allow; `reasons` are sentences for the form."""

    def __init__(self, reasons: str | Sequence[str]) -> None:
        self.reasons: tuple[str, ...] = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__(";".join(self.reasons))


class Conflict(TalentpoolError):
    """Somebody else changed the record first (HTTP 409)."""


class Missing(TalentpoolError):
    """No such record within the viewer's scope (HTTP 404)."""


class NotAllowed(TalentpoolError):
    """The viewer's roles do not hold the permission (HTTP 403)."""


class UnreadableFile(TalentpoolError):
    """A file that cannot be taken: damaged, encrypted, mislabelled or hostile; the text says why and the way out."""
