"""By-elections 补选: planned, with candidates, their result (村组法19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Table, update

from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import Doubts, RuleBroken, Verdict
from talentpool.extensions import db
from talentpool.models import Appointment, Candidacy, Election, Person, Post, Vacancy
from talentpool.posts.elections import Ballot, check_figures, doubts_of_result
from talentpool.posts.facts import appointment_facts
from talentpool.posts.queries import find_term
from talentpool.posts.records import list_candidacies, list_elections
from talentpool.posts.rules import may_appoint
from talentpool.posts.services.appointments import appoint
from talentpool.posts.services.daily import act_on_post, act_on_unit
from talentpool.security.actor import Actor
from talentpool.vocabulary import AppointmentBasis, Body, ElectionKind, ElectionState, ElectionWay
from talentpool.wording import say


@dataclass(frozen=True)
class VoteFacts:
    """When, how and with how many people was voted; None where nobody said."""

    held_on: PartialDate | None
    way: ElectionWay
    eligible: int | None = None
    present: int | None = None
    document: str = ""
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What came out: `votes` by candidacy; `elected_id` is the elected candidacy, None when nobody was."""

    votes: Mapping[int, int | None]
    elected_id: int | None
    started_on: PartialDate | None = None
    exception_reason: str = ""


def plan_by_election(vacancy: Vacancy, facts: VoteFacts, *, by: Actor, on: date) -> Election:
    """A by-election for an open vacancy; one at a time."""
    by.must_reach(vacancy.post.unit)
    if vacancy.closed_on is not None:
        raise RuleBroken(say("这一空缺已于%(closed_on)s销号", closed_on=vacancy.closed_on.dotted))
    if any(one.state is ElectionState.PLANNED for one in list_elections(vacancy=vacancy)):
        raise RuleBroken(say("这一空缺已有一次拟举行的补选"))
    check_figures(eligible=facts.eligible, present=facts.present, votes=()).enforce()
    term = find_term(township_id=vacancy.post.unit.parent_id, on=on)
    election = Election(
        unit=vacancy.post.unit,
        kind=ElectionKind.BY_ELECTION,
        state=ElectionState.PLANNED,
        vacancy=vacancy,
        term_id=term.id if term else None,
    )
    with act_on_unit("筹备补选", election.unit, vacancy.post.title, by=by):
        set_vote(election, facts)
        db.session.add(election)
        db.session.flush()
    return election


def correct_vote(election: Election, facts: VoteFacts, *, by: Actor) -> None:
    """The facts of a vote that has not been decided."""
    by.must_reach(election.unit)
    refuse_decided(election)
    check_figures(eligible=facts.eligible, present=facts.present, votes=()).enforce()
    with action("更正选举"):
        set_vote(election, facts)
        db.session.flush()


def add_candidate(election: Election, person: Person, post: Post, *, by: Actor, on: date) -> Candidacy:
    """Somebody who stands for a post; who could not hold it is refused."""
    by.must_reach(election.unit)
    refuse_decided(election)
    if post.unit_id != election.unit_id:
        raise RuleBroken(say("候选职务不是本单位的职务"))
    known = list_candidacies(election)
    if any(one.person_id == person.id and one.post_id == post.id for one in known):
        raise RuleBroken(say("%(person)s已是“%(post)s”的候选人", person=person.name, post=post.title))
    standing_for(election, person, post, on=on).enforce(confirmed=True, exception_reason="-")
    candidacy = Candidacy(election=election, person=person, post=post)
    with action("登记候选人"):
        db.session.add(candidacy)
        db.session.flush()
    return candidacy


def standing_for(election: Election, person: Person, post: Post, *, on: date) -> Verdict:
    """What the rules say of a candidate. In a re-election the present holders leave, so they bar nobody."""
    start = election.held_on or PartialDate.from_date(on)
    if election.kind is ElectionKind.BY_ELECTION:
        basis = AppointmentBasis.BY_ELECTION
        return may_appoint(appointment_facts(person, post, started_on=start, basis=basis), on=None)
    assert election.term is not None
    facts = appointment_facts(
        person, post, started_on=election.term.started_on, basis=AppointmentBasis.ELECTED
    )
    return may_appoint(replace(facts, holders=(), holds=(), authorised=None), on=None)


def remove_candidate(candidacy: Candidacy, *, by: Actor) -> None:
    """A candidate who does not stand any more."""
    by.must_reach(candidacy.election.unit)
    refuse_decided(candidacy.election)
    with action("撤销候选人"):
        db.session.delete(candidacy)
        db.session.flush()


def record_result(
    election: Election, facts: VoteFacts, result: Result, *, confirmed: bool = False, by: Actor, on: date
) -> Appointment | None:
    """The votes, and who was elected: seated for the rest of the term, the vacancy closed as filled.

    Doubtful where the figures speak against the elected, together with what his appointment raises.
    """
    by.must_reach(election.unit)
    refuse_decided(election)
    assert election.vacancy is not None
    if facts.held_on is None:
        raise RuleBroken(say("请填写选举日期"))
    if facts.held_on.first_day() > on:
        raise RuleBroken(say("选举日期(%(held_on)s)还没有到", held_on=facts.held_on.dotted))
    candidacies = list_candidacies(election)
    chosen = next((one for one in candidacies if one.id == result.elected_id), None)
    if result.elected_id is not None and chosen is None:
        raise RuleBroken(say("当选人不在候选人之中"))
    votes = [(one.person.name, result.votes.get(one.id)) for one in candidacies]
    check_figures(eligible=facts.eligible, present=facts.present, votes=votes).enforce()
    with act_on_post("登记补选结果", election.vacancy.post, by=by, person=chosen.person if chosen else None):
        set_vote(election, facts)
        for one in candidacies:
            one.votes = result.votes.get(one.id)
            one.elected = one is chosen
        election.state = ElectionState.ELECTED if chosen else ElectionState.FAILED
        db.session.flush()
        asked = Doubts(() if confirmed else doubts_of(election, candidacies))
        held = None
        if chosen is not None:
            with asked:
                held = appoint(
                    chosen.person,
                    chosen.post,
                    started_on=result.started_on or facts.held_on,
                    basis=AppointmentBasis.BY_ELECTION,
                    exception_reason=result.exception_reason,
                    confirmed=confirmed,
                    by=by,
                    on=on,
                )
        asked.ask()
    return held


def doubts_of(election: Election, candidacies: Sequence[Candidacy]) -> Sequence[str]:
    """What of the figures of a vote wants a second look; who is elected by others stays out."""
    way = way_of(election)
    ballots = [
        Ballot(
            one.person.name,
            one.post.title,
            one.votes,
            bool(one.elected),
            counted=(one.post.body is Body.PARTY) == (way is ElectionWay.PARTY_MEMBERS),
        )
        for one in candidacies
    ]
    return doubts_of_result(way, eligible=election.eligible, present=election.present, ballots=ballots)


def way_of(election: Election) -> ElectionWay:
    """Who votes; the residents where nobody said."""
    return next((one for one in ElectionWay if one.value == election.way), ElectionWay.RESIDENTS)


def cancel_election(election: Election, *, by: Actor) -> None:
    """An election that is not held."""
    by.must_reach(election.unit)
    refuse_decided(election)
    with act_on_unit("取消选举", election.unit, by=by):
        election.state = ElectionState.CANCELLED
        db.session.flush()


def refuse_decided(election: Election) -> None:
    """What was decided stays as it was."""
    if election.state is not ElectionState.PLANNED:
        raise RuleBroken(say("这次选举%(state)s,不能再改", state=say(election.state.label)))


def touch(election: Election) -> None:
    """Votes of candidates count as a new version of their election: a second editor is told."""
    db.session.flush()
    table = Election.__table__
    assert isinstance(table, Table)
    counted = update(table).where(table.c.id == election.id).values(version=table.c.version + 1)
    db.session.execute(counted.execution_options(**{AUDITED_ELSEWHERE: True}))
    db.session.refresh(election, ["version"])


def set_vote(election: Election, facts: VoteFacts) -> None:
    """The columns of a vote; the caller names the act and flushes."""
    election.held_on = facts.held_on
    election.way = facts.way.value
    election.eligible = facts.eligible
    election.present = facts.present
    election.document = facts.document
    election.note = facts.note
