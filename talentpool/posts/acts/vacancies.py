"""The pages of a named vacancy: recorded, looked at, corrected, closed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.models import Vacancy
from talentpool.posts.acts.frame import crumbs_of, team_url
from talentpool.posts.forms import VacancyForm, WithdrawForm
from talentpool.posts.records import get_post, get_vacancy, list_elections
from talentpool.posts.services.vacancies import (
    VacancyFacts,
    correct_vacancy,
    record_vacancy,
    withdraw_vacancy,
)
from talentpool.posts.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import EndCause, VacancyOutcome
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.working_date import working_date

COLUMNS = "since cause cause_written by_election_plan by_election_due candidate joint_review note".split()


@bp.get("/vacancies/<int:vacancy_id>")
@requires(Permission.POSTS_VIEW)
def show_vacancy(vacancy_id: int) -> ResponseReturnValue:
    """One vacancy with its by-elections."""
    vacancy = get_vacancy(vacancy_id, scope=current_scope())
    return render_template(
        "posts/vacancy.html",
        vacancy=vacancy,
        unit=vacancy.post.unit,
        elections=list_elections(vacancy=vacancy),
        may_edit=current_actor().may(Permission.POSTS_EDIT),
    )


@bp.route("/<int:post_id>/vacancy", methods=["GET", "POST"], endpoint="record_vacancy")
@requires(Permission.POSTS_EDIT)
def record_a_vacancy(post_id: int) -> ResponseReturnValue:
    """A named vacancy of a post."""
    post = get_post(post_id, scope=current_scope())
    form = VacancyForm(data={"cause": _asked_cause()})
    if form.validate_on_submit():
        facts = facts_of(form)
        vacancy = carried_out(
            form,
            lambda: record_vacancy(
                post, facts, confirmed=bool(form.confirmed.data), by=current_actor(), on=working_date()
            ),
        )
        if vacancy is not None:
            flash(_("“%(post)s”的空缺已登记", post=post.title), "success")
            return redirect(url_for("posts.show_vacancy", vacancy_id=vacancy.id))
    page = ActPage(
        heading=_("登记“%(post)s”空缺", post=post.title),
        word=_("登记空缺"),
        back_url=team_url(post.unit),
        crumbs=crumbs_of(post.unit),
        summary=post.unit.name,
    )
    return act_page(form, page)


def _asked_cause() -> EndCause:
    asked = request.args.get("cause")
    return next((cause for cause in EndCause if cause.value == asked), EndCause.RESIGNED)


def facts_of(form: VacancyForm) -> VacancyFacts:
    """What the form says."""
    values: dict[str, Any] = {name: form[name].data for name in COLUMNS}
    return VacancyFacts(
        **{name: value if value is not None else _empty(name) for name, value in values.items()}
    )


def _empty(name: str) -> Any:
    return None if name in ("since", "by_election_due") else ""


@bp.route("/vacancies/<int:vacancy_id>/correct", methods=["GET", "POST"], endpoint="correct_vacancy")
@requires(Permission.POSTS_EDIT)
def correct_a_vacancy(vacancy_id: int) -> ResponseReturnValue:
    """What is known of a vacancy, and the plan."""
    vacancy = get_vacancy(vacancy_id, scope=current_scope())
    form = open_edit(VacancyForm, vacancy, {name: getattr(vacancy, name) for name in COLUMNS})
    heading, back_url = _("更正“%(post)s”的空缺", post=vacancy.post.title), _url(vacancy)
    if stale(form, vacancy):
        return conflict_answer(form, vacancy, title=heading, back_url=back_url)
    if form.validate_on_submit():
        facts = facts_of(form)

        def correct() -> bool:
            correct_vacancy(
                vacancy,
                facts,
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, correct):
            flash(_("空缺已更正"), "success")
            return redirect(back_url)
    page = ActPage(
        heading=heading,
        word=_("保存更正"),
        back_url=back_url,
        crumbs=crumbs_of(vacancy.post.unit),
        summary=vacancy.post.unit.name,
    )
    return act_page(form, page)


@bp.route("/vacancies/<int:vacancy_id>/withdraw", methods=["GET", "POST"], endpoint="withdraw_vacancy")
@requires(Permission.POSTS_EDIT)
def withdraw_a_vacancy(vacancy_id: int) -> ResponseReturnValue:
    """Close a vacancy that nobody fills."""
    vacancy = get_vacancy(vacancy_id, scope=current_scope())
    form = open_edit(
        WithdrawForm,
        vacancy,
        {"outcome": VacancyOutcome.WITHDRAWN, "closed_on": PartialDate.from_date(working_date())},
    )
    heading, back_url = _("“%(post)s”的空缺销号", post=vacancy.post.title), _url(vacancy)
    if stale(form, vacancy):
        return conflict_answer(form, vacancy, title=heading, back_url=back_url)
    if form.validate_on_submit():

        def withdraw() -> bool:
            withdraw_vacancy(
                vacancy,
                outcome=form.outcome.data,
                closed_on=form.closed_on.data,
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, withdraw):
            flash(_("空缺已销号"), "success")
            return redirect(back_url)
    page = ActPage(
        heading=heading,
        word=_("销号"),
        back_url=back_url,
        crumbs=crumbs_of(vacancy.post.unit),
        summary=_("补上人选的空缺不在这里销号,登记任职或补选结果即可"),
        effects=[
            _("“登记有误,撤销”的视为从未空缺,任何日期的页面和统计都不再计入"),
            _("职数核减、任期届满的,销号以前的日期仍计为空缺"),
        ],
        danger=True,
    )
    return act_page(form, page)


def _url(vacancy: Vacancy) -> str:
    return url_for("posts.show_vacancy", vacancy_id=vacancy.id)
