"""The system administrator's pages: the accounts, who holds them, their passwords. No rights, no business data."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from talentpool.accounts import queries, second_factor, services, signing_in
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import AccountForm, HolderForm
from talentpool.accounts.holders import tie_to_holder
from talentpool.accounts.passwords import one_time_password
from talentpool.accounts.policy import security_policy
from talentpool.accounts.sessions import list_sessions
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from talentpool.web.forms import add_reasons, page, typed
from talentpool.web.paging import paginate
from talentpool.web.working_date import HOME_ZONE, today


@bp.get("")
@requires(Permission.ACCOUNTS_VIEW)
def list_accounts() -> ResponseReturnValue:
    """All accounts with their roles."""
    wanted = queries.AccountFilter(
        words=request.args.get("q", "").strip()[:60],
        role=request.args.get("role", ""),
        state=request.args.get("state", ""),
    )
    total, disabled = queries.count_accounts()
    return render_template(
        "accounts/list.html",
        page=paginate(queries.select_accounts(wanted)),
        wanted=wanted,
        total=total,
        disabled=disabled,
        roles=[(role.key, _(role.label)) for role in ROLES.values()],
        states=[("open", _("正常")), ("disabled", _("停用")), ("no_role", _("未授予角色"))],
        clear_url=None if wanted.is_empty else url_for("accounts.list_accounts"),
        may_open=current_actor().may(Permission.ACCOUNTS_MANAGE),
        zone=HOME_ZONE,
    )


@bp.get("/<int:account_id>")
@requires(Permission.ACCOUNTS_VIEW)
def show_account(account_id: int) -> ResponseReturnValue:
    """One account: who holds it, what it may do, and the acts of the two administrators on it."""
    account, actor = queries.get_account(account_id), current_actor()
    policy, now = security_policy(), datetime.now(UTC)
    failures = signing_in.failures_of(account, at=now, policy=policy)
    return render_template(
        "accounts/show.html",
        account=account,
        roles=ROLES,
        is_own=account.id == current_user.account.id,
        may_manage=actor.may(Permission.ACCOUNTS_MANAGE),
        may_grant=actor.may(Permission.GRANTS_MANAGE),
        may_secure=actor.may(Permission.SECURITY_MANAGE),
        failures=failures,
        is_locked=failures >= policy.attempts_per_name,
        has_factor=second_factor.is_on(account),
        sessions=len(list_sessions(account, at=now)),
        zone=HOME_ZONE,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def open_account() -> ResponseReturnValue:
    """A new account without rights; its one-time password is shown once."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            account, password = _opened(form)
        except RuleBroken as broken:
            db.session.rollback()
            add_reasons(form, broken.reasons)
        else:
            return render_template("accounts/handed.html", account=account, password=password, opened=True)
    return page("accounts/new.html", form=form)


def _opened(form: AccountForm) -> tuple[Account, str]:
    password = one_time_password()
    account = services.open_account(
        username=typed(form.username),
        display_name=typed(form.display_name),
        password=password,
        role=None,
        unit=None,
        one_time=True,
    )
    if typed(form.id_number):
        tie_to_holder(account, typed(form.id_number))
    return account, password


@bp.post("/<int:account_id>/reset")
@requires(Permission.ACCOUNTS_MANAGE)
def reset_password(account_id: int) -> ResponseReturnValue:
    """A fresh one-time password, shown once."""
    account = queries.get_account(account_id)
    try:
        password = services.reset_password(
            account, at=datetime.now(UTC), by_account_id=current_user.account.id
        )
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
        return redirect(url_for("accounts.show_account", account_id=account_id))
    return render_template("accounts/handed.html", account=account, password=password, opened=False)


@bp.route("/<int:account_id>/holder", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def name_holder(account_id: int) -> ResponseReturnValue:
    """Which human being holds the account, by the ID number."""
    account = queries.get_account(account_id)
    form = HolderForm()
    if form.validate_on_submit():
        try:
            tie_to_holder(account, typed(form.id_number))
        except RuleBroken as broken:
            db.session.rollback()
            account = queries.get_account(account_id)
            add_reasons(form, broken.reasons)
        else:
            flash(_("账号“%(name)s”的使用人已登记", name=account.username), "success")
            return redirect(url_for("accounts.show_account", account_id=account_id))
    return page("accounts/holder.html", form=form, account=account)


@bp.post("/<int:account_id>/disable")
@requires(Permission.ACCOUNTS_MANAGE)
def disable_account(account_id: int) -> ResponseReturnValue:
    """Bar an account at once."""
    account = queries.get_account(account_id)
    try:
        services.disable_account(
            account, at=datetime.now(UTC), on=today(), by_account_id=current_user.account.id
        )
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("账号“%(name)s”已停用", name=account.username), "success")
    return redirect(url_for("accounts.show_account", account_id=account_id))


@bp.post("/<int:account_id>/enable")
@requires(Permission.ACCOUNTS_MANAGE)
def enable_account(account_id: int) -> ResponseReturnValue:
    """Let an account in again."""
    account = queries.get_account(account_id)
    services.enable_account(account)
    flash(_("账号“%(name)s”已启用", name=account.username), "success")
    return redirect(url_for("accounts.show_account", account_id=account_id))
