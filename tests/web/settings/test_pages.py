"""The settings on screen."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import StructureTarget
from tests.factories import add_unit
from tests.web.conftest import Filling, SignIn


@pytest.fixture(autouse=True)
def towns(filling: Filling, working_day: None) -> None:
    """Two townships."""
    with filling():
        add_unit(db.session, "青禾镇")
        add_unit(db.session, "白石镇")


def target_id(app: Flask, indicator: str = "women") -> int:
    """The id of the only target of an indicator."""
    with app.app_context():
        return db.session.scalars(
            select(StructureTarget.id).where(
                StructureTarget.indicator == indicator, StructureTarget.unit_id.is_(None)
            )
        ).one()


def test_the_list_tells_what_is_in_force_at_the_reference_date(sign_in: SignIn) -> None:
    page = sign_in("county_org_department").get("/settings", most=12)
    assert [row[:2] for row in page.rows[:4]] == [
        ["年龄计算规则", "周岁"],
        ["后备人选的称谓", "后备干部"],
        ["自定义标签", "无"],
        ["自定义职务名称", "无"],
    ]
    assert "村:村(居)委会成员不少于3人" in page.said
    assert "截至" not in page.words(".//h1")[0]
    assert page.link("设置") == "/settings"


def test_a_setting_is_changed_from_a_date_and_its_history_shown(sign_in: SignIn) -> None:
    county = sign_in("county_org_department")
    page = county.get("/settings/reserve_label/change")
    assert page.words(".//h1") == ["变更后备人选的称谓"]
    sent = {"value": "reserve_force", "valid_from": "2024.03", "basis": "县组发〔2024〕5号"}
    assert county.post("/settings/reserve_label/change", sent).location == "/settings/reserve_label"
    page = county.get("/settings/reserve_label")
    assert "2023-06-30的值:后备干部" in page.said
    [row] = page.rows
    assert row[:3] == ["2024.03", "后备力量", "县组发〔2024〕5号"]
    assert row[3].startswith("测试county-org-department")
    assert "2024-05-01的值:后备力量" in county.get("/settings/reserve_label?on=2024-05-01").said
    refused = county.post("/settings/reserve_label/change", sent, status=422)
    assert "2024.03起已有一个值,请先撤回它或另选日期" in refused.said
    [withdraw] = [
        form.get("action", "") for form in page.all(".//form") if "withdraw" in form.get("action", "")
    ]
    county.post(withdraw)
    assert county.get("/settings/reserve_label").rows == []


def test_what_was_typed_wrong_comes_back_with_the_reason(sign_in: SignIn) -> None:
    county = sign_in("county_org_department")
    county.get("/settings/own_titles/change")
    page = county.post(
        "/settings/own_titles/change", {"value": "综治专干:厅长", "valid_from": "2023.01"}, status=422
    )
    assert "“综治专干”后面的职务类别“厅长”不在列表中" in page.said
    assert page.one(".//textarea").text is not None
    assert "综治专干" in str(page.one(".//textarea").text)
    page = county.post("/settings/own_tags/change", {"value": "党代表", "valid_from": "某月"}, status=422)
    assert "党代表" in str(page.one(".//textarea").text)
    county.get("/settings/unheard_of", status=404)


def test_a_target_is_changed_and_ended_from_dates(sign_in: SignIn, blank_app: Flask) -> None:
    county = sign_in("county_org_department")
    first = target_id(blank_app)
    county.get(f"/settings/targets/{first}/change")
    sent = {"value": "2", "valid_from": "2024.03", "basis": "通知", "version": "1"}
    changed = county.post(f"/settings/targets/{first}/change", sent).location
    page = county.get(changed)
    assert page.words(".//h1") == ["女性成员不少于2人"]
    assert [row[:2] for row in page.rows] == [
        ["2024.03起", "女性成员不少于2人"],
        ["一直有效,2024.03起失效", "女性成员不少于1人"],
    ]
    county.get(f"{changed}/end")
    county.post(f"{changed}/end", {"valid_until": "2024.01", "version": "1"}, status=422)
    county.post(f"{changed}/end", {"valid_until": "2025.01", "version": "1"})
    assert "2024.03起,2025.01起失效" in county.get("/settings").said
    county.post(f"{changed}/withdraw")
    [row] = county.get(f"/settings/targets/{first}").rows
    assert row[:2] == ["一直有效,2025.01起失效", "女性成员不少于1人"]


def test_the_second_of_two_editors_sees_both_versions(sign_in: SignIn, blank_app: Flask) -> None:
    county = sign_in("county_org_department")
    first = target_id(blank_app)
    county.get(f"/settings/targets/{first}/end")
    county.post(f"/settings/targets/{first}/end", {"valid_until": "2026.01", "version": "1"})
    county.post(f"/settings/targets/{first}/end", {"valid_until": "2027.01", "version": "1"}, status=409)


def test_a_township_sets_targets_of_its_own_only(sign_in: SignIn, blank_app: Flask) -> None:
    office = sign_in("township_office", unit="青禾镇")
    page = office.get("/settings/targets/new")
    assert [option.text for option in page.all(".//select[@name='unit']/option")] == ["青禾镇"]
    unit = page.all(".//select[@name='unit']/option")[0].get("value", "")
    sent = {
        "unit": unit,
        "unit_type": "village",
        "indicator": "party_members",
        "direction": "at_least",
        "value": "3",
        "valid_from": "2022.01",
        "basis": "镇党委会议",
    }
    assert office.post("/settings/targets/new", sent).location == "/settings"
    assert "村:中共党员不少于3人" in office.get("/settings").said
    office.post("/settings/targets/new", {**sent, "unit": "0"}, status=422)
    office.get(f"/settings/targets/{target_id(blank_app)}/change")
    office.post(
        f"/settings/targets/{target_id(blank_app)}/change",
        {"value": "2", "valid_from": "2024.03", "version": "1"},
        status=403,
    )
    office.get("/settings/age_rule/change")
    office.post("/settings/age_rule/change", {"value": "calendar_year", "valid_from": "2024.03"}, status=403)
    other = sign_in("township_office", unit="白石镇", username="baishi")
    assert "中共党员" not in other.get("/settings").said


@pytest.mark.parametrize("role", ["system_administrator", "auditor", "village_staff"])
def test_others_do_not_open_the_settings(sign_in: SignIn, role: str) -> None:
    unit = "青禾镇" if role == "village_staff" else None
    sign_in(role, unit=unit).get("/settings", status=403)
