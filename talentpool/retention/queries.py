"""Whose time is over, told by the database: one row a person with the last month that anything of him ended in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import (
    Account,
    AdviceRecord,
    AdvisoryMembership,
    Appointment,
    AuditEntry,
    Candidacy,
    EducationUpgrade,
    Election,
    FormerCadre,
    FormerSubsidy,
    GuidanceLog,
    GuidancePhoto,
    Nomination,
    Pairing,
    Person,
    PoolEntry,
    Posting,
    ReEngagement,
    TemperingTask,
    Training,
    TrainingPlace,
    Unit,
    UnitDuty,
)
from talentpool.retention.rules import OPEN, SETTING_OF, Standing, cut_off
from talentpool.security.scope import Scope
from talentpool.settings.queries import value_in_force
from talentpool.vocabulary import ElectionState, PurgeKind, SettingKey, StepOutcome, StudyStatus
from talentpool.wording import marked, say

MOST = 1_000
"""So many are erased by one act; the next stand on the list again."""

Rows = Select[Any]


def _month(column: Any) -> ColumnElement[int]:
    """The number of the month of a date, however precise; NULL for none."""
    text = cast(column, String)
    years = cast(func.substr(text, 1, 4), Integer)
    return years * 12 + cast(func.substr(text, 6, 2), Integer) - 1


def _ends(person_id: Any, ended: Any, what: str, *, cadre: bool = False) -> Rows:
    """Rows (person, month of the end, what goes on, whether it makes a cadre); what has no end goes on."""
    return select(
        person_id.label("person_id"),
        func.coalesce(_month(ended), OPEN).label("ended"),
        literal(what).label("what"),
        literal(int(cadre), Integer).label("cadre"),
    )


def _sources() -> list[Rows]:
    """Everything dated that the register holds of a person."""
    former = FormerCadre.person_id
    later = aliased(FormerSubsidy)
    replaced = (
        select(later.id)
        .where(later.former_cadre_id == FormerSubsidy.former_cadre_id, later.since > FormerSubsidy.since)
        .exists()
    )
    studying = EducationUpgrade.status.in_((StudyStatus.STUDYING, StudyStatus.SUSPENDED))
    return [
        _ends(Appointment.person_id, Appointment.ended_on, marked("现任职务"), cadre=True),
        _ends(PoolEntry.person_id, PoolEntry.exited_on, marked("在人才库中"), cadre=True),
        _ends(UnitDuty.person_id, UnitDuty.ended_on, marked("包片、驻村"), cadre=True),
        _ends(Nomination.person_id, Nomination.closed_on, marked("推荐程序没有办完")),
        _ends(Pairing.mentee_id, Pairing.ended_on, marked("帮带关系没有结束")),
        _ends(Pairing.mentor_id, Pairing.ended_on, marked("帮带关系没有结束")),
        _ends(Posting.person_id, Posting.ended_on, marked("选派任职没有结束")),
        _ends(TemperingTask.person_id, TemperingTask.ended_on, marked("实践锻炼没有结束")),
        _ends(former, FormerCadre.left_on, "", cadre=True),
        _ends(former, AdvisoryMembership.left_on, marked("智囊团成员")).join(
            AdvisoryMembership, AdvisoryMembership.former_cadre_id == FormerCadre.id
        ),
        _ends(former, ReEngagement.ended_on, marked("再上岗没有结束")).join(
            ReEngagement, ReEngagement.former_cadre_id == FormerCadre.id
        ),
        _ends(former, null(), marked("正在领取生活补贴"))
        .join(FormerSubsidy, FormerSubsidy.former_cadre_id == FormerCadre.id)
        .where(FormerSubsidy.receives, ~replaced),
        _ends(AdviceRecord.learner_id, AdviceRecord.held_on, "").where(AdviceRecord.learner_id.is_not(None)),
        _ends(EducationUpgrade.person_id, null(), marked("学历提升在读")).where(studying),
        _ends(EducationUpgrade.person_id, EducationUpgrade.graduated_on, "").where(
            EducationUpgrade.graduated_on.is_not(None)
        ),
        _ends(TrainingPlace.person_id, Training.ends_on, "").join(Training),
        _ends(Candidacy.person_id, Election.held_on, marked("选举没有办完"))
        .join(Election)
        .where(Election.state != ElectionState.CANCELLED),
        _ends(Account.holder_id, null(), marked("持有系统账号")).where(
            Account.holder_id.is_not(None), Account.disabled_at.is_(None)
        ),
    ]


def _ended() -> Any:
    """Subquery (person_id, ended, cadre) of everybody of whom anything is dated.

    A mentor stands in the records of those he guided, so he is kept as long as they are.
    """
    told = union_all(*_sources()).subquery("told")
    own = (
        select(
            told.c.person_id,
            func.max(told.c.ended).label("ended"),
            func.max(told.c.cadre).label("cadre"),
        )
        .group_by(told.c.person_id)
        .cte("own")
    )
    guided = select(
        Pairing.mentor_id.label("person_id"), own.c.ended, literal(0, Integer).label("cadre")
    ).join(own, own.c.person_id == Pairing.mentee_id)
    both = union_all(select(own.c.person_id, own.c.ended, own.c.cadre), guided).subquery("both")
    return (
        select(
            both.c.person_id,
            func.max(both.c.ended).label("ended"),
            func.max(both.c.cadre).label("cadre"),
        )
        .group_by(both.c.person_id)
        .subquery("ended")
    )


def _registered() -> Any:
    """The month in which a person was entered, for those of whom nothing is dated."""
    return (
        select(_month(func.min(AuditEntry.at)))
        .where(
            AuditEntry.record_table == "person",
            AuditEntry.record_id == Person.id,
            AuditEntry.operation == "insert",
        )
        .correlate(Person)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Due:
    """A record whose time is over; `ended` is the number of the month."""

    id: int
    name: str
    unit: str
    born_on: PartialDate | None
    ended: int
    about: str = ""


def kept_for(kind: PurgeKind, *, on: date) -> str:
    """How long, by the settings of a day."""
    return str(value_in_force(SETTING_OF[kind], on=on))


def select_due(kind: PurgeKind, *, scope: Scope, on: date) -> Rows:
    """Rows (id, person's name, unit's name, born_on, ended, about) that are due on a day, the longest first."""
    cut = cut_off(kept_for(kind, on=on), on=on)
    if kind is PurgeKind.NOMINATIONS:
        return _due_nominations(cut, scope=scope, on=on)
    if kind is PurgeKind.PHOTOS:
        return _due_photos(cut, scope=scope)
    return _due_people(cut, scope=scope, cadres=kind is PurgeKind.CADRES)


def _columns(row_id: Any, ended: Any, about: Any) -> list[Any]:
    return [
        row_id.label("id"),
        Person.name.label("name"),
        Unit.name.label("unit"),
        Person.born_on.label("born_on"),
        ended.label("ended"),
        about.label("about"),
    ]


def _due_people(cut: int, *, scope: Scope, cadres: bool) -> Rows:
    ends = _ended()
    ended = func.coalesce(ends.c.ended, _registered())
    return (
        select(*_columns(Person.id, ended, literal("")))
        .join(Unit, Person.unit_id == Unit.id)
        .outerjoin(ends, ends.c.person_id == Person.id)
        .where(scope.condition(), ended < cut, func.coalesce(ends.c.cadre, 0) == int(cadres))
        .order_by(ended, Person.id)
    )


def _due_nominations(cut: int, *, scope: Scope, on: date) -> Rows:
    """Refused and withdrawn ones of people who neither hold a post nor stand in the pool."""
    person = Nomination.person_id
    held = select(Appointment.id).where(Appointment.person_id == person, _goes_on(Appointment.ended_on, on))
    pooled = select(PoolEntry.id).where(
        or_(
            and_(PoolEntry.person_id == person, _goes_on(PoolEntry.exited_on, on)),
            PoolEntry.nomination_id == Nomination.id,
        )
    )
    ended = _month(Nomination.closed_on)
    return (
        select(*_columns(Nomination.id, ended, Nomination.outcome))
        .join(Person, Nomination.person_id == Person.id)
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(
            scope.condition(),
            Nomination.outcome != StepOutcome.PASSED,
            ended < cut,
            ~held.exists(),
            ~pooled.exists(),
        )
        .order_by(ended, Nomination.id)
    )


def _goes_on(ended_on: Any, on: date) -> ColumnElement[bool]:
    return or_(ended_on.is_(None), ended_on > on)


def _due_photos(cut: int, *, scope: Scope) -> Rows:
    """Those of pairs that are over."""
    ended = _month(Pairing.ended_on)
    return (
        select(*_columns(GuidancePhoto.id, ended, cast(GuidanceLog.held_on, String)))
        .join(GuidanceLog, GuidancePhoto.log_id == GuidanceLog.id)
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .join(Person, Pairing.mentee_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(scope.condition(), ended < cut)
        .order_by(ended, GuidancePhoto.id)
    )


def count_due(kind: PurgeKind, *, scope: Scope, on: date) -> int:
    """How many are due."""
    listed = select_due(kind, scope=scope, on=on).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(listed)) or 0


def list_due(kind: PurgeKind, *, scope: Scope, on: date, limit: int | None = MOST) -> list[Due]:
    """Those that are due, the longest first."""
    statement = select_due(kind, scope=scope, on=on).limit(limit)
    return [
        Due(row.id, row.name, row.unit, row.born_on, row.ended, _about(row.about))
        for row in db.session.execute(statement)
    ]


def _about(told: Any) -> str:
    return say(told.label) if isinstance(told, StepOutcome) else str(told or "")


def standing_of(person: Person, *, on: date) -> Standing:
    """How long one person is kept, and what keeps him."""
    told = union_all(*_sources()).subquery("told")
    rows = db.session.execute(
        select(told.c.ended, told.c.what, told.c.cadre).where(told.c.person_id == person.id)
    ).all()
    ends = _ended()
    found = db.session.execute(
        select(func.coalesce(ends.c.ended, _registered()), func.coalesce(ends.c.cadre, 0))
        .select_from(Person)
        .outerjoin(ends, ends.c.person_id == Person.id)
        .where(Person.id == person.id)
    ).one()
    holds = sorted({say(row.what) for row in rows if row.ended >= OPEN})
    if not holds and found[0] is not None and found[0] >= OPEN:
        holds = [say("带过的人还在任、在库或在培养")]
    key = SettingKey.KEEP_CADRES if found[1] else SettingKey.KEEP_OTHERS
    kept = str(value_in_force(key, on=on))
    return Standing(tuple(holds), found[0], kept, bool(found[1]))


def names_of(kind: PurgeKind, ids: Sequence[int], *, scope: Scope, on: date) -> list[str]:
    """Whose records these are, of those that are due."""
    listed = select_due(kind, scope=scope, on=on).order_by(None).subquery()
    return list(db.session.scalars(select(listed.c.name).where(listed.c.id.in_(ids)).distinct()))


def ids_due(kind: PurgeKind, ids: Sequence[int], *, scope: Scope, on: date) -> set[int]:
    """Which of these are due."""
    listed = select_due(kind, scope=scope, on=on).order_by(None).subquery()
    return set(db.session.scalars(select(listed.c.id).where(listed.c.id.in_(ids))))
