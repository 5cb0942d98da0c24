"""What former cadres are granted a month 离任干部生活补贴: a base, more by years of service, from an age on. Pure.

Kept as {name: number}, empty where the office has no common standard; typed as lines “每月基数:120”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from talentpool.errors import RuleBroken
from talentpool.wording import say
from talentpool.writing import compact

LINES = {
    "每月基数": "base",
    "每任职一年增加": "a_year",
    "最低任职年限": "least_years",
    "男满岁数": "age_men",
    "女满岁数": "age_women",
}
"""What a line is called, and under which name its number is kept."""
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?", re.ASCII)


def read_subsidy(typed: str) -> dict[str, float]:
    """What was typed; RuleBroken with every fault of it. Nothing typed: no standard at all."""
    found: dict[str, float] = {}
    faults = []
    for line in filter(None, (compact(line) for line in typed.splitlines())):
        word, _colon, number = line.replace(":", ":").partition(":")
        if word not in LINES:
            faults.append(say("“%(line)s”不是补贴标准的项目", line=line[:30]))
        elif not _AMOUNT.fullmatch(number):
            faults.append(say("“%(word)s”后面应写数字", word=word))
        else:
            found[LINES[word]] = float(number)
    missing = [word for word, name in LINES.items() if name not in found]
    if not faults and found and missing:
        faults.append(say("还要写明:%(missing)s", missing="、".join(missing)))
    if faults:
        raise RuleBroken(faults)
    return found


def typed_subsidy(value: Mapping[str, float]) -> str:
    """The same back, as it is typed."""
    return "\n".join(f"{word}:{value[name]:g}" for word, name in LINES.items() if value)
