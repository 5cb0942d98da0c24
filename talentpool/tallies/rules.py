"""Ballots as counts: what cannot be, what two counts differ in, what the thresholds point out. Pure.

A warning is evidence for people; no grade follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from talentpool.vocabulary import AppraisalDimension, AppraisalMeasure, Bound, StepMeaning
from talentpool.wording import say

Cell = tuple[AppraisalDimension, int]
"""(dimension, id of the step)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a ballot's scale, the best first."""

    step_id: int
    label: str
    meaning: StepMeaning
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What somebody counted: ballots due 应到, present 参加, returned 收回, and votes by cell."""

    due: int | None
    present: int | None
    returned: int
    votes: Mapping[Cell, int]


def faults_of(paper: Paper, steps: Sequence[Step]) -> list[str]:
    """What cannot be: more present than due, more returned than present, more votes than ballots."""
    faults = []
    due, present, returned = paper.due, paper.present, paper.returned
    if due is not None and present is not None and present > due:
        faults.append(say("参加人数%(present)s多于应到人数%(due)s,请核对", present=present, due=due))
    most, word = (present, say("参加人数")) if present is not None else (due, say("应到人数"))
    if most is not None and returned > most:
        faults.append(
            say("收回票数%(returned)s多于%(word)s%(most)s,请核对", returned=returned, word=word, most=most)
        )
    for dimension in AppraisalDimension:
        faults += _dimension_faults(paper, dimension, steps)
    return faults


def _dimension_faults(paper: Paper, dimension: AppraisalDimension, steps: Sequence[Step]) -> list[str]:
    told = [paper.votes.get((dimension, step.step_id)) for step in steps]
    name = say(dimension.label)
    if all(votes is None for votes in told):
        return [say("请填写“%(name)s”各档票数", name=name)] if dimension is AppraisalDimension.OVERALL else []
    if any(votes is None for votes in told):
        return [say("“%(name)s”各档票数要么都填,要么都不填;没有票的填0", name=name)]
    whole = sum(votes or 0 for votes in told)
    if whole > paper.returned:
        return [
            say(
                "“%(name)s”各档票数合计%(whole)s,多于收回票数%(returned)s,请核对",
                name=name,
                whole=whole,
                returned=paper.returned,
            )
        ]
    return []


def doubts_of(paper: Paper) -> list[str]:
    """What is possible but looks odd: ballots that chose nothing, and those who came and handed in none."""
    doubts = []
    whole = sum(
        votes for (dimension, _), votes in paper.votes.items() if dimension is AppraisalDimension.OVERALL
    )
    if whole < paper.returned:
        doubts.append(say("有%(count)s张收回的票没有计入任何一档(废票请确认)", count=paper.returned - whole))
    if paper.present is not None and paper.returned < paper.present:
        doubts.append(say("有%(count)s人参加而没有收回票", count=paper.present - paper.returned))
    return doubts


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two clerks counted differently; None: left empty."""

    label: str
    first: int | None
    second: int | None


def differences(first: Paper, second: Paper, steps: Sequence[Step]) -> list[Difference]:
    """Every cell in which two counts differ, in the order of the form; empty when they are equal."""
    pairs = [
        (say("应到人数"), first.due, second.due),
        (say("参加人数"), first.present, second.present),
        (say("收回票数"), first.returned, second.returned),
    ]
    for dimension in AppraisalDimension:
        for step in steps:
            cell = (dimension, step.step_id)
            pairs.append((cell_label(dimension, step), first.votes.get(cell), second.votes.get(cell)))
    return [Difference(label, one, other) for label, one, other in pairs if one != other]


def cell_label(dimension: AppraisalDimension, step: Step) -> str:
    """“好”票数, or “德”的“优秀”票数."""
    if dimension is AppraisalDimension.OVERALL:
        return say("“%(step)s”票数", step=step.label)
    return say("“%(name)s”的“%(step)s”票数", name=say(dimension.label), step=step.label)


@dataclass(frozen=True, slots=True)
class Counted:
    """The overall counts on file: ballots due, present, returned, and (meaning, votes) by step."""

    due: int | None
    present: int | None
    returned: int | None
    votes: Sequence[tuple[StepMeaning, int]]


def measure(counted: Counted, wanted: AppraisalMeasure) -> float | None:
    """A share of 0–1 of the ballots returned (turnout: of those due); None where its denominator is not known."""
    if wanted is AppraisalMeasure.TURNOUT:
        return _share(counted.present, counted.due)
    meanings = {
        AppraisalMeasure.BEST_SHARE: {StepMeaning.BEST},
        AppraisalMeasure.FAVOURABLE_SHARE: {StepMeaning.BEST, StepMeaning.GOOD},
        AppraisalMeasure.FAILING_SHARE: {StepMeaning.FAILING},
    }[wanted]
    return _share(sum(votes for meaning, votes in counted.votes if meaning in meanings), counted.returned)


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part / whole


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share from which (at least) or up to which (at most) the appraisal is pointed out."""

    measure: AppraisalMeasure
    bound: Bound
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A threshold that was reached, with what was measured (0–1)."""

    text: str
    measured: float


def warnings_of(counted: Counted, thresholds: Iterable[Threshold]) -> list[Warned]:
    """The thresholds that a tally reached; nothing is said where the share is not known."""
    found = []
    for one in thresholds:
        measured = measure(counted, one.measure)
        if measured is None:
            continue
        if measured >= one.share if one.bound is Bound.AT_LEAST else measured <= one.share:
            found.append(Warned(one.text, measured))
    return found
