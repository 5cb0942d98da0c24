"""Handing files in: preview, confirmation, and what is refused on the way."""

from __future__ import annotations

import io

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import AuditEntry, IntakeBatch, IntakeFile, JournalEntry, Person, Unit
from tests.factories import add_unit
from tests.web.conftest import Filling, SignIn
from tests.web.intake.files import HEADER, MOST, ROSTERS, confirm, hand_in, preview, roster, town
from tests.web.pages import PageClient

LI = "李明,男,1980-01,中共党员,村委会主任,2021-01"
WANG = "王芳,女,1985-03,群众,村委会委员,2021-01"


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def journal(app: Flask) -> list[str]:
    with app.app_context():
        events = db.session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)).all()
    return [event for event in events if "导入" in event]


@pytest.fixture
def clerk(sign_in: SignIn, working_day: None) -> PageClient:
    return sign_in("township_office")


@pytest.fixture
def village(filling: Filling) -> None:
    with filling():
        add_unit(db.session, "云山村", parent=add_unit(db.session, "青禾镇"))


class TestTheSampleTown:
    def test_three_files_at_once_into_an_empty_installation(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        entries = count(blank_app, AuditEntry)
        page = preview(clerk, town())
        assert "3个文件,77行:新增69、变更0、未变8、不能导入0。确认前不写入登记册" in page.said
        assert [row[:3] for row in page.rows[:3]] == [
            ["units.xlsx", "基本情况", "村(社区)基本情况"],
            ["roster.xlsx", "花名册", "干部花名册"],
            ["posts.xlsx", "职数", "职数及空缺台账"],
        ]
        assert count(blank_app, Person) == 0
        assert count(blank_app, Unit) == 0
        assert count(blank_app, AuditEntry) == entries

        done = clerk.get(confirm(clerk, page).location)
        assert "导入完成:新增69行,变更0行,未变8行" in done.said
        assert "涉及单位(10个)" in done.said
        assert "涉及人员(86人)" in done.said
        assert done.link("金竹村").startswith("/units/")
        assert count(blank_app, Person) == 86
        assert journal(blank_app) == ["上传导入文件", "导入"]

        again = preview(clerk, town())
        assert "所有行都与登记册一致,没有需要写入的内容" in again.said
        assert again.all(".//form[@id='take-in']") == []
        states = [row[-1] for row in clerk.get("/intake").rows]
        assert states == ["无需导入", "已导入"]

    def test_the_preview_shows_each_row_with_what_it_would_change_and_hides_numbers(
        self, clerk: PageClient
    ) -> None:
        address = hand_in(clerk, town()).location
        page = clerk.get(f"{address}?sheet=2")
        [first, *_rest] = [row for row in page.rows if row[0] == "4"]
        assert first[1:3] == ["青禾社区 钟文", "新增"]
        assert "性别 男; 出生年月 1978.06;" in first[3]
        assert "身份证号码 519***********003X" in first[3]
        assert "现任职务 青禾社区党委书记(2021.01起)" in first[3]
        assert clerk.get(f"{address}?sheet=2&show=unchanged").said.endswith("没有这类行")

    def test_the_bytes_are_wiped_once_taken(self, clerk: PageClient, blank_app: Flask) -> None:
        confirm(clerk, preview(clerk, town()))
        with blank_app.app_context():
            assert db.session.scalars(select(IntakeFile.content_sealed)).all() == [None, None, None]
            assert db.session.scalars(select(IntakeBatch.state)).all() == ["taken"]


class TestRefusedFiles:
    def test_a_pdf_under_another_name_is_refused_with_reason_and_way_out(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page = hand_in(clerk, [("名册.xlsx", b"%PDF-1.4\n%..."), *town()], status=422)
        assert "名册.xlsx:这是PDF文件,不是表格。请用WPS或Excel打开原表格,另存为.xlsx再导入。" in page.said
        assert count(blank_app, IntakeBatch) == 0

    def test_no_file_chosen_says_so(self, clerk: PageClient) -> None:
        clerk.get("/intake")
        assert "请选择要导入的文件" in clerk.post("/intake/upload", {}, status=422).said

    def test_a_table_of_another_kind_is_told_as_not_recognised(self, clerk: PageClient) -> None:
        page = preview(clerk, [("菜价.csv", "品名,单价\n白菜,2\n萝卜,3".encode())])
        assert "没有认出可导入的表" in page.said
        assert page.all(".//form[@id='take-in']") == []


@pytest.mark.usefixtures("village")
class TestRefusedRows:
    def test_they_are_listed_on_top_and_the_valid_ones_go_in_alone(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page = preview(clerk, [roster(LI, "王芳,女,一九八五年,群众,村委会委员,2021-01")])
        assert "1行不能导入 第4行 云山村 王芳 出生年月: 无法识别日期“一九八五年”" in page.said
        assert "只导入有效的1行" in page.words(".//form[@id='take-in']//button")
        refused = confirm(clerk, page, status=422, rows="all")
        assert "有1行不能导入,请更正后重新上传,或只导入有效的行" in refused.said
        assert count(blank_app, Person) == 0
        done = clerk.get(confirm(clerk, refused, rows="valid").location)
        assert "导入完成:新增1行,变更0行,未变0行,未导入1行" in done.said
        assert "1行没有导入" in done.said
        assert count(blank_app, Person) == 1

    def test_the_same_reason_is_told_once_with_its_rows(self, clerk: PageClient) -> None:
        lines = [f"云上村,{row}" for row in (LI, WANG)]
        page = preview(clerk, [("名册.csv", "\n".join([HEADER, *lines]).encode())])
        assert "2行不能导入 第2、3行 村(社区): 登记册中没有“云上村”,是否为“云山村”?" in page.said

    def test_every_fault_of_a_faulty_roster_is_told(self, clerk: PageClient) -> None:
        content = (ROSTERS / "with_faults.xlsx").read_bytes()
        page = clerk.get(hand_in(clerk, [("with_faults.xlsx", content)]).location + "?show=problem")
        assert {row[0] for row in page.rows} >= {"4", "5", "7", "8", "9", "10", "11", "13", "14"}


@pytest.mark.usefixtures("village")
class TestWhoIsMissing:
    @pytest.fixture(autouse=True)
    def _registered(self, clerk: PageClient, village: None) -> None:
        confirm(clerk, preview(clerk, [roster(LI, WANG, day="2022-06-30")]))

    def test_people_who_stand_in_no_row_are_listed_and_left_alone(
        self, clerk: PageClient, filling: Filling
    ) -> None:
        page = preview(clerk, [roster("张强,男,1990-01,群众,村委会委员,2023-05", LI)])
        assert "登记在任而表中没有的1人" in page.said
        confirm(clerk, page)
        with filling():
            assert held(by="王芳") == [("村委会委员", None, None)]

    def test_they_are_ended_with_date_and_cause_at_the_clerks_word(
        self, clerk: PageClient, filling: Filling
    ) -> None:
        page = preview(clerk, [roster("张强,男,1990-01,群众,村委会委员,2023-05", LI)])
        prefix = next(
            field.get("name", "").removesuffix("chosen") for field in page.all(".//input[@type='checkbox']")
        )
        chosen = {f"{prefix}chosen": "y", f"{prefix}on": "2023-05-10", f"{prefix}cause": ""}
        refused = confirm(clerk, page, status=422, **chosen)
        assert "请选择离任原因" in refused.said
        assert refused.one(f".//input[@name='{prefix}on']").get("value") == "2023-05-10"
        done = clerk.get(confirm(clerk, refused, **{**chosen, f"{prefix}cause": "resigned"}).location)
        assert "结束任职1人" in done.said
        with filling():
            assert held(by="王芳") == [("村委会委员", "2023-05-10", "resigned")]


def held(*, by: str) -> list[tuple[str, str | None, str | None]]:
    from talentpool.models import Appointment, Post

    statement = (
        select(Post.title, Appointment.ended_on, Appointment.end_cause)
        .join(Appointment, Appointment.post_id == Post.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.name == by)
    )
    return [
        (title, ended_on.iso if ended_on else None, cause.value if cause else None)
        for title, ended_on, cause in db.session.execute(statement)
    ]


@pytest.mark.usefixtures("village")
class TestAnswers:
    def test_units_that_are_not_registered_are_registered_at_the_clerks_word(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        line = f"新桥村,{LI}"
        page = preview(clerk, [("名册.csv", "\n".join(["青禾镇村干部花名册", HEADER, line]).encode())])
        assert "登记册中没有以下1个单位:新桥村(1行)" in page.said
        answers = page.all(".//form[@class='decide']")[0].get("action", "")
        bad = clerk.post(answers, {"on": "某天", "create_units": "y"}, status=422)
        assert "日期“某天”无法识别" in bad.said
        to = clerk.post(answers, {"on": "2023-06-30", "create_units": "y"}, most=400).location
        page = clerk.get(to)
        assert "新增1、变更0、未变0、不能导入0" in page.said
        assert count(blank_app, Unit) == 2
        confirm(clerk, page)
        assert count(blank_app, Unit) == 3

    def test_which_of_two_people_is_meant_is_asked_and_the_answer_kept(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        namesakes = (LI, "李明,男,1981-02,群众,村委会委员,2021-01")
        confirm(clerk, preview(clerk, [roster(*namesakes)]))
        assert count(blank_app, Person) == 2
        known_by_name = "姓名,村(社区),性别,政治面貌,现任职务\n李明,云山村,男,中共党员,村委会主任"
        page = preview(clerk, [("一人.csv", known_by_name.encode())])
        assert "登记册中有2人与本行相符" in page.said
        radios = page.all(".//input[@type='radio']")
        assert len(radios) == 3
        answers = page.all(".//form[@class='decide']")[0].get("action", "")
        sent = {"on": "2023-06-30", radios[0].get("name", ""): radios[0].get("value", "")}
        page = clerk.get(clerk.post(answers, sent, most=400).location)
        assert "新增0、变更0、未变1、不能导入0" in page.said
        again = clerk.get(clerk.post(answers, {"on": "2023-06-30", "ask_again": "y"}, most=400).location)
        assert "登记册中有2人与本行相符" in again.said


@pytest.mark.usefixtures("village")
class TestTheRegisterChangesMeanwhile:
    def test_confirming_an_outdated_preview_answers_409_with_the_new_one(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        first = preview(clerk, [roster(LI, name="甲.csv")])
        second = preview(clerk, [roster(LI, WANG, name="乙.csv")])
        assert "新增2、变更0、未变0" in second.said
        confirm(clerk, first)
        conflict = confirm(clerk, second, status=409)
        assert "预览后登记内容已有变化,请核对新的预览后再确认" in conflict.said
        assert "新增1、变更0、未变1" in conflict.said
        assert count(blank_app, Person) == 1
        done = clerk.get(confirm(clerk, conflict).location)
        assert "导入完成:新增1行,变更0行,未变1行" in done.said
        assert count(blank_app, Person) == 2

    def test_an_older_page_of_the_same_batch_confirms_nothing(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page = preview(clerk, [roster(LI, day="")])
        answers = page.all(".//form[@class='decide']")[0].get("action", "")
        clerk.post(answers, {"on": "2020-06-30"}, most=400)
        confirm(clerk, page, status=409)
        assert count(blank_app, Person) == 0

    def test_a_batch_is_taken_once(self, clerk: PageClient) -> None:
        page = preview(clerk, [roster(LI)])
        confirm(clerk, page)
        assert "这次导入已经完成" in confirm(clerk, page, status=422).said


@pytest.mark.usefixtures("village")
class TestDiscarding:
    def test_bytes_and_rows_go_and_the_history_stays(self, clerk: PageClient, blank_app: Flask) -> None:
        address = hand_in(clerk, [roster(LI)]).location
        clerk.get(address)
        assert clerk.post(f"{address}/discard").location == "/intake"
        assert [row[-1] for row in clerk.get("/intake").rows] == ["已放弃"]
        with blank_app.app_context():
            assert db.session.scalars(select(IntakeFile.content_sealed)).all() == [None]
            assert "李明" not in str(db.session.scalars(select(IntakeBatch)).one().preview)
        page = clerk.get(address)
        assert "这次导入已放弃,逐行内容已删除" in page.said
        assert count(blank_app, Person) == 0
        assert journal(blank_app) == ["上传导入文件", "放弃导入"]
        assert "已经放弃" in clerk.post(f"{address}/discard", status=422).said


class TestWhoMay:
    def test_a_role_without_the_right_is_refused(self, sign_in: SignIn, village: None) -> None:
        reader = sign_in("village_staff", unit="云山村")
        reader.get("/intake", status=403)
        reader.get("/intake/1", status=403)
        reader.post("/intake/upload", {}, status=403)

    def test_a_batch_of_another_township_is_not_there(
        self, sign_in: SignIn, working_day: None, village: None, filling: Filling
    ) -> None:
        with filling():
            add_unit(db.session, "白鹤镇")
        own = sign_in("township_office", unit="青禾镇", username="own")
        colleague = sign_in("township_office", unit="青禾镇", username="colleague")
        foreign = sign_in("township_office", unit="白鹤镇", username="foreign")
        address = hand_in(own, [roster(LI)]).location
        assert "新增1" in colleague.get(address).said
        foreign.get(address, status=404)
        for act in ("answers", "take-in", "discard"):
            foreign.get("/intake")
            foreign.post(f"{address}/{act}", {}, status=404)
        assert "还没有导入过文件" in foreign.get("/intake").said


class TestWhatThePreviewOpensOn:
    def test_changed_rows_and_problems_where_there_are_any(self, clerk: PageClient, village: None) -> None:
        page = preview(clerk, [roster(LI, WANG)])
        assert page.words(".//ul[@class='tabs']//a[@aria-current]") == ["全部2"]
        clerk.get(confirm(clerk, page).location)
        changed = WANG.replace("群众", "中共党员")
        page = preview(clerk, [roster(LI, changed)])
        assert page.words(".//ul[@class='tabs']/li/a") == [
            "变更和有问题1",
            "全部2",
            "变更1",
            "未变1",
        ]
        assert [row[:3] for row in page.rows if len(row) == 4] == [["4", "云山村 王芳", "变更"]]
        [every] = [one for one in page.all(".//ul[@class='tabs']/li/a") if "全部" in "".join(one.itertext())]
        assert len([row for row in clerk.get(every.get("href", "")).rows if len(row) == 4]) == 2

    def test_the_first_sheet_with_such_rows(self, clerk: PageClient, village: None) -> None:
        clerk.get(confirm(clerk, preview(clerk, [roster(LI)])).location)
        files = [roster(LI), roster(LI.replace("1980-01", "1980-02"), name="更正.csv")]
        page = preview(clerk, files)
        assert "更正.csv" in page.words(".//section[@id='rows']//h2/..")[0]


class TestNothingToWrite:
    def test_it_waits_for_nobody_on_the_first_page(self, clerk: PageClient, village: None) -> None:
        clerk.get(confirm(clerk, preview(clerk, [roster(LI)])).location)
        preview(clerk, [roster(LI, name="再次.csv")])
        said = clerk.get("/").said
        assert "再次.csv 无需导入" in said
        assert "待确认" not in said

    def test_confirming_says_that_nothing_was_written(self, clerk: PageClient, village: None) -> None:
        clerk.get(confirm(clerk, preview(clerk, [roster(LI, WANG)])).location)
        page = preview(clerk, [roster(LI)])
        assert "登记在任而表中没有的1人" in page.said
        done = clerk.get(confirm(clerk, page).location)
        assert "导入已确认,没有写入任何内容" in done.said
        assert "导入完成" not in done.said


class TestInEnglish:
    def test_what_is_said_of_rows_is_english_though_it_was_previewed_in_chinese(
        self, clerk: PageClient, village: None
    ) -> None:
        faulty = [
            "李明,无,1980-13,中共党员,综治协管,2021-01",
            "王芳,女,,群众,综治协管,2021-01",
            "赵强,男,1990-01,群众,村委会委员,2023-12",
        ]
        address = hand_in(clerk, [roster(*faulty, day="2023-12-01")]).location
        page = clerk.get(address)
        assert "没有填写出生年月,年龄将无法统计" in page.said
        clerk.post("/language", {"language": "en", "next": address})
        page = clerk.get(address)
        assert "No birth given; the age cannot be counted" in page.said
        assert "“1980-13”: the month is 13 and should be 1 to 12" in page.said
        assert "“综治协管” is no known post; recorded as “other post”" in page.said
        assert "The date of this table (2023-12-01) is after the working date (2023-06-30)" in page.said

    def test_the_sentences_of_the_catalogue_stand_in_chinese_in_the_workbook_of_refused_rows(
        self, clerk: PageClient, village: None
    ) -> None:
        address = hand_in(clerk, [roster("李明,男,1980-13,中共党员,文书,2021-01")]).location
        clerk.get(address)
        clerk.post("/language", {"language": "en", "next": address})
        taken = clerk.post(f"{address}/refused", status=200, most=MOST)
        sheet = openpyxl.load_workbook(io.BytesIO(taken.response.data)).active
        reasons = [str(row[-1]) for row in sheet.iter_rows(values_only=True)]
        assert any("1980-13" in one and "月份" in one for one in reasons)
