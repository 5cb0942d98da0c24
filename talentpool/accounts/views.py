"""Signing in and out, one's own password, and the list of accounts."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from sqlalchemy import insert

from talentpool.accounts import queries, services
from talentpool.accounts.forms import AccountForm, FirstAccountForm, PasswordForm, SignInForm
from talentpool.accounts.sessions import end_sessions, open_session
from talentpool.errors import RuleBroken
from talentpool.extensions import db, only_reads
from talentpool.models import LoginAttempt
from talentpool.security.gate import public, requires, signed_in
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from talentpool.web import journal
from talentpool.web.forms import add_reasons, choices_of, page, typed
from talentpool.web.links import safe_target
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say

bp = Blueprint("accounts", __name__, url_prefix="/accounts")

REFUSED = _l("用户名或密码不对,或该账号暂时被锁定。连续输错5次将锁定15分钟。")


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in; every refusal has the same words."""
    if current_user.is_authenticated:
        return redirect(url_for("home.show_home"))
    if not services.has_accounts():
        return redirect(url_for("accounts.open_first_account"))
    form = SignInForm()
    if form.validate_on_submit():
        now = datetime.now(UTC)
        name, address = typed(form.username).strip(), request.remote_addr or ""
        locked = services.is_locked(name, address=address, at=now)
        account = services.check_credentials(name, typed(form.password))
        if account is None or locked:
            add_reasons(form, [str(REFUSED)])
            _note_failure(name, address=address, at=now)
        else:
            services.welcome(account, password=typed(form.password))
            agent = request.headers.get("User-Agent", "")
            user = open_session(account, at=now, address=address, agent=agent)
            login_user(user)
            journal.note("登录", account.username, actor=user.actor(address=address).name)
            return redirect(safe_target(request.args.get("next")) or url_for("home.show_home"))
    return page("accounts/login.html", form=form, sample_accounts=queries.list_sample_accounts())


def _note_failure(name: str, *, address: str, at: datetime) -> None:
    db.session.rollback()
    with only_reads(False), db.engine.begin() as connection:
        connection.execute(insert(LoginAttempt).values(at=at, username=name[:40], address=address[:64]))
    journal.note("登录失败", name[:40])


@bp.post("/logout")
@signed_in
def logout() -> ResponseReturnValue:
    """Sign out: the session row ends, so a kept cookie is worth nothing."""
    end_sessions(current_user.account, at=datetime.now(UTC), reason="退出登录", only=current_user.session_id)
    journal.note("退出", current_user.account.username)
    logout_user()
    return redirect(url_for("accounts.login"))


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """One's own new password; all sessions end, this one too."""
    form = PasswordForm()
    if form.validate_on_submit():
        reasons = _password_refusals(form)
        if not reasons:
            try:
                services.set_password(
                    current_user.account, password=typed(form.password), at=datetime.now(UTC)
                )
            except RuleBroken as broken:
                reasons = list(broken.reasons)
            else:
                logout_user()
                flash(_("密码已修改,请用新密码登录"))
                return redirect(url_for("accounts.login"))
        add_reasons(form, reasons)
    return page("accounts/password.html", form=form)


def _password_refusals(form: PasswordForm) -> list[str]:
    account = current_user.account
    reasons = []
    if services.check_credentials(account.username, typed(form.current)) is None:
        reasons.append(say("现密码不对"))
    if typed(form.password) != typed(form.again):
        reasons.append(say("两次输入的新密码不一致"))
    return reasons


@bp.route("/first", methods=["GET", "POST"])
@public
def open_first_account() -> ResponseReturnValue:
    """The first administrator of an empty installation, by the code on the console."""
    if services.has_accounts():
        return redirect(url_for("accounts.login"))
    form = FirstAccountForm()
    if form.validate_on_submit():
        try:
            services.open_first_account(
                code=typed(form.code),
                username=typed(form.username),
                display_name=typed(form.display_name),
                password=typed(form.password),
            )
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            flash(_("管理员已开设,请登录后为工作人员开设账号"))
            return redirect(url_for("accounts.login"))
    return page("accounts/first.html", form=form)


@bp.get("")
@requires(Permission.ACCOUNTS_MANAGE)
def list_accounts() -> ResponseReturnValue:
    """All accounts with their roles."""
    return render_template(
        "accounts/list.html",
        accounts=queries.list_accounts(),
        roles={role.key: role.label for role in ROLES.values()},
        own_id=current_user.account.id,
        zone=HOME_ZONE,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def open_account() -> ResponseReturnValue:
    """A new account with a role over a unit."""
    form = AccountForm()
    form.unit.choices = choices_of([(0, _("全部单位")), *queries.unit_choices()])
    if form.validate_on_submit():
        try:
            services.open_account(
                username=typed(form.username),
                display_name=typed(form.display_name),
                password=typed(form.password),
                role=form.role.data,
                unit=queries.find_unit(form.unit.data),
            )
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            flash(_("账号“%(name)s”已开设", name=typed(form.username)))
            return redirect(url_for("accounts.list_accounts"))
    return page("accounts/new.html", form=form)


@bp.post("/<int:account_id>/disable")
@requires(Permission.ACCOUNTS_MANAGE)
def disable_account(account_id: int) -> ResponseReturnValue:
    """Bar an account at once."""
    account = queries.get_account(account_id)
    try:
        services.disable_account(account, at=datetime.now(UTC), by_account_id=current_user.account.id)
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("账号“%(name)s”已停用", name=account.username))
    return redirect(url_for("accounts.list_accounts"))


@bp.post("/<int:account_id>/enable")
@requires(Permission.ACCOUNTS_MANAGE)
def enable_account(account_id: int) -> ResponseReturnValue:
    """Let an account in again."""
    account = queries.get_account(account_id)
    services.enable_account(account)
    flash(_("账号“%(name)s”已启用", name=account.username))
    return redirect(url_for("accounts.list_accounts"))
