"""The growth file on screen."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.files.docx import DOCX_TYPE
from talentpool.models import JournalEntry
from tests.web.acts.conftest import Ids
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


def test_the_file_shows_the_line_and_every_section(clerk: PageClient, town: Ids) -> None:
    page = clerk.get(f"/pool/people/{town.yan}")
    assert page.words(".//main//section//h2") == [
        "基本信息",
        "入库情况",
        "推荐与审核",
        "成熟程度",
        "培养方向",
        "年度考核",
        "导师帮带与谈心谈话",
        "教育培训",
        "实践锻炼",
        "学历提升",
        "履职考核",
    ]
    assert "一直评定为培养" in page.said
    assert "成长档案" in clerk.get(f"/pool/{town.entry}").said
    assert "没有入库记录" in clerk.get(f"/pool/people/{town.hao}").said
    assert "没有入库记录" in clerk.get(f"/pool/people/{town.yan}?on=2020-01-01").said


def test_the_file_leaves_as_one_word_document_and_is_put_on_record(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    clerk.get(f"/pool/people/{town.yan}")
    answer = clerk.browser.post(
        f"/pool/people/{town.yan}/document?on=2023-06-30", data={"csrf_token": clerk.token}
    )
    assert answer.status_code == 200
    assert answer.mimetype == DOCX_TYPE
    document = Document(BytesIO(answer.data))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[:4] == ["基本信息", "入库情况", "推荐与审核", "成熟程度"]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"晏秋", "退役军人", "2022-03-15"} <= cells
    with filling():
        [told] = db.session.scalars(select(JournalEntry.subject).where(JournalEntry.event == "导出"))
        assert told == f"成长档案:晏秋(人员编号{town.yan})"


def test_somebody_beyond_reach_has_no_file(town: Ids, sign_in: SignIn) -> None:
    staff = sign_in("village_staff", unit="金竹村")
    staff.get(f"/pool/people/{town.yan}")
    staff.get(f"/pool/people/{town.luo}", status=404)
