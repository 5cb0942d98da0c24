"""The audit log and the journal of events, for the auditor; the history of a record; whether the logs are whole."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from talentpool.audit import checks, history, log
from talentpool.audit.ledger import JOURNAL, LOG
from talentpool.audit.queries import lines_of
from talentpool.audit.words import act_label, table_label
from talentpool.errors import Missing
from talentpool.exports.answer import answer_with
from talentpool.exports.services import take_list
from talentpool.jobs.services import enqueue
from talentpool.models import AuditEntry, JournalEntry
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.links import asked_pairs, with_query
from talentpool.web.steps import count_up_to, step_through
from talentpool.web.working_date import today
from talentpool.wording import say

bp = Blueprint("audit", __name__, url_prefix="/audit")
LEDGERS = {ledger.slug: ledger for ledger in (LOG, JOURNAL)}


@bp.get("")
@requires(Permission.AUDIT_VIEW)
def list_entries() -> ResponseReturnValue:
    """What was changed: by whom, when, in which act."""
    wanted = log.read_filter(request.args)
    statement = log.select_log(wanted, scope=None)
    step = step_through(statement, AuditEntry.id)
    return render_template(
        "audit/entries.html",
        step=step,
        counted=count_up_to(statement),
        lines=history.linked(lines_of(step.items), endpoint="audit.show_record"),
        wanted=wanted,
        acts=[(act, act_label(act)) for act in log.list_acts()],
        tables=[(table, table_label(table)) for table in log.list_tables()],
        clear_url=None if wanted.is_empty else url_for("audit.list_entries"),
        take_url=_take_url(LOG.slug),
    )


@bp.get("/events")
@requires(Permission.AUDIT_VIEW)
def list_events() -> ResponseReturnValue:
    """What happened besides: sign-ins, refusals, downloads, looks at masked numbers."""
    wanted = log.read_filter(request.args)
    statement = log.select_journal(wanted)
    step = step_through(statement, JournalEntry.id)
    return render_template(
        "audit/events.html",
        step=step,
        counted=count_up_to(statement),
        lines=[log.event_line(row[0]) for row in step.items],
        wanted=wanted,
        kinds=[(kind, _(kind)) for kind in log.list_event_kinds()],
        clear_url=None if wanted.is_empty else url_for("audit.list_events"),
        take_url=_take_url(JOURNAL.slug),
    )


@bp.get("/records/<table>/<int:record_id>")
@requires(Permission.AUDIT_VIEW)
def show_record(table: str, record_id: int) -> ResponseReturnValue:
    """The history of one record, whoever's it is."""
    return render_template(
        "audit/record.html",
        record=history.read_record(table, record_id, scope=None, endpoint="audit.show_record"),
        back=(url_for("audit.list_entries"), _("审计日志")),
    )


@bp.post("/files/<slug>")
@requires(Permission.AUDIT_VIEW)
def take_log(slug: str) -> ResponseReturnValue:
    """The log as its page shows it at this address, as a workbook; noted like any file."""
    if slug not in LEDGERS:
        raise Missing(say("没有这张表"))
    asked = request.args.to_dict(flat=False)
    return answer_with(take_list(LEDGERS[slug], asked, by=current_actor(), on=today()))


def _take_url(slug: str) -> str:
    return with_query(url_for("audit.take_log", slug=slug), asked_pairs("before", "after", "page"))


@bp.get("/checks")
@requires(Permission.AUDIT_VIEW)
def list_checks() -> ResponseReturnValue:
    """The head of the chain, and what the last checks of it found."""
    return render_template("audit/checks.html", state=checks.read_state(), checks=checks.list_checks())


@bp.post("/checks")
@requires(Permission.AUDIT_VIEW)
def check_logs() -> ResponseReturnValue:
    """Go through the chain in the background."""
    job = enqueue(checks.KIND, {}, account_id=current_user.account.id)
    flash(_("正在后台核对,完成后在此页查看结果"))
    return redirect(url_for("jobs.show_job", job_id=job.id))
