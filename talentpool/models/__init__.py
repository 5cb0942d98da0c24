"""The schema: one file per aggregate, one graph."""

from talentpool.models.accounts import (
    Account,
    Grant,
    LoginAttempt,
    LoginSession,
    PasswordRecord,
    RecoveryCode,
    SecondFactor,
)
from talentpool.models.acts import ActChange, UndoableAct
from talentpool.models.advisers import (
    AdviceRecord,
    AdvisoryMembership,
    FormerCadre,
    FormerSubsidy,
    ReEngagement,
    ServicePeriod,
)
from talentpool.models.audit import AuditEntry, AuditSeal, JournalEntry
from talentpool.models.base import Audited, Base, PartialDateType, UtcDateTime, Versioned
from talentpool.models.development import (
    Attendance,
    Posting,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
)
from talentpool.models.education import EducationUpgrade, StudyStatusChange, StudySubsidy, StudyTerm
from talentpool.models.elections import Candidacy, Election
from talentpool.models.field_keys import FieldKey
from talentpool.models.intake import IntakeBatch, IntakeFile, IntakeReturn, LayoutMemory
from talentpool.models.jobs import Job
from talentpool.models.lists import SavedView, Snapshot
from talentpool.models.mentorship import GuidanceLog, GuidancePhoto, KinTie, MentorCapacity, Pairing
from talentpool.models.people import JoinedRecord, PeopleApart, Person, PersonTag, Schooling
from talentpool.models.pool import (
    AgencyConclusion,
    Nomination,
    NominationStep,
    NominationVoice,
    PoolEntry,
    PoolSource,
    PublicNotice,
    ReadinessRating,
    RuleException,
    TargetPost,
    YearlyReview,
)
from talentpool.models.posts import Appointment, FormerPostTitle, Post, SeatStatement, Term, Vacancy
from talentpool.models.reminders import CalendarToken, ReminderMark
from talentpool.models.retention import CorrectionRequest, Deletion, Purge
from talentpool.models.review_rules import (
    EligibilityRule,
    NegativeRule,
    NegativeRuleAgency,
    QuotaRule,
    ReviewAgency,
    ReviewRuleSet,
)
from talentpool.models.settings import Setting, SettingVersion, StructureTarget
from talentpool.models.units import Unit, UnitDuty, UnitName, UnitStatement

__all__ = [
    "CorrectionRequest",
    "Deletion",
    "Purge",
    "Account",
    "ActChange",
    "AdviceRecord",
    "AdvisoryMembership",
    "AgencyConclusion",
    "Appointment",
    "Attendance",
    "AuditEntry",
    "AuditSeal",
    "Audited",
    "Base",
    "CalendarToken",
    "Candidacy",
    "EducationUpgrade",
    "Election",
    "EligibilityRule",
    "FormerCadre",
    "FieldKey",
    "FormerPostTitle",
    "FormerSubsidy",
    "Grant",
    "GuidanceLog",
    "GuidancePhoto",
    "IntakeBatch",
    "IntakeFile",
    "IntakeReturn",
    "Job",
    "JournalEntry",
    "KinTie",
    "LayoutMemory",
    "LoginAttempt",
    "LoginSession",
    "MentorCapacity",
    "NegativeRule",
    "NegativeRuleAgency",
    "Nomination",
    "NominationStep",
    "NominationVoice",
    "Pairing",
    "PartialDateType",
    "PasswordRecord",
    "JoinedRecord",
    "PeopleApart",
    "Person",
    "PersonTag",
    "PoolEntry",
    "PoolSource",
    "Post",
    "Posting",
    "PublicNotice",
    "QuotaRule",
    "ReEngagement",
    "ReadinessRating",
    "RecoveryCode",
    "ReminderMark",
    "ReviewAgency",
    "ReviewRuleSet",
    "RuleException",
    "SavedView",
    "Schooling",
    "SeatStatement",
    "SecondFactor",
    "ServicePeriod",
    "Setting",
    "SettingVersion",
    "Snapshot",
    "StructureTarget",
    "StudyStatusChange",
    "StudySubsidy",
    "StudyTerm",
    "TargetPost",
    "TemperingTask",
    "Term",
    "Training",
    "TrainingPlace",
    "TrainingSession",
    "UndoableAct",
    "Unit",
    "UnitDuty",
    "UnitName",
    "UnitStatement",
    "UtcDateTime",
    "Vacancy",
    "Versioned",
    "YearlyReview",
]

for _table in Base.metadata.tables.values():
    _table.dialect_options["sqlite"]["autoincrement"] = True
"""The id of a deleted row is never given to another: logs and addresses outlive the rows they name."""
