"""Which rows a viewer reaches: subtrees of units, as prefixes of `Unit.path`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from talentpool.models import Unit


@dataclass(frozen=True)
class Scope:
    """`paths` None reaches everything; an empty tuple reaches nothing."""

    paths: tuple[str, ...] | None

    @classmethod
    def everything(cls) -> Scope:
        """The local operator's, and that of grants without a unit."""
        return cls(paths=None)

    def condition(self) -> ColumnElement[bool]:
        """A condition on `Unit`, for statements that already join it."""
        if self.paths is None:
            return true()
        if not self.paths:
            return false()
        return or_(*(Unit.path.startswith(path, autoescape=True) for path in self.paths))

    def unit_ids(self) -> Select[int]:
        """The ids within reach, for `IN (…)`."""
        return select(Unit.id).where(self.condition())

    def reaches(self, unit: Unit) -> bool:
        """Whether a loaded unit is within reach."""
        return self.paths is None or any(unit.path.startswith(path) for path in self.paths)
