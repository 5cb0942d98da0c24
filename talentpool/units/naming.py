"""What units and posts were called on a day.

Lists read names of the present and put in the former ones, so that no list pays for a look-up a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from talentpool.extensions import db
from talentpool.models import Post, Unit
from talentpool.security.scope import Scope
from talentpool.settings.in_force import in_force_on


@dataclass(frozen=True)
class Names:
    """Former names that still held on a day, by the id of the unit or post."""

    units: Mapping[int, str]
    posts: Mapping[int, str]

    def unit(self, unit_id: int | None, name: str) -> str:
        """A unit's name of the day; `name` is that of the present."""
        return self.units.get(unit_id, name) if unit_id is not None else name

    def of(self, unit: Unit) -> str:
        """The same of a row."""
        return self.unit(unit.id, unit.name)

    def post(self, post_id: int, title: str) -> str:
        """A post's title of the day; `title` is that of the present."""
        return self.posts.get(post_id, title)

    def title(self, post: Post) -> str:
        """The same of a row."""
        return self.post(post.id, post.title)


def names_on(on: date) -> Names:
    """The names of a day, read once a request."""
    found = in_force_on(on)
    return Names(found.units, found.posts)


def name_within(unit_id: int | None, *, scope: Scope, on: date) -> str:
    """The name of a unit that a filter asks for, or that it is out of reach; "" for none."""
    if unit_id is None:
        return ""
    unit = db.session.get(Unit, unit_id)
    return names_on(on).of(unit) if unit is not None and scope.reaches(unit) else "不在管辖范围内的单位"
