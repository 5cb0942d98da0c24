"""The first page: what wants attention, an empty installation, roles without business data."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from talentpool.extensions import db
from talentpool.models import IntakeBatch, IntakeFile, Unit
from talentpool.vocabulary import PostClass
from tests.factories import add_person, add_post, add_term, add_unit, add_vacancy, seat, state_seats
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, words_of


def _section(page: Page, name: str) -> str:
    [section] = [one for one in page.all(".//section") if one.get("id") == name]
    return words_of(section)


@pytest.fixture
def town(filling: Filling, working_day: None) -> None:
    """金竹村 (two seats, one man of 51, a vacancy since 2021-11) and 银杏村 (nothing handed in)."""
    with filling():
        session = db.session
        township = add_unit(session, "青禾镇")
        add_term(session, township)
        unit = add_unit(session, "金竹村", parent=township, roster_from=date(2023, 6, 30))
        add_unit(session, "银杏村", parent=township)
        state_seats(session, unit, 2)
        head = add_person(session, "郝天成", unit=unit, born="1972-05")
        seat(session, head, add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=unit))
        vice = add_post(session, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=unit)
        add_vacancy(session, vice, since="2021-11")


def test_home_says_what_wants_attention_with_links(sign_in: SignIn, town: None) -> None:
    page = sign_in(unit="青禾镇").get("/", most=24)
    assert "2个村(社区),2个职数,1个空缺,截至2023-06-30" in page.said
    assert "超过12个月 金竹村 村委会副主任(2021.11起,19个月) 1个" in _section(page, "vacancies")
    assert "女性成员不少于1人 金竹村 1个" in _section(page, "shortfalls")
    missing = _section(page, "missing")
    assert "在任1人" in missing
    assert "身份证号未登记 1人" in missing
    assert "未导入花名册银杏村1个" in missing
    assert "未登记职数银杏村1个" in missing
    assert "还没有导入过表格" in _section(page, "imports")


def test_every_link_of_home_opens_with_as_many_as_it_says(sign_in: SignIn, town: None) -> None:
    client = sign_in(unit="青禾镇")
    page = client.get("/")
    links = {a.get("href", "") for a in page.all(".//main//a")} - {"#main"}
    assert "/people?body=serving&missing=id_number" in links
    for url in links:
        client.get(url)
    assert len(client.get("/people?body=serving&missing=id_number").rows) == 1


def test_the_last_imports_are_listed_with_their_state(sign_in: SignIn, town: None, filling: Filling) -> None:
    with filling():
        batch = IntakeBatch(
            created_at=datetime.now(UTC), created_by="x", state="previewed", preview={}, choices={}, counts={}
        )
        batch.files = [IntakeFile(name="花名册.xlsx", size=1, sha256="0" * 64)]
        db.session.add(batch)
    assert "花名册.xlsx 待确认" in _section(sign_in(unit="青禾镇").get("/"), "imports")


def test_an_empty_installation_says_how_to_begin(sign_in: SignIn) -> None:
    page = sign_in().get("/")
    assert "从现有的三本台账开始" in page.said
    assert page.link("去导入") == "/intake"


def test_who_may_not_import_is_told_who_does(sign_in: SignIn) -> None:
    page = sign_in("village_staff").get("/")
    assert "由镇党群办导入" in page.said


def test_the_administrator_and_the_auditor_see_what_they_look_after(sign_in: SignIn, town: None) -> None:
    admin = sign_in("system_administrator").get("/")
    assert "账号 1个" in admin.said
    auditor = sign_in("auditor").get("/")
    assert "登录 2次" in auditor.said
    for page in (admin, auditor):
        assert "金竹村" not in page.said
        assert "不查看干部信息" in page.said


def test_an_ended_term_is_pointed_out_with_the_way_on(sign_in: SignIn, town: None) -> None:
    office = sign_in(unit="青禾镇")
    assert "届满" not in office.get("/?on=2025-12-31").said
    page = office.get("/?on=2026-01-01")
    assert "青禾镇“本届”已于2026.01届满,还没有开始新一届" in page.said
    assert page.link("办理换届").partition("?")[0] == "/posts/terms"


def test_a_term_that_was_followed_by_another_is_not_pointed_out(
    sign_in: SignIn, town: None, filling: Filling
) -> None:
    with filling():
        township = db.session.query(Unit).filter_by(name="青禾镇").one()
        add_term(db.session, township, since="2026-02", until="2031-02")
    assert "届满" not in sign_in(unit="青禾镇").get("/?on=2026-01-15").said


def test_a_share_of_which_nothing_is_known_is_no_zero(sign_in: SignIn, town: None) -> None:
    page = sign_in(unit="青禾镇").get("/?on=2020-01-01")
    [tile] = [one for one in page.words(".//main//*[@class='figure']") if one.startswith("一肩挑")]
    assert tile.endswith("截至2020-01-01 —")
    assert "0/" not in page.said
