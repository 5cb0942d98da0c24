"""The page of exports, the form and the download."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask

from talentpool.extensions import db
from talentpool.files.xlsx import XLSX_TYPE
from talentpool.models import JournalEntry, Person
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town, one of its people with an ID number."""
    with filling():
        add_small_town(db.session)
        head = db.session.query(Person).filter_by(name="郝天成").one()
        head.id_number = "519901197205191118"


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def id_numbers(page: Page) -> list[str]:
    """The column of ID numbers in a roster that was downloaded."""
    sheet = openpyxl.load_workbook(BytesIO(page.response.data))["花名册"]
    return [str(cell.value) for cell in sheet["L"] if cell.value and str(cell.value)[:3] == "519"]


def test_every_workbook_is_offered_with_what_it_holds(office: PageClient) -> None:
    page = office.get("/exports")
    assert [row[0] for row in page.rows] == [
        "干部花名册",
        "职数及空缺台账",
        "班子结构缺项分析",
        "后备干部花名册",
        "接替研判",
        "后备配备缺口",
        "学历提升台账",
        "离任干部和智囊团",
        "导师帮带台账",
    ]
    assert page.link("干部花名册") == "/exports/roster"


def test_a_workbook_is_downloaded_under_its_chinese_name_and_a_plain_one(office: PageClient) -> None:
    office.get("/exports/roster")
    page = office.post("/exports/roster", {"on": "2023-06-30", "unit": "0"}, status=200)
    assert page.response.mimetype == XLSX_TYPE
    name = quote("青禾镇两委干部花名册_20230630.xlsx")
    assert page.response.headers["Content-Disposition"] == (
        f"attachment; filename=roster_20230630.xlsx; filename*=UTF-8''{name}"
    )
    assert page.response.headers["Cache-Control"] == "no-store"
    assert id_numbers(page) == ["519***********1118"]


def test_full_numbers_want_a_purpose(office: PageClient, blank_app: Flask) -> None:
    office.get("/exports/roster")
    asked = {"on": "2023-06-30", "unit": "0", "unmasked": "y"}
    page = office.post("/exports/roster", asked, status=422)
    assert "须写明用途" in page.said
    page = office.post("/exports/roster", asked | {"purpose": "review"}, status=200, reveals=True)
    assert id_numbers(page) == ["519901197205191118"]
    with blank_app.app_context():
        entry = db.session.query(JournalEntry).filter_by(event="导出").one()
        assert (entry.subject, entry.details["purpose"]) == ("roster", "资格审查(联审)")


@pytest.mark.parametrize(
    "told", [{"purpose": "x"}, {"purpose": "other"}, {"purpose": "other", "explanation": "x"}]
)
def test_a_purpose_is_of_the_list_or_explained(office: PageClient, told: dict[str, str]) -> None:
    office.get("/exports/roster")
    asked = {"on": "2023-06-30", "unit": "0", "unmasked": "y"}
    office.post("/exports/roster", asked | told, status=422)


def test_another_purpose_is_kept_with_its_explanation(office: PageClient, blank_app: Flask) -> None:
    office.get("/exports/roster")
    asked = {"on": "2023-06-30", "unit": "0", "unmasked": "y", "purpose": "other"}
    office.post("/exports/roster", asked | {"explanation": "办理养老保险补缴"}, status=200, reveals=True)
    with blank_app.app_context():
        entry = db.session.query(JournalEntry).filter_by(event="导出").one()
        assert entry.details["purpose"] == "其他:办理养老保险补缴"


def test_the_county_may_take_files_but_not_full_numbers(sign_in: SignIn) -> None:
    county = sign_in("county_org_department", unit="青禾镇")
    page = county.get("/exports/roster")
    assert "显示完整的身份证号" not in page.said
    page = county.post(
        "/exports/roster", {"on": "2023-06-30", "unit": "0", "unmasked": "y", "purpose": "verify"}, status=200
    )
    assert id_numbers(page) == ["519***********1118"]


@pytest.mark.parametrize("on", ["", "昨天", "2023-02-30"])
def test_a_date_that_is_none_is_refused_on_the_form(office: PageClient, on: str) -> None:
    office.get("/exports/gaps")
    page = office.post("/exports/gaps", {"on": on, "unit": "0"}, status=422)
    assert page.words(".//h1") == ["班子结构缺项分析"]


def test_the_unit_of_the_page_before_is_chosen(office: PageClient, blank_app: Flask) -> None:
    page = office.get("/exports/vacancies")
    choices = page.words(".//select[@id='unit']/option")
    assert choices == ["全部单位", "青禾社区", "双河村", "金竹村"]


def test_an_unknown_workbook_is_not_found(office: PageClient) -> None:
    assert "没有“nothing”这种导出" in office.get("/exports/nothing", status=404).said


def test_village_staff_take_no_files(sign_in: SignIn) -> None:
    village = sign_in("village_staff", unit="金竹村")
    village.get("/exports", status=403)
    village.get("/exports/roster", status=403)


@pytest.mark.parametrize("unit", ["999", "abc", "99999999999999999999"])
def test_a_unit_out_of_reach_does_not_pass_for_all_units(office: PageClient, unit: str) -> None:
    said = office.get(f"/exports/roster?unit={unit}").said
    expected = "没有这个单位,或不在您的管辖范围内,请重新选择"
    assert expected in said
    assert expected not in office.get("/exports/roster").said
