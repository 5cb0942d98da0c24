"""The pages of democratic appraisal: who has been entered, a clerk's own count, both counts compared."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import Missing, RuleBroken
from talentpool.midterm.places import Place, get_place, get_subject
from talentpool.midterm.queries import get_round
from talentpool.models import MidtermRound, Person, Tally
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.tallies import services
from talentpool.tallies.entries import (
    find_tally,
    get_tally,
    list_entries,
    list_progress,
    list_steps,
    list_subjects,
    list_thresholds,
    paper_on_file,
    scale_of,
)
from talentpool.tallies.forms import (
    CountForm,
    ReopenForm,
    count_form,
    dimensions_of,
    field_name,
    paper_of,
    values_of,
)
from talentpool.tallies.rules import Counted, Paper, Step, Warned, differences, warnings_of
from talentpool.vocabulary import AppraisalDimension, TallySource
from talentpool.web.acts import ActPage, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.working_date import working_date
from talentpool.wording import say

bp = Blueprint("tallies", __name__, url_prefix="/midterm")


@bp.get("/rounds/<int:round_id>/tallies")
@requires(Permission.TALLIES_ENTER)
def list_units(round_id: int) -> ResponseReturnValue:
    """How far each unit of a round has come."""
    round_ = get_round(round_id, scope=current_scope())
    rows = list_progress(round_.id, scope=current_scope())
    return render_template("tallies/units.html", round=round_, rows=rows)


@bp.get("/rounds/<int:round_id>/units/<int:unit_id>/tallies")
@requires(Permission.TALLIES_ENTER)
def show_unit(round_id: int, unit_id: int) -> ResponseReturnValue:
    """The team and its members, each with the state of its tally."""
    place = get_place(round_id, unit_id, scope=current_scope())
    subjects = list_subjects(place, account_id=current_actor().account_id)
    return render_template("tallies/unit.html", place=place, subjects=subjects)


@bp.route("/rounds/<int:round_id>/units/<int:unit_id>/tallies/team", methods=["GET", "POST"])
@requires(Permission.TALLIES_ENTER)
def enter_team(round_id: int, unit_id: int) -> ResponseReturnValue:
    """One's own count of the ballots on the team."""
    return _enter(get_place(round_id, unit_id, scope=current_scope()), None)


@bp.route(
    "/rounds/<int:round_id>/units/<int:unit_id>/tallies/members/<int:person_id>", methods=["GET", "POST"]
)
@requires(Permission.TALLIES_ENTER)
def enter_member(round_id: int, unit_id: int, person_id: int) -> ResponseReturnValue:
    """One's own count of the ballots on a member."""
    place = get_place(round_id, unit_id, scope=current_scope())
    return _enter(place, get_subject(place, person_id))


def _enter(place: Place, person: Person | None) -> ResponseReturnValue:
    person_id = person.id if person else None
    steps = list_steps(place.round.rule_set_id, scale_of(person_id))
    dimensions = dimensions_of(person_id)
    own = _own_paper(place, person_id)
    form = count_form(steps, dimensions)(data=values_of(own, steps, dimensions) if own else None)
    if form.validate_on_submit():
        tally = carried_out(
            form,
            lambda: services.enter_count(
                place,
                person,
                paper_of(form, steps, dimensions),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if tally is not None:
            return _entered(tally)
    page = ActPage(
        heading=_("录入%(name)s的民主测评", name=person.name if person else _("班子")),
        word=_("保存录入"),
        back_url=url_for("tallies.show_unit", **place.ids),
        crumbs=_crumbs(place),
        summary=_("两名工作人员各自按原始票录入,互相看不到;两份一致即为核定结果"),
    )
    return act_page(form, page, fields="tallies/_count.html", groups=_groups(form, steps, dimensions))


def _own_paper(place: Place, person_id: int | None) -> Paper | None:
    tally = find_tally(place.round.id, place.unit.id, person_id)
    account_id = current_actor().account_id
    entries = list_entries(tally) if tally is not None else ()
    return next((one.paper for one in entries if one.entry.account_id == account_id), None)


def _groups(
    form: CountForm, steps: Sequence[Step], dimensions: tuple[AppraisalDimension, ...]
) -> list[tuple[str, list[object]]]:
    """(name of the dimension, its fields): the overall ones first."""
    return [
        (_(dimension.label), [form[field_name(dimension, step)] for step in steps])
        for dimension in dimensions
    ]


def _entered(tally: Tally) -> ResponseReturnValue:
    """Where a clerk goes on: to the differences, or back to the unit."""
    if tally.settled_on is not None:
        flash(_("两份录入一致,测评结果已核定"), "success")
    elif len(list_entries(tally)) == len(services.TURNS):
        flash(_("已保存;两份录入不一致,请核对原始票后更正"), "warning")
        return redirect(url_for("tallies.show_tally", tally_id=tally.id))
    else:
        flash(_("已保存,等待另一人录入"), "success")
    return redirect(url_for("tallies.show_unit", round_id=tally.round_id, unit_id=tally.unit_id))


@bp.get("/tallies/<int:tally_id>")
@requires(Permission.TALLIES_ENTER)
def show_tally(tally_id: int) -> ResponseReturnValue:
    """Both entries compared, or what is on file with its shares and warnings."""
    tally = get_tally(tally_id, scope=current_scope())
    place = Place(tally.round, tally.unit)
    entries = list_entries(tally)
    both = len(entries) == len(services.TURNS)
    steps = list_steps(place.round.rule_set_id, scale_of(tally.person_id))
    paper = paper_on_file(tally)
    return render_template(
        "tallies/tally.html",
        tally=tally,
        place=place,
        name=_name(tally),
        clerks=[one.clerk for one in entries],
        entries=entries if both and paper is None else (),
        differences=differences(entries[0].paper, entries[1].paper, steps) if both else (),
        paper=paper,
        steps=steps,
        dimensions=[
            one for one in dimensions_of(tally.person_id) if paper and (one, steps[0].step_id) in paper.votes
        ],
        warnings=_warnings(tally.round, tally.person_id, paper, steps) if paper else (),
        mine=any(one.entry.account_id == current_actor().account_id for one in entries),
        may_reopen=paper is not None and tally.source is not TallySource.BALLOT,
    )


def _warnings(
    round_: MidtermRound, person_id: int | None, paper: Paper, steps: Sequence[Step]
) -> list[Warned]:
    votes = [(step.meaning, paper.votes.get((AppraisalDimension.OVERALL, step.step_id), 0)) for step in steps]
    counted = Counted(paper.due, paper.present, paper.returned, votes)
    return warnings_of(counted, list_thresholds(round_.rule_set_id)[scale_of(person_id)])


@bp.route("/tallies/<int:tally_id>/reopen", methods=["GET", "POST"])
@requires(Permission.TALLIES_ENTER)
def reopen_tally(tally_id: int) -> ResponseReturnValue:
    """A tally on file that is to be entered again."""
    tally = get_tally(tally_id, scope=current_scope())
    place = Place(tally.round, tally.unit)
    form = open_edit(ReopenForm, tally, {})
    page = ActPage(
        heading=_("退回%(name)s的测评重新录入", name=_name(tally)),
        word=_("退回重录"),
        back_url=url_for("tallies.show_unit", **place.ids),
        crumbs=_crumbs(place),
        effects=[
            _("报告和研判页面不再使用这份结果,直到两份录入重新一致"),
            _("两人已录入的数字保留,由各自更正;退回原因记入变更记录"),
        ],
        danger=True,
    )
    return edit_answer(
        form,
        tally,
        page,
        lambda: services.reopen_tally(tally, reason=form.reason.data or "", by=current_actor()),
        done=_("已退回,请重新录入"),
    )


@bp.post("/tallies/<int:tally_id>/turns/<int:turn>/drop")
@requires(Permission.TALLIES_ENTER)
def drop_entry(tally_id: int, turn: int) -> ResponseReturnValue:
    """One of two entries is discarded, so that somebody enters the ballots anew."""
    tally = get_tally(tally_id, scope=current_scope())
    entry = next((one for one in list_entries(tally) if one.entry.turn == turn), None)
    if entry is None:
        raise Missing(say("这份录入已不存在,可能已被作废"))
    try:
        services.drop_entry(entry, tally, by=current_actor())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("这份录入已作废,请另行录入"), "success")
    return redirect(url_for("tallies.show_unit", round_id=tally.round_id, unit_id=tally.unit_id))


def _name(tally: Tally) -> str:
    return tally.person.name if tally.person else str(_("班子"))


def _crumbs(place: Place) -> list[tuple[str, str]]:
    return [
        (_("届中分析"), url_for("midterm.show_rounds")),
        (
            f"{place.round.unit.name}{place.round.name}",
            url_for("midterm.show_round", round_id=place.round.id),
        ),
        (_("民主测评"), url_for("tallies.list_units", round_id=place.round.id)),
        (place.unit.name, url_for("tallies.show_unit", **place.ids)),
    ]
