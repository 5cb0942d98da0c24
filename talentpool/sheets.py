"""What a table *is*: columns, rows, sheets, charts and workbooks, for pages and for files alike.

Pure: nothing here knows the database, the browser or the library that writes the file. A page
and a workbook built from the same `Ledger` therefore cannot differ in a label or a mask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, overload

from talentpool.vocabulary import Labelled, TargetState

DESCRIPTION_SHEET = "说明"
"""Name of the leading sheet that tells what, when, filter and definitions; it holds no records."""

HIDDEN = "***"
"""What stands for a sensitive value whose column names no gentler mask."""


class Kind(StrEnum):
    """How the values of a column are written and measured."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    PERCENT = "percent"
    PARTIAL_DATE = "partial_date"
    DATE = "date"
    CHOICE = "choice"
    ID_NUMBER = "id_number"
    PHONE = "phone"


Align = Literal["left", "center", "right"]
Row = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Marked:
    """A value judged against its target: the cell is filled and carries the mark of the state."""

    value: object
    state: TargetState


@dataclass(frozen=True, slots=True)
class Bands:
    """Limits of a figure: met from `ok` on, close from `near` on, else missed.

    With `at_most` smaller is better and the comparisons turn round. The workbook keeps the
    limits as conditional formats, so that a figure changed by hand changes its colour.
    """

    ok: float
    near: float | None = None
    at_most: bool = False

    def state(self, value: float | None) -> TargetState:
        """The state of `value`; None is unknown."""
        if value is None:
            return TargetState.UNKNOWN
        if self._reaches(value, self.ok):
            return TargetState.OK
        if self.near is not None and self._reaches(value, self.near):
            return TargetState.NEAR
        return TargetState.MISS

    def _reaches(self, value: float, limit: float) -> bool:
        return value <= limit if self.at_most else value >= limit


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `min_width` and `max_width` are in Chinese characters; without them the content decides.
    `merge` joins runs of equal values, within the runs of the merged columns to its left; `parts`
    breaks such runs without being merged itself (a township over more rows than a page holds).
    `group` is the upper header over neighbouring columns of the same group.
    `show` turns a value into its text; without it the kind does.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    align: Align | None = None
    min_width: float | None = None
    max_width: float | None = None
    sensitive: bool = False
    mask: Callable[[str], str] | None = None
    merge: bool = False
    parts: bool = False
    total: Literal["sum"] | None = None
    group: str = ""
    decimals: int | None = None
    bands: Bands | None = None
    show: Callable[[Any], str] | None = None

    @property
    def places(self) -> int:
        """Decimal places: none for numbers, one for shares, unless said."""
        if self.decimals is not None:
            return self.decimals
        return 1 if self.kind is Kind.PERCENT else 0

    def text(self, value: object) -> str:
        """What a reader sees of `value`, without any mark."""
        if isinstance(value, Marked):
            value = value.value
        if value is None:
            return ""
        if self.show is not None:
            return self.show(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int | float | Decimal):
            return self._figure(value)
        return _plain(value)

    def masked(self, value: object) -> object:
        """`value` as someone sees it who may not see sensitive fields."""
        text = self.text(value)
        if not self.sensitive or not text:
            return value
        return self.mask(text) if self.mask is not None else HIDDEN

    def _figure(self, value: float | Decimal) -> str:
        if self.kind is Kind.PERCENT:
            return f"{value:.{self.places}%}"
        if self.kind is Kind.NUMBER and (self.places or not isinstance(value, int)):
            return f"{value:.{self.places}f}"
        return str(value)


def _plain(value: object) -> str:
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def row_values(columns: Sequence[Column], row: Row) -> tuple[object, ...]:
    """The values of `row` in the order of `columns`; a mapping may lack keys, a sequence may not.

    Raises ValueError when a sequence has another length than the columns.
    """
    if isinstance(row, Mapping):
        return tuple(row.get(column.key) for column in columns)
    if len(row) != len(columns):
        raise ValueError(f"row of {len(row)} values for {len(columns)} columns")
    return tuple(row)


def mask_row(columns: Sequence[Column], row: Row, *, may_see_sensitive: bool) -> tuple[object, ...]:
    """The values of `row`, with sensitive ones masked unless the viewer may see them."""
    values = row_values(columns, row)
    if may_see_sensitive:
        return values
    return tuple(column.masked(value) for column, value in zip(columns, values, strict=True))


class StreamedRows(Sequence[Row]):
    """Rows that are never all held: `read` gives them anew each time, `count` says how many come.

    The first ones decide the widths of a large table and whether it has judged values.
    """

    def __init__(self, read: Callable[[], Iterable[Row]], *, count: int) -> None:
        self._read, self._count = read, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return iter(self._read())

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        """Reads all rows: for tests and small sources only."""
        return list(self._read())[index]


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """The line under the title: who reports, as of which day."""

    unit: str
    on: date

    @property
    def left(self) -> str:
        """“填报单位(盖章):…”."""
        return f"填报单位(盖章):{self.unit}"

    @property
    def right(self) -> str:
        """“填报时间:2023年6月30日”."""
        return f"填报时间:{self.on.year}年{self.on.month}月{self.on.day}日"


class Tone(StrEnum):
    """Colours of charts, by what they mean."""

    DATA = "data"
    OK = "ok"
    NEAR = "near"
    MISS = "miss"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Series:
    """One run of figures in a chart; `values` is the key of a column."""

    label: str
    values: str
    tone: Tone = Tone.DATA


ChartKind = Literal["bar", "column", "stacked_bar", "stacked_column", "line"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over the rows `first` … `last` (exclusive; None: to the end) of a table.

    `title` says the finding, `note` the definition and the reference date. `sheet` names the
    sheet that holds the table, None the chart's own.
    """

    kind: ChartKind
    title: str
    categories: str
    series: tuple[Series, ...]
    note: str = ""
    sheet: str | None = None
    first: int = 0
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as the office hands it in: title, reporting line, header, rows, notes, signature.

    `paper` “auto” takes A4 as long as the print stays legible, else A3. `totals` fills cells of the
    total row, by column, that are no sums (an average, a number of units).
    Raises ValueError for no columns, doubled keys or a `freeze_column` that does not exist.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    reporting: ReportingLine | None = None
    freeze_column: str | None = None
    orientation: Literal["landscape", "portrait"] = "landscape"
    paper: Literal["A4", "A3", "auto"] = "auto"
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    autofilter: bool = True
    totals: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a table that could not be drawn."""
        keys = [column.key for column in self.columns]
        if not keys:
            raise ValueError(f"sheet {self.name!r} has no columns")
        if len(set(keys)) != len(keys):
            raise ValueError(f"sheet {self.name!r} has a column twice")
        if self.freeze_column is not None and self.freeze_column not in keys:
            raise ValueError(f"sheet {self.name!r} has no column {self.freeze_column!r}")

    def column_index(self, key: str) -> int:
        """Place of the column `key`, from 0; ValueError if there is none."""
        return [column.key for column in self.columns].index(key)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file tells of itself. `filters` is a sentence; `definitions` are (term, definition)."""

    reference_date: date
    who: str
    made_at: datetime
    reporting_unit: str
    filters: str = "全部"
    product: str = "村级后备干部人才库与届中分析系统"
    definitions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets with their provenance; `about` says in a sentence what the file is."""

    title: str
    provenance: Provenance
    sheets: tuple[Sheet, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field by which a ledger is narrowed; `choices` are (value, label), fixed or asked for."""

    key: str
    label: str
    kind: Literal["choice", "text", "unit", "date", "flag"] = "choice"
    choices: Sequence[tuple[str, str]] | Callable[[], Iterable[tuple[str, str]]] = ()

    def options(self) -> list[tuple[str, str]]:
        """The choices of now."""
        return list(self.choices() if callable(self.choices) else self.choices)


Asked = Mapping[str, Sequence[str]]
"""The values of an address, each as often as it stands there."""


@dataclass(frozen=True, slots=True)
class Further:
    """Another table that a page shows, on a sheet of its own."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows at one address: the columns chosen, the rows in their order, the filters in words.

    `filters` are (label, value) pairs, “单位” and “金竹村”.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A list that the office keeps; what its page shows can be taken out as a workbook.

    `read` takes the address and, by keyword, the scope and the day; it answers with all rows that the
    page would show over its pages, `columns` being what may stand there. `permission` is the right to
    see the list.
    """

    slug: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    read: Callable[..., Shown]


def first_values(asked: Asked) -> dict[str, str]:
    """The address with the first of each value."""
    return {name: values[0] for name, values in asked.items() if values}
