"""The pages of keeping: what is due, the act with its decision, the ledger, a person's rights."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import JournalEntry, Person, Unit
from talentpool.vocabulary import StepOutcome
from tests.data.retention.people import CANARY, add_known_person, add_nomination
from tests.factories import add_person
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

TYPED = {
    "reason": "保存期限届满",
    "decider": "镇党委会",
    "decided_on": "2023-06-28",
    "document": "青镇党纪〔2023〕12号",
    "sure": "y",
}


@pytest.fixture
def town(filling: Filling) -> dict[str, int]:
    """The small town with one whose time is over; ids by name."""
    with filling():
        add_small_town(db.session())
        unit = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
        other = db.session.scalars(select(Person).where(Person.name == "郝天成")).one()
        add_known_person(db.session(), unit, other)
        add_person(db.session(), "登错的人", unit=unit)
        db.session.flush()
        return {person.name: person.id for person in db.session.scalars(select(Person))}


@pytest.fixture
def client(town: dict[str, int], sign_in: SignIn) -> PageClient:
    return sign_in("township_office", unit="青禾镇")


def test_the_rules_say_how_long_since_when_why_and_how_many_are_due(client: PageClient) -> None:
    page = client.get("/retention")
    assert [row[:4] for row in page.rows[:2]] == [
        ["离任、出库人员", "10年", "离任、出库和其他登记事项全部结束之后", "1"],
        ["未任职、未入库人员", "3年", "最后一件登记事项结束之后;没有的,登记之后", "0"],
    ]
    assert "个人信息保护法第十九条" in page.said
    assert "网络安全法第二十一条:网络日志留存不少于六个月" in page.said


def test_the_basis_that_an_office_states_stands_beside_its_period(
    town: dict[str, int], sign_in: SignIn
) -> None:
    county = sign_in("county_org_department")
    sent = {"value": "15", "valid_from": "2023.01", "basis": "县委组织部〔2023〕5号"}
    assert county.post("/settings/keep_cadres/change", sent).location == "/settings/keep_cadres"
    [row] = [row for row in county.get("/retention").rows if row[0] == "离任、出库人员"]
    assert (row[1], row[3], row[4]) == ("15年", "0", "县委组织部〔2023〕5号")


def test_what_is_due_is_listed_and_goes_by_a_decision_that_stands_in_the_ledger(
    client: PageClient, town: dict[str, int]
) -> None:
    name = f"陈旧{CANARY}"
    page = client.get("/retention/due/cadres")
    assert [row[1:5] for row in page.rows] == [[name, "金竹村", "1950.02", "2010.06"]]
    done = client.post("/retention/due/cadres", {**TYPED, "id": str(town[name])}, most=120)
    shown = client.get(done.location)
    assert "已清除1项资料,共39条数据,已记入清除登记簿" in shown.said
    for told in ("保存期限届满", "镇党委会", "2023-06-28", "青镇党纪〔2023〕12号", "青禾镇"):
        assert told in shown.said
    assert shown.rows[0][:2] == ["人员", str(town[name])]
    assert CANARY not in shown.said
    client.get(f"/people/{town[name]}", status=404)
    assert [row[1:5] for row in client.get("/retention/purges").rows] == [
        ["离任、出库人员", "青禾镇", "1", "39"]
    ]
    assert "没有到期的资料" in client.get("/retention/due/cadres").said


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        ("reason", "请写明清除原因"),
        ("decider", "请写明决定机构"),
        ("document", "请写明文件或会议编号"),
        ("sure", "请核对后勾选,清除后不能恢复"),
        ("id", "没有选择要清除的资料"),
    ],
)
def test_nothing_goes_without_a_whole_decision(
    client: PageClient, town: dict[str, int], left_out: str, reason: str
) -> None:
    client.get("/retention/due/cadres")
    sent = {**TYPED, "id": str(town[f"陈旧{CANARY}"])}
    del sent[left_out]
    page = client.post("/retention/due/cadres", sent, status=422)
    assert reason in page.said
    client.get(f"/people/{town[f'陈旧{CANARY}']}")


def test_somebody_who_is_not_due_is_not_erased_by_naming_him(
    client: PageClient, town: dict[str, int]
) -> None:
    client.get("/retention/due/cadres")
    page = client.post("/retention/due/cadres", {**TYPED, "id": str(town["郝天成"])}, status=409)
    assert "没有清除" in page.said
    client.get(f"/people/{town['郝天成']}")


def test_an_unknown_kind_is_not_found(client: PageClient) -> None:
    client.get("/retention/due/everything", status=404)


def test_a_persons_page_says_how_long_he_is_kept_and_why_he_cannot_be_erased(
    client: PageClient, town: dict[str, int]
) -> None:
    sitting = client.get(f"/retention/people/{town['郝天成']}")
    assert "还不能删除:现任职务" in sitting.said
    former = client.get(f"/retention/people/{town['吴老三']}")
    assert "保存期限未满,应保存至2031.11" in former.said
    refused = client.post(f"/retention/people/{town['吴老三']}/erase", TYPED, status=422)
    assert "保存期限未满,应保存至2031.11" in refused.said


def test_who_never_served_is_erased_at_his_request(client: PageClient, town: dict[str, int]) -> None:
    page = client.get(f"/retention/people/{town['登错的人']}")
    page = client.get(page.link("删除全部资料"))
    done = client.post(f"/retention/people/{town['登错的人']}/erase", TYPED)
    assert "已按本人请求删除,共2条数据" in client.get(done.location).said
    client.get(f"/people/{town['登错的人']}", status=404)


def test_a_request_to_put_something_right_is_recorded_and_decided_once(
    client: PageClient, town: dict[str, int]
) -> None:
    address = f"/retention/people/{town['曾波']}"
    page = client.get(client.get(address).link("登记更正申请 更正申请"))
    client.post(f"{address}/requests/new", {"asked_on": "2023-06-20", "wanted": "入党时间应为2008.07"})
    listed = client.get(address)
    assert listed.rows[0][:3] == ["2023-06-20", "入党时间应为2008.07", "待办理"]
    decide = listed.link("办理")
    page = client.get(decide)
    version = page.one(".//input[@name='version']").get("value")
    sent = {
        "version": version,
        "outcome": "refused",
        "decided_on": "2023-06-25",
        "decider": "镇党群办",
    }
    assert "没有全部更正的,请写明理由" in client.post(decide, sent, status=422).said
    client.post(decide, {**sent, "explanation": "入党志愿书所载为2009.07"})
    assert client.get(address).rows[0][2:5] == [
        "核实无误,不予更正",
        "2023-06-25 镇党群办",
        "入党志愿书所载为2009.07",
    ]
    again = {**sent, "version": "2", "explanation": "别的"}
    assert "已经办理,不能再改" in client.post(decide, again, status=422).said


def test_a_request_of_tomorrow_is_refused(client: PageClient, town: dict[str, int]) -> None:
    address = f"/retention/people/{town['曾波']}/requests/new"
    client.get(address)
    page = client.post(address, {"asked_on": date(2023, 7, 1).isoformat(), "wanted": "更正"}, status=422)
    assert "申请日期不能晚于今天" in page.said


def test_a_nomination_that_was_refused_long_ago_is_told_with_its_outcome(
    client: PageClient, town: dict[str, int], filling: Filling
) -> None:
    with filling():
        unit = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
        person = db.session.get_one(Person, town["登错的人"])
        add_nomination(db.session(), unit, person, closed="2012-01", outcome=StepOutcome.REJECTED)
    assert client.get("/retention/due/nominations").rows[0][1:] == [
        "登错的人",
        "金竹村",
        "1980.01",
        "2012.01",
        "不通过",
    ]


def test_the_copy_is_a_word_document_masked_until_it_is_asked_for_in_full(
    client: PageClient, town: dict[str, int], filling: Filling
) -> None:
    number = town[f"陈旧{CANARY}"]
    page = client.get(client.get(f"/retention/people/{number}").link("复制个人信息"))
    refused = client.post(f"/retention/people/{number}/copy", {"unmasked": "y"}, status=422)
    assert "须写明用途" in refused.said
    masked = client.browser.post(f"/retention/people/{number}/copy", data={"csrf_token": client.token})
    whole = client.browser.post(
        f"/retention/people/{number}/copy",
        data={"csrf_token": client.token, "unmasked": "y", "purpose": "本人申请查阅"},
    )
    for answer in (masked, whole):
        assert answer.status_code == 200
        assert answer.mimetype.endswith("wordprocessingml.document")
        assert answer.data.startswith(b"PK")
    with filling():
        entries = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "导出")).all()
        told = [
            (one.details["unmasked"], one.details["purpose"], len(one.details["sha256"])) for one in entries
        ]
        assert told == [(False, "", 64), (True, "本人申请查阅", 64)]
        assert {one.subject for one in entries} == {f"个人信息副本:陈旧{CANARY}(人员编号{number})"}
    assert page.words(".//h1") == [f"复制陈旧{CANARY}的个人信息"]


@pytest.mark.parametrize("role", ["county_org_department", "group_head", "village_staff"])
def test_only_the_office_that_keeps_the_person_takes_the_copy(
    town: dict[str, int], sign_in: SignIn, role: str
) -> None:
    unit = None if role == "county_org_department" else "金竹村"
    sign_in(role, unit=unit).get(f"/retention/people/{town['曾波']}/copy", status=403)


def test_the_list_of_what_is_due_is_taken_out_for_the_meeting(
    client: PageClient, town: dict[str, int]
) -> None:
    page = client.get("/retention/due/cadres")
    form = page.one(".//form[@action='/retention/due/cadres/workbook']")
    assert form.get("method") == "post"
    answer = client.browser.post("/retention/due/cadres/workbook", data={"csrf_token": client.token})
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    for told in (f"陈旧{CANARY}", "金竹村", "1950.02", "2010.06"):
        assert told in cells


def test_who_may_purge_opens_the_rights_page_and_is_offered_only_what_he_may_do(
    town: dict[str, int], sign_in: SignIn
) -> None:
    county = sign_in("county_org_department")
    page = county.get(f"/retention/people/{town['登错的人']}")
    assert county.get(page.link("删除全部资料")).words(".//h1") == ["删除登错的人的全部资料"]
    assert "登记更正申请" not in page.said
    assert "复制个人信息" not in page.said
    sign_in("village_staff", unit="金竹村").get(f"/retention/people/{town['登错的人']}", status=403)


def test_the_page_of_erasing_says_what_stays_in_the_log(client: PageClient, town: dict[str, int]) -> None:
    said = client.get(f"/retention/people/{town['登错的人']}/erase").said
    assert "姓名、籍贯、出生年月、备注等仍留在其中,身份证号、电话只留打码的形式" in said
    assert "不含删除的内容" not in said


def test_a_number_in_the_reason_is_refused_with_what_was_typed_kept(
    client: PageClient, town: dict[str, int]
) -> None:
    url = f"/retention/people/{town['登错的人']}/erase"
    client.get(url)
    page = client.post(url, TYPED | {"reason": "本人请求 13900000000"}, status=422)
    assert "清除原因里不要写身份证号或电话号码" in page.said
    client.get(f"/people/{town['登错的人']}")


def test_the_ledger_of_deletions_is_set_for_paper_only_when_it_is_asked_for(
    client: PageClient, town: dict[str, int]
) -> None:
    client.get(f"/retention/people/{town['登错的人']}/erase")
    done = client.post(f"/retention/people/{town['登错的人']}/erase", TYPED).location
    for address in ("/retention/purges", done):
        assert "打印版" not in client.get(address).said
        assert client.get(f"{address}?print=1").said.count("打印版") == 1
