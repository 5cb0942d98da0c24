"""What the figures of succession mean, and sentences that say what was found: for pages and workbooks alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from talentpool.succession.outlook import PostOutlook, Seated, Tally, UnitOutlook
from talentpool.succession.rules import QuotaState
from talentpool.wording import marked, say

NAMED_AT_MOST = 3
"""Units named in a title; of more, only the number."""

DEFINITIONS: dict[str, str] = {
    "posts": marked("党组织、村(居)委会的职务数,一个职务名称计1个;监督委员会的职务列出但不计入"),
    "coverage": marked("有后备人选的职务÷全部职务;后备人选指在库且培养方向为该职务的人员"),
    "mature_coverage": marked("有成熟后备人选的职务÷全部职务"),
    "depth": marked("后备人选人数÷全部职务;一人对应几个职务的,每个职务计几分之一"),
    "shared": marked("培养方向对应两个以上职务的后备人选÷有对应职务的后备人选"),
    "vacant": marked("有空缺席位的职务÷全部职务"),
    "ageing": marked("到换届时任职人超过任职年龄上限的职务÷全部职务;年龄上限和年龄计算规则在设置中规定"),
    "single": marked("只有1名后备人选的职务÷全部职务"),
    "deserted": marked("空缺或到龄、且没有到时仍合龄的后备人选的职务÷全部职务"),
    "without_reserve_then": marked("没有到时仍合龄的后备人选的村(社区)÷全部村(社区)"),
    "below_quota": marked("后备人数或成熟人数低于配备要求的村(社区)÷规定了配备要求的村(社区)"),
}


def name_units(names: Sequence[str]) -> str:
    """“甲村、乙村”, and beyond a few “甲村等9个”."""
    if len(names) <= NAMED_AT_MOST:
        return "、".join(names)
    return say("%(first)s等%(count)s个", first="、".join(names[:NAMED_AT_MOST]), count=len(names))


def coverage_finding(tally: Tally) -> str:
    """“54个职务中19个有后备人选、5个有成熟人选,35个没有人选”."""
    if not tally.posts:
        return say("没有登记职务")
    return say(
        "%(posts)s个职务中%(covered)s个有后备人选、%(mature)s个有成熟人选,%(uncovered)s个没有人选",
        posts=tally.posts,
        covered=tally.covered,
        mature=tally.covered_mature,
        uncovered=tally.uncovered,
    )


def mature_finding(units: Sequence[UnitOutlook]) -> str:
    """“9个村(社区)中5个无成熟后备人选(甲村、乙村、丙村等5个)”."""
    without = [one.unit.unit for one in units if not any(reserve.mature for reserve in one.reserves)]
    if not without:
        return say("%(units)s个村(社区)都有成熟后备人选", units=len(units))
    return say(
        "%(units)s个村(社区)中%(count)s个无成熟后备人选(%(names)s)",
        units=len(units),
        count=len(without),
        names=name_units(without),
    )


def ahead_finding(units: Sequence[UnitOutlook], *, when: str) -> str:
    """“到2026-01-01,9个村(社区)中2个没有仍合龄的后备人选(甲村、乙村)”."""
    without = [one.unit.unit for one in units if not one.staying]
    if not without:
        return say("%(when)s,%(units)s个村(社区)都还有合龄的后备人选", when=when, units=len(units))
    return say(
        "%(when)s,%(units)s个村(社区)中%(count)s个没有仍合龄的后备人选(%(names)s)",
        when=when,
        units=len(units),
        count=len(without),
        names=name_units(without),
    )


def day_words(units: Sequence[UnitOutlook]) -> str:
    """“到2026-01-01”; “到换届时” where the days of the units differ or are not known."""
    days = {one.then for one in units}
    day = days.pop() if len(days) == 1 else None
    return say("到%(day)s", day=day.isoformat()) if day is not None else say("到换届时")


def holder_words(seated: Seated, *, then: date | None) -> str:
    """“郭国文(50岁,届时52岁)”."""
    if seated.age_now is None:
        return say("%(name)s(年龄未登记)", name=seated.name)
    if then is None:
        return say("%(name)s(%(age)s岁)", name=seated.name, age=seated.age_now)
    return say(
        "%(name)s(%(age)s岁,届时%(then)s岁)", name=seated.name, age=seated.age_now, then=seated.age_then
    )


def state_words(post: PostOutlook) -> str:
    """Who holds a post, or that it is vacant, or that nobody knows."""
    words = [holder_words(one, then=post.then) for one in post.seated]
    if post.is_vacant:
        words.append(say("空缺%(count)s席", count=post.post.vacancies) if words else say("空缺"))
    return "、".join(words) or say("任职人未登记")


def quota_words(state: QuotaState) -> str:
    """“党组织书记:应有2名(成熟1名),现有1名(成熟0名)”."""
    told = say(
        "应有%(wanted)s名(成熟%(mature_wanted)s名),现有%(have)s名(成熟%(mature)s名)",
        wanted=state.wanted,
        mature_wanted=state.mature_wanted,
        have=state.have,
        mature=state.mature,
    )
    if state.post_class is None:
        return told
    return say("%(kind)s: %(told)s", kind=say(state.post_class.label), told=told)
