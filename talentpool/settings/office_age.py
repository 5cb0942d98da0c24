"""Up to which age a post is held 任职年龄上限: one number for all posts, others for single classes. Pure.

Kept as {class of post, or "" for all others: full years}; typed as lines “60”, “党组织书记:63”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentpool.errors import RuleBroken
from talentpool.vocabulary import PostClass
from talentpool.wording import say
from talentpool.writing import compact

EVERY_POST = ""
DEFAULT: dict[str, int] = {EVERY_POST: 60}
"""Notices of elections usually say “原则上不超过60周岁”; every office sets its own."""
_YEARS = range(30, 91)


@dataclass(frozen=True)
class OfficeAge:
    """Who is older on the day of the election ages out; a post without a limit is held at any age."""

    limits: Mapping[str, int]

    def limit_of(self, post_class: PostClass) -> int | None:
        """The limit of a class of post, in years; None for none."""
        return self.limits.get(post_class.value, self.limits.get(EVERY_POST))


def read_office_age(typed: str) -> dict[str, int]:
    """What was typed; RuleBroken with every fault of it. Nothing typed: no limit at all."""
    classes = {label: value for value, label in PostClass.labels().items()}
    found: dict[str, int] = {}
    faults = []
    for line in filter(None, (compact(line) for line in typed.splitlines())):
        label, colon, years = line.rpartition(":")
        key = classes.get(label) if colon else EVERY_POST
        if key is None:
            faults.append(say("“%(label)s”不在职务类别列表中", label=label[:30]))
        elif not years.isascii() or not years.isdigit() or int(years) not in _YEARS:
            faults.append(
                say("“%(line)s”的年龄应为%(low)s至%(high)s之间的整数", line=line[:30], low=30, high=90)
            )
        elif key in found:
            faults.append(say("“%(word)s”写了不止一次", word=line[:30]))
        else:
            found[key] = int(years)
    if faults:
        raise RuleBroken(faults)
    return found


def typed_office_age(limits: Mapping[str, int]) -> str:
    """The same back, the limit of all posts first."""
    labels = PostClass.labels()
    lines = [str(limits[EVERY_POST])] if EVERY_POST in limits else []
    return "\n".join(
        [*lines, *(f"{labels.get(key, key)}:{years}" for key, years in limits.items() if key != EVERY_POST)]
    )
