"""The pages of a mid-term analysis: its rounds, one round with all units, one unit side by side; the reports."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.indicators import Tile
from talentpool.errors import NotAllowed
from talentpool.exports.answer import answer_with
from talentpool.exports.services import take_report
from talentpool.midterm.queries import get_round, list_rounds
from talentpool.models import MidtermRound
from talentpool.reports import sentences
from talentpool.reports.facts import RoundFacts, UnitFacts, load_facts
from talentpool.reports.services import unit_of, write_town_report, write_unit_report
from talentpool.security.actor import Actor, current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.tallies.queries import TallyRow
from talentpool.units.queries import get_unit
from talentpool.vocabulary import FindingState, StepMeaning
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import slice_page
from talentpool.wording import say

bp = Blueprint("midterm", __name__, url_prefix="/midterm")
UNITS_SHOWN = 50


@bp.get("")
@requires(Permission.MIDTERM_VIEW)
def show_rounds() -> ResponseReturnValue:
    """The rounds, the newest first."""
    page = slice_page(list_rounds(scope=current_scope()), size=UNITS_SHOWN)
    return render_template("midterm/rounds.html", page=page, intake_url=url_if_allowed("intake.list_batches"))


@bp.get("/rounds/<int:round_id>")
@requires(Permission.MIDTERM_VIEW)
def show_round(round_id: int) -> ResponseReturnValue:
    """One round: how much was done, how the teams were appraised and graded, what was found."""
    scope = current_scope()
    round_ = get_round(round_id, scope=scope)
    facts = load_facts(round_, scope=scope)
    return render_template(
        "midterm/round.html",
        round=round_,
        facts=facts,
        page=slice_page(facts.units, size=UNITS_SHOWN),
        tiles=_tiles(facts),
        best=best_share,
        turnout=turnout,
        closed=_closed,
        may_take=current_actor().may(Permission.EXPORTS_TAKE),
    )


@bp.get("/rounds/<int:round_id>/units/<int:unit_id>")
@requires(Permission.MIDTERM_VIEW)
def show_unit(round_id: int, unit_id: int) -> ResponseReturnValue:
    """One unit of a round: everything on file of it side by side."""
    scope = current_scope()
    round_ = get_round(round_id, scope=scope)
    facts = load_facts(round_, scope=scope)
    unit = unit_of(facts, get_unit(unit_id, scope=scope))
    return render_template(
        "midterm/unit.html",
        round=round_,
        facts=facts,
        unit=unit,
        tiles=_unit_tiles(unit),
        best=best_share,
        failing=failing_share,
        words=sentences,
        states=_STATES,
        may_take=current_actor().may(Permission.EXPORTS_TAKE),
    )


@bp.post("/rounds/<int:round_id>/report")
@requires(Permission.EXPORTS_TAKE)
def take_town_report(round_id: int) -> ResponseReturnValue:
    """The report of the township in Word; put on record like every file that leaves."""
    by = _must_see()
    round_ = get_round(round_id, scope=by.scope)
    day = round_.reference_on.strftime("%Y%m%d")
    taken = take_report(
        lambda: write_town_report(round_, scope=by.scope),
        subject=f"届中分析报告:{_named(round_)}",
        name=f"{round_.unit.name}届中分析报告_{day}.docx",
        plain_name=f"midterm_report_{round_.id}_{day}.docx",
        by=by,
        on=round_.reference_on,
    )
    return answer_with(taken)


@bp.post("/rounds/<int:round_id>/units/<int:unit_id>/report")
@requires(Permission.EXPORTS_TAKE)
def take_unit_report(round_id: int, unit_id: int) -> ResponseReturnValue:
    """The report of one unit in Word; put on record like every file that leaves."""
    by = _must_see()
    round_, unit = get_round(round_id, scope=by.scope), get_unit(unit_id, scope=by.scope)
    day = round_.reference_on.strftime("%Y%m%d")
    taken = take_report(
        lambda: write_unit_report(round_, unit, scope=by.scope),
        subject=f"届中分析报告:{_named(round_)} {unit.name}",
        name=f"{unit.name}届中分析报告_{day}.docx",
        plain_name=f"midterm_report_{round_.id}_{unit.id}_{day}.docx",
        by=by,
        on=round_.reference_on,
    )
    return answer_with(taken)


def _must_see() -> Actor:
    by = current_actor()
    if not by.may(Permission.MIDTERM_VIEW):
        raise NotAllowed(say("您的角色没有这项权限"))
    return by


def _named(round_: MidtermRound) -> str:
    return f"{round_.unit.name}{round_.name}"


def _share(tally: TallyRow | None, meaning: StepMeaning) -> str | None:
    """The share of a step in the ballots returned, as a percentage; None where nothing was returned."""
    if tally is None or not tally.returned:
        return None
    votes = sum(step.votes for step in tally.steps if step.meaning is meaning)
    return f"{votes / tally.returned:.1%}"


def best_share(tally: TallyRow | None) -> str | None:
    """How many of the ballots chose the best step."""
    return _share(tally, StepMeaning.BEST)


def failing_share(tally: TallyRow | None) -> str | None:
    """How many of the ballots chose the failing step."""
    return _share(tally, StepMeaning.FAILING)


def turnout(tally: TallyRow | None) -> str | None:
    """Who came of those due, as a percentage."""
    if tally is None or not tally.due or tally.present is None:
        return None
    return f"{tally.present / tally.due:.1%}"


_STATES = {
    FindingState.PROPOSED: "unknown",
    FindingState.STRUCK: "unknown",
    FindingState.OPEN: "near",
    FindingState.SUBMITTED: "near",
    FindingState.CLOSED: "ok",
}


def _closed(unit: UnitFacts) -> int:
    return sum(one.state is FindingState.CLOSED for one in unit.accepted)


def _tiles(facts: RoundFacts) -> list[Tile]:
    issued, returned = facts.total("questionnaires_issued"), facts.total("questionnaires_returned")
    accepted = sum(len(unit.accepted) for unit in facts.units)
    closed = sum(_closed(unit) for unit in facts.units)
    proposed = sum(len(unit.proposals) for unit in facts.units)
    return [
        Tile("units", _("村(社区)"), str(len(facts.units)), _("个"), _("本轮研判的村(社区)")),
        Tile("meetings", _("会议"), str(facts.total("meetings")), _("场次"), _total()),
        Tile("talks", _("谈心谈话"), str(facts.total("talks")), _("人次"), _total()),
        Tile("returned", _("收回问卷"), str(returned), _("份"), _total(), returned, issued),
        Tile("satisfaction", _("满意度测评表"), str(facts.total("satisfaction_forms")), _("份"), _total()),
        Tile("suggestions", _("问题建议"), str(facts.total("suggestions")), _("条"), _total()),
        Tile("closed", _("已销号问题"), str(closed), _("条"), _("已销号÷台账中的问题"), closed, accepted),
        Tile(
            "proposed", _("系统拟提问题"), str(proposed), _("条"), _("由空缺职务和后备人选得出,还没有人确认")
        ),
    ]


def _total() -> str:
    """How a total is made."""
    return str(_("登记了合计数的按合计数,否则按逐条记录计数"))


def _unit_tiles(unit: UnitFacts) -> list[Tile]:
    team, reserves, totals = unit.team, unit.reserves, unit.totals
    known = {
        "filled": (_("实有"), team.filled if team else None, team.authorised if team else None, _("人")),
        "women": (_("女性"), team.women if team else None, team.filled if team else None, _("人")),
        "young": (
            _("35岁及以下"),
            team.aged_35_or_under if team else None,
            team.filled if team else None,
            _("人"),
        ),
        "college": (
            _("大专及以上"),
            team.college_or_above if team else None,
            team.filled if team else None,
            _("人"),
        ),
        "mature": (
            _("成熟后备"),
            reserves.mature if reserves else None,
            reserves.reserves if reserves else None,
            _("人"),
        ),
        "talks": (_("谈心谈话"), totals.talks, None, _("人次")),
        "returned": (_("收回问卷"), totals.questionnaires_returned, totals.questionnaires_issued, _("份")),
    }
    return [
        Tile(
            key, label, "—" if value is None else str(value), "" if value is None else word, "", value, whole
        )
        for key, (label, value, whole, word) in known.items()
    ]
