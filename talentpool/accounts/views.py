"""Signing in and out, and the first administrators of an empty installation."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user

from talentpool.accounts import first, queries, second_factor, services, signing_in
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import CodeForm, FirstAccountForm, SignInForm
from talentpool.accounts.policy import security_policy
from talentpool.accounts.sessions import end_sessions, find_pending, open_pending, open_session
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account
from talentpool.security.gate import public, signed_in
from talentpool.security.roles import ROLES
from talentpool.web import journal
from talentpool.web.forms import add_reasons, page, typed
from talentpool.web.links import safe_target
from talentpool.web.working_date import today

REFUSED = _l("用户名或密码不对,或该账号暂时被锁定。连续输错几次会锁定一段时间,可请安全管理员解锁。")
HALF = "half"
"""Where the cookie keeps the token of a session that waits for the second factor."""


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in; every refusal has the same words."""
    if current_user.is_authenticated:
        return redirect(url_for("home.show_home"))
    if not services.has_accounts():
        return redirect(url_for("accounts.open_first_account"))
    session.pop(HALF, None)
    form = SignInForm()
    if form.validate_on_submit():
        now, address = datetime.now(UTC), request.remote_addr or ""
        attempt = signing_in.try_password(typed(form.username), typed(form.password), address=address, at=now)
        if attempt.account is not None:
            return _let_in(attempt.account, at=now)
        signing_in.note_failure(
            attempt.key, subject=attempt.subject, address=address, at=now, event="登录失败"
        )
        add_reasons(form, [str(REFUSED)])
    return page(
        "accounts/login.html",
        form=form,
        sample_accounts=queries.list_sample_accounts(),
        first_url=url_for("accounts.open_first_account") if first.waits_for_code(on=today()) else None,
    )


def _let_in(account: Account, *, at: datetime) -> ResponseReturnValue:
    """After the right password: to the second factor where there is one, else in."""
    if not second_factor.is_on(account):
        return _enter(account, at=at)
    session[HALF] = open_pending(account, at=at, address=request.remote_addr or "", agent=_agent())
    return redirect(url_for("accounts.ask_second_factor", next=safe_target(request.args.get("next"))))


def _enter(account: Account, *, at: datetime) -> ResponseReturnValue:
    """Everything was right: a fresh cookie with a fresh token."""
    address = request.remote_addr or ""
    signing_in.forget_failures(account)
    language = account.language if account.language != "zh" else session.get("language", "zh")
    session.clear()
    session["language"] = language
    user = open_session(account, at=at, address=address, agent=_agent())
    login_user(user)
    journal.note("登录", account.username, actor=user.actor(address=address).name)
    return redirect(safe_target(request.args.get("next")) or url_for("home.show_home"))


def _agent() -> str:
    return request.headers.get("User-Agent", "")


@bp.route("/second-factor", methods=["GET", "POST"])
@public
def ask_second_factor() -> ResponseReturnValue:
    """The second half of signing in: the authenticator's code, or a recovery code."""
    now, address = datetime.now(UTC), request.remote_addr or ""
    waiting = find_pending(session.get(HALF, ""), at=now)
    if waiting is None:
        session.pop(HALF, None)
        return redirect(url_for("accounts.login"))
    form = CodeForm()
    account = waiting.account
    if form.validate_on_submit():
        if signing_in.try_second_factor(account, typed(form.code), address=address, at=now):
            end_sessions(account, at=now, reason="已通过第二因素", only=waiting.id)
            return _enter(account, at=now)
        name = account.username
        signing_in.note_failure(name, subject=name, address=address, at=now, event="第二因素验证失败")
        add_reasons(form, [_("验证码不对、已用过,或该账号暂时被锁定")])
    return page("accounts/second_factor.html", form=form)


@bp.post("/logout")
@signed_in
def logout() -> ResponseReturnValue:
    """Sign out: the session row ends, so a kept cookie is worth nothing."""
    end_sessions(current_user.account, at=datetime.now(UTC), reason="退出登录", only=current_user.session_id)
    journal.note("退出", current_user.account.username)
    logout_user()
    answer = redirect(url_for("accounts.login"))
    answer.headers["Clear-Site-Data"] = '"storage"'  # pages are in no cache: every one says no-store
    return answer


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
                id_number=typed(form.id_number),
                password=typed(form.password),
                on=today(),
            )
        except RuleBroken as broken:
            db.session.rollback()
            add_reasons(form, broken.reasons)
        else:
            flash(_("%(role)s“%(name)s”已开设,请登录", role=_role_of(account), name=account.username))
            return redirect(url_for("accounts.login"))
    return page("accounts/first.html", form=form, policy=security_policy())


def _role_of(account: Account) -> str:
    return "、".join(str(_(ROLES[grant.role].label)) for grant in account.grants)
