"""A small town for the acts: a township with two villages, teams, seats and a term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Term, Unit
from talentpool.security.actor import Actor, console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import PostClass
from tests.factories import add_person, add_post, add_term, add_unit, month, seat, state_seats

ON = date(2023, 6, 30)
ANYWHERE = Scope.everything()


@dataclass
class Town:
    """金竹村 with a full team, 石桥村 with a secretary; everybody elected in 2021.01."""

    township: Unit
    jinzhu: Unit
    shiqiao: Unit
    term: Term
    secretary: Post
    director: Post
    member: Post
    supervisor: Post
    other_secretary: Post
    hao: Person
    diao: Person
    yan: Person
    luo: Person
    hao_secretary: Appointment
    diao_director: Appointment
    luo_secretary: Appointment

    @property
    def by(self) -> Actor:
        return console_operator()


def make_town() -> Town:
    """郝天成 Party secretary and 刁汝平 director of 金竹村, 晏秋 in no post; 罗小川 leads 石桥村."""
    session = db.session()
    township = add_unit(session, "青禾镇")
    jinzhu = add_unit(session, "金竹村", parent=township, position=1, roster_from=ON)
    shiqiao = add_unit(session, "石桥村", parent=township, position=2, roster_from=ON)
    term = add_term(session, township)
    posts = [
        add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=jinzhu),
        add_post(session, "村委会主任", PostClass.COMMITTEE_DIRECTOR, unit=jinzhu),
        add_post(session, "村委会委员", PostClass.COMMITTEE_MEMBER, unit=jinzhu),
        add_post(session, "村务监督委员会主任", PostClass.SUPERVISION_HEAD, unit=jinzhu),
        add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=shiqiao),
    ]
    people = [
        add_person(session, "郝天成", unit=jinzhu, born="1975-03"),
        add_person(session, "刁汝平", unit=jinzhu, born="1982-08"),
        add_person(session, "晏秋", unit=jinzhu, born="1992-05"),
        add_person(session, "罗小川", unit=shiqiao, born="1979-11"),
    ]
    state_seats(session, jinzhu, 5)
    state_seats(session, shiqiao, 3)
    return Town(
        township,
        jinzhu,
        shiqiao,
        term,
        *posts,
        *people,
        seat(session, people[0], posts[0]),
        seat(session, people[1], posts[1]),
        seat(session, people[3], posts[4]),
    )


def day(text: str) -> PartialDate:
    """“2021-01” or “2021-01-05”."""
    return month(text)
