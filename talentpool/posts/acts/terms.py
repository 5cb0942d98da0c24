"""The pages of a new term 换届: its dates, unit by unit the ballot, the result, the change of teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from talentpool.audit.undo import find_last_act, undoable
from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Candidacy, Election, Term, Unit
from talentpool.posts.acts.elections import evidence_for, facts_of
from talentpool.posts.acts.frame import crumbs_of
from talentpool.posts.elections import Move
from talentpool.posts.forms import ConfirmTermForm, TermDatesForm, TermForm, VoteForm, ballot_form, choose
from talentpool.posts.records import (
    count_candidates,
    get_election,
    get_term,
    list_candidacies,
    list_open_posts,
    list_term_elections,
)
from talentpool.posts.services.daily import KIND, TERM_KIND
from talentpool.posts.services.elections import remove_candidate, way_of
from talentpool.posts.services.term_dates import correct_term, open_term
from talentpool.posts.services.term_dates import list_terms as terms_of
from talentpool.posts.services.terms import (
    confirm_term,
    prepare_election,
    preview_term,
    save_ballot,
    start_of,
)
from talentpool.posts.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit, list_townships, list_units
from talentpool.vocabulary import ElectionKind, ElectionState
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.working_date import working_date

YEARS = 5
"""村组法11, 居组法8."""


@dataclass(frozen=True)
class UnitLine:
    """How far a unit's re-election has come; `election` is the one prepared, `decided` those confirmed."""

    unit: Unit
    election: Election | None
    candidates: int
    decided: Sequence[tuple[Election, int]]

    @property
    def done(self) -> bool:
        """Whether a result was confirmed."""
        return bool(self.decided)


@bp.get("/terms")
@requires(Permission.POSTS_EDIT)
def list_terms() -> ResponseReturnValue:
    """The terms of the townships within reach."""
    townships = [(name, terms_of(db.session.get_one(Unit, id_))) for id_, name in _townships()]
    return render_template("posts/terms.html", townships=townships, on=working_date())


def _townships() -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in list_townships(scope=current_scope())]


@bp.route("/terms/new", methods=["GET", "POST"], endpoint="open_term")
@requires(Permission.POSTS_EDIT)
def open_a_term() -> ResponseReturnValue:
    """A new term of a township."""
    form = TermForm()
    choose(form.township, _townships())
    if form.validate_on_submit():
        township = db.session.get_one(Unit, form.township.data)
        term = carried_out(
            form,
            lambda: open_term(
                township,
                name=form.name.data or "",
                started_on=form.started_on.data,
                ends_on=form.ends_on.data or _years_later(form.started_on.data),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if term is not None:
            flash(_("“%(name)s”已建立,请逐个单位登记选举结果", name=term.name), "success")
            return redirect(url_for("posts.show_term", term_id=term.id))
    page = ActPage(
        heading=_("开始新一届"),
        word=_("建立新一届"),
        back_url=url_for("posts.list_terms"),
        crumbs=[(_("换届"), url_for("posts.list_terms"))],
        summary=_("先建立届次,再逐个单位登记候选人和选举结果,确认后新班子到任"),
        effects=[
            _("上一届到新一届开始时为止;现任班子不变,直到逐个单位确认选举结果"),
        ],
    )
    return act_page(form, page)


@bp.route("/terms/<int:term_id>/correct", methods=["GET", "POST"], endpoint="correct_term")
@requires(Permission.POSTS_EDIT)
def correct_a_term(term_id: int) -> ResponseReturnValue:
    """Name and dates of a term, put right."""
    term = get_term(term_id, scope=current_scope())
    columns = ("name", "started_on", "ends_on")
    form = open_edit(TermDatesForm, term, {name: getattr(term, name) for name in columns})
    heading, back_url = _("更正“%(term)s”", term=term.name), url_for("posts.show_term", term_id=term.id)
    if stale(form, term):
        return conflict_answer(form, term, title=heading, back_url=back_url)
    if form.validate_on_submit():

        def correct() -> bool:
            correct_term(
                term,
                name=form.name.data or "",
                started_on=form.started_on.data,
                ends_on=form.ends_on.data or _years_later(form.started_on.data),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, correct):
            flash(_("“%(name)s”已更正", name=term.name), "success")
            return redirect(back_url)
    page = ActPage(
        heading=heading,
        word=_("保存更正"),
        back_url=back_url,
        crumbs=[(_("换届"), url_for("posts.list_terms")), (term.name, back_url)],
        effects=[
            _("上一届的届满时间随开始时间更正"),
            _("已登记选举或任职的,开始时间不能再改"),
        ],
    )
    return act_page(form, page)


def _years_later(start: PartialDate) -> PartialDate:
    return PartialDate(start.year + YEARS, start.month)


@bp.get("/terms/<int:term_id>")
@requires(Permission.POSTS_EDIT)
def show_term(term_id: int) -> ResponseReturnValue:
    """How far the units of a township have come."""
    term = get_term(term_id, scope=current_scope())
    opened = find_last_act("term", term.id, kinds=(KIND,))
    return render_template(
        "posts/term.html", term=term, lines=_unit_lines(term), on=working_date(), opened=opened
    )


def _unit_lines(term: Term) -> list[UnitLine]:
    elections: dict[int, list[Election]] = {}
    for election, unit in list_term_elections(term, scope=current_scope()):
        if election.kind is ElectionKind.RE_ELECTION:
            elections.setdefault(unit.id, []).append(election)
    units = [
        unit
        for unit in list_units(scope=current_scope(), on=term.started_on.first_day())
        if unit.parent_id == term.unit_id
    ]
    counts = count_candidates(term)
    lines = []
    for unit in units:
        own = elections.get(unit.id, [])
        planned = next((one for one in own if one.state is ElectionState.PLANNED), None)
        decided = [(one, counts.get(one.id, 0)) for one in own if one.state is ElectionState.ELECTED]
        count = counts.get(planned.id, 0) if planned else 0
        lines.append(UnitLine(unit=unit, election=planned, candidates=count, decided=decided))
    return lines


@bp.post("/terms/<int:term_id>/units/<int:unit_id>/begin", endpoint="begin_election")
@requires(Permission.POSTS_EDIT)
def begin_an_election(term_id: int, unit_id: int) -> ResponseReturnValue:
    """Prepare a unit's election, with those who hold posts now as candidates."""
    term, unit = get_term(term_id, scope=current_scope()), get_unit(unit_id, scope=current_scope())
    try:
        prepare_election(term, unit, by=current_actor())
    except RuleBroken as broken:
        db.session.rollback()
        flash(";".join(broken.reasons), "error")
        return redirect(url_for("posts.show_term", term_id=term_id))
    return redirect(url_for("posts.hold_election", term_id=term_id, unit_id=unit_id))


@bp.route("/terms/<int:term_id>/units/<int:unit_id>", methods=["GET", "POST"], endpoint="hold_election")
@requires(Permission.POSTS_EDIT)
def hold_an_election(term_id: int, unit_id: int) -> ResponseReturnValue:
    """The ballot of a unit: candidates with posts, votes, who is elected."""
    term, unit = get_term(term_id, scope=current_scope()), get_unit(unit_id, scope=current_scope())
    election = _planned(term, unit)
    if election is None:
        return redirect(url_for("posts.show_term", term_id=term.id))
    candidacies = list(list_candidacies(election))
    form = open_edit(_form_class(candidacies), election, _form_data(election, candidacies))
    here = url_for("posts.hold_election", term_id=term.id, unit_id=unit.id)
    if stale(form, election):
        return conflict_answer(form, election, title=_("换届选举"), back_url=here)
    if form.validate_on_submit() and carried_out(form, lambda: _save(election, form, candidacies)):
        return _after_saving(election, candidacies, here)
    page = ActPage(
        heading=_("%(unit)s换届选举", unit=unit.name),
        word=_("保存"),
        back_url=url_for("posts.show_term", term_id=term.id),
        crumbs=[
            (_("换届"), url_for("posts.list_terms")),
            (term.name, url_for("posts.show_term", term_id=term.id)),
        ],
        summary=_(
            "%(name)s,任期自%(since)s至%(until)s",
            name=term.name,
            since=term.started_on.dotted,
            until=term.ends_on.dotted,
        ),
    )
    return act_page(
        form,
        page,
        template="posts/ballot.html",
        election=election,
        term=term,
        unit=unit,
        candidacies=candidacies,
        evidence=evidence_for(election, candidacies),
    )


def _form_class(candidacies: Sequence[Candidacy]) -> type[VoteForm]:
    names = [(one.id, f"{one.person.name}({one.post.title})") for one in candidacies]
    return ballot_form(VoteForm, names, ticks=True)


def _form_data(election: Election, candidacies: Sequence[Candidacy]) -> dict[str, Any]:
    columns = ("held_on", "eligible", "present", "document", "note")
    data: dict[str, Any] = {name: getattr(election, name) for name in columns}
    for one in candidacies:
        data |= {f"votes_{one.id}": one.votes, f"elected_{one.id}": bool(one.elected)}
    return data | {"way": way_of(election)}


def _save(election: Election, form: VoteForm, candidacies: Sequence[Candidacy]) -> bool:
    save_ballot(
        election,
        facts_of(form),
        votes={one.id: form[f"votes_{one.id}"].data for one in candidacies},
        elected={one.id for one in candidacies if form[f"elected_{one.id}"].data},
        by=current_actor(),
    )
    return True


def _after_saving(election: Election, candidacies: Sequence[Candidacy], here: str) -> ResponseReturnValue:
    """Where the button led: the result, another candidate, one less, or the ballot again."""
    if "check" in request.form:
        return redirect(url_for("posts.confirm_term", election_id=election.id))
    if "candidate" in request.form:
        return redirect(url_for("posts.add_candidate", election_id=election.id))
    gone = next((one for one in candidacies if str(one.id) == request.form.get("remove")), None)
    if gone is not None:
        remove_candidate(gone, by=current_actor())
        flash(_("%(name)s不再是候选人", name=gone.person.name), "success")
    else:
        flash(_("选举情况已保存,还没有确认"), "success")
    return redirect(here)


def _planned(term: Term, unit: Unit) -> Election | None:
    statement = select(Election).where(
        Election.term_id == term.id,
        Election.unit_id == unit.id,
        Election.kind == ElectionKind.RE_ELECTION,
        Election.state == ElectionState.PLANNED,
    )
    return db.session.scalar(statement)


@bp.route("/elections/<int:election_id>/confirm", methods=["GET", "POST"], endpoint="confirm_term")
@requires(Permission.POSTS_EDIT)
def confirm_a_result(election_id: int) -> ResponseReturnValue:
    """Who stays, changes, enters and leaves; then the new team takes its seats."""
    election = get_election(election_id, scope=current_scope())
    term, unit = election.term, election.unit
    if (
        term is None
        or election.kind is not ElectionKind.RE_ELECTION
        or election.state is not ElectionState.PLANNED
    ):
        return redirect(url_for("posts.show_election", election_id=election.id))
    ballot_url = url_for("posts.hold_election", term_id=term.id, unit_id=unit.id)
    form = open_edit(ConfirmTermForm, election, {})
    if stale(form, election):
        return conflict_answer(form, election, title=_("换届选举"), back_url=ballot_url)
    if form.validate_on_submit():
        outcome = carried_out(form, lambda: _confirm(election, form))
        if outcome is not None:
            flash(
                _("%(unit)s换届已确认:%(ended)s项任职到届,%(begun)s项新任职", unit=unit.name, **outcome),
                "success",
            )
            return redirect(url_for("posts.show_term", term_id=term.id))
    moves = preview_term(election)
    counts = {move: sum(1 for one in moves if one.move is move) for move in Move}
    taken = {one.post_id for one in list_candidacies(election) if one.elected}
    bodies = {one.post.body for one in list_candidacies(election) if one.elected}
    empty = [post for post in list_open_posts(unit) if post.body in bodies and post.id not in taken]
    page = ActPage(
        heading=_("确认%(unit)s换届结果", unit=unit.name),
        word=_("确认换届结果"),
        back_url=ballot_url,
        crumbs=[*crumbs_of(unit, team=False), (term.name, url_for("posts.show_term", term_id=term.id))],
        summary=_(
            "%(name)s,自%(since)s起",
            name=term.name,
            since=start_of(election).dotted,
        ),
        effects=[
            _(
                "连任%(stays)s人,职务调整%(changes)s人,新任%(enters)s人,离任%(leaves)s人",
                stays=counts[Move.STAYS],
                changes=counts[Move.CHANGES],
                enters=counts[Move.ENTERS],
                leaves=counts[Move.LEAVES],
            ),
            _(
                "原班子的任职到%(since)s为止(换届离任),以前日期的班子仍可查看",
                since=start_of(election).dotted,
            ),
            *_why_later(election),
            _("所改选组织的空缺按“任期届满”销号,筹备中的补选取消"),
            _("之后没有别的改动时,可以在“合并与换届记录”中整体撤销"),
        ],
        danger=True,
    )
    return act_page(form, page, fields="posts/_confirm_term.html", moves=moves, empty=empty)


def _why_later(election: Election) -> list[str]:
    """Why the new team does not sit from the first day of the term."""
    assert election.term is not None
    if start_of(election) == election.term.started_on:
        return []
    return [_("选举晚于任期开始,新任职自选举日期起,此前仍是原班子")]


def _confirm(election: Election, form: ConfirmTermForm) -> dict[str, int]:
    label = f"{election.unit.name}换届"
    with undoable(kind=TERM_KIND, label=label, by=current_actor(), unit_id=election.unit_id):
        outcome = confirm_term(
            election,
            exception_reason=form.exception_reason.data or "",
            confirmed=bool(form.confirmed.data),
            by=current_actor(),
            on=working_date(),
        )
    return {"ended": outcome.ended, "begun": outcome.begun}
