"""The lists of trainings, tasks and postings, and one training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.development.ledger import (
    POSTINGS,
    TASKS,
    TRAININGS,
    posting_rows,
    task_rows,
    training_rows,
)
from talentpool.development.listing import (
    read_filter,
    select_places,
    select_postings,
    select_tasks,
    select_trainings,
)
from talentpool.development.records import get_training, list_sessions
from talentpool.extensions import db
from talentpool.people.queries import select_unit_choices
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.sheets import Ledger, Row
from talentpool.units.naming import names_on
from talentpool.vocabulary import TaskKind, TaskResult
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import Page, paginate
from talentpool.web.working_date import asked_date, reference_date

bp = Blueprint("development", __name__, url_prefix="/development")


@bp.get("")
@requires(Permission.DEVELOPMENT_VIEW)
@follows_date
def list_trainings() -> ResponseReturnValue:
    """Trainings begun by the day, the latest first."""
    on = reference_date()
    page = paginate(select_trainings(scope=current_scope(), on=on, wanted=read_filter(request.args)))
    urls = [url_for("development.show_training", training_id=training.id) for training, *_rest in page.items]
    return _list("development.list_trainings", TRAININGS, page, training_rows(page.items, on=on), urls)


@bp.get("/tasks")
@requires(Permission.DEVELOPMENT_VIEW)
@follows_date
def list_tasks() -> ResponseReturnValue:
    """Tempering tasks begun by the day, in office order."""
    on = reference_date()
    page = paginate(select_tasks(scope=current_scope(), on=on, wanted=read_filter(request.args)))
    urls = [
        url_if_allowed("development.correct_task", task_id=task.id) or _person_url(person.id)
        for task, person, _unit in page.items
    ]
    return _list("development.list_tasks", TASKS, page, task_rows(page.items, on=on), urls)


@bp.get("/postings")
@requires(Permission.DEVELOPMENT_VIEW)
@follows_date
def list_postings() -> ResponseReturnValue:
    """Postings begun by the day, in office order."""
    on = reference_date()
    page = paginate(select_postings(scope=current_scope(), on=on, wanted=read_filter(request.args)))
    urls = [
        url_if_allowed("development.correct_posting", posting_id=posting.id) or _person_url(person.id)
        for posting, person, _unit in page.items
    ]
    return _list("development.list_postings", POSTINGS, page, posting_rows(page.items, on=on), urls)


def _person_url(person_id: int) -> str | None:
    return url_if_allowed("people.show_person", person_id=person_id)


ADD = {
    "development.list_trainings": "development.open_training",
    "development.list_tasks": "development.add_task",
    "development.list_postings": "development.add_posting",
}
"""List → where a new row of it is entered."""


def _list(
    here: str, ledger: Ledger, page: Page, rows: Sequence[Row], urls: Sequence[str | None]
) -> ResponseReturnValue:
    on, scope = reference_date(), current_scope()
    wanted, names = read_filter(request.args), names_on(on)
    units = db.session.execute(select_unit_choices(scope=scope, also=wanted.unit_id))
    return render_template(
        "development/list.html",
        here=here,
        ledger=ledger,
        page=page,
        rows=rows,
        urls=urls,
        wanted=wanted,
        units=[(unit_id, names.unit(unit_id, name)) for unit_id, name in units],
        kinds=[(one.value, _(one.label)) for one in TaskKind],
        results=[(one.value, _(one.label)) for one in TaskResult],
        years=[(year, str(year)) for year in range(on.year, on.year - 10, -1)],
        on=on,
        clear_url=url_for(here, on=asked_date()) if wanted else None,
        add_url=url_if_allowed(ADD[here]),
    )


@bp.get("/trainings/<int:training_id>")
@requires(Permission.DEVELOPMENT_VIEW)
@follows_date
def show_training(training_id: int) -> ResponseReturnValue:
    """One training: sessions, who takes part, hours and results."""
    scope, on = current_scope(), reference_date()
    training = get_training(training_id, scope=scope)
    places: Sequence[Any] = db.session.execute(select_places(training, scope=scope, on=on)).all()
    return render_template(
        "development/show.html",
        training=training,
        sessions=list_sessions(training),
        places=places,
        on=on,
        may_edit=current_actor().may(Permission.DEVELOPMENT_EDIT),
    )
