"""When the time of a record is over. Pure: months are counted, because many dates are known to the month only.

A month is told by its number, year × 12 + month − 1, so that months are compared and added as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.id_numbers import mask_numbers
from talentpool.vocabulary import PurgeKind, SettingKey, YearsKept
from talentpool.wording import say
from talentpool.writing import compact

OPEN = 9999 * 12
"""The number of no month: what goes on has not ended."""

_LONG_NUMBER = re.compile(
    r"(?<![0-9])(?:0[0-9]{2,3}-?[0-9]{7,8}|[0-9]{15})(?![0-9])|1[3-9][0-9](?:-?[0-9]{4}){2}"
)
"""Telephone numbers with their area code or hyphens, and ID numbers of the first generation."""

SETTING_OF: dict[PurgeKind, SettingKey] = {
    PurgeKind.CADRES: SettingKey.KEEP_CADRES,
    PurgeKind.OTHERS: SettingKey.KEEP_OTHERS,
    PurgeKind.NOMINATIONS: SettingKey.KEEP_NOMINATIONS,
    PurgeKind.PHOTOS: SettingKey.KEEP_PHOTOS,
}
"""Which setting says how long."""


def personal_faults(label: str, text: str, *, names: Iterable[str]) -> list[str]:
    """Why a text may not stand in a ledger that is kept for good: a number of a person in it, or one of the names."""
    plain = compact(text)
    faults = []
    if mask_numbers(plain) != plain or _LONG_NUMBER.search(plain):
        faults.append(
            say("%(label)s里不要写身份证号或电话号码:清除登记簿长期保存,写入后不能删改", label=label)
        )
    if any(name and compact(name) in plain for name in names):
        faults.append(say("%(label)s里不要写被清除人的姓名:清除登记簿长期保存,写入后不能删改", label=label))
    return faults


def month_number(day: date) -> int:
    """The month of a day."""
    return day.year * 12 + day.month - 1


def month_of(number: int) -> PartialDate:
    """The month of a number."""
    return PartialDate(number // 12, number % 12 + 1)


def cut_off(kept: str, *, on: date) -> int:
    """What ended before this month is due on a day; 0, before which nothing ended, where it is kept always.

    The month of the end counts whole: what ended in June 2013 and is kept ten years is due in July 2023.
    """
    return 0 if kept == YearsKept.ALWAYS.value else month_number(on) - 12 * int(kept)


def kept_until(ended: int, kept: str) -> PartialDate | None:
    """The last month in which something is kept; None: always, or it has not ended."""
    return None if kept == YearsKept.ALWAYS.value or ended >= OPEN else month_of(ended + 12 * int(kept))


@dataclass(frozen=True)
class Standing:
    """How long one person is kept: what still goes on, the month of the last end, the years by the rule.

    `ended` None: nothing is known of when it ended. `cadre`: held a post or was in the pool.
    """

    holds: tuple[str, ...]
    ended: int | None
    kept: str
    cadre: bool

    @property
    def until(self) -> PartialDate | None:
        """The last month in which the data are kept; None where it cannot be told yet."""
        if self.holds or self.ended is None:
            return None
        return kept_until(self.ended, self.kept)


def reasons_to_keep(standing: Standing, *, on: date, asked: bool) -> list[str]:
    """Why a person's data may not be erased; empty when they may.

    What goes on keeps everybody. The time by the rule keeps cadres and reserves whatever they ask; others
    are erased when they ask for it, because nothing but their own wish to serve was the reason to keep them.
    """
    if standing.holds:
        return [say("还不能删除:%(what)s", what=word) for word in dict.fromkeys(standing.holds)]
    if asked and not standing.cadre:
        return []
    if standing.kept == YearsKept.ALWAYS.value:
        return [say("按设置长期保存,不能删除")]
    if standing.ended is None:
        return [say("登记时间不详,不能按期限清除")]
    if standing.ended >= cut_off(standing.kept, on=on):
        until = kept_until(standing.ended, standing.kept)
        assert until is not None
        return [say("保存期限未满,应保存至%(until)s", until=until.dotted)]
    return []


def period_words(kept: str) -> str:
    """“10年”, “长期保存”."""
    return say(YearsKept.labels().get(kept, kept))
