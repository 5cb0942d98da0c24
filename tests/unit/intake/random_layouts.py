"""Sheets of random layout around people who are known.

`handed_in()` draws (sheets, people): the people as they are meant, and sheets that say so in one of
the ways of offices. Drawn are the order and wording of headers, one or two header rows, how the unit
is told, how posts are listed, how dates are written, and everything that stands around the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from talentpool.files.reader import Cell, Merge, RawSheet
from talentpool.intake.fields import FIELD_BY_KEY
from talentpool.vocabulary import PostClass
from tests.unit.intake.test_roster_property import LEVELS, STATUSES, Meant, somebody, written_month

UNITS = ("云山村", "金竹村", "银杏村")
TOWNSHIP = "青禾镇"
EXTRA = ("网格", "家庭住址", "工资", "健康状况", "是否后备干部", "邮编")
KEYS = ("name", "sex", "born_on", "political_status", "schooling", "post_started_on", "id_number")
JOINERS = ("、", ",", "/", ",", "\n", ";")

WORDS: dict[PostClass, tuple[str, ...]] = {
    PostClass.PARTY_SECRETARY: ("党支部书记", "村党支部书记", "支部书记"),
    PostClass.PARTY_DEPUTY_SECRETARY: ("党支部副书记", "支部副书记"),
    PostClass.PARTY_MEMBER: ("党支部委员", "支委"),
    PostClass.COMMITTEE_DIRECTOR: ("村委会主任", "村主任"),
    PostClass.COMMITTEE_DEPUTY_DIRECTOR: ("村委会副主任", "副主任"),
    PostClass.COMMITTEE_MEMBER: ("村委会委员", "村民委员会委员"),
    PostClass.SUPERVISION_HEAD: ("监委会主任", "村务监督委员会主任"),
    PostClass.WOMENS_HEAD: ("妇联主席", "妇女主任"),
    PostClass.ACCOUNTANT: ("文书", "会计"),
}
BARE = {
    PostClass.PARTY_SECRETARY: ("party_post", "书记"),
    PostClass.PARTY_DEPUTY_SECRETARY: ("party_post", "副书记"),
    PostClass.PARTY_MEMBER: ("party_post", "委员"),
    PostClass.COMMITTEE_DIRECTOR: ("committee_post", "主任"),
    PostClass.COMMITTEE_DEPUTY_DIRECTOR: ("committee_post", "副主任"),
    PostClass.COMMITTEE_MEMBER: ("committee_post", "委员"),
    PostClass.SUPERVISION_HEAD: ("other_post", "监委会主任"),
    PostClass.WOMENS_HEAD: ("other_post", "妇联主席"),
    PostClass.ACCOUNTANT: ("other_post", "文书"),
}
DUAL = {PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR}


@dataclass(frozen=True)
class Placed:
    """Somebody with the unit and the posts that the sheet is to tell."""

    meant: Meant
    unit: str
    posts: tuple[PostClass, ...]


@dataclass(frozen=True)
class Column:
    """One column: its header, the group over it, and a cell for each person."""

    header: str
    cells: list[Cell]
    group: str = ""


@st.composite
def handed_in(draw: st.DrawFn) -> tuple[list[RawSheet], list[Placed]]:
    """Sheets, and the people whom they tell, in order."""
    people = draw(st.lists(somebody(), min_size=1, max_size=7, unique_by=lambda one: one.number))
    names = sorted(draw(st.sets(st.sampled_from(UNITS), min_size=1, max_size=3)))
    spread = sorted(draw(st.lists(st.sampled_from(names), min_size=len(people), max_size=len(people))))
    placed = [
        Placed(
            one,
            unit,
            tuple(draw(st.lists(st.sampled_from(list(WORDS)), min_size=1, max_size=3, unique=True))),
        )
        for one, unit in zip(people, spread, strict=True)
    ]
    way = draw(st.sampled_from(("column", "merged", "first", "section", "sheet", "title")))
    columns = _columns(draw, placed)
    if way in ("sheet", "title"):
        groups = [
            [place for place, one in enumerate(placed) if one.unit == unit] for unit in dict.fromkeys(spread)
        ]
        sheets = [
            _sheet(draw, [_only(column, places) for column in columns], [placed[p] for p in places], way)
            for places in groups
        ]
        return sheets, placed
    return [_sheet(draw, columns, placed, way)], placed


def _only(column: Column, places: Sequence[int]) -> Column:
    return Column(column.header, [column.cells[place] for place in places], column.group)


def _columns(draw: st.DrawFn, people: Sequence[Placed]) -> list[Column]:
    columns = [Column(_alias(draw, key), [_fact(draw, key, one.meant) for one in people]) for key in KEYS]
    for header in draw(st.lists(st.sampled_from(EXTRA), unique=True, max_size=3)):
        columns.append(Column(header, [draw(st.sampled_from(["某", None, 3, "是"])) for _ in people]))
    columns = list(draw(st.permutations(columns)))
    place = draw(st.integers(0, len(columns)))
    return [*columns[:place], *_post_columns(draw, people), *columns[place:]]


def _alias(draw: st.DrawFn, key: str) -> str:
    """A header of a field, disguised: a line break, blanks, full-width brackets or a number before it."""
    text = draw(st.sampled_from(FIELD_BY_KEY[key].aliases))
    way = draw(st.integers(0, 5))
    if way == 1:
        return text[0] + "\n" + text[1:]
    if way == 2:
        return " ".join(text)
    if way == 3:
        return text.replace("(", "（").replace(")", "）")
    return f"{draw(st.integers(1, 9))}.{text}" if way == 4 else text


def _fact(draw: st.DrawFn, key: str, meant: Meant) -> Cell:
    match key:
        case "name":
            blank = draw(st.sampled_from(["", " ", "\u3000"])) if len(meant.name) == 2 else ""
            return meant.name[0] + blank + meant.name[1:]
        case "sex":
            return meant.sex.label
        case "born_on":
            return written_month(draw, meant.born.year, meant.born.month)
        case "political_status":
            return draw(st.sampled_from(STATUSES[meant.status]))
        case "schooling":
            return draw(st.sampled_from(LEVELS[meant.level]))
        case "post_started_on":
            return written_month(draw, meant.since.year, meant.since.month)
        case _:
            return draw(st.sampled_from([meant.number, meant.number.lower(), f"'{meant.number}"]))


def _post_columns(draw: st.DrawFn, people: Sequence[Placed]) -> list[Column]:
    way = draw(st.sampled_from(("list", "bodies", "ticks")))
    if way == "list":
        return [Column(_alias(draw, "posts"), [_listed(draw, one.posts) for one in people])]
    if way == "bodies":
        return [
            Column(FIELD_BY_KEY[key].label, [_held_in(draw, one.posts, key) for one in people], "职务")
            for key in ("party_post", "committee_post", "other_post")
        ]
    tick = draw(st.sampled_from(["是", "√", "1"]))
    classes = [each for each in WORDS if any(each in one.posts for one in people)]
    return [
        Column(WORDS[each][0], [tick if each in one.posts else None for one in people], "任职")
        for each in classes
    ]


def _listed(draw: st.DrawFn, posts: Sequence[PostClass]) -> str:
    words = [draw(st.sampled_from(WORDS[each])) for each in posts]
    if set(posts) >= DUAL and draw(st.booleans()):
        words = ["一肩挑", *(word for each, word in zip(posts, words, strict=True) if each not in DUAL)]
    return draw(st.sampled_from(JOINERS)).join(words)


def _held_in(draw: st.DrawFn, posts: Sequence[PostClass], key: str) -> Cell:
    words = [BARE[each][1] for each in posts if BARE[each][0] == key]
    return draw(st.sampled_from(JOINERS[:4])).join(words) or None


def _sheet(draw: st.DrawFn, columns: list[Column], people: Sequence[Placed], way: str) -> RawSheet:
    """The table with what stands above, between and below."""
    unit = people[0].unit
    if way in ("column", "merged", "first"):
        told = [one.unit for one in people]
        shown = [
            name if way == "column" or place == 0 or told[place - 1] != name else None
            for place, name in enumerate(told)
        ]
        columns = [Column(_alias(draw, "unit"), list(shown)), *columns]
    if draw(st.booleans()):
        columns = [Column("序号", [place + 1 for place in range(len(people))]), *columns]
    width = len(columns)
    rows: list[list[Cell]] = [[line] for line in _above(draw, unit if way == "title" else "")]
    merged: list[Merge] = []
    header = _header(rows, merged, columns, draw(st.booleans()))
    totals, between = draw(st.booleans()), draw(st.sampled_from(("", "blank", "header")))
    runs: dict[str, list[int]] = {}
    for place, one in enumerate(people):
        if place and one.unit != people[place - 1].unit:
            rows += [["小计", *[None] * (width - 2), 3]] if totals else []
            rows += [[None] * width] if between == "blank" else [header] if between == "header" else []
        if way == "section" and (place == 0 or one.unit != people[place - 1].unit):
            rows.append([f"{draw(st.sampled_from(['', '一、', '(二)']))}{one.unit}", *[None] * (width - 1)])
        rows.append([column.cells[place] for column in columns])
        runs.setdefault(one.unit, []).append(len(rows))
    if way == "merged":
        at = 1 if columns[0].header == "序号" else 0
        merged += [(run[0], at, run[-1], at) for run in runs.values() if run[-1] > run[0]]
    rows += [["合 计", *[None] * (width - 2), len(people)]] if totals else []
    rows += [
        [note]
        for note in draw(st.lists(st.sampled_from(["注:本表一式两份。", "填表人:某某", ""]), max_size=2))
    ]
    name = unit if way == "sheet" else f"Sheet{UNITS.index(unit) + 1}"
    return RawSheet(name, rows, 1, merged)


def _above(draw: st.DrawFn, unit: str) -> list[str]:
    title = f"{TOWNSHIP}{unit}“两委”干部花名册" if unit else f"{TOWNSHIP}村(社区)“两委”干部花名册"
    dated = f"填报单位(盖章):{TOWNSHIP}党群办  填报时间:2023年6月30日"
    lines = draw(st.lists(st.sampled_from(["附件2", ""]), max_size=1))
    return [*lines, title, dated, *draw(st.lists(st.just(""), max_size=1))]


def _header(
    rows: list[list[Cell]], merged: list[Merge], columns: Sequence[Column], grouped: bool
) -> list[Cell]:
    """Append one header row, or two with merges: groups over their columns, the others over both rows."""
    headers: list[Cell] = [column.header for column in columns]
    if not grouped or not any(column.group for column in columns):
        rows.append(headers)
        return headers
    top = len(rows) + 1
    upper: list[Cell] = []
    for place, column in enumerate(columns):
        same = place > 0 and columns[place - 1].group == column.group != ""
        upper.append(None if same else column.group or column.header)
        if not column.group:
            merged.append((top, place, top + 1, place))
        elif not same:
            last = max(p for p, other in enumerate(columns) if other.group == column.group)
            merged += [(top, place, top, last)] if last > place else []
    rows += [upper, [column.header if column.group else None for column in columns]]
    return headers
