"""Appointments, posts, seats, vacancies and by-elections in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, AuditEntry, Vacancy
from talentpool.posts.queries import (
    find_seats,
    former_holders_unknown,
    list_seat_statements,
    list_team,
    select_vacancies,
)
from talentpool.posts.register import PostFilter, select_posts
from talentpool.posts.services.appointments import Tenure, appoint, correct_appointment, end_appointment
from talentpool.posts.services.elections import (
    Result,
    VoteFacts,
    add_candidate,
    plan_by_election,
    record_result,
)
from talentpool.posts.services.posts import close_post, open_post, rename_post, state_seats
from talentpool.posts.services.vacancies import (
    VacancyFacts,
    correct_vacancy,
    record_vacancy,
    withdraw_vacancy,
)
from talentpool.posts.teams import read_team
from talentpool.posts.titles_on import title_on
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    AppointmentBasis,
    ElectionState,
    ElectionWay,
    EndCause,
    PostClass,
    PostState,
    VacancyOutcome,
)
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town


def titles(town: Town, on: date = ON) -> list[tuple[str, str]]:
    return [
        (person.name, post.title) for _a, post, person, _u in list_team(town.jinzhu, scope=ANYWHERE, on=on)
    ]


def test_a_by_elected_member_sits_from_his_month_and_belongs_to_the_term(app: Flask) -> None:
    town = make_town()
    appointment = appoint(
        town.yan,
        town.member,
        started_on=day("2023-05"),
        basis=AppointmentBasis.BY_ELECTION,
        by=town.by,
        on=ON,
    )
    assert appointment.term_id == town.term.id
    assert titles(town) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任"), ("晏秋", "村委会委员")]
    assert ("晏秋", "村委会委员") not in titles(town, date(2023, 4, 30))


def test_appointing_to_the_committee_is_refused_by_law(app: Flask) -> None:
    town = make_town()
    with pytest.raises(RuleBroken, match="第十一条"):
        appoint(
            town.yan,
            town.member,
            started_on=day("2023-05"),
            basis=AppointmentBasis.APPOINTED,
            by=town.by,
            on=ON,
        )


def test_an_appointment_beyond_ones_reach_is_missing(app: Flask) -> None:
    town = make_town()
    clerk = replace(town.by, scope=Scope(paths=(town.shiqiao.path,)))
    with pytest.raises(Missing):
        appoint(
            town.yan, town.member, started_on=day("2023-05"), basis=AppointmentBasis.ELECTED, by=clerk, on=ON
        )


def test_an_exception_keeps_its_reason(app: Flask) -> None:
    town = make_town()
    start, basis = day("2023-05"), AppointmentBasis.ELECTED
    with pytest.raises(RuleBroken, match="第三十二条"):
        appoint(town.hao, town.supervisor, started_on=start, basis=basis, confirmed=True, by=town.by, on=ON)
    appointment = appoint(
        town.hao,
        town.supervisor,
        started_on=start,
        basis=basis,
        exception_reason="换届前临时代理",
        by=town.by,
        on=ON,
    )
    assert appointment.exception_reason == "换届前临时代理"


def test_the_named_vacancy_closes_when_the_post_is_taken(app: Flask) -> None:
    town = make_town()
    vacancy = end_appointment(
        town.diao_director,
        ended_on=day("2022-11"),
        cause=EndCause.RESIGNED,
        vacancy=VacancyFacts(
            since=day("2022-11"), cause=EndCause.RESIGNED, by_election_plan="2023年6月村民代表会议补选"
        ),
        by=town.by,
        on=ON,
    )
    assert vacancy is not None
    assert vacancy.cause_written == "辞职"
    appointment = appoint(
        town.yan,
        town.director,
        started_on=day("2023-06"),
        basis=AppointmentBasis.BY_ELECTION,
        by=town.by,
        on=ON,
    )
    assert (vacancy.closed_on, vacancy.outcome, vacancy.filled_by_id) == (
        day("2023-06"),
        VacancyOutcome.FILLED,
        appointment.id,
    )
    assert titles(town) == [("郝天成", "党支部书记"), ("晏秋", "村委会主任")]
    assert titles(town, date(2022, 10, 31)) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]


def test_a_death_ends_the_holding_and_enters_the_facts(app: Flask) -> None:
    town = make_town()
    end_appointment(town.diao_director, ended_on=day("2023-02"), cause=EndCause.DIED, by=town.by, on=ON)
    assert town.diao.died_on == day("2023-02")
    with pytest.raises(RuleBroken, match="已于2023.02结束"):
        end_appointment(town.diao_director, ended_on=day("2023-03"), cause=EndCause.DIED, by=town.by, on=ON)


def test_the_dates_of_a_holding_are_corrected_with_its_term(app: Flask) -> None:
    town = make_town()
    tenure = Tenure(
        started_on=day("2020-12"),
        basis=AppointmentBasis.ELECTED,
        ended_on=day("2023-01"),
        end_cause=EndCause.RESIGNED,
    )
    correct_appointment(town.diao_director, tenure, by=town.by, on=ON)
    assert (town.diao_director.started_on, town.diao_director.term_id) == (day("2020-12"), None)
    assert town.diao_director.ended_on == day("2023-01")


def test_two_holdings_of_a_single_post_may_not_overlap(app: Flask) -> None:
    town = make_town()
    end_appointment(town.diao_director, ended_on=day("2022-11"), cause=EndCause.RESIGNED, by=town.by, on=ON)
    appoint(
        town.yan, town.director, started_on=day("2023-01"), basis=AppointmentBasis.ELECTED, by=town.by, on=ON
    )
    again = Tenure(started_on=day("2021-01"), basis=AppointmentBasis.ELECTED)
    with pytest.raises(RuleBroken, match="晏秋自2023.01起也任“村委会主任”,两段任职时间重叠"):
        correct_appointment(town.diao_director, again, by=town.by, on=ON)


def test_a_post_is_opened_by_what_its_title_says(app: Flask) -> None:
    town = make_town()
    post = open_post(
        town.jinzhu, title="村委会副主任", post_class=None, opened_on=day("2023-03"), by=town.by, on=ON
    )
    assert (post.post_class, post.team_order) == (PostClass.COMMITTEE_DEPUTY_DIRECTOR, 3)
    with pytest.raises(RuleBroken, match="看不出是什么职务"):
        open_post(town.jinzhu, title="联络员", post_class=None, opened_on=None, by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="金竹村已有“村委会副主任”"):
        open_post(town.jinzhu, title="村委会副主任", post_class=None, opened_on=None, by=town.by, on=ON)


def test_a_post_closes_with_its_vacancy_when_nobody_holds_it(app: Flask) -> None:
    town = make_town()
    with pytest.raises(RuleBroken, match="刁汝平还任“村委会主任”"):
        close_post(town.director, closed_on=day("2023-06"), by=town.by, on=ON)
    vacancy = record_vacancy(
        town.member, VacancyFacts(since=day("2022-01"), cause=EndCause.RESIGNED), by=town.by, on=ON
    )
    close_post(town.member, closed_on=day("2023-06"), by=town.by, on=ON)
    assert (vacancy.outcome, vacancy.closed_on) == (VacancyOutcome.SEAT_CUT, day("2023-06"))


def test_a_renamed_post_is_read_by_its_old_title_before(app: Flask) -> None:
    town = make_town()
    rename_post(town.secretary, title="党总支书记", renamed_on=day("2022-05"), by=town.by, on=ON)
    rename_post(town.secretary, title="党委书记", renamed_on=day("2023-05"), by=town.by, on=ON)

    def read(on: date) -> str | None:
        from talentpool.models import Post

        return db.session.scalar(select(title_on(on)).where(Post.id == town.secretary.id))

    assert read(date(2022, 4, 30)) == "党支部书记"
    assert read(date(2022, 5, 1)) == "党总支书记"
    assert read(date(2023, 5, 1)) == "党委书记"
    with pytest.raises(RuleBroken, match="不能早于上一次更名"):
        rename_post(town.secretary, title="党组织书记", renamed_on=day("2023-01"), by=town.by, on=ON)


def test_teams_and_lists_of_posts_show_the_title_of_their_day(app: Flask) -> None:
    town = make_town()
    rename_post(town.secretary, title="党总支书记", renamed_on=day("2022-05"), by=town.by, on=ON)

    def shown(on: date) -> tuple[list[str], str]:
        team = read_team(town.jinzhu, scope=ANYWHERE, on=on)
        rows = db.session.execute(
            select_posts(scope=ANYWHERE, on=on, wanted=PostFilter(unit_id=town.jinzhu.id))
        )
        return team.two_committees[0].posts, rows.all()[0].title

    assert shown(date(2022, 4, 30)) == (["党支部书记"], "党支部书记")
    assert shown(date(2022, 5, 1)) == (["党总支书记"], "党总支书记")


def test_seats_change_from_a_date_and_hold_before_it(app: Flask) -> None:
    town = make_town()
    state_seats(
        town.jinzhu, authorised=4, standing=3, holds_from=ON, document="青组发〔2023〕8号", by=town.by, on=ON
    )
    now, before = find_seats(town.jinzhu.id, on=ON), find_seats(town.jinzhu.id, on=date(2023, 6, 29))
    assert now is not None
    assert before is not None
    assert (now.authorised, now.standing, now.document) == (4, 3, "青组发〔2023〕8号")
    assert before.authorised == 5


def test_seats_below_the_sitting_want_a_yes(app: Flask) -> None:
    town = make_town()
    with pytest.raises(Doubtful, match="现有2人,多于核定的1个职数"):
        state_seats(town.jinzhu, authorised=1, standing=None, holds_from=ON, by=town.by, on=ON)
    state_seats(town.jinzhu, authorised=1, standing=None, holds_from=ON, confirmed=True, by=town.by, on=ON)


def test_a_vacancy_is_corrected_and_withdrawn(app: Flask) -> None:
    town = make_town()
    facts = VacancyFacts(since=day("2022-01"), cause=EndCause.UNKNOWN)
    vacancy = record_vacancy(town.supervisor, facts, by=town.by, on=ON)
    correct_vacancy(vacancy, replace(facts, since=day("2021-12"), cause=EndCause.RESIGNED), by=town.by, on=ON)
    assert (vacancy.since, vacancy.cause_written) == (day("2021-12"), "辞职")
    withdraw_vacancy(
        vacancy, outcome=VacancyOutcome.WITHDRAWN, closed_on=day("2023-06-30"), by=town.by, on=ON
    )
    assert vacancy.outcome is VacancyOutcome.WITHDRAWN
    with pytest.raises(RuleBroken, match="已于2023.06.30销号"):
        correct_vacancy(vacancy, facts, by=town.by, on=ON)


def vote(held_on: str | None, *, eligible: int | None = 45, present: int | None = 40) -> VoteFacts:
    return VoteFacts(
        held_on=day(held_on) if held_on else None,
        way=ElectionWay.REPRESENTATIVES,
        eligible=eligible,
        present=present,
    )


def vacant_director(town: Town) -> Vacancy:
    vacancy = end_appointment(
        town.diao_director,
        ended_on=day("2022-11"),
        cause=EndCause.RESIGNED,
        vacancy=VacancyFacts(since=day("2022-11"), cause=EndCause.RESIGNED),
        by=town.by,
        on=ON,
    )
    assert vacancy is not None
    return vacancy


def test_a_by_election_seats_the_elected_for_the_rest_of_the_term(app: Flask) -> None:
    town = make_town()
    vacancy = vacant_director(town)
    election = plan_by_election(vacancy, vote(None), by=town.by, on=ON)
    yan = add_candidate(election, town.yan, town.director, by=town.by, on=ON)
    diao = add_candidate(election, town.diao, town.director, by=town.by, on=ON)
    appointment = record_result(
        election,
        vote("2023-06-20"),
        Result(votes={yan.id: 31, diao.id: 9}, elected_id=yan.id),
        by=town.by,
        on=ON,
    )
    assert appointment is not None
    assert (appointment.person_id, appointment.basis, appointment.started_on, appointment.term_id) == (
        town.yan.id,
        AppointmentBasis.BY_ELECTION,
        day("2023-06-20"),
        town.term.id,
    )
    assert (vacancy.outcome, vacancy.closed_on) == (VacancyOutcome.FILLED, day("2023-06-20"))
    assert (election.state, yan.elected, diao.elected, diao.votes) == (ElectionState.ELECTED, True, False, 9)


def test_a_failed_by_election_leaves_the_vacancy_open(app: Flask) -> None:
    town = make_town()
    vacancy = vacant_director(town)
    election = plan_by_election(vacancy, vote("2023-06-20"), by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="已有一次拟举行的补选"):
        plan_by_election(vacancy, vote(None), by=town.by, on=ON)
    yan = add_candidate(election, town.yan, town.director, by=town.by, on=ON)
    result = Result(votes={yan.id: 12}, elected_id=None)
    assert record_result(election, vote("2023-06-20"), result, by=town.by, on=ON) is None
    assert (election.state, vacancy.closed_on) == (ElectionState.FAILED, None)
    plan_by_election(vacancy, vote(None), by=town.by, on=ON)


def test_votes_beyond_those_present_are_refused_and_change_nothing(app: Flask) -> None:
    town = make_town()
    election = plan_by_election(vacant_director(town), vote(None), by=town.by, on=ON)
    yan = add_candidate(election, town.yan, town.director, by=town.by, on=ON)
    result = Result(votes={yan.id: 41}, elected_id=yan.id)
    with pytest.raises(RuleBroken, match="晏秋得41票,多于参加投票的40人"):
        record_result(election, vote("2023-06-20"), result, by=town.by, on=ON)
    assert election.state is ElectionState.PLANNED


def test_acts_are_named_in_the_log(app: Flask) -> None:
    town = make_town()
    vacant_director(town)
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.record_table == "vacancy").distinct()
    ).all()
    assert acts == ["离任"]
    assert db.session.scalars(
        select(Appointment.end_cause).where(Appointment.id == town.diao_director.id)
    ).all() == [EndCause.RESIGNED]


def test_seats_stated_again_on_the_same_day_put_the_statement_right(app: Flask) -> None:
    town = make_town()
    for count in (6, 8, 7):
        state_seats(
            town.jinzhu, authorised=count, standing=None, holds_from=ON, document="8号", by=town.by, on=ON
        )
    kept = list_seat_statements(town.jinzhu)
    assert [(one.stated_on, one.holds_from, one.authorised) for one in kept] == [
        (ON, ON, 7),
        (ON, date(2021, 1, 1), 5),
    ]
    before = find_seats(town.jinzhu.id, on=date(2023, 6, 29))
    assert before is not None
    assert before.authorised == 5


def test_far_too_many_seats_are_asked_about(app: Flask) -> None:
    town = make_town()
    with pytest.raises(Doubtful, match="核定职数999个,“两委”一般不超过18人"):
        state_seats(town.jinzhu, authorised=999, standing=None, holds_from=ON, by=town.by, on=ON)


def test_a_vacancy_entered_by_mistake_never_was(app: Flask) -> None:
    town = make_town()
    facts = VacancyFacts(since=day("2023-05"), cause=EndCause.RESIGNED)
    vacancy = record_vacancy(town.member, facts, by=town.by, on=ON)
    between = date(2023, 6, 15)
    assert named_on(between) == 1
    withdraw_vacancy(
        vacancy, outcome=VacancyOutcome.WITHDRAWN, closed_on=day("2023-06-30"), by=town.by, on=ON
    )
    assert named_on(between) == 0
    states = PostFilter(unit_id=town.jinzhu.id, state=PostState.VACANT)
    assert db.session.execute(select_posts(scope=ANYWHERE, on=between, wanted=states)).all() == []
    assert db.session.execute(select(former_holders_unknown(date(2023, 4, 1)))).all() == []


def test_a_vacancy_whose_seat_was_cut_was_one_until_then(app: Flask) -> None:
    town = make_town()
    facts = VacancyFacts(since=day("2023-05"), cause=EndCause.RESIGNED)
    vacancy = record_vacancy(town.member, facts, by=town.by, on=ON)
    withdraw_vacancy(vacancy, outcome=VacancyOutcome.SEAT_CUT, closed_on=day("2023-06-30"), by=town.by, on=ON)
    assert named_on(date(2023, 6, 15)) == 1


def named_on(on: date) -> int:
    return len(db.session.execute(select_vacancies(scope=ANYWHERE, on=on)).all())
