"""The pages of a by-election: planned, its candidates, its result beside the law."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo import find_last_act
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Candidacy, Election, UndoableAct
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import crumbs_of, offer_people, only_looks, register_url
from talentpool.posts.elections import Evidence, default_way, evidence_of
from talentpool.posts.forms import CandidateForm, ResultForm, VoteForm, ballot_form, choose
from talentpool.posts.records import get_election, get_post, get_vacancy, list_candidacies, list_open_posts
from talentpool.posts.services.daily import KIND, TERM_KIND
from talentpool.posts.services.elections import (
    Result,
    VoteFacts,
    add_candidate,
    cancel_election,
    plan_by_election,
    record_result,
    remove_candidate,
    way_of,
)
from talentpool.posts.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import Body, ElectionKind, ElectionState, ElectionWay
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date


@bp.route("/vacancies/<int:vacancy_id>/by-election", methods=["GET", "POST"], endpoint="plan_by_election")
@requires(Permission.POSTS_EDIT)
def plan_an_election(vacancy_id: int) -> ResponseReturnValue:
    """A by-election for a vacancy."""
    vacancy = get_vacancy(vacancy_id, scope=current_scope())
    back_url = url_for("posts.show_vacancy", vacancy_id=vacancy.id)
    form = VoteForm(data={"way": default_way(vacancy.post.body, by_election=True)})
    if form.validate_on_submit():
        facts = facts_of(form)
        election = carried_out(
            form, lambda: plan_by_election(vacancy, facts, by=current_actor(), on=working_date())
        )
        if election is not None:
            flash(_("补选已登记,请登记候选人"), "success")
            return redirect(election_url(election))
    page = ActPage(
        heading=_("筹备“%(post)s”补选", post=vacancy.post.title),
        word=_("登记补选"),
        back_url=back_url,
        crumbs=[*crumbs_of(vacancy.post.unit), (_("空缺"), back_url)],
        summary=_(
            "村(居)民委员会成员出缺,由村民会议或者村民代表会议补选,任期到本届届满为止(村民委员会组织法第十九条)"
        ),
    )
    return act_page(form, page)


def facts_of(form: VoteForm) -> VoteFacts:
    """What the form says."""
    return VoteFacts(
        held_on=form.held_on.data,
        way=form.way.data,
        eligible=form.eligible.data,
        present=form.present.data,
        document=form.document.data or "",
        note=form.note.data or "",
    )


def election_url(election: Election) -> str:
    """Where an election is shown: a re-election that is being prepared among those of its term."""
    if election.kind is ElectionKind.RE_ELECTION and election.state is ElectionState.PLANNED:
        return url_for("posts.hold_election", term_id=election.term_id, unit_id=election.unit_id)
    return url_for("posts.show_election", election_id=election.id)


def evidence_for(election: Election, candidacies: list[Candidacy]) -> list[Evidence]:
    """The figures beside the law; who is elected by others (Party members, residents) stays out."""
    way = way_of(election)
    votes = [
        (one.person.name, one.votes)
        for one in candidacies
        if one.votes is not None and (one.post.body is Body.PARTY) == (way is ElectionWay.PARTY_MEMBERS)
    ]
    return evidence_of(way, eligible=election.eligible, present=election.present, votes=votes)


@bp.get("/elections/<int:election_id>")
@requires(Permission.POSTS_VIEW)
def show_election(election_id: int) -> ResponseReturnValue:
    """One election: candidates, figures, result; a re-election once it is decided."""
    election = get_election(election_id, scope=current_scope())
    if election.kind is ElectionKind.RE_ELECTION and election.state is ElectionState.PLANNED:
        return redirect(election_url(election))
    candidacies = list(list_candidacies(election))
    return render_template(
        "posts/election.html",
        election=election,
        unit=election.unit,
        vacancy=election.vacancy,
        term=election.term,
        act=_act_of(election),
        candidacies=candidacies,
        evidence=evidence_for(election, candidacies),
        ways=ElectionWay.labels(),
        may_edit=current_actor().may(Permission.POSTS_EDIT),
    )


def _act_of(election: Election) -> UndoableAct | None:
    """The result as an act that can be taken back; the one of a re-election is listed with the mergers."""
    if election.state is ElectionState.PLANNED or not current_actor().may(Permission.POSTS_EDIT):
        return None
    return find_last_act("election", election.id, kinds=(KIND, TERM_KIND))


@bp.route("/elections/<int:election_id>/candidates/new", methods=["GET", "POST"], endpoint="add_candidate")
@requires(Permission.POSTS_EDIT)
def add_a_candidate(election_id: int) -> ResponseReturnValue:
    """Somebody who stands."""
    election = get_election(election_id, scope=current_scope())
    vacancy = election.vacancy
    form = CandidateForm(
        data={
            "person": asked_id("person"),
            "post": vacancy.post_id if vacancy else asked_id("post"),
        }
    )
    posts = [vacancy.post] if vacancy else list(list_open_posts(election.unit))
    choose(form.post, [(one.id, one.title) for one in posts])
    offer_people(form, unit_id=election.unit_id)
    if not only_looks() and form.validate_on_submit():
        person = get_person(form.person.data, scope=current_scope())
        post = get_post(form.post.data, scope=current_scope())
        added = carried_out(
            form, lambda: add_candidate(election, person, post, by=current_actor(), on=working_date())
        )
        if added is not None:
            flash(_("%(name)s已登记为“%(post)s”候选人", name=person.name, post=post.title), "success")
            return redirect(election_url(election))
    page = ActPage(
        heading=_("登记候选人"),
        word=_("登记候选人"),
        back_url=election_url(election),
        crumbs=crumbs_of(election.unit),
        summary=election.unit.name,
    )
    return act_page(form, page, fields="posts/_candidate.html", register_url=register_url())


@bp.post("/elections/<int:election_id>/candidates/<int:candidacy_id>/remove", endpoint="remove_candidate")
@requires(Permission.POSTS_EDIT)
def remove_a_candidate(election_id: int, candidacy_id: int) -> ResponseReturnValue:
    """Somebody who does not stand any more."""
    election = get_election(election_id, scope=current_scope())
    for candidacy in list_candidacies(election):
        if candidacy.id == candidacy_id:
            try:
                remove_candidate(candidacy, by=current_actor())
            except RuleBroken as broken:
                flash(";".join(broken.reasons), "error")
            else:
                flash(_("%(name)s不再是候选人", name=candidacy.person.name), "success")
    return redirect(election_url(election))


@bp.post("/elections/<int:election_id>/cancel", endpoint="cancel_election")
@requires(Permission.POSTS_EDIT)
def cancel_an_election(election_id: int) -> ResponseReturnValue:
    """An election that is not held."""
    election = get_election(election_id, scope=current_scope())
    try:
        cancel_election(election, by=current_actor())
    except RuleBroken as broken:
        db.session.rollback()
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("选举已取消"), "success")
    if election.vacancy_id is not None:
        return redirect(url_for("posts.show_vacancy", vacancy_id=election.vacancy_id))
    return redirect(url_for("posts.show_term", term_id=election.term_id))


@bp.route("/elections/<int:election_id>/result", methods=["GET", "POST"], endpoint="record_result")
@requires(Permission.POSTS_EDIT)
def record_a_result(election_id: int) -> ResponseReturnValue:
    """Votes and who was elected."""
    election = get_election(election_id, scope=current_scope())
    candidacies = list_candidacies(election)
    data = {name: getattr(election, name) for name in ("held_on", "eligible", "present", "document", "note")}
    names = [(one.id, one.person.name) for one in candidacies]
    data |= {f"votes_{one.id}": one.votes for one in candidacies}
    form_class = ballot_form(ResultForm, names, ticks=False)
    form = open_edit(form_class, election, {**data, "way": way_of(election)})
    for one in filter(None, (form, form.kept)):
        choose(one["elected"], [*((c.id, c.person.name) for c in candidacies), (0, _("未选出"))])
    if stale(form, election):
        return conflict_answer(form, election, title=_("补选结果"), back_url=election_url(election))
    if form.validate_on_submit():
        facts = facts_of(form)
        result = Result(
            votes={one.id: form[f"votes_{one.id}"].data for one in candidacies},
            elected_id=form["elected"].data or None,
            started_on=form["started_on"].data,
            exception_reason=form["exception_reason"].data or "",
        )

        def record() -> bool:
            record_result(
                election,
                facts,
                result,
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, record):
            flash(_("补选结果已登记"), "success")
            return redirect(election_url(election))
    page = ActPage(
        heading=_("登记补选结果"),
        word=_("登记结果"),
        back_url=election_url(election),
        crumbs=[*crumbs_of(election.unit), (_("补选"), election_url(election))],
        summary=election.unit.name,
        effects=[
            _("选出的,按所填时间登记任职(补选),空缺随之销号"),
            _("未选出的,空缺保留,可以再次补选"),
            _("登记有误的,之后没有别的改动时可以撤销这次结果,重新登记"),
        ],
    )
    return act_page(
        form,
        page,
        fields="posts/_result.html",
        candidacies=candidacies,
    )
