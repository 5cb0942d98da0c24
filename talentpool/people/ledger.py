"""The list of people as it is shown, for a workbook: the filters, sorting and columns of the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from talentpool.people.choices import (
    missing_choices,
    schooling_choices,
    standing_choices,
)
from talentpool.people.columns import PEOPLE_COLUMNS, PeopleColumn, chosen_columns, needs_tags
from talentpool.people.filters import PeopleFilter, Sorting, SortKey, read_state
from talentpool.people.listing import select_people
from talentpool.people.number_search import may_look
from talentpool.people.rows import list_rows
from talentpool.security.actor import current_actor
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within
from talentpool.web.whole import all_rows


def read_people(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Everybody whom the list shows over its pages, in its order and columns."""
    state = read_state(
        first_values(asked), tags=asked.get("tag", ()), whole_numbers=may_look(current_actor())
    )
    columns = chosen_columns(asked.get("col", ()))
    statement = select_people(scope=scope, on=on, wanted=state.filter, sorting=state.sorting)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        rows = list_rows(items, on=on, with_tags=needs_tags(columns))
        return [{one.key: one.value(row) for one in columns} for row in rows]

    return Shown(
        columns=tuple(one.column for one in columns),
        rows=all_rows(statement, rows_of),
        filters=tuple(filter_words(state.filter, scope=scope, on=on))
        + _sorting_words(state.sorting, columns),
    )


def _sorting_words(sorting: Sorting, columns: Sequence[PeopleColumn]) -> tuple[tuple[str, str], ...]:
    if sorting.key is SortKey.OFFICE:
        return ()
    labels = {one.sort: one.column.label for one in PEOPLE_COLUMNS if one.sort}
    return (("排序", f"按{labels[sorting.key]}{'倒序' if sorting.descending else ''}"),)


def filter_words(wanted: PeopleFilter, *, scope: Scope, on: date) -> Iterator[tuple[str, str]]:
    """(label, value) of every condition, as the page calls it."""
    if wanted.words:
        yield "查找", " ".join(wanted.words)
    if wanted.match:
        yield "查找", "按证件号或电话号码"
    if wanted.unit_id is not None:
        yield "单位", name_within(wanted.unit_id, scope=scope, on=on)
    if wanted.standing:
        yield "任职", dict(standing_choices())[wanted.standing.value]
    if wanted.post_class:
        yield "职务", wanted.post_class.label
    if wanted.sex:
        yield "性别", wanted.sex.label
    if wanted.age_from is not None or wanted.age_to is not None:
        yield "年龄", _range(wanted.age_from, wanted.age_to)
    if wanted.schooling:
        yield "学历", dict(schooling_choices())[wanted.schooling.value]
    if wanted.political_status:
        yield "政治面貌", wanted.political_status.label
    if wanted.missing:
        yield "缺项", dict(missing_choices())[wanted.missing.value]
    if wanted.dual_head:
        yield "一肩挑", "是"
    for tag in wanted.tags:
        yield "标签", tag


def _range(low: int | None, high: int | None) -> str:
    if high is None:
        return f"{low}岁及以上"
    return f"{high}岁及以下" if low is None else f"{low}-{high}岁"


PEOPLE = Ledger(
    slug="people",
    title="干部名单",
    permission=Permission.PEOPLE_VIEW.value,
    columns=tuple(one.column for one in PEOPLE_COLUMNS),
    read=read_people,
)
