"""What a report says, as plain data: what a template may name is exactly what stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from talentpool.prose import ordinal
from talentpool.wording import marked

PROPOSED = marked("(系统拟提,待确认)")
"""Stands in grey after a sentence that nobody has accepted yet."""


class Kind(StrEnum):
    """Of whom a report tells."""

    TOWN = "town"
    UNIT = "unit"


@dataclass(frozen=True)
class Run:
    """A piece of text; a `note` is set in grey."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Prose:
    """Text of one paragraph, of which pieces may be notes."""

    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def __add__(self, other: Prose) -> Prose:
        return Prose(self.runs + other.runs)

    def __bool__(self) -> bool:
        return any(run.text for run in self.runs)


def prose(text: str) -> Prose:
    """A text without notes."""
    return Prose((Run(text),))


def proposed(text: str) -> Prose:
    """A sentence followed by the grey note that it is only proposed."""
    return Prose((Run(text), Run(PROPOSED, note=True)))


def _told(label: str, **more: Any) -> Any:
    return field(metadata={"label": label}, **more)


@dataclass(frozen=True)
class Item:
    """“(一)X村“两委”班子运行情况。” and its text, in one paragraph; `more` are further paragraphs."""

    number: str = _told(marked("序号"))
    head: str = _told(marked("段首标题"))
    text: Prose = _told(marked("正文"))
    more: tuple[Prose, ...] = _told(marked("后续段落"), default=())


def numbered(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items numbered (一), (二) … in their order."""
    return tuple(replace(item, number=ordinal(at)) for at, item in enumerate(items, start=1))


@dataclass(frozen=True)
class Grid:
    """A table: as many `widths` (parts of the text's width) as `headers`; every row as long."""

    headers: tuple[str, ...] = _told(marked("表头"))
    widths: tuple[int, ...] = _told(marked("列宽"))
    rows: tuple[tuple[str, ...], ...] = _told(marked("各行"))

    def __post_init__(self) -> None:
        if not self.headers or any(len(one) != len(self.headers) for one in (self.widths, *self.rows)):
            raise ValueError("headers, widths and rows differ in length")
        if min(self.widths) <= 0:
            raise ValueError("a column has no width")


@dataclass(frozen=True)
class Annex:
    """A table on landscape pages of its own."""

    number: str = _told(marked("附件序号,如“附件1”"))
    caption: str = _told(marked("附件标题"))
    note: str = _told(marked("表注"))
    table: Grid = _told(marked("整张表格,单独成段写{{p annex.table }}"))


@dataclass(frozen=True)
class Proposal:
    """The proposed grade of a unit's team, with its reasons; without a grade nothing is proposed."""

    grade: str = _told(marked("建议等次"))
    reasons: tuple[Prose, ...] = _told(marked("理由"), default=())


@dataclass(frozen=True, kw_only=True)
class TownReport:
    """The town's report in its four parts."""

    title: str = _told(marked("标题"))
    lead: tuple[Prose, ...] = _told(marked("导语各段"))
    conduct: tuple[Item, ...] = _told(marked("届中分析工作开展情况"))
    operation: tuple[Item, ...] = _told(marked("分析研判情况,一村一项"))
    problems: tuple[Item, ...] = _told(marked("存在的问题,一村一项"))
    next_steps: tuple[Item, ...] = _told(marked("下一步工作打算"))
    attachments: tuple[str, ...] = _told(marked("附件名称"), default=())
    signed_by: str = _told(marked("署名"))
    dated: str = _told(marked("成文日期"))
    annexes: tuple[Annex, ...] = _told(marked("附件表格"), default=())


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    """The report of one village or community."""

    title: str = _told(marked("标题"))
    lead: tuple[Prose, ...] = _told(marked("导语各段"))
    basics: tuple[Prose, ...] = _told(marked("基本情况各段"), default=())
    team: tuple[Prose, ...] = _told(marked("班子配备情况各段"), default=())
    team_table: Grid | None = _told(marked("班子成员表,单独成段写{{p team_table }}"), default=None)
    operation: tuple[Prose, ...] = _told(marked("班子运行情况各段"), default=())
    members: tuple[Item, ...] = _told(marked("班子成员履职情况,一人一项"), default=())
    reserves: tuple[Prose, ...] = _told(marked("后备干部情况各段"), default=())
    problems: tuple[Item, ...] = _told(marked("存在的问题各项"), default=())
    proposal: Proposal = _told(marked("等次建议"), default=Proposal(""))  # noqa: RUF009
    attachments: tuple[str, ...] = _told(marked("附件名称"), default=())
    signed_by: str = _told(marked("署名"))
    dated: str = _told(marked("成文日期"))
    annexes: tuple[Annex, ...] = _told(marked("附件表格"), default=())


Report = TownReport | UnitReport
TYPES: dict[Kind, type[TownReport] | type[UnitReport]] = {Kind.TOWN: TownReport, Kind.UNIT: UnitReport}


def kind_of(report: Report) -> Kind:
    """Town or unit."""
    return Kind.TOWN if isinstance(report, TownReport) else Kind.UNIT
