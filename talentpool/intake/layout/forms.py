"""Reads a sheet that is no table but a form: labels with their values on the right, a village a form.

    村名 | 云山村 | 书记姓名 | 郭国文 | 性别 | 男 …
    村党组织委员姓名 | 钟文、廖梅玉

Each person named becomes a row of a roster; what stands behind a name belongs to it until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from talentpool.files.reader import Cell
from talentpool.intake.fields import fields_of
from talentpool.intake.layout import heading
from talentpool.intake.layout.grid import Grid
from talentpool.intake.layout.headers import normal
from talentpool.intake.layout.model import ColumnMatch, DataRow, Layout, MatchedBy
from talentpool.people.names import read_name, split_names
from talentpool.vocabulary import SheetKind
from talentpool.writing import compact

_ROLE = re.compile(
    r"(?P<title>(?:[^姓]{0,14}?)(?:第一书记|副书记|书记|副主任|主任|委员|成员|文书|会计|主席|连长))(?:的)?(?:姓名|名单)"
)
_SECTIONS = (
    (re.compile(r"监委会|监督委员会|村务监督"), "other_post"),
    (re.compile(r"党组织|党支部|党总支|党委|支委"), "party_post"),
    (re.compile(r"村委会|居委会|民委员会"), "committee_post"),
)
_PERSONAL = frozenset(
    "sex nationality native_place born_on schooling political_status party_joined_on work_started_on "
    "first_cadre_on post_started_on id_number phone school".split()
)
_HEADERS = {"party_post": "党内职务", "committee_post": "村(居)委会职务", "other_post": "监委会职务"}
_LEAST_PEOPLE, _LEAST_FACTS = 2, 2


def _labels() -> dict[str, str]:
    found = {
        normal(alias): each.key
        for each in fields_of(SheetKind.ROSTER)
        for alias in each.aliases
        if each.key in _PERSONAL
    }
    units = next(each for each in fields_of(SheetKind.ROSTER) if each.key == "unit")
    return found | {normal(alias): "unit" for alias in units.aliases}


_LABELS = _labels()


@dataclass(slots=True)
class _Somebody:
    row: int
    unit: str
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of a form: a role with its body's column, or a fact; `text` as written."""

    key: str
    text: str
    column: int
    title: str = ""


def read_form(grid: Grid, known_units: Sequence[str]) -> Layout | None:
    """The people of a form, or None where the sheet is none."""
    lines = [text for row in range(min(grid.height, 3)) for text in dict.fromkeys(grid.own_texts(row))]
    title = heading.title_of(lines)
    titles = [texts[0] for row in range(min(grid.height, 3)) if len(texts := grid.own_texts(row)) == 1]
    township = heading.township_of(lines)
    unit = heading.unit_of(title, grid.sheet.name, township, known_units) or ""
    reader = _Reader(unit)
    for row in range(grid.height):
        reader.read(row, _labelled(grid, row))
    people = [person for person in reader.people if person.cells]
    facts = sum(len(_PERSONAL & person.cells.keys()) for person in people)
    if len(people) < _LEAST_PEOPLE or facts < _LEAST_FACTS:
        return None
    return Layout(
        kind=SheetKind.ROSTER,
        sheet_name=grid.sheet.name,
        title=title,
        reporting_unit=heading.reporting_unit_of(lines),
        township_name=township,
        unit_name=unit or None,
        stated_on=heading.stated_on_of(
            [text for text in lines if heading.is_dated_label(text) or text in titles]
        ),
        header_rows=(),
        columns=_columns(reader),
        rows=tuple(DataRow(grid.number(each.row), each.cells) for each in people),
        skipped=(),
        fingerprint="",
        is_form=True,
    )


def _labelled(grid: Grid, row: int) -> Iterator[tuple[_Label | None, str, Cell]]:
    """(label, its text, the value on its right); a text alone, as of a section, has neither."""
    cells = [(column, grid.own(row, column)) for column in range(grid.width)]
    filled = [(column, cell) for column, cell in cells if cell is not None]
    for place, (column, cell) in enumerate(filled):
        label = _label(cell, column)
        following = filled[place + 1][1] if place + 1 < len(filled) else None
        value = None if following is None or _label(following, 0) is not None else following
        yield label, compact(str(cell)), value if label is not None else None


def _label(cell: Cell, column: int) -> _Label | None:
    if not isinstance(cell, str):
        return None
    text = compact(cell).rstrip(":")
    if role := _ROLE.fullmatch(text):
        return _Label("role", text, column, role["title"])
    key = _LABELS.get(normal(text))
    return None if key is None else _Label(key, text, column)


class _Reader:
    """Goes through the labels in reading order; people named twice in a unit are one."""

    def __init__(self, unit: str) -> None:
        self.people: list[_Somebody] = []
        self.columns: dict[str, _Label] = {}
        self._unit, self._body = unit, ""
        self._last: _Somebody | None = None
        self._by_name: dict[tuple[str, str], _Somebody] = {}

    def read(self, row: int, cells: Iterator[tuple[_Label | None, str, Cell]]) -> None:
        """Read one row of the form."""
        for label, text, value in cells:
            if label is None:
                self._body = next((key for words, key in _SECTIONS if words.search(text)), self._body)
            elif label.key == "role":
                self._last = None
                if value is not None:
                    self._name_all(row, label, value)
            elif value is not None:
                self._tell(label, value)

    def _tell(self, label: _Label, value: Cell) -> None:
        if label.key == "unit":
            if heading.is_unit_name(str(value)):
                self._unit, self._last = compact(str(value)), None
                self.columns.setdefault("unit", label)
        elif self._last is not None:
            self._last.cells.setdefault(label.key, value)
            self.columns.setdefault(label.key, label)

    def _name_all(self, row: int, label: _Label, value: Cell) -> None:
        """The holders of a post; facts that follow belong to a holder who is named alone."""
        names = [name for name in split_names(value) if (known := read_name(name)) and known.plausible]
        key = next((key for words, key in _SECTIONS if words.search(label.title)), self._body) or "other_post"
        for name in names:
            person = self._by_name.get((self._unit, name))
            if person is None:
                person = self._by_name[self._unit, name] = _Somebody(row, self._unit)
                person.cells["name"] = name
                if self._unit:
                    person.cells["unit"] = self._unit
                self.people.append(person)
            held = person.cells.get(key)
            person.cells[key] = f"{held}、{label.title}" if held else label.title
            self.columns.setdefault(key, label)
            self.columns.setdefault("name", label)
            self._last = person if len(names) == 1 else None


def _columns(reader: _Reader) -> tuple[ColumnMatch, ...]:
    """One entry a field, under its first label; examples are the values read."""
    found = []
    for key, label in reader.columns.items():
        values = [str(each.cells[key]) for each in reader.people if each.cells.get(key) is not None]
        examples = tuple(dict.fromkeys(values))[:3]
        text = _HEADERS.get(key, label.text)
        found.append(ColumnMatch(key, label.column, text, 0.8, MatchedBy.ALIAS, examples))
    return tuple(sorted(found, key=lambda column: column.column_index))
