"""The columns of the list of people: what the page and the workbook made of it can show.

A column stands in the address (`col=name&col=age`) where others than the usual ones are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import Person
from talentpool.people.filters import SortKey
from talentpool.people.rows import PersonRow
from talentpool.sheets import Column, Kind
from talentpool.vocabulary import NATIONALITIES, PARTY_STATUSES, Labelled
from talentpool.wording import marked, say

DASH = "—"


@dataclass(frozen=True)
class PeopleColumn:
    """A column of the list: `value` reads it off a row; `place` is where a narrow screen shows it.

    `usual` columns are shown unless others were chosen; the name always is. `void` says whether an
    empty value has nothing to be filled in (a post start without a post).
    """

    column: Column
    value: Callable[[PersonRow], object]
    usual: bool = False
    sort: SortKey | None = None
    place: str = ""
    void: Callable[[PersonRow], bool] = lambda _row: False

    @property
    def key(self) -> str:
        return self.column.key

    @property
    def style(self) -> str:
        """The class of its cells."""
        if self.column.kind in (Kind.NUMBER, Kind.LONG_TEXT):
            return "num" if self.column.kind is Kind.NUMBER else "long"
        return {"sex": "short", "tags": "long"}.get(self.key, _STYLES.get(self.column.kind, ""))


_STYLES = {Kind.PARTIAL_DATE: "date", Kind.ID_NUMBER: "short", Kind.PHONE: "short"}


def _of_person(name: str) -> Callable[[PersonRow], object]:
    return lambda row: getattr(row.person, name)


def _name(row: PersonRow) -> str:
    person: Person = row.person
    return f"{person.name}({person.name_note})" if person.name_note else person.name


def _no_member(row: PersonRow) -> bool:
    return row.political_status not in PARTY_STATUSES


def _date(key: str, label: str, void: Callable[[PersonRow], bool] = lambda _row: False) -> PeopleColumn:
    return PeopleColumn(Column(key, label, Kind.PARTIAL_DATE), _of_person(key), void=void)


PEOPLE_COLUMNS: tuple[PeopleColumn, ...] = (
    PeopleColumn(Column("name", "姓名", min_width=4.5), _name, usual=True, sort=SortKey.NAME, place="lead"),
    PeopleColumn(
        Column("unit", "单位", min_width=5),
        lambda row: row.unit,
        usual=True,
        sort=SortKey.OFFICE,
        place="fact",
    ),
    PeopleColumn(
        Column("posts", "职务", Kind.LONG_TEXT, max_width=16),
        lambda row: row.posts,
        usual=True,
        place="fact",
    ),
    PeopleColumn(Column("sex", "性别", Kind.CHOICE), _of_person("sex"), usual=True),
    PeopleColumn(
        Column("age", marked("年龄(岁)"), Kind.NUMBER),
        lambda row: row.age,
        usual=True,
        sort=SortKey.AGE,
        place="fact",
    ),
    PeopleColumn(Column("born_on", "出生年月", Kind.PARTIAL_DATE), _of_person("born_on"), usual=True),
    PeopleColumn(
        Column("schooling", "学历", Kind.CHOICE),
        lambda row: row.schooling,
        usual=True,
        sort=SortKey.SCHOOLING,
    ),
    PeopleColumn(
        Column("political_status", "政治面貌", Kind.CHOICE), lambda row: row.political_status, usual=True
    ),
    PeopleColumn(
        Column("party_joined_on", "入党时间", Kind.PARTIAL_DATE),
        _of_person("party_joined_on"),
        usual=True,
        void=_no_member,
    ),
    PeopleColumn(
        Column("post_start", "任现职时间", Kind.PARTIAL_DATE),
        lambda row: row.post_start,
        usual=True,
        sort=SortKey.POST_START,
        void=lambda row: not row.holds_post,
    ),
    PeopleColumn(
        Column("nationality", "民族", Kind.CHOICE),
        lambda row: say(NATIONALITIES[code]) if (code := row.person.nationality) in NATIONALITIES else "",
    ),
    PeopleColumn(Column("native_place", "籍贯", max_width=8), _of_person("native_place")),
    PeopleColumn(
        Column("membership_stage", "入党进度", Kind.CHOICE),
        _of_person("membership_stage"),
        void=lambda _row: True,
    ),
    _date("party_confirmed_on", "转正时间", _no_member),
    _date("work_started_on", "参加工作时间"),
    _date("first_cadre_on", "首次任村干部时间"),
    PeopleColumn(
        Column("id_number", "身份证号", Kind.ID_NUMBER, sensitive=True, mask=mask_id_number),
        _of_person("id_number"),
    ),
    PeopleColumn(
        Column("phone", "联系电话", Kind.PHONE, sensitive=True, mask=mask_phone), _of_person("phone")
    ),
    PeopleColumn(
        Column("tags", "标签", max_width=12),
        lambda row: "、".join(row.tags),
        void=lambda _row: True,
    ),
    PeopleColumn(
        Column("note", "备注", Kind.LONG_TEXT, max_width=16), _of_person("note"), void=lambda _row: True
    ),
)
USUAL = tuple(one for one in PEOPLE_COLUMNS if one.usual)


def chosen_columns(wanted: Sequence[str]) -> tuple[PeopleColumn, ...]:
    """The columns asked for in the office's order, the name before all; the usual ones where none is known."""
    known = {one.key for one in PEOPLE_COLUMNS}
    if not known.intersection(wanted):
        return USUAL
    return tuple(one for one in PEOPLE_COLUMNS if one.key in wanted or one.key == "name")


def column_text(one: PeopleColumn, row: PersonRow) -> str:
    """What stands in a cell of the page, masked where sensitive; "" where nothing is registered."""
    value = one.value(row)
    if isinstance(value, Labelled):
        return str(gettext(value.label))
    return one.column.text(one.column.masked(value))


def needs_tags(columns: Sequence[PeopleColumn]) -> bool:
    """Whether the tags are to be looked up."""
    return any(one.key == "tags" for one in columns)
