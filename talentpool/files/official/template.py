"""Turns a checked template into one that fills quickly: read, patched by docxtpl and compiled once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from talentpool.errors import RuleBroken
from talentpool.files.official.bundle import DOCUMENT, opened
from talentpool.files.official.content import Kind
from talentpool.files.official.markup import W, element, nearest, parsed, text_of
from talentpool.files.official.pieces import Formats, grid
from talentpool.files.official.scanning import MARKS, TAG, Fault, Place, Scan, Tag
from talentpool.wording import say

_EMPTY_RUN = re.compile(r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t[^>]*(?:/>|></w:t>)</w:r>")
_TWIPS_OF_A4 = 8844
"""Width of the text between 28 and 26 mm of A4."""


@dataclass(frozen=True)
class Prepared:
    """The parts of a package, its body as a template, and style name → id."""

    parts: dict[str, bytes]
    body: Template
    styles: dict[str, str]


@lru_cache(maxsize=8)
def prepared(content: bytes, kind: Kind) -> Prepared:
    """UnreadableFile or RuleBroken, with every fault, when the template cannot be used."""
    parts = opened(content)
    root = parsed(parts[DOCUMENT])
    faults = [*_marks_elsewhere(parts), *_read(root, kind).faults]
    if faults:
        raise RuleBroken([str(fault) for fault in faults])
    return _compiled(root, parts, kind)


def faults_of(content: bytes, kind: Kind) -> list[Fault]:
    """What is wrong with the placeholders; UnreadableFile when the file itself must be refused."""
    parts = opened(content)
    return [*_marks_elsewhere(parts), *_read(parsed(parts[DOCUMENT]), kind).faults]


def _read(root: Any, kind: Kind) -> Scan:
    """The placeholders; those outside the plain text of paragraphs are a fault."""
    scan = Scan(root, kind)
    if not scan.faults and any(MARKS.search(text) for text in _hidden(root)):
        scan.faults.append(
            Fault(0, "", say("占位符写在了修订痕迹、域或属性里,请接受全部修订,把占位符写成普通文字"))
        )
    return scan


def _hidden(root: Any) -> Iterator[str]:
    """What is written anywhere but in the texts of paragraphs."""
    for node in root.iter():
        yield from node.attrib.values()
        yield node.tail or ""
        if node.tag != W + "t" or nearest(node, "p") is None:
            yield node.text or ""


def _marks_elsewhere(parts: dict[str, bytes]) -> Iterator[Fault]:
    for name, part in parts.items():
        if name != DOCUMENT and name.startswith("word/") and name.endswith(".xml"):
            texts = "".join(parsed(part).itertext(W + "t"))
            if MARKS.search(texts):
                yield Fault(0, "", say("占位符只能写在正文里,不能写在页眉、页脚和批注里"))


def _compiled(root: Any, parts: dict[str, bytes], kind: Kind) -> Prepared:
    formats = Formats()
    styles = _styles(parts.get("word/styles.xml"))
    for node in root.iter():
        node.text, node.tail = _one_line(node.text), _one_line(node.tail)
    for place in _read(root, kind).places:
        _set(place, formats)
    source = DocxTemplate(io.BytesIO()).patch_xml(text_of(root))
    return Prepared(parts, _environment(formats, styles).from_string(_EMPTY_RUN.sub("", source)), styles)


def _one_line(text: str | None) -> str | None:
    return text.replace("\n", " ") if text else text


def _environment(formats: Formats, styles: dict[str, str]) -> ImmutableSandboxedEnvironment:
    """Escapes everything, loads nothing, and knows three filters and no function."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, loader=None, keep_trailing_newline=True
    )
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters.update(
        length=len, runs=formats.runs, grid=lambda value, width: grid(value, width=width, styles=styles)
    )
    return made


def _styles(part: bytes | None) -> dict[str, str]:
    """Name → id: word processors rename the ids, the names stay."""
    if part is None:
        return {}
    return {
        named.get(W + "val", ""): style.get(W + "styleId", "")
        for style in parsed(part).iter(W + "style")
        for named in style.iter(W + "name")
    }


def _set(place: Place, formats: Formats) -> None:
    """Give every placeholder of a paragraph a run of its own, in the form that docxtpl expands."""
    tags = iter(place.tags)
    pieces: dict[Any, list[tuple[str, Tag | None]]] = {text: [] for text in place.texts}
    for text, piece, is_tag in _spread(place.texts):
        pieces[text].append((piece, next(tags) if is_tag else None))
    width = _width_at(place.element) if any(tag.grid for tag in place.tags) else 0
    for run in dict.fromkeys(nearest(text, "r") for text in place.texts):
        if run is not None:
            _split(run, pieces, formats, width=width)


def _spread(texts: list[Any]) -> Iterator[tuple[Any, str, bool]]:
    """The whole text cut into placeholders and what stands between; a placeholder goes to where it begins."""
    whole = "".join(one.text or "" for one in texts)
    spans = [match.span() for match in TAG.finditer(whole)]
    at = 0
    for text in texts:
        end = at + len(text.text or "")
        here = at
        for start, stop in spans:
            if stop <= here or start >= end:
                continue
            if start > here:
                yield text, whole[here:start], False
            if at <= start:
                yield text, whole[start:stop], True
            here = min(max(here, stop), end)
        if here < end:
            yield text, whole[here:end], False
        at = end


def _split(
    run: Any, pieces: dict[Any, list[tuple[str, Tag | None]]], formats: Formats, *, width: int
) -> None:
    properties = run.find(W + "rPr")
    made = []
    for child in list(run):
        if child is properties:
            continue
        for content in _contents(child, pieces, formats.number(properties), width):
            piece = element("r")
            if properties is not None:
                piece.append(deepcopy(properties))
            piece.append(content)
            made.append(piece)
    for piece in made:
        run.addprevious(piece)
    run.getparent().remove(run)


def _contents(
    child: Any, pieces: dict[Any, list[tuple[str, Tag | None]]], number: int, width: int
) -> Iterator[Any]:
    if child not in pieces:
        yield child
        return
    for written, tag in pieces[child]:
        text = element("t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = written if tag is None else _expanded(tag, number, width)
        if text.text:
            yield text


def _expanded(tag: Tag, number: int, width: int) -> str:
    if not tag.body:
        return ""
    if tag.word:
        return f"{{%{tag.level} {tag.body} %}}"
    if tag.grid:
        return f"{{{{p ({tag.body})|grid({width}) }}}}"
    return f"{{{{r ({tag.body})|runs({number}) }}}}"


def _width_at(paragraph: Any) -> int:
    """Twentieths of a point between the margins of the section in which the paragraph stands."""
    for section in paragraph.xpath("following::*[local-name()='sectPr'] | .//*[local-name()='sectPr']"):
        page, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
        if page is None or margins is None:
            return _TWIPS_OF_A4
        told = (page.get(W + "w"), margins.get(W + "left"), margins.get(W + "right"))
        if all(one and one.isdigit() for one in told):
            whole, left, right = (int(one) for one in told if one)
            return max(whole - left - right, 2000)
    return _TWIPS_OF_A4
