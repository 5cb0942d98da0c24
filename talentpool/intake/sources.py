"""Files handed in, opened: which sheets they hold and which of them are recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from talentpool.errors import UnreadableFile
from talentpool.files.reader import RawSheet, read_workbook
from talentpool.id_numbers import mask_numbers
from talentpool.intake.layout import Layout, Memory, SheetReading, columns_beside, find_layout, read_as_told
from talentpool.intake.options import sheet_key
from talentpool.intake.plan import Issue, Level, SheetPlan
from talentpool.sheets import DESCRIPTION_SHEET
from talentpool.vocabulary import SheetKind
from talentpool.wording import marked, phrase

_HINT = marked(
    "没有认出村(社区)基本情况、干部花名册、职数空缺台账、后备干部、学历提升、导师帮带或离任干部台账的表头,请核对是否选错文件,或改用常见的列名"
)
_BESIDE = marked(
    "本工作表左右并排有两张表,%(first)s—%(last)s列的表没有读取;为免漏人,整张工作表没有导入。请把右边的表移到左边的表下面,或另放一张工作表,再重新上传"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in. `content` None could not even be opened, for the `trouble` given.

    Numbers of a person in its name are masked: names stand in lists, in the log and in titles.
    """

    name: str
    content: bytes | None
    trouble: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", mask_numbers(self.name))

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return sha256(self.content or b"").hexdigest()


@dataclass(eq=False, slots=True)
class Source:
    """One sheet with its plan and its cells; `layout` None is not recognised, `raw` None not readable."""

    plan: SheetPlan
    layout: Layout | None
    on: date
    raw: RawSheet | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What helps to recognise a sheet: names of units, the clerk's corrections, layouts seen before.

    `working` is the day at which the office works: a sheet of a later one is pointed out.
    """

    units: Sequence[str] = ()
    readings: Mapping[str, SheetReading] = field(default_factory=dict)
    memories: Mapping[str, Memory] = field(default_factory=dict)
    working: date = date.max


def open_files(files: Sequence[Upload], *, known: Known, on: date) -> list[Source]:
    """Every sheet of every file, in the order given."""
    return [source for file in files for source in _open(file, known, on)]


def in_order(sources: Iterable[Source]) -> list[Source]:
    """The recognised ones as they depend on each other: units, rosters, posts, and the older before the newer."""
    recognised = [source for source in sources if source.layout is not None and source.plan.kind is not None]
    kinds = list(SheetKind)
    return sorted(recognised, key=lambda source: (kinds.index(_kind(source)), source.on))


def _kind(source: Source) -> SheetKind:
    assert source.plan.kind is not None
    return source.plan.kind


def _open(file: Upload, known: Known, on: date) -> list[Source]:
    try:
        if file.content is None:
            raise UnreadableFile(file.trouble)
        sheets = read_workbook(file.content, name=file.name)
    except UnreadableFile as refusal:
        plan = SheetPlan(file.name, None, readable=False)
        plan.issues.append(Issue(Level.ERROR, 0, "", str(refusal)))
        return [Source(plan, None, on)]
    return [_sheet(file.name, sheet, known, on) for sheet in sheets] or [_without_sheets(file.name, on)]


def _without_sheets(file: str, on: date) -> Source:
    plan = SheetPlan(file, None)
    plan.issues.append(Issue(Level.WARNING, 0, "", phrase("文件中%(hint)s", hint=phrase(_HINT))))
    return Source(plan, None, on)


def _sheet(file: str, sheet: RawSheet, known: Known, on: date) -> Source:
    plan = SheetPlan(file, sheet.name)
    reading = known.readings.get(sheet_key(file, sheet.name))
    layout = _layout(sheet, reading, known)
    if layout is None:
        plan.ignored = reading is not None and reading.ignored
        plan.issues.append(
            Issue(Level.WARNING, 0, "", phrase("按您的选择不导入") if plan.ignored else _why_not(sheet))
        )
        return Source(plan, None, on, sheet)
    if beside := columns_beside(layout, sheet):
        message = phrase(_BESIDE, first=beside[0].letter, last=beside[-1].letter)
        plan.issues.append(Issue(Level.ERROR, 0, "", message))
        return Source(plan, None, on, sheet)
    plan.header_rows, plan.is_form = layout.header_rows, layout.is_form
    plan.kind, plan.columns = layout.kind, layout.columns
    plan.dated = layout.stated_on is not None
    plan.stated_on = layout.stated_on.last_day() if layout.stated_on is not None else on
    if layout.stated_on is not None:
        if plan.stated_on > known.working:
            plan.notes.append(
                phrase(
                    "本表的填报时间(%(stated_on)s)晚于工作日期(%(working)s):按填报时间登记,在此之前的各页面上看不到本表带来的变化;填报时间写错的,请更正后重新上传",
                    stated_on=plan.stated_on.isoformat(),
                    working=known.working.isoformat(),
                )
            )
        return Source(plan, layout, plan.stated_on, sheet)
    plan.notes.append(phrase("表中没有填报时间,按%(on)s的情况登记", on=on.isoformat()))
    return Source(plan, layout, on, sheet)


def _layout(sheet: RawSheet, reading: SheetReading | None, known: Known) -> Layout | None:
    if not sheet.rows or (reading is not None and reading.ignored):
        return None
    if reading is not None:
        return read_as_told(sheet, reading, known_units=known.units)
    if sheet.hidden:
        return None
    return find_layout(sheet, known_units=known.units, memories=known.memories)


def _why_not(sheet: RawSheet) -> str:
    if not sheet.rows:
        return phrase("空白工作表,没有内容可导入")
    if sheet.hidden:
        return phrase("隐藏的工作表不导入;确需导入的,请先取消隐藏")
    if sheet.name == DESCRIPTION_SHEET:
        return phrase("说明页,没有数据可导入")
    return phrase(_HINT)
