"""The schema: one file per aggregate, one graph."""

from talentpool.models.accounts import Account, Grant, LoginAttempt, LoginSession
from talentpool.models.acts import ActChange, UndoableAct
from talentpool.models.audit import AuditEntry, JournalEntry
from talentpool.models.base import Audited, Base, PartialDateType, UtcDateTime, Versioned
from talentpool.models.elections import Candidacy, Election
from talentpool.models.intake import IntakeBatch, IntakeFile, IntakeReturn, LayoutMemory
from talentpool.models.jobs import Job
from talentpool.models.lists import SavedView, Snapshot
from talentpool.models.people import PeopleApart, Person, PersonTag, Schooling
from talentpool.models.posts import Appointment, FormerPostTitle, Post, SeatStatement, Term, Vacancy
from talentpool.models.settings import Setting, SettingVersion, StructureTarget
from talentpool.models.units import Unit, UnitDuty, UnitName, UnitStatement

__all__ = [
    "Account",
    "ActChange",
    "Appointment",
    "AuditEntry",
    "Audited",
    "Base",
    "Candidacy",
    "Election",
    "FormerPostTitle",
    "Grant",
    "IntakeBatch",
    "IntakeFile",
    "IntakeReturn",
    "Job",
    "JournalEntry",
    "LayoutMemory",
    "LoginAttempt",
    "LoginSession",
    "PartialDateType",
    "PeopleApart",
    "Person",
    "PersonTag",
    "Post",
    "SavedView",
    "Schooling",
    "SeatStatement",
    "Setting",
    "SettingVersion",
    "Snapshot",
    "StructureTarget",
    "Term",
    "UndoableAct",
    "Unit",
    "UnitDuty",
    "UnitName",
    "UnitStatement",
    "UtcDateTime",
    "Vacancy",
    "Versioned",
]
