"""Targets of team structure: which are missed, and what would close the gap. Pure.

Targets are data (`structure_target`): they differ by county and year. A township's own
target for an indicator stands instead of the general one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.analysis.structure import NamedVacancy, TeamStructure
from talentpool.dates import months_between
from talentpool.vocabulary import TWO_COMMITTEES, Body

NAMES: dict[str, str] = {
    "women": "女性成员",
    "aged_35_or_under": "35岁及以下成员",
    "college_or_above": "大专及以上学历成员",
    "party_members": "中共党员",
    "committee_members": "村(居)委会成员",
    "filled": "“两委”成员",
}


@dataclass(frozen=True)
class Target:
    """`indicator` is at least or at most `value` persons in each unit of the type (None: any)."""

    indicator: str
    direction: str
    value: float
    unit_type: str | None = None
    basis: str = ""
    township_id: int | None = None

    def applies_to(self, team: TeamStructure) -> bool:
        """Whether the target is one of this unit's."""
        fits_type = self.unit_type is None or self.unit_type == team.unit_type
        return fits_type and self.township_id in (None, team.township_id)

    def is_met_by(self, team: TeamStructure) -> bool | None:
        """None where the day lies before anything is known, or where those not recorded may decide."""
        measured = team.measure(self.indicator)
        if measured is None or team.known_from is None or not team.filled:
            return None
        if self.direction == "at_least" and measured < self.value <= measured + team.holders_unknown:
            return None
        return measured >= self.value if self.direction == "at_least" else measured <= self.value

    @property
    def label(self) -> str:
        """“女性成员不少于1人”."""
        bound = "不少于" if self.direction == "at_least" else "不多于"
        return f"{NAMES.get(self.indicator, self.indicator)}{bound}{self.value:g}人"


@dataclass(frozen=True)
class Gap:
    """One thing a unit lacks, and what would close it; `kind` is an indicator or “vacancy”."""

    unit_id: int
    unit: str
    kind: str
    lacks: str
    closes: str
    basis: str = ""
    since: str = ""
    have: int | None = None
    want: int | None = None


def targets_of(team: TeamStructure, targets: Sequence[Target]) -> list[Target]:
    """The targets of one unit, its township's own ones standing instead of the general ones."""
    own = {
        (target.indicator, target.direction)
        for target in targets
        if target.township_id is not None and target.applies_to(team)
    }
    return [
        target
        for target in targets
        if target.applies_to(team)
        and (target.township_id is not None or (target.indicator, target.direction) not in own)
    ]


def gaps_of(team: TeamStructure, targets: Sequence[Target], *, on: date) -> list[Gap]:
    """Everything a unit lacks on a day: vacant posts first, then missed targets."""
    missed = [target for target in targets_of(team, targets) if target.is_met_by(team) is False]
    gaps = [_vacancy_gap(team, vacancy, missed, on=on) for vacancy in team.vacancies]
    named = sum(vacancy.body in TWO_COMMITTEES for vacancy in team.vacancies)
    unnamed = (team.vacant or 0) - named
    if unnamed > 0:
        gaps.append(
            Gap(
                unit_id=team.unit_id,
                unit=team.unit,
                kind="unnamed_vacancy",
                lacks=f"核定{team.authorised}职、实有{team.filled}人,另有{unnamed}个空缺未登记职务",
                closes="在职数及空缺台账中写明空缺职务、时间和原因",
                have=team.filled,
                want=team.authorised,
            )
        )
    if team.vacant is not None and team.vacant < 0:
        gaps.append(_over_seats(team))
    gaps.extend(_target_gap(team, target) for target in missed)
    return gaps


def _over_seats(team: TeamStructure) -> Gap:
    return Gap(
        unit_id=team.unit_id,
        unit=team.unit,
        kind="over_seats",
        lacks=f"实有{team.filled}人,超出核定{team.authorised}职",
        closes="核对花名册和核定职数,超配的按规定消化",
        have=team.filled,
        want=team.authorised,
    )


def _vacancy_gap(team: TeamStructure, vacancy: NamedVacancy, missed: Sequence[Target], *, on: date) -> Gap:
    months = months_between(vacancy.since, on=on)
    cause = f"({vacancy.cause})" if vacancy.cause else ""
    helps = [_help_of(target) for target in missed if _would_help(target, vacancy)]
    closes = f"补选{vacancy.post}1人"
    if vacancy.body == Body.COMMITTEE:
        closes += "(村(居)委会成员由村(居)民会议或代表会议补选)"
    if vacancy.plan:
        closes += f",计划:{vacancy.plan}"
    if helps:
        closes += ";人选为" + "、".join(dict.fromkeys(helps)) + "可同时补上结构缺项"
    return Gap(
        unit_id=team.unit_id,
        unit=team.unit,
        kind="vacancy",
        lacks=f"{vacancy.post}自{vacancy.since.chinese}空缺至今{cause},已{months}个月",
        closes=closes,
        since=vacancy.since.iso,
        have=team.filled,
        want=team.authorised,
    )


def _would_help(target: Target, vacancy: NamedVacancy) -> bool:
    if target.direction != "at_least":
        return False
    return target.indicator != "committee_members" and bool(vacancy.post)


def _help_of(target: Target) -> str:
    return {
        "women": "女性",
        "aged_35_or_under": "35岁及以下",
        "college_or_above": "大专及以上学历",
        "party_members": "中共党员",
    }.get(target.indicator, NAMES.get(target.indicator, target.indicator))


def _target_gap(team: TeamStructure, target: Target) -> Gap:
    have = int(team.measure(target.indicator) or 0)
    want = int(target.value)
    lacks, closes = _words_of(team, target, have=have, want=want)
    return Gap(
        unit_id=team.unit_id,
        unit=team.unit,
        kind=target.indicator,
        lacks=lacks,
        closes=closes,
        basis=target.basis,
        have=have,
        want=want,
    )


def _words_of(team: TeamStructure, target: Target, *, have: int, want: int) -> tuple[str, str]:
    if target.indicator == "committee_members":
        return _committee_words(team, target, have=have, want=want)
    name = NAMES.get(target.indicator, target.indicator)
    if target.direction == "at_most":
        return f"{name}{have}人,多于{want}人", f"换届时核减{have - want}人"
    lacks = f"班子{team.filled}人中没有{name}" if have == 0 else f"{name}{have}人,少于{want}人"
    short = want - have
    way = "补选" if team.vacant else "换届或调整"
    return lacks, f"{way}时配备{name}{short}人,平时从后备人选中培养"


def _committee_words(team: TeamStructure, target: Target, *, have: int, want: int) -> tuple[str, str]:
    body = "居委会" if team.unit_type == "community" else "村委会"
    if target.direction == "at_most":
        return f"{body}现有{have}人,多于法定最多{want}人", f"换届时核减{have - want}人"
    lacks = f"{body}现有{have}人,少于法定最少{want}人"
    named = [v.post for v in team.vacancies if v.body == Body.COMMITTEE]
    short = want - have
    if len(named) >= short:
        return lacks, f"补选{'、'.join(named)}后{body}为{have + len(named)}人,达到法定人数"
    return lacks, f"补选{body}成员{short}人,达到法定最少{want}人"
