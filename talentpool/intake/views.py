"""The pages of intake: hand in, look at the preview, answer, confirm or throw away."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import (
    flash,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.intake import batches, columns_views, queries, undo_views, work
from talentpool.intake.batch_pages import answers_form, batch_page, list_page, preview_and_show, take_form
from talentpool.intake.blueprint import bp
from talentpool.intake.forms import UploadForm
from talentpool.intake.preview_page import PreviewPage
from talentpool.intake.report import taken_message
from talentpool.intake.sources import Upload
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web import journal
from talentpool.web.bounds import takes_files
from talentpool.web.forms import add_reasons
from talentpool.web.transaction import keep_despite_refusal
from talentpool.web.working_date import working_date

__all__ = ["bp", "columns_views", "undo_views"]  # the others add their pages to the blueprint


@bp.get("")
@requires(Permission.INTAKE_USE)
def list_batches() -> ResponseReturnValue:
    """Hand files in; what was handed in before."""
    return list_page(UploadForm())


@bp.post("/upload")
@requires(Permission.INTAKE_USE)
@takes_files
def upload() -> ResponseReturnValue:
    """Read the files and show what they would change; nothing is written to the register."""
    form = UploadForm()
    if form.validate_on_submit():
        files = [_handed_in(file) for file in form.files.data]
        try:
            batch = batches.keep_files(files, by=current_actor(), on=working_date(), at=datetime.now(UTC))
            journal.note("上传导入文件", batches.names_of(batch), batch=batch.id)
            return preview_and_show(batch)
        except UnreadableFile as refusal:
            add_reasons(form, str(refusal).splitlines())
    return list_page(form)


@bp.get("/<int:batch_id>")
@requires(Permission.INTAKE_USE)
def show_batch(batch_id: int) -> ResponseReturnValue:
    """The preview of a batch; once taken, what was done."""
    batch = queries.get_batch(batch_id, by=current_actor())
    return batch_page(batch)


@bp.post("/<int:batch_id>/answers")
@requires(Permission.INTAKE_USE)
def answer(batch_id: int) -> ResponseReturnValue:
    """Keep the answers and preview anew."""
    batch = queries.get_batch(batch_id, by=current_actor())
    form = answers_form(batch, PreviewPage(batch), typed=request.form)
    if form.validate_on_submit() and form.on.day is not None:
        try:
            work.must_be_idle(batch)
            batches.choose(
                batch,
                answers=form.joined_to(batch.choices["answers"]),
                create_units=bool(form.create_units.data),
                on=form.on.day,
                units=form.units,
            )
            return preview_and_show(batch, said=_("已按回答重新核对,尚未写入登记册"))
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
    return batch_page(batch, answers=form, code=422)


@bp.post("/<int:batch_id>/take-in")
@requires(Permission.INTAKE_USE)
def take_in(batch_id: int) -> ResponseReturnValue:
    """Write what the preview told, in the way confirmed."""
    actor = current_actor()
    batch = queries.get_batch(batch_id, by=actor)
    form = take_form(batch, PreviewPage(batch), typed=request.form)
    if not form.is_complete():
        return batch_page(batch, taking=form, code=422)
    digest, valid_only = request.form.get("digest", ""), form.rows.data == "valid"
    try:
        work.must_be_idle(batch)
        if work.is_long(batch) and batch.state == batches.PREVIEWED and digest == batch.digest:
            job = work.queue_taking_in(batch, digest=digest, valid_rows_only=valid_only, endings=form.chosen)
            return redirect(url_for("jobs.show_job", job_id=job.id))
        batches.take_in(
            batch,
            digest=digest,
            valid_rows_only=valid_only,
            endings=form.chosen,
            by=actor,
            at=datetime.now(UTC),
        )
    except batches.PreviewChanged as changed:
        keep_despite_refusal()
        return batch_page(batch, code=409, notice=str(changed))
    except RuleBroken as broken:
        return batch_page(batch, code=422, notice=";".join(broken.reasons))
    journal.note("导入", batches.names_of(batch), batch=batch.id, **batch.counts)
    flash(taken_message(batch.counts), "success")
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


@bp.post("/<int:batch_id>/discard")
@requires(Permission.INTAKE_USE)
def discard(batch_id: int) -> ResponseReturnValue:
    """Throw the files away."""
    batch = queries.get_batch(batch_id, by=current_actor())
    try:
        work.must_be_idle(batch)
        batches.discard(batch, at=datetime.now(UTC))
    except RuleBroken as broken:
        return batch_page(batch, code=422, notice=";".join(broken.reasons))
    journal.note("放弃导入", batches.names_of(batch), batch=batch.id)
    flash(_("已放弃这次导入,上传的文件已删除,登记册没有变化"))
    return redirect(url_for("intake.list_batches"))


def _handed_in(file: FileStorage) -> Upload:
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1].strip()
    return Upload(name or _("未命名文件"), file.read())
