"""The schema: one file per aggregate, one graph."""

from talentpool.models.accounts import Account, Grant, LoginAttempt, LoginSession
from talentpool.models.audit import AuditEntry, JournalEntry
from talentpool.models.base import Audited, Base, PartialDateType, UtcDateTime, Versioned
from talentpool.models.intake import IntakeBatch, IntakeFile
from talentpool.models.people import Person, PersonTag, Schooling
from talentpool.models.posts import Appointment, Post, SeatStatement, Term, Vacancy
from talentpool.models.settings import Setting, StructureTarget
from talentpool.models.units import Unit, UnitDuty, UnitName, UnitStatement

__all__ = [
    "Account",
    "Appointment",
    "AuditEntry",
    "Audited",
    "Base",
    "Grant",
    "IntakeBatch",
    "IntakeFile",
    "JournalEntry",
    "LoginAttempt",
    "LoginSession",
    "PartialDateType",
    "Person",
    "PersonTag",
    "Post",
    "Schooling",
    "SeatStatement",
    "Setting",
    "StructureTarget",
    "Term",
    "Unit",
    "UnitDuty",
    "UnitName",
    "UnitStatement",
    "UtcDateTime",
    "Vacancy",
    "Versioned",
]
