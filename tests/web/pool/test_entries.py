"""The list of reserves and a stay in the pool, on screen."""

from __future__ import annotations

from talentpool.extensions import db
from talentpool.models import PoolEntry, PoolSource, ReadinessRating
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

MOST = 15
"""Statements of the list."""


def test_the_list_shows_who_is_in_with_the_columns_chosen(clerk: PageClient, town: Ids) -> None:
    page = clerk.get("/pool", most=MOST)
    assert "在库2人,截至2023-06-30" in page.said
    assert page.rows[0][:3] == ["晏秋", "金竹村", "男"]
    assert clerk.get("/pool?col=readiness&readiness=培养&q=晏").rows == [["晏秋", "培养"]]
    assert "没有符合条件的后备人才" in clerk.get("/pool?mentor=yes").said
    assert "这一天库里还没有人" in clerk.get("/pool?on=2020-01-01").said


def test_the_list_is_taken_out_as_it_is_shown(clerk: PageClient, town: Ids) -> None:
    page = clerk.get("/pool?q=晏")
    [form] = [one for one in page.all(".//form") if "/exports/lists/reserves" in one.get("action", "")]
    answer = clerk.browser.post(form.get("action", ""), data={"csrf_token": clerk.token})
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")


def test_a_rating_is_saved_with_its_evidence_and_refused_without(clerk: PageClient, town: Ids) -> None:
    url = f"/pool/{town.entry}/rate"
    form = fields_of(clerk.get(url)) | {"readiness": "成熟", "rated_by": "镇党委"}
    assert "请写明评定依据" in clerk.post(url, form, status=422).said
    page = clerk.get(clerk.post(url, form | {"evidence": "考察情况好"}).location)
    assert ["2023-06-30", "成熟", "镇党委", "考察情况好"] in page.rows
    again = clerk.post(url, form | {"evidence": "再评"}, status=422)
    assert "2023-06-30已评定过一次" in again.said


def test_targets_are_typed_in_their_order(clerk: PageClient, town: Ids) -> None:
    url = f"/pool/{town.entry}/targets"
    form = fields_of(clerk.get(url)) | {
        "title_1": "村委会主任",
        "interim_1": "y",
        "unit_2": str(town.shiqiao),
        "title_2": "党支部书记",
    }
    page = clerk.get(clerk.post(url, form).location)
    assert ["1", "金竹村", "村委会主任", "村(居)委会主任", "是"] in page.rows
    assert ["2", "石桥村", "党支部书记", "党组织书记", "—"] in page.rows


def test_who_is_used_leaves_for_the_page_on_which_he_is_appointed(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    url = f"/pool/{town.entry}/exit"
    form = fields_of(clerk.get(url)) | {"reason": "used", "destination": "村委会委员"}
    answer = clerk.post(url, form)
    assert answer.location == f"/posts/appoint?person={town.yan}&unit={town.jinzhu}"
    assert "职务还没有登记的,请在下面登记任职" in clerk.get(answer.location).said
    assert [row[0] for row in clerk.get("/pool").rows] == ["罗小川"]
    shown = clerk.get(f"/pool/{town.entry}")
    assert "2022.03入库,2023.06.30出库(使用(进班子))" in shown.said
    undo = clerk.get("/pool/acts", most=60)
    [form_] = [one for one in undo.all(".//form") if "/undo" in one.get("action", "")]
    clerk.post(form_.get("action", ""), {}, most=60)
    with filling():
        assert db.session.get_one(PoolEntry, town.entry).exited_on is None


def test_two_clerks_do_not_write_over_each_other(clerk: PageClient, town: Ids) -> None:
    url = f"/pool/{town.entry}/correct"
    form = fields_of(clerk.get(url))
    clerk.post(url, form | {"occupation": "网格员"})
    answer = clerk.post(url, form | {"occupation": "种植大户"}, status=409)
    assert "网格员" in answer.text
    assert "种植大户" in answer.text


def test_what_the_other_clerk_ticked_can_be_taken_over(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    url = f"/pool/{town.entry}/correct"
    form = fields_of(clerk.get(url))
    clerk.post(url, form | {"sources": ["veteran", "graduate"], "main_source": "veteran"})
    late = clerk.post(url, form | {"sources": ["other"], "source_written": "乡贤"}, status=409)
    chosen = {"take-sources": "kept", "take-main_source": "kept", "take-source_written": "kept"}
    clerk.post(url, fields_of(late) | chosen)
    with filling():
        kept = db.session.query(PoolSource).filter_by(entry_id=town.entry).order_by(PoolSource.id)
        assert {(one.category.value, one.main) for one in kept} == {("veteran", True), ("graduate", False)}


def test_village_staff_see_their_own_pool_and_change_nothing(
    town: Ids, sign_in: SignIn, filling: Filling
) -> None:
    staff = sign_in("village_staff", unit="金竹村")
    assert [row[0] for row in staff.get("/pool").rows] == ["晏秋"]
    assert "评定成熟程度" not in staff.get(f"/pool/{town.entry}").text
    staff.get(f"/pool/{town.other_entry}", status=404)
    staff.get(f"/pool/{town.entry}/rate", status=403)
    with filling():
        assert db.session.query(ReadinessRating).count() == 2
