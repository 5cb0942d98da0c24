"""A new term: the old team leaves at its start, the elected enter, and both are read as of their dates."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Election, Term
from talentpool.posts.elections import Move
from talentpool.posts.queries import list_team
from talentpool.posts.records import list_candidacies
from talentpool.posts.services.elections import VoteFacts, add_candidate, plan_by_election, remove_candidate
from talentpool.posts.services.term_dates import open_term
from talentpool.posts.services.terms import (
    confirm_term,
    prepare_election,
    preview_term,
    save_ballot,
)
from talentpool.posts.services.vacancies import VacancyFacts, record_vacancy
from talentpool.vocabulary import (
    AppointmentBasis,
    ElectionState,
    ElectionWay,
    EndCause,
    VacancyOutcome,
)
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town

VOTE = VoteFacts(held_on=day("2025-12-20"), way=ElectionWay.RESIDENTS, eligible=500, present=400)


def new_term(town: Town) -> Term:
    return open_term(
        town.township, name="第十二届", started_on=day("2026-01"), ends_on=day("2031-01"), by=town.by, on=ON
    )


def titles(town: Town, on: date) -> list[tuple[str, str]]:
    return [
        (person.name, post.title) for _a, post, person, _u in list_team(town.jinzhu, scope=ANYWHERE, on=on)
    ]


def elected_team(town: Town) -> Election:
    """刁汝平 goes from director to secretary, 晏秋 enters as director, 郝天成 leaves."""
    election = prepare_election(new_term(town), town.jinzhu, by=town.by)
    add_candidate(election, town.diao, town.secretary, by=town.by, on=ON)
    add_candidate(election, town.yan, town.director, by=town.by, on=ON)
    by_name = {(one.person.name, one.post.title): one.id for one in list_candidacies(election)}
    elected = [by_name["刁汝平", "党支部书记"], by_name["晏秋", "村委会主任"]]
    save_ballot(election, VOTE, votes={elected[1]: 260}, elected=elected, by=town.by)
    return election


def test_a_new_term_ends_the_one_before_where_it_starts(app: Flask) -> None:
    town = make_town()
    term = open_term(
        town.township, name="第十二届", started_on=day("2025-12"), ends_on=day("2030-12"), by=town.by, on=ON
    )
    assert (town.term.ends_on, term.started_on) == (day("2025-12"), day("2025-12"))
    with pytest.raises(RuleBroken, match="应晚于“第十二届”的开始时间"):
        open_term(
            town.township,
            name="第十三届",
            started_on=day("2024-12"),
            ends_on=day("2029-12"),
            by=town.by,
            on=ON,
        )


def test_the_present_team_stands_again_until_the_clerk_says_otherwise(app: Flask) -> None:
    town = make_town()
    term = new_term(town)
    election = prepare_election(term, town.jinzhu, by=town.by)
    candidacies = list_candidacies(election)
    assert [(one.person.name, one.post.title) for one in candidacies] == [
        ("郝天成", "党支部书记"),
        ("刁汝平", "村委会主任"),
    ]
    remove_candidate(candidacies[0], by=town.by)
    assert prepare_election(term, town.jinzhu, by=town.by).id == election.id
    assert len(list_candidacies(election)) == 1


def test_the_result_tells_who_stays_changes_enters_and_leaves(app: Flask) -> None:
    town = make_town()
    election = elected_team(town)
    assert [(one.person, one.move) for one in preview_term(election)] == [
        ("刁汝平", Move.CHANGES),
        ("晏秋", Move.ENTERS),
        ("郝天成", Move.LEAVES),
    ]


def test_confirming_seats_the_elected_and_leaves_the_old_team_readable(app: Flask) -> None:
    town = make_town()
    vacancy = record_vacancy(
        town.member, VacancyFacts(since=day("2022-01"), cause=EndCause.RESIGNED), by=town.by, on=ON
    )
    planned = plan_by_election(vacancy, VoteFacts(None, ElectionWay.REPRESENTATIVES), by=town.by, on=ON)
    outcome = confirm_term(elected_team(town), by=town.by, on=ON)
    assert (outcome.ended, outcome.begun, outcome.vacancies_closed) == (2, 2, 1)
    assert titles(town, date(2025, 12, 31)) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]
    assert titles(town, date(2026, 1, 1)) == [("刁汝平", "党支部书记"), ("晏秋", "村委会主任")]
    assert town.hao_secretary.end_cause is EndCause.TERM_END
    assert (vacancy.outcome, vacancy.closed_on) == (VacancyOutcome.TERM_ENDED, day("2026-01"))
    assert planned.state is ElectionState.CANCELLED
    begun = db.session.scalars(select(Appointment).where(Appointment.started_on == day("2026-01"))).all()
    assert {one.basis for one in begun} == {AppointmentBasis.ELECTED}
    assert {one.term_id for one in begun} == {
        db.session.scalar(select(Term.id).where(Term.name == "第十二届"))
    }


def test_only_bodies_that_voted_change(app: Flask) -> None:
    town = make_town()
    election = prepare_election(new_term(town), town.jinzhu, by=town.by)
    director = next(one for one in list_candidacies(election) if one.post_id == town.director.id)
    save_ballot(election, VOTE, votes={}, elected=[director.id], by=town.by)
    confirm_term(election, by=town.by, on=ON)
    assert town.hao_secretary.ended_on is None
    assert titles(town, date(2026, 1, 1)) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]


def test_a_result_is_confirmed_once_and_not_without_anybody_elected(app: Flask) -> None:
    town = make_town()
    election = prepare_election(new_term(town), town.jinzhu, by=town.by)
    with pytest.raises(RuleBroken, match="还没有登记当选人"):
        confirm_term(election, by=town.by, on=ON)
    save_ballot(election, VOTE, votes={}, elected=[list_candidacies(election)[0].id], by=town.by)
    confirm_term(election, by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="已选出,不能再改"):
        confirm_term(election, by=town.by, on=ON)


def test_two_elected_for_one_seat_are_refused(app: Flask) -> None:
    town = make_town()
    election = prepare_election(new_term(town), town.jinzhu, by=town.by)
    add_candidate(election, town.yan, town.director, by=town.by, on=ON)
    directors = [one.id for one in list_candidacies(election) if one.post_id == town.director.id]
    save_ballot(election, VOTE, votes={}, elected=directors, by=town.by)
    with pytest.raises(RuleBroken, match="“村委会主任”由刁汝平担任"):
        confirm_term(election, by=town.by, on=ON)
