"""Named vacancies: recorded, corrected, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Post, Vacancy
from talentpool.posts.facts import post_facts
from talentpool.posts.records import list_holders, list_open_vacancies
from talentpool.posts.rules import SINGLE_HOLDER, may_record_vacancy
from talentpool.posts.services.daily import act_on_post
from talentpool.security.actor import Actor
from talentpool.vocabulary import EndCause, VacancyOutcome
from talentpool.wording import say


@dataclass(frozen=True)
class VacancyFacts:
    """What is known of a vacancy, and what is planned."""

    since: PartialDate
    cause: EndCause
    cause_written: str = ""
    by_election_plan: str = ""
    by_election_due: PartialDate | None = None
    candidate: str = ""
    joint_review: str = ""
    note: str = ""


def record_vacancy(
    post: Post,
    facts: VacancyFacts,
    *,
    left: bool = False,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> Vacancy:
    """Open a named vacancy of a post; RuleBroken or Doubtful where it is held, closed or already vacant.

    `left`: somebody has just left the post, so that others may well hold it still.
    """
    by.must_reach(post.unit)
    holders = list_holders(post, since=facts.since)
    if left and post.post_class not in SINGLE_HOLDER:
        holders = ()
    opened = list_open_vacancies([post.id])
    may_record_vacancy(
        post=post_facts(post),
        since=facts.since,
        holders=[one.person.name for one in holders],
        open_since=opened[0].since if opened else None,
        on=on,
    ).enforce(confirmed=confirmed)
    vacancy = Vacancy(post=post, **_columns(facts))
    with act_on_post("登记空缺", post, by=by):
        db.session.add(vacancy)
        db.session.flush()
    return vacancy


def correct_vacancy(
    vacancy: Vacancy, facts: VacancyFacts, *, confirmed: bool = False, by: Actor, on: date
) -> None:
    """Bring an open vacancy to what is known now; an earlier start must find the post free as well."""
    by.must_reach(vacancy.post.unit)
    if vacancy.closed_on is not None:
        raise RuleBroken(say("这一空缺已于%(closed_on)s销号,不能再改", closed_on=vacancy.closed_on.dotted))
    if facts.since != vacancy.since:
        holders = list_holders(vacancy.post, since=facts.since)
        may_record_vacancy(
            post=post_facts(vacancy.post),
            since=facts.since,
            holders=[one.person.name for one in holders],
            open_since=None,
            on=on,
        ).enforce(confirmed=confirmed)
    with act_on_post("更正空缺", vacancy.post, by=by):
        for column, value in _columns(facts).items():
            setattr(vacancy, column, value)
        db.session.flush()


def withdraw_vacancy(
    vacancy: Vacancy, *, outcome: VacancyOutcome, closed_on: PartialDate, by: Actor, on: date
) -> None:
    """Close a vacancy that was recorded in error, or whose seat was cut."""
    by.must_reach(vacancy.post.unit)
    if outcome is VacancyOutcome.FILLED:
        raise RuleBroken(say("补上人选的空缺,请登记任职或补选结果,空缺会随之销号"))
    if vacancy.closed_on is not None:
        raise RuleBroken(say("这一空缺已于%(closed_on)s销号", closed_on=vacancy.closed_on.dotted))
    if closed_on.first_day() > on:
        raise RuleBroken(say("销号时间(%(closed_on)s)还没有到", closed_on=closed_on.dotted))
    with act_on_post("空缺销号", vacancy.post, by=by):
        close_vacancies([vacancy], closed_on=closed_on, outcome=outcome)
        db.session.flush()


def close_vacancies(vacancies: Iterable[Vacancy], *, closed_on: PartialDate, outcome: VacancyOutcome) -> None:
    """Close without a question, never before they opened; the caller names the act and flushes."""
    for vacancy in vacancies:
        vacancy.closed_on = max(closed_on, vacancy.since)
        vacancy.outcome = outcome


def fill_vacancy(appointment: Appointment) -> Vacancy | None:
    """Close the oldest open vacancy of the appointment's post that had opened by its start."""
    start = appointment.started_on or appointment.known_from
    for vacancy in list_open_vacancies([appointment.post_id]):
        if vacancy.since <= start or start.covers(vacancy.since):
            vacancy.closed_on = max(start, vacancy.since)
            vacancy.outcome = VacancyOutcome.FILLED
            vacancy.filled_by = appointment
            return vacancy
    return None


def _columns(facts: VacancyFacts) -> dict[str, object]:
    return {
        "since": facts.since,
        "cause": facts.cause,
        "cause_written": facts.cause_written or facts.cause.label,
        "by_election_plan": facts.by_election_plan,
        "by_election_due": facts.by_election_due,
        "candidate": facts.candidate,
        "joint_review": facts.joint_review,
        "note": facts.note,
    }
