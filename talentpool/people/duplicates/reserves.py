"""What a doubled person gathered as reserve, mentor, student or former cadre goes on with the one who stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select, union_all

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    Base,
    EducationUpgrade,
    FormerCadre,
    FormerSubsidy,
    GuidanceLog,
    KinTie,
    MentorCapacity,
    Nomination,
    Pairing,
    Person,
    PoolEntry,
    PoolSource,
    Posting,
    ReadinessRating,
    ReEngagement,
    ServicePeriod,
    TargetPost,
    TemperingTask,
    TrainingPlace,
    YearlyReview,
)
from talentpool.wording import say

_Same = Callable[[Any], Any]


def move_reserves(first: Person, second: Person) -> None:
    """Move everything; what the first has too stands once, with what hangs on it."""
    if not _has_any(second):
        return
    _must_not_both_be_nominated(first, second)
    for model in (Nomination, TemperingTask, Posting):
        _hand_over(_rows(model, model.person_id, second), "person_id", first)
    _hand_over(_rows(AdviceRecord, AdviceRecord.learner_id, second), "learner_id", first)
    _move_stays(first, second)
    _move_former(first, second)
    _move_twins(EducationUpgrade, first, second, same=lambda row: (row.level, row.enrolled_on))
    _move_twins(TrainingPlace, first, second, same=lambda row: row.training_id)
    _move_pairs(first, second)
    _move_ties(first, second)
    db.session.flush()


def _must_not_both_be_nominated(first: Person, second: Person) -> None:
    """Which of two nominations goes on is decided where they are decided, not here."""
    open_ones = select(Nomination.person_id).where(
        Nomination.person_id.in_((first.id, second.id)), Nomination.closed_on.is_(None)
    )
    if len(db.session.scalars(open_ones).all()) > 1:
        raise RuleBroken(say("两条记录都有正在办理的推荐;请先办结其中一件(退回的不算办结),再合并"))


def _has_any(person: Person) -> bool:
    """Whether anything is there to move; most doubled people were never reserves, mentors or former cadres."""
    columns = (
        Nomination.person_id,
        TemperingTask.person_id,
        Posting.person_id,
        AdviceRecord.learner_id,
        PoolEntry.person_id,
        FormerCadre.person_id,
        EducationUpgrade.person_id,
        TrainingPlace.person_id,
        Pairing.mentor_id,
        Pairing.mentee_id,
        KinTie.first_id,
        KinTie.second_id,
        MentorCapacity.mentor_id,
    )
    found = union_all(*(select(column).where(column == person.id) for column in columns))
    return db.session.execute(found.limit(1)).first() is not None


def _rows(model: type[Base], column: Any, person: Person) -> Sequence[Any]:
    return db.session.scalars(select(model).where(column == person.id).order_by(model.id)).all()


def _hand_over(rows: Iterable[Any], column: str, person: Person) -> None:
    for row in rows:
        setattr(row, column, person.id)
    db.session.flush()


def _move_twins(model: Any, first: Person, second: Person, *, same: _Same) -> None:
    known = {same(row) for row in _rows(model, model.person_id, first)}
    for row in _rows(model, model.person_id, second):
        if same(row) in known:
            db.session.delete(row)
        else:
            row.person_id = first.id
    db.session.flush()


def _adopt(model: Any, column: str, kept: Base, given_up: Base, *, same: _Same) -> None:
    """Rows that hang on a row about to go hang on the kept one; what it has too is left behind."""
    pointer = getattr(model, column)
    known = {same(row) for row in db.session.scalars(select(model).where(pointer == kept.id))}
    for row in db.session.scalars(select(model).where(pointer == given_up.id).order_by(model.id)).all():
        if same(row) in known:
            db.session.delete(row)
        else:
            setattr(row, column, kept.id)
    db.session.flush()


def _move_stays(first: Person, second: Person) -> None:
    """Two open stays in the pool are one: the earlier entry, with the ratings of both."""
    open_ones = [row for row in _rows(PoolEntry, PoolEntry.person_id, first) if row.exited_on is None]
    for stay in _rows(PoolEntry, PoolEntry.person_id, second):
        if stay.exited_on is not None or not open_ones:
            stay.person_id = first.id
            continue
        kept = open_ones[0]
        kept.entered_on = min(kept.entered_on, stay.entered_on)
        for source in db.session.scalars(select(PoolSource).where(PoolSource.entry_id == stay.id)).all():
            source.main = False
        db.session.flush()
        _adopt(PoolSource, "entry_id", kept, stay, same=lambda row: (row.category, row.written))
        _adopt(ReadinessRating, "entry_id", kept, stay, same=lambda row: row.rated_on)
        _adopt(TargetPost, "entry_id", kept, stay, same=lambda row: row.rank)
        _adopt(YearlyReview, "entry_id", kept, stay, same=lambda row: row.year)
        db.session.delete(stay)
    db.session.flush()


def _move_former(first: Person, second: Person) -> None:
    own = next(iter(_rows(FormerCadre, FormerCadre.person_id, first)), None)
    for former in _rows(FormerCadre, FormerCadre.person_id, second):
        if own is None:
            former.person_id = first.id
            continue
        _adopt(ServicePeriod, "former_cadre_id", own, former, same=lambda row: (row.started_on, row.ended_on))
        _adopt(FormerSubsidy, "former_cadre_id", own, former, same=lambda row: row.since)
        _adopt(AdvisoryMembership, "former_cadre_id", own, former, same=lambda row: row.left_on)
        _adopt(AdviceRecord, "former_cadre_id", own, former, same=lambda row: row.id)
        _adopt(ReEngagement, "former_cadre_id", own, former, same=lambda row: row.id)
        db.session.delete(former)
    db.session.flush()


def _move_pairs(first: Person, second: Person) -> None:
    """Pairs go over; a pair that both had open is one, with the meetings of both."""
    both = {first.id, second.id}
    of_second = select(Pairing).where(or_(Pairing.mentor_id == second.id, Pairing.mentee_id == second.id))
    for pair in db.session.scalars(of_second.order_by(Pairing.id)).all():
        if {pair.mentor_id, pair.mentee_id} == both:
            raise RuleBroken(say("两人登记为导师和帮带对象,不是同一人;确有错误的,请先更正结对"))
        mentor_id = first.id if pair.mentor_id == second.id else pair.mentor_id
        mentee_id = first.id if pair.mentee_id == second.id else pair.mentee_id
        open_twin = select(Pairing).where(
            Pairing.mentor_id == mentor_id, Pairing.mentee_id == mentee_id, Pairing.ended_on.is_(None)
        )
        twin = db.session.scalars(open_twin).one_or_none() if pair.ended_on is None else None
        if twin is None:
            pair.mentor_id, pair.mentee_id = mentor_id, mentee_id
        else:
            twin.started_on = twin.started_on or pair.started_on
            _adopt(GuidanceLog, "pairing_id", twin, pair, same=lambda row: (row.held_on, row.way, row.topic))
            db.session.delete(pair)
        db.session.flush()


def _move_ties(first: Person, second: Person) -> None:
    if _rows(MentorCapacity, MentorCapacity.mentor_id, first):
        for capacity in _rows(MentorCapacity, MentorCapacity.mentor_id, second):
            db.session.delete(capacity)
    _hand_over(_rows(MentorCapacity, MentorCapacity.mentor_id, second), "mentor_id", first)
    ties = select(KinTie).where(or_(KinTie.first_id == first.id, KinTie.second_id == first.id))
    known = {frozenset((tie.first_id, tie.second_id)) for tie in db.session.scalars(ties)}
    theirs = select(KinTie).where(or_(KinTie.first_id == second.id, KinTie.second_id == second.id))
    for tie in db.session.scalars(theirs.order_by(KinTie.id)).all():
        other = tie.second_id if tie.first_id == second.id else tie.first_id
        pair, kinship = frozenset((first.id, other)), tie.kinship
        db.session.delete(tie)
        db.session.flush()
        if other != first.id and pair not in known:
            low, high = sorted(pair)
            db.session.add(KinTie(first_id=low, second_id=high, kinship=kinship))
    db.session.flush()
