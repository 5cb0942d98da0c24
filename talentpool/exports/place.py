"""Where the rows of a file are from: how its title begins and who reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.units.naming import Names, names_on
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.vocabulary import UnitType

TOWNSHIP_OFFICE = "党群办"
COUNTY_OFFICE = "委组织部"
UNITS = "村(社区)"
ALL_TOWNSHIPS = "各乡镇"

Township = aliased(Unit, name="township_of_unit")
County = aliased(Unit, name="county_of_unit")


@dataclass(frozen=True)
class Place:
    """`name` begins file names (“青禾镇”), `title` begins titles (“青禾镇村(社区)”).

    `reporting_unit` is "" where nobody in particular reports: the line is then filled in by hand.
    """

    name: str = ""
    title: str = UNITS
    reporting_unit: str = ""
    units: int = 0
    several_townships: bool = False


@dataclass(frozen=True)
class _Spot:
    unit: str
    township_id: int | None
    township: str
    township_path: str
    county: str


def find_place(*, scope: Scope, on: date, unit: Unit | None = None) -> Place:
    """The place of the villages and communities within reach on a day, below `unit` if one is named."""
    statement = _select_spots(scope=scope, on=on)
    if unit is not None:
        statement = statement.where(Unit.path.startswith(unit.path, autoescape=True))
    names = names_on(on)
    spots = [_spot(row, names) for row in db.session.execute(statement)]
    townships = {spot.township_id: spot for spot in spots}
    counties = {spot.county for spot in spots}
    if len(spots) == 1:
        return _one_unit(spots[0], scope)
    if len(townships) == 1:
        return _one_township(spots[0].township, len(spots))
    if townships:
        return _several(counties, len(spots))
    if unit is not None and unit.unit_type is UnitType.TOWNSHIP:
        return _one_township(names.of(unit), 0)
    if unit is not None:
        name = names.of(unit)
        return Place(name=name, title=f"{name}{'' if unit.unit_type in BASE_UNITS else UNITS}")
    return Place()


def _spot(row: Any, names: Names) -> _Spot:
    return _Spot(
        unit=names.unit(row.unit_id, row.unit),
        township_id=row.township_id,
        township=names.unit(row.township_id, row.township),
        township_path=row.township_path,
        county=names.unit(row.county_id, row.county),
    )


def _select_spots(*, scope: Scope, on: date) -> Select[int, str, int, str, str, int, str]:
    return (
        select(
            Unit.id.label("unit_id"),
            Unit.name.label("unit"),
            Township.id.label("township_id"),
            func.coalesce(Township.name, "").label("township"),
            func.coalesce(Township.path, "").label("township_path"),
            County.id.label("county_id"),
            func.coalesce(County.name, "").label("county"),
        )
        .outerjoin(Township, Unit.parent_id == Township.id)
        .outerjoin(County, Township.parent_id == County.id)
        .where(scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
        .order_by(Unit.id)
    )


def _one_unit(spot: _Spot, scope: Scope) -> Place:
    name = f"{spot.township}{spot.unit}"
    above = scope.paths is None or any(spot.township_path.startswith(path) for path in scope.paths)
    reporting = f"{spot.township}{TOWNSHIP_OFFICE}" if above and spot.township else name
    return Place(name=name, title=name, reporting_unit=reporting, units=1)


def _one_township(name: str, units: int) -> Place:
    reporting = f"{name}{TOWNSHIP_OFFICE}" if name else ""
    return Place(name=name, title=f"{name}{UNITS}", reporting_unit=reporting, units=units)


def _several(counties: set[str], units: int) -> Place:
    county = counties.pop() if len(counties) == 1 else ""
    return Place(
        name=county,
        title=f"{county or ALL_TOWNSHIPS}{UNITS}",
        reporting_unit=f"{county}{COUNTY_OFFICE}" if county else "",
        units=units,
        several_townships=True,
    )
