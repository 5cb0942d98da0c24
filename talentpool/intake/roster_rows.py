"""Rows of a roster, read and checked by themselves: what they say of a person, and what contradicts it. Pure.

Errors are what cannot be read or contradicts identity; everything else that looks odd is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from talentpool.dates import PartialDate, full_years
from talentpool.id_numbers import (
    BadIdNumber,
    IdFault,
    IdNumber,
    area_is_unallocated,
    is_masked,
    is_phone,
    normalise_phone,
    read_id_number,
)
from talentpool.intake.cells import RowReader, headers_of, is_after, months_between
from talentpool.intake.layout.model import DataRow, Layout
from talentpool.intake.own_words import NO_WORDS, OwnWords, known_tags
from talentpool.intake.plan import RowPlan
from talentpool.intake.readings import clean_text
from talentpool.intake.schooling import SchoolingFacts, read_schoolings
from talentpool.intake.values import read_nationality, read_political_status, read_sex
from talentpool.people.names import NameReading, read_name
from talentpool.people.rules import LONGEST_TAG
from talentpool.vocabulary import PARTY_STATUSES, Body, EndCause
from talentpool.wording import phrase
from talentpool.writing import compact

PARTY_AGE, POST_AGE = 18, 16
"""Years from which one may join the Party (党章1), and below which a post is hardly begun."""

POST_COLUMNS: tuple[tuple[str, Body | None], ...] = (
    ("party_post", Body.PARTY),
    ("committee_post", Body.COMMITTEE),
    ("posts", None),
    ("other_post", None),
)
_TELL_EVERY = 200


@dataclass(frozen=True, slots=True)
class PostCell:
    """The posts of one column; `body` is that of the column's header."""

    key: str
    column: str
    text: str
    body: Body | None


@dataclass(slots=True)
class RosterRow:
    """What a row says. `facts` holds columns of `person`, blank ones left out; `has_posts` is false
    where the sheet says nothing of posts. `birth_left_out` is what to say of a blank birth unless the
    register knows it. `id_mask` and `phone_mask` are numbers partly hidden.
    """

    plan: RowPlan
    unit: str = ""
    township: str = ""
    name: NameReading | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    id_number: IdNumber | None = None
    id_mask: str = ""
    phone_mask: str = ""
    schoolings: list[SchoolingFacts] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    posts: list[PostCell] = field(default_factory=list)
    has_posts: bool = False
    started_on: PartialDate | None = None
    standing: bool | None = None
    dual_head: bool | None = None
    cross_appointed: bool | None = None
    left: tuple[PartialDate | None, EndCause] | None = None
    birth_left_out: str = ""

    @property
    def born_on(self) -> PartialDate | None:
        """The birth as told by the row."""
        born_on: PartialDate | None = self.facts.get("born_on")
        return born_on


@dataclass(slots=True)
class RosterRows:
    """All rows of a roster with the headers they stand under, and notes on the whole."""

    rows: list[RosterRow]
    headers: dict[str, str]
    unallocated: int = 0


def read_roster(
    layout: Layout, *, on: date, own: OwnWords = NO_WORDS, tell: Callable[[int], None] | None = None
) -> RosterRows:
    """Read and check every row of a roster that states the present of the day `on`.

    `own` are the office's own words; `tell` hears now and then how many rows are read.
    """
    headers = headers_of(layout)
    owners: dict[str, tuple[int, str]] = {}
    found = RosterRows([], headers)
    for place, data in enumerate(layout.rows):
        if tell is not None and place % _TELL_EVERY == 0:
            tell(place)
        row = _read_row(data, headers, on=on, owners=owners, own=own)
        found.rows.append(row)
        if row.id_number is not None and area_is_unallocated(row.id_number.area):
            found.unallocated += 1
    return found


def _read_row(
    data: DataRow,
    headers: dict[str, str],
    *,
    on: date,
    owners: dict[str, tuple[int, str]],
    own: OwnWords,
) -> RosterRow:
    cells = RowReader(data, headers)
    row = RosterRow(cells.plan, unit=cells.text("unit"), township=cells.text("township"))
    _read_identity(row, cells, owners)
    for key in ("party_joined_on", "work_started_on", "first_cadre_on"):
        _keep(row, key, cells.date(key))
    row.started_on = cells.date("post_started_on")
    _keep(row, "nationality", cells.choice("nationality", read_nationality))
    _keep(row, "native_place", cells.text("native_place"))
    _keep(row, "note", cells.text("note"))
    _read_status(row, cells)
    _read_phone(row, cells)
    row.schoolings = read_schoolings(cells)
    row.tags = list(_tags(cells, own))
    _read_posts(row, cells, on=on)
    _check_chronology(row, cells, on=on)
    return row


def _keep(row: RosterRow, key: str, value: Any) -> None:
    if value not in (None, ""):
        row.facts[key] = value


def _read_identity(row: RosterRow, cells: RowReader, owners: dict[str, tuple[int, str]]) -> None:
    row.name = read_name(cells.cell("name"))
    _keep(row, "sex", cells.choice("sex", read_sex))
    _keep(row, "born_on", cells.date("born_on"))
    if row.name is None:
        row.plan.refuse(cells.header("name"), phrase("没有填写姓名,无法登记,请补填后重新导入"))
        return
    row.plan.subject = row.name.name
    _keep(row, "name_note", row.name.note)
    if not row.name.plausible:
        row.plan.warn(cells.header("name"), phrase("“%(name)s”不像姓名,请核对", name=row.name.written))
    _read_id_number(row, cells, owners)
    if "born_on" not in row.facts and not row.plan.refused and cells.has("born_on"):
        _birth_left_out(row, cells)
    if "sex" not in row.facts and row.id_number is not None and not row.plan.refused:
        row.facts["sex"] = row.id_number.sex


def _birth_left_out(row: RosterRow, cells: RowReader) -> None:
    if row.id_number is None:
        row.birth_left_out = phrase("没有填写出生年月,年龄将无法统计")
    else:
        row.facts["born_on"] = row.id_number.born_on
        row.birth_left_out = phrase("没有填写出生年月,已按身份证号登记")


def _read_id_number(row: RosterRow, cells: RowReader, owners: dict[str, tuple[int, str]]) -> None:
    column = cells.header("id_number")
    try:
        row.id_number = read_id_number(cells.cell("id_number"))
    except BadIdNumber as error:
        if error.kind is IdFault.MASKED:
            row.id_mask = compact(str(cells.cell("id_number")))
        else:
            row.plan.refuse(column, error.phrase)
        return
    if row.id_number is None or row.name is None:
        return
    first, owner = owners.setdefault(row.id_number.number, (row.plan.row_number, row.name.name))
    if owner != row.name.name:
        row.plan.refuse(
            column,
            phrase(
                "与第%(first)s行“%(owner)s”的身份证号相同而姓名不同,请核对两人的身份证号后重新导入",
                first=first,
                owner=owner,
            ),
        )
        return
    _check_against_id(row, cells)


def _check_against_id(row: RosterRow, cells: RowReader) -> None:
    number = row.id_number
    if number is None:
        return
    sex, born_on = row.facts.get("sex"), row.born_on
    if sex is not None and sex is not number.sex:
        row.plan.refuse(
            cells.header("sex"),
            phrase(
                "填写的是“%(sex)s”,身份证号上是“%(on_number)s”,请核对后更正",
                sex=phrase(sex.label),
                on_number=phrase(number.sex.label),
            ),
        )
    if born_on is not None and not (born_on.covers(number.born_on) or born_on == number.born_on.month_only()):
        row.plan.refuse(
            cells.header("born_on"),
            phrase(
                "填写的是%(born_on)s,身份证号上是%(on_number)s,请核对后更正",
                born_on=born_on.dotted,
                on_number=number.born_on.month_only().dotted,
            ),
        )


def _read_status(row: RosterRow, cells: RowReader) -> None:
    status = cells.choice("political_status", read_political_status)
    _keep(row, "political_status", status)
    if status is not None:
        _keep(row, "membership_stage", read_political_status(cells.cell("political_status")).stage)
    if status in PARTY_STATUSES and cells.has("party_joined_on") and not cells.text("party_joined_on"):
        row.plan.warn(cells.header("party_joined_on"), phrase("政治面貌是党员,没有填写入党时间"))


def _read_phone(row: RosterRow, cells: RowReader) -> None:
    text = normalise_phone(cells.cell("phone"))
    if not text:
        return
    if is_masked(text):
        row.phone_mask = text
        return
    if len(text) > 40 or not is_phone(text):
        row.plan.warn(cells.header("phone"), phrase("不像电话号码(应为11位手机号或带区号的座机),请核对"))
    row.facts["phone"] = text[:40]


def _tags(cells: RowReader, own: OwnWords) -> Iterator[str]:
    text = cells.text("tags")
    for tag in known_tags(text, own) if text else ():
        if len(tag) > LONGEST_TAG:
            cells.plan.warn(
                cells.header("tags"), phrase("“%(tag)s…”过长,未作为标签导入,可写在备注中", tag=tag[:10])
            )
        else:
            yield tag


def _read_posts(row: RosterRow, cells: RowReader, *, on: date) -> None:
    present = [(key, body) for key, body in POST_COLUMNS if cells.has(key) or key in row_keys(cells)]
    row.has_posts = bool(present)
    for key, body in present:
        header = cells.header(key) or (cells.header("post_mark") if key == "posts" else "")
        text = clean_text(cells.cell(key)) if cells.cell(key) is not None else ""
        if cells.text(key):
            supervising = Body.SUPERVISION if key == "other_post" and "监" in header else body
            row.posts.append(PostCell(key, header, text, supervising))
    row.standing = cells.yes_no("standing")
    row.dual_head = cells.yes_no("dual_head")
    row.cross_appointed = cells.yes_no("cross_appointed")
    if cells.yes_no("retired"):
        row.left = (None, EndCause.OVER_AGE)
    resigned_on = cells.date("resigned_on")
    if cells.yes_no("resigned") or (resigned_on is not None and resigned_on.first_day() <= on):
        row.left = (resigned_on, EndCause.RESIGNED)
    if row.has_posts and not row.posts and row.left is None and not row.plan.refused:
        column = next((cells.header(key) for key, _ in present if cells.header(key)), "")
        row.plan.warn(column, phrase("没有填写职务,只登记人员情况"))


def row_keys(cells: RowReader) -> Sequence[str]:
    """Post columns that a sheet has without a header of their own: ticked posts arrive as `posts`."""
    return ("posts",) if cells.header("post_mark") else ()


def _check_chronology(row: RosterRow, cells: RowReader, *, on: date) -> None:
    """Only for rows that nothing refused: a wrong birth would make everything else look odd."""
    if row.plan.refused:
        return
    dated = (
        ("born_on", row.born_on),
        ("party_joined_on", row.facts.get("party_joined_on")),
        ("work_started_on", row.facts.get("work_started_on")),
        ("first_cadre_on", row.facts.get("first_cadre_on")),
        ("post_started_on", row.started_on),
    )
    for key, moment in dated:
        if moment is not None and is_after(moment, on):
            row.plan.warn(cells.header(key), phrase("%(moment)s晚于填报时间,请核对", moment=moment.dotted))
    born_on = row.born_on
    if born_on is None:
        return
    if is_after(born_on, on):
        row.plan.refuse(
            cells.header("born_on"),
            phrase("%(born_on)s出生,晚于填报时间,请更正后重新导入", born_on=born_on.dotted),
        )
        return
    before = [
        (key, moment) for key, moment in dated[1:] if moment and moment.last_day() < born_on.first_day()
    ]
    for key, moment in before:
        row.plan.refuse(
            cells.header(key),
            phrase(
                "%(moment)s早于出生年月(%(born_on)s),请更正后重新导入",
                moment=moment.dotted,
                born_on=born_on.dotted,
            ),
        )
    if before:
        return
    joined = row.facts.get("party_joined_on")
    if joined is not None and months_between(born_on, joined) < PARTY_AGE * 12:
        row.plan.warn(
            cells.header("party_joined_on"),
            phrase("入党时未满%(age)s周岁,请核对出生年月和入党时间", age=PARTY_AGE),
        )
    if row.started_on is not None and months_between(born_on, row.started_on) < POST_AGE * 12:
        row.plan.warn(cells.header("post_started_on"), phrase("任职时未满%(age)s周岁,请核对", age=POST_AGE))
    age = cells.count("age")
    if age is not None and abs(age - full_years(born_on, on=on)) > 1:
        row.plan.warn(
            cells.header("age"),
            phrase(
                "填写的是%(age)s岁,按出生年月到%(on)s应为%(years)s岁",
                age=age,
                on=on.isoformat(),
                years=full_years(born_on, on=on),
            ),
        )
