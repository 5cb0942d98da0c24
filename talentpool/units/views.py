"""The list of units, and one unit as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.labels import INDICATORS
from talentpool.analysis.ledgers import BASE_TYPES, read_unit_filter
from talentpool.analysis.overviews import UnitOverview, list_overviews
from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.standards import TargetLine, is_known, lines_of, seat_line_of
from talentpool.analysis.structure import TeamStructure, merge_teams
from talentpool.analysis.targets import gaps_of
from talentpool.audit.queries import list_changes
from talentpool.dates import months_between
from talentpool.models import SeatStatement, Unit, UnitStatement
from talentpool.posts.queries import list_seat_statements
from talentpool.posts.teams import read_team
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units import queries
from talentpool.vocabulary import DutyRole, UnitType
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import slice_page
from talentpool.web.working_date import asked_date, reference_date

bp = Blueprint("units", __name__, url_prefix="/units")

CHANGES_SHOWN = 30


@dataclass(frozen=True)
class Standing:
    """A unit's team in figures beside its targets; empty where the unit did not exist on the day."""

    team: TeamStructure | None
    lines: Sequence[TargetLine]
    known: bool
    note: str


@bp.get("")
@requires(Permission.UNITS_VIEW)
@follows_date
def list_units() -> ResponseReturnValue:
    """Villages and communities within reach, in office order."""
    scope, on = current_scope(), reference_date()
    wanted = read_unit_filter(request.args)
    overviews = list_overviews(scope=scope, on=on, wanted=wanted)
    town = merge_teams(one.team for one in overviews)
    return render_template(
        "units/list.html",
        page=slice_page(overviews),
        summary=_summary(overviews, on=on),
        town=town,
        note=knowledge_note(Figures(on=on, town=town, villages=0, communities=0)) if overviews else "",
        known={one.team.unit_id for one in overviews if is_known(one.team, on=on)},
        totals=_totals(overviews),
        wanted=wanted,
        types=[(kind.value, _(kind.label)) for kind in BASE_TYPES.values()],
        townships=queries.list_townships(scope=scope),
        clear_url=url_for("units.list_units", on=asked_date()) if wanted else None,
        on_asked=asked_date(),
        export_url=url_if_allowed("exports.take_export", slug="roster", on=asked_date()),
        intake_url=url_if_allowed("intake.list_batches"),
    )


def _summary(overviews: Sequence[UnitOverview], *, on: date) -> str:
    town = merge_teams(one.team for one in overviews)
    values = {"units": town.units, "on": on.isoformat(), "authorised": town.authorised, "vacant": town.vacant}
    if town.authorised is None:
        return str(_("%(units)s个村(社区),核定职数未登记,截至%(on)s", **values))
    return str(_("%(units)s个村(社区),%(authorised)s个职数,%(vacant)s个空缺,截至%(on)s", **values))


def _totals(overviews: Sequence[UnitOverview]) -> dict[str, int]:
    """Sums of what was stated, for the last line of the table."""
    stated = [one.statement for one in overviews if one.statement]
    return {
        "party_members": sum(one.party_member_count or 0 for one in stated),
        "households": sum(one.household_count or 0 for one in stated),
        "population": sum(one.registered_population or 0 for one in stated),
        "gaps": sum(len(one.gaps) for one in overviews),
    }


@bp.get("/<int:unit_id>")
@requires(Permission.UNITS_VIEW)
@follows_date
def show_unit(unit_id: int) -> ResponseReturnValue:
    """One unit: facts, team, vacancies, targets, history. A township leads to the list of its units."""
    scope, on = current_scope(), reference_date()
    unit, former_names = queries.get_unit_with_names(unit_id, scope=scope)
    if unit.unit_type not in queries.BASE_UNITS:
        township = unit.id if unit.unit_type == UnitType.TOWNSHIP else None
        return redirect(url_for("units.list_units", township=township, on=asked_date()))
    statements, seats = queries.list_statements(unit), list_seat_statements(unit)
    duties = queries.list_duties(scope=scope, on=on, unit=unit)
    standing = _standing(unit, on=on)
    return render_template(
        "units/show.html",
        unit=unit,
        on=on,
        on_asked=asked_date(),
        statement=statement_on(statements, on=on),
        statements=statements,
        seat_statements=seats,
        seats_document=_seats_document(seats, on=on),
        area_leaders=[(row[2], row[3]) for row in duties if row[1] == DutyRole.AREA_LEADER],
        stationed_cadres=[(row[2], row[3]) for row in duties if row[1] == DutyRole.STATIONED_CADRE],
        former_names=former_names,
        team=read_team(unit, scope=scope, on=on),
        standing=standing,
        months=[months_between(one.since, on=on) for one in standing.team.vacancies] if standing.team else [],
        labels=INDICATORS,
        changes=list_changes(unit_id=unit.id, limit=CHANGES_SHOWN, scope=scope),
        changes_shown=CHANGES_SHOWN,
        export_url=url_if_allowed("exports.take_export", slug="gaps", unit=unit.id, on=asked_date()),
    )


def statement_on(statements: Sequence[UnitStatement], *, on: date) -> UnitStatement | None:
    """What was last stated by the day, else the first statement after it; `statements` the newest first."""
    by_then = [one for one in statements if one.stated_on <= on]
    return by_then[0] if by_then else (statements[-1] if statements else None)


def _seats_document(seats: Sequence[SeatStatement], *, on: date) -> SeatStatement | None:
    return next((one for one in seats if one.holds_from <= on), None)


def _standing(unit: Unit, *, on: date) -> Standing:
    teams = list_structure(scope=current_scope(), on=on, unit=unit)
    if not teams:
        return Standing(team=None, lines=(), known=False, note="")
    team = teams[0]
    targets = list_targets(on=on, township_ids=[unit.parent_id] if unit.parent_id else [])
    gaps = gaps_of(team, targets, on=on)
    figures = Figures(on=on, town=merge_teams(teams), villages=0, communities=0)
    return Standing(
        team=team,
        lines=[seat_line_of(team, gaps, on=on), *lines_of(team, targets, on=on)],
        known=is_known(team, on=on),
        note=knowledge_note(figures),
    )
