"""“导出本表”: any list as a workbook, with the filters, order, columns and day of its page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask

from talentpool.exports.lists import LEDGERS
from talentpool.extensions import db
from talentpool.files.xlsx import XLSX_TYPE
from talentpool.models import JournalEntry, Person, PersonTag
from tests.factories.small_town import add_many_villages, add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient, words_of

ADDRESSES = {
    "units": "/units",
    "people": "/people",
    "posts": "/posts",
    "vacancies": "/posts/vacancies",
    "gaps": "/analysis",
}


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town, one of its people with numbers and a tag."""
    with filling():
        add_small_town(db.session)
        head = db.session.query(Person).filter_by(name="郝天成").one()
        head.id_number, head.phone = "519901197205191118", "19900000055"
        db.session.add(PersonTag(person_id=head.id, tag="退役军人"))


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def take(client: PageClient, url: str) -> Page:
    """Press “导出本表” on a page."""
    page = client.get(url)
    [form] = [one for one in page.all(".//form") if words_of(one) == "导出本表"]
    return client.post(form.get("action") or "", status=200)


def table(taken: Page) -> tuple[list[str], list[list[object]]]:
    """(headers, rows without their number) of a workbook."""
    sheet = openpyxl.load_workbook(BytesIO(taken.response.data)).worksheets[1]
    lines: list[Sequence[object]] = list(sheet.iter_rows(values_only=True))
    top = next(place for place, line in enumerate(lines) if line[0] == "序号")
    headers = [str(one).replace("\n", "") for one in lines[top][1:]]
    rows = [list(line[1:]) for line in lines[top + 1 :] if isinstance(line[0], int)]
    return headers, rows


@pytest.mark.parametrize("slug", ADDRESSES)
def test_page_and_workbook_name_the_same_columns(office: PageClient, slug: str) -> None:
    headers, _rows = table(take(office, ADDRESSES[slug]))
    page = office.get(ADDRESSES[slug])
    shown = [
        ["".join(words_of(cell).split()) for cell in head.findall(".//th")] for head in page.all(".//thead")
    ]
    assert headers in shown
    assert headers == [column.label for column in LEDGERS[slug].columns][: len(headers)]


@pytest.mark.parametrize("slug", ADDRESSES)
def test_a_list_leaves_by_the_one_door(office: PageClient, blank_app: Flask, slug: str) -> None:
    taken = take(office, ADDRESSES[slug])
    assert taken.response.mimetype == XLSX_TYPE
    name = quote(f"青禾镇{LEDGERS[slug].title}_20230630.xlsx")
    assert f"filename*=UTF-8''{name}" in taken.response.headers["Content-Disposition"]
    with blank_app.app_context():
        [entry] = db.session.query(JournalEntry).filter_by(event="导出").all()
        assert entry.subject == f"list:{slug}"
        assert entry.details["on"] == "2023-06-30"
        assert len(entry.details["sha256"]) == 64


def test_people_are_taken_as_they_are_filtered_and_sorted(office: PageClient) -> None:
    url = "/people?body=two_committees&sort=-age"
    _headers, rows = table(take(office, url))
    assert [row[0] for row in rows] == [row[0] for row in office.get(url).rows]
    assert [row[0] for row in rows][:2] == ["郝天成", "汪雪敏"]


def test_chosen_columns_are_those_of_the_file_with_numbers_masked(
    office: PageClient, blank_app: Flask
) -> None:
    taken = take(office, "/people?q=郝&col=id_number&col=phone&col=tags")
    headers, rows = table(taken)
    assert headers == ["姓名", "身份证号", "联系电话", "标签"]
    assert rows == [["郝天成", "519***********1118", "199****0055", "退役军人"]]
    with blank_app.app_context():
        [entry] = db.session.query(JournalEntry).filter_by(event="导出").all()
        assert entry.details["filters"] == "查找:郝"
        assert entry.details["columns"] == ["序号", "姓名", "身份证号", "联系电话", "标签"]


def test_the_day_of_the_page_is_that_of_the_file(office: PageClient) -> None:
    taken = take(office, "/posts?q=副主任&on=2021-06-30")
    assert table(taken)[1] == [["金竹村", "村委会副主任", "村(居)民委员会", "吴老三", "在任", "2021.01"]]
    assert "20210630" in taken.response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(taken.response.data)).worksheets[1]
    assert "填报时间:2021年6月30日" in [cell.value for cell in sheet[2]]


def test_the_file_says_what_it_was_narrowed_to(office: PageClient) -> None:
    taken = take(office, "/units?attention=vacant&type=village")
    told = dict(
        row[:2]
        for row in openpyxl.load_workbook(BytesIO(taken.response.data))["说明"].iter_rows(values_only=True)
    )
    assert told["筛选条件"] == "类型:村;关注:有空缺"
    assert [row[0] for row in table(taken)[1]] == ["双河村", "金竹村"]


def test_what_units_lack_is_taken_with_what_closes_it(office: PageClient) -> None:
    _headers, rows = table(take(office, "/analysis"))
    assert ["村委会现有2人,少于法定最少3人", "补选村委会副主任后村委会为3人,达到法定人数"] in [
        row[1:3] for row in rows
    ]


def test_nothing_of_other_units_leaves(office: PageClient, sign_in: SignIn) -> None:
    county = sign_in("county_org_department", unit="双河村")
    names = [row[0] for row in table(take(county, "/people"))[1]]
    assert names == ["方大河"]


def test_who_may_take_no_files_is_offered_none(sign_in: SignIn) -> None:
    clerk = sign_in("village_staff", unit="金竹村")
    for url in ADDRESSES.values():
        assert "导出本表" not in clerk.get(url).said
    clerk.post("/exports/lists/people", status=403)


def test_a_list_that_does_not_exist_is_missing(office: PageClient) -> None:
    office.get("/units")
    office.post("/exports/lists/nothing", status=404)
    office.post("/exports/lists/snapshot?snapshot=9", status=404)


def test_a_long_list_is_taken_whole_with_few_statements(office: PageClient, filling: Filling) -> None:
    from talentpool.models import Unit

    with filling():
        add_many_villages(
            db.session, db.session.query(Unit).filter_by(name="青禾镇").one(), units=4, people=500
        )
    page = office.get("/people?q=张")
    assert "2000人" in page.said
    taken = office.post("/exports/lists/people?q=张", status=200, most=40)
    headers, rows = table(taken)
    assert len(rows) == 2000
    assert rows[0][:2] == ["张0号0", "新0村"]


def test_a_large_list_is_sent_from_the_disk(office: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    small = take(office, "/people")
    monkeypatch.setattr("talentpool.exports.services.LARGE", 0)
    large = take(office, "/people")
    assert large.response.headers["Content-Length"] == str(len(large.response.data))
    assert table(large) == table(small)
    large.response.close()  # as a server does once all is sent
