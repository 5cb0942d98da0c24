"""A rule set to begin with: scales, thresholds, weights and evidence as towns commonly have them. Pure.

Grades 好/正常/较差 and the four steps of the ballots as town reports have them; a meeting counts when more
than two thirds of those due came; ten talks and thirty questionnaires a unit as notices of 2023 ask. It
is an example, not a norm: the county's own document wins. There is no cap until somebody sets one.
"""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.vocabulary import (
    AppraisalMeasure,
    Bound,
    EvidenceKind,
    RatedObject,
    ScaleKind,
    ScoreComponent,
    StepMeaning,
)

NAME = "届中分析通用规则"
BASIS = "参照各地届中分析工作方案拟订,以本地文件为准"
_TWO_THIRDS = 2 / 3
_THIRD = 1 / 3


@dataclass(frozen=True, slots=True)
class UsualStep:
    """A step: label, meaning, points of 100 (None: abstention), score from which a grade is proposed."""

    label: str
    meaning: StepMeaning
    points: float | None
    proposed_from: float | None = None


SCALES: dict[ScaleKind, tuple[UsualStep, ...]] = {
    ScaleKind.TEAM_BALLOT: (
        UsualStep("好", StepMeaning.BEST, 100),
        UsualStep("较好", StepMeaning.GOOD, 80),
        UsualStep("一般", StepMeaning.PASSING, 60),
        UsualStep("较差", StepMeaning.FAILING, 0),
        UsualStep("弃权", StepMeaning.ABSTAIN, None),
    ),
    ScaleKind.MEMBER_BALLOT: (
        UsualStep("优秀", StepMeaning.BEST, 100),
        UsualStep("称职", StepMeaning.GOOD, 80),
        UsualStep("基本称职", StepMeaning.PASSING, 60),
        UsualStep("不称职", StepMeaning.FAILING, 0),
        UsualStep("弃权", StepMeaning.ABSTAIN, None),
    ),
    ScaleKind.SATISFACTION: (
        UsualStep("满意", StepMeaning.BEST, 100),
        UsualStep("比较满意", StepMeaning.GOOD, 80),
        UsualStep("基本满意", StepMeaning.PASSING, 60),
        UsualStep("不满意", StepMeaning.FAILING, 0),
        UsualStep("不了解", StepMeaning.ABSTAIN, None),
    ),
    ScaleKind.TEAM_GRADE: (
        UsualStep("好", StepMeaning.BEST, 100, 85),
        UsualStep("正常", StepMeaning.PASSING, 60, 60),
        UsualStep("较差", StepMeaning.FAILING, 0, 0),
    ),
    ScaleKind.MEMBER_GRADE: (
        UsualStep("好", StepMeaning.BEST, 100, 85),
        UsualStep("正常", StepMeaning.PASSING, 60, 60),
        UsualStep("较差", StepMeaning.FAILING, 0, 0),
    ),
}
"""Scale → its steps, the best first."""


@dataclass(frozen=True, slots=True)
class UsualThreshold:
    """A share (0–1) from which, or up to which, the appraisal is pointed out."""

    code: str
    scale: ScaleKind
    measure: AppraisalMeasure
    bound: Bound
    share: float
    text: str


THRESHOLDS = (
    UsualThreshold(
        "BZ1",
        ScaleKind.TEAM_BALLOT,
        AppraisalMeasure.TURNOUT,
        Bound.AT_MOST,
        _TWO_THIRDS,
        "参加测评人数未超过应到人数的三分之二,测评结果的代表性不足",
    ),
    UsualThreshold(
        "BZ2",
        ScaleKind.TEAM_BALLOT,
        AppraisalMeasure.FAILING_SHARE,
        Bound.AT_LEAST,
        _THIRD,
        "“较差”票达到三分之一,应核实原因",
    ),
    UsualThreshold(
        "CY1",
        ScaleKind.MEMBER_BALLOT,
        AppraisalMeasure.FAILING_SHARE,
        Bound.AT_LEAST,
        _THIRD,
        "“不称职”票达到三分之一,应核实原因",
    ),
    UsualThreshold(
        "CY2",
        ScaleKind.MEMBER_BALLOT,
        AppraisalMeasure.FAILING_SHARE,
        Bound.AT_LEAST,
        0.5,
        "“不称职”票达到半数",
    ),
    UsualThreshold(
        "MY1",
        ScaleKind.SATISFACTION,
        AppraisalMeasure.FAVOURABLE_SHARE,
        Bound.AT_MOST,
        0.8,
        "满意和比较满意票未超过80%",
    ),
)

WEIGHTS: dict[RatedObject, dict[ScoreComponent, float]] = {
    RatedObject.TEAM: {
        ScoreComponent.BALLOT: 40,
        ScoreComponent.SATISFACTION: 10,
        ScoreComponent.STRUCTURE: 10,
        ScoreComponent.STAFFING: 10,
        ScoreComponent.RESERVES: 10,
        ScoreComponent.EDUCATION: 5,
        ScoreComponent.MENTORSHIP: 5,
        ScoreComponent.RECTIFICATION: 5,
        ScoreComponent.HONOURS: 5,
    },
    RatedObject.MEMBER: {
        ScoreComponent.BALLOT: 60,
        ScoreComponent.SATISFACTION: 10,
        ScoreComponent.EDUCATION: 10,
        ScoreComponent.RECTIFICATION: 10,
        ScoreComponent.HONOURS: 10,
    },
}
"""Object → component → weight of 100."""

EVIDENCE: dict[EvidenceKind, tuple[int, str]] = {
    EvidenceKind.AGENCY_CHECK: (1, "部门摸底有书面结论"),
    EvidenceKind.MEETING: (1, "党员群众代表会议不少于1场"),
    EvidenceKind.TALK: (10, "谈心谈话不少于10人次"),
    EvidenceKind.QUESTIONNAIRE: (30, "收回问卷不少于30份"),
    EvidenceKind.SATISFACTION: (30, "满意度测评表不少于30份"),
    EvidenceKind.TEAM_TALLY: (1, "班子民主测评已汇总"),
    EvidenceKind.MEMBER_TALLY: (1, "成员民主测评已汇总"),
    EvidenceKind.NARRATIVE: (1, "运行情况材料已撰写"),
}
"""Kind → least number in one unit, and how the rule says it."""
