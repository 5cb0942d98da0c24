"""People of whom everything is known that a register can know; what was written of them bears a rare character."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from talentpool.audit.undo import undoable
from talentpool.extensions import db
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    AgencyConclusion,
    Attendance,
    Candidacy,
    CorrectionRequest,
    EducationUpgrade,
    Election,
    FormerCadre,
    FormerSubsidy,
    GuidanceLog,
    GuidancePhoto,
    KinTie,
    MentorCapacity,
    Nomination,
    NominationStep,
    NominationVoice,
    Pairing,
    PeopleApart,
    Person,
    PersonTag,
    PoolEntry,
    PoolSource,
    Posting,
    PublicNotice,
    ReadinessRating,
    ReEngagement,
    ReviewAgency,
    ReviewRuleSet,
    RuleException,
    ServicePeriod,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    TargetPost,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
    Unit,
    UnitDuty,
    Vacancy,
    YearlyReview,
)
from talentpool.retention.services import Decision
from talentpool.security.actor import console_operator
from talentpool.vocabulary import (
    AdviceKind,
    AgencyLevel,
    Conclusion,
    DutyRole,
    ElectionKind,
    ElectionState,
    EndCause,
    EntryBasis,
    ExitReason,
    GuidanceWay,
    Kinship,
    NominationStage,
    NominationWay,
    PairingEnd,
    PostClass,
    RuleStrength,
    SchoolingLevel,
    SourceCategory,
    StepOutcome,
    StudyMode,
    StudyStatus,
    TaskKind,
    YearlyOutcome,
)
from tests.factories import add_person, add_post, month, seat

JUNE = date(2023, 6, 30)
THEN = month("2010-06")
CANARY = "犇"
DECISION = Decision("保存期限届满", "镇党委会", date(2023, 6, 28), "青镇党纪〔2023〕12号")
NUMBERS = count()
LOGS = frozenset({"audit_entry", "journal_entry", "audit_seal"})
"""What is never erased."""


def add_known_person(session: Session, unit: Unit, other: Person, *, name: str = f"陈旧{CANARY}") -> Person:
    """Somebody with a row in every table that tells of people, everything over since 2010."""
    person = add_person(session, name, unit=unit, born="1950-02")
    person.id_number, person.phone, person.note = "519901195002010019", "19955550001", CANARY
    session.add_all(
        [
            PersonTag(person_id=person.id, tag=CANARY),
            PeopleApart(
                first_id=min(person.id, other.id),
                second_id=max(person.id, other.id),
                decided_at=datetime(2010, 6, 1, tzinfo=UTC),
                decided_by=CANARY,
            ),
            UnitDuty(
                unit_id=unit.id,
                person_id=person.id,
                role=DutyRole.AREA_LEADER,
                known_from=month("2009-01"),
                ended_on=THEN,
            ),
            CorrectionRequest(person_id=person.id, asked_on=date(2010, 6, 1), wanted=CANARY, taken_by="某人"),
            KinTie(
                first_id=min(person.id, other.id),
                second_id=max(person.id, other.id),
                kinship=Kinship.COLLATERAL,
            ),
            MentorCapacity(mentor_id=person.id, at_most=2),
            TemperingTask(
                person_id=person.id,
                kind=TaskKind.KEY_WORK,
                name=CANARY,
                started_on=month("2010-01"),
                ended_on=THEN,
            ),
            Posting(
                person_id=person.id,
                unit_id=unit.id,
                duty=CANARY,
                started_on=month("2010-01"),
                ended_on=THEN,
            ),
        ]
    )
    _add_posts(session, unit, person)
    entry = _add_pool(session, unit, person)
    _add_growth(session, unit, person, entry)
    add_pairing(session, mentor=other, mentee=person)
    _add_former(session, unit, person, other)
    session.flush()
    return person


def _add_posts(session: Session, unit: Unit, person: Person) -> None:
    post = add_post(session, "村委会委员", PostClass.COMMITTEE_MEMBER, unit=unit)
    held = seat(session, person, post, since="2005-01", until="2010-06")
    held.end_note = CANARY
    vacancy = Vacancy(
        post_id=post.id,
        since=month("2004-12"),
        cause=EndCause.RESIGNED,
        candidate=person.name,
        joint_review=CANARY,
        filled_by_id=held.id,
    )
    session.add(vacancy)
    session.flush()
    election = Election(
        unit_id=unit.id,
        kind=ElectionKind.BY_ELECTION,
        state=ElectionState.ELECTED,
        vacancy_id=vacancy.id,
        held_on=month("2005-01"),
    )
    session.add(election)
    session.flush()
    session.add(Candidacy(election_id=election.id, person_id=person.id, post_id=post.id, votes=9))


def add_nomination(
    session: Session, unit: Unit, person: Person, *, closed: str | None, outcome: StepOutcome | None
) -> Nomination:
    """A nomination with all that is decided on it."""
    rules = ReviewRuleSet(unit_id=unit.id, name=f"规则{next(NUMBERS)}", valid_from=date(2000, 1, 1))
    session.add(rules)
    session.flush()
    agency = ReviewAgency(rule_set_id=rules.id, name="公安", level=AgencyLevel.TOWNSHIP, position=1)
    nomination = Nomination(
        person_id=person.id,
        unit_id=unit.id,
        rule_set_id=rules.id,
        stage=NominationStage.TOWNSHIP_REVIEW,
        reason=CANARY,
        nominated_on=month("2006-01"),
        closed_on=month(closed) if closed else None,
        outcome=outcome,
    )
    session.add_all([agency, nomination])
    session.flush()
    session.add_all(
        [
            NominationVoice(
                nomination_id=nomination.id, way=NominationWay.MASSES, by=CANARY, on=month("2006-01")
            ),
            NominationStep(
                nomination_id=nomination.id,
                stage=NominationStage.UNIT_REVIEW,
                decided_on=date(2006, 2, 1),
                decider="村党支部",
                outcome=StepOutcome.PASSED,
                reason=CANARY,
            ),
            PublicNotice(
                nomination_id=nomination.id,
                starts_on=date(2006, 3, 1),
                ends_on=date(2006, 3, 8),
                objections=CANARY,
            ),
            AgencyConclusion(
                nomination_id=nomination.id,
                agency_id=agency.id,
                asked_on=date(2006, 2, 1),
                answered_on=date(2006, 2, 9),
                conclusion=Conclusion.HIT,
                disposition=CANARY,
            ),
            RuleException(
                nomination_id=nomination.id,
                rule_code="1",
                rule_text="年龄",
                strength=RuleStrength.CAUTION,
                facts=CANARY,
                reason=CANARY,
                decided_on=date(2006, 3, 1),
                decider="镇党委",
            ),
        ]
    )
    session.flush()
    return nomination


def _add_pool(session: Session, unit: Unit, person: Person) -> PoolEntry:
    nomination = add_nomination(session, unit, person, closed="2006-06", outcome=StepOutcome.PASSED)
    entry = PoolEntry(
        person_id=person.id,
        unit_id=unit.id,
        nomination_id=nomination.id,
        basis=EntryBasis.REVIEWED,
        entered_on=month("2006-06"),
        exited_on=THEN,
        exit_reason=ExitReason.OVER_AGE,
        occupation=CANARY,
    )
    session.add(entry)
    session.flush()
    session.add_all(
        [
            PoolSource(entry_id=entry.id, category=SourceCategory.OTHER, written=CANARY, main=True),
            ReadinessRating(entry_id=entry.id, readiness="成熟", rated_on=date(2007, 1, 1), evidence=CANARY),
            TargetPost(entry_id=entry.id, rank=1, unit_id=unit.id, post_class=PostClass.PARTY_SECRETARY),
            YearlyReview(
                entry_id=entry.id,
                year=2007,
                reviewed_on=date(2007, 12, 1),
                reviewer="镇党委",
                outcome=YearlyOutcome.KEEP,
                strengths=CANARY,
            ),
        ]
    )
    return entry


def _add_growth(session: Session, unit: Unit, person: Person, entry: PoolEntry) -> None:
    training = Training(unit_id=unit.id, name="轮训", starts_on=date(2008, 1, 1), ends_on=date(2008, 1, 3))
    upgrade = EducationUpgrade(
        person_id=person.id,
        unit_id=unit.id,
        level=SchoolingLevel.COLLEGE,
        mode=StudyMode.OPEN,
        status=StudyStatus.GRADUATED,
        graduated_on=month("2009-07"),
        note=CANARY,
    )
    session.add_all([training, upgrade])
    session.flush()
    meeting = TrainingSession(training_id=training.id, held_on=date(2008, 1, 1), topic="党建", hours=3)
    place = TrainingPlace(training_id=training.id, person_id=person.id, note=CANARY)
    session.add_all([meeting, place])
    session.flush()
    session.add_all(
        [
            Attendance(session_id=meeting.id, place_id=place.id, present=True),
            StudyStatusChange(
                upgrade_id=upgrade.id, status=StudyStatus.STUDYING, since=month("2006-09"), reason=CANARY
            ),
            StudyTerm(upgrade_id=upgrade.id, name="一", starts_on=month("2006-09"), result=CANARY),
            StudySubsidy(upgrade_id=upgrade.id, yuan=100, purpose=CANARY),
        ]
    )


def add_pairing(
    session: Session, *, mentor: Person, mentee: Person, ended: str | None = "2010-06"
) -> Pairing:
    """A pair with one meeting and its photograph."""
    pairing = Pairing(
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        started_on=month("2007-01"),
        known_from=month("2007-01"),
        plan=CANARY,
        ended_on=month(ended) if ended else None,
        end_reason=PairingEnd.ACHIEVED if ended else None,
    )
    session.add(pairing)
    session.flush()
    log = GuidanceLog(
        pairing_id=pairing.id,
        held_on=month("2007-03"),
        way=GuidanceWay.TALK,
        topic=CANARY,
        confirmed_at=datetime(2010, 6, 1, tzinfo=UTC),
        confirmed_by=CANARY,
    )
    session.add(log)
    session.flush()
    session.add(
        GuidancePhoto(log_id=log.id, media_type="image/jpeg", size=3, sha256="0" * 64, content=b"jpg")
    )
    session.flush()
    return pairing


def _add_former(session: Session, unit: Unit, person: Person, other: Person) -> None:
    former = FormerCadre(
        person_id=person.id,
        unit_id=unit.id,
        last_title="村委会委员",
        left_on=THEN,
        leave_cause=EndCause.RESIGNED,
        note=CANARY,
    )
    session.add(former)
    session.flush()
    session.add_all(
        [
            ServicePeriod(
                former_cadre_id=former.id, title=CANARY, started_on=month("2005-01"), ended_on=THEN
            ),
            FormerSubsidy(former_cadre_id=former.id, since=month("2009-01"), yuan_a_month=100, receives=True),
            FormerSubsidy(former_cadre_id=former.id, since=THEN, yuan_a_month=0, receives=False),
            AdvisoryMembership(
                former_cadre_id=former.id, joined_on=month("2010-01"), left_on=THEN, reason=CANARY
            ),
            AdviceRecord(
                former_cadre_id=former.id,
                kind=AdviceKind.CONSULTATION,
                held_on=date(2010, 3, 1),
                unit_id=unit.id,
                learner_id=other.id,
                topic=CANARY,
            ),
            ReEngagement(
                former_cadre_id=former.id,
                unit_id=unit.id,
                duty=CANARY,
                started_on=month("2010-01"),
                ended_on=THEN,
            ),
        ]
    )


def correct_once(person: Person) -> int:
    """An act that can be taken back and holds what stood there; its id."""
    with undoable(kind="people", label=f"更正{CANARY}", by=console_operator(), unit_id=person.unit_id) as act:
        person.note = f"{CANARY}改"
        db.session.flush()
        return act.id


def everything_said(*, without: frozenset[str] = LOGS) -> dict[str, str]:
    """table → all that its rows say, as text; sealed bytes left out."""
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name in without:
            continue
        columns = [column for column in table.c if not isinstance(column.type, LargeBinary)]
        rows = db.session.execute(select(*columns).order_by(table.c.id)).all()
        found[table.name] = repr([tuple(row) for row in rows])
    return found


def tables_with(text: str) -> list[str]:
    """The tables in which a text stands."""
    return [table for table, told in everything_said().items() if text in told]


def rows_of(person_id: int) -> dict[str, Any]:
    """table.column → the rows that point at a person, whole, and the person's own."""
    found: dict[str, Any] = {}
    for table in db.metadata.sorted_tables:
        for column in table.c:
            points = any(key.column.table.name == "person" for key in column.foreign_keys)
            if points or (table.name == "person" and column.name == "id"):
                rows = db.session.execute(select(table).where(column == person_id).order_by(table.c.id))
                found[f"{table.name}.{column.name}"] = [tuple(row) for row in rows]
    return found
