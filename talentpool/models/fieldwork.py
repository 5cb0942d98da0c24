"""Field work of a round 实地调研: totals stated, and the records that are counted beside them.

Where only totals are known they stand in `FieldTotals`; where records exist they are counted. Both
stand side by side, and reports use the total where one was stated. `client_key` keeps a form that a
telephone sends twice from being kept twice.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.midterm import AssessmentGroup, MidtermRound
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.sealing.columns import BYTES, Sealed, sealed_column
from talentpool.vocabulary import FieldMeetingKind, ParticipantKind


class FieldTotals(Audited, Versioned, Base):
    """The totals that were stated of a unit; None: not stated. Meetings in 场次, talks in 人次, forms in 份."""

    __tablename__ = "field_totals"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id", name="uq_field_totals_round_unit"),
        Index("ix_field_totals_unit_id", "unit_id"),
        CheckConstraint(
            "coalesce(meetings, 0) >= 0 AND coalesce(talks, 0) >= 0 AND coalesce(suggestions, 0) >= 0"
            " AND coalesce(questionnaires_issued, 0) >= 0 AND coalesce(questionnaires_returned, 0) >= 0"
            " AND coalesce(questionnaires_valid, 0) >= 0 AND coalesce(satisfaction_forms, 0) >= 0",
            name="totals_not_negative",
        ),
        CheckConstraint("questionnaires_returned <= questionnaires_issued", name="returned_of_issued"),
        CheckConstraint("questionnaires_valid <= questionnaires_returned", name="valid_of_returned"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    stated_on: Mapped[date]
    meetings: Mapped[int | None]
    talks: Mapped[int | None]
    questionnaires_issued: Mapped[int | None]
    questionnaires_returned: Mapped[int | None]
    questionnaires_valid: Mapped[int | None]
    satisfaction_forms: Mapped[int | None]
    suggestions: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")

    unit: Mapped[Unit] = relationship()


class FieldMeeting(Audited, Versioned, Base):
    """A meeting held in a unit; who took part stands in `MeetingAttendance` by kind and number."""

    __tablename__ = "field_meeting"
    __table_args__ = (
        one_of("kind", FieldMeetingKind),
        UniqueConstraint("client_key", name="uq_field_meeting_client_key"),
        Index("ix_field_meeting_round_id", "round_id", "unit_id", "held_on"),
        Index("ix_field_meeting_unit_id", "unit_id"),
        Index("ix_field_meeting_group_id", "group_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_group.id"))
    kind: Mapped[FieldMeetingKind] = vocabulary_column(FieldMeetingKind)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(80), default="", server_default="")
    chaired_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    written_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    round: Mapped[MidtermRound] = relationship()
    unit: Mapped[Unit] = relationship()
    group: Mapped[AssessmentGroup | None] = relationship()


class MeetingAttendance(Audited, Base):
    """How many of a kind took part in a meeting."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        one_of("kind", ParticipantKind),
        UniqueConstraint("meeting_id", "kind", name="uq_meeting_attendance_meeting_kind"),
        CheckConstraint("present > 0", name="present_positive"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("field_meeting.id", ondelete="CASCADE"))
    kind: Mapped[ParticipantKind] = vocabulary_column(ParticipantKind)
    present: Mapped[int]


class TalkRecord(Audited, Versioned, Base):
    """A talk 谈心谈话, with somebody named, or with somebody of a kind only (`with_id` None).

    `headcount` counts 人次: a talk with several at once. `held_at` is the time of day as written.
    """

    __tablename__ = "talk_record"
    __table_args__ = (
        one_of("with_kind", ParticipantKind),
        UniqueConstraint("client_key", name="uq_talk_record_client_key"),
        CheckConstraint("headcount > 0", name="headcount_positive"),
        Index("ix_talk_record_round_id", "round_id", "unit_id", "held_on"),
        Index("ix_talk_record_unit_id", "unit_id"),
        Index("ix_talk_record_group_id", "group_id"),
        Index("ix_talk_record_with_id", "with_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_group.id"))
    held_on: Mapped[date]
    held_at: Mapped[str] = mapped_column(String(20), default="", server_default="")
    place: Mapped[str] = mapped_column(String(80), default="", server_default="")
    held_by: Mapped[str] = mapped_column(String(80))
    recorded_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    with_kind: Mapped[ParticipantKind] = vocabulary_column(ParticipantKind)
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    with_written: Mapped[str] = mapped_column(String(80), default="", server_default="")
    headcount: Mapped[int] = mapped_column(default=1, server_default="1")
    about_team: Mapped[str] = mapped_column(Text, default="", server_default="")
    about_members: Mapped[str] = mapped_column(Text, default="", server_default="")
    problems: Mapped[str] = mapped_column(Text, default="", server_default="")
    wishes: Mapped[str] = mapped_column(Text, default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    round: Mapped[MidtermRound] = relationship()
    unit: Mapped[Unit] = relationship()
    group: Mapped[AssessmentGroup | None] = relationship()
    person: Mapped[Person | None] = relationship()


class TalkRemark(Audited, Base):
    """What was said in a talk about one member of the team."""

    __tablename__ = "talk_remark"
    __table_args__ = (
        UniqueConstraint("talk_id", "person_id", name="uq_talk_remark_talk_person"),
        Index("ix_talk_remark_person_id", "person_id"),
    )

    talk_id: Mapped[int] = mapped_column(ForeignKey("talk_record.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    remark: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship()


class TalkRecommendation(Audited, Base):
    """Who was recommended in a talk as a reserve: somebody of the register, or a name."""

    __tablename__ = "talk_recommendation"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR length(name) > 0", name="somebody_is_named"),
        Index("ix_talk_recommendation_talk_id", "talk_id"),
        Index("ix_talk_recommendation_person_id", "person_id"),
    )

    talk_id: Mapped[int] = mapped_column(ForeignKey("talk_record.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    person: Mapped[Person | None] = relationship()


class Suggestion(Audited, Versioned, Base):
    """A problem or suggestion that was collected 收集问题建议, from a talk, a meeting or a form."""

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_suggestion_client_key"),
        Index("ix_suggestion_round_id", "round_id", "unit_id"),
        Index("ix_suggestion_unit_id", "unit_id"),
        Index("ix_suggestion_talk_id", "talk_id"),
        Index("ix_suggestion_meeting_id", "meeting_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talk_record.id", ondelete="SET NULL"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("field_meeting.id", ondelete="SET NULL"))
    told_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    client_key: Mapped[str | None] = mapped_column(String(36))

    unit: Mapped[Unit] = relationship()


class QuestionnaireCount(Audited, Versioned, Base):
    """Questionnaires given out and taken back in a unit on a day, in 份."""

    __tablename__ = "questionnaire_count"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_questionnaire_count_client_key"),
        CheckConstraint("issued >= returned AND returned >= valid AND valid >= 0", name="valid_of_returned"),
        Index("ix_questionnaire_count_round_id", "round_id", "unit_id"),
        Index("ix_questionnaire_count_unit_id", "unit_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    held_on: Mapped[date]
    issued: Mapped[int]
    returned: Mapped[int]
    valid: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    unit: Mapped[Unit] = relationship()


class SatisfactionSurvey(Audited, Versioned, Base):
    """Satisfaction forms counted in a unit on a day: of the team, or of one member (`person_id`)."""

    __tablename__ = "satisfaction_survey"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_satisfaction_survey_client_key"),
        CheckConstraint("forms >= 0", name="forms_not_negative"),
        Index("ix_satisfaction_survey_round_id", "round_id", "unit_id", "person_id"),
        Index("ix_satisfaction_survey_unit_id", "unit_id"),
        Index("ix_satisfaction_survey_person_id", "person_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_on: Mapped[date]
    forms: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    unit: Mapped[Unit] = relationship()


class SatisfactionAnswer(Audited, Base):
    """How many forms ticked a step of the scale of satisfaction."""

    __tablename__ = "satisfaction_answer"
    __table_args__ = (
        UniqueConstraint("survey_id", "step_id", name="uq_satisfaction_answer_survey_step"),
        CheckConstraint("forms >= 0", name="forms_not_negative"),
        Index("ix_satisfaction_answer_step_id", "step_id"),
    )

    survey_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_survey.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("scale_step.id"))
    forms: Mapped[int]


class FileCheck(Audited, Versioned, Base):
    """Papers of a unit that were looked at 查阅资料, and what was found."""

    __tablename__ = "file_check"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_file_check_client_key"),
        Index("ix_file_check_round_id", "round_id", "unit_id", "checked_on"),
        Index("ix_file_check_unit_id", "unit_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    checked_on: Mapped[date]
    topic: Mapped[str] = mapped_column(String(120))
    found: Mapped[str] = mapped_column(Text, default="", server_default="")
    checked_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    unit: Mapped[Unit] = relationship()


class FieldPhoto(Audited, Base):
    """A photograph of the field work in a unit, made small, its bytes sealed at rest."""

    __tablename__ = "field_photo"
    __table_args__ = (
        UniqueConstraint("client_key", name="uq_field_photo_client_key"),
        Index("ix_field_photo_round_id", "round_id", "unit_id"),
        Index("ix_field_photo_unit_id", "unit_id"),
        Index("ix_field_photo_meeting_id", "meeting_id"),
        Index("ix_field_photo_talk_id", "talk_id"),
        Index("ix_field_photo_file_check_id", "file_check_id"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"content"})

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("field_meeting.id", ondelete="SET NULL"))
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talk_record.id", ondelete="SET NULL"))
    file_check_id: Mapped[int | None] = mapped_column(ForeignKey("file_check.id", ondelete="SET NULL"))
    taken_on: Mapped[date]
    caption: Mapped[str] = mapped_column(String(120), default="", server_default="")
    media_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str | None] = mapped_column(String(36))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)
