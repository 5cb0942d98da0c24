"""Readiness over time, as it is drawn."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from talentpool.pool.readiness_line import REACH, ROW, Rated, readiness_line

SCALE = ("成熟", "较成熟", "培养")
SINCE, ON = date(2022, 3, 1), date(2023, 3, 1)


def test_each_rating_holds_until_the_next_and_the_last_until_the_day() -> None:
    line = readiness_line(
        [Rated("成熟", date(2022, 9, 1)), Rated("培养", SINCE)], scale=SCALE, since=SINCE, on=ON
    )
    assert line is not None
    assert [(mark.x, mark.until, mark.y) for mark in line.marks] == [(0.0, 48.39, 70.0), (48.39, 96.0, 14.0)]
    assert line.title == "由培养到成熟"
    assert line.height == 84


def test_a_word_of_an_older_scale_gets_a_row_below() -> None:
    line = readiness_line([Rated("近期可使用", SINCE)], scale=SCALE, since=SINCE, on=ON)
    assert line is not None
    assert line.words == (*SCALE, "近期可使用")
    assert line.title == "一直评定为近期可使用"


def test_what_was_rated_later_is_not_drawn() -> None:
    assert readiness_line([Rated("成熟", date(2023, 3, 2))], scale=SCALE, since=SINCE, on=ON) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(SCALE), st.dates(date(2020, 1, 1), date(2025, 1, 1))),
        min_size=1,
        unique_by=lambda one: one[1],
    ),
    st.dates(date(2020, 1, 1), date(2025, 1, 1)),
)
def test_every_mark_stands_within_the_plot(ratings: list[tuple[str, date]], since: date) -> None:
    on = date(2025, 6, 1)
    line = readiness_line([Rated(*one) for one in ratings], scale=SCALE, since=since, on=on)
    assert line is not None
    assert all(0 <= mark.x <= mark.until <= REACH for mark in line.marks)
    assert all(0 < mark.y < len(line.words) * ROW for mark in line.marks)
