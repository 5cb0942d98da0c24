"""The page on which a unit's posts are worked on; posts opened, closed, renamed; seats changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.models import Appointment, Post, Unit, Vacancy
from talentpool.posts.acts.frame import crumbs_of, team_url
from talentpool.posts.forms import ClosePostForm, OpenPostForm, RenamePostForm, SeatsForm
from talentpool.posts.queries import find_seats
from talentpool.posts.records import (
    count_sitting,
    get_post,
    list_open_posts,
    list_open_vacancies,
    list_unit_appointments,
)
from talentpool.posts.services.posts import close_post, open_post, rename_post, state_seats
from talentpool.posts.titles import canonical_title
from talentpool.posts.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import own_titles
from talentpool.units.queries import find_statement, get_unit
from talentpool.vocabulary import PostClass
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.working_date import working_date


@dataclass
class PostLine:
    """A post with who holds it from today on, and its open vacancies."""

    post: Post
    holdings: list[Appointment] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)


@bp.get("/units/<int:unit_id>")
@requires(Permission.POSTS_EDIT)
def manage_team(unit_id: int) -> ResponseReturnValue:
    """Every open post of a unit with its holders, vacancies and acts."""
    unit, today = get_unit(unit_id, scope=current_scope()), PartialDate.from_date(working_date())
    seats = find_seats(unit.id, on=working_date())
    return render_template(
        "posts/manage.html",
        unit=unit,
        lines=_lines(unit, today),
        seats=seats,
        sitting=count_sitting(unit, at=today),
        on=working_date(),
    )


def _lines(unit: Unit, today: PartialDate) -> Sequence[PostLine]:
    lines = {post.id: PostLine(post) for post in list_open_posts(unit)}
    for holding in list_unit_appointments(unit, since=today):
        if holding.post_id in lines:
            lines[holding.post_id].holdings.append(holding)
    by_post: dict[int, list[Vacancy]] = defaultdict(list)
    for vacancy in list_open_vacancies(list(lines)):
        by_post[vacancy.post_id].append(vacancy)
    for post_id, vacancies in by_post.items():
        lines[post_id].vacancies = vacancies
    return list(lines.values())


def _titles_offered(unit: Unit) -> list[str]:
    """The office's own titles, then those that units of this kind have by law."""
    statement = find_statement(unit, on=working_date())
    form = statement.party_form if statement else None
    usual = [canonical_title(each, unit.unit_type, form) for each in PostClass if each is not PostClass.OTHER]
    return list(dict.fromkeys([*own_titles(working_date()), *usual]))


@bp.route("/units/<int:unit_id>/open", methods=["GET", "POST"], endpoint="open_post")
@requires(Permission.POSTS_EDIT)
def open_a_post(unit_id: int) -> ResponseReturnValue:
    """A new post of a unit."""
    unit = get_unit(unit_id, scope=current_scope())
    form = OpenPostForm()
    form.title.offers = _titles_offered(unit)
    if form.validate_on_submit():
        statement = find_statement(unit, on=working_date())
        post = carried_out(
            form,
            lambda: open_post(
                unit,
                title=form.title.data or "",
                post_class=form.post_class.data,
                opened_on=form.opened_on.data,
                party_form=statement.party_form if statement else None,
                by=current_actor(),
                on=working_date(),
            ),
        )
        if post is not None:
            flash(_("%(unit)s已设立“%(post)s”", unit=unit.name, post=post.title), "success")
            return redirect(team_url(unit))
    page = ActPage(
        heading=_("设立%(unit)s的职务", unit=unit.name),
        word=_("设立职务"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=_("职务是一个位子,设立后再登记由谁担任;职数按人头另行核定"),
    )
    return act_page(form, page)


@bp.route("/<int:post_id>/close", methods=["GET", "POST"], endpoint="close_post")
@requires(Permission.POSTS_EDIT)
def close_a_post(post_id: int) -> ResponseReturnValue:
    """The end of a post."""
    post = get_post(post_id, scope=current_scope())
    form = open_edit(ClosePostForm, post, {})
    unit, heading = post.unit, _("撤销“%(post)s”", post=post.title)
    if stale(form, post):
        return conflict_answer(form, post, title=heading, back_url=team_url(unit))
    if form.validate_on_submit():

        def close() -> bool:
            close_post(post, closed_on=form.closed_on.data, by=current_actor(), on=working_date())
            return True

        if carried_out(form, close):
            flash(_("“%(post)s”已撤销", post=post.title), "success")
            return redirect(team_url(unit))
    vacancies = list_open_vacancies([post.id])
    page = ActPage(
        heading=heading,
        word=_("撤销职务"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=unit.name,
        effects=[
            _("撤销后不能再登记任职,以前的任职记录保留"),
            *([_("%(count)s个空缺随之销号(职数核减)", count=len(vacancies))] if vacancies else []),
        ],
        danger=True,
    )
    return act_page(form, page)


@bp.route("/<int:post_id>/rename", methods=["GET", "POST"], endpoint="rename_post")
@requires(Permission.POSTS_EDIT)
def rename_a_post(post_id: int) -> ResponseReturnValue:
    """A new title; the old one is read before it."""
    post = get_post(post_id, scope=current_scope())
    form = open_edit(RenamePostForm, post, {"title": post.title})
    unit, heading = post.unit, _("“%(post)s”更名", post=post.title)
    form.title.offers = _titles_offered(unit)
    if stale(form, post):
        return conflict_answer(form, post, title=heading, back_url=team_url(unit))
    if form.validate_on_submit():

        def rename() -> bool:
            rename_post(
                post,
                title=form.title.data or "",
                renamed_on=form.renamed_on.data,
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, rename):
            flash(_("职务已更名为“%(post)s”", post=post.title), "success")
            return redirect(team_url(unit))
    page = ActPage(
        heading=heading,
        word=_("更名"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=unit.name,
        effects=[_("更名以前的日期仍显示原名称,任职记录不变")],
    )
    return act_page(form, page)


@bp.route("/units/<int:unit_id>/seats", methods=["GET", "POST"], endpoint="state_seats")
@requires(Permission.UNITS_EDIT)
def change_seats(unit_id: int) -> ResponseReturnValue:
    """Authorised and standing seats from a day on."""
    unit = get_unit(unit_id, scope=current_scope())
    now = find_seats(unit.id, on=working_date())
    kept = {"authorised": now.authorised, "standing": now.standing} if now else {}
    form = SeatsForm(data={**kept, "holds_from": working_date()})
    if form.validate_on_submit():
        statement = carried_out(
            form,
            lambda: state_seats(
                unit,
                authorised=form.authorised.data or 0,
                standing=form.standing.data,
                holds_from=form.holds_from.data or working_date(),
                document=form.document.data or "",
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if statement is not None:
            flash(_("%(unit)s核定职数改为%(count)s个", unit=unit.name, count=statement.authorised), "success")
            return redirect(url_for("units.show_unit", unit_id=unit.id))
    known = (
        _("现核定%(count)s个职数,自%(since)s起", count=now.authorised, since=now.holds_from.isoformat())
        if now
        else _("还没有登记职数")
    )
    page = ActPage(
        heading=_("核定%(unit)s的职数", unit=unit.name),
        word=_("保存职数"),
        back_url=team_url(unit),
        crumbs=crumbs_of(unit),
        summary=known,
        effects=[_("自所填日期起按新的职数计算空缺,以前的日期仍按原职数")],
    )
    return act_page(form, page)
