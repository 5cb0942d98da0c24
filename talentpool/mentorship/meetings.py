"""To record that a pair met, with a photograph, and to confirm it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.extensions import db
from talentpool.files.pictures import Picture, read_picture
from talentpool.mentorship.rules import Meeting, Span, may_correct_own, may_log
from talentpool.models import GuidanceLog, GuidancePhoto, Pairing
from talentpool.security.actor import Actor
from talentpool.vocabulary import GuidanceWay
from talentpool.wording import say

BY_HAND = "书面确认"


@dataclass(frozen=True)
class GuidanceFacts:
    """What is told of a meeting. `client_key` is made with the form: sent twice, it is kept once."""

    held_on: PartialDate
    way: GuidanceWay
    minutes: int | None = None
    place: str = ""
    topic: str = ""
    problem: str = ""
    next_step: str = ""
    effect: str = ""
    next_meeting_on: date | None = None
    client_key: str | None = None


def log_guidance(
    pair: Pairing,
    facts: GuidanceFacts,
    *,
    photo: bytes = b"",
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> GuidanceLog:
    """Record a meeting; the same form sent again gives the record that it made.

    Whether the actor may write for this pair was asked when it was read: by its unit, or as its mentor.
    RuleBroken or Doubtful by `may_log`, RuleBroken for a photograph that is none.
    """
    known = _find_sent(pair, facts.client_key)
    if known is not None:
        return known
    span = Span(pair.started_on or pair.known_from, pair.ended_on)
    meeting = Meeting(facts.held_on, facts.minutes, facts.next_meeting_on, twice=_stands(pair, facts))
    may_log(span, meeting, on=on).enforce(confirmed=confirmed)
    picture = _read(photo) if photo else None
    log = GuidanceLog(pairing=pair, written_by=by.name[:80], **_columns(facts), client_key=facts.client_key)
    with action("登记帮带"):
        db.session.add(log)
        db.session.flush()
        if picture is not None:
            _keep(log, picture)
    return log


def correct_own(log: GuidanceLog, facts: GuidanceFacts, *, mentor_id: int | None, on: date) -> None:
    """The mentor puts right what he recorded; RuleBroken by `may_correct_own` and `may_log`."""
    if mentor_id is None or log.pairing.mentor_id != mentor_id:
        raise RuleBroken(say("只有导师本人可以更正"))
    may_correct_own(log.held_on, is_confirmed=log.confirmed_at is not None, on=on).enforce()
    _correct(log, facts, on=on)


def correct_by_office(log: GuidanceLog, facts: GuidanceFacts, *, by: Actor, on: date) -> None:
    """The office puts a record right at any time; a confirmation of what stood there before is of no use."""
    by.must_reach(log.pairing.mentee.unit)
    _correct(log, facts, on=on)


def _correct(log: GuidanceLog, facts: GuidanceFacts, *, on: date) -> None:
    pair = log.pairing
    meeting = Meeting(facts.held_on, facts.minutes, facts.next_meeting_on)
    may_log(Span(pair.started_on or pair.known_from, pair.ended_on), meeting, on=on).enforce()
    columns = _columns(facts)
    if all(getattr(log, name) == value for name, value in columns.items()):
        return
    with action("更正帮带记录"):
        for name, value in columns.items():
            setattr(log, name, value)
        log.confirmed_at = log.confirmed_by = None
        db.session.flush()


def _read(photo: bytes) -> Picture:
    try:
        return read_picture(photo)
    except UnreadableFile as unreadable:
        raise RuleBroken(str(unreadable)) from unreadable


def _columns(facts: GuidanceFacts) -> dict[str, object]:
    return {
        "held_on": facts.held_on,
        "way": facts.way,
        "minutes": facts.minutes,
        "place": facts.place,
        "topic": facts.topic,
        "problem": facts.problem,
        "next_step": facts.next_step,
        "effect": facts.effect,
        "next_meeting_on": facts.next_meeting_on,
    }


def _find_sent(pair: Pairing, client_key: str | None) -> GuidanceLog | None:
    if not client_key:
        return None
    return db.session.scalar(
        select(GuidanceLog).where(GuidanceLog.client_key == client_key, GuidanceLog.pairing_id == pair.id)
    )


def _stands(pair: Pairing, facts: GuidanceFacts) -> bool:
    same = (
        GuidanceLog.pairing_id == pair.id,
        GuidanceLog.held_on == facts.held_on,
        GuidanceLog.way == facts.way,
        GuidanceLog.topic == facts.topic,
    )
    return db.session.scalar(select(GuidanceLog.id).where(*same).limit(1)) is not None


def _keep(log: GuidanceLog, picture: Picture) -> None:
    """The bytes are sealed by the column; what stands beside tells nothing of the picture."""
    db.session.add(
        GuidancePhoto(
            log_id=log.id,
            media_type=picture.media_type,
            size=len(picture.content),
            sha256=hashlib.sha256(picture.content).hexdigest(),
            content=picture.content,
        )
    )
    db.session.flush()


def find_last_met(pair: Pairing, *, on: date) -> PartialDate | None:
    """When a pair met last by a day."""
    return db.session.scalar(
        select(func.max(GuidanceLog.held_on)).where(
            GuidanceLog.pairing_id == pair.id, GuidanceLog.held_on <= on
        )
    )


def confirm_own(log: GuidanceLog, *, mentee_id: int | None, by: Actor) -> None:
    """The mentee's own word that a meeting was so; nobody else's."""
    if mentee_id is None or log.pairing.mentee_id != mentee_id:
        raise RuleBroken(say("只有帮带对象本人可以确认"))
    _confirm(log, by.name)


def confirm_by_hand(log: GuidanceLog, *, by: Actor) -> None:
    """The office has the mentee's written word."""
    by.must_reach(log.pairing.mentee.unit)
    _confirm(log, f"{BY_HAND}({by.name})")


def _confirm(log: GuidanceLog, who: str) -> None:
    if log.confirmed_at is not None:
        raise RuleBroken(say("这条记录已经确认"))
    with action("确认帮带记录"):
        log.confirmed_at, log.confirmed_by = datetime.now(UTC), who[:80]
        db.session.flush()
