"""How a sheet is read, for the clerk to correct: its kind, the header row, a field for each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from talentpool.errors import Missing
from talentpool.files.reader import RawSheet, read_workbook
from talentpool.intake.fields import FIELD_BY_KEY, POST_MARK, fields_of
from talentpool.intake.kept import mask_example
from talentpool.intake.layout import Layout, SheetReading, find_layout, header_depth_at, read_as_told
from talentpool.intake.layout.headers import normal
from talentpool.intake.layout.kinds import must_have
from talentpool.intake.memory import load_memories
from talentpool.intake.options import Options, sheet_key
from talentpool.intake.sources import Upload
from talentpool.vocabulary import SheetKind
from talentpool.writing import read_id

LOOKED_AT = 40
DEPTHS = (1, 2, 3, 4)
IGNORED = "none"
_SHOWN = 46
_KINDS = {kind.value: kind for kind in SheetKind}
_MANY = frozenset({POST_MARK})
"""Fields that several columns may hold."""
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class ShownColumn:
    """One column with what it holds; `field` is the key chosen or found, "" for none."""

    index: int
    letter: str
    header: str
    field: str
    by: str
    confidence: int
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its select."""
        return f"column-{self.index}"


class SheetLook:
    """One sheet of a batch as its page shows it, read as told or as found."""

    def __init__(
        self, raw: RawSheet, *, file: str, told: SheetReading | None, known_units: Sequence[str]
    ) -> None:
        self.raw, self.file, self.sheet = raw, file, raw.name
        self.layout = self._layout(told, known_units)
        self.ignored = told is not None and told.ignored
        found = self.layout
        self.is_form = found is not None and found.is_form
        kind = told.kind if told is not None and told.kind else found.kind if found else SheetKind.ROSTER
        self.kind = kind
        self.header_row = found.header_rows[0] if found and found.header_rows else self._likely_header()
        self.depth = len(found.header_rows) if found and found.header_rows else 1
        if found is None:
            self.depth = header_depth_at(raw, self.header_row)
            guess = SheetReading(kind, self.header_row, self.depth)
            self.layout = read_as_told(raw, guess, known_units=known_units)

    def _layout(self, told: SheetReading | None, known_units: Sequence[str]) -> Layout | None:
        if told is not None and not told.ignored:
            return read_as_told(self.raw, told, known_units=known_units)
        return find_layout(self.raw, known_units=known_units, memories=load_memories())

    def _likely_header(self) -> int:
        """Of the first rows the one with most words that some field is called by, then with most short texts."""
        known = {normal(alias) for field in FIELD_BY_KEY.values() for alias in field.aliases}
        texts = [
            {cell for cell in row if isinstance(cell, str) and len(cell) <= 20}
            for row in self.raw.rows[:LOOKED_AT]
        ]
        counts = [(sum(normal(text) in known for text in row), len(row)) for row in texts]
        return self.raw.first_row + (counts.index(max(counts)) if counts else 0)

    @property
    def columns(self) -> list[ShownColumn]:
        """The columns with their examples masked."""
        if self.layout is None:
            return []
        return [
            ShownColumn(
                column.column_index,
                column.letter,
                mask_example(None, column.header_text),
                column.field_key or "",
                column.by.value,
                round(column.confidence * 100),
                tuple(mask_example(column.field_key, text) for text in column.examples),
            )
            for column in self.layout.columns
        ]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """(key, label) of the fields that such a sheet may hold."""
        return [(field.key, field.label) for field in fields_of(self.kind)]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What the sheet may be."""
        return [*((kind.value, _(kind.label)) for kind in SheetKind), (IGNORED, _("不导入这个工作表"))]

    @property
    def depths(self) -> tuple[int, ...]:
        """How many rows a header may have."""
        return DEPTHS

    @property
    def header_choices(self) -> list[tuple[int, str]]:
        """The first rows by their numbers, each with its texts, masked."""
        found = []
        for place, row in enumerate(self.raw.rows[:LOOKED_AT]):
            texts = [_BLANKS.sub("", mask_example(None, str(cell))) for cell in row if cell is not None]
            line = " ".join(text for text in dict.fromkeys(texts) if text)
            if line:
                shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
                found.append(
                    (
                        self.raw.first_row + place,
                        _("第%(row)s行 %(text)s", row=self.raw.first_row + place, text=shown),
                    )
                )
        return found


def open_sheet(files: Sequence[Upload], *, file: str, sheet: str) -> RawSheet:
    """A sheet of a batch by the names of file and sheet; Missing for none."""
    for upload in files:
        if upload.name == file and upload.content is not None:
            for raw in read_workbook(upload.content, name=upload.name):
                if raw.name == sheet and raw.rows:
                    return raw
    raise Missing("文件中没有这个工作表,或文件已删除")


def asked_reading(
    args: Mapping[str, Any], options: Options, raw: RawSheet, *, file: str
) -> SheetReading | None:
    """How the address asks to look at a sheet; else what was told before."""
    told = options.readings.get(sheet_key(file, raw.name))
    kind, row = str(args.get("kind", "")), read_id(str(args.get("header", "")))
    if kind not in _KINDS or row is None:
        return told
    depth = read_id(str(args.get("depth", "")))
    same = told is not None and told.kind is _KINDS[kind] and told.header_row == row
    columns = told.columns if told is not None and same else {}
    return SheetReading(_KINDS[kind], row, header_depth_at(raw, row) if depth is None else depth, columns)


def read_choices(sent: Mapping[str, Any], look: SheetLook) -> tuple[SheetReading, list[str]]:
    """(the reading that was sent, what is wrong with it)."""
    if sent.get("kind") == IGNORED:
        return SheetReading(ignored=True), []
    allowed = {key for key, _label in look.fields}
    columns: dict[int, str | None] = {}
    for column in look.columns:
        value = str(sent.get(column.name, column.field))
        columns[column.index] = value if value in allowed else None
    reading = SheetReading(look.kind, look.header_row, look.depth, columns)
    return reading, _faults(look, columns)


def _faults(look: SheetLook, columns: Mapping[int, str | None]) -> list[str]:
    faults = []
    chosen = [key for key in columns.values() if key and key not in _MANY]
    for key in dict.fromkeys(chosen):
        if chosen.count(key) > 1:
            letters = "、".join(column.letter for column in look.columns if columns.get(column.index) == key)
            label = _(FIELD_BY_KEY[key].label)
            faults.append(_("“%(field)s”选了多列(%(letters)s列),只能选一列", field=label, letters=letters))
    for needed in must_have(look.kind):
        if needed in chosen:
            continue
        faults.append(_("请指出哪一列是“%(field)s”", field=_(FIELD_BY_KEY[needed].label)))
    return faults
