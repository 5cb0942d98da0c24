"""The history of a record and of a township, in the clerk's words and within the reader's reach."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import Account, Person
from tests.web.audit.conftest import World
from tests.web.conftest import Filling, SignIn

CANARIES = ("金丝雀", "云顶", "云山")


def test_a_record_tells_who_when_and_the_field_old_and_new(world: World, sign_in: SignIn) -> None:
    office = sign_in(unit="青禾镇")
    page = office.get(f"/changes/person/{world.person}")
    assert page.words(".//h1") == ["人员 郝天成的变更记录"]
    corrected = page.rows[0]
    assert corrected[1:3] == ["更正信息", "人员 郝天成"]
    assert corrected[3] == "备注 未登记 → 郝天成的备注"
    assert corrected[4].startswith("本机操作员")
    assert ["登记" in row[1] for row in page.rows[1:]] == [True] * (len(page.rows) - 1)


def test_a_post_tells_of_itself_and_of_those_who_held_it(world: World, sign_in: SignIn) -> None:
    rows = sign_in(unit="青禾镇").get(f"/changes/post/{world.post}").rows
    records = [row[2] for row in rows]
    assert records == [
        "职务 金竹村 党支部书记(改)",
        "任职 金竹村 党支部书记(改) 郝天成",
        "职务 金竹村 党支部书记(改)",
    ]
    assert rows[0][3] == "职务名称 党支部书记 → 党支部书记(改)"


def test_an_appointment_and_a_unit_tell_of_themselves(world: World, sign_in: SignIn) -> None:
    office = sign_in(unit="青禾镇")
    [row] = office.get(f"/changes/appointment/{world.appointment}").rows
    assert row[2] == "任职 金竹村 党支部书记(改) 郝天成"
    unit = office.get(f"/changes/unit/{world.unit}")
    assert unit.words(".//h1") == ["单位 金竹村的变更记录"]
    assert any("名称 金竹村" in row[3] for row in unit.rows)


@pytest.mark.parametrize("query", ["", "?person=金丝雀", "?unit=云山镇", "?text=金丝雀", "?table=person"])
def test_a_township_reads_only_what_was_done_in_its_own_units(
    world: World, sign_in: SignIn, query: str
) -> None:
    page = sign_in(unit="青禾镇").get(f"/changes{query}")
    body = "".join("".join(row) for row in page.rows)
    assert not any(canary in body for canary in CANARIES)
    if query in ("", "?table=person"):
        assert "郝天成" in body


def test_records_of_others_and_of_accounts_are_not_there(world: World, sign_in: SignIn) -> None:
    office = sign_in(unit="青禾镇")
    office.get(f"/changes/person/{world.other_person}", status=404)
    office.get(f"/changes/unit/{world.other_unit}", status=404)
    office.get(f"/changes/post/{world.other_post}", status=404)
    office.get("/changes/account/1", status=404)
    office.get("/changes/nonsense/1", status=404)
    office.get(f"/audit/records/person/{world.person}", status=403)


def test_who_moved_in_brings_no_history_of_the_township_of_before(
    world: World, sign_in: SignIn, filling: Filling
) -> None:
    with filling():
        db.session.get_one(Person, world.other_person).unit_id = world.unit
    page = sign_in(unit="青禾镇").get("/changes")
    told = ["".join(row) for row in page.rows if "金丝雀" in "".join(row)]
    assert len([line for line in told if "所在单位" in line]) == 1
    assert not any("备注" in line for line in told)


def test_a_county_reads_of_the_business_but_not_of_accounts(world: World, sign_in: SignIn) -> None:
    page = sign_in("county_org_department").get("/changes")
    body = "".join("".join(row) for row in page.rows)
    assert "郝天成" in body
    assert "金丝雀" in body
    assert "账号" not in body


def test_the_changes_are_filtered_by_unit_person_kind_and_text(world: World, sign_in: SignIn) -> None:
    county = sign_in("county_org_department")
    assert len(county.get("/changes?text=金丝雀的备注").rows) == 1
    assert {row[2] for row in county.get("/changes?table=post&unit=云山镇").rows} == {
        "职务 云顶村 云顶支部书记(改)"
    }
    assert all("郝天成" in row[2] for row in county.get("/changes?person=天成").rows)
    assert "没有符合条件的变更" in county.get("/changes?person=nobody").said


@pytest.mark.parametrize("role", ["village_staff", "group_member", "system_administrator", "auditor"])
def test_only_those_who_keep_the_register_read_its_changes(world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(role, unit="金竹村" if role in ("village_staff", "group_member") else None)
    client.get("/changes", status=403)
    client.get(f"/changes/person/{world.person}", status=403)


def test_the_auditor_reads_the_history_of_any_record_masked(
    world: World, sign_in: SignIn, filling: Filling
) -> None:
    with filling():
        db.session.get_one(Person, world.person).phone = "19900000001"
    page = sign_in("auditor").get(f"/audit/records/person/{world.person}")
    assert page.rows[0][3] == "联系电话 未登记 → 199****0001"


def test_settings_and_accounts_tell_their_history_to_those_who_keep_them(
    world: World, sign_in: SignIn, filling: Filling
) -> None:
    sign_in("village_staff", unit="金竹村", username="clerk")
    with filling():
        account = db.session.query(Account).filter_by(username="clerk").one()
        account.display_name = "改了名"
        account_id = account.id
    rows = sign_in("security_administrator").get(f"/changes/accounts/{account_id}").rows
    assert rows[0][3] == "显示名 测试clerk → 改了名"
    assert {row[2].split()[0] for row in rows} == {"账号", "角色授权"}
    settings = sign_in(unit="青禾镇").get("/changes/settings").rows
    assert any("2023-06-30" in row[3] for row in settings)
    sign_in("auditor", username="other").get("/changes/settings", status=403)
