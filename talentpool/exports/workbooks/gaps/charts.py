"""The charts of the overview; each title says what was found."""

from __future__ import annotations

from talentpool.analysis.structure import AGE_BANDS
from talentpool.analysis.targets import name_of
from talentpool.exports.workbooks.gaps import matrix
from talentpool.exports.workbooks.gaps.facts import GapFacts, Judged
from talentpool.exports.workbooks.wording import listed
from talentpool.sheets import Chart, Series, Tone

MOST_UNITS = 40
"""Beyond so many bars a chart by unit can no longer be read."""
_BAND_TONES = (Tone.OK, Tone.DATA, Tone.QUIET, Tone.NEAR, Tone.MISS)
UNITS = "村(社区)"


def charts_of(facts: GapFacts, *, judged: range, bands: range) -> tuple[Chart, ...]:
    """The charts that the figures allow; `judged` and `bands` are the overview's rows of each."""
    if not facts.known or not facts.figures.town.filled:
        return ()
    note = f"截至{facts.figures.on.isoformat()},“两委”成员,不含监督委员会。"
    by_band = Chart(
        kind="column",
        title=_bands_title(facts),
        categories="name",
        series=(Series("人数", "numerator"),),
        note=note,
        first=bands.start,
        last=bands.stop,
    )
    if len(facts.teams) == 1:
        return (by_band,)
    by_target = Chart(
        kind="bar",
        title=_targets_title(facts),
        categories="name",
        series=(Series("未达标单位数", "missed", Tone.MISS),),
        note=note,
        first=judged.start,
        last=judged.stop,
    )
    if len(facts.teams) > MOST_UNITS:
        return (by_target, by_band)
    return (by_target, by_band, _seats_by_unit(facts, note), _ages_by_unit(facts, note))


def _seats_by_unit(facts: GapFacts, note: str) -> Chart:
    return Chart(
        kind="stacked_bar",
        title=_seats_title(facts),
        categories="unit",
        series=(Series("现有", "filled"), Series("尚缺", "vacant", Tone.MISS)),
        note=note,
        sheet=matrix.SHEET_NAME,
        last=len(facts.teams),
    )


def _ages_by_unit(facts: GapFacts, note: str) -> Chart:
    labels = [label for label, _, _ in AGE_BANDS]
    return Chart(
        kind="stacked_bar",
        title=_young_title(facts),
        categories="unit",
        series=tuple(
            Series(label, key, tone)
            for label, key, tone in zip(labels, matrix.BAND_KEYS, _BAND_TONES, strict=True)
        ),
        note=note,
        sheet=matrix.SHEET_NAME,
        last=len(facts.teams),
    )


def _bands_title(facts: GapFacts) -> str:
    town = facts.figures.town
    young = town.share("aged_35_or_under")
    average = "" if town.average_age is None else f",平均{town.average_age:.1f}岁"
    return f"{town.filled}名成员{average},35岁及以下{young.numerator}人({young.percent})"


def _targets_title(facts: GapFacts) -> str:
    """The targets that most units miss; where none is missed, that."""
    known = [judged for judged in (facts.seats, *facts.judgements) if judged.missed]
    if not known:
        return f"{len(facts.teams)}个{UNITS}没有未达标的指标"
    missing = {unit for judged in known for unit in judged.missed}
    worst = max(known, key=lambda judged: len(judged.missed))
    count = len(worst.missed)
    return f"{len(facts.teams)}个{UNITS}中{len(missing)}个有缺项,最多的是{_lack(worst)}({count}个)"


def _lack(judged: Judged) -> str:
    if judged.indicator == "vacant":
        return "职数空缺"
    return f"{name_of(judged.indicator)}未达标"


def _seats_title(facts: GapFacts) -> str:
    town = facts.figures.town
    if town.authorised is None:
        return f"“两委”实有{town.filled}人,核定职数未登记"
    found = f"核定{town.authorised}职、实有{town.filled}人"
    if not facts.seats.missed:
        return f"{found},没有空缺"
    return f"{found},空缺{town.vacant}职({listed(facts.seats.missed, most=3)})"


def _young_title(facts: GapFacts) -> str:
    without = [team.unit for team in facts.known if not team.aged_35_or_under]
    if not without:
        return f"{len(facts.known)}个{UNITS}都有35岁及以下成员"
    return f"{len(facts.known)}个{UNITS}中{len(without)}个没有35岁及以下成员"
