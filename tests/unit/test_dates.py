"""Dates as offices write them, and the three ways to count age."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import (
    AgeRule,
    DateRange,
    PartialDate,
    UnreadableDate,
    age_at,
    calendar_year_age,
    full_years,
    months_between,
    parse_date_range,
    parse_partial_date,
)

JUNE_1985 = PartialDate(1985, 6)
FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
partial_dates = st.one_of(
    st.builds(PartialDate.from_date, days),
    st.builds(lambda day: PartialDate(day.year, day.month), days),
)


def written_forms(value: PartialDate) -> list[str]:
    parts = [value.year, value.month] + ([] if value.day is None else [value.day])
    short = [mark.join(map(str, parts)) for mark in "./-"]
    return [
        value.iso,
        value.dotted,
        value.chinese,
        value.iso.replace("-", ""),
        value.iso.replace("-", "/"),
        *short,
    ]


@given(partial_dates)
def test_every_written_form_of_a_date_is_read_back(value: PartialDate) -> None:
    for form in written_forms(value):
        for text in (
            form,
            form.translate(FULL_WIDTH),
            f" {form}\u3000",
            f"'{form}",
            " . ".join(form.split(".")),
        ):
            assert parse_partial_date(text) == value, text


@given(partial_dates, partial_dates)
def test_dates_are_ordered_as_their_iso_text(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (one.iso < other.iso)
    assert (one <= other) == (one.iso <= other.iso)
    assert PartialDate.from_iso(one.iso) == one


@given(days)
def test_a_serial_is_the_day_it_counts_or_its_month_on_the_first(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    if serial < 10_000:
        return
    expected = PartialDate.from_date(day)
    assert parse_partial_date(serial, first_means_month=False) == expected
    assert parse_partial_date(float(serial)) == (expected.month_only() if day.day == 1 else expected)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    reason = ""
    try:
        parse_partial_date(text)
    except UnreadableDate as refusal:
        reason = refusal.reason
    assert reason == "" or reason.startswith(("“", "无法识别日期“"))


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1985年6月份", "1985-06"),
        ("1985年6月1日", "1985-06-01"),
        ("1985.06.", "1985-06"),
        ("1985.06生", "1985-06"),
        ("2021年1月起", "2021-01"),
        ("2002年12月入党", "2002-12"),
        ("1985。06", "1985-06"),
        ("1985—06", "1985-06"),
        ("1985 年 6 月", "1985-06"),
        ("1985 06", "1985-06"),
        ("1985 1 2", "1985-01-02"),
        ("2021-02-06 00:00:00", "2021-02-06"),
        ("2021-02-01 00:00:00", "2021-02"),
        ("2021-02-06T08:30", "2021-02-06"),
        (198506, "1985-06"),
        (198506.0, "1985-06"),
        (19850601, "1985-06-01"),
        (28642, "1978-06"),
        (28656.5, "1978-06-15"),
        (1985.06, "1985-06"),
        (1985.12, "1985-12"),
        (1985.1, "1985-10"),
        (1985.01, "1985-01"),
        (1985.2, "1985-02"),
        (datetime.fromisoformat("1997-12-01"), "1997-12"),
        (datetime.fromisoformat("1973-06-05"), "1973-06-05"),
        (date(2021, 1, 8), "2021-01-08"),
    ],
)
def test_a_date_is_read_from_what_offices_write(written: object, iso: str) -> None:
    reading = parse_partial_date(written)
    assert reading is not None
    assert reading.iso == iso


@pytest.mark.parametrize(
    "nothing", [None, "", "  ", "\u3000", "-", "—", "——", "－", "/", "／", "无", "(无)", "（无）", math.nan]
)
def test_an_empty_mark_is_no_date(nothing: object) -> None:
    assert parse_partial_date(nothing) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1970.13", "“1970.13”的月份是13,应为1至12"),
        (197013, "“197013”的月份是13,应为1至12"),
        (1985.13, "“1985.13”的月份是13,应为1至12"),
        ("1985.00", "“1985.00”的月份是0,应为1至12"),
        ("2021.02.30", "“2021.02.30”有误:2021年2月没有30日"),
        ("一九八五年", "无法识别日期“一九八五年”,请写成“1985.06”"),
        ("1985", "“1985”只有年份,请补上月份"),
        (1985, "“1985”只有年份,请补上月份"),
        ("1985年", "“1985年”只有年份,请补上月份"),
        ("85.06", "无法识别日期“85.06”,请写成“1985.06”"),
        ("1985.06-12", "无法识别日期“1985.06-12”,请写成“1985.06”"),
        ("28642", "无法识别日期“28642”,请写成“1985.06”"),
        ("2185.06", "“2185.06”的年份不在1900至2100之间"),
        (True, "无法识别日期“True”,请写成“1985.06”"),
        (math.inf, "无法识别日期“inf”,请写成“1985.06”"),
        (1985.0612, "无法识别日期“1985.0612”,请写成“1985.06”"),
    ],
)
def test_what_is_no_date_is_refused_and_the_reason_names_it(written: object, reason: str) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        parse_partial_date(written)
    assert refusal.value.reason == reason


def test_the_years_that_make_sense_are_the_callers() -> None:
    with pytest.raises(UnreadableDate, match="不在1940至2023之间"):
        parse_partial_date("1931.06", earliest_year=1940, latest_year=2023)


def test_the_first_of_a_month_is_kept_where_the_caller_knows_days() -> None:
    assert parse_partial_date(datetime.fromisoformat("1997-12-01"), first_means_month=False) == PartialDate(
        1997, 12, 1
    )


@pytest.mark.parametrize("parts", [(1985, 13), (1985, 0), (0, 6), (10000, 1), (2023, 2, 29)])
def test_no_impossible_date_can_be_built(parts: tuple[int, ...]) -> None:
    with pytest.raises(UnreadableDate):
        PartialDate(*parts)


@pytest.mark.parametrize("text", ["1985", "1985-6", "1985.06", "1985-06-1", "1985-06-12 ", "１９８５-06"])
def test_only_the_kept_form_is_iso(text: str) -> None:
    with pytest.raises(UnreadableDate):
        PartialDate.from_iso(text)


def test_a_date_shows_itself_in_three_forms() -> None:
    day = PartialDate(1985, 6, 2)
    assert (JUNE_1985.iso, JUNE_1985.dotted, JUNE_1985.chinese, str(JUNE_1985)) == (
        "1985-06",
        "1985.06",
        "1985年6月",
        "1985.06",
    )
    assert (day.iso, day.dotted, day.chinese, str(day)) == (
        "1985-06-02",
        "1985.06.02",
        "1985年6月2日",
        "1985.06.02",
    )


def test_a_month_spans_from_its_first_to_its_last_day() -> None:
    assert (PartialDate(2024, 2).first_day(), PartialDate(2024, 2).last_day()) == (
        date(2024, 2, 1),
        date(2024, 2, 29),
    )
    assert PartialDate(2024, 2, 7).first_day() == PartialDate(2024, 2, 7).last_day() == date(2024, 2, 7)


def test_a_month_covers_its_days_but_no_day_covers_its_month() -> None:
    assert JUNE_1985.covers(PartialDate(1985, 6, 12))
    assert JUNE_1985.covers(JUNE_1985)
    assert not PartialDate(1985, 6, 12).covers(JUNE_1985)
    assert not JUNE_1985.covers(PartialDate(1985, 7, 1))


def test_a_date_is_not_comparable_with_a_day_of_the_calendar() -> None:
    with pytest.raises(TypeError):
        sorted([JUNE_1985, date(1985, 6, 1)])  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("2003.01-2021.01", "2003-01", "2021-01"),
        ("2003-01-2021-01", "2003-01", "2021-01"),
        ("2003-01-15-2021-01-20", "2003-01-15", "2021-01-20"),
        ("2003年1月—2021年1月", "2003-01", "2021-01"),
        ("2003.01 —— 2021.01", "2003-01", "2021-01"),
        ("200301--202101", "2003-01", "2021-01"),
        ("２００３．０１～２０２１．０１", "2003-01", "2021-01"),
        ("2003.01至今", "2003-01", None),
        ("2003.01--", "2003-01", None),
    ],
)
def test_a_span_of_office_is_read(written: str, since: str, until: str | None) -> None:
    expected = DateRange(PartialDate.from_iso(since), PartialDate.from_iso(until) if until else None)
    assert parse_date_range(written) == expected


@pytest.mark.parametrize("written", ["2021.01-2003.01", "2003.01", "abc", "2003.13-2021.01", "2003.01-2021"])
def test_what_is_no_span_is_refused(written: str) -> None:
    with pytest.raises(UnreadableDate):
        parse_date_range(written)


def test_an_empty_span_is_none() -> None:
    assert parse_date_range("——") is None
    assert parse_date_range(None) is None


@pytest.mark.parametrize(
    ("born_on", "on", "years"),
    [
        (PartialDate(1988, 6, 30), date(2023, 6, 30), 35),
        (PartialDate(1988, 7, 1), date(2023, 6, 30), 34),
        (PartialDate(1988, 6), date(2023, 6, 1), 35),
        (PartialDate(1988, 7), date(2023, 6, 30), 34),
        (PartialDate(1984, 2, 29), date(2023, 2, 28), 38),
        (PartialDate(1984, 2, 29), date(2023, 3, 1), 39),
    ],
)
def test_full_years_are_reached_on_the_birthday(born_on: PartialDate, on: date, years: int) -> None:
    assert full_years(born_on, on=on) == years
    assert age_at(born_on, on=on, rule=AgeRule.FULL_YEARS) == years


def test_the_calendar_year_rule_looks_at_no_month() -> None:
    assert calendar_year_age(PartialDate(1988, 12), on=date(2023, 1, 1)) == 35
    assert age_at(PartialDate(1988, 12), on=date(2023, 1, 1), rule=AgeRule.CALENDAR_YEAR) == 35


@given(days, days)
def test_the_two_age_rules_differ_by_at_most_a_year(born: date, on: date) -> None:
    born_on = PartialDate.from_date(born)
    assert calendar_year_age(born_on, on=on) - full_years(born_on, on=on) in (0, 1)


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (PartialDate(2023, 1), date(2023, 6, 30), 5),
        (PartialDate(2023, 1, 31), date(2023, 2, 27), 0),
        (PartialDate(2023, 1, 31), date(2023, 2, 28), 1),
        (PartialDate(2023, 1, 31), date(2023, 3, 30), 1),
        (PartialDate(2021, 1, 8), date(2023, 1, 7), 23),
        (PartialDate(2021, 1, 8), date(2023, 1, 8), 24),
        (PartialDate(2023, 7), date(2023, 6, 30), -1),
    ],
)
def test_full_months_are_counted(since: PartialDate, on: date, months: int) -> None:
    assert months_between(since, on=on) == months


@given(days, st.integers(0, 400))
def test_months_never_shrink_with_time(since: date, later: int) -> None:
    start = PartialDate.from_date(since)
    on = since + timedelta(days=later)
    assert 0 <= months_between(start, on=on) <= months_between(start, on=on + timedelta(days=1))
