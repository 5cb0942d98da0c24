"""Correcting how a sheet is read, and the layouts that are remembered of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from talentpool.errors import Missing, RuleBroken
from talentpool.intake import batches, memory, queries, work
from talentpool.intake.batch_pages import office_time, preview_and_show
from talentpool.intake.blueprint import bp
from talentpool.intake.columns_form import SheetLook, asked_reading, open_sheet, read_choices
from talentpool.intake.layout import SheetReading
from talentpool.intake.layouts_page import remembered_layouts
from talentpool.intake.preview_page import PreviewPage
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web import journal


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
    sent = request.form if request.method == "POST" else request.args
    told = asked_reading(sent, batches.options_of(batch), raw, file=kept.file)
    known = queries.list_unit_names(scope=current_scope())
    look = SheetLook(raw, file=kept.file, told=told, known_units=known)
    reasons: Sequence[str] = ()
    if request.method == "POST":
        reading, reasons = _sent_reading(look)
        if not reasons:
            try:
                work.must_be_idle(batch)
                batches.correct(batch, file=kept.file, sheet=kept.sheet, reading=reading)
                return preview_and_show(batch, said=_("已按更正重新核对,尚未写入登记册"))
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
    return make_response(render_template("intake/layouts.html", layouts=remembered_layouts(), at=office_time))


@bp.post("/layouts/<int:layout_id>/forget")
@requires(Permission.INTAKE_USE)
def forget_layout(layout_id: int) -> ResponseReturnValue:
    """Forget a layout: it is recognised anew the next time."""
    forgotten = memory.forget(layout_id)
    journal.note("忘记表头", str(forgotten.mapping.get("title", "")), layout=layout_id)
    flash(_("已忘记这种表头,下次导入时重新识别"))
    return redirect(url_for("intake.layouts"))
