"""The pages of succession."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Post, Unit
from tests.factories.reserves import add_reserve, add_rules
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town with three reserves: two for posts of 金竹村, one of them for two, and one of 双河村."""
    with filling():
        township = add_small_town(db.session)
        units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
        posts = {(post.unit.name, post.title): post for post in db.session.scalars(select(Post))}
        secretary, director = posts["金竹村", "党支部书记"], posts["金竹村", "村委会主任"]
        add_reserve(db.session, "方成", unit=units["金竹村"], aims=[secretary, director], interim=True)
        add_reserve(
            db.session, "吴学", unit=units["金竹村"], aims=[secretary], readiness="培养", born="1968-01"
        )
        add_reserve(db.session, "邓河", unit=units["双河村"], born="1965-01")
        add_rules(db.session, township, oldest=60, at_least=2)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def ids(filling: Filling, title: str) -> tuple[int, int]:
    with filling():
        post = db.session.scalars(
            select(Post).join(Unit).where(Post.title == title, Unit.name == "金竹村")
        ).one()
        return post.unit_id, post.id


def test_the_township_is_told_with_numerators_and_denominators(office: PageClient) -> None:
    page = office.get("/succession", most=15)
    assert "3个村(社区)、7个“两委”职务由谁接替,截至2023-06-30,展望到2026-01-01" in page.said
    assert "7个职务中2个有后备人选、2个有成熟人选,5个没有人选" in page.said
    assert "后备覆盖率" in page.said
    assert "28.6%2/7" in page.said
    rows = {row[0]: row[1:] for row in page.rows if len(row) == 11}
    assert rows["金竹村"] == ["6", "2", "2", "0.33", "1", "0", "1", "1", "2(1)", "达标"]
    assert rows["双河村"] == ["1", "0", "0", "0.00", "0", "0", "0", "0", "1(1)", "未达标"]
    assert rows["青禾社区"] == ["0", "0", "0", "—", "0", "0", "0", "0", "0(0)", "未达标"]


def test_who_will_have_nobody_is_found_by_looking_further_ahead(office: PageClient) -> None:
    now = office.get("/succession").said
    assert "到2026-01-01,3个村(社区)中2个没有仍合龄的后备人选(青禾社区、双河村)" in now
    then = office.get("/succession?by=1").said
    assert "到2024-06-30,3个村(社区)中1个没有仍合龄的后备人选(青禾社区)" in then
    chosen = office.get("/succession?election=2040-01-01").said
    assert "到2040-01-01,3个村(社区)中2个没有仍合龄的后备人选(青禾社区、双河村)" in chosen


def test_posts_that_fall_free_without_anybody_are_listed_and_the_list_narrowed_by_risk(
    office: PageClient,
) -> None:
    page = office.get("/succession")
    free = [row for row in page.rows if len(row) == 5 and "村委会副主任" in row[1]]
    assert free == [["金竹村", "村委会副主任", "空缺", "空缺 无后备人选", "没有"]]
    narrowed = office.get("/succession?risk=single")
    assert [row[1] for row in narrowed.rows if len(row) == 5 and row[0] == "金竹村"] == ["村委会主任"]
    assert "有此风险的职务" in narrowed.said


def test_shared_candidates_are_told_with_their_posts(office: PageClient) -> None:
    page = office.get("/succession")
    assert ["方成", "金竹村", "成熟", "金竹村党支部书记、金竹村村委会主任", "1/2"] in page.rows


def test_a_unit_shows_each_post_with_holder_risk_and_candidates(office: PageClient, filling: Filling) -> None:
    unit_id, _ = ids(filling, "党支部书记")
    page = office.get(f"/succession/units/{unit_id}", most=15)
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["党支部书记"] == [
        "郝天成 51岁 → 53岁",
        "—",
        "方成 成熟,可临时接任,兼2个职务吴学 培养",
        "2",
    ]
    assert rows["村务监督委员会主任 不计入指标"][:2] == ["崔德 58岁 → 60岁", "无后备人选"]
    assert "应有2名(成熟1名),现有2名(成熟1名)" in page.said


def test_a_post_tells_what_each_candidate_lacks(office: PageClient, filling: Filling) -> None:
    _, post_id = ids(filling, "党支部书记")
    page = office.get(f"/succession/posts/{post_id}", most=15)
    assert "2名后备人选,其中成熟1名、届时合龄2名" in page.said
    [first, second] = page.rows
    assert first[:5] == ["1", "方成 可临时接任", "金竹村", "成熟", "33"]
    assert first[8] == "没有帮带导师"
    assert second[8] == "成熟程度为“培养”;没有帮带导师"
    later = office.get(f"/succession/posts/{post_id}?by=5")
    assert later.rows[1][5] == "60"
    oldest = office.get(f"/succession/posts/{post_id}?election=2030-01-01")
    assert oldest.rows[1][8] == "成熟程度为“培养”;届时62岁,超过60岁;没有帮带导师"


def test_the_pages_follow_the_date(office: PageClient, filling: Filling) -> None:
    page = office.get("/succession?on=2021-01-31")
    assert "截至2021-01-31" in page.said
    assert "7个职务中0个有后备人选" in page.said
    assert "on=2021-01-31" in page.link("金竹村")


def test_nobody_sees_beyond_his_units_and_village_staff_see_nothing(
    office: PageClient, sign_in: SignIn, filling: Filling
) -> None:
    unit_id, post_id = ids(filling, "党支部书记")
    stranger = sign_in("group_head", unit="双河村")
    assert "金竹村" not in stranger.get("/succession").said
    stranger.get(f"/succession/units/{unit_id}", status=404)
    stranger.get(f"/succession/posts/{post_id}", status=404)
    stranger.get(f"/succession?township={unit_id}", status=404)
    clerk = sign_in("village_staff", unit="金竹村")
    clerk.get("/succession", status=403)
    with filling():
        township = db.session.scalars(select(Unit.id).where(Unit.name == "青禾镇")).one()
    office.get(f"/succession/units/{township}", status=404)


def test_a_day_that_cannot_be_read_is_refused_and_an_empty_office_is_told_what_to_do(
    office: PageClient,
) -> None:
    office.get("/succession?election=morgen", status=422)
    assert "没有符合条件的村社区" in office.get("/succession?on=2021-01-31&risk=single").said


def test_a_large_township_asks_the_same(office: PageClient, filling: Filling) -> None:
    few = office.get("/succession").statements
    with filling():
        town = db.session.scalars(select(Unit).where(Unit.name == "青禾镇")).one()
        from tests.factories.small_town import add_many_villages

        add_many_villages(db.session, town, units=30, people=3)
    assert len(office.get("/succession", most=15).statements) == len(few)
