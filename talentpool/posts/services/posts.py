"""Posts opened, closed and renamed; the seats of a unit changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import FormerPostTitle, Post, SeatStatement, Unit
from talentpool.posts.records import count_sitting, list_holders, list_open_posts, list_open_vacancies
from talentpool.posts.rules import may_close_post, may_state_seats
from talentpool.posts.services.daily import act_on_post, act_on_unit
from talentpool.posts.services.vacancies import close_vacancies
from talentpool.posts.titles import OwnTitles, read_posts, team_order
from talentpool.security.actor import Actor
from talentpool.settings.queries import own_titles
from talentpool.vocabulary import PartyForm, PostClass, UnitType, VacancyOutcome
from talentpool.wording import say
from talentpool.writing import compact

LONGEST_TITLE = 60


def open_post(
    unit: Unit,
    *,
    title: str,
    post_class: PostClass | None,
    opened_on: PartialDate | None,
    party_form: PartyForm | None = None,
    by: Actor,
    on: date,
) -> Post:
    """A new post; without `post_class` its title tells what it is, or the clerk is asked to say."""
    by.must_reach(unit)
    if unit.closed_on is not None and (opened_on is None or opened_on >= unit.closed_on):
        raise RuleBroken(
            say("%(unit)s已于%(closed_on)s撤销", unit=unit.name, closed_on=unit.closed_on.dotted)
        )
    if opened_on is not None and opened_on.first_day() > on:
        raise RuleBroken(say("设立时间(%(opened_on)s)还没有到", opened_on=opened_on.dotted))
    title = _clean_title(title)
    post_class = post_class or class_of(title, unit=unit, party_form=party_form, on=on)
    _refuse_double(unit, title)
    post = Post(
        unit=unit,
        title=title,
        post_class=post_class,
        body=post_class.body,
        team_order=team_order(post_class),
        opened_on=opened_on,
    )
    with act_on_post("设立职务", post, by=by):
        db.session.add(post)
        db.session.flush()
    return post


def class_of(title: str, *, unit: Unit, party_form: PartyForm | None, on: date) -> PostClass:
    """What a title is, by its words or the office's own titles of a day; RuleBroken when neither tells."""
    own = OwnTitles(own_titles(on))
    read = read_posts(title, unit_type=unit.unit_type, party_form=party_form, own=own)
    if len(read) != 1 or not read[0].known:
        raise RuleBroken(say("“%(title)s”从名称看不出是什么职务,请选择职务类别", title=title))
    return read[0].post_class


def close_post(post: Post, *, closed_on: PartialDate, by: Actor, on: date) -> None:
    """A post that is no longer; its open vacancies close with it."""
    by.must_reach(post.unit)
    if post.closed_on is not None:
        raise RuleBroken(
            say("“%(post)s”已于%(closed_on)s撤销", post=post.title, closed_on=post.closed_on.dotted)
        )
    if post.opened_on is not None and closed_on < post.opened_on:
        raise RuleBroken(
            say(
                "撤销时间(%(closed_on)s)早于设立时间(%(opened_on)s)",
                closed_on=closed_on.dotted,
                opened_on=post.opened_on.dotted,
            )
        )
    holders = [one.person.name for one in list_holders(post, since=closed_on)]
    may_close_post(title=post.title, holders=holders, closed_on=closed_on, on=on).enforce()
    with act_on_post("撤销职务", post, by=by):
        post.closed_on = closed_on
        close_vacancies(list_open_vacancies([post.id]), closed_on=closed_on, outcome=VacancyOutcome.SEAT_CUT)
        db.session.flush()


def rename_post(post: Post, *, title: str, renamed_on: PartialDate, by: Actor, on: date) -> None:
    """A new title from a day on; before it the post is read by its old one."""
    by.must_reach(post.unit)
    title = _clean_title(title)
    if post.closed_on is not None:
        raise RuleBroken(
            say("“%(post)s”已于%(closed_on)s撤销", post=post.title, closed_on=post.closed_on.dotted)
        )
    if title == post.title:
        raise RuleBroken(say("新名称与现名称相同"))
    if renamed_on.first_day() > on:
        raise RuleBroken(say("更名时间(%(renamed_on)s)还没有到", renamed_on=renamed_on.dotted))
    latest = db.session.scalar(
        select(func.max(FormerPostTitle.until_on)).where(FormerPostTitle.post_id == post.id)
    )
    if latest is not None and latest >= renamed_on:
        raise RuleBroken(say("更名时间不能早于上一次更名"))
    _refuse_double(post.unit, title)
    with act_on_post("职务更名", post, by=by):
        db.session.add(FormerPostTitle(post_id=post.id, title=post.title, until_on=renamed_on))
        post.title = title
        db.session.flush()


def state_seats(
    unit: Unit,
    *,
    authorised: int,
    standing: int | None,
    holds_from: date,
    document: str = "",
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> SeatStatement:
    """Authorised and standing seats from a day on; earlier statements keep what held before.

    Stated again on the same day, for the same day to hold from, it puts the first one right.
    """
    by.must_reach(unit)
    sitting = count_sitting(unit, at=PartialDate.from_date(holds_from))
    village = unit.unit_type is UnitType.VILLAGE
    verdict = may_state_seats(authorised=authorised, standing=standing, sitting=sitting, village=village)
    verdict.enforce(confirmed=confirmed)
    with act_on_unit("核定职数", unit, f"{authorised}个", by=by):
        with db.session.no_autoflush:
            statement = _statement_of(unit, stated_on=max(holds_from, on), holds_from=holds_from)
            statement.authorised, statement.standing, statement.document = authorised, standing, document
        db.session.flush()
    return statement


def _statement_of(unit: Unit, *, stated_on: date, holds_from: date) -> SeatStatement:
    """The statement of a day that holds from a day: the one that is there, else a new one."""
    known = db.session.scalar(
        select(SeatStatement).where(
            SeatStatement.unit_id == unit.id,
            SeatStatement.stated_on == stated_on,
            SeatStatement.holds_from == holds_from,
        )
    )
    if known is not None:
        return known
    statement = SeatStatement(unit_id=unit.id, stated_on=stated_on, holds_from=holds_from)
    db.session.add(statement)
    return statement


def _clean_title(title: str) -> str:
    clean = compact(title)
    if not clean:
        raise RuleBroken(say("请填写职务名称"))
    if len(clean) > LONGEST_TITLE:
        raise RuleBroken(say("职务名称不超过%(most)s个字", most=LONGEST_TITLE))
    return clean


def _refuse_double(unit: Unit, title: str) -> None:
    if any(post.title == title for post in list_open_posts(unit)):
        raise RuleBroken(say("%(unit)s已有“%(title)s”", unit=unit.name, title=title))
