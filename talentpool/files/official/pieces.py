"""Texts and tables as WordprocessingML: escaped, without what XML does not take."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from talentpool.files.official.content import Grid, Prose, Run
from talentpool.files.official.markup import text_of
from talentpool.files.word import xml_text

_GREY = '<w:color w:val="808080"/>'
_NOTE = f'<w:rPr><w:rFonts w:hint="eastAsia"/>{_GREY}</w:rPr>'
_ROW = "<w:trPr><w:cantSplit/>{}</w:trPr>"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
_SHORT = re.compile(r"[\d.%-]+|—")
HEAD_STYLE, CELL_STYLE = "公文表头", "公文表文"


class Formats:
    """The formats of the runs in which placeholders stand, by number: what is filled in keeps them."""

    def __init__(self) -> None:
        self._known: list[str] = []

    def number(self, properties: Any) -> int:
        """The number of a format, kept from now on."""
        told = "" if properties is None else text_of(properties)
        if told not in self._known:
            self._known.append(told)
        return self._known.index(told)

    def runs(self, value: str | int | Prose, number: int) -> Markup:
        """A text as runs in that format; notes in grey."""
        pieces = value.runs if isinstance(value, Prose) else (Run(str(value)),)
        return Markup("").join(_run(piece, self._known[number]) for piece in pieces if piece.text)


def _run(piece: Run, properties: str) -> Markup:
    text = _lines(piece.text)
    told = _NOTE if piece.note else properties
    return Markup('<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>').format(Markup(told), text)  # noqa: S704 - of the template, not of data


def _lines(text: str) -> Markup:
    """Escaped; a line break stays one, a tab is a blank."""
    lines = xml_text(text).replace("\t", " ").split("\n")
    return Markup('</w:t><w:br/><w:t xml:space="preserve">').join(escape(line) for line in lines)


def grid(value: Grid | None, *, width: int, styles: dict[str, str]) -> Markup:
    """A ruled table as wide as the text (`width`, twentieths of a point); head repeated, no row cut in two."""
    if value is None:
        return Markup("")
    whole = sum(value.widths)
    columns = [width * one // whole for one in value.widths]
    head, cell = (_style(styles, name) for name in (HEAD_STYLE, CELL_STYLE))
    lines = [_line(value.headers, columns, head, _ROW.format("<w:tblHeader/>"))]
    lines += [_line(row, columns, cell, _ROW.format("")) for row in value.rows]
    laid = "".join(f'<w:gridCol w:w="{one}"/>' for one in columns)
    return Markup(  # noqa: S704 - every cell is escaped
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{laid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _style(styles: dict[str, str], name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{escape(styles[name])}"/></w:pPr>' if name in styles else ""


def _set(style: str, text: str) -> str:
    """Numbers, dates and marks for nothing stand in the middle of their cell."""
    centred = '<w:jc w:val="center"/>'
    if not _SHORT.fullmatch(text):
        return style
    return style.replace("</w:pPr>", f"{centred}</w:pPr>") if style else f"<w:pPr>{centred}</w:pPr>"


def _line(cells: tuple[str, ...], columns: list[int], style: str, properties: str) -> str:
    return (
        f"<w:tr>{properties}"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p>{_set(style, text)}'
            f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{_lines(text)}</w:t></w:r></w:p></w:tc>'
            for text, width in zip(cells, columns, strict=True)
        )
        + "</w:tr>"
    )
