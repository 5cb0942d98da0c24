"""The columns of the list of reserves: what the page and the workbook made of it can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from talentpool.pool.listing import ReserveRow
from talentpool.sheets import Column, Kind
from talentpool.vocabulary import Labelled
from talentpool.wording import marked


@dataclass(frozen=True)
class PoolColumn:
    """A column of the list: `value` reads it off a row; `place` is where a narrow screen shows it."""

    column: Column
    value: Callable[[ReserveRow], object]
    usual: bool = False
    place: str = ""

    @property
    def key(self) -> str:
        return self.column.key

    @property
    def style(self) -> str:
        """The class of its cells."""
        return {Kind.NUMBER: "num", Kind.LONG_TEXT: "long", Kind.PARTIAL_DATE: "date"}.get(
            self.column.kind, ""
        )


def _of_entry(name: str) -> Callable[[ReserveRow], object]:
    return lambda row: getattr(row.entry, name)


def _of_person(name: str) -> Callable[[ReserveRow], object]:
    return lambda row: getattr(row.person, name)


POOL_COLUMNS: tuple[PoolColumn, ...] = (
    PoolColumn(Column("name", "姓名", min_width=4.5), lambda row: row.person.name, usual=True, place="lead"),
    PoolColumn(Column("unit", "单位", min_width=5), lambda row: row.unit, usual=True, place="fact"),
    PoolColumn(Column("sex", "性别", Kind.CHOICE), _of_person("sex"), usual=True),
    PoolColumn(Column("age", marked("年龄(岁)"), Kind.NUMBER), lambda row: row.age, usual=True),
    PoolColumn(Column("born_on", "出生年月", Kind.PARTIAL_DATE), _of_person("born_on")),
    PoolColumn(Column("schooling", "学历", Kind.CHOICE), lambda row: row.schooling, usual=True),
    PoolColumn(
        Column("political_status", "政治面貌", Kind.CHOICE), _of_person("political_status"), usual=True
    ),
    PoolColumn(
        Column("source", marked("人员类别(来源)"), max_width=14),
        lambda row: "、".join(row.sources),
        usual=True,
    ),
    PoolColumn(
        Column("readiness", marked("成熟程度"), min_width=4),
        lambda row: row.readiness,
        usual=True,
        place="fact",
    ),
    PoolColumn(
        Column("targets", marked("培养方向"), Kind.LONG_TEXT, max_width=16),
        lambda row: "、".join(row.targets),
        usual=True,
        place="fact",
    ),
    PoolColumn(
        Column("mentors", marked("帮带导师"), max_width=12), lambda row: "、".join(row.mentors), usual=True
    ),
    PoolColumn(
        Column("entered_on", marked("入库时间"), Kind.PARTIAL_DATE), _of_entry("entered_on"), usual=True
    ),
    PoolColumn(Column("way", marked("推荐方式"), Kind.CHOICE), _of_entry("way")),
    PoolColumn(Column("basis", marked("入库依据"), Kind.CHOICE), _of_entry("basis")),
    PoolColumn(Column("occupation", marked("现从事工作"), max_width=12), _of_entry("occupation")),
    PoolColumn(Column("exited_on", marked("出库时间"), Kind.PARTIAL_DATE), _of_entry("exited_on")),
    PoolColumn(Column("exit_reason", marked("出库原因"), Kind.CHOICE), _of_entry("exit_reason")),
    PoolColumn(Column("exit_destination", marked("去向"), max_width=12), _of_entry("exit_destination")),
    PoolColumn(Column("note", "备注", Kind.LONG_TEXT, max_width=16), _of_entry("note")),
)
USUAL = tuple(one for one in POOL_COLUMNS if one.usual)


def chosen_columns(wanted: Sequence[str]) -> tuple[PoolColumn, ...]:
    """The columns asked for in the office's order, the name before all; the usual ones where none is known."""
    known = {one.key for one in POOL_COLUMNS}
    if not known.intersection(wanted):
        return USUAL
    return tuple(one for one in POOL_COLUMNS if one.key in wanted or one.key == "name")


def column_text(one: PoolColumn, row: ReserveRow) -> str:
    """What stands in a cell of the page; "" where nothing is registered."""
    value = one.value(row)
    if isinstance(value, Labelled):
        return str(gettext(value.label))
    return one.column.text(value)
