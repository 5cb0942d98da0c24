"""One's own long work: how far it is, what came of it."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from talentpool.jobs import queries
from talentpool.security.gate import signed_in
from talentpool.web.working_date import HOME_ZONE

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("")
@signed_in
def list_jobs() -> ResponseReturnValue:
    """What one has asked for lately."""
    jobs = queries.list_own_jobs(account_id=current_user.account.id)
    return render_template("jobs/list.html", jobs=jobs, zone=HOME_ZONE)


@bp.get("/<int:job_id>")
@signed_in
def show_job(job_id: int) -> ResponseReturnValue:
    """One job; the page follows it by itself and may be left and found again."""
    job = queries.get_own_job(job_id, account_id=current_user.account.id)
    return render_template("jobs/show.html", job=job, zone=HOME_ZONE)


@bp.get("/<int:job_id>/state")
@signed_in
def tell_job(job_id: int) -> ResponseReturnValue:
    """The same as JSON for the page's script: {state, over, done, total, text}."""
    job = queries.get_own_job(job_id, account_id=current_user.account.id)
    text = f"{job.done} / {job.total}" if job.total else ""
    return jsonify(
        state=job.state.value,
        over=job.is_over,
        done=job.done,
        total=job.total,
        text=" ".join(filter(None, (_(job.state.label), text, job.doing))),
    )
