"""The figures of a town as tiles and charts: numbers with denominators, titles that say the finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from talentpool.analysis.labels import DEFINITIONS
from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import AGE_BANDS, Ratio, TeamStructure, TownStructure

NAMED_AT_MOST = 3
"""Units named in a title; of more, only the number."""


@dataclass(frozen=True)
class Tile:
    """One figure: as it is read, with what it was divided by (None: a count)."""

    key: str
    label: str
    value: str
    unit: str
    definition: str
    numerator: int | None = None
    denominator: int | None = None
    state: str | None = None
    state_label: str | None = None


@dataclass(frozen=True)
class Bar:
    """One row of a chart of bars; `key` is what the link behind it is made of."""

    label: str
    value: float | None
    text: str
    key: str = ""
    state: str | None = None
    note: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Stack:
    """One row of a stacked chart; `values` in the order of the series."""

    label: str
    values: tuple[int, ...]
    unit_id: int
    url: str | None = None


def tiles_of(town: TownStructure, *, on: date, lacking: int) -> list[Tile]:
    """The indicators of the town, in reading order; `lacking` units have a gap."""
    average = town.average_age
    known = any(is_known(team, on=on) for team in town.teams)
    return [
        _count("authorised", _("核定职数"), town.authorised, _("个")),
        _count("filled", _("实有"), town.filled if known else None, _("人")),
        _vacant(town),
        _rate("vacancy_rate", _("缺职率"), town.vacancy_rate, known=town.vacant is not None),
        _rate("dual_head_rate", _("一肩挑率"), town.dual_head_rate),
        _rate("cross_appointment_rate", _("交叉任职率"), town.cross_appointment_rate),
        Tile(
            "average_age",
            _("平均年龄"),
            "—" if average is None else f"{average:.1f}",
            "" if average is None else _("岁"),
            str(DEFINITIONS["average_age"]),
            None if average is None else town.total("age_sum"),
            town.total("age_known") or None,
        ),
        _share(town, "aged_35_or_under", _("35岁及以下")),
        _share(town, "women", _("女性")),
        _share(town, "college_or_above", _("大专及以上")),
        _share(town, "party_members", _("中共党员")),
        _lacking(town, lacking, known=known),
    ]


def _count(key: str, label: str, value: int | None, unit: str) -> Tile:
    shown = "—" if value is None else str(value)
    return Tile(key, label, shown, "" if value is None else unit, str(DEFINITIONS[key]))


def _vacant(town: TownStructure) -> Tile:
    named = sum(len(team.vacancies) for team in town.teams)
    tile = _count("vacant", _("空缺"), town.vacant, _("个"))
    if town.vacant is None:
        return tile
    label = _("已配齐") if town.vacant <= 0 else _("%(count)s个已登记职务", count=named)
    state = "ok" if town.vacant <= 0 else "miss"
    return Tile(tile.key, tile.label, tile.value, tile.unit, tile.definition, state=state, state_label=label)


def _lacking(town: TownStructure, lacking: int, *, known: bool) -> Tile:
    definition = str(DEFINITIONS["lacking"])
    if not known:
        return Tile("lacking", _("有缺项的单位"), "—", "", definition)
    return Tile("lacking", _("有缺项的单位"), str(lacking), _("个"), definition, lacking, town.units)


def _rate(key: str, label: str, ratio: Ratio, *, known: bool = True) -> Tile:
    definition = str(DEFINITIONS[key])
    if not known or ratio.value is None:
        return Tile(key, label, "—", "", definition)
    return Tile(key, label, ratio.percent, "", definition, ratio.numerator, ratio.denominator)


def _share(town: TownStructure, key: str, label: str) -> Tile:
    ratio = town.share(key)
    definition = str(DEFINITIONS[key])
    if ratio.value is None:
        return Tile(key, label, "—", "", definition)
    without = len(town.without(key))
    state_label = None
    if key != "party_members":
        state_label = _("%(count)s个单位没有", count=without) if without else _("各单位都有")
    return Tile(
        key,
        label,
        str(ratio.numerator),
        _("人"),
        definition,
        ratio.numerator,
        ratio.denominator,
        ("miss" if without else "ok") if state_label else None,
        state_label,
    )


def names_of(units: Sequence[str]) -> str:
    """“青禾社区、金竹村”; of many, the first and how many more."""
    if len(units) <= NAMED_AT_MOST:
        return "、".join(units)
    return str(_("%(first)s等%(count)s个", first="、".join(units[:NAMED_AT_MOST]), count=len(units)))


def age_title(town: TownStructure) -> str:
    """What the bands say."""
    average = town.average_age
    if average is None:
        return str(_("没有可统计的年龄"))
    young = town.share("aged_35_or_under")
    text = _(
        "平均%(age)s岁,35岁及以下%(count)s人,占%(share)s",
        age=f"{average:.1f}",
        count=young.numerator,
        share=young.percent,
    )
    return str(text)


def age_bars(town: TownStructure) -> list[Bar]:
    """Persons in each band, with their share of those whose age is known."""
    known = town.total("age_known")
    return [
        Bar(
            label=_band_label(low, high),
            value=count,
            text=ngettext("%(num)s人", "%(num)s人", count),
            key=f"{low}-{high}",
            note=Ratio(count, known).percent,
        )
        for (_label, low, high), count in zip(AGE_BANDS, town.bands, strict=True)
    ]


def _band_label(low: int, high: int) -> str:
    if low == 0:
        return str(_("%(age)s岁及以下", age=high))
    if high >= AGE_BANDS[-1][2]:
        return str(_("%(age)s岁及以上", age=low))
    return str(_("%(low)s-%(high)s岁", low=low, high=high))


def seats_title(town: TownStructure) -> str:
    """What seats and holders say."""
    if town.vacant is None:
        return str(_("核定职数未登记,空缺不明"))
    short = [team.unit for team in town.teams if (team.vacant or 0) > 0]
    if not short:
        return str(_("%(authorised)s个职数全部配齐", authorised=town.authorised))
    text = _(
        "%(authorised)s个职数空缺%(vacant)s个,在%(units)s",
        authorised=town.authorised,
        vacant=town.vacant,
        units=names_of(short),
    )
    return str(text)


def seat_stacks(town: TownStructure) -> list[Stack]:
    """Of each unit: persons, and seats without anybody."""
    return [Stack(team.unit, (team.filled, max(team.vacant or 0, 0)), team.unit_id) for team in town.teams]


def missing_title(town: TownStructure, key: str, label: str) -> str:
    """“9个村(社区)中2个没有35岁及以下成员:青禾社区、金竹村”."""
    without = [team.unit for team in town.teams if team.filled and not getattr(team, key)]
    if not without:
        return str(_("%(units)s个村(社区)班子都有%(label)s成员", units=town.units, label=label))
    text = _(
        "%(units)s个村(社区)中%(count)s个没有%(label)s成员: %(names)s",
        units=town.units,
        count=len(without),
        label=label,
        names=names_of(without),
    )
    return str(text)


def kind_bars(town: TownStructure, key: str) -> list[Bar]:
    """Persons of a kind in each unit, beside the size of its team."""
    return [
        Bar(
            label=team.unit,
            value=getattr(team, key),
            text=_("%(count)s人", count=getattr(team, key)) if getattr(team, key) else _("没有"),
            key=str(team.unit_id),
            state=None if getattr(team, key) or not team.filled else "miss",
            note=_("共%(count)s人", count=team.filled),
        )
        for team in town.teams
    ]


def average_title(town: TownStructure) -> str:
    """Which team is the oldest and which the youngest."""
    known = [team for team in town.teams if team.average_age is not None]
    if not known:
        return str(_("没有可统计的年龄"))
    oldest, youngest = max(known, key=_age), min(known, key=_age)
    if len(known) == 1:
        return str(_("%(unit)s班子平均%(age)s岁", unit=oldest.unit, age=f"{_age(oldest):.1f}"))
    values: dict[str, Any] = {
        "old": oldest.unit,
        "old_age": f"{_age(oldest):.1f}",
        "young": youngest.unit,
        "young_age": f"{_age(youngest):.1f}",
    }
    return str(_("%(old)s班子年龄最大,平均%(old_age)s岁;%(young)s最小,平均%(young_age)s岁", **values))


def _age(team: TeamStructure) -> float:
    return team.average_age or 0.0


def age_stacks(town: TownStructure) -> list[Stack]:
    """Of each unit: persons in each band."""
    return [Stack(team.unit, team.bands, team.unit_id) for team in town.teams]


def band_labels() -> list[str]:
    """The bands, in the language of the page."""
    return [_band_label(low, high) for _label, low, high in AGE_BANDS]
