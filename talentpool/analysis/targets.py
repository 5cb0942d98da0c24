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
from talentpool.vocabulary import TWO_COMMITTEES, Body, ReserveLabel
from talentpool.wording import say


def name_of(indicator: str) -> str:
    """What an indicator counts, as the office calls it."""
    names = {
        "women": say("女性成员"),
        "aged_35_or_under": say("35岁及以下成员"),
        "college_or_above": say("大专及以上学历成员"),
        "party_members": say("中共党员"),
        "committee_members": say("村(居)委会成员"),
        "filled": say("“两委”成员"),
    }
    return names.get(indicator, indicator)


@dataclass(frozen=True)
class Target:
    """`indicator` is at least or at most `value` persons in each unit of the type (None: any).

    `reserves` is what the office calls those from whom a gap may be closed.
    """

    indicator: str
    direction: str
    value: float
    unit_type: str | None = None
    basis: str = ""
    township_id: int | None = None
    reserves: str = ReserveLabel.CADRES.label

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
        name, value = name_of(self.indicator), f"{self.value:g}"
        if self.direction == "at_least":
            return say("%(name)s不少于%(value)s人", name=name, value=value)
        return say("%(name)s不多于%(value)s人", name=name, value=value)


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
                lacks=say(
                    "核定%(seats)s职、实有%(filled)s人,另有%(unnamed)s个空缺未登记职务",
                    seats=team.authorised,
                    filled=team.filled,
                    unnamed=unnamed,
                ),
                closes=say("在职数及空缺台账中写明空缺职务、时间和原因"),
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
        lacks=say("实有%(filled)s人,超出核定%(seats)s职", filled=team.filled, seats=team.authorised),
        closes=say("核对花名册和核定职数,超配的按规定消化"),
        have=team.filled,
        want=team.authorised,
    )


def _vacancy_gap(team: TeamStructure, vacancy: NamedVacancy, missed: Sequence[Target], *, on: date) -> Gap:
    months = months_between(vacancy.since, on=on)
    helps = [_help_of(target) for target in missed if _would_help(target, vacancy)]
    closes = say("补选%(post)s1人", post=vacancy.post)
    if vacancy.body == Body.COMMITTEE:
        closes += say("(村(居)委会成员由村(居)民会议或代表会议补选)")
    if vacancy.plan:
        closes += say(",计划:%(plan)s", plan=vacancy.plan)
    if helps:
        closes += say(";人选为%(kinds)s可同时补上结构缺项", kinds="、".join(dict.fromkeys(helps)))
    return Gap(
        unit_id=team.unit_id,
        unit=team.unit,
        kind="vacancy",
        lacks=say(
            "%(post)s自%(since)s空缺至今%(cause)s,已%(months)s个月",
            post=vacancy.post,
            since=vacancy.since.told,
            cause=f"({vacancy.cause})" if vacancy.cause else "",
            months=months,
        ),
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
    kinds = {
        "women": say("女性"),
        "aged_35_or_under": say("35岁及以下"),
        "college_or_above": say("大专及以上学历"),
        "party_members": say("中共党员"),
    }
    return kinds.get(target.indicator) or name_of(target.indicator)


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
    name, short = name_of(target.indicator), want - have
    if target.direction == "at_most":
        return (
            say("%(name)s%(have)s人,多于%(want)s人", name=name, have=have, want=want),
            say("换届时核减%(count)s人", count=-short),
        )
    lacks = (
        say("班子%(filled)s人中没有%(name)s", filled=team.filled, name=name)
        if have == 0
        else say("%(name)s%(have)s人,少于%(want)s人", name=name, have=have, want=want)
    )
    closes = (
        say("补选时配备%(name)s%(short)s人", name=name, short=short)
        if team.vacant
        else say("换届或调整时配备%(name)s%(short)s人", name=name, short=short)
    )
    return lacks, closes + say(",平时从%(reserves)s中培养", reserves=say(target.reserves))


def _committee_words(team: TeamStructure, target: Target, *, have: int, want: int) -> tuple[str, str]:
    body = say("居委会") if team.unit_type == "community" else say("村委会")
    if target.direction == "at_most":
        return (
            say("%(body)s现有%(have)s人,多于法定最多%(want)s人", body=body, have=have, want=want),
            say("换届时核减%(count)s人", count=have - want),
        )
    lacks = say("%(body)s现有%(have)s人,少于法定最少%(want)s人", body=body, have=have, want=want)
    named = [v.post for v in team.vacancies if v.body == Body.COMMITTEE]
    short = want - have
    if len(named) >= short:
        return lacks, say(
            "补选%(posts)s后%(body)s为%(count)s人,达到法定人数",
            posts="、".join(named),
            body=body,
            count=have + len(named),
        )
    return lacks, say("补选%(body)s成员%(short)s人,达到法定最少%(want)s人", body=body, short=short, want=want)
