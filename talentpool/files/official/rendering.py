"""Fills a template with a report: bounded, checked for being whole, and the same bytes for the same report."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from talentpool.errors import RuleBroken
from talentpool.files.official.bundle import DOCUMENT, packed
from talentpool.files.official.content import Kind, Report, kind_of
from talentpool.files.official.markup import W, element, parsed, written
from talentpool.files.official.template import Prepared, prepared
from talentpool.wording import say

MOST_CHARACTERS = 40_000_000
"""Largest body of a report, in characters of XML."""

BLANK_STYLE = "公文空行"
_FOLDER = Path(__file__).parent


@cache
def builtin_template(kind: Kind) -> bytes:
    """The template that the product brings along."""
    return (_FOLDER / f"{kind.value}.docx").read_bytes()


def render(content: bytes, report: Report) -> bytes:
    """The Word document of a report by a template of its kind.

    RuleBroken with every fault of the template, or when the report grows too large; UnreadableFile when the
    template is no harmless Word document, or its placeholders tear tables or paragraphs apart.
    """
    template = prepared(content, kind_of(report))
    return packed({**template.parts, DOCUMENT: _body(template, report)})


def _body(template: Prepared, report: Report) -> bytes:
    pieces: list[str] = []
    size = 0
    for piece in template.body.generate({one.name: getattr(report, one.name) for one in fields(report)}):
        size += len(piece)
        if size > MOST_CHARACTERS:
            raise RuleBroken(say("文档过大,请减少模板中重复的内容"))
        pieces.append(piece)
    root = parsed("".join(pieces).encode())
    _finish(root, template.styles.get(BLANK_STYLE))
    return written(root)


def _finish(root: Any, blank: str | None) -> None:
    """What Word wants of a body and no template can promise."""
    for cell in root.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag != W + "p":
            cell.append(element("p"))
    body = root.find(W + "body")
    _drop_empty_last_section(body)
    for paragraph in body.findall(W + "p") if blank else ():
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(W + "val") == blank:
            _keep_with_next(paragraph.getprevious())


def _drop_empty_last_section(body: Any) -> None:
    """Without annexes the landscape section after the text would be an empty page."""
    last = body[-1]
    before = last.getprevious() if last.tag == W + "sectPr" else None
    own = before.find(f"{W}pPr/{W}sectPr") if before is not None else None
    if own is not None:
        body.remove(last)
        body.append(own)


def _keep_with_next(paragraph: Any) -> None:
    """The sign-off never stands alone on a page (GB/T 9704-2012, 7.3.5)."""
    if paragraph is None or paragraph.tag != W + "p":
        return
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    if properties.find(W + "keepNext") is None:
        style = properties.find(W + "pStyle")
        properties.insert(0 if style is None else 1, element("keepNext"))
