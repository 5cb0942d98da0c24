"""What a candidate lacks, who ages out, and what a unit should keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import AgeRule, PartialDate
from talentpool.errors import RuleBroken
from talentpool.settings.office_age import OfficeAge, read_office_age, typed_office_age
from talentpool.succession.ahead import Horizon, look_ahead, years_on
from talentpool.succession.facts import (
    Aim,
    Candidate,
    Holder,
    PostFacts,
    Quota,
    Register,
    Requirement,
    UnitFacts,
)
from talentpool.succession.outlook import tally_of
from talentpool.succession.rules import (
    Yardstick,
    ages_out,
    aims_at,
    judge_quota,
    lacks_of,
    quotas_of,
    requirements_of,
    risks_of,
)
from talentpool.vocabulary import Body, PoliticalStatus, PostClass, PostRisk, SchoolingLevel, UnitType

ON, THEN = date(2023, 6, 30), date(2026, 1, 1)
YARDSTICK = Yardstick(ON, THEN, AgeRule.FULL_YEARS, OfficeAge({"": 60, "party_secretary": 63}))
SECRETARY = PostFacts(1, 10, "党支部书记", PostClass.PARTY_SECRETARY, Body.PARTY)
DEPUTY = PostFacts(2, 10, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, Body.COMMITTEE)
READY = Candidate(
    entry_id=1,
    person_id=1,
    name="邓素华",
    unit_id=10,
    unit="云山村",
    born_on=PartialDate(1989, 3),
    entered_on=PartialDate(2021, 3),
    readiness="成熟",
    mature=True,
    step=0,
    political_status=PoliticalStatus.PARTY_MEMBER,
    schooling=SchoolingLevel.SENIOR_HIGH,
    mentored=True,
)
COLLEGE_AND_45 = Requirement("45岁以下、大专以上", oldest=45, schooling=SchoolingLevel.COLLEGE)


def texts(candidate: Candidate, post: PostFacts = SECRETARY, *rules: Requirement) -> list[str]:
    groups = requirements_of(rules, unit_type=UnitType.VILLAGE, post_class=post.post_class)
    return [lack.text for lack in lacks_of(candidate, post, groups, YARDSTICK)]


def test_who_lacks_nothing_lacks_nothing() -> None:
    assert texts(READY) == []


def test_readiness_below_mature_and_no_mentor_are_told() -> None:
    growing = replace(READY, readiness="培养", mature=False, mentored=False)
    assert texts(growing) == ["成熟程度为“培养”", "没有帮带导师"]
    assert texts(replace(READY, readiness=None, mature=False)) == ["成熟程度未评定"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (PoliticalStatus.MASSES, ["不是中共党员"]),
        (PoliticalStatus.PROBATIONARY_MEMBER, ["预备党员,尚未转正"]),
        (None, ["政治面貌未登记"]),
        (PoliticalStatus.PARTY_MEMBER, []),
    ],
)
def test_posts_of_the_party_want_full_members(status: PoliticalStatus | None, told: list[str]) -> None:
    candidate = replace(READY, political_status=status)
    assert texts(candidate) == told
    assert texts(candidate, DEPUTY) == []


def test_schooling_below_the_rule_is_told_and_a_course_counts_where_the_rule_says_so() -> None:
    assert texts(READY, DEPUTY, COLLEGE_AND_45) == ["学历高中,要求大专"]
    student = replace(READY, studying=SchoolingLevel.COLLEGE)
    assert texts(student, DEPUTY, COLLEGE_AND_45) == ["学历高中,要求大专(在读大专)"]
    assert texts(student, DEPUTY, replace(COLLEGE_AND_45, studying_counts=True)) == []
    assert texts(replace(READY, schooling=None), DEPUTY, COLLEGE_AND_45) == ["学历未登记,要求大专"]
    full_time = replace(COLLEGE_AND_45, full_time=True)
    graduate = replace(READY, schooling=SchoolingLevel.COLLEGE)
    assert texts(graduate, DEPUTY, full_time) == ["没有登记全日制学历,要求全日制大专"]


def test_the_age_is_judged_today_and_by_the_election() -> None:
    rule = Requirement("45岁以下", oldest=45, oldest_with_exception=50)
    assert texts(replace(READY, born_on=PartialDate(1976, 1)), DEPUTY, rule) == [
        "现47岁,超过45岁(有特别理由的可到50岁)"
    ]
    assert texts(replace(READY, born_on=PartialDate(1979, 12)), DEPUTY, rule) == [
        "届时46岁,超过45岁(有特别理由的可到50岁)"
    ]
    assert texts(replace(READY, born_on=PartialDate(1980, 2)), DEPUTY, rule) == []
    assert texts(replace(READY, born_on=None), DEPUTY, rule) == ["出生年月未登记"]


def test_without_a_rule_the_age_of_the_post_itself_is_the_limit() -> None:
    old = replace(READY, born_on=PartialDate(1963, 1))
    assert texts(old, DEPUTY) == ["届时63岁,超过60岁"]
    assert texts(old, SECRETARY) == []


def test_of_alternative_rules_the_one_that_is_closest_counts() -> None:
    young = Requirement("35岁以下全日制大专", oldest=35, schooling=SchoolingLevel.COLLEGE, full_time=True)
    high = Requirement("45岁以下高中", oldest=45, schooling=SchoolingLevel.SENIOR_HIGH)
    assert texts(READY, DEPUTY, young, high) == []


def test_rules_of_one_type_and_class_are_alternatives_and_each_group_must_hold() -> None:
    general = Requirement("通用")
    other = Requirement("或者")
    village = Requirement("村", unit_type=UnitType.VILLAGE)
    secretary = Requirement("书记", post_class=PostClass.PARTY_SECRETARY, party_member=True, oldest=30)
    rules = (general, village, other, secretary)

    def told(unit_type: UnitType, post_class: PostClass) -> list[list[str]]:
        groups = requirements_of(rules, unit_type=unit_type, post_class=post_class)
        return [[one.text for one in group] for group in groups]

    assert told(UnitType.VILLAGE, PostClass.PARTY_SECRETARY) == [["通用", "或者"], ["村"], ["书记"]]
    assert told(UnitType.COMMUNITY, PostClass.COMMITTEE_MEMBER) == [["通用", "或者"]]
    assert texts(READY, SECRETARY, COLLEGE_AND_45, secretary) == ["学历高中,要求大专", "现34岁,超过30岁"]


def test_a_holder_ages_out_by_the_limit_of_his_post() -> None:
    holder = Holder(1, "崔德", PartialDate(1963, 3))
    assert ages_out(holder, PostClass.COMMITTEE_MEMBER, YARDSTICK) is True
    assert ages_out(holder, PostClass.PARTY_SECRETARY, YARDSTICK) is False
    assert ages_out(replace(holder, born_on=None), PostClass.COMMITTEE_MEMBER, YARDSTICK) is None
    unlimited = replace(YARDSTICK, office_age=OfficeAge({}))
    assert ages_out(holder, PostClass.COMMITTEE_MEMBER, unlimited) is False
    unknown = replace(YARDSTICK, then=None)
    assert ages_out(holder, PostClass.COMMITTEE_MEMBER, unknown) is None


def test_an_aim_means_its_title_else_all_posts_of_the_class() -> None:
    organizer = PostFacts(3, 10, "组织委员", PostClass.PARTY_MEMBER, Body.PARTY)
    publicist = PostFacts(4, 10, "宣传委员", PostClass.PARTY_MEMBER, Body.PARTY)
    posts = (SECRETARY, organizer, publicist)
    titled = Aim(1, 1, 10, PostClass.PARTY_MEMBER, title="组织委员")
    assert aims_at(titled, posts) == [organizer]
    assert aims_at(replace(titled, title="支部委员"), posts) == [organizer, publicist]
    assert aims_at(replace(titled, post_id=4), posts) == [publicist]
    assert aims_at(replace(titled, unit_id=11), posts) == []
    assert aims_at(replace(titled, post_class=PostClass.OTHER), posts) == []


def test_risks_are_told_together() -> None:
    assert risks_of(vacant=True, holder_ages_out=False, candidates=0, mature=0) == (
        PostRisk.VACANT,
        PostRisk.NOBODY,
    )
    assert risks_of(vacant=False, holder_ages_out=True, candidates=1, mature=0) == (
        PostRisk.AGES_OUT,
        PostRisk.NOT_MATURE,
        PostRisk.SINGLE,
    )
    assert risks_of(vacant=False, holder_ages_out=False, candidates=2, mature=1) == ()


def test_a_quota_is_a_number_or_a_share_of_the_posts_rounded_up() -> None:
    reserves = (READY, replace(READY, entry_id=2, mature=False))
    whole = judge_quota(Quota(at_least=3, mature_at_least=1), posts=(), reserves=reserves, aiming=set())
    assert (whole.wanted, whole.have, whole.mature, whole.short, whole.is_met) == (3, 2, 1, 1, False)
    share = Quota(post_class=PostClass.PARTY_SECRETARY, per_post=1.5)
    state = judge_quota(share, posts=(SECRETARY, DEPUTY), reserves=reserves, aiming={1, 2})
    assert (state.wanted, state.have, state.is_met) == (2, 2, True)


def test_the_quota_of_a_type_stands_instead_of_the_general_one() -> None:
    general, community = Quota(at_least=3), Quota(unit_type=UnitType.COMMUNITY, at_least=5)
    assert quotas_of((general, community), unit_type=UnitType.VILLAGE) == [general]
    assert quotas_of((general, community), unit_type=UnitType.COMMUNITY) == [community]


def register_of(*, aims: dict[int, list[Aim]], candidates: tuple[Candidate, ...]) -> Register:
    unit = UnitFacts(10, "云山村", UnitType.VILLAGE, 1, "青禾镇", election_on=THEN)
    return Register(ON, (unit,), (SECRETARY, DEPUTY), candidates, aims)


def outlook_of(register: Register, horizon: Horizon = Horizon()):  # type: ignore[no-untyped-def]  # noqa: B008
    [unit] = look_ahead(
        register, horizon=horizon, age_rule=AgeRule.FULL_YEARS, office_age=YARDSTICK.office_age
    )
    return unit


def test_somebody_shared_by_two_posts_counts_half_for_each() -> None:
    aims = {1: [Aim(1, 1, 10, PostClass.PARTY_SECRETARY), Aim(1, 2, 10, PostClass.COMMITTEE_DEPUTY_DIRECTOR)]}
    unit = outlook_of(register_of(aims=aims, candidates=(READY,)))
    assert [[one.share for one in post.prepared] for post in unit.posts] == [[0.5], [0.5]]
    tally = unit.tally
    assert (tally.posts, tally.covered, tally.prepared, tally.depth) == (2, 2, 2, 1.0)
    assert (tally.shared, tally.candidates, tally.candidates_a_post) == (1, 1, 0.5)


def test_candidates_stand_in_order_interim_first_then_the_readier_then_the_first_choice() -> None:
    def aim(entry: int, rank: int, *, interim: bool = False) -> list[Aim]:
        return [Aim(entry, rank, 10, PostClass.PARTY_SECRETARY, interim=interim)]

    candidates = tuple(
        replace(READY, entry_id=nth, person_id=nth, name=name, step=step)
        for nth, (name, step) in enumerate((("甲", 2), ("乙", 0), ("丙", 1), ("丁", 0)), start=1)
    )
    aims = {1: aim(1, 1, interim=True), 2: aim(2, 2), 3: aim(3, 1), 4: aim(4, 1)}
    [secretary, _] = outlook_of(register_of(aims=aims, candidates=candidates)).posts
    assert [(one.place, one.candidate.name) for one in secretary.prepared] == [
        (1, "甲"),
        (2, "丁"),
        (3, "乙"),
        (4, "丙"),
    ]


def test_who_is_of_age_now_may_be_too_old_in_so_many_years() -> None:
    aging = replace(READY, born_on=PartialDate(1962, 1))
    register = register_of(aims={1: [Aim(1, 1, 10, PostClass.PARTY_SECRETARY)]}, candidates=(aging,))
    assert outlook_of(register, Horizon(years=1)).staying == 1
    five = outlook_of(register, Horizon(years=5))
    assert (five.then, five.staying, five.tally.without_reserve_then) == (date(2028, 6, 30), 0, 1)
    assert outlook_of(register, Horizon(day=date(2030, 1, 1))).then == date(2030, 1, 1)
    assert years_on(date(2024, 2, 29), 1) == date(2025, 2, 28)


@given(st.lists(st.integers(1, 6), max_size=12))
def test_the_depth_of_all_posts_together_is_the_number_of_persons(aims_each: list[int]) -> None:
    posts = tuple(replace(DEPUTY, post_id=nth, title=f"职务{nth}") for nth in range(1, 7))
    candidates = tuple(replace(READY, entry_id=nth, person_id=nth) for nth in range(1, len(aims_each) + 1))
    aims = {
        nth: [Aim(nth, rank, 10, DEPUTY.post_class, post_id=rank) for rank in range(1, count + 1)]
        for nth, count in enumerate(aims_each, start=1)
    }
    unit = UnitFacts(10, "云山村", UnitType.VILLAGE, 1, "青禾镇", election_on=THEN)
    found = look_ahead(
        Register(ON, (unit,), posts, candidates, aims),
        horizon=Horizon(),
        age_rule=AgeRule.FULL_YEARS,
        office_age=OfficeAge({}),
    )
    tally = tally_of(found)
    assert tally.depth == pytest.approx(len(aims_each))
    assert tally.prepared == sum(aims_each)
    assert tally.covered + tally.uncovered == tally.posts == 6


def test_the_ages_of_office_are_typed_and_read_back() -> None:
    read = read_office_age("60\n党组织书记:63\n")
    assert read == {"": 60, "party_secretary": 63}
    assert typed_office_age(read) == "60\n党组织书记:63"
    assert read_office_age("") == {}
    with pytest.raises(RuleBroken) as broken:
        read_office_age("六十\n厅长:60\n60\n61")
    assert list(broken.value.reasons) == [
        "“六十”的年龄应为30至90之间的整数",
        "“厅长”不在职务类别列表中",
        "“61”写了不止一次",
    ]
