"""What the pages of a batch are made of, whoever asks for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import (
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from talentpool.intake import batches, keeping, queries, work
from talentpool.intake.answers_form import AnswersForm, UnitQuestion, word_questions
from talentpool.intake.forms import TakeInForm, UploadForm
from talentpool.intake.options import Options
from talentpool.intake.preview_page import PreviewPage
from talentpool.models import IntakeBatch
from talentpool.security.actor import current_actor, current_scope
from talentpool.web.forms import page
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import HOME_ZONE

MOST_UNITS_ASKED = 100
MOST_UNITS_OFFERED = 200


def preview_and_show(batch: IntakeBatch, *, said: str = "") -> ResponseReturnValue:
    """Preview now what takes no time; what does goes on in the background."""
    if work.is_long(batch):
        return redirect(url_for("jobs.show_job", job_id=work.queue_preview(batch).id))
    batches.preview(batch, by=current_actor())
    if said:
        flash(said)
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


def list_page(form: UploadForm) -> Response:
    listed = paginate(queries.select_batches(by=current_actor()), endpoint="intake.list_batches")
    acts = queries.acts_of(batch for (batch,) in listed.items)
    return page("intake/list.html", form=form, page=listed, acts=acts, at=office_time)


def batch_page(
    batch: IntakeBatch,
    *,
    answers: AnswersForm | None = None,
    taking: TakeInForm | None = None,
    code: int = 200,
    notice: str = "",
) -> Response:
    job = work.find_job(batch)
    if work.is_busy(job) or (batch.state == batches.PREVIEWED and not batch.digest):
        return make_response(
            render_template("intake/waiting.html", batch=batch, job=job, at=office_time), code
        )
    preview = PreviewPage(batch)
    failed = job if job is not None and job.state == "failed" and batch.state != batches.DISCARDED else None
    context: dict[str, Any] = {
        "batch": batch,
        "preview": preview,
        "at": office_time,
        "notice": notice,
        "failed": failed,
        "refused": keeping.find_return(batch),
        "kept_days": keeping.kept_for(datetime.now(UTC)).days,
    }
    if batch.state == batches.PREVIEWED:
        context["taking"] = taking or take_form(batch, preview)
        context["answers"] = answers or answers_form(batch, preview)
    else:
        people, people_total = queries.list_touched_people(batch, scope=current_scope())
        context |= {
            "act": queries.find_act(batch),
            "units": queries.list_touched_units(batch, scope=current_scope()),
            "people": people,
            "people_total": people_total,
            "unit_url": lambda unit_id: url_if_allowed("units.show_unit", unit_id=unit_id),
            "person_url": lambda person_id: url_if_allowed("people.show_person", person_id=person_id),
        }
    return make_response(render_template("intake/show.html", **context), code)


def answers_form(batch: IntakeBatch, preview: PreviewPage, *, typed: Any = None) -> AnswersForm:
    chosen = batches.options_of(batch)
    units = _unit_questions(preview, chosen)
    scope = current_scope()
    return AnswersForm.ask(
        preview.questions,
        typed=typed,
        on=chosen.on,
        create_units=chosen.create_units,
        units=units,
        known=queries.list_base_units(scope=scope, limit=MOST_UNITS_OFFERED) if units else (),
        townships=queries.list_townships(scope=scope) if units else (),
        words=word_questions(preview.doubts, chosen.answers),
    )


def _unit_questions(preview: PreviewPage, chosen: Options) -> list[UnitQuestion]:
    """The names that no unit has, and those that were decided before."""
    asked = [
        UnitQuestion(
            unit.key,
            _named(unit.key),
            unit.rows,
            unit.unit.near,
            chosen.units.get(unit.key),
            unit.unit.may_register,
        )
        for unit in preview.unknown_units
    ]
    open_keys = {unit.key for unit in asked}
    decided = [
        UnitQuestion(key, _named(key), 0, (), choice)
        for key, choice in chosen.units.items()
        if key not in open_keys
    ]
    return [*asked, *decided][:MOST_UNITS_ASKED]


def _named(key: str) -> str:
    return key.removeprefix("/").replace("/", " ", 1)


def take_form(batch: IntakeBatch, preview: PreviewPage, *, typed: Any = None) -> TakeInForm:
    return TakeInForm.offer(
        preview.missing,
        digest=batch.digest,
        typed=typed,
        on=_stated_on(preview) or batches.options_of(batch).on,
    )


def _stated_on(preview: PreviewPage) -> date | None:
    days = [sheet.stated_on for sheet in preview.sheets if sheet.missing and sheet.stated_on]
    return date.fromisoformat(max(days)) if days else None


def office_time(moment: datetime | None) -> str:
    return moment.astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""
