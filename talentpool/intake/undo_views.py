"""Taking a batch back, and fetching the rows that were refused."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO

from flask import (
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo import what_stands_in_the_way
from talentpool.errors import Missing, RuleBroken
from talentpool.files.xlsx import XLSX_TYPE
from talentpool.intake import batches, keeping, queries, work
from talentpool.intake.batch_pages import batch_page, office_time
from talentpool.intake.blueprint import bp
from talentpool.models import IntakeBatch, UndoableAct
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web import journal


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
            return batch_page(batch, code=422, notice=";".join(broken.reasons))
        return _undo_page(batch, act, broken.reasons, code=422)
    journal.note("撤销导入", batches.names_of(batch), batch=batch.id)
    flash(_("已撤销这次导入,登记册恢复到导入以前"), "success")
    return redirect(url_for("intake.show_batch", batch_id=batch.id))


def _undo_page(
    batch: IntakeBatch, act: UndoableAct, obstacles: Sequence[str], *, code: int = 200
) -> Response:
    context = {"batch": batch, "act": act, "obstacles": obstacles, "at": office_time}
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
