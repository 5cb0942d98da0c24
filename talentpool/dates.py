"""Dates as offices write them, and ages by the three rules in use. Pure.

Month precision is a type of its own: most forms hold only “1985.06”, and a day is never invented.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from math import isfinite
from typing import Self

from talentpool.vocabulary import Labelled
from talentpool.wording import Phrase, phrase, reads_chinese, said
from talentpool.writing import compact, folded, is_empty_mark


class UnreadableDate(ValueError):
    """A date that cannot be read; `reason` tells the clerk why, naming what was written, `phrase` whenever."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase, self.reason = phrase, said(phrase)
        super().__init__(self.reason)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A month, or a day of a month; ordered as its `iso` text, so the bare month stands before its days.

    Raises UnreadableDate when there is no such month or day.
    """

    year: int
    month: int
    day: int | None = None

    def __post_init__(self) -> None:
        fault = _calendar_fault(self.year, self.month, self.day)
        if fault:
            written = ".".join(str(part) for part in (self.year, self.month, self.day) if part is not None)
            raise UnreadableDate(phrase("“%(written)s”%(fault)s", written=written, fault=fault))

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """The date whose `iso` is `text`; UnreadableDate for any other form."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise UnreadableDate(phrase("“%(text)s”不是“1985-06”或“1985-06-12”的写法", text=text))
        year, month, day = match.groups()
        return cls(int(year), int(month), int(day) if day else None)

    @classmethod
    def from_date(cls, day: date) -> Self:
        """The same day, with its day."""
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        """1985-06 or 1985-06-12: the form that is kept and sorted."""
        return self._joined("-")

    @property
    def dotted(self) -> str:
        """1985.06 or 1985.06.12: the form of official tables."""
        return self._joined(".")

    @property
    def chinese(self) -> str:
        """1985年6月 or 1985年6月12日: the form of prose."""
        return f"{self.year}年{self.month}月" + ("" if self.day is None else f"{self.day}日")

    @property
    def told(self) -> str:
        """In prose of the reader's language: 1985年6月, elsewhere 1985.06."""
        return self.chinese if reads_chinese() else self.dotted

    def first_day(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month, self.day or 1)

    def last_day(self) -> date:
        """The last day it can mean."""
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])

    def month_only(self) -> PartialDate:
        """The month of it."""
        return self if self.day is None else PartialDate(self.year, self.month)

    def covers(self, other: PartialDate) -> bool:
        """Whether it is the same as `other`, or coarser than it and in agreement with it."""
        return self == (other.month_only() if self.day is None else other)

    def _joined(self, separator: str) -> str:
        month = f"{self.year:04d}{separator}{self.month:02d}"
        return month if self.day is None else f"{month}{separator}{self.day:02d}"

    def __str__(self) -> str:
        return self.dotted

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.year, self.month, self.day or 0) < (other.year, other.month, other.day or 0)


@dataclass(frozen=True, slots=True)
class DateRange:
    """From `since` to `until`; None is an open end (“至今”)."""

    since: PartialDate
    until: PartialDate | None


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_TIME = re.compile(r"(?P<date>.+?)[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_NOISE = re.compile(r"[.,。]?(?:出?生|起|入党|任职?)?[.,。]?$")
_DASHES = re.compile(r"[‐-―−]")
_BLANK_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"([0-9]{4})年([0-9]{1,2})(?:月份?)?",
        r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?",
        r"([0-9]{4})([0-9]{2})([0-9]{2})?",
        *(rf"([0-9]{{4}}){mark}([0-9]{{1,2}})(?:{mark}([0-9]{{1,2}}))?" for mark in (r"\.", "/", "-")),
    )
)
_RANGE = re.compile(
    r"(?P<since>{0})(?:-+|~+|至|到)(?P<until>{0}|至?今)?".format(
        r"[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{4}[./][0-9]{1,2}(?:[./][0-9]{1,2})?"
        r"|[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2}(?![0-9]))?|[0-9]{8}|[0-9]{6}"
    )
)
_LONGEST = 40  # characters of a written date; longer text is none
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 100_000)
_YEARS_IN_NUMBERS = range(1800, 2200)


def parse_partial_date(
    value: object, *, earliest_year: int = 1900, latest_year: int = 2100, first_means_month: bool = True
) -> PartialDate | None:
    """Read one cell; None for an empty one, UnreadableDate for what is no date or out of the years.

    - Text: 1985.06, 1985.6, 1985年6月(1日), 198506(01), 1985-06, 1985/6/1, full-width, with blanks.
    - Whole numbers: yyyymm and yyyymmdd by their length, five digits are spreadsheet serials (28642).
    - Decimal numbers are year.month. A number loses its trailing zero, so 1985.1 is 1985.10 while
      1985.2 to 1985.9 can only be the single-digit months; January is 1985.01.
    - Real dates and serials on the first of a month are read as the month, because spreadsheets turn a
      typed “1997-12” into 1997-12-01; `first_means_month=False` keeps the day.
    """
    reading = _read(value, first_means_month)
    if reading is not None and not earliest_year <= reading.year <= latest_year:
        raise UnreadableDate(
            phrase(
                "“%(written)s”的年份不在%(earliest_year)s至%(latest_year)s之间",
                written=_written(value),
                earliest_year=earliest_year,
                latest_year=latest_year,
            )
        )
    return reading


def parse_date_range(value: object) -> DateRange | None:
    """Read “2003.01-2021.01”, “2003年1月至今”; None for an empty cell, UnreadableDate for anything else."""
    text = _DASHES.sub("-", compact("" if value is None else str(value)))
    if is_empty_mark(text):
        return None
    match = _RANGE.fullmatch(text)
    since = parse_partial_date(match["since"]) if match else None
    if match is None or since is None:
        raise UnreadableDate(
            phrase("无法识别起止时间“%(written)s”,请写成“2003.01-2021.01”", written=_written(value))
        )
    end = match["until"] or ""
    until = None if end.endswith("今") else parse_partial_date(end)
    if until is not None and until.last_day() < since.first_day():
        raise UnreadableDate(phrase("起止时间“%(written)s”的结束早于开始", written=_written(value)))
    return DateRange(since, until)


def _written(value: object) -> str:
    text = str(value).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _unreadable(value: object) -> UnreadableDate:
    return UnreadableDate(phrase("无法识别日期“%(written)s”,请写成“1985.06”", written=_written(value)))


def _read(value: object, first_means_month: bool) -> PartialDate | None:
    if value is None or value != value:  # NaN and NaT mark empty cells of a data frame
        return None
    if isinstance(value, date):
        return _from_cell(value, first_means_month)
    if isinstance(value, str):
        return _from_text(value, first_means_month)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value, first_means_month)
    raise _unreadable(value)


def _from_cell(day: date, first_means_month: bool) -> PartialDate:
    reading = PartialDate.from_date(day)
    return reading.month_only() if first_means_month and day.day == 1 else reading


def _from_number(value: int | float, first_means_month: bool) -> PartialDate:
    if not isfinite(value):
        raise _unreadable(value)
    if int(value) in _SERIALS:
        return _from_cell(_SERIAL_EPOCH + timedelta(days=int(value)), first_means_month)
    if value == int(value):
        return _from_form(str(int(value)), value)
    hundredths = round((value - int(value)) * 100, 4)
    if int(value) not in _YEARS_IN_NUMBERS or hundredths != int(hundredths):
        raise _unreadable(value)
    month = int(hundredths)
    lost_no_zero = month > 12 and month % 10 == 0
    return _built(int(value), month // 10 if lost_no_zero else month, None, value)


@lru_cache(maxsize=2048)
def _from_text(value: str, first_means_month: bool) -> PartialDate | None:
    text = _DASHES.sub("-", folded(value)).replace("。", ".")
    if is_empty_mark(text):
        return None
    if len(text) > _LONGEST:
        raise _unreadable(value)
    if cell := _TIME.fullmatch(text):
        reading = _from_form(compact(cell["date"]), value)
        return reading if reading.day is None else _from_cell(reading.first_day(), first_means_month)
    return _from_form(_NOISE.sub("", compact(_BLANK_BETWEEN_DIGITS.sub("-", text))), value)


def _from_form(text: str, value: object) -> PartialDate:
    for form in _FORMS:
        if match := form.fullmatch(text):
            year, month, *day = match.groups()
            return _built(int(year), int(month), int(day[0]) if day and day[0] else None, value)
    if re.fullmatch(r"[0-9]{4}年?", text):
        raise UnreadableDate(phrase("“%(written)s”只有年份,请补上月份", written=_written(value)))
    raise _unreadable(value)


def _built(year: int, month: int, day: int | None, value: object) -> PartialDate:
    fault = _calendar_fault(year, month, day)
    if fault:
        raise UnreadableDate(phrase("“%(written)s”%(fault)s", written=_written(value), fault=fault))
    return PartialDate(year, month, day)


def _calendar_fault(year: int, month: int, day: int | None) -> str:
    if not 1 <= year <= 9999:
        return phrase("的年份是%(year)s,应为四位年份", year=year)
    if not 1 <= month <= 12:
        return phrase("的月份是%(month)s,应为1至12", month=month)
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return phrase("有误:%(year)s年%(month)s月没有%(day)s日", year=year, month=month, day=day)
    return ""


class AgeRule(Labelled):
    """How an office counts age; a setting of the round (former-cadre subsidies use the calendar year)."""

    FULL_YEARS = "full_years", "周岁"
    CALENDAR_YEAR = "calendar_year", "按年份计算"


def full_years(born_on: PartialDate, *, on: date) -> int:
    """Full years on a day; the birthday counts as reached, a month-precise one from the first of its month.

    Who is born on 29 February reaches the year on 1 March of common years. Negative before birth.
    """
    reached = (on.month, on.day) >= (born_on.month, born_on.day or 1)
    return on.year - born_on.year - (0 if reached else 1)


def calendar_year_age(born_on: PartialDate, *, on: date) -> int:
    """Difference of the calendar years."""
    return on.year - born_on.year


def age_at(born_on: PartialDate, *, on: date, rule: AgeRule) -> int:
    """Age on a day by the rule of the round."""
    return full_years(born_on, on=on) if rule is AgeRule.FULL_YEARS else calendar_year_age(born_on, on=on)


def months_between(since: PartialDate, *, on: date) -> int:
    """Full months from `since` (a bare month: from its first day) to `on`; negative before it.

    A day that the last month does not have is reached at its end (民法典202).
    """
    day = min(since.day or 1, monthrange(on.year, on.month)[1])
    return (on.year - since.year) * 12 + on.month - since.month - (0 if on.day >= day else 1)
