"""Small made-up worlds for tests, written straight into the tables."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from talentpool.dates import PartialDate
from talentpool.models import Appointment, Person, Post, Schooling, SeatStatement, Term, Unit, Vacancy
from talentpool.posts.titles import team_order
from talentpool.vocabulary import (
    EndCause,
    PoliticalStatus,
    PostClass,
    SchoolingLevel,
    SchoolingMode,
    Sex,
    UnitType,
)


def month(text: str) -> PartialDate:
    """“2021-01” or “2021-02-06” as a partial date."""
    return PartialDate.from_iso(text)


def add_unit(
    session: Session,
    name: str,
    *,
    parent: Unit | None = None,
    unit_type: UnitType = UnitType.VILLAGE,
    code: str | None = None,
    position: int = 0,
    roster_from: date | None = None,
) -> Unit:
    """A unit with its path."""
    unit = Unit(
        name=name,
        parent_id=parent.id if parent else None,
        unit_type=unit_type if parent else UnitType.TOWNSHIP,
        code=code,
        position=position,
        roster_from=roster_from,
    )
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    session.flush()
    return unit


def add_person(
    session: Session,
    name: str,
    *,
    unit: Unit,
    born: str | None = "1980-01",
    sex: Sex = Sex.MALE,
    schooling: SchoolingLevel | None = SchoolingLevel.SENIOR_HIGH,
    status: PoliticalStatus = PoliticalStatus.PARTY_MEMBER,
) -> Person:
    """A person kept by a unit."""
    person = Person(
        name=name,
        unit_id=unit.id,
        sex=sex,
        born_on=month(born) if born else None,
        political_status=status,
    )
    session.add(person)
    session.flush()
    if schooling:
        session.add(
            Schooling(
                person_id=person.id,
                level=schooling,
                rank=schooling.rank,
                mode=SchoolingMode.UNSPECIFIED,
                written=schooling.label,
            )
        )
        session.flush()
    return person


def add_post(session: Session, title: str, post_class: PostClass, *, unit: Unit) -> Post:
    """A titled post."""
    post = Post(
        unit_id=unit.id,
        title=title,
        post_class=post_class,
        body=post_class.body,
        team_order=team_order(post_class),
    )
    session.add(post)
    session.flush()
    return post


def seat(
    session: Session,
    person: Person,
    post: Post,
    *,
    since: str | None = "2021-01",
    until: str | None = None,
    known_from: str = "2023-06-30",
    cause: EndCause = EndCause.RESIGNED,
) -> Appointment:
    """An appointment, ended when `until` is given."""
    appointment = Appointment(
        person_id=person.id,
        post_id=post.id,
        started_on=month(since) if since else None,
        known_from=month(since or known_from),
        ended_on=month(until) if until else None,
        end_cause=cause if until else None,
    )
    session.add(appointment)
    session.flush()
    return appointment


def state_seats(
    session: Session, unit: Unit, authorised: int, *, holds_from: str = "2021-01-01"
) -> SeatStatement:
    """Authorised seats of a unit, stated at the end of June 2023."""
    statement = SeatStatement(
        unit_id=unit.id,
        stated_on=date(2023, 6, 30),
        holds_from=date.fromisoformat(holds_from),
        authorised=authorised,
    )
    session.add(statement)
    session.flush()
    return statement


VILLAGE_POSTS = {
    "党支部书记": PostClass.PARTY_SECRETARY,
    "村委会主任": PostClass.COMMITTEE_DIRECTOR,
    "党支部副书记": PostClass.PARTY_DEPUTY_SECRETARY,
    "党支部委员": PostClass.PARTY_MEMBER,
    "村委会委员": PostClass.COMMITTEE_MEMBER,
    "村委会副主任": PostClass.COMMITTEE_DEPUTY_DIRECTOR,
    "村务监督委员会主任": PostClass.SUPERVISION_HEAD,
}


def add_village_posts(session: Session, unit: Unit) -> dict[str, Post]:
    """The posts that a village usually has, by title."""
    return {title: add_post(session, title, kind, unit=unit) for title, kind in VILLAGE_POSTS.items()}


def add_term(session: Session, township: Unit, *, since: str = "2021-01", until: str = "2026-01") -> Term:
    """A term of a township's units."""
    term = Term(unit_id=township.id, name="本届", started_on=month(since), ends_on=month(until))
    session.add(term)
    session.flush()
    return term


def add_vacancy(session: Session, post: Post, *, since: str) -> Vacancy:
    """An open named vacancy."""
    vacancy = Vacancy(post_id=post.id, since=month(since), cause=EndCause.RESIGNED, cause_written="原任辞职")
    session.add(vacancy)
    session.flush()
    return vacancy
