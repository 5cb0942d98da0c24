"""Units merged 合村: what goes where, from when; old teams and names stay readable as of before.

The clerk says who holds what in the merged unit; nobody is seated or unseated by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.audit.undo import undoable
from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, Election, Person, Post, Unit
from talentpool.posts.elections import Seat, TermMove, compare_teams
from talentpool.posts.records import list_open_posts, list_open_vacancies, list_unit_appointments
from talentpool.posts.services.appointments import appoint, set_end
from talentpool.posts.services.merged import count_accounts, move_duties, state_merged_unit
from talentpool.posts.services.merger_checks import check_units
from talentpool.posts.services.merger_plan import MergerPlan
from talentpool.posts.services.posts import open_post, state_seats
from talentpool.posts.services.reserve_force import move_reserve_force
from talentpool.posts.services.vacancies import close_vacancies
from talentpool.security.actor import Actor
from talentpool.units.services import close_into, open_unit, rename_unit
from talentpool.vocabulary import (
    Body,
    ElectionState,
    EndCause,
    VacancyOutcome,
)

NOTE = "合村并组"


@dataclass(frozen=True)
class MergerOutcome:
    """What happened, in numbers and by name."""

    unit: Unit
    moves: tuple[TermMove, ...]
    people_moved: int
    posts_closed: int
    appointments_ended: int
    appointments_begun: int
    vacancies_closed: int
    elections_cancelled: int
    duties_moved: int
    accounts_bound: int
    former_names: tuple[str, ...]


def merge_units(plan: MergerPlan, *, confirmed: bool = False, by: Actor, on: date) -> MergerOutcome:
    """Merge as planned, in one act that can be taken back before anything follows."""
    for unit in plan.everyone:
        by.must_reach(unit)
    check_units(plan, on=on)
    going = plan.going
    names = "、".join(unit.name for unit in going)
    township = going[0].parent
    assert township is not None
    label = f"{names}并入{plan.name or (plan.into.name if plan.into else '')}"[:120]
    with undoable(kind="merger", label=label, by=by, unit_id=township.id), action("合并单位"):
        return _merge(plan, going, township, confirmed=confirmed, by=by, on=on)


def _merge(
    plan: MergerPlan, going: Sequence[Unit], township: Unit, *, confirmed: bool, by: Actor, on: date
) -> MergerOutcome:
    merged_on = PartialDate.from_date(plan.merged_on)
    stays = plan.into
    before = _seats([*going, *([stays] if stays else [])], merged_on)
    elections = _cancel_elections([*going, *([stays] if stays else [])])
    ended = _end_holdings(going, merged_on)
    if stays is not None:
        ended += _end_dropped(plan, stays, merged_on)
    posts, vacancies = _close_posts(going, merged_on)
    unit = _target(plan, township, merged_on, by=by)
    for one in going:
        close_into(one, unit, closed_on=merged_on, by=by)
    people = _move_people(going, unit)
    move_reserve_force(going, unit)
    begun = _seat(plan, unit, merged_on, confirmed=confirmed, by=by, on=on)
    duties = move_duties(going, unit, on=plan.merged_on)
    state_merged_unit(unit, (*going, *([stays] if stays else [])), plan.party_form, on=plan.merged_on)
    if plan.authorised is not None:
        state_seats(
            unit,
            authorised=plan.authorised,
            standing=plan.standing,
            holds_from=plan.merged_on,
            document=plan.document,
            confirmed=confirmed,
            by=by,
            on=on,
        )
    after = _seats([unit], merged_on)
    db.session.flush()
    return MergerOutcome(
        unit=unit,
        moves=tuple(compare_teams(before, after)),
        people_moved=people,
        posts_closed=posts,
        appointments_ended=ended,
        appointments_begun=begun,
        vacancies_closed=vacancies,
        elections_cancelled=elections,
        duties_moved=duties,
        accounts_bound=count_accounts(going),
        former_names=tuple(one.name for one in going),
    )


def _target(plan: MergerPlan, township: Unit, merged_on: PartialDate, *, by: Actor) -> Unit:
    if plan.into is not None:
        if plan.name:
            rename_unit(plan.into, name=plan.name, renamed_on=merged_on, by=by)
        return plan.into
    unit = open_unit(
        township, name=plan.name, unit_type=plan.unit_type, code=plan.code, opened_on=merged_on, by=by
    )
    unit.position = min(one.position for one in plan.sources)
    if all(one.roster_from is not None for one in plan.sources):
        unit.roster_from = plan.merged_on
    db.session.flush()
    return unit


def _seats(units: Sequence[Unit], at: PartialDate) -> list[Seat]:
    return [
        Seat(one.person_id, one.person.name, f"{unit.name}{one.post.title}")
        for unit in units
        for one in list_unit_appointments(unit, since=at)
    ]


def _end_holdings(going: Sequence[Unit], merged_on: PartialDate) -> int:
    count = 0
    for unit in going:
        for holding in list_unit_appointments(unit, since=merged_on):
            if holding.ended_on is None:
                set_end(holding, ended_on=merged_on, cause=EndCause.OTHER, note=NOTE)
                count += 1
    db.session.flush()
    return count


def _end_dropped(plan: MergerPlan, stays: Unit, merged_on: PartialDate) -> int:
    """Holdings in the unit that goes on, where the clerk has given the person other posts or none."""
    kept = {(one.person.id, post.title) for one in plan.seatings for post in one.posts}
    told = {one.person.id for one in plan.seatings}
    count = 0
    for holding in list_unit_appointments(stays, since=merged_on):
        if holding.ended_on is not None or holding.person_id not in told:
            continue
        if (holding.person_id, holding.post.title) not in kept:
            set_end(holding, ended_on=merged_on, cause=EndCause.OTHER, note=NOTE)
            count += 1
    db.session.flush()
    return count


def _close_posts(going: Sequence[Unit], merged_on: PartialDate) -> tuple[int, int]:
    posts = [post for unit in going for post in list_open_posts(unit)]
    vacancies = list_open_vacancies([post.id for post in posts])
    close_vacancies(vacancies, closed_on=merged_on, outcome=VacancyOutcome.SEAT_CUT)
    for post in posts:
        post.closed_on = max(merged_on, post.opened_on) if post.opened_on else merged_on
    db.session.flush()
    return len(posts), len(vacancies)


def _cancel_elections(units: Sequence[Unit]) -> int:
    statement = select(Election).where(
        Election.unit_id.in_([unit.id for unit in units]), Election.state == ElectionState.PLANNED
    )
    planned = db.session.scalars(statement).all()
    for election in planned:
        election.state = ElectionState.CANCELLED
    db.session.flush()
    return len(planned)


def _move_people(going: Sequence[Unit], unit: Unit) -> int:
    statement = select(Person).where(Person.unit_id.in_([one.id for one in going])).order_by(Person.id)
    people = db.session.scalars(statement).all()
    for person in people:
        person.unit_id = unit.id
    db.session.flush()
    return len(people)


def _seat(
    plan: MergerPlan, unit: Unit, merged_on: PartialDate, *, confirmed: bool, by: Actor, on: date
) -> int:
    posts: dict[str, Post] = {post.title: post for post in list_open_posts(unit)}
    held = {(one.person_id, one.post_id) for one in list_unit_appointments(unit, since=merged_on)}
    standing = _standing_before(plan)
    wanted = [(seating.person, post) for seating in plan.seatings for post in seating.posts]
    wanted.sort(key=lambda pair: pair[1].post_class.order)
    count = 0
    for person, target in wanted:
        post = posts.get(target.title)
        if post is None:
            post = posts[target.title] = open_post(
                unit, title=target.title, post_class=target.post_class, opened_on=merged_on, by=by, on=on
            )
        if (person.id, post.id) in held:
            continue
        appoint(
            person,
            post,
            started_on=merged_on,
            basis=plan.committee_basis if post.body is Body.COMMITTEE else plan.party_basis,
            standing=standing.get(person.id),
            exception_reason=plan.exception_reason,
            confirmed=confirmed,
            by=by,
            on=on,
        )
        count += 1
    return count


def _standing_before(plan: MergerPlan) -> dict[int, bool | None]:
    ids = [seating.person.id for seating in plan.seatings]
    rows = db.session.execute(
        select(Appointment.person_id, Appointment.standing).where(
            Appointment.person_id.in_(ids), Appointment.standing.is_not(None)
        )
    )
    return {row.person_id: row.standing for row in rows}
