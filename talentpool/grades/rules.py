"""Grades as people set them: what wants a reason, which caps are passed, what came twice in a row. Pure.

Caps are checked and shown; they bar nothing that is done with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from talentpool.errors import Verdict
from talentpool.vocabulary import RatedObject, StepMeaning
from talentpool.wording import marked, say


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A grade of a scale, the best first; proposed from `proposed_from` points of 100 (None: never)."""

    step_id: int
    label: str
    meaning: StepMeaning
    proposed_from: float | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `share` (0–1) of the teams or members of a round may get a grade."""

    step_id: int
    label: str
    rated: RatedObject
    share: float
    text: str = ""


def most_allowed(share: float, whole: int) -> int:
    """How many of `whole` a share allows, rounded down; a share of two decimal places is taken as written."""
    return int(Fraction(share).limit_denominator(10_000) * whole)


@dataclass(frozen=True, slots=True)
class CapState:
    """A cap with how many have the grade and how many may."""

    cap: Cap
    have: int
    most: int
    whole: int

    @property
    def passed(self) -> bool:
        """Whether more have the grade than the cap allows."""
        return self.have > self.most

    @property
    def told(self) -> str:
        """“评定“好”的班子9个中最多2个,现有3个”."""
        words = {"label": self.cap.label, "whole": self.whole, "most": self.most, "have": self.have}
        if self.cap.rated is RatedObject.TEAM:
            return say("评定“%(label)s”的班子在%(whole)s个中最多%(most)s个,现为%(have)s个", **words)
        return say("评定“%(label)s”的成员在%(whole)s名中最多%(most)s名,现为%(have)s名", **words)


def cap_states(
    caps: Sequence[Cap], decided: Mapping[int, int], wholes: Mapping[RatedObject, int]
) -> list[CapState]:
    """How each cap stands; `decided`: step id → how many have it, `wholes`: how many are graded in all."""
    return [
        CapState(
            cap, decided.get(cap.step_id, 0), most_allowed(cap.share, wholes[cap.rated]), wholes[cap.rated]
        )
        for cap in caps
    ]


def may_judge(*, proposed_id: int | None, judged_id: int, decided: bool, reason: str) -> Verdict:
    """A group's judgement: not after the decision; other than proposed only with a reason."""
    refusals = []
    if decided:
        refusals.append(say("党委已审定等次,研判意见不再更改"))
    if proposed_id is not None and proposed_id != judged_id and not reason.strip():
        refusals.append(say("研判意见与系统拟提等次不同,请写明理由"))
    return Verdict(refusals=tuple(refusals))


def may_decide(*, judged_id: int | None, decided_id: int, reason: str, caps: Sequence[CapState]) -> Verdict:
    """The Party committee's decision: a change wants a reason, and so does a cap that is passed (`caps`: after it)."""
    refusals: tuple[str, ...] = ()
    if judged_id is not None and judged_id != decided_id and not reason.strip():
        refusals = (say("审定等次与研判意见不同,请写明调整理由"),)
    passed = tuple(one.told + "。" for one in caps if one.passed and one.cap.step_id == decided_id)
    return Verdict(refusals=refusals, exceptions=passed)


def proposed_step(score: float | None, steps: Sequence[GradeStep]) -> GradeStep | None:
    """The best grade from whose threshold the score lies; None without a score or a fitting step."""
    if score is None:
        return None
    fitting = [one for one in steps if one.proposed_from is not None and score >= one.proposed_from]
    return max(fitting, key=lambda one: one.proposed_from or 0, default=None)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade that somebody got in a round."""

    round: str
    on: date
    label: str
    meaning: StepMeaning


LAW = marked("《村民委员会组织法》第三十三条")


def twice_failing(previous: Graded | None, current: Graded | None, *, of_village_committee: bool) -> str:
    """What is pointed out where the failing grade came twice in a row, with the law for members of a 村委会; "" else.

    村组法 33: the post of a member of the village committee who is found 不称职 in two reviews in a row ends.
    The reviews are those of the villagers, run by the supervision body; a grade of the analysis is none.
    """
    if previous is None or current is None:
        return ""
    if not (previous.meaning is StepMeaning.FAILING and current.meaning is StepMeaning.FAILING):
        return ""
    told = say(
        "连续两次为最低档:%(before)s(%(then)s)“%(was)s”,本轮“%(now)s”。",
        before=previous.round,
        then=previous.on.isoformat(),
        was=previous.label,
        now=current.label,
    )
    if not of_village_committee:
        return told
    return told + say(
        "%(law)s:村委会成员连续两次被评议不称职的,其职务终止。等次不等于村民评议结果,请核对两次民主评议的日期和结果,依法办理。",
        law=say(LAW),
    )
