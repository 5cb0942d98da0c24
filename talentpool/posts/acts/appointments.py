"""The pages that seat somebody, end it, and put its dates right."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.models import Appointment, Post, Unit
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import crumbs_of, offer_people, only_looks, register_url, team_url
from talentpool.posts.forms import AppointForm, EndForm, TenureForm, choose
from talentpool.posts.records import (
    get_appointment,
    get_post,
    list_held,
    list_open_posts,
    list_open_vacancies,
)
from talentpool.posts.services.appointments import Tenure, appoint, correct_appointment, end_appointment
from talentpool.posts.services.vacancies import VacancyFacts
from talentpool.posts.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.choices import unit_choices
from talentpool.units.queries import get_unit
from talentpool.vocabulary import TWO_COMMITTEES, AppointmentBasis, Body
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date


@bp.route("/appoint", methods=["GET", "POST"], endpoint="appoint")
@requires(Permission.POSTS_EDIT)
def appoint_person() -> ResponseReturnValue:
    """Seat somebody in a post of one unit."""
    unit, post = _unit_and_post()
    if unit is None:
        return _choose_unit()
    posts = list_open_posts(unit)
    form = AppointForm(
        data={
            "post": post.id if post else None,
            "person": asked_id("person"),
            "basis": _usual_basis(post),
        }
    )
    choose(form.post, [(one.id, one.title) for one in posts])
    offer_people(form, unit_id=unit.id)
    if not only_looks() and form.validate_on_submit():
        chosen = get_post(form.post.data, scope=current_scope())
        person = get_person(form.person.data, scope=current_scope())
        vacant = bool(list_open_vacancies([chosen.id]))
        appointment = carried_out(
            form,
            lambda: appoint(
                person,
                chosen,
                started_on=form.started_on.data,
                basis=form.basis.data,
                standing=form.standing.data,
                exception_reason=form.exception_reason.data or "",
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if appointment is not None:
            flash(_told(appointment, vacant=vacant), "success")
            return redirect(team_url(unit))
    return _appoint_page(form, unit, posts)


def _told(appointment: Appointment, *, vacant: bool) -> str:
    text = _(
        "%(name)s自%(since)s起任%(post)s",
        name=appointment.person.name,
        since=appointment.started_on.dotted if appointment.started_on else "",
        post=appointment.post.title,
    )
    filled = vacant and not list_open_vacancies([appointment.post_id])
    return f"{text},{_('空缺已销号')}" if filled else str(text)


def _unit_and_post() -> tuple[Unit | None, Post | None]:
    post_id, unit_id = asked_id("post"), asked_id("unit")
    if post_id is not None:
        post = get_post(post_id, scope=current_scope())
        return post.unit, post
    return (get_unit(unit_id, scope=current_scope()), None) if unit_id is not None else (None, None)


def _choose_unit() -> ResponseReturnValue:
    return render_template(
        "posts/choose_unit.html",
        units=unit_choices(scope=current_scope(), only_base=True),
        person=asked_id("person"),
    )


def _usual_basis(post: Post | None) -> AppointmentBasis:
    """A seat taken in the middle of a term comes from a by-election; a Party post may be given."""
    if post is not None and post.body not in (Body.COMMITTEE, Body.SUPERVISION):
        return AppointmentBasis.APPOINTED
    return AppointmentBasis.BY_ELECTION


def _appoint_page(form: AppointForm, unit: Unit, posts: Sequence[Post]) -> ResponseReturnValue:
    vacancies = list_open_vacancies([post.id for post in posts])
    page = ActPage(
        heading=_("登记%(unit)s的任职", unit=unit.name),
        word=_("登记任职"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=_("本系统只登记已经产生的结果,不作任命"),
        effects=[
            _("“%(post)s”自%(since)s起的空缺,登记任职后销号", post=one.post.title, since=one.since.dotted)
            for one in vacancies
        ],
    )
    return act_page(
        form,
        page,
        fields="posts/_appoint.html",
        register_url=register_url(),
        has_posts=bool(posts),
        unit=unit,
    )


@bp.route("/appointments/<int:appointment_id>/end", methods=["GET", "POST"], endpoint="end_appointment")
@requires(Permission.POSTS_EDIT)
def end_appointments(appointment_id: int) -> ResponseReturnValue:
    """End a holding, and others of the same person with it."""
    appointment = get_appointment(appointment_id, scope=current_scope())
    unit, person = appointment.post.unit, appointment.person
    others = [
        one
        for one in list_held(person, since=PartialDate.from_date(working_date()))
        if one.id != appointment.id and one.ended_on is None and current_scope().reaches(one.post.unit)
    ]
    data = {"vacancy": appointment.post.body in (*TWO_COMMITTEES, Body.SUPERVISION)}
    form = open_edit(EndForm, appointment, data)
    for one in filter(None, (form, form.kept)):
        choose(one["also"], [(held.id, f"{held.post.unit.name} {held.post.title}") for held in others])
    if stale(form, appointment):
        return conflict_answer(form, appointment, title=_("离任"), back_url=team_url(unit))
    if form.validate_on_submit():
        ending = [appointment, *(one for one in others if one.id in (form.also.data or []))]
        if carried_out(form, lambda: _end(form, ending)):
            titles = "、".join(one.post.title for one in ending)
            flash(_("%(name)s不再担任%(posts)s", name=person.name, posts=titles), "success")
            return redirect(team_url(unit))
    page = ActPage(
        heading=_("登记%(name)s离任", name=person.name),
        word=_("登记离任"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=_("%(unit)s %(post)s", unit=unit.name, post=appointment.post.title),
        effects=[
            _("这一任职到离任时间为止,以前日期的班子仍可查看"),
            _("登记有误时,可在“更正”中清空离任时间恢复任职"),
        ],
        danger=True,
    )
    return act_page(form, page, fields="posts/_end.html")


def _end(form: EndForm, ending: Sequence[Appointment]) -> bool:
    ended_on, cause = form.ended_on.data, form.cause.data
    for one in ending:
        vacancy = VacancyFacts(
            since=ended_on,
            cause=cause,
            cause_written=form.note.data or "",
            by_election_plan=form.by_election_plan.data or "",
            by_election_due=form.by_election_due.data,
        )
        end_appointment(
            one,
            ended_on=ended_on,
            cause=cause,
            note=form.note.data or "",
            vacancy=vacancy if form.vacancy.data and one.post.closed_on is None else None,
            confirmed=bool(form.confirmed.data),
            by=current_actor(),
            on=working_date(),
        )
    return True


@bp.route(
    "/appointments/<int:appointment_id>/correct", methods=["GET", "POST"], endpoint="correct_appointment"
)
@requires(Permission.POSTS_EDIT)
def correct_tenure(appointment_id: int) -> ResponseReturnValue:
    """Put the dates of a holding right."""
    appointment = get_appointment(appointment_id, scope=current_scope())
    unit = appointment.post.unit
    columns = ("started_on", "basis", "standing", "ended_on", "end_cause", "end_note")
    form = open_edit(TenureForm, appointment, {name: getattr(appointment, name) for name in columns})
    heading = _("更正%(name)s的任职", name=appointment.person.name)
    if stale(form, appointment):
        return conflict_answer(form, appointment, title=heading, back_url=team_url(unit))
    if form.validate_on_submit():
        tenure = Tenure(
            started_on=form.started_on.data,
            basis=form.basis.data,
            ended_on=form.ended_on.data,
            end_cause=form.end_cause.data,
            end_note=form.end_note.data or "",
            standing=form.standing.data,
        )

        def correct() -> bool:
            correct_appointment(appointment, tenure, by=current_actor(), on=working_date())
            return True

        if carried_out(form, correct):
            flash(_("任职已更正"), "success")
            return redirect(team_url(unit))
    page = ActPage(
        heading=heading,
        word=_("保存更正"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=_(
            "%(unit)s %(post)s;只用来更正登记错误,离任请用“离任”", unit=unit.name, post=appointment.post.title
        ),
    )
    return act_page(form, page)
