"""The list of people, one person, and looking at a masked number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.advisers.records import find_former_of, list_passed_on
from talentpool.analysis.figures import town_note
from talentpool.audit.queries import list_changes
from talentpool.development.records import read_development
from talentpool.education.records import list_courses_of
from talentpool.errors import Missing
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import FormerCadre, Person, SavedView, Schooling
from talentpool.people import queries
from talentpool.people.addresses import asks_for_nothing, clear_url, list_url, view_url
from talentpool.people.career import Career, Holding, career_on
from talentpool.people.choices import list_choices
from talentpool.people.columns import PEOPLE_COLUMNS, USUAL, chosen_columns, column_text, needs_tags
from talentpool.people.duplicates.queries import find_joined
from talentpool.people.filters import ListState, SortKey, read_sorting, read_state
from talentpool.people.forms import SECRETS, RevealForm
from talentpool.people.number_search import may_look, put_on_record
from talentpool.people.pages import PeopleFound
from talentpool.people.rows import NOTHING, age_of, held_by, list_rows, status_on
from talentpool.people.saved_views import list_views
from talentpool.people.search import NumberAsked, number_asked
from talentpool.people.sections import sections_of
from talentpool.posts.queries import list_career
from talentpool.reminders.addresses import address_of
from talentpool.reminders.queries import Reminder, list_reminders
from talentpool.reminders.whose import whose_of
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import NATIONALITIES, RevealPurpose
from talentpool.web import journal
from talentpool.web.as_of import follows_date
from talentpool.web.links import addresses, asked_pairs, url_if_allowed, with_query
from talentpool.web.paging import page_of
from talentpool.web.working_date import asked_date, reference_date, working_date

bp = Blueprint("people", __name__, url_prefix="/people")


@dataclass(frozen=True)
class SortLinks:
    """What the header of a table needs: the column in force and the address of every other."""

    key: str
    descending: bool
    urls: dict[str, str]


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
@follows_date
def list_people() -> ResponseReturnValue:
    """People within reach, filtered and sorted as the address says."""
    state = read_state(
        request.args, tags=request.args.getlist("tag"), whole_numbers=may_look(current_actor())
    )
    asked = number_asked(state.query)
    if asked is not None:
        return redirect(_found_by(asked))
    own_views = list_views(current_actor().account_id)
    if asks_for_nothing() and own_views and own_views[0].is_default:
        return redirect(view_url(own_views[0]))
    return _list_page(state, own_views)


def _list_page(state: ListState, own_views: Sequence[SavedView]) -> ResponseReturnValue:
    scope, on = current_scope(), reference_date()
    columns = chosen_columns(request.args.getlist("col"))
    found = PeopleFound(scope=scope, on=on, wanted=state.filter, sorting=state.sorting)
    page = page_of(found.total, found.rows)
    return render_template(
        "people/list.html",
        page=page,
        rows=list_rows(page.items, on=on, with_tags=needs_tags(columns)),
        columns=columns,
        labels={one.key: _(one.column.label) for one in columns},
        all_columns=PEOPLE_COLUMNS,
        text_of=column_text,
        url_of=addresses("people.show_person", "person_id"),
        state=state,
        choices=list_choices(scope, on=on, tags=state.filter.tags, unit_id=state.filter.unit_id),
        sort=_sort_links(state),
        clear_url=None if state.filter.is_empty else clear_url(),
        usual_columns_url=list_url({"col": None, "view": "all"}) if columns != USUAL else None,
        kept=asked_pairs("page", "col", "view"),
        own_views=[(view, view_url(view)) for view in own_views],
        save_url=with_query(url_for("people.save_view", on=None), asked_pairs("page", "view")),
        bulk_url=_bulk_url(),
        notes=[*_odd_filters(state), *([town_note(scope=scope, on=on)] if asked_date() else [])],
        import_url=url_if_allowed("intake.list_batches"),
    )


def _odd_filters(state: ListState) -> list[str]:
    """Conditions of the address that nobody can fit, or that mean nothing: the list alone would not tell."""
    wanted, odd = state.filter, []
    if wanted.age_from is not None and wanted.age_to is not None and wanted.age_from > wanted.age_to:
        odd.append(
            _("年龄条件有误:下限%(least)s岁大于上限%(most)s岁", least=wanted.age_from, most=wanted.age_to)
        )
    if request.args.get("unit") and wanted.unit_id is None:
        odd.append(_("地址中的单位无法识别,没有按单位筛选"))
    return odd


def _bulk_url() -> str | None:
    """Where the chosen people are changed together: in the present only."""
    return (
        None if asked_date() not in (None, working_date().isoformat()) else url_if_allowed("people.edit_many")
    )


@bp.post("/search")
@requires(Permission.PEOPLE_VIEW)
@follows_date
def search() -> ResponseReturnValue:
    """The search of the page head: posted, so that a number typed into it stays out of every address."""
    query = request.form.get("q", "")
    asked = number_asked(query)
    return redirect(_found_by(asked) if asked else url_for("people.list_people", q=query.strip()))


def _found_by(asked: NumberAsked) -> str:
    """The list narrowed to a number; the whole list, told why, where a whole one may not be looked for."""
    refusal = put_on_record(asked, by=current_actor()) if asked.is_whole else None
    if refusal is None:
        return url_for("people.list_people", match=asked.match)
    flash(refusal, "error")
    return clear_url()


def _sort_links(state: ListState) -> SortLinks:
    current = state.sorting
    urls = {}
    for key in SortKey:
        turned = key is current.key and not current.descending
        value = f"-{key.value}" if turned else read_sorting(key.value).value
        office = value == SortKey.OFFICE
        urls[key.value] = list_url({"sort": None if office else value, "view": "all" if office else None})
    return SortLinks(key=current.key.value, descending=current.descending, urls=urls)


@bp.get("/<int:person_id>")
@requires(Permission.PEOPLE_VIEW)
@follows_date
def show_person(person_id: int) -> ResponseReturnValue:
    """One person as of the date of the page."""
    try:
        person = queries.get_person(person_id, scope=current_scope())
    except Missing:
        joined = find_joined(person_id, scope=current_scope())
        if joined is None:
            raise
        flash(_("“%(name)s”的重复档案已并入本档案,原地址转到这里", name=joined.name))
        return redirect(url_for("people.show_person", person_id=joined.person_id))
    return _person_page(person)


@bp.post("/<int:person_id>/reveal")
@requires(Permission.PEOPLE_UNMASK)
@follows_date
def reveal(person_id: int) -> ResponseReturnValue:
    """The same page with one masked number in full: told what for, and put on record."""
    person = queries.get_person(person_id, scope=current_scope())
    form = RevealForm()
    if not form.validate_on_submit():
        flash(_("没有显示号码:请选择查看的项目和用途"), "error")
        return _person_page(person, status=422)
    journal.note(
        "查看敏感信息",
        f"{person.name}(人员编号{person.id})",
        field=str(SECRETS[form.field.data]),
        purpose=RevealPurpose.labels()[form.purpose.data],
    )
    return _person_page(person, shown=form.field.data)


def _person_page(person: Person, *, shown: str | None = None, status: int = 200) -> Response:
    scope, on = current_scope(), reference_date()
    held = held_by([(person.id, person.unit_id)], on=on).get(person.id, NOTHING)
    there, career = sections_of(person), _career(person)
    former = _left(person) if "former" in there else None
    body = render_template(
        "people/show.html",
        person=person,
        held=held,
        age=age_of(person, on=on),
        nationality=NATIONALITIES.get(person.nationality or "", ""),
        status=status_on(person, on=on),
        schooling=[one for one in queries.list_schooling(person) if _finished(one)],
        tags=queries.list_tags(person),
        courses=list_courses_of(person.id, scope=scope, on=on) if "education" in there else (),
        career=career,
        development=read_development(person, scope=scope, on=on) if "development" in there else None,
        reaches=scope.reaches,
        former=former,
        former_reached=former is not None and scope.reaches(former.unit),
        may_leave=bool(career.events) and not held.titles,
        passed_on=list_passed_on(person, scope=scope, on=on) if "passed_on" in there else (),
        duties=queries.list_duties_held([person.id], on=on),
        changes=list_changes(person_id=person.id, scope=scope),
        secrets=_secrets(person, shown=shown),
        purposes=RevealPurpose.choices(),
        reveal_url=_reveal_url(person),
        unit_url=url_if_allowed("units.show_unit", unit_id=person.unit_id),
        reminders=_reminders(person),
    )
    return make_response(body, status)


def _left(person: Person) -> FormerCadre | None:
    """The record of him as a former cadre, where he had left by the day."""
    former = find_former_of(person)
    return former if former and former.left_on.first_day() <= reference_date() else None


def _reminders(person: Person) -> list[tuple[Reminder, str | None]]:
    """What is due of a person, on the page of the present only."""
    actor, on = current_actor(), working_date()
    if not actor.may(Permission.REMINDERS_USE) or reference_date() != on:
        return []
    found = list_reminders(whose_of(actor), on=on, person_id=person.id, most=20)
    return [(one, address_of(one)) for one in found]


def _finished(schooling: Schooling) -> bool:
    """Whether it was finished by the day; undated schooling counts as finished."""
    return schooling.finished_on is None or schooling.finished_on.first_day() <= reference_date()


def _career(person: Person) -> Career:
    rows = list_career(person, scope=current_scope(), on=reference_date())
    holdings = [
        Holding(
            unit_id=unit_id,
            unit=unit,
            title=title,
            since=appointment.started_on,
            known_from=appointment.known_from,
            until=appointment.ended_on,
            cause=appointment.end_cause,
            note=appointment.end_note,
            basis=appointment.basis,
        )
        for appointment, unit_id, unit, title in rows
    ]
    return career_on(holdings, on=reference_date())


def _reveal_url(person: Person) -> str | None:
    if not current_actor().may(Permission.PEOPLE_UNMASK):
        return None
    return url_for("people.reveal", person_id=person.id, on=request.args.get("on") or None)


def _secrets(person: Person, *, shown: str | None) -> dict[str, dict[str, str]]:
    """field → label, masked text, and the full one where it was asked for."""
    masks = {"id_number": mask_id_number, "phone": mask_phone}
    return {
        field: {
            "label": str(SECRETS[field]),
            "masked": mask(getattr(person, field) or ""),
            "shown": (getattr(person, field) or "") if field == shown else "",
        }
        for field, mask in masks.items()
    }
