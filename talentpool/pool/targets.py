"""What can be aimed at: the units of a township and the titles of their posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Post, Unit
from talentpool.pool.stays import TargetFacts
from talentpool.posts.titles import OwnTitles, canonical_title, read_posts
from talentpool.security.scope import Scope
from talentpool.settings.queries import own_titles
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.vocabulary import PostClass

USUAL = (
    PostClass.PARTY_SECRETARY,
    PostClass.PARTY_DEPUTY_SECRETARY,
    PostClass.PARTY_MEMBER,
    PostClass.COMMITTEE_DIRECTOR,
    PostClass.COMMITTEE_DEPUTY_DIRECTOR,
    PostClass.COMMITTEE_MEMBER,
    PostClass.SUPERVISION_HEAD,
)


def list_units_beside(unit: Unit, *, scope: Scope, on: date) -> Sequence[Unit]:
    """The unit itself, then the villages and communities of its township within reach."""
    statement = (
        select(Unit)
        .where(
            scope.condition(),
            Unit.unit_type.in_(BASE_UNITS),
            Unit.parent_id == unit.parent_id,
            Unit.id != unit.id,
            open_on(on),
        )
        .order_by(Unit.position, Unit.id)
    )
    return [unit, *db.session.scalars(statement)]


def titles_offered(unit: Unit) -> list[str]:
    """Titles of the posts that stand in a unit, and the usual ones."""
    standing = select(Post.title).where(Post.unit_id == unit.id, Post.closed_on.is_(None))
    titles = list(db.session.scalars(standing.order_by(Post.team_order, Post.id)))
    titles += [canonical_title(one, unit.unit_type, None) for one in USUAL]
    return list(dict.fromkeys(titles))


def target_of(unit: Unit, title: str, *, interim: bool, on: date) -> TargetFacts:
    """A target as it was typed: the post of this title where one stands, else what the title means."""
    statement = select(Post).where(Post.unit_id == unit.id, Post.title == title, Post.closed_on.is_(None))
    post = db.session.scalar(statement.order_by(Post.id).limit(1))
    if post is not None:
        return TargetFacts(unit.id, title, post.post_class, post.id, interim)
    read = read_posts(title, unit_type=unit.unit_type, party_form=None, own=OwnTitles(own_titles(on)))
    post_class = read[0].post_class if len(read) == 1 else PostClass.OTHER
    return TargetFacts(unit.id, title, post_class, None, interim)
