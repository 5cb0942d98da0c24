"""To enter the ballots of a team or member twice, to put them on file, to take them off again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.midterm.places import Place, list_sittings, must_be_open
from talentpool.models import Account, Person, Tally, TallyCount, TallyEntry, TallyEntryCount
from talentpool.security.actor import Actor
from talentpool.tallies.entries import Entry, find_tally, list_entries, list_steps, scale_of
from talentpool.tallies.rules import Paper, differences, doubts_of, faults_of
from talentpool.vocabulary import TallySource
from talentpool.wording import say

TURNS = (1, 2)


def enter_count(
    place: Place, person: Person | None, paper: Paper, *, confirmed: bool = False, by: Actor, on: date
) -> Tally:
    """Keep what one clerk counted; with the second, equal count the tally is on file.

    RuleBroken where the numbers cannot be, where the tally is on file already, where two others have
    entered it; Doubtful where ballots are missing. An account enters a tally once and may correct it.
    """
    by.must_reach(place.unit)
    must_be_open(place.round)
    steps = list_steps(place.round.rule_set_id, scale_of(person.id if person else None))
    faults = faults_of(paper, steps)
    if faults:
        raise RuleBroken(faults)
    doubts = doubts_of(paper)
    if doubts and not confirmed:
        raise Doubtful(doubts)
    with action("录入测评"):
        tally = _tally_of(place, person)
        entries = list(list_entries(tally))
        _keep_entry(tally, entries, paper, by=by)
        db.session.flush()
        counted = list_entries(tally)
        if len(counted) == len(TURNS) and not differences(counted[0].paper, counted[1].paper, steps):
            put_on_file(tally, paper, source=TallySource.CLERKS, on=on)
    return tally


def _tally_of(place: Place, person: Person | None) -> Tally:
    """The row of the tally, locked, made where nobody has touched it before."""
    tally = find_tally(place.round.id, place.unit.id, person.id if person else None)
    if tally is not None:
        db.session.refresh(tally, with_for_update=True)
        if tally.settled_on is not None:
            raise RuleBroken(say("这份测评已有核定结果;需要更改的,请先退回重新录入"))
        return tally
    tally = Tally(round_id=place.round.id, unit_id=place.unit.id)
    if person is not None:
        sittings = list_sittings(place)
        seat = next((nth for nth, one in enumerate(sittings) if one.person_id == person.id), len(sittings))
        tally.person_id, tally.position = person.id, seat + 1
        tally.title = sittings[seat].title[:120] if seat < len(sittings) else ""
    db.session.add(tally)
    db.session.flush()
    return tally


def _keep_entry(tally: Tally, entries: list[Entry], paper: Paper, *, by: Actor) -> None:
    mine = next((one.entry for one in entries if one.entry.account_id == by.account_id), None)
    if mine is None:
        mine = TallyEntry(tally_id=tally.id, turn=_free_turn(entries, by=by), account_id=by.account_id)
        db.session.add(mine)
    mine.entered_at = datetime.now(UTC)
    mine.due, mine.present, mine.returned = paper.due, paper.present, paper.returned
    db.session.flush()
    _keep_votes(TallyEntryCount, "entry_id", mine.id, paper)


def _free_turn(entries: list[Entry], *, by: Actor) -> int:
    if by.account_id is None:
        raise RuleBroken(say("测评由两名工作人员各用自己的账号录入"))
    if len(entries) == len(TURNS):
        raise RuleBroken(say("这份测评已由两人录入;有差异的,由录入人核对原始票后更正"))
    holder = db.session.scalar(select(Account.holder_id).where(Account.id == by.account_id))
    if holder is not None and any(one.holder_id == holder for one in entries):
        raise RuleBroken(say("两次录入应由两个人完成,您已用另一个账号录入过"))
    return next(turn for turn in TURNS if all(one.entry.turn != turn for one in entries))


def _keep_votes(
    model: type[TallyCount] | type[TallyEntryCount], owner: str, owner_id: int, paper: Paper
) -> None:
    """Bring the counts of an entry or tally to those of the paper."""
    rows: Sequence[Any] = db.session.scalars(select(model).where(getattr(model, owner) == owner_id)).all()
    known = {(row.dimension, row.step_id): row for row in rows}
    for cell, row in known.items():
        if cell not in paper.votes:
            db.session.delete(row)
    for (dimension, step_id), votes in paper.votes.items():
        kept = known.get((dimension, step_id))
        if kept is None:
            values = {owner: owner_id, "dimension": dimension, "step_id": step_id, "votes": votes}
            db.session.add(model(**values))
        else:
            kept.votes = votes
    db.session.flush()


def put_on_file(tally: Tally, paper: Paper, *, source: TallySource, on: date, reason: str = "") -> None:
    """Make counts the tally that holds: the one door for the two clerks and for ballots cast in the system.

    The caller has checked the counts (`rules.faults_of`) and that nothing is on file yet.
    """
    tally.due, tally.present, tally.returned = paper.due, paper.present, paper.returned
    tally.source, tally.settled_on, tally.settled_reason = source, on, reason
    db.session.flush()
    _keep_votes(TallyCount, "tally_id", tally.id, paper)


def reopen_tally(tally: Tally, *, reason: str, by: Actor) -> None:
    """Take a tally off the file so that it is entered again; entries stay and may be corrected by their clerks."""
    by.must_reach(tally.unit)
    must_be_open(tally.round)
    if tally.settled_on is None:
        raise RuleBroken(say("这份测评还没有核定结果"))
    if tally.source is TallySource.BALLOT:
        raise RuleBroken(say("本系统投票产生的结果不能人工重录"))
    with action("退回测评"):
        tally.source, tally.settled_on, tally.settled_reason = None, None, reason
        db.session.flush()


def drop_entry(entry: Entry, tally: Tally, *, by: Actor) -> None:
    """Discard one clerk's count, so that somebody else may enter it: one's own, or any of two that differ."""
    by.must_reach(tally.unit)
    must_be_open(tally.round)
    if tally.settled_on is not None:
        raise RuleBroken(say("这份测评已有核定结果;需要更改的,请先退回重新录入"))
    if entry.entry.account_id != by.account_id and len(list_entries(tally)) < len(TURNS):
        raise RuleBroken(say("只能作废自己录入的一份"))
    with action("作废测评录入"):
        for count in db.session.scalars(
            select(TallyEntryCount).where(TallyEntryCount.entry_id == entry.entry.id)
        ):
            db.session.delete(count)
        db.session.flush()
        db.session.delete(entry.entry)
        db.session.flush()
