"""One's own account: roles, password, language, and the sessions that are open."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from talentpool.accounts import second_factor, services, signing_in
from talentpool.accounts.blueprint import bp
from talentpool.accounts.browsers import browser_words
from talentpool.accounts.duties import Duty, is_sample, needs_second_factor, password_is_old
from talentpool.accounts.forms import PasswordForm
from talentpool.accounts.policy import security_policy
from talentpool.accounts.sessions import end_sessions, get_own_session, list_sessions
from talentpool.config import LANGUAGES
from talentpool.errors import RuleBroken
from talentpool.models import Account
from talentpool.security.gate import signed_in
from talentpool.security.roles import ROLES
from talentpool.web.forms import add_reasons, page, typed
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say


@bp.get("/me")
@signed_in
def show_own() -> ResponseReturnValue:
    """What one may do, where one is signed in, and what guards the account."""
    account, policy, now = current_user.account, security_policy(), datetime.now(UTC)
    return render_template(
        "accounts/own.html",
        account=account,
        grants=current_user.grants,
        roles=ROLES,
        sessions=list_sessions(account, at=now),
        own_session=current_user.session_id,
        policy=policy,
        has_factor=second_factor.is_on(account),
        needs_factor=needs_second_factor(account, current_user.grants),
        codes_left=second_factor.count_recovery_codes(account),
        is_sample_account=is_sample(account),
        password_until=account.password_changed_at + policy.max_age if policy.max_age else None,
        browser_words=browser_words,
        own_languages=list(LANGUAGES.items()),
        zone=HOME_ZONE,
    )


@bp.post("/me/language")
@signed_in
def set_own_language() -> ResponseReturnValue:
    """The language in which the pages come after every sign-in."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        current_user.account.language = chosen
        session["language"] = chosen
    return redirect(url_for("accounts.show_own"))


@bp.post("/me/sessions/<int:session_id>/end")
@signed_in
def end_own_session(session_id: int) -> ResponseReturnValue:
    """Sign out one of one's own browsers."""
    own = get_own_session(current_user.account, session_id)
    end_sessions(current_user.account, at=datetime.now(UTC), reason="本人结束", only=own.id)
    flash(_("已退出该处登录"), "success")
    return redirect(url_for("accounts.show_own"))


@bp.post("/me/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    end_sessions(current_user.account, at=datetime.now(UTC), reason="本人结束", but=current_user.session_id)
    flash(_("其他登录已全部退出"), "success")
    return redirect(url_for("accounts.show_own"))


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
    return page("accounts/password.html", form=form, policy=security_policy(), why=_why_change())


def _why_change() -> str:
    if current_user.duty is not Duty.CHANGE_PASSWORD:
        return ""
    if password_is_old(current_user.account, at=datetime.now(UTC)):
        return str(_("密码已使用%(days)s天以上,请修改后再继续", days=security_policy().max_age_days))
    return str(_("您用的是一次性密码,请改成自己的密码后再继续"))


def _password_refusals(form: PasswordForm) -> list[str]:
    reasons = [] if is_own_password(current_user.account, typed(form.current)) else [say("现密码不对")]
    if typed(form.password) != typed(form.again):
        reasons.append(say("两次输入的新密码不一致"))
    return reasons


def is_own_password(account: Account, password: str) -> bool:
    """Whether it is the password of the account; a wrong one counts towards the lock."""
    now, address, name = datetime.now(UTC), request.remote_addr or "", account.username
    if signing_in.try_password(name, password, address=address, at=now).account is not None:
        return True
    signing_in.note_failure(name, subject=name, address=address, at=now, event="验证现密码失败")
    return False
