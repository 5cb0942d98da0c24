"""What schooling columns change of the levels a register has."""

from __future__ import annotations

from typing import Any

from talentpool.intake.schooling import SchoolingFacts, schooling_steps
from talentpool.vocabulary import SchoolingLevel as Level
from talentpool.vocabulary import SchoolingMode as Mode


def known(mode: Mode, level: Level, school: str = "", major: str = "") -> dict[str, Any]:
    """A row of the register."""
    return {"mode": mode, "level": level, "rank": level.rank, "written": "", "school": school, "major": major}


def facts(mode: Mode, level: Level, school: str = "", major: str = "") -> SchoolingFacts:
    """A level as told."""
    return SchoolingFacts(mode, level, level.label, school, major)


def test_the_same_levels_change_nothing() -> None:
    rows = [known(Mode.FULL_TIME, Level.SENIOR_HIGH), known(Mode.IN_SERVICE, Level.COLLEGE, "某大学", "农学")]
    told = [facts(Mode.FULL_TIME, Level.SENIOR_HIGH), facts(Mode.IN_SERVICE, Level.COLLEGE, "某大学 农学")]
    assert schooling_steps(rows, told) == []


def test_another_level_of_the_same_mode_is_a_correction() -> None:
    row = known(Mode.UNSPECIFIED, Level.SENIOR_HIGH)
    (step,) = schooling_steps([row], [facts(Mode.UNSPECIFIED, Level.COLLEGE)])
    assert step.known is row
    assert step.values == {"level": Level.COLLEGE, "rank": Level.COLLEGE.rank, "written": "大专"}


def test_a_highest_level_that_is_explained_already_says_nothing() -> None:
    rows = [known(Mode.FULL_TIME, Level.SENIOR_HIGH), known(Mode.IN_SERVICE, Level.COLLEGE)]
    assert schooling_steps(rows, [facts(Mode.UNSPECIFIED, Level.COLLEGE)]) == []
    assert schooling_steps(rows, [facts(Mode.UNSPECIFIED, Level.JUNIOR_HIGH)]) == []
    (step,) = schooling_steps(rows, [facts(Mode.UNSPECIFIED, Level.UNDERGRADUATE)])
    assert step.known is None
    assert step.values is not None
    assert step.values["level"] is Level.UNDERGRADUATE


def test_levels_with_their_modes_take_the_place_of_the_single_one() -> None:
    row = known(Mode.UNSPECIFIED, Level.COLLEGE)
    told = [facts(Mode.FULL_TIME, Level.SENIOR_HIGH), facts(Mode.IN_SERVICE, Level.COLLEGE)]
    steps = schooling_steps([row], told)
    assert [step.known is row and step.values is None for step in steps] == [False, False, True]


def test_a_lower_level_with_its_mode_leaves_the_single_one() -> None:
    row = known(Mode.UNSPECIFIED, Level.COLLEGE)
    steps = schooling_steps([row], [facts(Mode.FULL_TIME, Level.SENIOR_HIGH)])
    assert [step.known for step in steps] == [None]
