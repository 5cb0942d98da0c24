"""A page of the list of people, without ranking everybody for it.

`listing.select_people` says what the list is; this finds a slice of the same rows at a cost that
hardly grows with the register:

- whom a filter finds is asked of people one by one, by indexes;
- few people are ranked by themselves;
- of many, the list is cut where it is known to cut. In the order of the office the people of the
  first units come first: only those of as many units as the page needs are ranked. In another order
  the values of its column are counted, and only those are ranked that the page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select, union
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Schooling, Unit
from talentpool.people.filters import PeopleFilter, Sorting, SortKey
from talentpool.people.listing import conditions_of, order_of, unit_order
from talentpool.people.one_by_one import any_held, highest, is_first_held, is_highest_level, of_first
from talentpool.people.queries import within_reach
from talentpool.people.runs import Counted, Run, as_counted, joined, shown_of
from talentpool.security.scope import Scope
from talentpool.units.queries import Township

FEW = 500
"""So many people are ranked one by one, whatever the list."""
MANY = 5_000
"""More people than these are sorted by their ids alone, and their rows read afterwards."""
MARGIN = 5
"""So many units are read beyond those that would do if all kept as many people."""
OFTEN = 3
"""Times so many people are looked at before a value is known to be one of many."""
WIDER = 30
"""How much wider the second try is, where the first units of a list hold too few people."""

First = aliased(Appointment, name="first")
FirstPost = aliased(Post, name="first_post")


@dataclass(frozen=True)
class PeopleFound:
    """Whom a filter finds on a day, in an order: how many they are, and any slice of their rows."""

    scope: Scope
    on: date
    wanted: PeopleFilter
    sorting: Sorting

    @property
    def total(self) -> int:
        """How many they are."""
        return self._counts[0] if self._ids is None else len(self._ids)

    def rows(self, offset: int, limit: int) -> Sequence[Row[Any]]:
        """Rows of `listing.select_people` from `offset` on."""
        if self._ids is not None:
            return self._slice(self._ranked(Person.id.in_(self._ids)), offset, limit)
        if self.sorting.key is SortKey.OFFICE:
            return self._of_first_units(self.total, offset, limit)
        rows: list[Row[Any]] = []
        for run in self._runs(offset, limit):
            start = max(offset - run.before, 0)
            wanted = min(run.count, offset + limit - run.before) - start
            rows += self._of_first_units(run.count, start, wanted, run.condition)
        return rows

    @cached_property
    def _ids(self) -> list[int] | None:
        """The people found, None where they are many."""
        if self.wanted.is_empty:
            return None
        found = db.session.scalars(select(Person.id).where(*self._matching()).limit(FEW + 1)).all()
        return list(found) if len(found) <= FEW else None

    @cached_property
    def _counts(self) -> tuple[int, int]:
        """(people found, units of the register)."""
        units = select(func.count(Unit.id)).scalar_subquery()
        row = db.session.execute(select(func.count(Person.id), units).where(*self._matching())).one()
        return row[0], row[1]

    def _matching(self) -> list[ColumnElement[bool]]:
        """The conditions of the filter on `Person` alone."""
        first = SimpleNamespace(
            c=SimpleNamespace(
                id=any_held(self.on),
                unit_id=of_first(Post.unit_id, on=self.on),
                started_on=of_first(Appointment.started_on, on=self.on),
            )
        )
        schooling = SimpleNamespace(c=SimpleNamespace(rank=highest(self.on)))
        return [
            within_reach(self.scope),
            or_(Person.died_on.is_(None), Person.died_on > self.on),
            *conditions_of(self.wanted, on=self.on, first=first, schooling=schooling),
        ]

    def _ranked(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """The rows of the list, of those for whom the conditions hold."""
        rank = highest(self.on)
        columns = SimpleNamespace(
            id=First.id,
            started_on=First.started_on,
            position=First.position,
            team_order=FirstPost.team_order,
        )
        order = order_of(
            self.sorting,
            first=SimpleNamespace(c=columns),
            schooling=SimpleNamespace(c=SimpleNamespace(rank=rank)),
        )
        return (
            select(
                Person,
                Unit.id.label("seat_unit_id"),
                Unit.name.label("seat_unit"),
                rank.label("schooling_rank"),
                First.started_on.label("post_start"),
                First.id.label("holds"),
            )
            .select_from(Person)
            .outerjoin(First, First.id == of_first(Appointment.id, on=self.on))
            .outerjoin(FirstPost, FirstPost.id == First.post_id)
            .join(Unit, Unit.id == func.coalesce(FirstPost.unit_id, Person.unit_id))
            .outerjoin(Township, Unit.parent_id == Township.id)
            .where(*conditions)
            .order_by(*order)
        )

    def _of_first_units(
        self, count: int, offset: int, limit: int, *conditions: ColumnElement[bool]
    ) -> Sequence[Row[Any]]:
        """A slice of `count` people who stand in the order of the office, ranked in no more units than it needs."""
        every = self._ranked(*self._matching(), *conditions)
        units = self._counts[1]
        needed = units * (offset + limit) // max(count, 1) * 3 // 2 + MARGIN
        if count > 2 * FEW:
            for leading in (needed, needed * WIDER):
                if leading > units // 3:
                    break
                rows = self._slice(every.where(*_sits_in_first(leading, on=self.on)), offset, limit)
                if len(rows) == limit:
                    return rows
        if count > MANY:
            ids = db.session.scalars(every.with_only_columns(Person.id).limit(limit).offset(offset)).all()
            return self._slice(self._ranked(Person.id.in_(ids)), 0, limit)
        return self._slice(every, offset, limit)

    def _runs(self, offset: int, limit: int) -> list[Run]:
        """The values of the order's column that a slice shows, those of few people together."""
        if self.sorting.key is SortKey.NAME:
            return joined(self._value(), self._names(offset, limit), few=FEW)
        value = self._value()
        if self.wanted.is_empty or self.total > OFTEN * MANY:
            return joined(value, self._walked(offset, limit), few=FEW)
        values = select(value.label("value")).where(*self._matching()).subquery("sorted")
        unknown = case((values.c.value.is_(None), 1), else_=0)
        direction = values.c.value.desc() if self._backwards else values.c.value.asc()
        people = func.count()
        groups = (
            select(
                values.c.value,
                people.label("people"),
                func.sum(people).over(order_by=(unknown, direction)).label("upto"),
            )
            .group_by(values.c.value)
            .subquery("groups")
        )
        shown = db.session.execute(
            select(groups.c.value, groups.c.people, groups.c.upto)
            .where(groups.c.upto > offset, groups.c.upto - groups.c.people < offset + limit)
            .order_by(groups.c.upto)
        ).all()
        return joined(value, [(row.value, row.people, int(row.upto) - row.people) for row in shown], few=FEW)

    def _walked(self, offset: int, limit: int) -> list[Counted]:
        """The values that a slice shows, read in their order by an index from the first to the last of the slice.

        So many people more are looked at that a value of many is known for one.
        """
        most = offset + limit + OFTEN * FEW
        value, statement = self._in_order_of_value()
        looked_at = (
            statement.order_by(value.desc() if self._backwards else value.asc()).limit(most).subquery()
        )
        column = looked_at.c.value
        groups = db.session.execute(
            select(column, func.count())
            .group_by(column)
            .order_by(column.desc() if self._backwards else column.asc())
        )
        counted = as_counted([(row[0], row[1]) for row in groups], total=self.total, most=most)
        return shown_of(counted, offset, limit)

    def _in_order_of_value(self) -> tuple[Any, Select[Any]]:
        """The column of the order where it stands, and a statement of its known `value` for each person found.

        Read from one table alone, so that the order is that of its index.
        """
        matching = self._matching()
        if self.sorting.key is SortKey.AGE:
            return Person.born_on, select(Person.born_on.label("value")).where(
                *matching, Person.born_on.is_not(None)
            )
        found = select(Person.id).where(*matching)
        if self.sorting.key is SortKey.SCHOOLING:
            level = aliased(Schooling, name="level")
            reached = select(level.rank.label("value")).where(
                is_highest_level(level, on=self.on),
                found.where(Person.id == level.person_id).exists(),
            )
            return level.rank, reached
        begun = aliased(Appointment, name="begun")
        rows = select(begun.started_on.label("value")).where(
            begun.started_on.is_not(None),
            is_first_held(begun, on=self.on),
            found.where(Person.id == begun.person_id).exists(),
        )
        return begun.started_on, rows

    @property
    def _backwards(self) -> bool:
        """Who is oldest was born first."""
        return self.sorting.descending != (self.sorting.key is SortKey.AGE)

    def _names(self, offset: int, limit: int) -> list[tuple[str, int, int]]:
        """The same of names, which are many and stand in order in their index: (key, people, people before)."""
        key, matching, backwards = Person.name_key, self._matching(), self.sorting.descending
        order = key.desc() if backwards else key.asc()
        page = select(key).where(*matching).order_by(order).limit(limit).offset(offset)
        shown = list(dict.fromkeys(db.session.scalars(page)))
        grouped = select(key, func.count()).where(*matching, key.in_(shown)).group_by(key)
        counts: dict[str, int] = dict(iter(db.session.execute(grouped)))
        ahead = 0
        if shown and offset:
            earlier = key > shown[0] if backwards else key < shown[0]
            ahead = db.session.scalar(select(func.count()).select_from(Person).where(*matching, earlier)) or 0
        before = accumulate((counts[name] for name in shown), initial=ahead)
        return [(name, counts[name], upto) for name, upto in zip(shown, before, strict=False)]

    def _value(self) -> Any:
        """The column of the order, of `Person` alone."""
        if self.sorting.key is SortKey.SCHOOLING:
            return highest(self.on)
        if self.sorting.key is SortKey.POST_START:
            return of_first(Appointment.started_on, on=self.on)
        return Person.born_on if self.sorting.key is SortKey.AGE else Person.name_key

    @staticmethod
    def _slice(statement: Select[Any], offset: int, limit: int) -> Sequence[Row[Any]]:
        return db.session.execute(statement.limit(limit).offset(offset)).all()


def _sits_in_first(units: int, *, on: date) -> tuple[ColumnElement[bool], ...]:
    """Whether the unit under which the list shows a person is one of the first in the order of the office."""
    leading = (
        select(Unit.id)
        .outerjoin(Township, Unit.parent_id == Township.id)
        .order_by(*unit_order())
        .limit(units)
        .cte("leading")
    )
    kept = aliased(Person)
    keeps = select(kept.id).where(kept.unit_id.in_(select(leading.c.id)))
    holds = (
        select(Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.unit_id.in_(select(leading.c.id)), Appointment.in_force(on))
    )
    return Person.id.in_(union(keeps, holds)), Unit.id.in_(select(leading.c.id))
