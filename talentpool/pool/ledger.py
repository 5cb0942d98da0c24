"""The list of reserves as it is shown, for a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from talentpool.pool.columns import POOL_COLUMNS, chosen_columns
from talentpool.pool.filters import UNRATED, PoolFilter, Stay, read_pool_filter
from talentpool.pool.listing import list_rows, select_entries
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within
from talentpool.web.whole import all_rows


def read_reserves(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every reserve whom the list shows over its pages, in its order and columns."""
    wanted, columns = read_pool_filter(first_values(asked)), chosen_columns(asked.get("col", ()))

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [{one.key: one.value(row) for one in columns} for row in list_rows(items, on=on)]

    return Shown(
        columns=tuple(one.column for one in columns),
        rows=all_rows(select_entries(scope=scope, on=on, wanted=wanted), rows_of),
        filters=tuple(filter_words(wanted, scope=scope, on=on)),
    )


def filter_words(wanted: PoolFilter, *, scope: Scope, on: date) -> Iterator[tuple[str, str]]:
    """(label, value) of every condition, as the page calls it."""
    if wanted.words:
        yield "查找", " ".join(wanted.words)
    if wanted.unit_id is not None:
        yield "单位", name_within(wanted.unit_id, scope=scope, on=on)
    if wanted.readiness:
        yield "成熟程度", "未评定" if wanted.readiness == UNRATED else wanted.readiness
    if wanted.source:
        yield "人员类别(来源)", wanted.source.label
    if wanted.target:
        yield "培养方向", wanted.target.label
    if wanted.stay is not Stay.IN:
        yield "在库情况", {Stay.LEFT: "已出库", Stay.ALL: "在库和已出库"}[wanted.stay]
    if wanted.age_from is not None:
        yield "年龄", f"{wanted.age_from}岁及以上"
    if wanted.age_to is not None:
        yield "年龄", f"{wanted.age_to}岁及以下"
    if wanted.mentored is not None:
        yield "帮带导师", "有" if wanted.mentored else "无"


RESERVES = Ledger(
    "reserves",
    "后备人才名单",
    Permission.POOL_VIEW.value,
    tuple(one.column for one in POOL_COLUMNS),
    read_reserves,
)
