"""What may be granted to whom: pure decisions over roles, dates and the roles already held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from talentpool.security.roles import ROLES, Reach, offices_clash
from talentpool.wording import say

LONGEST_GROUP_DAYS = 366


@dataclass(frozen=True)
class Held:
    """A role over some days, None where an end is open; `username` is the account that holds it."""

    role: str
    starts_on: date | None = None
    ends_on: date | None = None
    username: str = ""

    def overlaps(self, other: Held) -> bool:
        """Whether both hold on some day."""
        return (self.starts_on or date.min) <= (other.ends_on or date.max) and (
            other.starts_on or date.min
        ) <= (self.ends_on or date.max)


def clashes(wanted: Held, held: Iterable[Held]) -> list[str]:
    """Why one person may not hold `wanted` beside the roles of all of his accounts."""
    found = []
    for other in held:
        if offices_clash(wanted.role, other.role) and wanted.overlaps(other):
            found.append(
                say(
                    "“%(wanted)s”不能和“%(other)s”由同一人担任(账号%(username)s已是%(other)s)",
                    wanted=say(ROLES[wanted.role].label),
                    other=say(ROLES[other.role].label) if other.role in ROLES else other.role,
                    username=other.username,
                )
            )
    return list(dict.fromkeys(found))


def shape_faults(wanted: Held, *, has_unit: bool, on: date) -> list[str]:
    """What is wrong with a grant as it is written: its role, its unit, its dates."""
    role = ROLES.get(wanted.role)
    if role is None or not role.can_be_granted:
        return [say("没有“%(role)s”这一角色", role=wanted.role)]
    faults = []
    if role.reach is Reach.NOTHING and has_unit:
        faults.append(say("%(role)s不看业务数据,不选单位", role=say(role.label)))
    if role.bound_to_units and not has_unit and not role.everywhere:
        faults.append(say("请选择%(role)s管辖的单位", role=say(role.label)))
    return faults + _date_faults(wanted, wants_dates=role.wants_dates, on=on)


def _date_faults(wanted: Held, *, wants_dates: bool, on: date) -> list[str]:
    faults = []
    if wants_dates and (wanted.starts_on is None or wanted.ends_on is None):
        faults.append(say("分析组的授权须写明开始和结束日期"))
    if wanted.starts_on and wanted.ends_on and wanted.ends_on < wanted.starts_on:
        faults.append(say("结束日期早于开始日期"))
    elif wanted.ends_on and wanted.ends_on < on:
        faults.append(say("结束日期已过,授权不会生效"))
    if (
        wants_dates
        and wanted.starts_on
        and wanted.ends_on
        and (wanted.ends_on - wanted.starts_on).days > LONGEST_GROUP_DAYS
    ):
        faults.append(say("分析组的授权最长一年"))
    return faults
