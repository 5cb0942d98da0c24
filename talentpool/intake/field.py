"""What a field of a sheet is. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from talentpool.vocabulary import SheetKind


class CellKind(StrEnum):
    """What the cells of a field hold."""

    TEXT = "text"
    NAME = "name"
    NAMES = "names"
    UNIT = "unit"
    DATE = "date"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    POSTS = "posts"
    MARK = "mark"


@dataclass(frozen=True)
class Field:
    """One field: `aliases` are headers as offices write them, the strongest first."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: CellKind
    sheet_kinds: frozenset[SheetKind]


def described(key: str, label: str, aliases: str, kind: CellKind, kinds: frozenset[SheetKind]) -> Field:
    """A field whose own label is its strongest alias; the others are parted by blanks."""
    return Field(key, label, (label, *aliases.split()), kind, kinds)
