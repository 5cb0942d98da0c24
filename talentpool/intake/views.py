"""The pages of intake: hand in, look at the preview, answer, confirm or throw away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from talentpool.audit.undo import what_stands_in_the_way
from talentpool.errors import Missing, RuleBroken, UnreadableFile
from talentpool.files.xlsx import XLSX_TYPE
from talentpool.intake import batches, keeping, memory, queries, work
from talentpool.intake.columns_form import SheetLook, asked_reading, open_sheet, read_choices
from talentpool.intake.forms import AnswersForm, TakeInForm, UnitQuestion, UploadForm
from talentpool.intake.layout import SheetReading
from talentpool.intake.layouts_page import remembered_layouts
from talentpool.intake.options import Options
from talentpool.intake.preview_page import PreviewPage
from talentpool.intake.sources import Upload
from talentpool.models import IntakeBatch, UndoableAct
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web import journal
from talentpool.web.forms import add_reasons, page
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.transaction import keep_despite_refusal
from talentpool.web.working_date import HOME_ZONE, working_date

bp = Blueprint("intake", __name__, url_prefix="/intake")

MOST_UNITS_ASKED = 100
MOST_UNITS_OFFERED = 200


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
            batch = batches.keep_files(files, by=current_actor(), on=working_date(), at=datetime.now(UTC))
            return _preview_and_show(batch)
        except UnreadableFile as refusal:
            add_reasons(form, str(refusal).splitlines())
    return _list_page(form)


def _preview_and_show(batch: IntakeBatch, *, said: str = "") -> ResponseReturnValue:
    """Preview now what takes no time; what does goes on in the background."""
    if work.is_long(batch):
        return redirect(url_for("jobs.show_job", job_id=work.queue_preview(batch).id))
    batches.preview(batch, by=current_actor())
    if said:
        flash(said)
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


@bp.get("/<int:batch_id>")
@requires(Permission.INTAKE_USE)
def show_batch(batch_id: int) -> ResponseReturnValue:
    """The preview of a batch; once taken, what was done."""
    batch = queries.get_batch(batch_id, by=current_actor())
    return _batch_page(batch)


@bp.post("/<int:batch_id>/answers")
@requires(Permission.INTAKE_USE)
def answer(batch_id: int) -> ResponseReturnValue:
    """Keep the answers and preview anew."""
    batch = queries.get_batch(batch_id, by=current_actor())
    form = _answers_form(batch, PreviewPage(batch), typed=request.form)
    if form.validate_on_submit() and form.on.day is not None:
        try:
            work.must_be_idle(batch)
            batches.choose(
                batch,
                answers=form.answers if form.ask_again.data else batch.choices["answers"] | form.answers,
                create_units=bool(form.create_units.data),
                on=form.on.day,
                units=form.units,
            )
            return _preview_and_show(batch, said=_("已按回答重新核对,尚未写入登记册"))
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
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
        return _batch_page(batch, code=409, notice=str(changed))
    except RuleBroken as broken:
        return _batch_page(batch, code=422, notice=";".join(broken.reasons))
    journal.note("导入", batches.names_of(batch), batch=batch.id, **batch.counts)
    flash(_taken_message(batch), "success")
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
        return _batch_page(batch, code=422, notice=";".join(broken.reasons))
    journal.note("放弃导入", batches.names_of(batch), batch=batch.id)
    flash(_("已放弃这次导入,上传的文件已删除,登记册没有变化"))
    return redirect(url_for("intake.list_batches"))


@bp.get("/<int:batch_id>/undo")
@requires(Permission.INTAKE_USE)
def confirm_undo(batch_id: int) -> ResponseReturnValue:
    """What taking a batch back means, and what stands in the way."""
    batch = queries.get_batch(batch_id, by=current_actor())
    act = queries.find_act(batch)
    if batch.state != batches.TAKEN or act is None:
        raise Missing("这次导入没有写入任何内容,不需要撤销")
    obstacles = [] if work.is_long(batch) else what_stands_in_the_way(act.id)
    return _undo_page(batch, act, obstacles)


@bp.post("/<int:batch_id>/undo")
@requires(Permission.INTAKE_USE)
def undo(batch_id: int) -> ResponseReturnValue:
    """Take back everything that a batch wrote."""
    actor = current_actor()
    batch = queries.get_batch(batch_id, by=actor)
    try:
        work.must_be_idle(batch)
        if work.is_long(batch) and queries.find_act(batch) is not None:
            return redirect(url_for("jobs.show_job", job_id=work.queue_undoing(batch).id))
        batches.undo(batch, by=actor)
    except RuleBroken as broken:
        act = queries.find_act(batch)
        if act is None:
            return _batch_page(batch, code=422, notice=";".join(broken.reasons))
        return _undo_page(batch, act, broken.reasons, code=422)
    journal.note("撤销导入", batches.names_of(batch), batch=batch.id)
    flash(_("已撤销这次导入,登记册恢复到导入以前"), "success")
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


def _undo_page(
    batch: IntakeBatch, act: UndoableAct, obstacles: Sequence[str], *, code: int = 200
) -> Response:
    context = {"batch": batch, "act": act, "obstacles": obstacles, "at": _office_time}
    return make_response(render_template("intake/undo.html", **context), code)


@bp.post("/<int:batch_id>/refused")
@requires(Permission.INTAKE_USE)
def take_refused(batch_id: int) -> ResponseReturnValue:
    """The refused rows as a workbook: they hold numbers unmasked, so each time is noted."""
    actor = current_actor()
    batch = queries.get_batch(batch_id, by=actor)
    work.must_be_idle(batch)
    content = keeping.read_refused(batch, by=actor)
    stem = batch.files[0].name.rsplit(".", 1)[0] if batch.files else ""
    name = f"{stem}-退回的行.xlsx"
    journal.note("下载退回的行", name, batch=batch.id, sha256=sha256(content).hexdigest())
    return send_file(BytesIO(content), mimetype=XLSX_TYPE, as_attachment=True, download_name=name)


@bp.post("/<int:batch_id>/refused/wipe")
@requires(Permission.INTAKE_USE)
def wipe_refused(batch_id: int) -> ResponseReturnValue:
    """Wipe the refused rows once they are fetched."""
    batch = queries.get_batch(batch_id, by=current_actor())
    keeping.wipe_refused(batch)
    journal.note("删除退回的行", batches.names_of(batch), batch=batch.id)
    flash(_("退回的行已删除"))
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


@bp.route("/<int:batch_id>/sheets/<int:number>/columns", methods=["GET", "POST"])
@requires(Permission.INTAKE_USE)
def columns(batch_id: int, number: int) -> ResponseReturnValue:
    """How a sheet is read, to be corrected by choosing."""
    batch = queries.get_batch(batch_id, by=current_actor())
    sheets = PreviewPage(batch).sheets
    if batch.state != batches.PREVIEWED or not 1 <= number <= len(sheets):
        raise Missing("这次导入已经完成或放弃,不能再改列的识别")
    kept = sheets[number - 1]
    raw = open_sheet(batches.files_of(batch), file=kept.file, sheet=kept.sheet)
    told = asked_reading(request.values, batches.options_of(batch), raw, file=kept.file)
    known = queries.list_unit_names(scope=current_scope())
    look = SheetLook(raw, file=kept.file, told=told, known_units=known)
    reasons: Sequence[str] = ()
    if request.method == "POST":
        reading, reasons = _sent_reading(look)
        if not reasons:
            try:
                work.must_be_idle(batch)
                batches.correct(batch, file=kept.file, sheet=kept.sheet, reading=reading)
                return _preview_and_show(batch, said=_("已按更正重新核对,尚未写入登记册"))
            except RuleBroken as broken:
                reasons = broken.reasons
    context = {"batch": batch, "look": look, "number": number, "reasons": reasons, "sent": request.form}
    return make_response(render_template("intake/columns.html", **context), 422 if reasons else 200)


def _sent_reading(look: SheetLook) -> tuple[SheetReading | None, Sequence[str]]:
    form = FlaskForm()
    if not form.validate_on_submit():
        return None, [_("页面已过期,请重新提交")]
    if request.form.get("act") == "reset":
        return None, []
    return read_choices(request.form, look)


@bp.get("/layouts")
@requires(Permission.INTAKE_USE)
def layouts() -> ResponseReturnValue:
    """Layouts that somebody once explained, used when they come again."""
    return make_response(
        render_template("intake/layouts.html", layouts=remembered_layouts(), at=_office_time)
    )


@bp.post("/layouts/<int:layout_id>/forget")
@requires(Permission.INTAKE_USE)
def forget_layout(layout_id: int) -> ResponseReturnValue:
    """Forget a layout: it is recognised anew the next time."""
    forgotten = memory.forget(layout_id)
    journal.note("忘记表头", str(forgotten.mapping.get("title", "")), layout=layout_id)
    flash(_("已忘记这种表头,下次导入时重新识别"))
    return redirect(url_for("intake.layouts"))


def _handed_in(file: FileStorage) -> Upload:
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1].strip()
    return Upload(name or _("未命名文件"), file.read())


def _list_page(form: UploadForm) -> Response:
    listed = paginate(queries.select_batches(by=current_actor()), endpoint="intake.list_batches")
    acts = queries.acts_of(batch for (batch,) in listed.items)
    return page("intake/list.html", form=form, page=listed, acts=acts, at=_office_time)


def _batch_page(
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
            render_template("intake/waiting.html", batch=batch, job=job, at=_office_time), code
        )
    preview = PreviewPage(batch)
    failed = job if job is not None and job.state == "failed" and batch.state != batches.DISCARDED else None
    context: dict[str, Any] = {
        "batch": batch,
        "preview": preview,
        "at": _office_time,
        "notice": notice,
        "failed": failed,
        "refused": keeping.find_return(batch),
        "kept_days": keeping.KEPT.days,
    }
    if batch.state == batches.PREVIEWED:
        context["taking"] = taking or _take_form(batch, preview)
        context["answers"] = answers or _answers_form(batch, preview)
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


def _answers_form(batch: IntakeBatch, preview: PreviewPage, *, typed: Any = None) -> AnswersForm:
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
    )


def _unit_questions(preview: PreviewPage, chosen: Options) -> list[UnitQuestion]:
    """The names that no unit has, and those that were decided before."""
    asked = [
        UnitQuestion(unit.key, _named(unit.key), unit.rows, unit.unit.near, chosen.units.get(unit.key))
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
