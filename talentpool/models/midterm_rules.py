"""Rule sets of the mid-term analysis: scales, thresholds, caps, weights, evidence wanted; data, in versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.units import Unit
from talentpool.vocabulary import (
    AppraisalMeasure,
    Bound,
    EvidenceKind,
    RatedObject,
    ScaleKind,
    ScoreComponent,
    StepMeaning,
)


class MidtermRuleSet(Audited, Versioned, Base):
    """The rules in force for a county or township (None: everybody) from a day on.

    `replaces_id` is the version before. A set that a round uses is never changed: a new version
    follows. `avoidance`: a group does not look at units of which one of its people leads the area
    or is stationed there (回避); some towns want it, others the opposite.
    """

    __tablename__ = "midterm_rule_set"
    __table_args__ = (
        UniqueConstraint("unit_id", "name", "valid_from", name="uq_midterm_rule_set_unit_name_from"),
    )

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    avoidance: Mapped[bool] = mapped_column(default=False, server_default=false())
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("midterm_rule_set.id"), index=True)

    unit: Mapped[Unit | None] = relationship()


class ScaleStep(Audited, Base):
    """One step of a scale, the best first: its label, what it counts as, its points of 100.

    `proposed_from` (grades only): the score of 0–100 from which the step is proposed; None: never.
    """

    __tablename__ = "scale_step"
    __table_args__ = (
        one_of("scale", ScaleKind),
        one_of("meaning", StepMeaning),
        UniqueConstraint("rule_set_id", "scale", "label", name="uq_scale_step_set_scale_label"),
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= 100)", name="points_of_a_hundred"),
        CheckConstraint("(meaning = 'abstain') = (points IS NULL)", name="abstentions_have_no_points"),
        CheckConstraint(
            "proposed_from IS NULL OR (proposed_from >= 0 AND proposed_from <= 100)",
            name="proposed_from_of_a_hundred",
        ),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("midterm_rule_set.id", ondelete="CASCADE"))
    scale: Mapped[ScaleKind] = vocabulary_column(ScaleKind)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    meaning: Mapped[StepMeaning] = vocabulary_column(StepMeaning)
    points: Mapped[float | None]
    proposed_from: Mapped[float | None]


class AppraisalThreshold(Audited, Base):
    """A share at which the appraisal is pointed out: `measure` at least or at most `share` (0–1).

    A warning is evidence for people, never a grade; `text` says it in the rule's words.
    """

    __tablename__ = "appraisal_threshold"
    __table_args__ = (
        one_of("scale", ScaleKind),
        one_of("measure", AppraisalMeasure),
        one_of("bound", Bound),
        UniqueConstraint("rule_set_id", "code", name="uq_appraisal_threshold_set_code"),
        CheckConstraint("share >= 0 AND share <= 1", name="share_of_one"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("midterm_rule_set.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    scale: Mapped[ScaleKind] = vocabulary_column(ScaleKind)
    measure: Mapped[AppraisalMeasure] = vocabulary_column(AppraisalMeasure)
    bound: Mapped[Bound] = vocabulary_column(Bound)
    share: Mapped[float]
    text: Mapped[str] = mapped_column(String(300))


class GradeCap(Audited, Base):
    """At most `share` (0–1) of the teams or members of a round may get a grade; checked, not enforced."""

    __tablename__ = "grade_cap"
    __table_args__ = (
        UniqueConstraint("step_id", name="uq_grade_cap_step"),
        CheckConstraint("share >= 0 AND share <= 1", name="share_of_one"),
    )

    rule_set_id: Mapped[int] = mapped_column(
        ForeignKey("midterm_rule_set.id", ondelete="CASCADE"), index=True
    )
    step_id: Mapped[int] = mapped_column(ForeignKey("scale_step.id", ondelete="CASCADE"))
    share: Mapped[float]
    text: Mapped[str] = mapped_column(String(300), default="", server_default="")


class ScoreWeight(Audited, Base):
    """The weight of one component in the quantitative score of teams or members; weights add up to 100."""

    __tablename__ = "score_weight"
    __table_args__ = (
        one_of("object", RatedObject),
        one_of("component", ScoreComponent),
        UniqueConstraint("rule_set_id", "object", "component", name="uq_score_weight_set_object_component"),
        CheckConstraint("weight >= 0 AND weight <= 100", name="weight_of_a_hundred"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("midterm_rule_set.id", ondelete="CASCADE"))
    object: Mapped[RatedObject] = vocabulary_column(RatedObject)
    component: Mapped[ScoreComponent] = vocabulary_column(ScoreComponent)
    weight: Mapped[float]


class EvidenceWanted(Audited, Base):
    """How much of a kind of evidence a round wants of each unit: so many meetings, persons talked with …"""

    __tablename__ = "evidence_wanted"
    __table_args__ = (
        one_of("kind", EvidenceKind),
        UniqueConstraint("rule_set_id", "kind", name="uq_evidence_wanted_set_kind"),
        CheckConstraint("at_least > 0", name="at_least_positive"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("midterm_rule_set.id", ondelete="CASCADE"))
    kind: Mapped[EvidenceKind] = vocabulary_column(EvidenceKind)
    at_least: Mapped[int]
    text: Mapped[str] = mapped_column(String(200), default="", server_default="")
