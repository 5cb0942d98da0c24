"""The way into the pool, step by step: what may be decided next, and where it leads. Pure.

推荐 → 村(社区)初审 → 乡镇联审 → 县级联审 → 公示 → 入库. None can be skipped; dates go forward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from talentpool.errors import Verdict
from talentpool.pool.rules import Finding, Result
from talentpool.vocabulary import NominationStage, RuleStrength, StepOutcome
from talentpool.wording import say

ORDER: tuple[NominationStage, ...] = tuple(NominationStage)
OUTCOMES_WITH_REASON = frozenset({StepOutcome.RETURNED, StepOutcome.REJECTED})


@dataclass(frozen=True, slots=True)
class Notice:
    """公示: both days count."""

    starts_on: date
    ends_on: date
    objections: str = ""

    @property
    def days(self) -> int:
        """How many days it stood."""
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a nomination stands, and what the step that waits has to go by.

    `unanswered` are the agencies of this step's level without an answer; `unexplained` the findings
    that want an exception and have none; `notice` the last one since the step before.
    """

    stage: NominationStage
    closed: bool
    last_decided_on: date
    unanswered: tuple[str, ...] = ()
    unexplained: tuple[Finding, ...] = ()
    notice: Notice | None = None
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at the step that waits: when, by whom, under which document."""

    outcome: StepOutcome
    decided_on: date
    decider: str
    document: str = ""
    reason: str = ""


def next_stage(stage: NominationStage, outcome: StepOutcome) -> NominationStage:
    """The step that waits afterwards; one that ended stays where it ended. ValueError beyond both ends."""
    if outcome not in (StepOutcome.PASSED, StepOutcome.RETURNED):
        return stage
    place = ORDER.index(stage) + (1 if outcome is StepOutcome.PASSED else -1)
    if not 0 <= place < len(ORDER):
        raise ValueError(f"{outcome} leads nowhere from {stage}")
    return ORDER[place]


def outcomes_at(stage: NominationStage) -> tuple[StepOutcome, ...]:
    """What can be decided at a step; the entry is an act of its own."""
    return tuple(
        one
        for one in StepOutcome
        if not (one is StepOutcome.RETURNED and stage is NominationStage.NOMINATED)
        and not (one is StepOutcome.PASSED and stage is NominationStage.ENTRY)
    )


def may_decide(progress: Progress, decision: Decision, *, on: date) -> Verdict:
    """Whether the step that waits may be decided so."""
    if progress.closed:
        return Verdict(refusals=(say("这件推荐已办结,不能再办理"),))
    if decision.outcome not in outcomes_at(progress.stage):
        return Verdict(refusals=(say("“%(stage)s”这一步不能作这样的决定", stage=say(progress.stage.label)),))
    refusals = list(_date_faults(progress, decision.decided_on, on=on))
    if decision.outcome in OUTCOMES_WITH_REASON and not decision.reason.strip():
        refusals.append(say("退回或不通过的,请写明理由"))
    if decision.outcome is StepOutcome.PASSED:
        refusals += _standing_in_the_way(progress, decision)
    return Verdict(refusals=tuple(refusals))


def may_enter(progress: Progress, *, entered_on: date, on: date) -> Verdict:
    """Whether somebody may enter now: everything before was passed."""
    if progress.closed:
        return Verdict(refusals=(say("这件推荐已办结,不能再办理"),))
    if progress.stage is not NominationStage.ENTRY:
        return Verdict(
            refusals=(say("还没有到入库这一步,现在等待“%(stage)s”", stage=say(progress.stage.label)),)
        )
    return Verdict(refusals=tuple(_date_faults(progress, entered_on, on=on)))


def may_give_notice(progress: Progress, notice: Notice) -> Verdict:
    """Whether a notice may be put up: at its step, after the one before, for long enough."""
    if progress.closed or progress.stage is not NominationStage.PUBLIC_NOTICE:
        return Verdict(refusals=(say("县级联审通过之后才能公示"),))
    refusals = []
    if notice.ends_on < notice.starts_on:
        refusals.append(say("公示结束早于开始"))
    if notice.starts_on < progress.last_decided_on:
        refusals.append(say("公示开始早于上一步的决定(%(day)s)", day=progress.last_decided_on.isoformat()))
    if not refusals and notice.days < progress.notice_days:
        refusals.append(
            say("公示%(days)s天,少于规则要求的%(least)s天", days=notice.days, least=progress.notice_days)
        )
    return Verdict(refusals=tuple(refusals))


def may_except(finding: Finding, *, reason: str) -> Verdict:
    """Whether an exception may be kept: with a reason; a bar, or more than a rule allows, is asked about."""
    if not reason.strip():
        return Verdict(refusals=(say("请写明例外理由"),))
    if finding.strength is RuleStrength.BAR and finding.result is not Result.WIDENED:
        return Verdict(
            doubts=(say("“%(text)s”属于“不得”的条款,例外应有依据并由有权机关决定", text=finding.text),)
        )
    return Verdict()


def _date_faults(progress: Progress, decided_on: date, *, on: date) -> Iterator[str]:
    if decided_on > on:
        yield say("决定时间(%(day)s)还没有到", day=decided_on.isoformat())
    if decided_on < progress.last_decided_on:
        yield say("决定时间早于上一步(%(day)s)", day=progress.last_decided_on.isoformat())


def _standing_in_the_way(progress: Progress, decision: Decision) -> Iterator[str]:
    if progress.unanswered:
        yield say("还没有书面答复的部门:%(agencies)s", agencies="、".join(progress.unanswered))
    for finding in progress.unexplained:
        yield say(
            "“%(text)s”没有满足(%(facts)s),确需例外的请先登记例外理由", text=finding.text, facts=finding.facts
        )
    if progress.stage is NominationStage.PUBLIC_NOTICE and progress.notice_days:
        yield from _notice_faults(progress.notice, decision)


def _notice_faults(notice: Notice | None, decision: Decision) -> Iterator[str]:
    if notice is None:
        yield say("还没有登记公示")
        return
    if decision.decided_on <= notice.ends_on:
        yield say("公示到%(day)s为止,期满后才能通过", day=notice.ends_on.isoformat())
    if notice.objections.strip() and not decision.reason.strip():
        yield say("公示期间有异议,请写明调查处理情况")
