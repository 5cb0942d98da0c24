"""The office's own titles and tags in a roster: cells that name them, columns that tick them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from talentpool.files.reader import Cell
from talentpool.intake.fields import POST_MARK
from talentpool.intake.layout.body import extra_headers
from talentpool.intake.layout.model import ColumnMatch, DataRow, Layout, MatchedBy
from talentpool.intake.layout.recognise import are_ticks, is_ticked
from talentpool.posts.titles import NO_TITLES, OwnTitles
from talentpool.vocabulary import Tag
from talentpool.writing import compact

_SURE = 0.9
_BREAKS = re.compile(r"[、,;,;/\s]+")


@dataclass(frozen=True)
class OwnWords:
    """What the settings of a day add to the words known here."""

    titles: OwnTitles = NO_TITLES
    tags: tuple[str, ...] = ()

    @property
    def spellings(self) -> dict[str, str]:
        """Every tag by its form without blanks, parting signs and full-width forms."""
        return {compact(_BREAKS.sub("", tag)): tag for tag in (*Tag.labels().values(), *self.tags)}


NO_WORDS = OwnWords()


def with_own_columns(layout: Layout, own: OwnWords) -> Layout:
    """The layout with its unknown columns of ticks under an own title or tag read as posts and tags."""
    headers = extra_headers(layout.columns)
    wanted = {
        headers[column.column_index]: column
        for column in layout.columns
        if column.field_key is None and column.column_index in headers
    }
    meant = {header: word for header, column in wanted.items() if (word := _word_of(column, own)) is not None}
    meant = {
        header: word
        for header, word in meant.items()
        if are_ticks([row.extra.get(header) for row in layout.rows])
    }
    if not meant:
        return layout
    fields = {wanted[header].column_index: key for header, (key, _text) in meant.items()}
    return replace(
        layout,
        columns=tuple(_told(column, fields) for column in layout.columns),
        rows=tuple(_with_words(row, meant) for row in layout.rows),
    )


def _word_of(column: ColumnMatch, own: OwnWords) -> tuple[str, str] | None:
    """(field, word) that the header of a column names."""
    header = compact(column.header_text.rsplit("/", 1)[-1]).removeprefix("是否")
    if (title := own.titles.find(header)) is not None:
        return POST_MARK, title[0]
    tag = own.spellings.get(header)
    return ("tags", tag) if tag is not None else None


def _told(column: ColumnMatch, fields: Mapping[int, str]) -> ColumnMatch:
    key = fields.get(column.column_index)
    if key is None:
        return column
    return replace(column, field_key=key, confidence=_SURE, by=MatchedBy.VALUES)


def _with_words(row: DataRow, meant: Mapping[str, tuple[str, str]]) -> DataRow:
    cells: dict[str, Cell] = dict(row.cells)
    for field, target in ((POST_MARK, "posts"), ("tags", "tags")):
        words = [word for key, word in meant.values() if key == field]
        if not words:
            continue
        ticked = [
            word for header, (key, word) in meant.items() if key == field and is_ticked(row.extra.get(header))
        ]
        written = cells.get(target)
        cells[target] = "、".join([*([str(written)] if written is not None else []), *ticked]) or None
    return replace(row, cells=cells, extra={k: v for k, v in row.extra.items() if k not in meant})


def known_tags(text: str, own: OwnWords) -> list[str]:
    """The tags of a cell in the office's spelling: a known one may hold a sign that else parts two."""
    spellings = own.spellings
    pieces = [piece for piece in _BREAKS.split(text) if piece]
    found: list[str] = []
    while pieces:
        ends = range(len(pieces), 0, -1)
        length = next((end for end in ends if compact("".join(pieces[:end])) in spellings), 1)
        written = "".join(pieces[:length])
        found.append(spellings.get(compact(written), written))
        del pieces[:length]
    return found
