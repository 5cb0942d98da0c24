"""Finds the placeholders of a document, paragraph by paragraph, and says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from talentpool.files.official.content import Kind
from talentpool.files.official.expressions import Wrong, plain, read_condition, read_loop, read_output
from talentpool.files.official.markup import W, nearest
from talentpool.files.official.names import Loop, is_grid, is_text, parts_of, report_type
from talentpool.wording import say

MOST_TAGS = 300
DEEPEST = 8
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MARKS = re.compile(r"\{[{%#]|[}%#]\}")
_SHAPE = re.compile(r"\{([{%#])(?:(p|tr|tc|r)(?=\s))?(.*)[}%#]\}", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """What is wrong: paragraph counted from 1 (0: the file as a whole), its beginning, and a sentence."""

    paragraph: int
    excerpt: str
    message: str

    def __str__(self) -> str:
        if not self.paragraph:
            return self.message
        return say(
            "第%(number)s段“%(excerpt)s”:%(message)s",
            number=self.paragraph,
            excerpt=self.excerpt,
            message=self.message,
        )


@dataclass(frozen=True)
class Tag:
    """A placeholder: what stands around it goes with it by `level` (p, tr, tc or r); `word` is its statement."""

    level: str
    word: str
    body: str
    grid: bool = False


@dataclass
class Place:
    """A paragraph with its texts and, once read, its placeholders in order."""

    number: int
    element: Any
    texts: list[Any]
    tags: list[Tag] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(one.text or "" for one in self.texts)


@dataclass
class _Block:
    word: str
    place: Place
    scope: dict[str, Any]


class Scan:
    """Reads the placeholders of a document's body; `places` hold those found, `faults` what is wrong."""

    def __init__(self, root: Any, kind: Kind) -> None:
        self.places: list[Place] = []
        self.faults: list[Fault] = []
        self._top = parts_of(report_type(kind))
        self._blocks: list[_Block] = []
        self._marks = 0
        for place in _paragraphs(root):
            if MARKS.search(place.text):
                self._read(place)
        for block in self._blocks:
            self._wrong(block.place, say("“%(word)s”没有配对的“end%(word)s”", word=block.word))
        if self._marks > 2 * MOST_TAGS:
            self.faults.append(Fault(0, "", say("占位符过多,最多%(most)s个", most=MOST_TAGS)))

    @property
    def _scope(self) -> dict[str, Any]:
        return self._blocks[-1].scope if self._blocks else self._top

    def _wrong(self, place: Place, message: str) -> None:
        text = " ".join(place.text.split())
        self.faults.append(Fault(place.number, text[:40] + ("…" if len(text) > 40 else ""), message))

    def _read(self, place: Place) -> None:
        self.places.append(place)
        marks = len(MARKS.findall(place.text))
        self._marks += marks
        if self._marks > 2 * MOST_TAGS:
            return
        if marks % 2 or MARKS.search(TAG.sub("", place.text)):
            self._wrong(place, say("占位符的花括号没有配对"))
            return
        for written in TAG.findall(place.text):
            try:
                place.tags.append(self._tag(written, place))
            except Wrong as wrong:
                self._wrong(place, str(wrong))
                return

    def _tag(self, written: str, place: Place) -> Tag:
        match = _SHAPE.fullmatch(written)
        if match is None:
            raise Wrong(say("占位符的语法有误"))
        mark, level, body = match.groups()
        if mark == "#":
            return Tag("", "", "")
        alone = place.text.strip() == written
        if mark == "{":
            tag = self._output(level or "", plain(body), alone=alone)
        else:
            tag = self._statement(level or ("p" if alone else "r"), plain(body), place)
        if tag.level == "p" and not alone:
            raise Wrong(say("带p的占位符要单独成段,否则本段的其他文字会丢失"))
        if tag.level in ("tr", "tc") and nearest(place.element, "tc") is None:
            raise Wrong(say("带tr、tc的占位符只能写在表格里"))
        return tag

    def _output(self, level: str, body: str, *, alone: bool) -> Tag:
        made = read_output(body, self._scope)
        if is_grid(made):
            if not alone:
                raise Wrong(say("“%(name)s”是整张表格,要单独成段,写成{{p %(name)s }}", name=body))
            return Tag("p", "", body, grid=True)
        if not is_text(made):
            raise Wrong(say("“%(name)s”不是文字,请写它下面的名称,或用循环逐项写出", name=body))
        if level not in ("", "r"):
            raise Wrong(say("“%(name)s”是文字,请写成{{ %(name)s }}", name=body))
        return Tag("r", "", body)

    def _statement(self, level: str, body: str, place: Place) -> Tag:
        word, _, rest = body.partition(" ")
        if word in ("for", "if") and len(self._blocks) >= DEEPEST:
            raise Wrong(say("循环和判断最多嵌套%(most)s层", most=DEEPEST))
        if word == "for":
            name, held = read_loop(rest, self._scope, within=self._looping, top=self._top)
            self._blocks.append(_Block("for", place, {**self._scope, name: held, "loop": Loop}))
        elif word == "if":
            read_condition(rest, self._scope)
            self._blocks.append(_Block("if", place, self._scope))
        elif word == "elif" or body == "else":
            if not self._blocks or self._blocks[-1].word != "if":
                raise Wrong(say("“%(word)s”前面没有“if”", word=word))
            if word == "elif":
                read_condition(rest, self._scope)
        elif body in ("endfor", "endif"):
            if not self._blocks or self._blocks[-1].word != body.removeprefix("end"):
                raise Wrong(say("“%(word)s”前面没有配对的开头", word=body))
            self._blocks.pop()
        else:
            raise Wrong(say("不能使用“%(word)s”,只能用for、if、elif、else、endfor、endif", word=word[:20]))
        return Tag(level, word, body)

    @property
    def _looping(self) -> bool:
        return any(block.word == "for" for block in self._blocks)


def _paragraphs(root: Any) -> Iterator[Place]:
    """The paragraphs, each with the texts that are its own and not those of a text box in it."""
    for number, paragraph in enumerate(root.iter(W + "p"), start=1):
        texts = [one for one in paragraph.iter(W + "t") if nearest(one, "p") is paragraph]
        yield Place(number, paragraph, texts)
