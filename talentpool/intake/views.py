"""The pages of intake: hand in, look at the preview, answer, confirm or throw away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.intake import batches, queries
from talentpool.intake.forms import AnswersForm, TakeInForm, UploadForm
from talentpool.intake.preview_page import PreviewPage
from talentpool.intake.sources import Upload
from talentpool.models import IntakeBatch
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.forms import add_reasons, page
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.transaction import keep_despite_refusal
from talentpool.web.working_date import HOME_ZONE, working_date

bp = Blueprint("intake", __name__, url_prefix="/intake")


@bp.get("")
@requires(Permission.INTAKE_USE)
def list_batches() -> ResponseReturnValue:
    """Hand files in; what was handed in before."""
    return _list_page(UploadForm())


@bp.post("/upload")
@requires(Permission.INTAKE_USE)
def upload() -> ResponseReturnValue:
    """Read the files and show what they would change; nothing is written to the register."""
    form = UploadForm()
    if form.validate_on_submit():
        files = [_handed_in(file) for file in form.files.data]
        try:
            batch = batches.hand_in(files, by=current_actor(), on=working_date(), at=datetime.now(UTC))
        except UnreadableFile as refusal:
            add_reasons(form, str(refusal).splitlines())
        else:
            return redirect(url_for("intake.show_batch", batch_id=batch.id))
    return _list_page(form)


@bp.get("/<int:batch_id>")
@requires(Permission.INTAKE_USE)
def show_batch(batch_id: int) -> ResponseReturnValue:
    """The preview of a batch; once taken, what was done."""
    return _batch_page(queries.get_batch(batch_id, by=current_actor()))


@bp.post("/<int:batch_id>/answers")
@requires(Permission.INTAKE_USE)
def answer(batch_id: int) -> ResponseReturnValue:
    """Keep the answers and preview anew."""
    actor = current_actor()
    batch = queries.get_batch(batch_id, by=actor)
    form = _answers_form(batch, PreviewPage(batch), typed=request.form)
    if form.validate_on_submit() and form.on.day is not None:
        try:
            batches.answer(
                batch,
                answers=form.answers if form.ask_again.data else batch.choices["answers"] | form.answers,
                create_units=bool(form.create_units.data),
                on=form.on.day,
                by=actor,
            )
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            flash(_("已按回答重新核对,尚未写入登记册"))
            return redirect(url_for("intake.show_batch", batch_id=batch.id))
    return _batch_page(batch, answers=form, code=422)


@bp.post("/<int:batch_id>/take-in")
@requires(Permission.INTAKE_USE)
def take_in(batch_id: int) -> ResponseReturnValue:
    """Write what the preview told, in the way confirmed."""
    actor = current_actor()
    batch = queries.get_batch(batch_id, by=actor)
    form = _take_form(batch, PreviewPage(batch), typed=request.form)
    if not form.is_complete():
        return _batch_page(batch, taking=form, code=422)
    try:
        batches.take_in(
            batch,
            digest=request.form.get("digest", ""),
            valid_rows_only=form.rows.data == "valid",
            endings=form.chosen,
            by=actor,
            at=datetime.now(UTC),
        )
    except batches.PreviewChanged as changed:
        keep_despite_refusal()
        return _batch_page(batch, code=409, notice=str(changed))
    except RuleBroken as broken:
        return _batch_page(batch, code=422, notice=";".join(broken.reasons))
    flash(_taken_message(batch), "success")
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


@bp.post("/<int:batch_id>/discard")
@requires(Permission.INTAKE_USE)
def discard(batch_id: int) -> ResponseReturnValue:
    """Throw the files away."""
    batch = queries.get_batch(batch_id, by=current_actor())
    try:
        batches.discard(batch, at=datetime.now(UTC))
    except RuleBroken as broken:
        return _batch_page(batch, code=422, notice=";".join(broken.reasons))
    flash(_("已放弃这次导入,上传的文件已删除,登记册没有变化"))
    return redirect(url_for("intake.list_batches"))


def _handed_in(file: FileStorage) -> Upload:
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1].strip()
    return Upload(name or _("未命名文件"), file.read())


def _list_page(form: UploadForm) -> Response:
    listed = paginate(queries.select_batches(by=current_actor()), endpoint="intake.list_batches")
    return page("intake/list.html", form=form, page=listed, at=_office_time)


def _batch_page(
    batch: IntakeBatch,
    *,
    answers: AnswersForm | None = None,
    taking: TakeInForm | None = None,
    code: int = 200,
    notice: str = "",
) -> Response:
    preview = PreviewPage(batch)
    context: dict[str, Any] = {"batch": batch, "preview": preview, "at": _office_time, "notice": notice}
    if batch.state == batches.PREVIEWED:
        context["taking"] = taking or _take_form(batch, preview)
        context["answers"] = answers or _answers_form(batch, preview)
    else:
        people, people_total = queries.list_touched_people(batch, scope=current_scope())
        context |= {
            "units": queries.list_touched_units(batch, scope=current_scope()),
            "people": people,
            "people_total": people_total,
            "unit_url": lambda unit_id: url_if_allowed("units.show_unit", unit_id=unit_id),
            "person_url": lambda person_id: url_if_allowed("people.show_person", person_id=person_id),
        }
    return make_response(render_template("intake/show.html", **context), code)


def _answers_form(batch: IntakeBatch, preview: PreviewPage, *, typed: Any = None) -> AnswersForm:
    chosen = batches.options_of(batch)
    return AnswersForm.ask(preview.questions, typed=typed, on=chosen.on, create_units=chosen.create_units)


def _take_form(batch: IntakeBatch, preview: PreviewPage, *, typed: Any = None) -> TakeInForm:
    return TakeInForm.offer(
        preview.missing,
        digest=batch.digest,
        typed=typed,
        on=_stated_on(preview) or batches.options_of(batch).on,
    )


def _stated_on(preview: PreviewPage) -> date | None:
    days = [sheet.stated_on for sheet in preview.sheets if sheet.missing and sheet.stated_on]
    return date.fromisoformat(max(days)) if days else None


def _taken_message(batch: IntakeBatch) -> str:
    counts = batch.counts
    message: str = _(
        "导入完成:新增%(new)s行,变更%(changed)s行,未变%(unchanged)s行",
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
    )
    left_out = counts["refused"] + counts["question"]
    if left_out:
        message += _(",未导入%(left_out)s行", left_out=left_out)
    if counts.get("ended"):
        message += _(",结束任职%(ended)s人", ended=counts["ended"])
    return message


def _office_time(moment: datetime | None) -> str:
    return moment.astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""
