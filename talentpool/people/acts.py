"""The pages that register a person and put his facts right."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import Person, Unit
from talentpool.people import queries, services
from talentpool.people.number_search import compared
from talentpool.people.person_form import PersonForm, form_data
from talentpool.people.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import own_tags
from talentpool.units.choices import unit_choices
from talentpool.units.queries import get_unit
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.links import asked_id, safe_target
from talentpool.web.working_date import working_date

FIELDS = "people/_fields.html"


@bp.route("/register", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def register_person() -> ResponseReturnValue:
    """Somebody the register does not have yet."""
    form = PersonForm(
        data={"unit": asked_id("unit"), "name": request.args.get("name", "")},
        units=unit_choices(scope=current_scope()),
        own_tags=own_tags(working_date()),
    )
    if _wants_another_row(form):
        return _register_page(form)
    if form.validate_on_submit():
        unit = get_unit(form.unit.data, scope=current_scope())
        person = carried_out(form, lambda: _register(form, unit))
        if person is not None:
            flash(_("%(name)s已登记", name=person.name), "success")
            return redirect(_after(person))
    return _register_page(form)


def _register(form: PersonForm, unit: Unit) -> Person | None:
    facts = form.facts()
    try:
        with compared(facts.id_number, by=current_actor()):
            return services.register_person(
                facts,
                unit=unit,
                schooling=form.schooling_facts(),
                tags=form.all_tags(),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
    except services.AlreadyRegistered as known:
        raise _with_links(known, [known.person]) from known
    except services.LooksRegistered as known:
        form.doubts = (*known.reasons, *_links(known.people))
        db.session.rollback()
        return None


def _with_links(refused: RuleBroken, people: list[Person]) -> RuleBroken:
    return RuleBroken([*refused.reasons, *_links(people)])


def _links(people: Any) -> list[str]:
    """“查看 …”, for those within reach."""
    scope = current_scope()
    return [
        Markup('<a href="{}">{}</a>').format(
            url_for("people.show_person", person_id=one.id), _("查看已登记的%(name)s", name=one.name)
        )
        for one in people
        if scope.reaches(one.unit)
    ]


def _after(person: Person) -> str:
    """Back to the form that wanted somebody new, else to the person's page."""
    target = safe_target(request.args.get("next"))
    if target:
        mark = "&" if "?" in target else "?"
        return f"{target}{mark}person={person.id}"
    return url_for("people.show_person", person_id=person.id)


def _wants_another_row(form: PersonForm) -> bool:
    if request.method == "POST" and "another_row" in request.form:
        form.schooling.append_entry()
        return True
    return False


def _register_page(form: PersonForm) -> ResponseReturnValue:
    page = ActPage(
        heading=_("登记人员"),
        word=_("登记"),
        back_url=safe_target(request.args.get("next")) or url_for("people.list_people"),
        crumbs=[(_("干部"), url_for("people.list_people"))],
        summary=_("登记个人信息;担任的职务登记后再录入"),
    )
    return act_page(form, page, fields=FIELDS, numbers={})


@bp.route("/<int:person_id>/correct", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def correct_person(person_id: int) -> ResponseReturnValue:
    """All facts of somebody registered."""
    person = queries.get_person(person_id, scope=current_scope())
    get_unit(person.unit_id, scope=current_scope())
    own = own_tags(working_date())
    schooling, tags = queries.list_schooling(person), queries.list_tags(person)
    data = form_data(person, schooling=schooling, tags=tags, own_tags=own)
    units = unit_choices(scope=current_scope(), also=person.unit_id)
    form = open_edit(PersonForm, person, data, units=units, own_tags=own)
    back_url = url_for("people.show_person", person_id=person.id)
    if _wants_another_row(form):
        return _correct_page(form, person)
    if stale(form, person):
        return conflict_answer(form, person, title=person.name, back_url=back_url)
    if form.validate_on_submit():
        unit = get_unit(form.unit.data, scope=current_scope())
        if carried_out(form, lambda: _correct(form, person, unit)):
            flash(_("%(name)s的信息已更正", name=person.name), "success")
            return redirect(back_url)
    return _correct_page(form, person)


def _correct(form: PersonForm, person: Person, unit: Unit) -> bool:
    facts = form.facts(person)
    another = facts.id_number if facts.id_number != person.id_number else None
    try:
        with compared(another, by=current_actor()):
            services.correct_person(
                person,
                facts,
                unit=unit,
                schooling=form.schooling_facts(),
                tags=form.all_tags(),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
    except services.AlreadyRegistered as known:
        raise _with_links(known, [known.person]) from known
    except services.LooksRegistered as known:
        form.doubts = (*known.reasons, *_links(known.people))
        db.session.rollback()
        return False
    return True


def _correct_page(form: PersonForm, person: Person) -> ResponseReturnValue:
    back_url = url_for("people.show_person", person_id=person.id)
    page = ActPage(
        heading=_("更正%(name)s的信息", name=person.name),
        word=_("保存更正"),
        back_url=back_url,
        crumbs=[(_("干部"), url_for("people.list_people")), (person.name, back_url)],
        summary=_("原来的内容留在变更记录里"),
    )
    numbers = {
        "id_number": mask_id_number(person.id_number or ""),
        "phone": mask_phone(person.phone or ""),
    }
    return act_page(form, page, fields=FIELDS, numbers={key: text for key, text in numbers.items() if text})
