"""The ledger of vacancies, and every post with who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.queries import list_structure
from talentpool.analysis.structure import TeamStructure, TownStructure, merge_teams
from talentpool.dates import months_between
from talentpool.models import Post, Unit, Vacancy
from talentpool.posts.ledger import read_post_filter, read_vacancy_filter, select_vacancies_wanted
from talentpool.posts.register import select_posts
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.naming import names_on
from talentpool.vocabulary import TWO_COMMITTEES, Body, PostState
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import asked_date, reference_date

bp = Blueprint("posts", __name__, url_prefix="/posts")

LONG_VACANT = 6
"""Months after which an open vacancy is marked."""


@dataclass(frozen=True)
class VacancyLine:
    """One row of the ledger; `months` are full months since the post fell vacant."""

    vacancy: Vacancy
    post: Post
    unit: Unit
    months: int
    title: str
    unit_name: str

    @property
    def elected(self) -> bool:
        """Whether the seat is one of the committee that is elected by law (村组法11、19)."""
        return self.post.body == Body.COMMITTEE


@dataclass(frozen=True)
class UnnamedSeats:
    """A unit with more vacant seats than named vacancies."""

    team: TeamStructure
    count: int


@bp.get("/vacancies")
@requires(Permission.POSTS_VIEW)
@follows_date
def list_vacancies() -> ResponseReturnValue:
    """Open vacancies in office order, and the units whose vacant seats have no name."""
    scope, on = current_scope(), reference_date()
    wanted = read_vacancy_filter(request.args)
    unit_id, body = wanted.unit_id, wanted.body
    page = paginate(select_vacancies_wanted(scope=scope, on=on, wanted=wanted))
    teams = list_structure(scope=scope, on=on)
    unnamed = unnamed_seats([one for one in teams if unit_id in (None, one.unit_id)]) if body is None else []
    town = merge_teams(teams)
    return render_template(
        "posts/vacancies.html",
        page=page,
        lines=[_line(*row, on=on) for row in page.items],
        unnamed=unnamed,
        town=town,
        summary=_summary(town, named=sum(len(one.vacancies) for one in teams), on=on),
        note=knowledge_note(Figures(on=on, town=town, villages=0, communities=0)) if teams else "",
        long_vacant=LONG_VACANT,
        units=[(team.unit_id, team.unit) for team in teams],
        unit_id=unit_id,
        bodies=[(one.value, _(one.label)) for one in TWO_COMMITTEES],
        body=body,
        clear_url=url_for("posts.list_vacancies", on=asked_date()) if unit_id or body else None,
        on_asked=asked_date(),
        export_url=url_if_allowed("exports.take_export", slug="vacancies", on=asked_date()),
        intake_url=url_if_allowed("intake.list_batches"),
    )


def _line(vacancy: Vacancy, post: Post, unit: Unit, *, on: date) -> VacancyLine:
    names = names_on(on)
    return VacancyLine(
        vacancy=vacancy,
        post=post,
        unit=unit,
        months=months_between(vacancy.since, on=on),
        title=names.title(post),
        unit_name=names.of(unit),
    )


def unnamed_seats(teams: Sequence[TeamStructure]) -> list[UnnamedSeats]:
    """空缺职务未登记: units whose seats − filled exceeds their named vacancies."""
    found = [UnnamedSeats(team=one, count=(one.vacant or 0) - len(one.vacancies)) for one in teams]
    return [one for one in found if one.count > 0]


def _summary(town: TownStructure, *, named: int, on: date) -> str:
    values = {"authorised": town.authorised, "vacant": town.vacant, "named": named, "on": on.isoformat()}
    if town.authorised is None:
        return str(_("核定职数未登记,已登记空缺职务%(named)s个,截至%(on)s", **values))
    rate = town.vacancy_rate.percent
    text = _(
        "核定%(authorised)s职,空缺%(vacant)s个(缺职率%(rate)s),已登记空缺职务%(named)s个,截至%(on)s",
        rate=rate,
        **values,
    )
    return str(text)


@bp.get("")
@requires(Permission.POSTS_VIEW)
@follows_date
def list_posts() -> ResponseReturnValue:
    """Every post with who holds it, in office order."""
    scope, on = current_scope(), reference_date()
    wanted = read_post_filter(request.args)
    page = paginate(select_posts(scope=scope, on=on, wanted=wanted))
    teams = list_structure(scope=scope, on=on)
    return render_template(
        "posts/list.html",
        page=page,
        names=names_on(on),
        states={one.value: one for one in PostState},
        wanted=wanted,
        units=[(team.unit_id, team.unit) for team in teams],
        bodies=[(one.value, _(one.label)) for one in Body],
        state_choices=[(one.value, _(one.label)) for one in PostState],
        note=knowledge_note(Figures(on=on, town=merge_teams(teams), villages=0, communities=0))
        if teams
        else "",
        on=on,
        on_asked=asked_date(),
        clear_url=url_for("posts.list_posts", on=asked_date()) if wanted else None,
        intake_url=url_if_allowed("intake.list_batches"),
    )
