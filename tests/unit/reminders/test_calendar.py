"""The calendar file holds to RFC 5545 whatever stands in its texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from talentpool.reminders.calendar import Entry, escaped, write_calendar
from talentpool.reminders.days import day_of, number_of

AT = datetime(2023, 6, 30, 8, 0, tzinfo=UTC)


def test_a_day_is_written_as_the_standard_says() -> None:
    entry = Entry(
        "guidance-7-2023@talentpool", date(2023, 6, 30), "帮带谈话:金竹村", "https://a.example/reminders"
    )
    assert write_calendar("到期提醒", [entry], at=AT).decode() == "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//talentpool//reminders//ZH",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:到期提醒",
            "BEGIN:VEVENT",
            "UID:guidance-7-2023@talentpool",
            "DTSTAMP:20230630T080000Z",
            "DTSTART;VALUE=DATE:20230630",
            "DTEND;VALUE=DATE:20230701",
            "SUMMARY:帮带谈话:金竹村",
            "TRANSP:TRANSPARENT",
            "URL:https://a.example/reminders",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )


def test_what_has_a_meaning_of_its_own_is_escaped() -> None:
    assert escaped("甲,乙;丙\\丁\r\n戊\x07") == "甲\\,乙\\;丙\\\\丁\\n戊"


def read_back(content: bytes) -> list[str]:
    """The lines of a calendar, unfolded."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


@given(st.text(max_size=300))
def test_lines_are_folded_at_75_octets_and_read_back_whole(title: str) -> None:
    content = write_calendar("x", [Entry("u", date(2023, 1, 1), title)], at=AT)
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
        assert b"\r" not in line
    [summary] = [line for line in read_back(content) if line.startswith("SUMMARY:")]
    assert summary == f"SUMMARY:{escaped(title)}"


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_comes_back_from_its_number(day: date) -> None:
    assert day_of(number_of(day)) == day


def test_the_end_of_a_month_is_its_last_day() -> None:
    assert day_of(20230231) == date(2023, 2, 28)
    assert day_of(20240231) == date(2024, 2, 29)
    assert day_of(20231231) == date(2023, 12, 31)
