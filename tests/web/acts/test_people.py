"""Registering and correcting people on screen; the second editor sees both versions."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.id_numbers import check_digit
from talentpool.models import Person, PersonTag, Schooling
from talentpool.vocabulary import PoliticalStatus, SchoolingLevel
from tests.web.acts.conftest import Ids
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient

NUMBER = "51990119900315002"
NUMBER += check_digit(NUMBER)


def fields_of(page: Page, index: int = -1) -> dict[str, object]:
    """What a browser would send from the form of a page, unchanged."""
    [form] = [one for one in page.all(".//main//form") if one.get("method") == "post"][index:][:1]
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or name == "csrf_token":
            continue
        if element.tag == "select":
            chosen = [
                o.get("value", "") for o in element.findall(".//option") if o.get("selected") is not None
            ]
            options = [o.get("value", "") for o in element.findall(".//option")]
            sent.setdefault(name, []).extend(chosen or options[:1])
        elif element.tag == "textarea":
            sent.setdefault(name, []).append((element.text or "").removeprefix("\n"))
        elif element.tag == "input" and element.get("type") in ("checkbox", "radio"):
            if element.get("checked") is not None:
                sent.setdefault(name, []).append(element.get("value", "y"))
        elif element.tag == "input":
            sent.setdefault(name, []).append(element.get("value", ""))
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def test_somebody_is_registered_with_schooling_and_tags(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    page = clerk.get(f"/people/register?unit={town.jinzhu}")
    data = fields_of(page) | {
        "name": "岳明",
        "sex": "male",
        "born_on": "1991.04",
        "political_status": "masses",
        "schooling-0-mode": "full_time",
        "schooling-0-level": "college",
        "schooling-0-school": "某学院",
        "tags": ["退役军人"],
        "other_tags": "返乡创业",
    }
    done = clerk.post("/people/register", data)
    assert clerk.get(done.location).said.count("岳明") >= 1
    with filling():
        person = db.session.scalars(select(Person).where(Person.name == "岳明")).one()
        assert (person.unit_id, person.born_on and person.born_on.iso) == (town.jinzhu, "1991-04")
        [school] = db.session.scalars(select(Schooling).where(Schooling.person_id == person.id))
        assert (school.level, school.school) == (SchoolingLevel.COLLEGE, "某学院")
        assert set(db.session.scalars(select(PersonTag.tag))) == {"退役军人", "返乡创业"}


def test_what_is_wrong_in_a_row_of_schooling_is_told_in_the_summary(clerk: PageClient, town: Ids) -> None:
    data = fields_of(clerk.get(f"/people/register?unit={town.jinzhu}")) | {
        "name": "岳明",
        "sex": "male",
        "born_on": "1991.04",
        "political_status": "masses",
        "schooling-0-level": "college",
    }
    del data["schooling-0-mode"]
    page = clerk.post("/people/register", data, status=422)
    [told] = page.words(".//*[@data-error-summary]//li")
    assert told.startswith("教育类别: ")
    [link] = page.all(".//*[@data-error-summary]//li/a")
    assert link.get("href") == "#schooling-0-mode"


def test_rows_with_the_same_fault_are_each_led_to(clerk: PageClient, town: Ids) -> None:
    data = fields_of(clerk.get("/people/register")) | {
        "name": "岳明",
        "sex": "male",
        "born_on": "1991.04",
        "political_status": "masses",
        "schooling-0-level": "college",
        "schooling-1-level": "bachelor",
    }
    del data["schooling-0-mode"]
    page = clerk.post("/people/register", data, status=422)
    links = [link.get("href") for link in page.all(".//*[@data-error-summary]//li/a")]
    assert links == ["#schooling-0-mode", "#schooling-1-mode"]


def test_another_row_of_schooling_keeps_what_was_typed(clerk: PageClient, town: Ids) -> None:
    data = fields_of(clerk.get("/people/register")) | {"name": "岳明", "another_row": "1"}
    page = clerk.post("/people/register", data, status=200)
    assert page.one(".//input[@name='name']").get("value") == "岳明"
    assert page.one(".//select[@name='schooling-1-level']") is not None


def test_a_refused_form_keeps_what_was_typed(clerk: PageClient, town: Ids) -> None:
    data = fields_of(clerk.get("/people/register")) | {
        "name": "岳明",
        "born_on": "一九九一年",
        "phone": "123",
    }
    page = clerk.post("/people/register", data, status=422)
    assert page.one(".//input[@name='born_on']").get("value") == "一九九一年"
    assert page.one(".//input[@name='phone']").get("value") == "123"
    assert "无法识别日期“一九九一年”" in page.said


def test_the_same_id_number_leads_to_its_holder(clerk: PageClient, town: Ids, filling: Filling) -> None:
    form = fields_of(clerk.get("/people/register"))
    clerk.post("/people/register", form | {"name": "岳明", "id_number": NUMBER})
    page = clerk.post(
        "/people/register", form | {"name": "岳鸣", "id_number": NUMBER}, status=422, reveals=True
    )
    with filling():
        known = db.session.scalars(select(Person.id).where(Person.name == "岳明")).one()
    assert page.link("查看已登记的岳明") == f"/people/{known}"


def test_a_namesake_is_registered_after_a_yes(clerk: PageClient, town: Ids, filling: Filling) -> None:
    form = fields_of(clerk.get("/people/register")) | {"name": "刁汝平", "born_on": "1982.08"}
    page = clerk.post("/people/register", form, status=422)
    assert "金竹村已登记有同名、出生年月相同的刁汝平" in page.said
    assert page.link("查看已登记的刁汝平") == f"/people/{town.diao}"
    clerk.post("/people/register", form | {"confirmed": "y"})
    with filling():
        assert len(db.session.scalars(select(Person).where(Person.name == "刁汝平")).all()) == 2


def test_a_correction_keeps_the_numbers_that_were_not_typed(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    with filling():
        person = db.session.get_one(Person, town.yan)
        person.phone = "13800001234"
    url = f"/people/{town.yan}/correct"
    page = clerk.get(url)
    assert "138****1234" in page.said
    done = clerk.post(url, fields_of(page) | {"native_place": "青禾"})
    assert done.location == f"/people/{town.yan}"
    with filling():
        person = db.session.get_one(Person, town.yan)
        assert (person.phone, person.native_place) == ("13800001234", "青禾")


def test_the_second_editor_sees_both_versions_and_takes_over_field_by_field(
    clerk: PageClient, town: Ids, filling: Filling, sign_in: SignIn
) -> None:
    second = sign_in(unit="青禾镇", username="second")
    url = f"/people/{town.yan}/correct"
    form = fields_of(clerk.get(url))
    late = fields_of(second.get(url)) | {"native_place": "金竹", "note": "第二人的备注", "born_on": "1992.06"}
    clerk.post(url, form | {"native_place": "青禾", "born_on": "1992.05.17"})
    page = second.post(url, late, status=409)
    assert "测试township-office(township-office)于" in page.said
    assert "更正人员信息" in page.said
    rows = {row[0].split()[0]: row[1:] for row in page.rows if row}
    assert rows["籍贯"] == ["金竹", "青禾"]
    assert rows["出生年月"] == ["1992.06", "1992.05.17"]
    assert rows["姓名"] == ["晏秋", "晏秋"]
    choice = fields_of(page) | {"take-native_place": "mine", "take-born_on": "kept", "take-note": "mine"}
    second.post(url, choice)
    with filling():
        person = db.session.get_one(Person, town.yan)
        assert (person.native_place, person.note) == ("金竹", "第二人的备注")
        assert person.born_on is not None
        assert person.born_on.iso == "1992-05-17"


def test_a_third_change_meanwhile_asks_once_more(
    clerk: PageClient, town: Ids, filling: Filling, sign_in: SignIn
) -> None:
    second = sign_in(unit="青禾镇", username="second")
    url = f"/people/{town.yan}/correct"
    late = fields_of(second.get(url)) | {"native_place": "金竹"}
    clerk.post(url, fields_of(clerk.get(url)) | {"native_place": "青禾"})
    page = second.post(url, late, status=409)
    clerk.post(url, fields_of(clerk.get(url)) | {"native_place": "石桥"})
    again = second.post(url, fields_of(page) | {"take-native_place": "mine"}, status=409)
    rows = {row[0].split()[0]: row[1:] for row in again.rows if row}
    assert rows["籍贯"] == ["金竹", "石桥"]
    second.post(url, fields_of(again) | {"take-native_place": "mine"})
    with filling():
        assert db.session.get_one(Person, town.yan).native_place == "金竹"


def test_rows_of_schooling_conflict_as_one_part(
    clerk: PageClient, town: Ids, filling: Filling, sign_in: SignIn
) -> None:
    second = sign_in(unit="青禾镇", username="second")
    url = f"/people/{town.yan}/correct"
    late = fields_of(second.get(url)) | {"schooling-0-level": "junior_high"}
    clerk.post(url, fields_of(clerk.get(url)) | {"schooling-0-level": "college"})
    page = second.post(url, late, status=409)
    rows = {row[0].split()[0]: row[1:] for row in page.rows if row}
    assert rows["学历"] == ["未区分 初中", "未区分 大专"]
    second.post(url, fields_of(page) | {"take-schooling": "kept"})
    with filling():
        [level] = db.session.scalars(select(Schooling.level).where(Schooling.person_id == town.yan))
        assert level is SchoolingLevel.COLLEGE
        assert db.session.get_one(Person, town.yan).political_status is PoliticalStatus.PARTY_MEMBER


def test_village_staff_may_not_edit_and_strangers_find_nobody(
    town: Ids, sign_in: SignIn, browser_of: Callable[[], PageClient]
) -> None:
    sign_in("village_staff", unit="金竹村").get(f"/people/{town.yan}/correct", status=403)
    other = sign_in(unit="石桥村", username="other")
    other.get(f"/people/{town.yan}/correct", status=404)
    assert browser_of().get("/people/register", status=302).location.startswith("/accounts/login")


def test_a_mark_that_is_too_long_is_refused_and_kept_as_typed(clerk: PageClient, town: Ids) -> None:
    url = f"/people/{town.hao}/correct"
    page = clerk.post(url, fields_of(clerk.get(url)) | {"other_tags": "退役军人、" + "长" * 41}, status=422)
    assert "“长长长长长长长长长长…”超过40个字,请缩短" in page.said
    assert page.one(".//input[@name='other_tags']").get("value") == "退役军人、" + "长" * 41
