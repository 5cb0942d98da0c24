"""The pages that enter and correct tempering tasks and postings."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.development.acts import data_of
from talentpool.development.forms import CorrectPostingForm, CorrectTaskForm, PostingForm, TaskForm
from talentpool.development.records import get_posting, get_task
from talentpool.development.services import PostingFacts, TaskFacts, state_posting, state_task
from talentpool.development.views import bp
from talentpool.models import Person
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import offer_people, only_looks, register_url
from talentpool.posts.forms import offering_units
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit
from talentpool.vocabulary import TaskKind
from talentpool.web.acts import ActPage, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date


@bp.route("/tasks/add", methods=["GET", "POST"], endpoint="add_task")
@requires(Permission.DEVELOPMENT_EDIT)
def add_a_task() -> ResponseReturnValue:
    """Somebody is tempered in a piece of work."""
    asked = _asked_person()
    form = TaskForm(data={"person": asked.id if asked else None, "kind": TaskKind.KEY_WORK})
    offer_people(form, unit_id=None)
    if not only_looks() and form.validate_on_submit():
        person = get_person(form.person.data, scope=current_scope())

        def act() -> bool:
            state_task(person, _told(form, TaskFacts), by=current_actor(), on=working_date())
            return True

        if carried_out(form, act):
            flash(_("%(name)s的实践锻炼已登记", name=person.name), "success")
            return redirect(_back(asked, "development.list_tasks"))
    page = _page(_("登记实践锻炼"), _("登记实践锻炼"), _back(asked, "development.list_tasks"))
    return act_page(form, page, fields="development/_picked.html", register_url=register_url())


@bp.route("/tasks/<int:task_id>/correct", methods=["GET", "POST"], endpoint="correct_task")
@requires(Permission.DEVELOPMENT_EDIT)
def correct_a_task(task_id: int) -> ResponseReturnValue:
    """A task: ended with its result, put right or struck."""
    task = get_task(task_id, scope=current_scope())
    form = open_edit(CorrectTaskForm, task, data_of(task, TaskFacts))
    heading = _("%(name)s的实践锻炼", name=task.person.name)
    page = _page(heading, _("保存"), url_for("development.list_tasks"), summary=task.name)

    def act() -> None:
        remove = bool(form.remove.data)
        told = _told(form, TaskFacts)
        state_task(task.person, told, row=task, remove=remove, by=current_actor(), on=working_date())

    return edit_answer(form, task, page, act, done=_("实践锻炼已保存"))


@bp.route("/postings/add", methods=["GET", "POST"], endpoint="add_posting")
@requires(Permission.DEVELOPMENT_EDIT)
def add_a_posting() -> ResponseReturnValue:
    """Somebody is sent to a unit."""
    asked = _asked_person()
    base = offering_units(PostingForm, scope=current_scope())
    form = base(data={"person": asked.id if asked else None, "unit": asked_id("unit")})
    offer_people(form, unit_id=None)
    if not only_looks() and form.validate_on_submit():
        person = get_person(form.person.data, scope=current_scope())
        unit = get_unit(form.unit.data, scope=current_scope())

        def act() -> bool:
            told = _told(form, PostingFacts)
            state_posting(person, told, unit=unit, by=current_actor(), on=working_date())
            return True

        if carried_out(form, act):
            flash(_("%(name)s的选派已登记", name=person.name), "success")
            return redirect(_back(asked, "development.list_postings"))
    page = _page(_("登记选派"), _("登记选派"), _back(asked, "development.list_postings"))
    return act_page(form, page, fields="development/_picked.html", register_url=register_url())


@bp.route("/postings/<int:posting_id>/correct", methods=["GET", "POST"], endpoint="correct_posting")
@requires(Permission.DEVELOPMENT_EDIT)
def correct_a_posting(posting_id: int) -> ResponseReturnValue:
    """A posting: ended with its result, put right or struck."""
    posting = get_posting(posting_id, scope=current_scope())
    base = offering_units(CorrectPostingForm, scope=current_scope(), also=posting.unit_id)
    form = open_edit(base, posting, data_of(posting, PostingFacts) | {"unit": posting.unit_id})
    heading = _("%(name)s的选派", name=posting.person.name)
    page = _page(heading, _("保存"), url_for("development.list_postings"), summary=posting.duty)

    def act() -> None:
        state_posting(
            posting.person,
            _told(form, PostingFacts),
            unit=get_unit(form.unit.data, scope=current_scope()),
            row=posting,
            remove=bool(form.remove.data),
            by=current_actor(),
            on=working_date(),
        )

    return edit_answer(form, posting, page, act, done=_("选派已保存"))


def _asked_person() -> Person | None:
    person_id = asked_id("person")
    return get_person(person_id, scope=current_scope()) if person_id is not None else None


def _back(person: Person | None, endpoint: str) -> str:
    if person is not None:
        return url_for("people.show_person", person_id=person.id)
    return url_for(endpoint)


def _page(heading: str, word: str, back_url: str, *, summary: str = "") -> ActPage:
    crumbs = [(_("培训锻炼"), url_for("development.list_trainings"))]
    return ActPage(heading=heading, word=word, back_url=back_url, crumbs=crumbs, summary=summary)


def _told(form: Any, facts: Any) -> Any:
    """What the form tells; a text that was left out is the empty one."""
    texts = ("duty", "document", "evidence", "name")
    values = {name: form[name].data for name in facts.__dataclass_fields__}
    return facts(**{name: (value or "") if name in texts else value for name, value in values.items()})
