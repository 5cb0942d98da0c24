"""The lists of former cadres, of advice and of work again as they are shown, for workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.advisers.listing import (
    DeedFilter,
    FormerFilter,
    read_deed_filter,
    read_former_filter,
    select_advice,
    select_former,
    select_re_engagements,
    served_by,
)
from talentpool.advisers.rules import Served, agrees
from talentpool.models import FormerCadre, Person
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within, names_on
from talentpool.web.whole import all_rows

FORMER_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("name", "姓名", min_width=4.5),
    Column("last_title", "离任前职务", max_width=12),
    Column("left_on", "离任时间", Kind.PARTIAL_DATE),
    Column("served", "任职年限"),
    Column("subsidy", "生活补贴(元/月)", Kind.NUMBER),
    Column("expertise", "特长", max_width=12),
    Column("health", "健康状况", Kind.CHOICE),
    Column("willingness", "再上岗意愿", Kind.CHOICE),
    Column("advises", "智囊团", Kind.CHOICE),
)
ADVICE_COLUMNS: tuple[Column, ...] = (
    Column("held_on", "日期", Kind.DATE),
    Column("kind", "类别", Kind.CHOICE),
    Column("name", "姓名", min_width=4.5),
    Column("unit", "村(社区)", min_width=5),
    Column("topic", "事项", max_width=16),
    Column("learner", "传帮带对象", min_width=4.5),
    Column("advice", "意见建议或传授内容", Kind.LONG_TEXT, max_width=24),
    Column("outcome", "采纳和成效", Kind.LONG_TEXT, max_width=20),
)
WORK_COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("unit", "村(社区)", min_width=5),
    Column("duty", "岗位或任务", max_width=16),
    Column("started_on", "上岗时间", Kind.PARTIAL_DATE),
    Column("due_on", "聘期届满", Kind.PARTIAL_DATE),
    Column("ended_on", "结束时间", Kind.PARTIAL_DATE),
    Column("result", "结果", Kind.CHOICE),
    Column("document", "文号", max_width=12),
    Column("evidence", "评定依据", Kind.LONG_TEXT, max_width=20),
)


@dataclass(frozen=True)
class FormerLine:
    """One row; `served` by the service periods, None without any. `agrees`: the stated years are those."""

    former: FormerCadre
    person: Person
    unit: str
    advises: bool
    subsidy: float | None
    served: Served | None
    agrees: bool

    @property
    def served_words(self) -> str:
        """By the rule, else as the office stated it."""
        if self.served is not None:
            return self.served.words
        stated = self.former.years_stated
        return f"{stated:g}年" if stated is not None else ""


def former_lines(items: Sequence[Any], *, on: date) -> list[FormerLine]:
    """The rows of `select_former` as they are shown."""
    names = names_on(on)
    counted = served_by([former.id for former, *_rest in items])
    return [
        FormerLine(
            former=former,
            person=person,
            unit=names.of(unit),
            advises=bool(advises),
            subsidy=subsidy,
            served=counted.get(former.id),
            agrees=agrees(former.years_stated, counted.get(former.id) or Served(0, 0)),
        )
        for former, person, unit, advises, subsidy in items
    ]


def read_former_list(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every former cadre of the list at an address."""
    wanted = read_former_filter(first_values(asked))

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "unit": line.unit,
                "name": line.person.name,
                "last_title": line.former.last_title,
                "left_on": line.former.left_on,
                "served": line.served_words,
                "subsidy": line.subsidy,
                "expertise": line.former.expertise,
                "health": line.former.health,
                "willingness": line.former.willingness,
                "advises": line.advises,
            }
            for line in former_lines(items, on=on)
        ]

    return Shown(
        columns=FORMER_COLUMNS,
        rows=all_rows(select_former(scope=scope, on=on, wanted=wanted), rows_of),
        filters=_told(_former_words(wanted, scope=scope, on=on)),
    )


def read_advice_list(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every consultation of the list at an address."""
    wanted = read_deed_filter(first_values(asked))
    names = names_on(on)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "held_on": record.held_on,
                "kind": record.kind,
                "name": person.name,
                "unit": names.of(unit),
                "topic": record.topic,
                "learner": learner,
                "advice": record.advice,
                "outcome": record.outcome,
            }
            for record, _former, person, unit, learner in items
        ]

    return Shown(
        columns=ADVICE_COLUMNS,
        rows=all_rows(select_advice(scope=scope, on=on, wanted=wanted), rows_of),
        filters=_told(_deed_words(wanted, scope=scope, on=on)),
    )


def read_work_list(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every engagement of the list at an address."""
    wanted = read_deed_filter(first_values(asked))
    names = names_on(on)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "name": person.name,
                "unit": names.of(unit),
                "duty": work.duty,
                "started_on": work.started_on,
                "due_on": work.due_on,
                "ended_on": work.ended_on,
                "result": work.result,
                "document": work.document,
                "evidence": work.evidence,
            }
            for work, _former, person, unit in items
        ]

    return Shown(
        columns=WORK_COLUMNS,
        rows=all_rows(select_re_engagements(scope=scope, on=on, wanted=wanted), rows_of),
        filters=_told(_deed_words(wanted, scope=scope, on=on)),
    )


def _former_words(wanted: FormerFilter, *, scope: Scope, on: date) -> list[tuple[str, str]]:
    return [
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("智囊团", {True: "是", False: "否"}.get(wanted.advises, "")),  # type: ignore[arg-type]
        ("再上岗意愿", wanted.willingness.label if wanted.willingness else ""),
        ("健康状况", wanted.health.label if wanted.health else ""),
    ]


def _deed_words(wanted: DeedFilter, *, scope: Scope, on: date) -> list[tuple[str, str]]:
    return [
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("类别", wanted.kind.label if wanted.kind else ""),
        ("在岗", {True: "是", False: "否"}.get(wanted.running, "")),  # type: ignore[arg-type]
    ]


def _told(words: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in words if value)


FORMER = Ledger("former", "离任干部", Permission.ADVISERS_VIEW.value, FORMER_COLUMNS, read_former_list)
ADVICE = Ledger("advice", "咨询和传帮带", Permission.ADVISERS_VIEW.value, ADVICE_COLUMNS, read_advice_list)
RE_ENGAGEMENTS = Ledger(
    "re-engagements", "再上岗", Permission.ADVISERS_VIEW.value, WORK_COLUMNS, read_work_list
)
