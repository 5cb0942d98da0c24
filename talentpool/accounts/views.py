"""Signing in and out, and the first administrators of an empty installation."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from sqlalchemy import insert

from talentpool.accounts import first, queries, services
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import FirstAccountForm, SignInForm
from talentpool.accounts.sessions import end_sessions, open_session
from talentpool.errors import RuleBroken
from talentpool.extensions import db, only_reads
from talentpool.models import Account, LoginAttempt
from talentpool.security.gate import public, signed_in
from talentpool.security.roles import ROLES
from talentpool.web import journal
from talentpool.web.forms import add_reasons, page, typed
from talentpool.web.links import safe_target
from talentpool.web.working_date import today

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


@bp.route("/first", methods=["GET", "POST"])
@public
def open_first_account() -> ResponseReturnValue:
    """An administrator for an office that nobody holds, by the code on the console."""
    if not first.waits_for_code(on=today()) and services.has_accounts():
        return redirect(url_for("accounts.login"))
    form = FirstAccountForm()
    if form.validate_on_submit():
        try:
            account = first.open_first_account(
                code=typed(form.code),
                username=typed(form.username),
                display_name=typed(form.display_name),
                password=typed(form.password),
                on=today(),
            )
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            flash(_("%(role)s“%(name)s”已开设,请登录", role=_role_of(account), name=account.username))
            return redirect(url_for("accounts.login"))
    return page("accounts/first.html", form=form)


def _role_of(account: Account) -> str:
    return "、".join(str(_(ROLES[grant.role].label)) for grant in account.grants)
