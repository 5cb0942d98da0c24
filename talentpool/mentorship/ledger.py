"""The lists of mentoring as they are shown, for pages and workbooks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select

from talentpool.mentorship.listing import LogFilter, select_logs
from talentpool.mentorship.queries import (
    PairFilter,
    select_mentors,
    select_pairs,
    select_without_mentor,
)
from talentpool.mentorship.rules import days_since
from talentpool.models import Pairing
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.settings.queries import guidance_days, mentor_capacity
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within, names_on
from talentpool.web.whole import all_rows
from talentpool.wording import marked, say
from talentpool.writing import read_id

STATES: dict[str, str] = {
    "open": marked("结对中"),
    "overdue": marked("逾期未帮带"),
    "ended": marked("已解除"),
    "all": marked("全部"),
}
PAIR_COLUMNS: tuple[Column, ...] = (
    Column("unit", marked("单位"), min_width=5),
    Column("mentee", marked("帮带对象"), min_width=4.5),
    Column("mentor", marked("帮带导师"), min_width=4.5),
    Column("mentor_title", marked("导师单位及职务"), max_width=16),
    Column("joint", marked("联合帮带"), max_width=10),
    Column("started_on", marked("结对时间"), Kind.PARTIAL_DATE),
    Column("meetings", marked("帮带次数"), Kind.NUMBER, total="sum"),
    Column("minutes", marked("时长(分钟)"), Kind.NUMBER, total="sum"),
    Column("last_met", marked("最近帮带"), Kind.PARTIAL_DATE),
    Column("state", marked("情况"), max_width=14),
    Column("result", marked("帮带成效"), Kind.LONG_TEXT, max_width=16),
)
LOG_COLUMNS: tuple[Column, ...] = (
    Column("unit", marked("单位"), min_width=5),
    Column("mentee", marked("帮带对象"), min_width=4.5),
    Column("mentor", marked("帮带导师"), min_width=4.5),
    Column("held_on", marked("帮带时间"), Kind.PARTIAL_DATE),
    Column("way", marked("帮带方式"), Kind.CHOICE),
    Column("place", marked("帮带地点"), max_width=8),
    Column("minutes", marked("时长(分钟)"), Kind.NUMBER, total="sum"),
    Column("topic", marked("帮带主题"), Kind.LONG_TEXT, max_width=20),
    Column("problem", marked("存在问题"), Kind.LONG_TEXT, max_width=16),
    Column("next_step", marked("下步计划"), Kind.LONG_TEXT, max_width=16),
    Column("effect", marked("帮带成效"), Kind.LONG_TEXT, max_width=14),
    Column("confirmed", marked("确认"), Kind.CHOICE, max_width=6),
)
WITHOUT_COLUMNS: tuple[Column, ...] = (
    Column("unit", marked("单位"), min_width=5),
    Column("mentee", marked("姓名"), min_width=4.5),
    Column("entered_on", marked("入库时间"), Kind.PARTIAL_DATE),
    Column("days", marked("入库天数"), Kind.NUMBER),
)
MENTOR_COLUMNS: tuple[Column, ...] = (
    Column("mentor", marked("导师"), min_width=4.5),
    Column("unit", marked("单位"), min_width=5),
    Column("mentees", marked("帮带人数"), Kind.NUMBER, total="sum"),
    Column("capacity", marked("最多帮带人数"), Kind.NUMBER),
)


def read_pair_filter(values: Mapping[str, str]) -> PairFilter:
    """The filter of pairs in an address; a value nobody knows narrows nothing."""
    state = values.get("state", "")
    return PairFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        state=state if state in STATES else "open",
    )


def read_log_filter(values: Mapping[str, str]) -> LogFilter:
    """The same of meetings."""
    return LogFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        unconfirmed=values.get("unconfirmed") == "1",
    )


def select_wanted_pairs(*, scope: Scope, on: date, wanted: PairFilter) -> Select[Any]:
    """The pairs of a filter by the setting of the day."""
    return select_pairs(scope=scope, on=on, wanted=wanted, days=guidance_days(on))


def pair_state(pair: Pairing, last_met: Any, *, on: date, days: int) -> str:
    """“结对中”, “195天未帮带”, “已解除(达到培养目标)”."""
    if pair.ended_on is not None and pair.ended_on.first_day() <= on:
        return say("已解除(%(reason)s)", reason=say(pair.end_reason.label) if pair.end_reason else "")
    passed = days_since(last_met or pair.started_on or pair.known_from, on=on)
    return say("%(passed)s天未帮带", passed=passed) if passed > days else say("结对中")


def is_overdue_pair(pair: Pairing, last_met: Any, *, on: date, days: int) -> bool:
    """Whether a pair in force has not met for more than so many days."""
    if pair.ended_on is not None and pair.ended_on.first_day() <= on:
        return False
    return days_since(last_met or pair.started_on or pair.known_from, on=on) > days


def pair_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_pairs` by the keys of the columns."""
    names, days = names_on(on), guidance_days(on)
    return [
        {
            "unit": names.of(unit),
            "mentee": mentee.name,
            "mentor": mentor.name,
            "mentor_title": pair.mentor_title,
            "joint": pair.joint,
            "started_on": pair.started_on,
            "meetings": meetings,
            "minutes": minutes,
            "last_met": last_met,
            "state": pair_state(pair, last_met, on=on, days=days),
            "result": pair.result,
        }
        for pair, mentee, mentor, unit, meetings, minutes, last_met in items
    ]


def log_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_logs` by the keys of the columns."""
    names = names_on(on)
    return [
        {
            "unit": names.of(unit),
            "mentee": mentee.name,
            "mentor": mentor.name,
            "held_on": log.held_on,
            "way": log.way,
            "place": log.place,
            "minutes": log.minutes,
            "topic": log.topic,
            "problem": log.problem,
            "next_step": log.next_step,
            "effect": log.effect,
            "confirmed": say("已确认") if log.confirmed_at else say("未确认"),
        }
        for log, mentee, mentor, unit in items
    ]


def without_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_without_mentor`."""
    names = names_on(on)
    return [
        {
            "unit": names.of(unit),
            "mentee": person.name,
            "entered_on": entry.entered_on,
            "days": days_since(entry.entered_on, on=on),
        }
        for entry, person, unit in items
    ]


def mentor_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_mentors`."""
    names, usual = names_on(on), mentor_capacity(on)
    return [
        {
            "mentor": mentor.name,
            "unit": names.of(unit),
            "mentees": mentees,
            "capacity": usual if own is None else own,
        }
        for mentor, unit, mentees, own in items
    ]


def read_pairs(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Pairs of mentor and reserve."""
    wanted = read_pair_filter(first_values(asked))
    words = (
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("情况", STATES[wanted.state]),
    )
    return Shown(
        columns=PAIR_COLUMNS,
        rows=all_rows(
            select_wanted_pairs(scope=scope, on=on, wanted=wanted), lambda items: pair_rows(items, on=on)
        ),
        filters=tuple((label, value) for label, value in words if value),
        notes=(f"超过{guidance_days(on)}天没有帮带记录的结对为逾期",),
    )


def read_logs(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Meetings."""
    wanted = read_log_filter(first_values(asked))
    words = (
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("确认", "未确认" if wanted.unconfirmed else ""),
    )
    return Shown(
        columns=LOG_COLUMNS,
        rows=all_rows(select_logs(scope=scope, on=on, wanted=wanted), lambda items: log_rows(items, on=on)),
        filters=tuple((label, value) for label, value in words if value),
        notes=("截至日期登记的帮带记录",),
    )


def read_without(_asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Reserves without a mentor."""
    return Shown(
        columns=WITHOUT_COLUMNS,
        rows=all_rows(select_without_mentor(scope=scope, on=on), lambda items: without_rows(items, on=on)),
        notes=("入库后1个月内应确定帮带导师",),
    )


def read_mentors(_asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Mentors and what each has taken on."""
    return Shown(
        columns=MENTOR_COLUMNS,
        rows=all_rows(select_mentors(scope=scope, on=on), lambda items: mentor_rows(items, on=on)),
        notes=("帮带人数只计管辖范围内的帮带对象",),
    )


_VIEW = Permission.MENTORSHIP_VIEW.value
PAIRS = Ledger("pairs", "结对帮带台账", _VIEW, PAIR_COLUMNS, read_pairs)
LOGS = Ledger("guidance", "帮带记录", _VIEW, LOG_COLUMNS, read_logs)
WITHOUT = Ledger("without-mentor", "未确定导师名单", _VIEW, WITHOUT_COLUMNS, read_without)
MENTORS = Ledger("mentors", "帮带导师名单", _VIEW, MENTOR_COLUMNS, read_mentors)
