"""What was changed within somebody's own reach, and the history of one record: for those who keep the register."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import or_, select

from talentpool.audit import history, log
from talentpool.audit.about import OFFICE_TABLES, SETTING_TABLES
from talentpool.audit.queries import lines_of, select_entries
from talentpool.audit.rows import audited_models
from talentpool.audit.words import table_label
from talentpool.errors import Missing
from talentpool.models import AuditEntry, StructureTarget
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.steps import count_up_to, step_through
from talentpool.wording import say

bp = Blueprint("changes", __name__, url_prefix="/changes")


@bp.get("")
@requires(Permission.CHANGES_VIEW)
def list_changes() -> ResponseReturnValue:
    """Every change within one's reach, the newest first."""
    scope, wanted = current_scope(), log.read_filter(request.args)
    statement = log.select_log(wanted, scope=scope)
    step = step_through(statement, AuditEntry.id)
    tables = [name for name in log.list_tables() if name in audited_models() and name not in OFFICE_TABLES]
    return render_template(
        "changes/list.html",
        step=step,
        counted=count_up_to(statement),
        lines=history.linked(lines_of(step.items), endpoint="changes.show_record"),
        wanted=wanted,
        tables=[(table, table_label(table)) for table in tables],
        clear_url=None if wanted.is_empty else url_for("changes.list_changes"),
    )


@bp.get("/<table>/<int:record_id>")
@requires(Permission.CHANGES_VIEW)
def show_record(table: str, record_id: int) -> ResponseReturnValue:
    """The history of one record of the register, as far as one's reach goes."""
    if table in OFFICE_TABLES:
        raise Missing(say("没有这条记录,或不在您的管辖范围内"))
    return render_template(
        "audit/record.html",
        record=history.read_record(table, record_id, scope=current_scope(), endpoint="changes.show_record"),
        back=(url_for("changes.list_changes"), _("变更记录")),
    )


@bp.get("/settings")
@requires(Permission.SETTINGS_MANAGE)
def list_setting_changes() -> ResponseReturnValue:
    """Who changed which setting, target or threshold."""
    scope = current_scope()
    within_reach = or_(StructureTarget.unit_id.is_(None), StructureTarget.unit_id.in_(scope.unit_ids()))
    statement = select_entries().where(
        AuditEntry.record_table.in_(SETTING_TABLES),
        or_(
            AuditEntry.record_table != StructureTarget.__tablename__,
            AuditEntry.record_id.in_(select(StructureTarget.id).where(within_reach)),
        ),
    )
    step = step_through(statement, AuditEntry.id)
    record = history.RecordHistory(_("设置"), lines_of(step.items), step, count_up_to(statement))
    return render_template(
        "audit/record.html", record=record, back=(url_for("settings.list_settings"), _("设置"))
    )


@bp.get("/accounts/<int:account_id>")
@requires(Permission.ACCOUNTS_VIEW)
def show_account(account_id: int) -> ResponseReturnValue:
    """The history of an account and its grants, for those who keep accounts and grants."""
    record = history.read_record("account", account_id, scope=None, endpoint="changes.show_account")
    return render_template(
        "audit/record.html", record=record, back=(url_for("accounts.list_accounts"), _("账号"))
    )
