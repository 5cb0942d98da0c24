"""Schooling in a roster's columns, and what it changes of what the register has. Pure.

A single 文化程度 column does not tell how the schooling was got; where a later sheet does, the
explained levels take its place. Nothing is lowered by a column that tells only the highest level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentpool.intake.cells import RowReader
from talentpool.intake.values import read_schooling
from talentpool.vocabulary import SchoolingLevel, SchoolingMode
from talentpool.wording import phrase
from talentpool.writing import compact

_COLUMNS: tuple[tuple[SchoolingMode, str, str, str], ...] = (
    (SchoolingMode.FULL_TIME, "full_time_schooling", "full_time_school", "full_time_major"),
    (SchoolingMode.IN_SERVICE, "in_service_schooling", "in_service_school", "in_service_major"),
    (SchoolingMode.UNSPECIFIED, "schooling", "school", "major"),
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class SchoolingFacts:
    """One level of schooling as a row tells it."""

    mode: SchoolingMode
    level: SchoolingLevel
    written: str
    school: str = ""
    major: str = ""

    def values(self) -> dict[str, Any]:
        """The columns of `schooling`, but for the person."""
        return {
            "mode": self.mode,
            "level": self.level,
            "rank": self.level.rank,
            "written": self.written[:60],
            "school": self.school[:_LONGEST],
            "major": self.major[:_LONGEST],
            "finished_on": None,
        }


@dataclass(frozen=True, slots=True)
class SchoolingStep:
    """What to do with one level: a new row, new columns of the row `known`, or its removal."""

    known: Mapping[str, Any] | None
    values: dict[str, Any] | None


def read_schoolings(cells: RowReader) -> list[SchoolingFacts]:
    """The levels of a row. Unknown words and unfinished schooling are left out with a warning."""
    found: list[SchoolingFacts] = []
    for mode, key, school_key, major_key in _COLUMNS:
        if cells.cell(key) is None:
            continue
        reading = read_schooling(cells.cell(key))
        if reading.known and reading.studying:
            cells.plan.warn(
                cells.header(key), phrase("“%(reading)s”尚未毕业,不计入学历", reading=reading.written)
            )
            continue
        level = cells.choice(key, read_schooling)
        if level is not None:
            school, major = _school_and_major(cells.text(school_key), cells.text(major_key))
            told = reading.mode if mode is SchoolingMode.UNSPECIFIED else mode
            found.append(SchoolingFacts(told, level, reading.written, school, major))
    return _without_repetition(found)


def _school_and_major(school: str, major: str) -> tuple[str, str]:
    if not major and " " in school:
        school, _, major = school.rpartition(" ")
    return school, major


def _without_repetition(found: list[SchoolingFacts]) -> list[SchoolingFacts]:
    """The highest level, told once more without its mode, says nothing new."""
    told = {facts.level for facts in found if facts.mode is not SchoolingMode.UNSPECIFIED}
    return [
        facts
        for facts in found
        if facts.mode is not SchoolingMode.UNSPECIFIED or facts.level not in told or facts.school
    ]


def schooling_steps(
    known: Sequence[Mapping[str, Any]], told: Sequence[SchoolingFacts]
) -> list[SchoolingStep]:
    """What the levels `told` change of the rows `known` (columns of `schooling`, with id)."""
    steps: list[SchoolingStep] = []
    by_mode: dict[SchoolingMode, Mapping[str, Any]] = {}
    for row in sorted(known, key=lambda row: row["rank"]):
        by_mode[row["mode"]] = row
    for facts in told:
        if facts.mode is SchoolingMode.UNSPECIFIED and facts.mode not in by_mode and by_mode:
            if facts.level.rank > max(row["rank"] for row in by_mode.values()):
                steps.append(SchoolingStep(None, facts.values()))
            continue
        same_mode = by_mode.get(facts.mode)
        if same_mode is None:
            steps.append(SchoolingStep(None, facts.values()))
        elif values := _differing(same_mode, facts):
            steps.append(SchoolingStep(same_mode, values))
    steps.extend(_explained(by_mode.get(SchoolingMode.UNSPECIFIED), told))
    return steps


def _differing(row: Mapping[str, Any], facts: SchoolingFacts) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if row["level"] is not facts.level:
        values |= {"level": facts.level, "rank": facts.level.rank, "written": facts.written[:60]}
    if facts.school and compact(facts.school + facts.major) != compact(row["school"] + row["major"]):
        values |= {"school": facts.school[:_LONGEST], "major": facts.major[:_LONGEST]}
    return values


def _explained(unspecified: Mapping[str, Any] | None, told: Sequence[SchoolingFacts]) -> list[SchoolingStep]:
    """A level of unknown mode goes once levels with their modes reach it."""
    ranks = [facts.level.rank for facts in told if facts.mode is not SchoolingMode.UNSPECIFIED]
    still_told = any(facts.mode is SchoolingMode.UNSPECIFIED for facts in told)
    if unspecified is None or still_told or not ranks or max(ranks) < unspecified["rank"]:
        return []
    return [SchoolingStep(unspecified, None)]
