"""Looking for a whole number: who may, how often, and what is kept of it.

A mask shows the ends of an ID number and the page the month of birth, so that a few dozen searches
by guessed numbers would tell the rest. Whoever may not see numbers in full may not look for one
either, and every search by a whole number is on record and counted, in the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select

from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.models import Person
from talentpool.people.queries import within_reach
from talentpool.people.search import NumberAsked, number_asked
from talentpool.people.services import NumberTaken
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.web import journal
from talentpool.wording import marked, say

EVENT = marked("按号码查找")
REFUSED = marked("按号码查找被拒")
MOST_AN_HOUR = 30
"""Numbers that an account may look for within `WINDOW`; those refused are not counted."""
WINDOW = timedelta(hours=1)
_REGISTERING = marked("登记或更正人员")
_KINDS = {"id_number": marked("身份证号"), "phone": marked("联系电话")}


def may_look(actor: Actor) -> bool:
    """Whether an account may look for a whole number at all."""
    return actor.may(Permission.PEOPLE_UNMASK)


def not_allowed() -> str:
    """What is said to whoever may not."""
    return say(
        "您的角色不能查看完整号码,因此不能按完整的身份证号或电话号码查找;请按姓名、拼音或电话后4位查找"
    )


def too_often() -> str:
    """What is said to somebody who has looked for as many numbers as an hour allows."""
    return say(
        "一小时内按号码查找或核对已达%(most)s次,暂时不能再用号码;请稍后再试,或按姓名、拼音查找",
        most=MOST_AN_HOUR,
    )


def put_on_record(asked: NumberAsked, *, by: Actor) -> str | None:
    """Note that `by` looks for a whole number, and how many it finds within reach; else why he may not.

    Ends the transaction that is open.
    """
    if not may_look(by):
        journal.note(REFUSED, reason=marked("没有查看完整号码的权限"), **_told(asked))
        return not_allowed()
    found = _find(asked, by=by)
    people = "、".join(f"人员编号{one}" for one in found)
    if journal.note_at_most(
        MOST_AN_HOUR, EVENT, people, since=_since(), hits=str(len(found)), **_told(asked)
    ):
        return None
    journal.note(REFUSED, reason=marked("一小时内次数已满"), **_told(asked))
    return too_often()


@contextmanager
def compared(number: str | None, *, by: Actor) -> Iterator[None]:
    """Around an act that compares an ID number with the register: what was compared and not kept is a search.

    RuleBroken where the account has had as many as an hour allows.
    """
    asked = number_asked(number or "")
    if asked is None:
        yield
        return
    if journal.count_own(EVENT, since=_since()) >= MOST_AN_HOUR:
        journal.note(REFUSED, reason=marked("一小时内次数已满"), **_told(asked))
        raise RuleBroken(too_often())
    try:
        yield
    except NumberTaken:
        journal.note(EVENT, hits="1", way=_REGISTERING, **_told(asked))
        raise
    except Doubtful:
        journal.note(EVENT, hits="0", way=_REGISTERING, **_told(asked))
        raise


def _told(asked: NumberAsked) -> dict[str, str]:
    return {"field": _KINDS[asked.kind], "number_mark": asked.mark}


def _since() -> datetime:
    return datetime.now(UTC) - WINDOW


def _find(asked: NumberAsked, *, by: Actor) -> list[int]:
    """The ids of those within reach who have the number."""
    has = or_(Person.id_number_fingerprint == asked.match, Person.phone_fingerprint == asked.match)
    statement = select(Person.id).where(has, within_reach(by.scope)).order_by(Person.id).limit(20)
    return list(db.session.scalars(statement))
