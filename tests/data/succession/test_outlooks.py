"""The register of succession as of a day, on a small town."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import EducationUpgrade, Person, PoolEntry, Post, TargetPost, Unit
from talentpool.security.scope import Scope
from talentpool.succession.ahead import Horizon
from talentpool.succession.outlook import UnitOutlook, tally_of
from talentpool.succession.prepared import candidates_by_post, persons_by_post
from talentpool.succession.queries import list_outlooks
from talentpool.vocabulary import (
    ExitReason,
    PostClass,
    PostRisk,
    SchoolingLevel,
    StudyMode,
    StudyStatus,
    UnitType,
)
from tests.data.intake.town import TOWN, take, take_sample_town
from tests.factories import add_person, add_post, add_unit, month, seat
from tests.factories.reserves import JUNE, add_reserve, add_rules, pair
from tests.factories.small_town import add_small_town
from tests.web.pages import counted_statements


@pytest.fixture
def town(app: Flask) -> Unit:
    """青禾镇 (see the factory) without reserves."""
    return add_small_town(db.session)


def unit_of(name: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def post_of(title: str, unit: str = "金竹村") -> Post:
    return db.session.scalars(select(Post).join(Unit).where(Post.title == title, Unit.name == unit)).one()


def outlook(name: str, *, on: date = JUNE, scope: Scope | None = None, **horizon: object) -> UnitOutlook:
    found = list_outlooks(scope=scope or Scope.everything(), on=on, horizon=Horizon(**horizon))  # type: ignore[arg-type]
    return next(one for one in found if one.unit.unit == name)


def risks(unit: UnitOutlook) -> dict[str, tuple[PostRisk, ...]]:
    return {post.post.title: post.risks for post in unit.posts}


def prepared(unit: UnitOutlook, title: str) -> list[tuple[str, list[str]]]:
    [post] = [post for post in unit.posts if post.post.title == title]
    return [(one.candidate.name, [lack.text for lack in one.lacks]) for one in post.prepared]


def test_the_sample_town_has_cover_for_nineteen_of_its_posts(app: Flask) -> None:
    take_sample_town()
    take(*(TOWN / name for name in ("reserves.xlsx", "education.xlsx", "mentorship.xlsx", "former.xlsx")))
    units = list_outlooks(scope=Scope.everything(), on=JUNE, horizon=Horizon())
    tally = tally_of(units)
    assert (tally.units, tally.posts, tally.covered, tally.covered_mature) == (9, 54, 19, 5)
    assert (tally.reserves, tally.mature, tally.depth, tally.shared) == (19, 5, 19.0, 0)
    assert (tally.vacant, tally.ageing, tally.deserted, tally.judged) == (1, 0, 1, 0)
    assert {unit.then for unit in units} == {date(2026, 1, 1)}
    bamboo = next(unit for unit in units if unit.unit.unit == "金竹村")
    assert prepared(bamboo, "党支部书记") == [("段梅怡", ["成熟程度为“培养”"])]


def test_posts_are_told_with_holders_vacancies_and_who_ages_out(town: Unit) -> None:
    unit = outlook("金竹村")
    assert risks(unit)["村委会副主任"] == (PostRisk.VACANT, PostRisk.NOBODY)
    assert risks(unit)["党支部书记"] == (PostRisk.NOBODY,)
    later = outlook("金竹村", years=10)
    assert risks(later)["党支部书记"] == (PostRisk.AGES_OUT, PostRisk.NOBODY)
    seated = {post.post.title: post.seated for post in unit.posts}
    assert [(one.name, one.age_now, one.ages_out) for one in seated["党支部委员"]] == [
        ("汪雪敏", 39, False),
        ("曹新庆", None, None),
    ]
    assert unit.tally.posts == 6
    assert [post.post.title for post in unit.posts if not post.post.counts] == ["村务监督委员会主任"]


def test_candidates_come_with_what_each_lacks(town: Unit) -> None:
    bamboo, secretary = unit_of("金竹村"), post_of("党支部书记")
    add_rules(db.session, town, oldest=45, schooling=SchoolingLevel.COLLEGE)
    ready = add_reserve(
        db.session, "方成", unit=bamboo, aims=[secretary], schooling=SchoolingLevel.UNDERGRADUATE
    )
    pair(db.session, add_person(db.session, "钟导", unit=bamboo), ready.person_id)
    add_reserve(db.session, "吴学", unit=bamboo, aims=[secretary], readiness="培养", born="1979-06")
    assert prepared(outlook("金竹村"), "党支部书记") == [
        ("方成", []),
        ("吴学", ["成熟程度为“培养”", "届时46岁,超过45岁", "学历高中,要求大专", "没有帮带导师"]),
    ]


def test_a_course_counts_while_it_runs(town: Unit) -> None:
    bamboo = unit_of("金竹村")
    add_rules(db.session, None, schooling=SchoolingLevel.COLLEGE)
    entry = add_reserve(db.session, "付正", unit=bamboo, aims=[post_of("村委会委员")])
    pair(db.session, add_person(db.session, "钟导", unit=bamboo), entry.person_id)
    db.session.add(
        EducationUpgrade(
            person_id=entry.person_id,
            unit_id=bamboo.id,
            level=SchoolingLevel.COLLEGE,
            mode=StudyMode.OPEN,
            enrolled_on=month("2022-03"),
            status=StudyStatus.STUDYING,
        )
    )
    db.session.flush()
    assert prepared(outlook("金竹村"), "村委会委员") == [("付正", [])]
    assert prepared(outlook("金竹村", on=date(2022, 2, 1)), "村委会委员") == [
        ("付正", ["成熟程度未评定", "学历高中,要求大专"])
    ]


def test_who_left_the_pool_is_a_candidate_no_more(town: Unit) -> None:
    entry = add_reserve(db.session, "方成", unit=unit_of("金竹村"), aims=[post_of("党支部书记")])
    entry.exited_on, entry.exit_reason = month("2023-05"), ExitReason.MOVED_AWAY
    db.session.flush()
    assert prepared(outlook("金竹村"), "党支部书记") == []
    assert prepared(outlook("金竹村", on=date(2023, 4, 30)), "党支部书记")[0][0] == "方成"


def test_somebody_prepared_for_posts_of_two_units_is_shared_whichever_is_looked_at(town: Unit) -> None:
    river, bamboo = unit_of("双河村"), unit_of("金竹村")
    aims = [post_of("党支部书记"), post_of("党支部书记", "双河村")]
    add_reserve(db.session, "方成", unit=bamboo, aims=aims)
    for unit in (river, bamboo):
        [found] = list_outlooks(scope=Scope.everything(), on=JUNE, horizon=Horizon(), unit=unit)
        assert found.tally.depth == 0.5
    assert outlook("双河村").reserves == ()
    assert tally_of([outlook("双河村"), outlook("金竹村")]).depth == 1.0
    alone = Scope(paths=(river.path,))
    assert prepared(outlook("双河村", scope=alone), "党支部书记") == []


def test_the_ledgers_count_the_same_candidates_as_the_outlook(town: Unit) -> None:
    bamboo = unit_of("金竹村")
    director, member = post_of("村委会主任"), post_of("党支部委员")
    add_post(db.session, "组织委员", PostClass.PARTY_MEMBER, unit=bamboo)
    add_reserve(db.session, "方成", unit=bamboo, aims=[director, post_of("党支部书记", "双河村")])
    entry = add_reserve(db.session, "吴学", unit=bamboo, aims=[member], readiness="培养")
    vague = add_reserve(db.session, "邓河", unit=unit_of("双河村"), aims=[member], readiness="较成熟")
    db.session.scalars(select(TargetPost).where(TargetPost.entry_id == vague.id)).one().title = "支委"
    other = add_reserve(db.session, "钱多", unit=bamboo, aims=[director])
    db.session.scalars(select(TargetPost).where(TargetPost.entry_id == other.id)).one().post_id = member.id
    left = add_reserve(db.session, "李去", unit=bamboo, aims=[director])
    left.exited_on, left.exit_reason = month("2023-01"), ExitReason.MOVED_AWAY
    db.session.flush()
    for scope in (Scope.everything(), Scope(paths=(bamboo.path,))):
        units = list_outlooks(scope=scope, on=JUNE, horizon=Horizon())
        outlooks = {
            post.post.post_id: [one.candidate.person_id for one in post.prepared]
            for unit in units
            for post in unit.posts
            if post.prepared
        }
        listed = candidates_by_post(scope=scope, on=JUNE)
        here = {post.post.post_id for unit in units for post in unit.posts}
        told = {key: [one.person_id for one in found] for key, found in listed.items() if key in here}
        assert told == outlooks
        counted = persons_by_post(scope=scope, on=JUNE)
        assert {key: found for key, found in counted.items() if key in here} == {
            key: set(found) for key, found in outlooks.items()
        }
    assert len(outlooks[member.id]) == 2
    assert entry.person_id in outlooks[member.id]


def test_who_is_prepared_for_no_post_of_the_register_is_told(town: Unit) -> None:
    add_reserve(db.session, "方成", unit=unit_of("金竹村"))
    unit = outlook("金竹村")
    assert [one.name for one in unit.without_post] == ["方成"]
    assert unit.tally.covered == 0


def test_a_unit_is_judged_by_the_quota_nearest_to_it(town: Unit) -> None:
    bamboo = unit_of("金竹村")
    add_reserve(db.session, "方成", unit=bamboo, readiness="较成熟")
    assert outlook("金竹村").is_below_quota is None
    add_rules(db.session, None, at_least=1, mature_at_least=0)
    assert outlook("金竹村").is_below_quota is False
    add_rules(db.session, town, at_least=2)
    unit = outlook("金竹村")
    assert [(one.wanted, one.have, one.mature_wanted, one.mature) for one in unit.quotas] == [(2, 1, 1, 0)]
    assert unit.is_below_quota is True
    assert tally_of([unit, outlook("双河村")]).below_quota == 2
    assert outlook("金竹村", on=date(2019, 1, 1)).is_below_quota is None


def test_the_election_is_the_end_of_the_running_term(town: Unit) -> None:
    assert outlook("金竹村").then == date(2026, 1, 1)
    assert outlook("金竹村", on=date(2027, 1, 1)).then is None
    assert outlook("金竹村", day=date(2025, 10, 1)).then == date(2025, 10, 1)


def test_the_number_of_statements_does_not_grow(town: Unit, app: Flask) -> None:
    def statements() -> int:
        db.session.commit()
        with counted_statements(app) as seen:
            list_outlooks(scope=Scope.everything(), on=JUNE, horizon=Horizon())
        return len([one for one in seen if not one.startswith(("BEGIN", "SAVEPOINT", "PRAGMA"))])

    add_rules(db.session, None, at_least=2, oldest=45)
    statements()
    few = statements()
    for number in range(6):
        village = add_unit(db.session, f"新{number}村", parent=town, unit_type=UnitType.VILLAGE)
        post = add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village)
        seat(db.session, add_person(db.session, f"张{number}", unit=village), post)
        add_reserve(db.session, f"李{number}", unit=village, aims=[post])
    assert statements() == few <= 10
    assert db.session.scalar(select(PoolEntry.id).limit(1)) is not None
    assert db.session.scalar(select(Person.id).limit(1)) is not None
