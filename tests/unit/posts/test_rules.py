"""Who may hold a post: the law's limits, exceptions with a reason, and second looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from talentpool.dates import PartialDate
from talentpool.errors import Doubtful, RuleBroken
from talentpool.posts.rules import (
    AppointmentFacts,
    PostFacts,
    may_appoint,
    may_close_post,
    may_record_vacancy,
    may_span,
    may_state_seats,
)
from talentpool.vocabulary import AppointmentBasis, PoliticalStatus, PostClass

ON = date(2023, 6, 30)


def month(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def post(post_class: PostClass, title: str = "", *, unit_id: int = 1) -> PostFacts:
    return PostFacts(
        title=title or post_class.label, post_class=post_class, body=post_class.body, unit_id=unit_id
    )


DIRECTOR = post(PostClass.COMMITTEE_DIRECTOR, "村委会主任")
SECRETARY = post(PostClass.PARTY_SECRETARY, "党支部书记")
SUPERVISOR = post(PostClass.SUPERVISION_HEAD, "村务监督委员会主任")
OF_THE_COMMITTEE = post(PostClass.COMMITTEE_MEMBER, "村委会委员")
ELECTED_DIRECTOR = AppointmentFacts(
    person="郝天成",
    post=DIRECTOR,
    basis=AppointmentBasis.BY_ELECTION,
    started_on=month("2023-06"),
    born_on=month("1985-06"),
    political_status=PoliticalStatus.PARTY_MEMBER,
    authorised=5,
    sitting=4,
)


def test_an_elected_director_takes_his_seat() -> None:
    verdict = may_appoint(ELECTED_DIRECTOR, on=ON)
    assert (verdict.refusals, verdict.exceptions, verdict.doubts) == ((), (), ())


@pytest.mark.parametrize("basis", [AppointmentBasis.APPOINTED, AppointmentBasis.STATED])
def test_nobody_appoints_a_member_of_the_villagers_committee(basis: AppointmentBasis) -> None:
    [reason] = may_appoint(replace(ELECTED_DIRECTOR, basis=basis), on=ON).refusals
    assert "村民委员会组织法第十一条" in reason


def test_a_party_post_may_be_filled_by_appointment() -> None:
    facts = replace(ELECTED_DIRECTOR, post=SECRETARY, basis=AppointmentBasis.APPOINTED)
    assert may_appoint(facts, on=ON).refusals == ()


def test_a_party_post_is_for_party_members() -> None:
    facts = replace(
        ELECTED_DIRECTOR,
        post=SECRETARY,
        basis=AppointmentBasis.ELECTED,
        political_status=PoliticalStatus.MASSES,
    )
    [reason] = may_appoint(facts, on=ON).refusals
    assert "登记的政治面貌是“群众”" in reason


def test_who_is_under_age_dead_or_too_early_is_refused() -> None:
    facts = replace(
        ELECTED_DIRECTOR,
        born_on=month("2006-01"),
        died_on=month("2022-01"),
        started_on=month("2023-07"),
    )
    assert may_appoint(facts, on=ON).refusals == (
        "任职时间(2023.07)还没有到",
        "郝天成已于2022.01去世",
        "郝天成任职时不满18周岁",
    )


def test_a_start_to_come_is_allowed_when_a_term_is_prepared() -> None:
    assert may_appoint(replace(ELECTED_DIRECTOR, started_on=month("2026-01")), on=None).refusals == ()


def test_a_post_of_one_holder_is_given_once() -> None:
    facts = replace(ELECTED_DIRECTOR, holders=("刁汝平",))
    assert may_appoint(facts, on=ON).refusals == ("“村委会主任”由刁汝平担任,请先办理离任",)
    member = replace(ELECTED_DIRECTOR, post=OF_THE_COMMITTEE, holders=("刁汝平",))
    assert may_appoint(member, on=ON).refusals == ()


def test_nobody_holds_the_same_post_twice() -> None:
    facts = replace(ELECTED_DIRECTOR, holds=(DIRECTOR,))
    assert may_appoint(facts, on=ON).refusals == ("郝天成已任“村委会主任”",)


def test_a_post_takes_nobody_before_it_opens_or_after_it_closes() -> None:
    closed = replace(DIRECTOR, closed_on=month("2023-06"))
    assert may_appoint(replace(ELECTED_DIRECTOR, post=closed), on=ON).refusals == (
        "“村委会主任”已于2023.06撤销",
    )
    opened = replace(DIRECTOR, opened_on=month("2023-08"))
    assert may_appoint(replace(ELECTED_DIRECTOR, post=opened), on=ON).refusals == (
        "“村委会主任”自2023.08起才设立",
    )


@pytest.mark.parametrize(
    ("wanted", "held", "clash"),
    [
        (SUPERVISOR, OF_THE_COMMITTEE, True),
        (SUPERVISOR, SECRETARY, True),
        (DIRECTOR, SUPERVISOR, True),
        (post(PostClass.SUPERVISION_MEMBER), OF_THE_COMMITTEE, True),
        (post(PostClass.SUPERVISION_MEMBER), post(PostClass.PARTY_MEMBER), False),
        (SUPERVISOR, replace(OF_THE_COMMITTEE, unit_id=2), False),
        (DIRECTOR, SECRETARY, False),
    ],
)
def test_the_supervision_body_stands_apart_from_the_committees(
    wanted: PostFacts, held: PostFacts, clash: bool
) -> None:
    facts = replace(ELECTED_DIRECTOR, post=wanted, basis=AppointmentBasis.ELECTED, holds=(held,))
    verdict = may_appoint(facts, on=ON)
    assert bool(verdict.exceptions) is clash
    if clash:
        with pytest.raises(RuleBroken, match="第三十二条.*请写明例外理由"):
            verdict.enforce(confirmed=True)
        verdict.enforce(confirmed=True, exception_reason="县委组织部批复")


def test_a_seat_beyond_the_authorised_number_wants_a_yes() -> None:
    verdict = may_appoint(replace(ELECTED_DIRECTOR, sitting=5), on=ON)
    assert verdict.doubts == ("任职后“两委”实有6人,超过核定的5个职数",)
    with pytest.raises(Doubtful):
        verdict.enforce()
    verdict.enforce(confirmed=True)


def test_a_second_post_of_a_sitting_person_takes_no_seat() -> None:
    facts = replace(ELECTED_DIRECTOR, sitting=5, holds=(SECRETARY,))
    assert may_appoint(facts, on=ON).doubts == ()


def test_a_holding_ends_after_it_began_and_not_in_the_future() -> None:
    def refusals(since: str | None, until: str) -> tuple[str, ...]:
        start = month(since) if since else None
        return may_span(
            started_on=start, known_from=month("2022-01-10"), ended_on=month(until), on=ON
        ).refusals

    assert refusals("2021-01", "2023-06") == ()
    assert refusals("2021-01-05", "2021-01") == ("离任时间(2021.01)早于任职时间(2021.01.05)",)
    assert refusals("2021-01", "2021-01-05") == ()
    assert refusals("2021-01", "2020-12") == ("离任时间(2020.12)早于任职时间(2021.01)",)
    assert refusals(None, "2021-12") == ("离任时间(2021.12)早于最早登记时间(2022.01.10)",)
    assert refusals("2021-01", "2023-07") == ("离任时间(2023.07)还没有到",)


def test_a_held_post_does_not_close() -> None:
    verdict = may_close_post(title="文书", holders=["郝天成", "郝天成"], closed_on=month("2023-06"), on=ON)
    assert verdict.refusals == ("郝天成还任“文书”,请先办理离任",)
    assert may_close_post(title="文书", holders=[], closed_on=month("2023-06"), on=ON).refusals == ()


def test_seats_below_those_who_sit_want_a_yes() -> None:
    assert may_state_seats(authorised=5, standing=3, sitting=5, village=True).doubts == ()
    assert may_state_seats(authorised=2, standing=3, sitting=4, village=True).doubts == (
        "“两委”现有4人,多于核定的2个职数,将显示为超配",
        "常职职数(3)多于核定职数(2)",
        "村民委员会由3至7人组成(村民委员会组织法第六条),“两委”合计只有2个职数",
    )


def test_a_single_post_is_vacant_once_and_only_without_holder() -> None:
    verdict = may_record_vacancy(
        post=DIRECTOR, since=month("2023-05"), holders=["郝天成"], open_since=month("2022-01"), on=ON
    )
    assert verdict.refusals == (
        "“村委会主任”由郝天成担任,没有空缺",
        "“村委会主任”自2022.01起的空缺已经登记",
    )
    several = may_record_vacancy(
        post=OF_THE_COMMITTEE,
        since=month("2023-05"),
        holders=["郝天成"],
        open_since=month("2022-01"),
        on=ON,
    )
    assert several.refusals == ()
