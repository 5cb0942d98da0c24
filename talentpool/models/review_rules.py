"""Rule sets of the joint review: eligibility, negative list, agencies, quotas; versions per county and round."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.units import Unit
from talentpool.vocabulary import AgencyLevel, PostClass, RuleStrength, SchoolingLevel, UnitType


class ReviewRuleSet(Audited, Versioned, Base):
    """The rules in force for a county or township (None: everybody) from a day on.

    `replaces_id` is the version before. A set that a nomination used is never changed: a new
    version follows. `age_on` is the fixed reference date of ages (None: the day of the nomination).
    """

    __tablename__ = "review_rule_set"
    __table_args__ = (
        UniqueConstraint("unit_id", "name", "valid_from", name="uq_review_rule_set_unit_name_from"),
        CheckConstraint("notice_days >= 0", name="notice_days_not_negative"),
    )

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    age_on: Mapped[date | None]
    notice_days: Mapped[int] = mapped_column(default=5, server_default="5")
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("review_rule_set.id"), index=True)

    unit: Mapped[Unit | None] = relationship()


class EligibilityRule(Audited, Versioned, Base):
    """What a candidate must bring: at most `oldest` years and at least `schooling`.

    `studying_counts`: a course towards the schooling counts as having it (大专在读视同大专).
    `oldest_with_exception`: up to this age with a reason. Rules of one set are alternatives
    for the same unit type and target class: one that holds is enough.
    """

    __tablename__ = "eligibility_rule"
    __table_args__ = (
        one_of("schooling", SchoolingLevel),
        one_of("unit_type", UnitType),
        one_of("target_post_class", PostClass),
        one_of("strength", RuleStrength),
        UniqueConstraint("rule_set_id", "code", name="uq_eligibility_rule_set_code"),
        CheckConstraint(
            "oldest_with_exception IS NULL OR oldest IS NULL OR oldest_with_exception >= oldest",
            name="exception_is_wider",
        ),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("review_rule_set.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(300))
    strength: Mapped[RuleStrength] = vocabulary_column(RuleStrength)
    unit_type: Mapped[UnitType | None] = vocabulary_column(UnitType, nullable=True)
    target_post_class: Mapped[PostClass | None] = vocabulary_column(PostClass, nullable=True)
    oldest: Mapped[int | None]
    oldest_with_exception: Mapped[int | None]
    schooling: Mapped[SchoolingLevel | None] = vocabulary_column(SchoolingLevel, nullable=True)
    full_time: Mapped[bool] = mapped_column(default=False, server_default="0")
    studying_counts: Mapped[bool] = mapped_column(default=False, server_default="0")
    party_member: Mapped[bool] = mapped_column(default=False, server_default="0")


class ReviewAgency(Audited, Versioned, Base):
    """An agency that answers in writing (县级联审), at township or county."""

    __tablename__ = "review_agency"
    __table_args__ = (
        one_of("level", AgencyLevel),
        UniqueConstraint("rule_set_id", "name", name="uq_review_agency_set_name"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("review_rule_set.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[AgencyLevel] = vocabulary_column(AgencyLevel)
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class NegativeRule(Audited, Versioned, Base):
    """One item of the negative list: text, strength 不得 or 不宜, look-back window (None: for ever)."""

    __tablename__ = "negative_rule"
    __table_args__ = (
        one_of("strength", RuleStrength),
        UniqueConstraint("rule_set_id", "code", name="uq_negative_rule_set_code"),
        CheckConstraint("lookback_months IS NULL OR lookback_months >= 0", name="window_not_negative"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("review_rule_set.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(300))
    strength: Mapped[RuleStrength] = vocabulary_column(RuleStrength)
    lookback_months: Mapped[int | None]


class NegativeRuleAgency(Audited, Base):
    """Which agencies are asked about an item."""

    __tablename__ = "negative_rule_agency"
    __table_args__ = (UniqueConstraint("rule_id", "agency_id", name="uq_negative_rule_agency_rule_agency"),)

    rule_id: Mapped[int] = mapped_column(ForeignKey("negative_rule.id", ondelete="CASCADE"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("review_agency.id", ondelete="CASCADE"), index=True)


class QuotaRule(Audited, Versioned, Base):
    """How many reserves a unit should keep: for everybody, or for a target class of post.

    `at_least` persons, or `per_post` for every post of the class; `mature_at_least` of them mature.
    """

    __tablename__ = "quota_rule"
    __table_args__ = (
        one_of("unit_type", UnitType),
        one_of("target_post_class", PostClass),
        CheckConstraint("(at_least IS NULL) <> (per_post IS NULL)", name="a_number_or_a_share"),
        Index("ix_quota_rule_rule_set_id", "rule_set_id"),
    )

    rule_set_id: Mapped[int] = mapped_column(ForeignKey("review_rule_set.id", ondelete="CASCADE"))
    unit_type: Mapped[UnitType | None] = vocabulary_column(UnitType, nullable=True)
    target_post_class: Mapped[PostClass | None] = vocabulary_column(PostClass, nullable=True)
    at_least: Mapped[int | None]
    per_post: Mapped[float | None]
    mature_at_least: Mapped[int] = mapped_column(default=1, server_default="1")
