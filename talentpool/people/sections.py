"""Which sections of a person's page have anything to show: one statement instead of one for each."""

from __future__ import annotations

from sqlalchemy import or_, select

from talentpool.extensions import db
from talentpool.models import (
    AdviceRecord,
    EducationUpgrade,
    FormerCadre,
    Person,
    Posting,
    TemperingTask,
    TrainingPlace,
)

_SECTIONS = {
    "education": (EducationUpgrade.person_id,),
    "development": (TrainingPlace.person_id, TemperingTask.person_id, Posting.person_id),
    "former": (FormerCadre.person_id,),
    "passed_on": (AdviceRecord.learner_id,),
}
"""Section → the columns that name the person where something is kept for it."""


def sections_of(person: Person) -> frozenset[str]:
    """The sections for which something is kept of a person, on whatever day and by whomever."""
    statement = select(
        *(
            or_(*(select(1).where(column == person.id).exists() for column in columns)).label(name)
            for name, columns in _SECTIONS.items()
        )
    )
    found = db.session.execute(statement).one()
    return frozenset(name for name, there in zip(_SECTIONS, found, strict=True) if there)
