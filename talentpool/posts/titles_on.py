"""What posts and units were called on a day, as expressions for statements that join `Post` and `Unit`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from talentpool.models import Appointment, FormerPostTitle, Post, Unit, UnitName
from talentpool.vocabulary import NameKind


def title_on(on: date) -> ColumnElement[str]:
    """The title that held on a day: the first former one used until after it, else the present one."""
    return func.coalesce(_former_title(FormerPostTitle.until_on > on), Post.title)


def title_held(on: date) -> ColumnElement[str]:
    """The title under which an appointment was held last: on its last day, at the latest on the day `on`."""
    ended = and_(Appointment.ended_on <= on, FormerPostTitle.until_on >= Appointment.ended_on)
    return func.coalesce(_former_title(or_(FormerPostTitle.until_on > on, ended)), Post.title)


def unit_name_held(on: date) -> ColumnElement[str]:
    """The name that its unit had on the same day."""
    ended = and_(Appointment.ended_on <= on, UnitName.until_on >= Appointment.ended_on)
    former = (
        select(UnitName.name)
        .where(
            UnitName.unit_id == Unit.id,
            UnitName.kind == NameKind.RENAMED,
            or_(UnitName.until_on > on, ended),
        )
        .order_by(UnitName.until_on)
        .limit(1)
        .correlate(Unit, Appointment)
        .scalar_subquery()
    )
    return func.coalesce(former, Unit.name)


def _former_title(holds: ColumnElement[bool]) -> ColumnElement[str]:
    return (
        select(FormerPostTitle.title)
        .where(FormerPostTitle.post_id == Post.id, holds)
        .order_by(FormerPostTitle.until_on)
        .limit(1)
        .correlate(Post, Appointment)
        .scalar_subquery()
    )
