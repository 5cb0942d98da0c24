"""Reserves, rule sets and what else succession is judged by, written straight into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from talentpool.models import (
    AdvisoryMembership,
    EducationUpgrade,
    EligibilityRule,
    FormerCadre,
    Pairing,
    Person,
    PoolEntry,
    Post,
    QuotaRule,
    ReadinessRating,
    ReviewRuleSet,
    StudyStatusChange,
    TargetPost,
    Unit,
)
from talentpool.vocabulary import (
    EndCause,
    EntryBasis,
    RuleStrength,
    SchoolingLevel,
    StudyMode,
    StudyStatus,
)
from tests.factories import add_person, month

JUNE = date(2023, 6, 30)


def add_reserve(
    session: Session,
    name: str,
    *,
    unit: Unit,
    aims: Sequence[Post] = (),
    readiness: str | None = "成熟",
    born: str | None = "1990-01",
    entered: str = "2021-03",
    interim: bool = False,
    **facts: object,
) -> PoolEntry:
    """Somebody in the pool of a unit, prepared for posts in this order; `facts` are those of `add_person`."""
    person = add_person(session, name, unit=unit, born=born, **facts)  # type: ignore[arg-type]
    entry = PoolEntry(
        person_id=person.id,
        unit_id=unit.id,
        basis=EntryBasis.STATED,
        entered_on=month(entered),
        known_from=JUNE,
    )
    session.add(entry)
    session.flush()
    if readiness:
        session.add(ReadinessRating(entry_id=entry.id, readiness=readiness, rated_on=date(2023, 1, 1)))
    for rank, post in enumerate(aims, start=1):
        session.add(
            TargetPost(
                entry_id=entry.id,
                rank=rank,
                unit_id=post.unit_id,
                post_class=post.post_class,
                title=post.title,
                interim=interim and rank == 1,
            )
        )
    session.flush()
    return entry


def pair(session: Session, mentor: Person, mentee_id: int) -> None:
    """A mentor for a reserve."""
    session.add(Pairing(mentor_id=mentor.id, mentee_id=mentee_id, known_from=month("2022-01")))
    session.flush()


def add_rules(
    session: Session,
    unit: Unit | None,
    *,
    oldest: int | None = None,
    schooling: SchoolingLevel | None = None,
    at_least: int | None = None,
    mature_at_least: int = 1,
    valid_from: date = date(2020, 1, 1),
) -> ReviewRuleSet:
    """A rule set with one eligibility rule and one quota, where they are given."""
    rules = ReviewRuleSet(unit_id=unit.id if unit else None, name="联审规则", valid_from=valid_from)
    session.add(rules)
    session.flush()
    if oldest is not None or schooling is not None:
        session.add(
            EligibilityRule(
                rule_set_id=rules.id,
                code="1",
                text="基本条件",
                strength=RuleStrength.BAR,
                oldest=oldest,
                schooling=schooling,
                studying_counts=True,
            )
        )
    if at_least is not None:
        session.add(QuotaRule(rule_set_id=rules.id, at_least=at_least, mature_at_least=mature_at_least))
    session.flush()
    return rules


def add_course(
    session: Session,
    person_id: int,
    unit: Unit,
    *,
    level: SchoolingLevel = SchoolingLevel.COLLEGE,
    graduated: str | None = None,
) -> EducationUpgrade:
    """A course begun in March 2021, graduated from where that is told."""
    status = StudyStatus.GRADUATED if graduated else StudyStatus.STUDYING
    course = EducationUpgrade(
        person_id=person_id,
        unit_id=unit.id,
        from_level=SchoolingLevel.SENIOR_HIGH,
        level=level,
        school="国家开放大学",
        major="农村行政管理",
        mode=StudyMode.OPEN,
        enrolled_on=month("2021-03"),
        expected_on=month(graduated or "2024-01"),
        status=status,
        graduated_on=month(graduated) if graduated else None,
        known_from=JUNE,
    )
    session.add(course)
    session.flush()
    session.add(StudyStatusChange(upgrade_id=course.id, status=StudyStatus.STUDYING, since=month("2021-03")))
    if graduated:
        session.add(
            StudyStatusChange(upgrade_id=course.id, status=StudyStatus.GRADUATED, since=month(graduated))
        )
    session.flush()
    return course


def add_former(
    session: Session, name: str, *, unit: Unit, advises: bool = True, left: str = "2021-01"
) -> FormerCadre:
    """A former cadre, in the advisory group unless said otherwise."""
    person = add_person(session, name, unit=unit, born="1958-03")
    former = FormerCadre(
        person_id=person.id,
        unit_id=unit.id,
        last_title="村会计",
        years_stated=10.0,
        left_on=month(left),
        leave_cause=EndCause.TERM_END,
        expertise="财务管理",
        known_from=JUNE,
    )
    session.add(former)
    session.flush()
    if advises:
        session.add(
            AdvisoryMembership(former_cadre_id=former.id, joined_on=month("2021-06"), known_from=JUNE)
        )
    session.flush()
    return former


def add_reserve_force(session: Session, unit: Unit, *, aims: Sequence[Post] = ()) -> None:
    """One of each in a unit: a mature reserve who studies, a growing one, a former cadre who advises."""
    mature = add_reserve(session, "方成", unit=unit, aims=aims, interim=True)
    add_reserve(session, "吴学", unit=unit, aims=aims[:1], readiness="培养", born="1968-01")
    add_course(session, mature.person_id, unit)
    add_former(session, "欧阳秀", unit=unit)
