"""The team of a unit as of a day: persons with their posts, and who held them before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Unit
from talentpool.people.queries import age_in_force, highest_schooling
from talentpool.people.rows import status_on
from talentpool.posts.queries import held_from, in_force
from talentpool.posts.titles_on import title_on
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    Body,
    EndCause,
    PoliticalStatus,
    PostClass,
    SchoolingLevel,
    Sex,
)

Holding = Row[Appointment, Post, Person, int, bool, str]
"""(appointment, post, person, rank of the highest schooling, whether it holds on the day, its title then)."""

LEVEL_BY_RANK = {level.rank: level for level in SchoolingLevel}


@dataclass
class TeamMember:
    """One person of a section of the team; `since` is the start of the first post shown.

    `bodies` and `classes` are those of all posts the person holds in the unit.
    """

    person_id: int
    name: str
    sex: Sex | None
    age: int | None
    schooling: SchoolingLevel | None
    political_status: PoliticalStatus | None
    posts: list[str] = field(default_factory=list)
    since: PartialDate | None = None
    bodies: frozenset[Body] = frozenset()
    classes: frozenset[PostClass] = frozenset()

    @property
    def is_dual_head(self) -> bool:
        """一肩挑: Party secretary and committee director in one."""
        return {PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR} <= self.classes

    @property
    def is_cross_appointed(self) -> bool:
        """交叉任职: in both committees."""
        return set(TWO_COMMITTEES) <= self.bodies


@dataclass(frozen=True)
class FormerHolding:
    """A post that somebody held until before the day."""

    person_id: int
    name: str
    post: str
    since: PartialDate | None
    until: PartialDate
    cause: EndCause | None
    note: str


@dataclass(frozen=True)
class Team:
    """Everybody who holds a post of a unit on a day, by section, and who did before."""

    two_committees: tuple[TeamMember, ...]
    supervision: tuple[TeamMember, ...]
    others: tuple[TeamMember, ...]
    former: tuple[FormerHolding, ...]


def list_holdings(unit: Unit, *, scope: Scope, on: date) -> Sequence[Holding]:
    """Every post of a unit held on a day or before it, in team order, the ended ones with their end."""
    people = select(Appointment.person_id).join(Post).where(Post.unit_id == unit.id)
    schooling = highest_schooling(on, people=people.correlate(None))
    statement = (
        select(
            Appointment,
            Post,
            Person,
            schooling.c.rank,
            in_force(on).label("holds"),
            title_on(on).label("title"),
        )
        .join(Post, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(schooling, schooling.c.person_id == Person.id)
        .where(scope.condition(), Post.unit_id == unit.id, held_from() <= on)
        .order_by(Appointment.position, Post.team_order, Person.id, Appointment.id)
    )
    rows: Sequence[Any] = db.session.execute(statement).all()
    return rows


def read_team(unit: Unit, *, scope: Scope, on: date) -> Team:
    """The team of a unit on a day, in one statement."""
    rows = list_holdings(unit, scope=scope, on=on)
    held = [row for row in rows if row[4]]
    former = [_former(row, row[0].ended_on) for row in rows if not row[4] and row[0].ended_on]
    return Team(
        two_committees=_members(held, TWO_COMMITTEES, on=on),
        supervision=_members(held, (Body.SUPERVISION,), on=on),
        others=_members(held, (Body.OTHER,), on=on),
        former=tuple(sorted(former, key=lambda one: one.until, reverse=True)),
    )


def _members(held: Iterable[Holding], bodies: Sequence[Body], *, on: date) -> tuple[TeamMember, ...]:
    held = list(held)
    members: dict[int, TeamMember] = {}
    for appointment, post, person, rank, _holds, title in held:
        if post.body not in bodies:
            continue
        member = members.get(person.id)
        if member is None:
            own = [row[1] for row in held if row[2].id == person.id]
            member = members[person.id] = TeamMember(
                person_id=person.id,
                name=person.name,
                sex=person.sex,
                age=age_in_force(person.born_on, on=on),
                schooling=LEVEL_BY_RANK.get(rank),
                political_status=status_on(person, on=on),
                bodies=frozenset(one.body for one in own),
                classes=frozenset(one.post_class for one in own),
            )
        member.posts.append(title)
        member.since = member.since or appointment.started_on
    return tuple(members.values())


def _former(row: Holding, until: PartialDate) -> FormerHolding:
    appointment, _post, person, _rank, _holds, title = row
    return FormerHolding(
        person_id=person.id,
        name=person.name,
        post=title,
        since=appointment.started_on,
        until=until,
        cause=appointment.end_cause,
        note=appointment.end_note,
    )
