"""Words of a choice column that stand in no table: which of the table's they may mean, and what the clerk said. Pure.

A doubt belongs to the word, not to a row: answered once it holds for every row of the batch that
writes it under the same field. The answer takes the word's place before the sheet is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from talentpool.files.reader import Cell
from talentpool.id_numbers import mask_numbers
from talentpool.intake.field import CellKind
from talentpool.intake.fields import FIELD_BY_KEY, FIELDS
from talentpool.intake.layout.model import DataRow, Layout
from talentpool.intake.readings import clean_text
from talentpool.vocabulary import (
    NATIONALITIES,
    ExitReason,
    GuidanceWay,
    Health,
    Labelled,
    MembershipStage,
    NominationWay,
    PartyForm,
    PoliticalStatus,
    SchoolingLevel,
    Sex,
    StudyMode,
    StudyStatus,
    UnitType,
    Willingness,
)

LEFT_OUT = "-"
"""The answer that nothing is to be taken in for a word."""

_PREFIX = "word/"


YES_NO = ("是", "否")


def _labels(*members: Iterable[Labelled]) -> tuple[str, ...]:
    return tuple(member.label for those in members for member in those)


_SCHOOLING = _labels(SchoolingLevel)
WORDS: Mapping[str, tuple[str, ...]] = {
    "sex": _labels(Sex),
    "nationality": tuple(NATIONALITIES.values()),
    "political_status": _labels(PoliticalStatus, MembershipStage),
    "schooling": _SCHOOLING,
    "full_time_schooling": _SCHOOLING,
    "in_service_schooling": _SCHOOLING,
    "from_schooling": _SCHOOLING,
    "study_level": _SCHOOLING,
    "study_mode": _labels(StudyMode),
    "study_status": _labels(StudyStatus),
    "nomination_way": _labels(NominationWay),
    "exit_reason": _labels(ExitReason),
    "guidance_way": _labels(GuidanceWay),
    "willingness": _labels(Willingness),
    "health": _labels(Health),
    "party_form": _labels(PartyForm),
    "unit_type": _labels((UnitType.VILLAGE, UnitType.COMMUNITY)),
    **{field.key: YES_NO for field in FIELDS if field.kind is CellKind.YES_NO},
}
"""Field → the words that its cells may hold, as the office writes them."""


def word_key(field_key: str, written: str) -> str:
    """Under what the answer for a word is kept; numbers of people are masked in it."""
    return f"{_PREFIX}{field_key}/{mask_numbers(written)}"


def word_told(key: str) -> bool:
    """Whether an answer is one for a word."""
    return key.startswith(_PREFIX)


def answered_words(answers: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(field, word as written) → answer, of everything that was answered."""
    found: dict[tuple[str, str], str] = {}
    for key, answer in answers.items():
        if word_told(key):
            field_key, _slash, written = key.removeprefix(_PREFIX).partition("/")
            found[field_key, written] = answer
    return found


def label_of(field_key: str) -> str:
    """The office's name of a field."""
    field = FIELD_BY_KEY.get(field_key)
    return field.label if field is not None else field_key


def with_answers(layout: Layout, answers: Mapping[str, str]) -> Layout:
    """The layout with every answered word replaced by its answer, or emptied where it is to be left out."""
    words = answered_words(answers)
    present = {column.field_key for column in layout.columns}
    fields = {field_key for field_key, _written in words if field_key in present}
    if not fields:
        return layout
    return replace(layout, rows=tuple(_answered(row, fields, words) for row in layout.rows))


def _answered(row: DataRow, fields: set[str], words: Mapping[tuple[str, str], str]) -> DataRow:
    told: dict[str, Cell] = {}
    for key in fields:
        cell = row.cells.get(key)
        if cell is None:
            continue
        answer = words.get((key, mask_numbers(clean_text(cell))))
        if answer is not None:
            told[key] = None if answer == LEFT_OUT else answer
    return replace(row, cells={**row.cells, **told}) if told else row
