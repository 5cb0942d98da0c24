"""A career as one line of events."""

from __future__ import annotations

from datetime import date

from talentpool.dates import PartialDate
from talentpool.people.career import Holding, career_on
from talentpool.vocabulary import AppointmentBasis, EndCause

JUNE = date(2023, 6, 30)


def _held(title: str, since: str | None, until: str | None = None, *, known: str = "2023-06-30") -> Holding:
    return Holding(
        unit_id=1,
        unit="金竹村",
        title=title,
        since=PartialDate.from_iso(since) if since else None,
        known_from=PartialDate.from_iso(since or known),
        until=PartialDate.from_iso(until) if until else None,
        cause=EndCause.RESIGNED if until else None,
        note="",
        basis=AppointmentBasis.STATED,
    )


def test_posts_held_from_the_same_start_to_the_same_end_are_one_event() -> None:
    career = career_on(
        [_held("书记", "2021-01"), _held("主任", "2021-01"), _held("委员", "2018-05", "2021-01")], on=JUNE
    )
    assert [(event.titles, event.when, event.current) for event in career.events] == [
        (("书记", "主任"), "2021.01–", True),
        (("委员",), "2018.05–2021.01", False),
    ]
    assert career.since == PartialDate(2018, 5)


def test_what_begins_later_is_counted_and_what_ends_later_still_runs() -> None:
    career = career_on([_held("书记", "2021-01"), _held("委员", "2018-05", "2021-01")], on=date(2020, 12, 31))
    assert (career.later, [event.when for event in career.events]) == (1, ["2018.05–"])
    assert career.events[0].cause is None


def test_an_unknown_start_begins_with_the_roster_that_told_of_it() -> None:
    [event] = career_on([_held("委员", None)], on=JUNE).events
    assert (event.when, event.known_from.iso) == ("…–", "2023-06-30")
    assert career_on([_held("委员", None)], on=date(2023, 6, 29)).events == ()


def test_nothing_held_is_no_career() -> None:
    assert career_on([], on=JUNE).since is None
