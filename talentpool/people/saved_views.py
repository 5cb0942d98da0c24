"""Filters, order and columns of the list of people that somebody keeps for himself under a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select

from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import SavedView
from talentpool.people.columns import PEOPLE_COLUMNS
from talentpool.wording import say

LIST_NAME = "people"
MOST_VIEWS = 30
LONGEST_NAME = 60
LONGEST_VALUE = 80
FILTERS = (
    "q",
    "unit",
    "body",
    "post_class",
    "sex",
    "age_from",
    "age_to",
    "schooling",
    "political",
    "missing",
    "dual_head",
    "tag",
    "sort",
)
"""Values of the address that are kept; the date and the page are not, nor is a number looked for."""


def list_views(account_id: int | None) -> Sequence[SavedView]:
    """The views of an account, the default one first."""
    if account_id is None:
        return ()
    statement = (
        select(SavedView)
        .where(SavedView.account_id == account_id, SavedView.list_name == LIST_NAME)
        .order_by(SavedView.is_default.desc(), SavedView.name, SavedView.id)
    )
    return db.session.scalars(statement).all()


def get_view(view_id: int, *, account_id: int | None) -> SavedView:
    """One's own view, or Missing."""
    view = db.session.get(SavedView, view_id)
    if view is None or account_id is None or view.account_id != account_id or view.list_name != LIST_NAME:
        raise Missing(say("没有这个视图"))
    return view


def pairs_of(view: SavedView) -> Iterator[tuple[str, str]]:
    """The values of the address that shows the view."""
    for name in FILTERS:
        for value in view.filters.get(name, ()):
            yield name, str(value)
    for column in view.columns:
        yield "col", column


def save_view(asked: Mapping[str, Sequence[str]], *, name: str, account_id: int | None) -> SavedView:
    """Keep what the address shows under a name; a view of that name is replaced."""
    name = _clean(name)
    if account_id is None:
        raise RuleBroken(say("只有登录的账号可以保存视图"))
    filters = {
        key: [value[:LONGEST_VALUE] for value in asked[key] if value][:10] for key in FILTERS if key in asked
    }
    known = [one.key for one in PEOPLE_COLUMNS]
    columns = [key for key in known if key in asked.get("col", ())]
    view = _find(name, account_id=account_id)
    if view is None:
        _refuse_too_many(account_id)
        view = SavedView(account_id=account_id, list_name=LIST_NAME, name=name)
        db.session.add(view)
    view.filters = {key: values for key, values in filters.items() if values}
    view.columns = columns
    db.session.flush()
    return view


def rename_view(view: SavedView, *, name: str) -> None:
    """Another name, which no other view of the account has."""
    name = _clean(name)
    other = _find(name, account_id=view.account_id)
    if other is not None and other.id != view.id:
        raise RuleBroken(say("已有名为“%(name)s”的视图", name=name))
    view.name = name
    db.session.flush()


def delete_view(view: SavedView) -> None:
    """The view goes; what it showed stays."""
    db.session.delete(view)
    db.session.flush()


def choose_default(view: SavedView, *, chosen: bool) -> None:
    """The view that opens first, or no longer; an account has one at most."""
    for other in list_views(view.account_id):
        other.is_default = chosen and other.id == view.id
    db.session.flush()


def _find(name: str, *, account_id: int) -> SavedView | None:
    return db.session.scalar(
        select(SavedView).where(
            SavedView.account_id == account_id, SavedView.list_name == LIST_NAME, SavedView.name == name
        )
    )


def _refuse_too_many(account_id: int) -> None:
    count = db.session.scalar(select(func.count()).where(SavedView.account_id == account_id)) or 0
    if count >= MOST_VIEWS:
        raise RuleBroken(say("最多保存%(most)s个视图,请先删除不用的", most=MOST_VIEWS))


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise RuleBroken(say("请填写视图名称"))
    if len(clean) > LONGEST_NAME:
        raise RuleBroken(say("视图名称不超过%(most)s个字", most=LONGEST_NAME))
    return clean
