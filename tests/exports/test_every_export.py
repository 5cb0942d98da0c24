"""What holds for every workbook of the registry, whatever it shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from talentpool.exports.registry import EXPORTS
from talentpool.exports.services import TakenFile
from talentpool.extensions import db
from talentpool.models import JournalEntry, Person, Post, Unit
from talentpool.vocabulary import PostClass, UnitType
from tests.exports.taken import JUNE, limited_to, opened, take
from tests.factories import add_person, add_post, add_unit, seat
from tests.factories.reserves import add_reserve_force
from tests.factories.small_town import add_many_villages
from tests.web.pages import counted_statements

SLUGS = list(EXPORTS)
DAYS = (JUNE, date(2021, 6, 30), date(2015, 1, 1), date(2030, 1, 1))
TITLES = {
    "mentorship": "导师帮带台账",
    "reserves": "后备干部花名册",
    "education": "干部学历提升台账",
    "advisers": "离任干部台账",
    "quota-gaps": "后备干部配备缺口表",
}
"""Slug → how its title goes on; the others speak of the two committees."""
SHEETS = {
    "roster": "花名册",
    "vacancies": "职数及空缺",
    "gaps": "单位指标对照",
    "reserves": "后备干部",
    "succession": "职务接替",
    "quota-gaps": "配备缺口",
    "education": "学历提升",
    "advisers": "离任干部",
    "mentorship": "汇总",
}
FULL_ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")


def texts_of(taken: TakenFile) -> list[str]:
    """All cells of all sheets as text."""
    return [
        str(cell)
        for sheet in opened(taken)
        for line in sheet.iter_rows(values_only=True)
        for cell in line
        if cell is not None
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_it_says_what_it_is_whose_as_of_when_and_who_took_it(slug: str, town: Unit) -> None:
    taken = take(slug)
    description, *tables = opened(taken).worksheets
    told = {row[0]: row[1] for row in description.iter_rows(values_only=True)}
    assert description.title == "说明"
    assert told["填报单位"] == "青禾镇党群办"
    assert told["数据截至"] == "2023-06-30"
    assert told["筛选条件"] == "全部单位"
    assert told["导出人"] == "王建华"
    assert {"内容", "工作表", "导出时间", "指标(名词)"} <= set(told)
    assert str(tables[0]["A1"].value).startswith(f"青禾镇村(社区){TITLES.get(slug, '“两委”')}")
    assert tables[0]["A2"].value == "填报单位(盖章):青禾镇党群办"
    assert "填报时间:2023年6月30日" in [cell.value for cell in tables[0][2]]


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_set_up_for_print_in_the_fonts_of_official_papers(slug: str, town: Unit) -> None:
    for sheet in opened(take(slug)).worksheets[1:]:
        assert sheet["A1"].font.name == "方正小标宋简体"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize in ("8", "9", 8, 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes is not None
        assert "第 &P 页" in sheet.oddFooter.center.text
        assert "截至2023-06-30" in sheet.oddFooter.left.text


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("on", DAYS)
def test_both_readers_open_it_on_every_day_and_no_number_is_shown_in_full(
    slug: str, on: date, town: Unit
) -> None:
    taken = take(slug, on=on)
    sheets = opened(taken).sheetnames
    assert CalamineWorkbook.from_filelike(BytesIO(taken.content)).sheet_names == sheets
    assert [text for text in texts_of(taken) if FULL_ID_NUMBER.search(text)] == []
    assert "19900000055" not in texts_of(taken)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_installation_gets_a_sheet_that_says_so(slug: str, app: Flask) -> None:
    taken = take(slug)
    assert any("截至日期没有已登记的村(社区),请先导入" in text for text in texts_of(taken))
    assert "(无记录)" in texts_of(taken)


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_of_one_unit_when_asked(slug: str, town: Unit, unit_named: Callable[[str], Unit]) -> None:
    taken = take(slug, unit=unit_named("金竹村"))
    assert taken.name == f"青禾镇金竹村{EXPORTS[slug].file_stem}_20230630.xlsx"
    assert taken.plain_name == f"{slug}_20230630.xlsx"
    told = texts_of(taken)
    assert "双河村" not in "".join(told)
    assert "金竹村" in told
    title = opened(taken).worksheets[1]["A1"].value
    assert title.startswith(f"青禾镇金竹村{TITLES.get(slug, '“两委”')}")


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_sees_beyond_his_units(slug: str, town: Unit, unit_named: Callable[[str], Unit]) -> None:
    taken = take(slug, by=limited_to(unit_named("双河村")))
    told = "".join(texts_of(taken))
    assert "双河村" in told
    for foreign in ("金竹村", "郝天成", "青禾社区"):
        assert foreign not in told
    assert "填报单位(盖章):青禾镇双河村" in told
    assert "本人管辖范围内全部单位" in told


@pytest.mark.parametrize("slug", SLUGS)
def test_the_number_of_statements_does_not_grow_with_units_and_people(
    slug: str, town: Unit, app: Flask
) -> None:
    def statements() -> int:
        with counted_statements(app) as found:
            take(slug)
        return len(found)

    statements()
    before = statements()
    township = db.session.get_one(Unit, town.id)
    add_many_villages(db.session, township, units=5, people=6)
    for village in db.session.scalars(select(Unit).where(Unit.name.startswith("新"))).all():
        post = db.session.scalars(select(Post).where(Post.unit_id == village.id)).one()
        add_reserve_force(db.session, village, aims=[post])
    db.session.commit()
    assert statements() == before
    assert before <= 15


@pytest.mark.parametrize("slug", SLUGS)
def test_every_file_is_on_record_with_its_hash(slug: str, town: Unit) -> None:
    taken = take(slug)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "导出")).one()
    assert (entry.actor, entry.subject) == ("王建华", slug)
    assert entry.details["on"] == "2023-06-30"
    assert entry.details["filters"] == "全部单位"
    assert entry.details["sha256"] == hashlib.sha256(taken.content).hexdigest()
    assert entry.details["rows"] > 0
    assert "村(社区)" in entry.details["columns"]


@pytest.mark.parametrize("slug", SLUGS)
def test_names_that_look_like_formulas_and_endless_notes_stay_text(slug: str, app: Flask) -> None:
    township = add_unit(db.session, "=1+1镇")
    village = add_unit(db.session, "=SUM(A1)村", parent=township, roster_from=JUNE)
    person = add_person(db.session, "=HYPERLINK(1)", unit=village)
    person.note = "情况复杂,需要说明。" * 1500
    seat(db.session, person, add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village))
    db.session.commit()
    for sheet in opened(take(slug)):
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_county_sees_which_township_a_village_is_of(slug: str, app: Flask) -> None:
    county = Unit(name="清川县", unit_type=UnitType.COUNTY)
    db.session.add(county)
    db.session.flush()
    county.path = f"/{county.id}/"
    for position, name in enumerate(("白溪镇", "青禾镇")):
        township = add_unit(db.session, name, parent=county, unit_type=UnitType.TOWNSHIP, position=position)
        village = add_unit(db.session, "文昌村", parent=township, roster_from=JUNE)
        secretary = add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village)
        seat(db.session, add_person(db.session, f"{name}书记", unit=village), secretary)
        add_reserve_force(db.session, village, aims=[secretary])
    db.session.commit()
    taken = take(slug)
    assert taken.name.startswith("清川县")
    sheet = opened(taken)[SHEETS[slug]]
    assert str(sheet["A1"].value).startswith(f"清川县村(社区){TITLES.get(slug, '“两委”')}")
    assert sheet["A2"].value == "填报单位(盖章):清川县委组织部"
    told = texts_of(taken)
    assert "乡镇(街道)" in told
    assert told.count("文昌村") >= 2
    for merged in sheet.merged_cells.ranges:
        if merged.min_col == merged.max_col == 3 and merged.min_row > 3:
            rows = range(merged.min_row, merged.max_row + 1)
            assert len({sheet.cell(row, 2).value for row in rows}) == 1, f"{merged} is of two townships"
    assert "白溪镇" in told


def test_somebody_without_any_unit_gets_an_empty_file(town: Unit) -> None:
    nobody = limited_to(Unit(path="/999/"))
    assert "郝天成" not in "".join(texts_of(take("roster", by=nobody)))
    assert db.session.scalars(select(Person)).first() is not None
