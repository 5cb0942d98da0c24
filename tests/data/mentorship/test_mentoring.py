"""Pairs, meetings and the overview over them, on both engines."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select, text

from talentpool.dates import PartialDate
from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.mentorship import meetings, queries, services
from talentpool.mentorship.ledger import PAIRS
from talentpool.mentorship.meetings import GuidanceFacts
from talentpool.mentorship.overview import add_up, list_mentoring
from talentpool.mentorship.own import list_mentees
from talentpool.mentorship.services import PairPlan
from talentpool.models import AuditEntry, GuidanceLog, GuidancePhoto, Pairing, Person, Unit
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import GuidanceWay, Kinship, PairingEnd
from tests.factories import add_person, add_unit, month
from tests.factories.mentoring import add_log, add_pair, add_reserve
from tests.factories.small_town import add_small_town

JUNE = date(2023, 6, 30)
HALF_A_YEAR = 183
EVERYWHERE = Scope.everything()


def village(name: str = "金竹村") -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def town(app: Flask) -> Unit:
    """郝天成 mentors 段梅怡 (met in 2022-06 and 2023-03) and 田小禾 (never); 孙一 of 双河村 has nobody."""
    found = add_small_town(db.session)
    head, unit = person("郝天成"), village()
    first = add_reserve(db.session, "段梅怡", unit=unit)
    second = add_reserve(db.session, "田小禾", unit=unit)
    add_reserve(db.session, "孙一", unit=village("双河村"), since="2023-05-20")
    pair = add_pair(db.session, head, first)
    add_log(db.session, pair, "2022-06-05", minutes=90)
    add_log(db.session, pair, "2023-03-08", minutes=None)
    add_log(db.session, pair, "2023-04-01", minutes=45)
    add_pair(db.session, head, second, since="2022-10")
    db.session.commit()
    return found


def agree(mentor: Person, mentee: Person, *, yes: bool = False) -> Pairing:
    return services.pair_mentor(
        mentor, mentee, PairPlan(month("2023-06")), confirmed=yes, by=console_operator(), on=JUNE
    )


def test_each_unit_is_counted_with_what_it_is_counted_of(town: Unit) -> None:
    lines = list_mentoring(scope=EVERYWHERE, since=date(2023, 1, 1), on=JUNE, days=HALF_A_YEAR)
    found = {line.unit: line for line in lines}
    bamboo, river = found["金竹村"], found["双河村"]
    assert (bamboo.reserves, bamboo.covered, bamboo.pairs, bamboo.overdue) == (2, 2, 2, 1)
    assert (bamboo.meetings, bamboo.timed, bamboo.minutes, bamboo.hours) == (2, 1, 45, 0.8)
    assert (river.reserves, river.covered, river.without, river.coverage) == (1, 0, 1, "0.0%")
    assert (found["青禾社区"].coverage, found["青禾社区"].overdue_rate) == ("—", "—")
    total = add_up(lines, name="合计")
    assert (total.reserves, total.covered, total.coverage, total.overdue_rate) == (3, 2, "66.7%", "50.0%")


def test_the_overview_of_an_earlier_day_knows_nothing_of_what_came_later(town: Unit) -> None:
    lines = list_mentoring(scope=EVERYWHERE, since=date(2022, 1, 1), on=date(2022, 7, 1), days=HALF_A_YEAR)
    bamboo = next(line for line in lines if line.unit == "金竹村")
    assert (bamboo.pairs, bamboo.overdue, bamboo.meetings, bamboo.minutes) == (1, 0, 1, 90)


def test_a_scope_counts_its_own_units_only(town: Unit) -> None:
    scope = Scope((village("双河村").path,))
    lines = list_mentoring(scope=scope, since=date(2023, 1, 1), on=JUNE, days=HALF_A_YEAR)
    assert [(line.unit, line.pairs, line.meetings) for line in lines] == [("双河村", 0, 0)]
    assert PAIRS.read({"state": ["all"]}, scope=scope, on=JUNE).rows == []
    pair = db.session.scalars(select(Pairing)).first()
    assert pair is not None
    with pytest.raises(Missing):
        queries.get_pair(pair.id, scope=scope)


def test_reserves_without_a_mentor_are_listed(town: Unit) -> None:
    rows = db.session.execute(queries.select_without_mentor(scope=EVERYWHERE, on=JUNE)).all()
    assert [(row[1].name, row[2].name) for row in rows] == [("孙一", "双河村")]


def test_the_list_of_pairs_says_who_has_not_met_for_long(town: Unit) -> None:
    shown = PAIRS.read({}, scope=EVERYWHERE, on=JUNE)
    told = {row["mentee"]: (row["meetings"], row["minutes"], row["state"]) for row in shown.rows}
    assert told == {"段梅怡": (3, 135, "结对中"), "田小禾": (0, 0, "242天未帮带")}
    overdue = PAIRS.read({"state": ["overdue"]}, scope=EVERYWHERE, on=JUNE)
    assert [row["mentee"] for row in overdue.rows] == ["田小禾"]


def test_a_pair_is_made_with_the_title_that_the_mentor_holds(town: Unit) -> None:
    pair = agree(person("郝天成"), person("孙一"))
    assert pair.mentor_title == "金竹村党支部书记、村委会主任"
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.record_table == "pairing")).all()
    assert acts[-1] == "结对"
    with pytest.raises(RuleBroken, match="郝天成已于2023.06与孙一结对"):
        agree(person("郝天成"), person("孙一"))


def test_near_kin_are_no_pair(town: Unit) -> None:
    services.state_kin(person("孙一"), person("郝天成"), Kinship.IN_LAW, by=console_operator())
    with pytest.raises(RuleBroken, match="登记为近姻亲,应当回避"):
        agree(person("郝天成"), person("孙一"), yes=True)
    [tie] = [row[0] for row in db.session.execute(queries.select_ties(scope=EVERYWHERE))]
    services.drop_kin(tie)
    agree(person("郝天成"), person("孙一"))


def test_a_full_mentor_takes_another_only_after_a_yes(town: Unit) -> None:
    services.set_capacity(person("郝天成"), 2, by=console_operator())
    with pytest.raises(Doubtful, match="郝天成已帮带2人,达到上限2人"):
        agree(person("郝天成"), person("孙一"))
    services.set_capacity(person("郝天成"), None, by=console_operator())
    agree(person("郝天成"), person("孙一"))


def test_the_database_keeps_two_people_from_being_an_open_pair_twice(town: Unit) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError):
        add_pair(db.session, person("郝天成"), person("段梅怡"), since="2023-05")
    db.session.rollback()


def test_a_pair_ends_with_its_result_and_keeps_its_meetings(town: Unit) -> None:
    pair = db.session.scalars(select(Pairing).join(Pairing.mentee).where(Person.name == "段梅怡")).one()
    services.close_pair(
        pair,
        ended_on=PartialDate.from_date(JUNE),
        reason=PairingEnd.ACHIEVED,
        result="能独立主持工作",
        by=console_operator(),
        on=JUNE,
    )
    assert (pair.end_reason, pair.result) == (PairingEnd.ACHIEVED, "能独立主持工作")
    assert db.session.scalar(select(func.count(GuidanceLog.id))) == 3
    again = agree(person("郝天成"), person("段梅怡"))
    assert again.id != pair.id


def meet(pair: Pairing, **more: object) -> GuidanceLog:
    values = {
        "held_on": month("2023-06-20"),
        "way": GuidanceWay.TALK,
        "minutes": 30,
        "topic": "谈学习",
    } | more
    photo = values.pop("photo", b"")
    return meetings.log_guidance(
        pair,
        GuidanceFacts(**values),  # type: ignore[arg-type]
        photo=photo,  # type: ignore[arg-type]
        by=console_operator(),
        on=JUNE,
    )


def a_pair() -> Pairing:
    return db.session.scalars(select(Pairing).order_by(Pairing.id)).first()  # type: ignore[return-value]


def test_a_form_sent_twice_is_kept_once(town: Unit) -> None:
    first = meet(a_pair(), client_key="k-1")
    assert meet(a_pair(), client_key="k-1").id == first.id
    assert db.session.scalar(select(func.count(GuidanceLog.id))) == 4


def test_a_photograph_is_kept_sealed(town: Unit) -> None:
    written = BytesIO()
    Image.new("RGB", (50, 50), "red").save(written, "PNG")
    log = meet(a_pair(), photo=written.getvalue())
    db.session.commit()
    db.session.expire_all()
    photo = db.session.scalars(select(GuidancePhoto)).one()
    raw = db.session.execute(text("SELECT content FROM guidance_photo")).scalar_one()
    assert b"JFIF" not in bytes(raw)
    assert (photo.content or b"")[:3] == b"\xff\xd8\xff"
    assert photo.size == len(photo.content or b"")
    assert queries.get_photo(photo.id, scope=EVERYWHERE)[1].id == log.id
    with pytest.raises(Missing):
        queries.get_photo(photo.id, scope=Scope((village("双河村").path,)))


def test_what_is_no_photograph_leaves_no_meeting(town: Unit) -> None:
    with pytest.raises(RuleBroken, match="照片只收JPG和PNG格式"):
        meet(a_pair(), photo=b"<svg onload=alert(1)>")
    assert db.session.scalar(select(func.count(GuidanceLog.id))) == 3


def test_only_the_mentee_confirms_and_once(town: Unit) -> None:
    log, mentee = meet(a_pair()), person("段梅怡")
    with pytest.raises(RuleBroken, match="只有帮带对象本人可以确认"):
        meetings.confirm_own(log, mentee_id=person("郝天成").id, by=console_operator())
    with pytest.raises(RuleBroken, match="只有帮带对象本人可以确认"):
        meetings.confirm_own(log, mentee_id=None, by=console_operator())
    meetings.confirm_own(log, mentee_id=mentee.id, by=console_operator())
    with pytest.raises(RuleBroken, match="这条记录已经确认"):
        meetings.confirm_by_hand(log, by=console_operator())


def test_a_mentor_sees_who_waits_longest_first(town: Unit) -> None:
    lines = list_mentees(person("郝天成").id, on=JUNE, days=HALF_A_YEAR)
    assert [(one.name, one.meetings, one.overdue) for one in lines] == [
        ("田小禾", 0, True),
        ("段梅怡", 3, False),
    ]
    assert list_mentees(None, on=JUNE, days=HALF_A_YEAR) == []
    assert list_mentees(person("曾波").id, on=JUNE, days=HALF_A_YEAR) == []


def test_the_next_meeting_is_the_one_agreed_last(town: Unit) -> None:
    meet(a_pair(), next_meeting_on=date(2023, 7, 20))
    lines = {one.name: one.next_on for one in list_mentees(person("郝天成").id, on=JUNE, days=HALF_A_YEAR)}
    assert lines == {"田小禾": None, "段梅怡": date(2023, 7, 20)}


def test_reach_over_a_mentor_follows_the_mentees(town: Unit) -> None:
    other = add_unit(db.session, "白塔镇")
    leader = add_person(db.session, "外来导师", unit=other)
    scope = Scope((village().path,))
    with pytest.raises(Missing):
        queries.get_mentor(leader.id, scope=scope)
    add_pair(db.session, leader, person("段梅怡"))
    assert queries.get_mentor(leader.id, scope=scope).id == leader.id
