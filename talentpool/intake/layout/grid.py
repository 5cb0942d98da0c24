"""A sheet's cells by position, with merged ranges known; row indices count from 0 here."""

from __future__ import annotations

import re

from talentpool.files.reader import Cell, RawSheet
from talentpool.writing import compact

_BLANKS = re.compile(r"\s+")
_MAX_MERGES = 20_000


class Grid:
    """Reads cells of a RawSheet; a merged cell can be asked for at any place of its range."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self._rows = [
            [None if isinstance(value, str) and not value.strip() else value for value in row]
            for row in sheet.rows
        ]
        self.height = len(sheet.rows)
        self.width = sheet.width
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}
        self._place_merges()

    def _place_merges(self) -> None:
        room = max(200_000, self.height * self.width)
        for top, left, bottom, right in self.sheet.merged[:_MAX_MERGES]:
            start = top - self.sheet.first_row
            last_row, last_column = (
                min(bottom - self.sheet.first_row, self.height - 1),
                min(right, self.width - 1),
            )
            room -= max(0, last_row - start + 1) * max(0, last_column - left + 1)
            if room < 0:
                return
            for row in range(max(0, start), last_row + 1):
                for column in range(left, last_column + 1):
                    self._origin[row, column] = (start, left)

    def own(self, row: int, column: int) -> Cell:
        """The cell as it stands; None outside and for blank text."""
        if row < 0 or row >= self.height or column < 0:
            return None
        cells = self._rows[row]
        return cells[column] if column < len(cells) else None

    def filled(self, row: int, column: int) -> Cell:
        """The cell, or that of the merged range it belongs to."""
        return self.own(*self._origin.get((row, column), (row, column)))

    def merged_down(self, row: int, column: int) -> bool:
        """Whether the cell lies in a merged range that begins in a row above."""
        return self._origin.get((row, column), (row, column))[0] < row

    def merged_height(self, row: int) -> int:
        """Rows of the tallest merged range that begins in this row and holds something; at least 1."""
        number = self.number(row)
        heights = [
            bottom - top + 1
            for top, left, bottom, _ in self.sheet.merged[:_MAX_MERGES]
            if top == number and self.own(row, left) is not None
        ]
        return max(heights, default=1)

    def in_merge(self, row: int, column: int) -> bool:
        """Whether the cell lies in a merged range."""
        return (row, column) in self._origin

    def text(self, row: int, column: int) -> str:
        """The filled cell as trimmed text without any blank or line break; empty for none."""
        value = self.filled(row, column)
        return "" if value is None else _BLANKS.sub("", str(value))

    def own_texts(self, row: int) -> list[str]:
        """The texts that stand in the row itself, blanks left out; a merged range counts once."""
        return [str(value).strip() for value in self._rows[row] if value is not None]

    def number(self, row: int) -> int:
        """The row's number in Excel."""
        return row + self.sheet.first_row


def plain(text: str) -> str:
    """Half-width and without blanks: the form in which title and note texts are searched."""
    return compact(text)
