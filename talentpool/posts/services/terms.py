"""A new term 换届: the elections of its units, and the change from the old team to the new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import Doubts, RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Candidacy, Election, Term, Unit, Vacancy
from talentpool.posts.elections import Seat, TermMove, check_figures, compare_teams
from talentpool.posts.records import (
    list_candidacies,
    list_elections,
    list_open_posts,
    list_open_vacancies,
    list_unit_appointments,
)
from talentpool.posts.services.appointments import appoint, set_end
from talentpool.posts.services.elections import VoteFacts, doubts_of, refuse_decided, set_vote, touch
from talentpool.posts.services.vacancies import close_vacancies
from talentpool.security.actor import Actor
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    AppointmentBasis,
    Body,
    ElectionKind,
    ElectionState,
    ElectionWay,
    EndCause,
    VacancyOutcome,
)
from talentpool.wording import say

RE_ELECTED = (*TWO_COMMITTEES, Body.SUPERVISION)
"""Bodies that a re-election renews; each only where somebody was elected into it."""


@dataclass(frozen=True)
class TermOutcome:
    """What the new term did in a unit."""

    moves: tuple[TermMove, ...]
    ended: int
    begun: int
    vacancies_closed: int


def prepare_election(term: Term, unit: Unit, *, with_team: bool = True, by: Actor) -> Election:
    """The unit's election of a term: the one that is being prepared, else a new one.

    `with_team` makes those who hold posts now candidates for them.
    """
    by.must_reach(unit)
    if unit.parent_id != term.unit_id:
        raise RuleBroken(say("这一届不是本单位所属乡镇的"))
    statement = select(Election).where(
        Election.term_id == term.id,
        Election.unit_id == unit.id,
        Election.kind == ElectionKind.RE_ELECTION,
        Election.state == ElectionState.PLANNED,
    )
    election = db.session.scalar(statement)
    if election is not None:
        return election
    election = Election(
        unit=unit,
        kind=ElectionKind.RE_ELECTION,
        state=ElectionState.PLANNED,
        term=term,
        way=ElectionWay.RESIDENTS.value,
    )
    with action("筹备换届"):
        db.session.add(election)
        db.session.flush()
        if with_team:
            for holding in _old_team(unit, at=term.started_on, bodies=RE_ELECTED):
                if holding.post.closed_on is None:
                    db.session.add(Candidacy(election=election, person=holding.person, post=holding.post))
        db.session.flush()
    return election


def save_ballot(
    election: Election,
    facts: VoteFacts,
    *,
    votes: Mapping[int, int | None],
    elected: Collection[int],
    by: Actor,
) -> None:
    """Keep the figures of an election that is not confirmed yet."""
    by.must_reach(election.unit)
    refuse_decided(election)
    candidacies = list_candidacies(election)
    told = [(one.person.name, votes.get(one.id)) for one in candidacies]
    check_figures(eligible=facts.eligible, present=facts.present, votes=told).enforce()
    with action("登记换届选举"):
        set_vote(election, facts)
        for one in candidacies:
            one.votes = votes.get(one.id)
            one.elected = one.id in elected
        touch(election)


def preview_term(election: Election) -> list[TermMove]:
    """Who would stay, change, enter and leave, were the result confirmed as it stands."""
    elected = [one for one in list_candidacies(election) if one.elected]
    return _moves(election, elected)


def confirm_term(
    election: Election, *, exception_reason: str = "", confirmed: bool = False, by: Actor, on: date
) -> TermOutcome:
    """Seat the elected; those before them leave then, their posts' vacancies close.

    Only bodies in which somebody was elected change: Party and committee may vote on different days.
    """
    by.must_reach(election.unit)
    refuse_decided(election)
    assert election.term is not None
    elected = [one for one in list_candidacies(election) if one.elected]
    if not elected:
        raise RuleBroken(say("还没有登记当选人"))
    moves = tuple(_moves(election, elected))
    start, bodies = start_of(election), {one.post.body for one in elected}
    asked = Doubts(() if confirmed else doubts_of(election, list_candidacies(election)))
    with action("换届"):
        old = _old_team(election.unit, at=start, bodies=bodies)
        standing = {(one.person_id, one.post.body): one.standing for one in old}
        for holding in old:
            set_end(holding, ended_on=start, cause=EndCause.TERM_END)
        closed = _close_vacancies(election.unit, bodies, start)
        election.state = ElectionState.ELECTED
        db.session.flush()
        for one in elected:
            with asked:
                appoint(
                    one.person,
                    one.post,
                    started_on=start,
                    basis=AppointmentBasis.ELECTED,
                    standing=standing.get((one.person_id, one.post.body)),
                    exception_reason=exception_reason,
                    confirmed=confirmed,
                    ahead=True,
                    by=by,
                    on=on,
                )
        asked.ask()
    return TermOutcome(moves=moves, ended=len(old), begun=len(elected), vacancies_closed=closed)


def start_of(election: Election) -> PartialDate:
    """From when the elected sit: the first day of the term, or the election where it came later."""
    assert election.term is not None
    start = election.term.started_on
    return max(start, election.held_on) if election.held_on is not None else start


def _moves(election: Election, elected: Sequence[Candidacy]) -> list[TermMove]:
    bodies = {one.post.body for one in elected}
    old = _old_team(election.unit, at=start_of(election), bodies=bodies or RE_ELECTED)
    return compare_teams(
        [Seat(one.person_id, one.person.name, one.post.title) for one in old],
        [Seat(one.person_id, one.person.name, one.post.title) for one in elected],
    )


def _old_team(unit: Unit, *, at: PartialDate, bodies: Collection[Body]) -> list[Appointment]:
    """Who holds a post of the bodies when the term starts."""
    return [
        one
        for one in list_unit_appointments(unit, since=at)
        if one.post.body in bodies and (one.started_on or one.known_from) < at
    ]


def _close_vacancies(unit: Unit, bodies: Collection[Body], at: PartialDate) -> int:
    posts = [post.id for post in list_open_posts(unit) if post.body in bodies]
    vacancies = [one for one in list_open_vacancies(posts) if one.since <= at]
    close_vacancies(vacancies, closed_on=at, outcome=VacancyOutcome.TERM_ENDED)
    for vacancy in vacancies:
        cancel_planned(vacancy)
    return len(vacancies)


def cancel_planned(vacancy: Vacancy) -> int:
    """By-elections of a vacancy that are not needed any more; the caller names the act and flushes."""
    planned = [one for one in list_elections(vacancy=vacancy) if one.state is ElectionState.PLANNED]
    for election in planned:
        election.state = ElectionState.CANCELLED
    return len(planned)
