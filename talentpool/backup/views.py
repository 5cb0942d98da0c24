"""The system administrator's page of backups: what there is, what failed, one more now, how long they are kept."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.backup import places, queries, services, work
from talentpool.backup.forms import PolicyForm
from talentpool.backup.rules import Policy
from talentpool.errors import RuleBroken
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.working_date import HOME_ZONE

bp = Blueprint("backup", __name__, url_prefix="/backups")


@bp.get("")
@requires(Permission.BACKUPS_MANAGE)
def list_backups() -> ResponseReturnValue:
    """What there is, and what must be done."""
    now = datetime.now(UTC)
    state = queries.backup_state(at=now)
    return render_template(
        "backup/list.html",
        state=state,
        lines=[] if state.fault else queries.list_backups(),
        failures=queries.list_failures(at=now),
        proved=queries.proved_at(at=now),
        policy=queries.find_policy(),
        folder=places.path(),
        zone=HOME_ZONE,
    )


@bp.post("")
@requires(Permission.BACKUPS_MANAGE)
def start_backup() -> ResponseReturnValue:
    """One more, now, in the background."""
    try:
        job = work.start_now(by=current_actor())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
        return redirect(url_for("backup.list_backups"))
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.route("/policy", methods=["GET", "POST"])
@requires(Permission.BACKUPS_MANAGE)
def change_policy() -> ResponseReturnValue:
    """When and how many."""
    form, back = PolicyForm(data=queries.find_policy().as_kept()), url_for("backup.list_backups")
    if form.validate_on_submit() and carried_out(form, lambda: _change(form)):
        flash(_("备份安排已变更"), "success")
        return redirect(back)
    act = ActPage(
        heading=_("备份安排"),
        word=_("变更备份安排"),
        back_url=back,
        crumbs=((_("备份"), back),),
        summary=_("多出的备份在下一次备份成功后删除;最新的一份总是保留"),
    )
    return act_page(form, act)


def _change(form: PolicyForm) -> Policy:
    policy = Policy(**{name: form[name].data for name in Policy().as_kept()})
    services.set_policy(policy)
    return policy
