"""The audit log and the journal of events, for the auditor."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from talentpool.audit import log
from talentpool.audit.queries import lines_of
from talentpool.audit.words import act_label, table_label
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.paging import paginate

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
@requires(Permission.AUDIT_VIEW)
def list_entries() -> ResponseReturnValue:
    """What was changed: by whom, when, in which act."""
    wanted = log.read_filter(request.args)
    page = paginate(log.select_log(wanted))
    return render_template(
        "audit/entries.html",
        page=page,
        lines=lines_of(page.items),
        wanted=wanted,
        acts=[(act, act_label(act)) for act in log.list_acts()],
        tables=[(table, table_label(table)) for table in log.list_tables()],
        clear_url=None if wanted.is_empty else url_for("audit.list_entries"),
    )


@bp.get("/events")
@requires(Permission.AUDIT_VIEW)
def list_events() -> ResponseReturnValue:
    """What happened besides: sign-ins, refusals, downloads, looks at masked numbers."""
    wanted = log.read_filter(request.args)
    page = paginate(log.select_journal(wanted))
    return render_template(
        "audit/events.html",
        page=page,
        lines=[log.event_line(row[0]) for row in page.items],
        wanted=wanted,
        kinds=[(kind, kind) for kind in log.list_event_kinds()],
        clear_url=None if wanted.is_empty else url_for("audit.list_events"),
    )
