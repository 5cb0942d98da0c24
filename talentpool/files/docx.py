"""The only writer of .docx: official-looking papers of sections with facts, tables and sentences.

Fonts are named, never embedded: 方正小标宋简体, 黑体 and 仿宋, each with the names that other systems know it by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from talentpool.files.word import BODY_FONT, HEAD_FONT, LATIN_FONT, TITLE_FONT, font_entries, xml_text

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of what is written here."""

TEXT_WIDTH = 160
"""Millimetres between the margins of A4: 210 − 25 − 25."""
LINE, GROUND = "8A94A0", "F0F3F6"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, two pairs a line."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows under a header; `widths` in parts of the text's width, which they fill."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    caption: str = ""


@dataclass(frozen=True)
class Sentence:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Section:
    """A titled part; without parts it says so in `empty`."""

    title: str
    parts: Sequence[Facts | Table | Sentence]
    empty: str = "没有登记"


@dataclass(frozen=True)
class Paper:
    """A whole document; `head` stands at the top of every page, `foot` beside the page number at the bottom."""

    title: str
    subtitle: str
    head: str
    foot: str
    sections: Sequence[Section]


def write_paper(paper: Paper) -> bytes:
    """The document as bytes."""
    document = Document()
    _set_up(document, paper)
    _paragraph(document, paper.title, font=TITLE_FONT, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, after=6)
    _paragraph(document, paper.subtitle, size=12, align=WD_ALIGN_PARAGRAPH.CENTER, after=10)
    for section in paper.sections:
        _heading(document, section.title)
        for part in section.parts:
            _WRITERS[type(part)](document, part)
        if not section.parts:
            _paragraph(document, section.empty, indent=True)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(30), Mm(25), Mm(25), Mm(25)
    page.header_distance = page.footer_distance = Mm(15)
    style = document.styles["Normal"]
    _set_font(style.element.get_or_add_rPr(), BODY_FONT)
    style.font.size = Pt(12)
    heading = document.styles["Heading 1"]
    _set_font(heading.element.get_or_add_rPr(), HEAD_FONT)
    heading.font.size, heading.font.bold, heading.font.color.rgb = Pt(14), False, RGBColor(0, 0, 0)
    _name_fonts(document)
    _line(page.header.paragraphs[0], paper.head, "bottom")
    foot = page.footer.paragraphs[0]
    _line(foot, f"{paper.foot}  第", "top")
    _field(foot, "PAGE")
    _run(foot, "页 共", size=9)
    _field(foot, "NUMPAGES")
    _run(foot, "页", size=9)
    document.core_properties.title = xml_text(paper.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""


def _name_fonts(document: Any) -> None:
    """Tell by which other names a font is known, so that a missing one is replaced by its like."""
    listed = font_entries((TITLE_FONT, HEAD_FONT, BODY_FONT))
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", listed.encode() + b"</w:fonts>")


def _set_font(properties: Any, font: str) -> None:
    """Chinese text in `font`, Western in Times New Roman."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    for place in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{place}"), LATIN_FONT)


def _run(paragraph: Any, text: str, *, font: str = BODY_FONT, size: float = 12) -> Any:
    run = paragraph.add_run(xml_text(text))
    _set_font(run._element.get_or_add_rPr(), font)
    run.font.size = Pt(size)
    return run


def _paragraph(
    document: Any,
    text: str,
    *,
    font: str = BODY_FONT,
    size: float = 12,
    align: Any = None,
    after: float = 3,
    indent: bool = False,
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _run(paragraph, text, font=font, size=size)
    return paragraph


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(style="Heading 1")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, font=HEAD_FONT, size=14)


def _line(paragraph: Any, text: str, side: str) -> None:
    """A line of small text with a rule at one side."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, size=9)
    borders = OxmlElement("w:pBdr")
    borders.append(_border(side))
    paragraph._p.get_or_add_pPr().append(borders)


def _border(side: str) -> Any:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", LINE)):
        border.set(qn(f"w:{name}"), value)
    return border


def _field(paragraph: Any, instruction: str) -> None:
    """A field that the word processor fills in: a page number."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {text} "
        _run(paragraph, "", size=9)._element.append(element)


def _write_facts(document: Any, facts: Facts) -> None:
    pairs = list(facts.pairs)
    lines = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    table = _table(document, columns=4, widths=(26, 54, 26, 54))
    for line in lines:
        cells = table.add_row().cells
        for place, (label, value) in enumerate(line):
            _fill(cells[2 * place], label, head=True)
            _fill(cells[2 * place + 1], value)
        if len(line) == 1:
            cells[1].merge(cells[3])
    _after(document)


def _write_table(document: Any, told: Table) -> None:
    if told.caption:
        caption = _paragraph(document, told.caption, font=HEAD_FONT, size=11, after=2)
        caption.paragraph_format.keep_with_next = True
    parts = sum(told.widths)
    table = _table(
        document, columns=len(told.headers), widths=[TEXT_WIDTH * width / parts for width in told.widths]
    )
    header = table.add_row()
    _repeat(header)
    for cell, label in zip(header.cells, told.headers, strict=True):
        _fill(cell, label, head=True)
    for row in told.rows:
        line = table.add_row()
        _keep_whole(line)
        for cell, value in zip(line.cells, row, strict=True):
            _fill(cell, value)
    _after(document)


def _table(document: Any, *, columns: int, widths: Sequence[float]) -> Any:
    table = document.add_table(rows=0, cols=columns)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _fill(cell: Any, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    if head:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", GROUND)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
    _run(paragraph, text, font=HEAD_FONT if head else BODY_FONT, size=10.5)


def _repeat(row: Any) -> None:
    """The header stands again on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _keep_whole(row)


def _keep_whole(row: Any) -> None:
    """A row is not cut between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _after(document: Any) -> None:
    _paragraph(document, "", size=4, after=0)


def _write_sentence(document: Any, sentence: Sentence) -> None:
    _paragraph(document, sentence.text, indent=True)


_WRITERS: dict[type[Any], Any] = {Facts: _write_facts, Table: _write_table, Sentence: _write_sentence}
