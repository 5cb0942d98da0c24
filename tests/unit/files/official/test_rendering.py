"""Reports in the layout of GB/T 9704-2012."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from talentpool.errors import RuleBroken
from talentpool.files.official import Grid, Kind, builtin_template, prose, render
from talentpool.files.official.builtin import parts
from talentpool.files.official.bundle import opened
from tests.unit.files.official.reports import part, template_of, town, unit

TOWN, UNIT = builtin_template(Kind.TOWN), builtin_template(Kind.UNIT)


def lines(content: bytes) -> list[str]:
    """The paragraphs of a document."""
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("kind", Kind)
def test_the_kept_template_is_what_its_builder_makes(kind: Kind) -> None:
    assert opened(builtin_template(kind)) == parts(kind)


def test_the_page_holds_22_lines_of_28_characters() -> None:
    document = Document(io.BytesIO(render(TOWN, town())))
    page, annex = document.sections
    assert (page.page_width, page.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.05))
    margins = (page.top_margin, page.left_margin, page.right_margin, page.bottom_margin)
    assert margins == pytest.approx((Mm(37), Mm(28), Mm(26), Mm(35)), abs=Mm(0.05))
    body = document.styles["公文正文"]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(16), Pt(28.95))
    assert 22 * Pt(28.95) <= page.page_height - page.top_margin - page.bottom_margin < 23 * Pt(28.95)
    assert 28 * Pt(15.75) <= page.page_width - page.left_margin - page.right_margin < 29 * Pt(15.75)
    assert body.paragraph_format.first_line_indent == Pt(31.5)
    assert annex.page_width > annex.page_height


def test_heads_run_into_their_text_in_another_font() -> None:
    document = Document(io.BytesIO(render(TOWN, town())))
    item = next(one for one in document.paragraphs if one.text.startswith("(一)第0村“两委”"))
    assert [(run.text, getattr(run.style, "name", "")) for run in item.runs] == [
        ("(一)", "公文二级标题"),
        ("第0村“两委”班子运行情况。", "公文二级标题"),
        ("运行良好。", ""),
    ]
    heading = next(one for one in document.paragraphs if one.text == "三、存在的问题")
    assert heading.style.paragraph_format.keep_with_next


def test_what_is_only_proposed_stands_in_grey() -> None:
    document = Document(io.BytesIO(render(TOWN, town())))
    note = [run for one in document.paragraphs for run in one.runs if run.text == "(系统拟提,待确认)"]
    assert [str(run.font.color.rgb) for run in note] == ["808080", "808080"]


def test_page_numbers_stand_outside() -> None:
    content = render(TOWN, town())
    assert "<w:evenAndOddHeaders/>" in part(content, "word/settings.xml")
    assert part(content).count('w:type="even"') == part(content).count('w:type="default"') == 2
    assert "公文页码单" in part(content, "word/footer1.xml")


def test_annex_tables_fill_the_width_repeat_their_head_and_cut_no_row() -> None:
    table = Document(io.BytesIO(render(TOWN, town()))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["村(社区)", "等次"], ["青山村", "好"], ["<碧水>&社区", "正常"]]
    xml = table._tbl.xml
    assert (xml.count("<w:tblHeader/>"), xml.count("<w:cantSplit/>")) == (1, 3)
    widths = [int(one) for one in re.findall(r'<w:gridCol w:w="(\d+)"', xml)]
    assert sum(widths) == pytest.approx(225 / 25.4 * 1440, abs=10)


def test_without_annexes_no_landscape_page_is_left() -> None:
    document = Document(io.BytesIO(render(TOWN, town(annexes=False))))
    assert len(document.sections) == 1
    assert document.sections[0].page_width < document.sections[0].page_height
    assert not any("附件" in one.text for one in document.paragraphs)


def test_a_unit_without_records_says_so_under_every_heading() -> None:
    told = lines(render(UNIT, replace(unit(), team_table=None)))
    assert told[told.index("六、存在的问题") + 1] == "(没有登记)"
    assert "建议等次:好。" in told


def test_the_sign_off_is_kept_with_the_text_before_it() -> None:
    document = Document(io.BytesIO(render(UNIT, unit())))
    at = next(n for n, one in enumerate(document.paragraphs) if one.text == "第一工作组")
    assert document.paragraphs[at - 2].paragraph_format.keep_with_next


def test_the_same_report_gives_the_same_bytes_and_no_font_is_embedded() -> None:
    content = render(TOWN, town())
    assert content == render(TOWN, town())
    assert not any("fonts/" in name for name in opened(content))
    assert 'w:name="仿宋_GB2312"><w:altName' in part(content, "word/fontTable.xml")


@given(st.text(), st.text())
@settings(max_examples=40)
def test_no_text_breaks_a_document(title: str, cell: str) -> None:
    report = replace(unit(), title=title, team_table=Grid((cell,), (1,), ((cell,),)))
    document = Document(io.BytesIO(render(UNIT, report)))
    assert len(document.tables) == 1


def test_braces_in_a_record_stay_text() -> None:
    report = replace(unit(), lead=(prose("{{ title }} {% for x in y %} </w:t>"),))
    assert "{{ title }} {% for x in y %} </w:t>" in lines(render(UNIT, report))


def test_a_placeholder_spread_over_runs_keeps_the_format_in_which_it_begins() -> None:
    content = render(template_of("甲‖{{ ti‖tle }}‖乙"), town())
    assert lines(content) == ["甲届中分析报告乙"]


def test_a_template_with_faults_is_not_filled() -> None:
    with pytest.raises(RuleBroken, match="不认识名称“titel”"):
        render(template_of("{{ titel }}"), town())
