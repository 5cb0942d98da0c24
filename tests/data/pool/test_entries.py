"""Stays in the pool: rated with evidence, aimed at posts, reviewed each year, ended, and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.audit.undo import list_acts, undo
from talentpool.dates import PartialDate
from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import PoolEntry
from talentpool.pool.queries import (
    count_by_unit,
    get_entry,
    list_ratings,
    list_sources,
    list_targets,
    list_yearly_reviews,
)
from talentpool.pool.services.entries import aim_at, correct_entry, exit_pool, rate_readiness, review_year
from talentpool.pool.stays import EntryFacts, RatingFacts, ReviewFacts, SourceFacts
from talentpool.pool.targets import target_of
from talentpool.security.actor import Actor
from talentpool.security.scope import Scope
from talentpool.vocabulary import ExitReason, NominationWay, PostClass, SourceCategory, YearlyOutcome
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town
from tests.data.pool.reserves import enter


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town()


@pytest.fixture
def entry(town: Town) -> PoolEntry:
    return enter(town.yan, town.jinzhu)


def rating(word: str = "成熟", on: date = date(2023, 5, 1), evidence: str = "考察情况好") -> RatingFacts:
    return RatingFacts(word, on, "镇党委", evidence)


def review(year: int = 2022, on: date = date(2022, 12, 20)) -> ReviewFacts:
    return ReviewFacts(year, on, "镇党群办", YearlyOutcome.KEEP)


def test_a_rating_counts_from_its_day_and_keeps_its_evidence(town: Town, entry: PoolEntry) -> None:
    rate_readiness(entry, rating(), by=town.by, on=ON)
    assert [(one.readiness, one.evidence) for one in list_ratings(entry)] == [
        ("培养", "按台账登记"),
        ("成熟", "考察情况好"),
    ]
    mature = {one.unit: one.mature for one in count_by_unit(scope=ANYWHERE, on=ON)}
    assert mature == {"金竹村": 1, "石桥村": 0}
    before = {one.unit: one.mature for one in count_by_unit(scope=ANYWHERE, on=date(2023, 4, 30))}
    assert before == {"金竹村": 0, "石桥村": 0}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (rating("极好"), "“极好”不在成熟程度等次(成熟、较成熟、培养)中"),
        (rating(evidence=" "), "请写明评定依据"),
        (rating(on=date(2022, 2, 1)), "评定时间早于入库时间(2022.03)"),
        (rating(on=date(2023, 7, 1)), "评定时间(2023-07-01)还没有到"),
        (rating(on=date(2022, 3, 15)), "2022-03-15已评定过一次;要改那一次,请先在操作记录中撤销"),
    ],
)
def test_a_rating_that_does_not_hold_is_refused(
    town: Town, entry: PoolEntry, facts: RatingFacts, reason: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        rate_readiness(entry, facts, by=town.by, on=ON)
    assert refused.value.reasons == (reason,)


def test_targets_are_ranked_anew_and_known_by_the_posts_that_stand(town: Town, entry: PoolEntry) -> None:
    first = target_of(town.jinzhu, "村委会主任", interim=True, on=ON)
    second = target_of(town.shiqiao, "村委会副主任", interim=False, on=ON)
    aim_at(entry, [first, second], by=town.by)
    assert [
        (one.rank, one.title, one.post_class, one.post_id, one.interim) for one in list_targets(entry)
    ] == [
        (1, "村委会主任", PostClass.COMMITTEE_DIRECTOR, town.director.id, True),
        (2, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, None, False),
    ]
    aim_at(entry, [second], by=town.by)
    assert [(one.rank, one.title, one.unit_id) for one in list_targets(entry)] == [
        (1, "村委会副主任", town.shiqiao.id)
    ]
    with pytest.raises(RuleBroken, match="写了两次"):
        aim_at(entry, [first, first], by=town.by)


def test_a_year_is_reviewed_once_and_only_while_in(town: Town, entry: PoolEntry) -> None:
    review_year(entry, review(), by=town.by, on=ON)
    assert [(one.year, one.outcome) for one in list_yearly_reviews(entry)] == [(2022, YearlyOutcome.KEEP)]
    for facts, reason in (
        (review(), "2022年度已考核过一次;要改那一次,请先在操作记录中撤销"),
        (review(2021), "2021年还没有入库,不参加考核"),
        (review(2023, date(2022, 12, 31)), "考核时间早于考核年度"),
        (review(2024), "考核年度应在1980至2023之间"),
    ):
        with pytest.raises(RuleBroken) as refused:
            review_year(entry, facts, by=town.by, on=ON)
        assert reason in refused.value.reasons


def test_sources_keep_exactly_one_main(town: Town, entry: PoolEntry) -> None:
    facts = EntryFacts(day("2022-02"), NominationWay.MASSES, occupation="种植大户")
    both = (SourceCategory.VETERAN, SourceCategory.OTHER)
    with pytest.raises(RuleBroken, match="请指明主要类别"):
        correct_entry(entry, facts, SourceFacts(both), by=town.by, on=ON)
    correct_entry(entry, facts, SourceFacts(both, SourceCategory.OTHER, "乡土能人"), by=town.by, on=ON)
    assert [(one.category, one.written, one.main) for one in list_sources(entry)] == [
        (SourceCategory.OTHER, "乡土能人", True),
        (SourceCategory.VETERAN, "", False),
    ]
    assert (entry.entered_on, entry.way, entry.occupation) == (
        day("2022-02"),
        NominationWay.MASSES,
        "种植大户",
    )


def leave(entry: PoolEntry, town: Town, until: str, **more: object) -> None:
    values = {"reason": ExitReason.USED, "destination": "金竹村党支部副书记"} | more
    exit_pool(entry, exited_on=PartialDate.from_iso(until), by=town.by, on=ON, **values)  # type: ignore[arg-type]


def test_who_leaves_is_in_until_that_day_and_the_exit_can_be_taken_back(town: Town, entry: PoolEntry) -> None:
    leave(entry, town, "2023-06-01")
    counts = [
        sum(one.reserves for one in count_by_unit(scope=ANYWHERE, on=on))
        for on in (date(2023, 5, 31), date(2023, 6, 1))
    ]
    assert counts == [1, 0]
    with pytest.raises(RuleBroken, match="已于2023.06.01出库"):
        leave(entry, town, "2023-06-02")
    act = list_acts(scope=ANYWHERE, kind="pool")[0]
    assert act.label == "出库:金竹村 晏秋"
    undo(act.id, by=town.by)
    db.session.flush()
    entry = db.session.get_one(PoolEntry, entry.id)
    assert (entry.exited_on, entry.exit_reason, entry.exit_destination) == (None, None, "")


def test_an_exit_before_the_entry_or_ahead_of_time_is_refused_and_one_before_later_records_asked_about(
    town: Town, entry: PoolEntry
) -> None:
    with pytest.raises(RuleBroken, match="出库时间早于入库时间"):
        leave(entry, town, "2022-02")
    with pytest.raises(RuleBroken, match="还没有到"):
        leave(entry, town, "2023-07-01")
    with pytest.raises(RuleBroken, match="请在去向中写明"):
        leave(entry, town, "2023-06-01", reason=ExitReason.OTHER, destination="")
    rate_readiness(entry, rating(), by=town.by, on=ON)
    with pytest.raises(Doubtful, match="2023-05-01还有评定或考核的记录"):
        leave(entry, town, "2023-04-01")
    leave(entry, town, "2023-04-01", confirmed=True)
    assert entry.exited_on == day("2023-04-01")


def test_a_stay_beyond_reach_is_not_there_for_pages_nor_acts(town: Town, entry: PoolEntry) -> None:
    elsewhere = Scope((town.shiqiao.path,))
    with pytest.raises(Missing):
        get_entry(entry.id, scope=elsewhere)
    stranger = Actor(name="石桥", permissions=town.by.permissions, scope=elsewhere)
    with pytest.raises(Missing):
        rate_readiness(entry, rating(), by=stranger, on=ON)
