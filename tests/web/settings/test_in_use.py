"""What an office set for itself is offered and shown on the pages of other features."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.security.actor import console_operator
from talentpool.settings.services import set_value
from talentpool.vocabulary import SettingKey, UnitType
from tests.factories import add_unit, month
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn


@pytest.fixture
def village(filling: Filling, working_day: None) -> int:
    """A village whose county has words of its own from 2023, and another name for reserves from 2024."""
    with filling():
        township = add_unit(db.session, "青禾镇", unit_type=UnitType.TOWNSHIP)
        unit = add_unit(db.session, "金竹村", parent=township)
        for key, value, since in (
            (SettingKey.OWN_TITLES, {"综治专干": "other"}, "2023-01"),
            (SettingKey.OWN_TAGS, ["党员先锋岗"], "2023-01"),
            (SettingKey.RESERVE_LABEL, "reserve_force", "2024-01"),
        ):
            set_value(key, value, valid_from=month(since), basis="", by=console_operator())
        return unit.id


def test_an_own_title_is_offered_and_tells_its_class(village: int, sign_in: SignIn) -> None:
    clerk = sign_in(unit="青禾镇")
    page = clerk.get(f"/posts/units/{village}/open")
    field = page.one(".//input[@name='title']")
    offered = [one.get("value") for one in page.all(f".//datalist[@id='{field.get('list')}']/option")]
    assert offered[0] == "综治专干"
    assert "村委会主任" in offered
    done = clerk.post(f"/posts/units/{village}/open", {"title": "综治专干", "post_class": ""})
    assert done.status == 302
    assert "综治专干" in clerk.get(f"/posts/units/{village}").said
    refused = clerk.post(f"/posts/units/{village}/open", {"title": "综治协管", "post_class": ""}, status=422)
    assert "“综治协管”从名称看不出是什么职务,请选择职务类别" in refused.said


def test_own_tags_are_ticked_and_stay_ticked(village: int, sign_in: SignIn) -> None:
    clerk = sign_in(unit="青禾镇")
    page = clerk.get("/people/register")
    boxes = [one.get("value") for one in page.all(".//input[@name='tags']")]
    assert boxes[-1] == "党员先锋岗"
    sent = fields_of(page) | {
        "name": "岳明",
        "unit": str(village),
        "tags": ["党员先锋岗"],
        "other_tags": "返乡创业",
    }
    person = clerk.post("/people/register", sent).location
    form = clerk.get(f"{person}/correct")
    ticked = [one.get("value") for one in form.all(".//input[@name='tags']") if "checked" in one.attrib]
    assert ticked == ["党员先锋岗"]
    assert form.one(".//input[@name='other_tags']").get("value") == "返乡创业"


def test_pages_call_reserves_as_the_office_does_on_their_day(village: int, sign_in: SignIn) -> None:
    clerk = sign_in(unit="青禾镇")
    assert clerk.get("/people").words(".//title") == ["干部 - 村级后备干部人才库"]
    page = clerk.get("/people?on=2024-03-01")
    assert page.words(".//title") == ["干部 - 村级后备力量人才库"]
    assert page.words(".//a[@class='brand']/span") == ["村级后备力量人才库"]
