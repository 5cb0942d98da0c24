"""What may be recorded of trainings, and hours of attendance. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from talentpool.errors import Verdict
from talentpool.wording import say


def may_hold(*, starts_on: date, ends_on: date, sessions: Iterable[date] = ()) -> Verdict:
    """Whether a training may last from a day to another; its sessions lie within."""
    if ends_on < starts_on:
        return Verdict(refusals=(say("结束日期早于开始日期"),))
    outside = sorted(day for day in sessions if not starts_on <= day <= ends_on)
    return Verdict(
        refusals=tuple(say("%(day)s的课次不在培训起止日期之内", day=day.isoformat()) for day in outside)
    )


def may_have_session(*, held_on: date, hours: float | None, starts_on: date, ends_on: date) -> Verdict:
    """Whether a session may be entered: within the training, with hours."""
    refusals = []
    if not starts_on <= held_on <= ends_on:
        refusals.append(
            say(
                "上课日期应在%(starts_on)s至%(ends_on)s之间",
                starts_on=starts_on.isoformat(),
                ends_on=ends_on.isoformat(),
            )
        )
    if not hours:
        refusals.append(say("学时应大于0"))
    return Verdict(refusals=tuple(refusals))


def may_attend(*, held_on: date, on: date) -> Verdict:
    """Whether attendance may be told of a session."""
    if held_on > on:
        return Verdict(refusals=(say("%(day)s的课还没有上", day=held_on.isoformat()),))
    return Verdict()


def read_names(text: str) -> list[tuple[str, str]]:
    """(name, unit or "") of each line “姓名” or “姓名 单位”, each once."""
    found: dict[tuple[str, str], None] = {}
    for line in text.replace("、", "\n").replace(",", "\n").splitlines():
        name, _blank, unit = " ".join(line.split()).partition(" ")
        if name:
            found[name, unit] = None
    return list(found)


def match_names(
    wanted: Sequence[tuple[str, str]], known: Mapping[str, Sequence[tuple[int, str]]]
) -> tuple[list[int], list[str]]:
    """(ids, faults): who is meant, by the known name → (id, unit); a fault for each name that fits nobody or several."""
    ids, faults = [], []
    for name, unit in wanted:
        fits = [person_id for person_id, home in known.get(name, ()) if unit in ("", home)]
        if len(fits) == 1:
            ids.append(fits[0])
        elif fits:
            faults.append(say("有%(count)s名“%(name)s”,请写成“姓名 单位”", count=len(fits), name=name))
        else:
            faults.append(say("登记册中没有“%(name)s”", name=f"{name} {unit}".strip()))
    return ids, faults
