"""What the clerk corrects by choosing: columns, header row, units; and what is remembered of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import LayoutMemory, Person, Unit
from tests.factories import add_unit
from tests.web.conftest import Filling, SignIn
from tests.web.intake.files import HEADER, MOST, ROSTERS, Handed, confirm, hand_in, preview
from tests.web.pages import Page, PageClient

STRANGE = (
    "名册甲",
    "甲列,乙列,丙列,丁列,戊列,己列",
    "云山村,李明,男,1980-01,村委会主任,2021-01",
    "云山村,王芳,女,1985-03,村委会委员,2021-01",
)
FIELDS = {0: "unit", 1: "name", 2: "sex", 3: "born_on", 4: "posts", 5: "post_started_on"}


@pytest.fixture
def clerk(sign_in: SignIn, working_day: None) -> PageClient:
    return sign_in("township_office")


@pytest.fixture(autouse=True)
def village(filling: Filling) -> None:
    with filling():
        township = add_unit(db.session, "青禾镇")
        add_unit(db.session, "云山村", parent=township)
        add_unit(db.session, "云水村", parent=township)


def strange(name: str = "名册.csv") -> Handed:
    return name, "\n".join(STRANGE).encode()


def chosen(page: Page) -> dict[str, str]:
    """Name of each select of the columns → what is selected."""
    return {
        field.get("name", ""): next(
            (option.get("value", "") for option in field.findall("option") if "selected" in option.attrib), ""
        )
        for field in page.all(".//div[@class='pick-columns']//select")
    }


def hidden(page: Page) -> dict[str, str]:
    """The hidden fields of the columns' form."""
    [form] = [form for form in page.all(".//form[@method='post']") if "/columns" in form.get("action", "")]
    return {
        field.get("name", ""): field.get("value", "")
        for field in form.findall(".//input[@type='hidden']")
        if field.get("name") != "csrf_token"
    }


class TestColumns:
    def test_an_entirely_unknown_header_is_pointed_at_and_then_remembered(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page = preview(clerk, [strange()])
        assert "没有认出可导入的表" in page.said
        address = page.link("指出表头和各列")
        page = clerk.get(address)
        assert "第2行 甲列 乙列 丙列 丁列 戊列 己列" in page.said
        assert page.one(".//select[@id='header-row']/option[@selected]").get("value") == "2"
        assert chosen(page)["column-4"] == "posts"
        wrong = clerk.post(address, {**hidden(page), "column-0": "unit"}, status=422, most=MOST)
        assert "请指出哪一列是“姓名”" in wrong.said
        sent = {**hidden(page), **{f"column-{index}": key for index, key in FIELDS.items()}}
        twice = clerk.post(address, {**sent, "column-2": "name"}, status=422, most=MOST)
        assert "“姓名”选了多列(B、C列),只能选一列" in twice.said
        page = clerk.get(clerk.post(address, sent, most=MOST).location)
        assert "新增2、变更0、未变0、不能导入0" in page.said
        assert "您的选择" in page.said
        confirm(clerk, page)
        with blank_app.app_context():
            assert db.session.scalars(select(Person.name).order_by(Person.id)).all() == ["李明", "王芳"]

        again = preview(clerk, [strange("另一册.csv")])
        assert "新增0、变更0、未变2、不能导入0" in again.said
        assert "上次的选择" in again.said

        layouts = clerk.get("/intake/layouts")
        [row] = layouts.rows
        assert row[:3] == [
            "干部花名册",
            "名册甲",
            "甲列 → 村(社区)乙列 → 姓名丙列 → 性别丁列 → 出生年月戊列 → 现任职务己列 → 任现职时间",
        ]
        [form] = [form for form in layouts.all(".//form") if "forget" in form.get("action", "")]
        clerk.post(form.get("action", ""))
        assert "还没有记住的表头" in clerk.get("/intake/layouts").said
        with blank_app.app_context():
            assert db.session.scalars(select(LayoutMemory)).all() == []
        assert "没有认出可导入的表" in preview(clerk, [strange()]).said

    def test_a_remembered_layout_is_known_among_other_lines_and_columns(self, clerk: PageClient) -> None:
        page = clerk.get(preview(clerk, [strange()]).link("指出表头和各列"))
        sent = {**hidden(page), **{f"column-{index}": key for index, key in FIELDS.items()}}
        address = f"/intake/{1}/sheets/1/columns"
        confirm(clerk, clerk.get(clerk.post(address, sent, most=MOST).location))
        shifted = ["青禾镇", "2023年6月30日", *[f",{line}" for line in STRANGE[1:]]]
        again = preview(clerk, [("移位.csv", "\n".join(shifted).encode())])
        assert "新增0、变更0、未变2、不能导入0" in again.said

    def test_a_wrong_guess_is_corrected_and_may_be_given_back(self, clerk: PageClient) -> None:
        lines = [f"{HEADER},职务二", "云山村,李明,男,1980-01,中共党员,乱写,2021-01,村委会主任"]
        page = preview(clerk, [("册.csv", "\n".join(lines).encode())])
        address = page.link("更正列的识别")
        page = clerk.get(address)
        assert chosen(page)["column-5"] == "posts"
        assert chosen(page)["column-7"] == ""
        sent = {**hidden(page), **chosen(page), "column-5": "", "column-7": "posts"}
        page = clerk.get(clerk.post(address, sent, most=MOST).location)
        assert "现任职务 云山村村委会主任" in page.said
        page = clerk.get(clerk.post(address, {**sent, "act": "reset"}, most=MOST).location)
        assert "现任职务 云山村乱写" in page.said

    def test_kind_and_header_row_can_be_looked_at_before_they_are_chosen(self, clerk: PageClient) -> None:
        address = preview(clerk, [strange()]).link("指出表头和各列")
        page = clerk.get(f"{address}?kind=units&header=3&depth=1")
        assert hidden(page) == {"kind": "units", "header": "3", "depth": "1"}
        assert [row[1] for row in page.rows][:2] == ["云山村", "李明"]

    def test_a_sheet_may_be_left_out(self, clerk: PageClient) -> None:
        page = preview(clerk, [("册.csv", f"{HEADER}\n云山村,李明,男,1980-01,群众,书记,2021-01".encode())])
        address = page.link("更正列的识别")
        page = clerk.get(address)
        page = clerk.get(clerk.post(address, {**hidden(page), "kind": "none"}, most=MOST).location)
        assert "按您的选择不导入" in page.said
        assert page.all(".//form[@id='take-in']") == []

    def test_numbers_are_hidden_in_examples_and_in_the_first_rows(self, clerk: PageClient) -> None:
        lines = [
            "表",
            "甲,乙,丙,丁",
            "李明,519901198001010015,13900000001,云山村",
            "王芳,51990119800101004X,13900000002,云山村",
        ]
        page = clerk.get(preview(clerk, [("册.csv", "\n".join(lines).encode())]).link("指出表头和各列"))
        assert "519***********0015" in page.said
        assert "139****0001" in page.said
        assert "13900000001" not in page.text

    def test_a_batch_of_others_or_one_that_is_taken_has_no_such_page(
        self, clerk: PageClient, sign_in: SignIn, filling: Filling
    ) -> None:
        with filling():
            add_unit(db.session, "白鹤镇")
        address = preview(clerk, [strange()]).link("指出表头和各列")
        sign_in("township_office", unit="白鹤镇", username="foreign").get(address, status=404)
        clerk.get("/intake/1/sheets/9/columns", status=404)
        clerk.get("/intake")
        clerk.post("/intake/1/discard")
        clerk.get(address, status=404)


class TestUnits:
    def ask(self, clerk: PageClient) -> tuple[Page, str]:
        lines = [
            HEADER,
            "云上村,李明,男,1980-01,群众,书记,2021-01",
            "新桥社区,王芳,女,1985-03,群众,书记,2021-01",
        ]
        page = preview(clerk, [("册.csv", "\n".join(lines).encode())])
        return page, page.all(".//form[@class='decide']")[0].get("action", "")

    def test_each_name_is_given_to_a_registered_unit_or_registered_with_its_type(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page, answers = self.ask(clerk)
        first, second = page.all(".//select")[:2]
        offered = [option.text for option in first.findall("option")]
        assert offered == ["暂不导入这些行", "就是“云水村”", "就是“云山村”", "登记为新的村", "登记为新的社区"]
        meant = first.findall("option")[2].get("value", "")
        sent = {"on": "2023-06-30", first.get("name", ""): meant, second.get("name", ""): "new:community"}
        page = clerk.get(clerk.post(answers, sent, most=MOST).location)
        assert "新增2、变更0、未变0、不能导入0" in page.said
        assert first.get("name") in {field.get("name") for field in page.all(".//select")}
        confirm(clerk, page)
        with blank_app.app_context():
            rows = select(Person.name, Unit.name, Unit.unit_type).join(Unit, Person.unit_id == Unit.id)
            assert sorted(map(tuple, db.session.execute(rows).all())) == [
                ("李明", "云山村", "village"),
                ("王芳", "新桥社区", "community"),
            ]

    def test_one_that_is_left_open_stays_refused(self, clerk: PageClient) -> None:
        page, answers = self.ask(clerk)
        field = page.all(".//select")[1]
        sent = {"on": "2023-06-30", field.get("name", ""): "new:community"}
        page = clerk.get(clerk.post(answers, sent, most=MOST).location)
        assert "新增1、变更0、未变0、不能导入1" in page.said
        none = {field.get("name", ""): "" for field in page.all(".//select")}
        back = clerk.get(clerk.post(answers, {"on": "2023-06-30", **none}, most=MOST).location)
        assert "不能导入2" in back.said

    def test_the_township_of_a_new_one_is_asked_for_where_there_are_several(
        self, clerk: PageClient, filling: Filling, blank_app: Flask
    ) -> None:
        with filling():
            other = add_unit(db.session, "白鹤镇").id
        page, answers = self.ask(clerk)
        unit, township = page.all(".//select")[2:4]
        assert [option.text for option in township.findall("option")] == [
            "按表中所写的乡镇",
            "青禾镇",
            "白鹤镇",
        ]
        sent = {"on": "2023-06-30", unit.get("name", ""): "new:village", township.get("name", ""): str(other)}
        page = clerk.get(clerk.post(answers, sent, most=MOST).location)
        confirm(clerk, page, rows="valid")
        with blank_app.app_context():
            made = db.session.scalars(select(Unit).where(Unit.name == "新桥社区")).one()
            assert (made.parent_id, made.unit_type) == (other, "village")

    def test_a_unit_of_a_township_beyond_the_account_is_refused_before_anything_is_asked(
        self, sign_in: SignIn
    ) -> None:
        office = sign_in("township_office", unit="青禾镇", username="office")
        page = preview(office, [("social.xlsx", (ROSTERS / "community_workers.xlsx").read_bytes())])
        assert "“锦程街道”不在您的账号范围内,不能登记,请由管辖它的账号(如县委组织部)导入" in page.said
        assert "登记新单位" not in page.said
        assert page.all(".//form[@class='decide']//select") == []

    def test_its_namesake_within_reach_may_be_meant_but_none_be_registered(self, sign_in: SignIn) -> None:
        office = sign_in("township_office", unit="青禾镇", username="office")
        lines = ["乡镇," + HEADER, "清河镇,云山村,李明,男,1980-01,群众,书记,2021-01"]
        page = preview(office, [("册.csv", "\n".join(lines).encode())])
        [choice] = page.all(".//form[@class='decide']//select")
        assert [option.text for option in choice.findall("option")][0] == "暂不导入这些行"
        assert "登记为新的村" not in page.said

    def test_the_county_takes_in_a_township_that_nobody_registered(
        self, sign_in: SignIn, blank_app: Flask
    ) -> None:
        county = sign_in("county_org_department", username="county")
        page = preview(county, [("social.xlsx", (ROSTERS / "community_workers.xlsx").read_bytes())])
        address = page.all(".//form[@class='decide']")[0].get("action", "")
        page = county.get(county.post(address, {"on": "2023-06-30", "create_units": "y"}, most=MOST).location)
        confirm(county, page)
        with blank_app.app_context():
            names = db.session.scalars(select(Unit.name).order_by(Unit.id)).all()
        assert names[-4:] == ["锦程街道", "锦程社区", "望江社区", "和苑社区"]

    def test_a_forged_choice_is_none(self, clerk: PageClient) -> None:
        page, answers = self.ask(clerk)
        name = page.all(".//select")[0].get("name", "")
        page = clerk.get(clerk.post(answers, {"on": "2023-06-30", name: "unit:99999"}, most=MOST).location)
        assert "不能导入2" in page.said


class TestWords:
    """Near misses of the words of a code table."""

    ROWS = (
        HEADER,
        "云山村,李明,男,1980-01,中共党员(预备),书记,2021-01",
        "云山村,王芳,女,1985-03,中共党员(预备),村委会委员,2021-01",
        "云山村,赵强,男,1986-03,信教群众,村委会委员,2021-01",
    )

    def status(self, blank_app: Flask, name: str) -> str | None:
        with blank_app.app_context():
            return db.session.scalar(select(Person.political_status).where(Person.name == name))

    def ask(self, clerk: PageClient) -> tuple[Page, str]:
        page = preview(clerk, [("册.csv", "\n".join(self.ROWS).encode())])
        return page, page.all(".//form[@class='decide']")[0].get("action", "")

    def test_a_word_is_asked_once_for_all_rows_that_write_it_and_then_taken_in(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page, address = self.ask(clerk)
        assert "政治面貌“中共党员(预备)”" in page.said
        first, second = page.all(".//div[@class='ask-units']//select")
        offered = [option.text for option in first.findall("option")]
        assert offered[:4] == ["暂不导入该项", "就是“中共预备党员”", "不导入该项,不再提醒", "就是“中共党员”"]
        sent = {"on": "2023-06-30", first.get("name", ""): "中共预备党员", second.get("name", ""): "-"}
        page = clerk.get(clerk.post(address, sent, most=MOST).location)
        assert "”不在代码表中" not in page.said
        chosen = page.all(".//div[@class='ask-units']//select/option[@selected]")
        assert [option.get("value") for option in chosen] == ["中共预备党员", "-"]
        confirm(clerk, page)
        assert self.status(blank_app, "李明") == "probationary_member"
        assert self.status(blank_app, "王芳") == "probationary_member"
        assert self.status(blank_app, "赵强") is None

    def test_an_answer_may_be_taken_back_and_another_question_keeps_it(self, clerk: PageClient) -> None:
        page, address = self.ask(clerk)
        first, second = page.all(".//div[@class='ask-units']//select")
        sent = {"on": "2023-06-30", first.get("name", ""): "中共预备党员"}
        page = clerk.get(clerk.post(address, sent, most=MOST).location)
        assert "“信教群众”不在代码表中" in page.said
        names = {field.get("name", ""): "" for field in page.all(".//div[@class='ask-units']//select")}
        page = clerk.get(clerk.post(address, {"on": "2023-06-30", **names}, most=MOST).location)
        assert page.said.count("“中共党员(预备)”不在代码表中") == 2

    def test_a_word_that_is_left_open_keeps_only_itself_out(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        confirm(clerk, self.ask(clerk)[0])
        assert self.status(blank_app, "李明") is None

    def test_a_forged_word_is_none(self, clerk: PageClient) -> None:
        page, address = self.ask(clerk)
        field = page.all(".//div[@class='ask-units']//select")[0].get("name", "")
        page = clerk.get(clerk.post(address, {"on": "2023-06-30", field: "总书记"}, most=MOST).location)
        assert page.said.count("“中共党员(预备)”不在代码表中") == 2


def test_a_file_that_is_no_table_is_refused_at_once(clerk: PageClient) -> None:
    page = hand_in(clerk, [("a.xlsx", b"PK\x03\x04 cut")], status=422)
    assert "文件没有上传" in page.said
