"""Who is prepared for each post, without its holders: for ledgers that add it to what they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import PoolEntry, Post, TargetPost, Unit
from talentpool.security.scope import Scope
from talentpool.succession.ahead import placed, standing
from talentpool.succession.facts import Aim, Candidate, PostFacts
from talentpool.succession.queries import list_aims, list_candidates, open_posts, select_unit_ids
from talentpool.units.naming import names_on
from talentpool.vocabulary import PostClass


def candidates_by_post(*, scope: Scope, on: date, unit: Unit | None = None) -> dict[int, list[Candidate]]:
    """Post id → who is prepared for it on a day, in order; nothing is read of holders."""
    names = names_on(on)
    wanted = select_unit_ids(scope=scope, on=on, unit=unit)
    by_entry = {one.entry_id: one for one in list_candidates(wanted, scope=scope, on=on, names=names)}
    if not by_entry:
        return {}
    aims = list_aims(list(by_entry), wanted, whole=unit is None and scope.paths is None)
    posts = _posts_aimed_at(aims, on=on)
    found: dict[int, list[tuple[Aim, Candidate]]] = defaultdict(list)
    for entry_id, listed in aims.items():
        for post_id, aim in placed(listed, posts).items():
            found[post_id].append((aim, by_entry[entry_id]))
    return {
        post_id: [one for _, one in sorted(pairs, key=lambda pair: standing(*pair))]
        for post_id, pairs in found.items()
    }


def _posts_aimed_at(aims: Mapping[int, Sequence[Aim]], *, on: date) -> dict[int, list[PostFacts]]:
    units = sorted({aim.unit_id for listed in aims.values() for aim in listed})
    statement = (
        select(Post.id, Post.unit_id, Post.title, Post.post_class, Post.body)
        .where(Post.unit_id.in_(units), *open_posts(on))
        .order_by(Post.unit_id, Post.team_order, Post.id)
    )
    found: dict[int, list[PostFacts]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.unit_id].append(PostFacts(*row))
    return found


def persons_by_post(*, scope: Scope, on: date) -> dict[int, set[int]]:
    """Post id → ids of those prepared for it, by the rule of `rules.aims_at`, in one statement."""
    twin = aliased(Post)
    titled = (
        select(twin.id)
        .where(
            twin.unit_id == TargetPost.unit_id,
            twin.post_class == TargetPost.post_class,
            twin.title == TargetPost.title,
            or_(twin.opened_on.is_(None), twin.opened_on <= on),
            or_(twin.closed_on.is_(None), twin.closed_on > on),
        )
        .correlate(TargetPost)
        .exists()
    )
    by_class = and_(
        TargetPost.post_id.is_(None),
        Post.unit_id == TargetPost.unit_id,
        Post.post_class == TargetPost.post_class,
        or_(Post.title == TargetPost.title, and_(TargetPost.post_class != PostClass.OTHER, ~titled)),
    )
    statement = (
        select(Post.id, PoolEntry.person_id)
        .select_from(PoolEntry)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .join(TargetPost, TargetPost.entry_id == PoolEntry.id)
        .join(Post, or_(TargetPost.post_id == Post.id, by_class))
        .where(PoolEntry.in_pool(on), scope.condition(), *open_posts(on))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for post_id, person_id in db.session.execute(statement):
        found[post_id].add(person_id)
    return found
