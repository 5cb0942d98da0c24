"""Every enumeration of the office, with its Chinese label and its order.

Values are the strings kept in the database; `label` is the office's word; the order of
the members is the order in lists. Pure: imports nothing of the project outside this package.
"""

from talentpool.vocabulary.labelled import Labelled
from talentpool.vocabulary.office import (
    Bound,
    JobState,
    ReserveLabel,
    RevealPurpose,
    RowOutcome,
    SettingKey,
    SheetKind,
    TargetIndicator,
    TargetState,
)
from talentpool.vocabulary.people import (
    NATIONALITIES,
    PARTY_STATUSES,
    BulkAct,
    Likeness,
    MembershipStage,
    PoliticalStatus,
    SchoolingLevel,
    SchoolingMode,
    Sex,
    Tag,
)
from talentpool.vocabulary.posts import (
    AppointmentBasis,
    ElectionKind,
    ElectionState,
    ElectionWay,
    EndCause,
    PostClass,
    PostState,
    VacancyOutcome,
)
from talentpool.vocabulary.units import TWO_COMMITTEES, Body, DutyRole, PartyForm, UnitType

__all__ = [
    "AppointmentBasis",
    "Body",
    "Bound",
    "BulkAct",
    "DutyRole",
    "ElectionKind",
    "ElectionState",
    "ElectionWay",
    "EndCause",
    "JobState",
    "Labelled",
    "Likeness",
    "MembershipStage",
    "NATIONALITIES",
    "PARTY_STATUSES",
    "PartyForm",
    "PoliticalStatus",
    "PostClass",
    "PostState",
    "ReserveLabel",
    "RevealPurpose",
    "RowOutcome",
    "SchoolingLevel",
    "SchoolingMode",
    "SettingKey",
    "Sex",
    "SheetKind",
    "TWO_COMMITTEES",
    "Tag",
    "TargetIndicator",
    "TargetState",
    "UnitType",
    "VacancyOutcome",
]
