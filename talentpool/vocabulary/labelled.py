"""The kind of every enumeration: values kept in the database, labels in the office's words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enumeration whose members carry the office's label and know their order."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @property
    def order(self) -> int:
        """Place of the member in its enumeration, from 0."""
        return type(self)._member_names_.index(self._name_)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in office order, for select fields."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def labels(cls) -> dict[str, str]:
        """value → label."""
        return {member.value: member.label for member in cls}
