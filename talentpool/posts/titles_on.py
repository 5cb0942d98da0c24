"""What a post was called on a day, as an expression for statements that join `Post`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, func, select

from talentpool.models import FormerPostTitle, Post


def title_on(on: date) -> ColumnElement[str]:
    """The title that held on a day: the first former one used until after it, else the present one."""
    former = (
        select(FormerPostTitle.title)
        .where(FormerPostTitle.post_id == Post.id, FormerPostTitle.until_on > on)
        .order_by(FormerPostTitle.until_on)
        .limit(1)
        .correlate(Post)
        .scalar_subquery()
    )
    return func.coalesce(former, Post.title)
