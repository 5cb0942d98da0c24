"""What a team looks like on a date, in numbers. Pure.

The two committees are counted as persons: filled = persons who sit in either; somebody
who sits in both counts once. The supervision committee is in none of these figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from talentpool.dates import PartialDate

AGE_BANDS: tuple[tuple[str, int, int], ...] = (
    ("30岁及以下", 0, 30),
    ("31-35岁", 31, 35),
    ("36-45岁", 36, 45),
    ("46-55岁", 46, 55),
    ("56岁及以上", 56, 200),
)
"""(label, from, to) in full years, both included."""


@dataclass(frozen=True)
class Ratio:
    """A share with both its numbers; `value` is None over nothing."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        """“43.3%”, or “—” over nothing."""
        return "—" if self.value is None else f"{self.value * 100:.1f}%"


@dataclass(frozen=True)
class NamedVacancy:
    """A vacant titled post: since when, why, what is planned. `post_id` None in old snapshots."""

    post: str
    body: str
    since: PartialDate
    cause: str = ""
    plan: str = ""
    post_class: str = ""
    post_id: int | None = None

    @property
    def key(self) -> int | str:
        """What tells it from others of its unit, whatever the post is called."""
        return self.post_id or self.post


@dataclass(frozen=True)
class TeamStructure:
    """The two committees of one unit on a day; counts are persons unless said otherwise.

    `authorised` is None where no statement of seats reaches back to the day;
    `holders_unknown` are seats that were held by somebody who is not recorded;
    `age_known` is the denominator of the average.
    """

    unit_id: int
    unit: str
    code: str
    unit_type: str
    township_id: int | None
    township: str
    authorised: int | None
    standing: int | None
    filled: int
    party_seats: int
    committee_members: int
    cross_appointed: int
    dual_head: bool
    women: int
    aged_30: int
    aged_31_35: int
    aged_36_45: int
    aged_46_55: int
    aged_56: int
    age_sum: int
    age_known: int
    college_or_above: int
    schooling_known: int
    party_members: int
    supervision_heads: int
    holders_unknown: int = 0
    vacancies: Sequence[NamedVacancy] = field(default_factory=tuple)
    known_from: PartialDate | None = None
    complete_from: date | None = None

    @property
    def aged_35_or_under(self) -> int:
        return self.aged_30 + self.aged_31_35

    @property
    def vacant(self) -> int | None:
        """Seats without anybody: authorised − filled − held by somebody not recorded."""
        if self.authorised is None:
            return None
        return self.authorised - self.filled - self.holders_unknown

    @property
    def average_age(self) -> float | None:
        return self.age_sum / self.age_known if self.age_known else None

    @property
    def bands(self) -> tuple[int, ...]:
        """Persons in each of AGE_BANDS."""
        return (self.aged_30, self.aged_31_35, self.aged_36_45, self.aged_46_55, self.aged_56)

    def measure(self, indicator: str) -> float | None:
        """The value of an indicator that targets may name."""
        value = getattr(self, indicator)
        return None if value is None else float(value)


@dataclass(frozen=True)
class TownStructure:
    """The same over several teams: sums, with the denominators of every rate."""

    teams: Sequence[TeamStructure]

    def total(self, name: str) -> int:
        """Sum of a count over the teams; unknown ones count nothing."""
        return sum(getattr(team, name) or 0 for team in self.teams)

    @property
    def units(self) -> int:
        return len(self.teams)

    @property
    def authorised(self) -> int | None:
        """Seats of all teams; None where no unit's are known."""
        known = [team.authorised for team in self.teams if team.authorised is not None]
        return sum(known) if known else None

    @property
    def vacant(self) -> int | None:
        """Vacant seats of all teams; somebody too many in one unit fills no seat of another."""
        known = [team.vacant for team in self.teams if team.vacant is not None]
        return sum(max(0, vacant) for vacant in known) if known else None

    @property
    def over_seats(self) -> int:
        """Persons beyond the authorised seats of their units."""
        return sum(max(0, -team.vacant) for team in self.teams if team.vacant is not None)

    @property
    def filled(self) -> int:
        return self.total("filled")

    @property
    def dual_heads(self) -> int:
        return sum(team.dual_head for team in self.teams)

    @property
    def dual_head_rate(self) -> Ratio:
        """一肩挑率 = units with a dual head ÷ units; over nothing where nobody in any of them is known."""
        return Ratio(self.dual_heads, self.units if self.filled else 0)

    @property
    def cross_appointment_rate(self) -> Ratio:
        """交叉任职率 = people in both committees ÷ two-committee people."""
        return Ratio(self.total("cross_appointed"), self.filled)

    @property
    def vacancy_rate(self) -> Ratio:
        """缺职率 = (posts − filled) ÷ posts."""
        return Ratio(self.vacant or 0, self.authorised or 0)

    def share(self, name: str) -> Ratio:
        """Persons of a kind ÷ two-committee people."""
        return Ratio(self.total(name), self.filled)

    @property
    def average_age(self) -> float | None:
        known = self.total("age_known")
        return self.total("age_sum") / known if known else None

    @property
    def bands(self) -> tuple[int, ...]:
        return tuple(sum(team.bands[i] for team in self.teams) for i in range(len(AGE_BANDS)))

    def without(self, name: str) -> list[str]:
        """Names of the units whose team has nobody of a kind, in office order; where nobody at all

        is known of a team, nothing is said of it.
        """
        return [team.unit for team in self.teams if team.filled and not getattr(team, name)]

    @property
    def incomplete_before(self) -> date | None:
        """The day from which all rosters are complete; None when no roster was ever taken in."""
        return max((team.complete_from for team in self.teams if team.complete_from), default=None)

    @property
    def unknown_before(self) -> PartialDate | None:
        """Before it nothing is known of anybody."""
        return min((team.known_from for team in self.teams if team.known_from), default=None)


def merge_teams(teams: Iterable[TeamStructure]) -> TownStructure:
    """The teams as one body of figures."""
    return TownStructure(teams=tuple(teams))
