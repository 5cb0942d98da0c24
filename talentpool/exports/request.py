"""What somebody asks for when he takes a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select

from talentpool.exports.place import Place
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.settings.queries import product_name
from talentpool.sheets import Provenance, ReportingLine
from talentpool.units.naming import names_on

Statement = TypeVar("Statement", bound=Select)  # type: ignore[type-arg]


@dataclass(frozen=True)
class ExportRequest:
    """Whose rows, as of when, of which unit (None: all within reach), and for whom.

    `unmasked` shows sensitive columns in full; it needs the right for it and a purpose,
    which is kept. `place` is where the rows are from.
    """

    scope: Scope
    on: date
    made_at: datetime
    who: str
    unit: Unit | None = None
    unmasked: bool = False
    purpose: str = ""
    place: Place = field(default_factory=Place)

    @property
    def filters(self) -> str:
        """The filter in words, for the file's own description and the log."""
        everything = "全部单位" if self.scope.paths is None else "本人管辖范围内全部单位"
        parts = [names_on(self.on).of(self.unit) if self.unit else everything]
        if self.unmasked:
            parts.append("含完整身份证号和电话")
        return ",".join(parts)

    @property
    def reporting(self) -> ReportingLine:
        """The line under the titles."""
        return ReportingLine(self.place.reporting_unit, self.on)

    def within(self, statement: Statement) -> Statement:
        """A statement that joins `Unit`, narrowed to the unit asked for and what lies below it."""
        if self.unit is None:
            return statement
        return statement.where(Unit.path.startswith(self.unit.path, autoescape=True))

    def provenance(self, *, definitions: tuple[tuple[str, str], ...] = ()) -> Provenance:
        """What the file states of itself."""
        return Provenance(
            reference_date=self.on,
            who=self.who,
            made_at=self.made_at,
            reporting_unit=self.place.reporting_unit,
            filters=self.filters,
            product=product_name(self.on),
            definitions=definitions,
        )
