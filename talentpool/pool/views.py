"""The list of reserves, and one stay in the pool."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.people.choices import unit_choices
from talentpool.people.queries import age_in_force
from talentpool.pool import queries
from talentpool.pool.columns import POOL_COLUMNS, USUAL, chosen_columns, column_text
from talentpool.pool.filters import UNRATED, PoolFilter, Stay, read_pool_filter
from talentpool.pool.listing import list_rows, mentors_of, select_entries
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import readiness_scale
from talentpool.vocabulary import Labelled, PostClass, SourceCategory
from talentpool.web.as_of import follows_date
from talentpool.web.links import asked_pairs, url_if_allowed, with_query
from talentpool.web.paging import paginate
from talentpool.web.working_date import reference_date

bp = Blueprint("pool", __name__, url_prefix="/pool")

Choices = Sequence[tuple[object, str]]


@bp.get("")
@requires(Permission.POOL_VIEW)
@follows_date
def list_entries() -> ResponseReturnValue:
    """Who is in the pool on the day, filtered as the address says."""
    scope, on = current_scope(), reference_date()
    wanted = read_pool_filter(request.args)
    columns = chosen_columns(request.args.getlist("col"))
    page = paginate(select_entries(scope=scope, on=on, wanted=wanted))
    return render_template(
        "pool/list.html",
        page=page,
        rows=list_rows(page.items, on=on),
        columns=columns,
        labels={one.key: _(one.column.label) for one in columns},
        all_columns=POOL_COLUMNS,
        text_of=column_text,
        wanted=wanted,
        choices=_choices(wanted, on=on),
        kept=asked_pairs("page", "col"),
        usual_url=_list_url("page", "col") if columns != USUAL else None,
        clear_url=None if wanted.is_empty else _clear_url(),
        notes=_odd_filters(wanted),
        intake_url=url_if_allowed("intake.list_batches"),
    )


def _list_url(*without: str) -> str:
    return with_query(url_for("pool.list_entries", on=None), asked_pairs(*without))


def _clear_url() -> str:
    kept = [pair for pair in asked_pairs() if pair[0] in ("on", "col")]
    return with_query(url_for("pool.list_entries", on=None), kept)


def _odd_filters(wanted: PoolFilter) -> list[str]:
    low, high = wanted.age_from, wanted.age_to
    if low is None or high is None or low <= high:
        return []
    return [_("年龄条件有误:下限%(least)s岁大于上限%(most)s岁", least=low, most=high)]


def _choices(wanted: PoolFilter, *, on: date) -> dict[str, Choices]:
    scale = [(grade.word, grade.word) for grade in readiness_scale(on)]
    return {
        "unit": unit_choices(current_scope(), on=on, also=wanted.unit_id),
        "readiness": [*scale, (UNRATED, _("未评定"))],
        "source": labelled(SourceCategory),
        "target": labelled(PostClass),
        "stay": [(Stay.LEFT.value, _("已出库")), (Stay.ALL.value, _("在库和已出库"))],
        "mentor": [("yes", _("有")), ("no", _("无"))],
    }


def labelled(values: type[Labelled]) -> Choices:
    """(value, word) of a vocabulary, for a filter."""
    return [(member.value, _(member.label)) for member in values]


@bp.get("/<int:entry_id>")
@requires(Permission.POOL_VIEW)
@follows_date
def show_entry(entry_id: int) -> ResponseReturnValue:
    """One stay in the pool as of the day of the page."""
    on = reference_date()
    entry = queries.get_entry(entry_id, scope=current_scope())
    ratings = [one for one in queries.list_ratings(entry) if one.rated_on <= on]
    return render_template(
        "pool/show.html",
        entry=entry,
        person=entry.person,
        age=age_in_force(entry.person.born_on, on=on),
        left=entry.exited_on is not None and entry.exited_on.first_day() <= on,
        ratings=ratings,
        scale=[grade.word for grade in readiness_scale(on)],
        sources=queries.list_sources(entry),
        targets=queries.list_targets(entry),
        reviews=[one for one in queries.list_yearly_reviews(entry) if one.reviewed_on <= on],
        mentors=mentors_of([entry.person_id], on=on).get(entry.person_id, []),
        may_edit=current_actor().may(Permission.POOL_EDIT),
    )
