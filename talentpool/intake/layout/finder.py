"""Finds the header of a sheet, decides its kind and puts the layout together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentpool.dates import PartialDate
from talentpool.files.reader import Cell, RawSheet
from talentpool.intake.fields import POST_MARK
from talentpool.intake.layout import heading, kinds, recognise
from talentpool.intake.layout.body import Body
from talentpool.intake.layout.forms import read_form
from talentpool.intake.layout.grid import Grid
from talentpool.intake.layout.headers import (
    HeaderCell,
    Match,
    fingerprint,
    first_headed,
    match_headers,
    normal,
    read_headers,
)
from talentpool.intake.layout.kinds import POST_FIELDS
from talentpool.intake.layout.model import (
    ColumnMatch,
    DataRow,
    Layout,
    MatchedBy,
    Memory,
    SheetReading,
    SkippedRow,
    SkipReason,
)
from talentpool.intake.layout.rolls import read_roll
from talentpool.vocabulary import SheetKind

_LOOKED_AT = 40
"""Rows from the top among which the header is sought."""

_MAX_DEPTH = 4
_LEAST_MATCHES = 3
_SAMPLE = 300
_EXAMPLES = 3
_FEW = 2
"""Texts of a row that is a section, a subtotal or a note rather than a record."""


@dataclass(frozen=True)
class _Candidate:
    """A possible header: rows from `start`, `depth` of them, read for one kind of sheet."""

    kind: SheetKind
    start: int
    depth: int
    headers: list[HeaderCell]
    matches: dict[int, Match]

    @property
    def end(self) -> int:
        return self.start + self.depth


@dataclass(frozen=True)
class _Word:
    """What is known of the columns beforehand: the user's word or a memory; `decided` names the kind too."""

    columns: Mapping[int, str | None]
    by: MatchedBy = MatchedBy.REMEMBERED
    decided: bool = False


def find_layout(
    sheet: RawSheet,
    *,
    known_units: Sequence[str] = (),
    overrides: Mapping[int, str | None] | None = None,
    kind: SheetKind | None = None,
    memories: Mapping[str, Memory] | None = None,
) -> Layout | None:
    """The table of a sheet, or None when it is no sheet of a known kind.

    `known_units` are the names of registered units, which help where headers do not.
    `overrides` maps column indices (from 0) to field keys, or to None for “not used”: a
    remembered correction. `kind` is the user's word on what the sheet holds. `memories` are
    layouts understood before, by their fingerprint.
    """
    grid = Grid(sheet)
    if memories and not overrides and (known := _remembered(grid, memories, known_units)) is not None:
        return known
    candidates = _candidates(grid, [kind] if kind else list(SheetKind))
    word = _Word(overrides or {}, decided=kind is not None)
    best: Layout | None = None
    for candidate in candidates:
        layout = _build(grid, candidate, known_units, word)
        if layout is not None and (best is None or _mapped(layout) > _mapped(best)):
            best = layout
    if best is not None or kind not in (None, SheetKind.ROSTER):
        return best
    return read_form(grid, known_units) or read_roll(grid)


def read_as_told(sheet: RawSheet, reading: SheetReading, *, known_units: Sequence[str] = ()) -> Layout | None:
    """The table as the user points at it; None where neither he nor the sheet tells header and kind."""
    if reading.header_row is None or reading.kind is None:
        return find_layout(sheet, known_units=known_units, kind=reading.kind, overrides=reading.columns)
    grid = Grid(sheet)
    start = min(max(reading.header_row - sheet.first_row, 0), max(grid.height - 1, 0))
    candidate = _candidate(grid, reading.kind, start, reading.header_depth)
    return _build(grid, candidate, known_units, _Word(reading.columns, MatchedBy.CHOSEN, decided=True))


def header_depth_at(sheet: RawSheet, header_row: int) -> int:
    """How many header rows begin in a row, as its merged cells tell."""
    grid = Grid(sheet)
    start = min(max(header_row - sheet.first_row, 0), max(grid.height - 1, 0))
    return min(grid.merged_height(start), _MAX_DEPTH)


def _remembered(grid: Grid, memories: Mapping[str, Memory], known_units: Sequence[str]) -> Layout | None:
    """The table under headers that were understood before."""
    for depth in range(_MAX_DEPTH, 0, -1):
        for start in range(min(_LOOKED_AT, grid.height)):
            if not _may_start(grid, start):
                continue
            headers = read_headers(grid, start, min(depth, grid.height - start))
            for kind in {memory.kind for memory in memories.values()}:
                memory = memories.get(fingerprint(kind, headers))
                if memory is None:
                    continue
                first = first_headed(headers)
                columns = {first + place: key for place, key in memory.columns.items()}
                candidate = _candidate(grid, kind, start, depth)
                return _build(grid, candidate, known_units, _Word(columns, decided=True))
    return None


def _candidate(grid: Grid, kind: SheetKind, start: int, depth: int) -> _Candidate:
    depth = max(1, min(depth, _MAX_DEPTH, grid.height - start))
    headers = read_headers(grid, start, depth)
    return _Candidate(kind, start, depth, headers, match_headers(headers, kind))


def _mapped(layout: Layout) -> int:
    return sum(column.field_key is not None for column in layout.columns)


def _candidates(grid: Grid, wanted: Sequence[SheetKind]) -> list[_Candidate]:
    """The best header for each kind: most fields, then nearest to the top, then fewest rows."""
    best: dict[SheetKind, _Candidate] = {}
    rows = range(min(_LOOKED_AT, grid.height))
    ends = [row + grid.merged_height(row) for row in rows]
    starts = [row for row in rows if _may_start(grid, row)]
    for depth in range(1, _MAX_DEPTH + 1):
        for start in starts:
            if max(ends[start : start + depth]) > start + depth:
                continue  # a merged header cell reaches further down
            headers = read_headers(grid, start, min(depth, grid.height - start))
            for kind in wanted:
                found = _Candidate(kind, start, depth, headers, match_headers(headers, kind))
                if len(found.matches) >= _LEAST_MATCHES and (
                    kind not in best or _order(found) > _order(best[kind])
                ):
                    best[kind] = found
    return list(best.values())


def _order(candidate: _Candidate) -> tuple[int, int, int]:
    return len(candidate.matches), -candidate.end, -candidate.depth


def _may_start(grid: Grid, row: int) -> bool:
    """A row that a merged cell reaches into from above continues something and begins nothing."""
    return not any(grid.merged_down(row, column) for column in range(grid.width))


def _build(
    grid: Grid,
    candidate: _Candidate,
    known_units: Sequence[str],
    word: _Word,
) -> Layout | None:
    lines = [text for row in range(candidate.start) for text in dict.fromkeys(grid.own_texts(row))]
    title = heading.title_of(lines)
    if not word.decided and not _may_be_kind(candidate, word, title, grid.sheet.name):
        return None
    columns = _columns(grid, candidate, known_units, word)
    keys = {column.field_key for column in columns if column.field_key}
    keys |= {match.key for match in candidate.matches.values()}
    if not word.decided and not kinds.is_kind(candidate.kind, keys):
        return None
    reporting = heading.reporting_unit_of(lines)
    township = heading.township_of([title, reporting or ""])
    unit = heading.unit_of(title, grid.sheet.name, township, known_units)
    rows, skipped = Body(grid, candidate.end, columns, unit).read()
    notes = [line.text for line in skipped if line.reason is SkipReason.FOOTNOTE]
    return Layout(
        kind=candidate.kind,
        sheet_name=grid.sheet.name,
        title=title,
        reporting_unit=reporting,
        township_name=township or _only_township(rows),
        unit_name=unit,
        stated_on=heading.stated_on_of(lines) or _date_in_notes(notes),
        header_rows=tuple(grid.number(row) for row in range(candidate.start, candidate.end)),
        columns=tuple(columns),
        rows=tuple(rows),
        skipped=tuple(_without_blank_tail(skipped, rows)),
        fingerprint=fingerprint(candidate.kind, candidate.headers),
        first_headed=first_headed(candidate.headers),
    )


def _may_be_kind(candidate: _Candidate, word: _Word, title: str, sheet_name: str) -> bool:
    """What the headers decide without a look at the cells: those of a roster alone tell fields besides."""
    if kinds.is_another_ledger(candidate.kind, candidate.headers, title, sheet_name):
        return False
    keys = {match.key for match in candidate.matches.values()}
    keys |= {key for key in word.columns.values() if key}
    return candidate.kind is SheetKind.ROSTER or kinds.is_kind(candidate.kind, keys)


def _date_in_notes(notes: Sequence[str]) -> PartialDate | None:
    """A footnote states the date only where it says so: 填表时间:2023年6月30日."""
    return heading.stated_on_of([note for note in notes if heading.is_dated_label(note)])


def _only_township(rows: Sequence[DataRow]) -> str | None:
    names = {str(row.cells["township"]) for row in rows if row.cells.get("township") is not None}
    return names.pop() if len(names) == 1 else None


def _without_blank_tail(skipped: Sequence[SkippedRow], rows: Sequence[DataRow]) -> list[SkippedRow]:
    others = [row.row_number for row in skipped if row.reason is not SkipReason.BLANK]
    last = max([*others, *(row.row_number for row in rows)], default=0)
    return [row for row in skipped if row.row_number <= last]


def _columns(grid: Grid, candidate: _Candidate, known_units: Sequence[str], word: _Word) -> list[ColumnMatch]:
    """Every column that has a header or cells, in order."""
    sample = _sample(grid, candidate)
    values = {column: [grid.own(row, column) for row in sample] for column in range(grid.width)}
    used = {match.key for index, match in candidate.matches.items() if index not in word.columns}
    used |= {key for key in word.columns.values() if key}
    columns: list[ColumnMatch] = []
    for header in candidate.headers:
        cells = values[header.column]
        if not header.levels and all(cell is None for cell in cells):
            continue
        key, confidence, by = _decide(header, candidate, cells, used, known_units, word)
        used |= {key} if key else set()
        columns.append(ColumnMatch(key, header.column, header.text, confidence, by, _examples(cells)))
    return _with_births(columns, values, word) if candidate.kind is SheetKind.ROSTER else columns


def _sample(grid: Grid, candidate: _Candidate) -> list[int]:
    """The first rows that look like records: no section, subtotal, note or header printed again."""
    last = [normal(header.levels[-1]) if header.levels else "" for header in candidate.headers]

    def repeats(row: int) -> bool:
        texts = [(grid.own(row, column), header) for column, header in enumerate(last) if header]
        same = sum(isinstance(cell, str) and normal(cell) == header for cell, header in texts)
        return same * 2 > len(texts)

    rows = range(candidate.end, min(grid.height, candidate.end + _SAMPLE))
    records = [row for row in rows if len(grid.own_texts(row)) > _FEW and not repeats(row)]
    return records or list(rows)


def _decide(
    header: HeaderCell,
    candidate: _Candidate,
    cells: Sequence[Cell],
    used: set[str],
    known_units: Sequence[str],
    word: _Word,
) -> tuple[str | None, float, MatchedBy]:
    """Field, confidence and reason for one column: what is known of it, then the header, then the values."""
    told = word.columns.get(header.column)
    match = candidate.matches.get(header.column)
    if header.column in word.columns:
        same = match is not None and match.key == told
        if same and match is not None:
            return told, match.confidence, MatchedBy.ALIAS
        unused = match is None and told is None and word.by is MatchedBy.CHOSEN
        return told, 0.0 if unused else 1.0, MatchedBy.NONE if unused else word.by
    if match is not None and match.key not in {key for key in word.columns.values() if key}:
        return match.key, match.confidence, MatchedBy.ALIAS
    if candidate.kind is SheetKind.ROSTER:
        if header.levels and recognise.is_post_header(header.levels[-1]) and recognise.are_ticks(cells):
            return POST_MARK, 0.9, MatchedBy.VALUES
        guess = recognise.by_values(cells, known_units)
        if guess is not None and guess[0] not in used and _may_guess(guess[0], header, used):
            return guess[0], round(guess[1] * 0.7, 2), MatchedBy.VALUES
        if word.by is MatchedBy.CHOSEN and not used & POST_FIELDS and recognise.are_posts(cells):
            return "posts", 0.6, MatchedBy.VALUES  # only where the user looks at it
    return None, 0.0, MatchedBy.NONE


def _may_guess(key: str, header: HeaderCell, used: set[str]) -> bool:
    """A value alone does not make a field where the header names something else of the same shape."""
    if key == "schooling":
        return not header.levels and not used & {"full_time_schooling", "in_service_schooling"}
    return key != "unit" or "township" in used or not header.levels or len(header.text) <= 6


def _with_births(
    columns: list[ColumnMatch], values: Mapping[int, Sequence[Cell]], word: _Word
) -> list[ColumnMatch]:
    """Give 出生年月 to an unknown column of dates that agrees with the ID numbers."""
    keys = {column.field_key: column.column_index for column in columns}
    if "born_on" in keys or "id_number" not in keys:
        return columns
    numbers = values[keys["id_number"]]
    for place, column in enumerate(columns):
        told = column.field_key is not None or column.column_index in word.columns
        if not told and recognise.births_agree(values[column.column_index], numbers):
            columns[place] = ColumnMatch(
                "born_on", column.column_index, column.header_text, 0.7, MatchedBy.VALUES, column.examples
            )
            break
    return columns


def _examples(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(cell) for cell in cells if cell is not None))[:_EXAMPLES]
