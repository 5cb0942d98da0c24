"""Pages of probable duplicates: the list, two people side by side, joined or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import Conflict, RuleBroken
from talentpool.extensions import db
from talentpool.models import Person
from talentpool.people.duplicates.comparison import FIELDS, compare, gathered
from talentpool.people.duplicates.queries import find_pair, get_two, list_pairs, list_people
from talentpool.people.duplicates.services import join_people, keep_apart
from talentpool.people.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import Likeness
from talentpool.web.paging import slice_page
from talentpool.web.working_date import working_date
from talentpool.writing import read_id


@dataclass(frozen=True)
class PairLine:
    """A pair of the list."""

    first: Person
    second: Person
    likenesses: tuple[Likeness, ...]


@bp.get("/duplicates")
@requires(Permission.PEOPLE_EDIT)
def list_duplicates() -> ResponseReturnValue:
    """People kept within reach who may be registered twice."""
    pairs = list_pairs(scope=current_scope())
    page = slice_page(pairs.listed)
    people = list_people([one for pair in page.items for one in (pair.first_id, pair.second_id)])
    lines = [PairLine(people[one.first_id], people[one.second_id], one.likenesses) for one in page.items]
    return render_template(
        "people/duplicates.html",
        page=page,
        lines=lines,
        cut=pairs.cut,
        list_url=url_for("people.list_people"),
    )


@bp.route("/duplicates/<int:first_id>/<int:second_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def compare_people(first_id: int, second_id: int) -> ResponseReturnValue:
    """Both field by field; joined as chosen."""
    first, second = get_two(first_id, second_id, scope=current_scope())
    if request.method == "GET":
        return _page(first, second)
    try:
        act = join_people(
            first,
            second,
            choices={key: request.form.get(key, "") for key in FIELDS},
            versions=(_version("first_version"), _version("second_version")),
            by=current_actor(),
            on=working_date(),
        )
    except Conflict as conflict:
        db.session.rollback()
        return _page(
            *get_two(first_id, second_id, scope=current_scope()), reasons=(str(conflict),), status=409
        )
    except RuleBroken as broken:
        db.session.rollback()
        return _page(*get_two(first_id, second_id, scope=current_scope()), reasons=broken.reasons, status=422)
    flash(_("%(label)s,已完成;可在人员操作记录中撤销", label=act.label), "success")
    return redirect(url_for("people.show_person", person_id=min(first_id, second_id)))


def _version(name: str) -> int:
    return read_id(request.form.get(name)) or 0


def _page(
    first: Person, second: Person, *, reasons: Sequence[str] = (), status: int = 200
) -> ResponseReturnValue:
    pair = find_pair(first.id, second.id, scope=current_scope())
    both = gathered([first, second])
    body = render_template(
        "people/compare.html",
        first=first,
        second=second,
        likenesses=pair.likenesses if pair else (),
        lines=compare(first, second),
        first_has=both[first.id],
        second_has=both[second.id],
        chosen=request.form,
        reasons=reasons,
        list_url=url_for("people.list_people"),
        back_url=url_for("people.list_duplicates"),
    )
    return make_response(body, status)


@bp.post("/duplicates/<int:first_id>/<int:second_id>/apart")
@requires(Permission.PEOPLE_EDIT)
def keep_people_apart(first_id: int, second_id: int) -> ResponseReturnValue:
    """These are two people: never proposed again."""
    first, second = get_two(first_id, second_id, scope=current_scope())
    keep_apart(first, second, by=current_actor())
    flash(
        _("已记下%(first)s和%(second)s不是同一人,不再提示", first=first.name, second=second.name), "success"
    )
    return redirect(url_for("people.list_duplicates"))
