"""The lists of trainings, tasks and postings as they are shown, on the page and in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from talentpool.development.listing import (
    DeedFilter,
    read_filter,
    select_postings,
    select_tasks,
    select_trainings,
)
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within, names_on
from talentpool.web.whole import all_rows

TRAINING_COLUMNS: tuple[Column, ...] = (
    Column("name", "培训名称", max_width=18),
    Column("starts_on", "开始日期", Kind.DATE),
    Column("ends_on", "结束日期", Kind.DATE),
    Column("people", "参训人数", Kind.NUMBER),
    Column("sessions", "课次", Kind.NUMBER),
    Column("hours", "学时", Kind.NUMBER, decimals=1),
    Column("unit", "单位", min_width=5),
    Column("organiser", "主办单位", max_width=12),
    Column("place", "地点", max_width=12),
)
TASK_COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("task", "工作名称", max_width=16),
    Column("kind", "类别", Kind.CHOICE),
    Column("result", "结果", Kind.CHOICE),
    Column("unit", "单位", min_width=5),
    Column("duty", "承担任务", max_width=16),
    Column("started_on", "开始时间", Kind.PARTIAL_DATE),
    Column("ended_on", "结束时间", Kind.PARTIAL_DATE),
    Column("evidence", "评定依据", Kind.LONG_TEXT, max_width=20),
)
POSTING_COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("unit", "选派到", min_width=5),
    Column("duty", "岗位", max_width=14),
    Column("started_on", "到岗时间", Kind.PARTIAL_DATE),
    Column("due_on", "期满时间", Kind.PARTIAL_DATE),
    Column("ended_on", "结束时间", Kind.PARTIAL_DATE),
    Column("result", "结果", Kind.CHOICE),
    Column("document", "文号", max_width=12),
    Column("evidence", "评定依据", Kind.LONG_TEXT, max_width=20),
)


def training_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_trainings`."""
    names = names_on(on)
    return [
        {
            "name": training.name,
            "starts_on": training.starts_on,
            "ends_on": training.ends_on,
            "people": people,
            "sessions": sessions,
            "hours": float(hours),
            "unit": names.of(unit),
            "organiser": training.organiser,
            "place": training.place,
        }
        for training, unit, sessions, hours, people in items
    ]


def task_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_tasks`."""
    names = names_on(on)
    return [
        {
            "name": person.name,
            "task": task.name,
            "kind": task.kind,
            "result": task.result,
            "unit": names.of(unit),
            "duty": task.duty,
            "started_on": task.started_on,
            "ended_on": task.ended_on,
            "evidence": task.evidence,
        }
        for task, person, unit in items
    ]


def posting_rows(items: Sequence[Any], *, on: date) -> list[Row]:
    """Rows of `select_postings`."""
    names = names_on(on)
    return [
        {
            "name": person.name,
            "unit": names.of(unit),
            "duty": posting.duty,
            "started_on": posting.started_on,
            "due_on": posting.due_on,
            "ended_on": posting.ended_on,
            "result": posting.result,
            "document": posting.document,
            "evidence": posting.evidence,
        }
        for posting, person, unit in items
    ]


def _words(wanted: DeedFilter, *, scope: Scope, on: date) -> tuple[tuple[str, str], ...]:
    running = "" if wanted.running is None else ("是" if wanted.running else "否")
    words = [
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("年份", str(wanted.year) if wanted.year else ""),
        ("类别", wanted.kind.label if wanted.kind else ""),
        ("进行中", running),
        ("结果", wanted.result.label if wanted.result else ""),
    ]
    return tuple((label, value) for label, value in words if value)


def _reading(select: Callable[..., Any], rows: Callable[..., list[Row]], columns: tuple[Column, ...]) -> Any:
    def read(asked: Asked, *, scope: Scope, on: date) -> Shown:
        wanted = read_filter(first_values(asked))
        return Shown(
            columns=columns,
            rows=all_rows(select(scope=scope, on=on, wanted=wanted), lambda items: rows(items, on=on)),
            filters=_words(wanted, scope=scope, on=on),
        )

    return read


def _ledger(slug: str, title: str, columns: tuple[Column, ...], select: Any, rows: Any) -> Ledger:
    view = Permission.DEVELOPMENT_VIEW.value
    return Ledger(slug, title, view, columns, _reading(select, rows, columns))


TRAININGS = _ledger("trainings", "培训", TRAINING_COLUMNS, select_trainings, training_rows)
TASKS = _ledger("tasks", "实践锻炼", TASK_COLUMNS, select_tasks, task_rows)
POSTINGS = _ledger("postings", "选派任职", POSTING_COLUMNS, select_postings, posting_rows)
