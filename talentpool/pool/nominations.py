"""Reading nominations: the list, one with everything that belongs to it, and what the rules find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    AgencyConclusion,
    EducationUpgrade,
    Nomination,
    NominationStep,
    NominationVoice,
    Person,
    PublicNotice,
    ReviewAgency,
    RuleException,
    Schooling,
    Unit,
)
from talentpool.pool.rule_sets import RuleSet, whole
from talentpool.pool.rules import (
    Answer,
    Candidate,
    Finding,
    Learnt,
    Result,
    Studying,
    check_eligibility,
    check_negative,
    needing_exceptions,
)
from talentpool.pool.steps import Notice, Progress
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    PARTY_STATUSES,
    AgencyLevel,
    NominationStage,
    StudyMode,
    StudyStatus,
)
from talentpool.wording import say

Part = TypeVar("Part", NominationStep, NominationVoice, RuleException, PublicNotice)
LEVELS = {
    NominationStage.TOWNSHIP_REVIEW: AgencyLevel.TOWNSHIP,
    NominationStage.COUNTY_REVIEW: AgencyLevel.COUNTY,
}
"""Step → whose agencies have to have answered."""


@dataclass(frozen=True)
class NominationFilter:
    """What the list is narrowed to; `closed` None: both."""

    q: str = ""
    unit_id: int | None = None
    stage: NominationStage | None = None
    closed: bool | None = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == NominationFilter()


def select_nominations(*, scope: Scope, wanted: NominationFilter) -> Select[Nomination, Person, Unit]:
    """(nomination, person, unit) within reach, what waits before what ended, in office order."""
    statement = (
        select(Nomination, Person, Unit)
        .join(Person, Nomination.person_id == Person.id)
        .join(Unit, Nomination.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition())
        .order_by(
            Nomination.closed_on.desc().nulls_first(),
            *office_order(),
            Nomination.nominated_on.desc(),
            Nomination.id.desc(),
        )
    )
    if wanted.q:
        named = Person.name.contains(wanted.q, autoescape=True)
        statement = statement.where(or_(named, Unit.name.contains(wanted.q, autoescape=True)))
    if wanted.unit_id is not None:
        statement = statement.where(Nomination.unit_id == wanted.unit_id)
    if wanted.stage is not None:
        statement = statement.where(Nomination.stage == wanted.stage)
    if wanted.closed is not None:
        ended = Nomination.closed_on.is_not(None)
        statement = statement.where(ended if wanted.closed else ~ended)
    return statement


def get_nomination(nomination_id: int, *, scope: Scope) -> Nomination:
    """One nomination of a unit within reach, or Missing."""
    statement = (
        select(Nomination)
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.id == nomination_id, scope.condition())
        .options(joinedload(Nomination.person), joinedload(Nomination.unit), joinedload(Nomination.rule_set))
    )
    nomination = db.session.scalar(statement)
    if nomination is None:
        raise Missing(say("没有这件推荐,或不在您的管辖范围内"))
    return nomination


def get_conclusion(conclusion_id: int, *, scope: Scope) -> tuple[Nomination, AgencyConclusion]:
    """What one agency was asked, with the nomination within reach, or Missing."""
    row = db.session.get(AgencyConclusion, conclusion_id)
    if row is None:
        raise Missing(say("没有这条联审记录,或不在您的管辖范围内"))
    return get_nomination(row.nomination_id, scope=scope), row


def get_notice(notice_id: int, *, scope: Scope) -> tuple[Nomination, PublicNotice]:
    """One public notice, with the nomination within reach, or Missing."""
    row = db.session.get(PublicNotice, notice_id)
    if row is None:
        raise Missing(say("没有这次公示,或不在您的管辖范围内"))
    return get_nomination(row.nomination_id, scope=scope), row


def find_open_nomination(person: Person) -> Nomination | None:
    """The nomination of a person that goes on, wherever it is."""
    statement = select(Nomination).where(Nomination.person_id == person.id, Nomination.closed_on.is_(None))
    return db.session.scalar(statement.options(joinedload(Nomination.unit)).limit(1))


def list_nominations_of(person: Person, *, scope: Scope) -> Sequence[Nomination]:
    """Every nomination of a person in units within reach, the newest first."""
    statement = (
        select(Nomination)
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.person_id == person.id, scope.condition())
        .options(joinedload(Nomination.unit))
        .order_by(Nomination.nominated_on.desc(), Nomination.id.desc())
    )
    return db.session.scalars(statement).all()


def list_steps(nomination: Nomination) -> Sequence[NominationStep]:
    """What was decided, in its order."""
    return _of(NominationStep, nomination)


def list_voices(nomination: Nomination) -> Sequence[NominationVoice]:
    """Who put the person forward."""
    return _of(NominationVoice, nomination)


def list_exceptions(nomination: Nomination) -> Sequence[RuleException]:
    """Exceptions that were made, with text and facts of then."""
    return _of(RuleException, nomination)


def list_notices(nomination: Nomination) -> Sequence[PublicNotice]:
    """The notices that were put up."""
    return _of(PublicNotice, nomination)


def _of(model: type[Part], nomination: Nomination) -> Sequence[Part]:
    statement = select(model).where(model.nomination_id == nomination.id).order_by(model.id)
    return db.session.scalars(statement).all()


def list_conclusions(nomination: Nomination) -> Sequence[AgencyConclusion]:
    """What the agencies were asked and answered, in the order of the rule set."""
    statement = (
        select(AgencyConclusion)
        .join(ReviewAgency, AgencyConclusion.agency_id == ReviewAgency.id)
        .where(AgencyConclusion.nomination_id == nomination.id)
        .options(joinedload(AgencyConclusion.agency))
        .order_by(ReviewAgency.position, ReviewAgency.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class Case:
    """A nomination with all that was done about it and what the rules find now."""

    nomination: Nomination
    rules: RuleSet | None
    steps: Sequence[NominationStep]
    voices: Sequence[NominationVoice]
    conclusions: Sequence[AgencyConclusion]
    exceptions: Sequence[RuleException]
    notices: Sequence[PublicNotice]
    findings: tuple[Finding, ...]
    progress: Progress

    @property
    def open_findings(self) -> frozenset[str]:
        """Codes of what wants an exception and has none."""
        return frozenset(one.code for one in self.progress.unexplained)

    def finding(self, code: str) -> Finding:
        """What wants an exception, by its code, or Missing."""
        found = next((one for one in self.progress.unexplained if one.code == code), None)
        if found is None:
            raise Missing(say("这一条不需要登记例外"))
        return found

    @property
    def level(self) -> AgencyLevel | None:
        """Whose agencies the step that waits asks."""
        return None if self.progress.closed else LEVELS.get(self.progress.stage)

    @property
    def unasked(self) -> list[ReviewAgency]:
        """Agencies of this step that were not asked yet."""
        asked = {one.agency_id for one in self.conclusions}
        agencies = self.rules.agencies if self.rules else ()
        return [one for one in agencies if one.level is self.level and one.id not in asked]


def case_of(nomination: Nomination) -> Case:
    """Everything about a nomination that was read within reach."""
    rules = whole(nomination.rule_set) if nomination.rule_set else None
    steps, exceptions = list_steps(nomination), list_exceptions(nomination)
    conclusions, notices = list_conclusions(nomination), list_notices(nomination)
    findings = tuple(_findings(nomination, rules, conclusions))
    started = nomination.nominated_on.first_day()
    case = Case(
        nomination=nomination,
        rules=rules,
        steps=steps,
        voices=list_voices(nomination),
        conclusions=conclusions,
        exceptions=exceptions,
        notices=notices,
        findings=findings,
        progress=Progress(
            stage=nomination.stage,
            closed=nomination.closed_on is not None,
            last_decided_on=max((one.decided_on for one in steps), default=started),
            unexplained=tuple(needing_exceptions(findings, [one.rule_code for one in exceptions])),
            notice_days=rules.row.notice_days if rules else 0,
        ),
    )
    progress = replace(case.progress, unanswered=_unanswered(case), notice=_last_notice(case))
    return replace(case, progress=progress)


def _unanswered(case: Case) -> tuple[str, ...]:
    if case.rules is None or case.level is None:
        return ()
    answered = {one.agency_id for one in case.conclusions if one.answered_on is not None}
    return tuple(
        one.name for one in case.rules.agencies if one.level is case.level and one.id not in answered
    )


def _last_notice(case: Case) -> Notice | None:
    """The last notice that began after the step before."""
    since = [one for one in case.notices if one.starts_on >= case.progress.last_decided_on]
    if not since:
        return None
    last = max(since, key=lambda one: (one.ends_on, one.id))
    return Notice(last.starts_on, last.ends_on, last.objections)


def _findings(
    nomination: Nomination, rules: RuleSet | None, conclusions: Sequence[AgencyConclusion]
) -> list[Finding]:
    if rules is None:
        return []
    on = rules.row.age_on or nomination.nominated_on.first_day()
    found = check_eligibility(rules.conditions, candidate_of(nomination), on=on)
    return found + check_negative(rules.items, [answer_of(one) for one in conclusions])


def shown_findings(findings: Sequence[Finding], *, with_conclusions: bool) -> list[Finding]:
    """What a reader may see of them: what agencies told only with the right for it."""
    return [one for one in findings if with_conclusions or not one.negative]


def candidate_of(nomination: Nomination) -> Candidate:
    """The facts of the nominated person as the rules ask for them."""
    person = nomination.person
    learnt = select(Schooling.level, Schooling.mode).where(Schooling.person_id == person.id)
    courses = select(EducationUpgrade.level, EducationUpgrade.mode).where(
        EducationUpgrade.person_id == person.id, EducationUpgrade.status == StudyStatus.STUDYING
    )
    status = person.political_status
    return Candidate(
        born_on=person.born_on,
        unit_type=nomination.unit.unit_type,
        target=nomination.target_post_class,
        learnt=tuple(Learnt(*row) for row in db.session.execute(learnt.order_by(Schooling.rank.desc()))),
        studying=tuple(
            Studying(level, mode is StudyMode.FULL_TIME)
            for level, mode in db.session.execute(courses.order_by(EducationUpgrade.id))
        ),
        party_member=None if status is None else status in PARTY_STATUSES,
    )


def answer_of(row: AgencyConclusion) -> Answer:
    """What an agency was asked or answered, as the rules see it."""
    return Answer(
        agency_id=row.agency_id,
        agency=row.agency.name,
        level=row.agency.level,
        answered_on=row.answered_on,
        conclusion=row.conclusion,
        rule_code=row.rule_code or "",
        occurred_on=date.fromisoformat(row.occurred_on) if row.occurred_on else None,
    )


STATES = {
    Result.HOLDS: "ok",
    Result.WIDENED: "near",
    Result.FAILS: "miss",
    Result.UNKNOWN: "unknown",
    Result.WAITING: "unknown",
}
"""Result → the state of its badge."""
