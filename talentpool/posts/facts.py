"""Rows as the rules see them."""

from __future__ import annotations

from talentpool.dates import PartialDate
from talentpool.models import Person, Post
from talentpool.posts.queries import find_seats
from talentpool.posts.records import count_sitting, list_held, list_holders
from talentpool.posts.rules import AppointmentFacts, PostFacts
from talentpool.vocabulary import AppointmentBasis


def post_facts(post: Post) -> PostFacts:
    """A post."""
    return PostFacts(
        title=post.title,
        post_class=post.post_class,
        body=post.body,
        unit_id=post.unit_id,
        opened_on=post.opened_on,
        closed_on=post.closed_on,
    )


def appointment_facts(
    person: Person, post: Post, *, started_on: PartialDate, basis: AppointmentBasis
) -> AppointmentFacts:
    """Somebody about to be seated."""
    seats = find_seats(post.unit_id, on=started_on.last_day())
    return AppointmentFacts(
        person=person.name,
        post=post_facts(post),
        basis=basis,
        started_on=started_on,
        born_on=person.born_on,
        died_on=person.died_on,
        political_status=person.political_status,
        holds=tuple(post_facts(held.post) for held in list_held(person, since=started_on)),
        holders=tuple(
            held.person.name for held in list_holders(post, since=started_on) if held.person_id != person.id
        ),
        authorised=seats.authorised if seats else None,
        sitting=count_sitting(post.unit, at=started_on, without=person),
    )
