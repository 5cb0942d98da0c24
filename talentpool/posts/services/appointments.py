"""To seat somebody, to end it, to correct its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Vacancy
from talentpool.posts.facts import appointment_facts
from talentpool.posts.queries import find_term
from talentpool.posts.records import list_holders, overlaps
from talentpool.posts.rules import ELECTED, SINGLE_HOLDER, may_appoint, may_span
from talentpool.posts.services.daily import act_on_post
from talentpool.posts.services.vacancies import VacancyFacts, fill_vacancy, record_vacancy
from talentpool.security.actor import Actor
from talentpool.vocabulary import AppointmentBasis, Body, EndCause
from talentpool.wording import say


@dataclass(frozen=True)
class Tenure:
    """From when to when, how it came and why it ended."""

    started_on: PartialDate | None
    basis: AppointmentBasis
    ended_on: PartialDate | None = None
    end_cause: EndCause | None = None
    end_note: str = ""
    standing: bool | None = None


def appoint(
    person: Person,
    post: Post,
    *,
    started_on: PartialDate,
    basis: AppointmentBasis,
    standing: bool | None = None,
    exception_reason: str = "",
    confirmed: bool = False,
    ahead: bool = False,
    by: Actor,
    on: date,
) -> Appointment:
    """Seat a person; the named vacancy of the post closes. RuleBroken or Doubtful by `may_appoint`.

    `ahead` lets the start lie in the future: a new term is prepared before it begins.
    """
    by.must_reach(post.unit)
    db.session.refresh(post, with_for_update=True)
    facts = appointment_facts(person, post, started_on=started_on, basis=basis)
    verdict = may_appoint(facts, on=None if ahead else on)
    verdict.enforce(exception_reason=exception_reason, confirmed=confirmed)
    term = find_term(township_id=post.unit.parent_id, on=started_on.first_day())
    appointment = Appointment(
        person=person,
        post=post,
        term_id=term.id if term else None,
        started_on=started_on,
        known_from=PartialDate.from_date(on),
        basis=basis,
        standing=standing,
        exception_reason=exception_reason.strip() if verdict.exceptions else "",
        position=_place(person, post, at=started_on),
    )
    with act_on_post("任职", post, person=person, by=by):
        db.session.add(appointment)
        db.session.flush()
        fill_vacancy(appointment)
        db.session.flush()
    return appointment


def end_appointment(
    appointment: Appointment,
    *,
    ended_on: PartialDate,
    cause: EndCause,
    note: str = "",
    vacancy: VacancyFacts | None = None,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> Vacancy | None:
    """End a holding; with `vacancy` the post is recorded as vacant from then on. A death enters the facts."""
    by.must_reach(appointment.post.unit)
    if appointment.ended_on is not None:
        raise RuleBroken(say("这一任职已于%(ended_on)s结束", ended_on=appointment.ended_on.dotted))
    may_span(
        started_on=appointment.started_on, known_from=appointment.known_from, ended_on=ended_on, on=on
    ).enforce()
    with act_on_post("离任", appointment.post, person=appointment.person, by=by):
        set_end(appointment, ended_on=ended_on, cause=cause, note=note)
        if cause is EndCause.DIED and appointment.person.died_on is None:
            appointment.person.died_on = ended_on
        db.session.flush()
        if vacancy is None:
            return None
        return record_vacancy(appointment.post, vacancy, left=True, confirmed=confirmed, by=by, on=on)


def set_end(appointment: Appointment, *, ended_on: PartialDate, cause: EndCause, note: str = "") -> None:
    """The columns of an end, never before the start; the caller has asked the rules."""
    since = appointment.started_on or appointment.known_from
    appointment.ended_on = max(ended_on, since)
    appointment.end_cause = cause
    appointment.end_note = note


def correct_appointment(appointment: Appointment, tenure: Tenure, *, by: Actor, on: date) -> None:
    """Put right what was registered wrongly; a holding that is taken up again must find its post free."""
    by.must_reach(appointment.post.unit)
    if (tenure.ended_on is None) != (tenure.end_cause is None):
        raise RuleBroken(say("离任时间和离任原因要么都填,要么都不填"))
    if appointment.post.body is Body.COMMITTEE and tenure.basis not in (*ELECTED, AppointmentBasis.STATED):
        raise RuleBroken(say("村(居)民委员会成员由选举产生(村民委员会组织法第十一条),任职方式不能是任命"))
    may_span(
        started_on=tenure.started_on,
        known_from=appointment.known_from,
        ended_on=tenure.ended_on,
        on=on,
    ).enforce()
    _check_rivals(appointment, tenure)
    with act_on_post("更正任职", appointment.post, person=appointment.person, by=by):
        appointment.started_on = tenure.started_on
        appointment.ended_on = tenure.ended_on
        appointment.end_cause = tenure.end_cause
        appointment.end_note = tenure.end_note if tenure.ended_on else ""
        appointment.basis = tenure.basis
        appointment.standing = tenure.standing
        since = appointment.started_on or appointment.known_from
        if appointment.ended_on is not None and appointment.ended_on < since:
            appointment.ended_on = since
        term = find_term(township_id=appointment.post.unit.parent_id, on=since.first_day())
        appointment.term_id = term.id if term else None
        _move_vacancy(appointment, since)
        db.session.flush()


def _check_rivals(appointment: Appointment, tenure: Tenure) -> None:
    if appointment.post.post_class not in SINGLE_HOLDER:
        return
    since = tenure.started_on or appointment.known_from
    for rival in list_holders(appointment.post, since=since):
        begins = rival.started_on or rival.known_from
        if rival.id != appointment.id and (tenure.ended_on is None or begins < tenure.ended_on):
            raise RuleBroken(
                say(
                    "%(person)s自%(begins)s起也任“%(post)s”,两段任职时间重叠",
                    person=rival.person.name,
                    begins=begins.dotted,
                    post=appointment.post.title,
                )
            )


def _move_vacancy(appointment: Appointment, since: PartialDate) -> None:
    """The vacancy that the holding filled closed when it began."""
    vacancy = db.session.scalar(select(Vacancy).where(Vacancy.filled_by_id == appointment.id))
    if vacancy is not None:
        vacancy.closed_on = max(since, vacancy.since)


def _place(person: Person, post: Post, *, at: PartialDate) -> int:
    """Beside one's other posts in the unit, else behind the last whose post is not lower."""
    holding = (
        select(Appointment.position)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.unit_id == post.unit_id, overlaps(at))
    )
    own = db.session.scalar(holding.where(Appointment.person_id == person.id).limit(1))
    if own is not None:
        return own
    above = holding.where(Post.team_order <= post.team_order).with_only_columns(
        func.max(Appointment.position)
    )
    return db.session.scalar(above) or 0
