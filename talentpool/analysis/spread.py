"""How a town's people and vacancies are spread, as charts: age by sex, schooling, length of vacancies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from talentpool.analysis.distribution import BandOfSexes
from talentpool.analysis.indicators import Bar
from talentpool.analysis.structure import Ratio
from talentpool.analysis.vacancy_ages import VacancyAge
from talentpool.vocabulary import SchoolingLevel


@dataclass(frozen=True)
class PyramidRow:
    """One band of the pyramid: men on the left, women on the right."""

    label: str
    left: int
    right: int
    left_url: str | None = None
    right_url: str | None = None


def pyramid_title(steps: Sequence[BandOfSexes]) -> str:
    """Which band is the largest, and how many women stand beside the men."""
    men, women = sum(step.men for step in steps), sum(step.women for step in steps)
    if not men + women:
        return str(_("没有可统计的年龄"))
    largest = max(steps, key=lambda step: step.men + step.women)
    values = {"band": largest.label, "count": largest.men + largest.women, "women": women, "all": men + women}
    return str(_("%(band)s最多,%(count)s人;女性%(women)s人,共%(all)s人", **values))


def level_bars(levels: Mapping[SchoolingLevel | None, int]) -> list[Bar]:
    """Persons of each level, with their share of all."""
    everybody = sum(levels.values())
    return [
        Bar(
            label=_(level.label) if level else str(_("未登记")),
            value=count,
            text=ngettext("%(num)s人", "%(num)s人", count),
            key=level.value if level else "",
            state=None if level else "unknown",
            note=Ratio(count, everybody).percent,
        )
        for level, count in levels.items()
    ]


def level_title(levels: Mapping[SchoolingLevel | None, int]) -> str:
    """How many have 大专 and above."""
    everybody = sum(levels.values())
    if not everybody:
        return str(_("没有可统计的学历"))
    college = sum(count for level, count in levels.items() if level and level.college_or_above)
    share = Ratio(college, everybody).percent
    return str(_("大专及以上%(count)s人,占%(share)s", count=college, share=share))


def vacancy_bars(counts: Mapping[VacancyAge, int]) -> list[Bar]:
    """Named vacancies of each class."""
    labels = {
        VacancyAge.LONG: (_("超过12个月"), "miss"),
        VacancyAge.MIDDLE: (_("3至12个月"), "near"),
        VacancyAge.SHORT: (_("不满3个月"), "unknown"),
    }
    return [
        Bar(
            label=str(labels[age][0]),
            value=count,
            text=_("%(count)s个", count=count),
            key=age,
            state=labels[age][1],
        )
        for age, count in counts.items()
    ]


def vacancy_title(counts: Mapping[VacancyAge, int]) -> str:
    """How many are vacant, and how many of them for long."""
    every = sum(counts.values())
    if not every:
        return str(_("没有已登记的空缺职务"))
    long = counts[VacancyAge.LONG]
    if not long:
        return str(_("已登记空缺职务%(count)s个,没有超过12个月的", count=every))
    return str(_("已登记空缺职务%(count)s个,其中%(long)s个超过12个月", count=every, long=long))
