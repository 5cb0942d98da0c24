"""One's own second factor: switch it on with an authenticator app, new recovery codes, switch it off."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user

from talentpool.accounts import second_factor, totp
from talentpool.accounts.blueprint import bp
from talentpool.accounts.duties import Duty, needs_second_factor
from talentpool.accounts.forms import CodeForm, ConfirmForm
from talentpool.accounts.own_views import is_own_password
from talentpool.accounts.sessions import end_sessions, open_session
from talentpool.errors import RuleBroken
from talentpool.security.gate import signed_in
from talentpool.web import journal
from talentpool.web.forms import add_reasons, page, typed
from talentpool.wording import say


@bp.get("/second-factor/set-up")
@signed_in
def set_up_second_factor() -> ResponseReturnValue:
    """How it stands, and what comes next."""
    return _setting_up(ConfirmForm(formdata=None), CodeForm(formdata=None))


def _setting_up(confirm: ConfirmForm, code: CodeForm) -> ResponseReturnValue:
    account = current_user.account
    waiting = second_factor.waiting_secret(account)
    uri = totp.provisioning_uri(waiting, issuer=_("人才库"), account=account.username) if waiting else ""
    path, size = second_factor.qr_path(uri) if uri else ("", 0)
    refused = code if code.errors or code.form_errors else confirm
    return page(
        "accounts/set_up.html",
        form=refused,
        confirm=confirm,
        code=code,
        is_on=second_factor.is_on(account),
        is_needed=needs_second_factor(account, current_user.grants),
        is_duty=current_user.duty is Duty.SET_UP_SECOND_FACTOR,
        codes_left=second_factor.count_recovery_codes(account),
        secret=_in_groups(totp.base32(waiting)) if waiting else "",
        path=path,
        size=size,
    )


def _in_groups(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


@bp.post("/second-factor/start")
@signed_in
def start_second_factor() -> ResponseReturnValue:
    """A fresh secret, shown as a QR code until a first code confirms it."""
    form = ConfirmForm()
    if _is_confirmed(form):
        try:
            second_factor.start(current_user.account)
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            return redirect(url_for("accounts.set_up_second_factor"))
    return _setting_up(form, CodeForm(formdata=None))


@bp.post("/second-factor/confirm")
@signed_in
def confirm_second_factor() -> ResponseReturnValue:
    """The first code: from now on it is asked for; all other sessions end, this one gets a new token."""
    form, account, now = CodeForm(), current_user.account, datetime.now(UTC)
    if form.validate_on_submit():
        try:
            codes = second_factor.confirm(account, typed(form.code), at=now)
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            _renew_session(at=now)
            journal.note("启用第二因素", account.username)
            return render_template("accounts/recovery_codes.html", codes=codes, first=True)
    return _setting_up(ConfirmForm(formdata=None), form)


@bp.post("/second-factor/codes")
@signed_in
def renew_recovery_codes() -> ResponseReturnValue:
    """Fresh recovery codes, shown once."""
    form, account = ConfirmForm(), current_user.account
    if not second_factor.is_on(account):
        return redirect(url_for("accounts.set_up_second_factor"))
    if _is_confirmed(form):
        codes = second_factor.renew_recovery_codes(account)
        journal.note("重新生成恢复码", account.username)
        return render_template("accounts/recovery_codes.html", codes=codes, first=False)
    return _setting_up(form, CodeForm(formdata=None))


@bp.post("/second-factor/off")
@signed_in
def switch_second_factor_off() -> ResponseReturnValue:
    """Without it from now on, where the roles allow that."""
    form, account = ConfirmForm(), current_user.account
    if needs_second_factor(account, current_user.grants):
        flash(_("您的角色必须使用第二因素,不能停用;要换手机,请安全管理员重置"), "error")
        return redirect(url_for("accounts.set_up_second_factor"))
    if _is_confirmed(form):
        second_factor.switch_off(account, act="停用第二因素")
        journal.note("停用第二因素", account.username)
        flash(_("第二因素已停用"), "success")
        return redirect(url_for("accounts.show_own"))
    return _setting_up(form, CodeForm(formdata=None))


def _is_confirmed(form: ConfirmForm) -> bool:
    """Whether the form holds one's own password; a wrong one is told on it."""
    if not form.validate_on_submit():
        return False
    if is_own_password(current_user.account, typed(form.current)):
        return True
    add_reasons(form, [say("现密码不对")])
    return False


def _renew_session(*, at: datetime) -> None:
    account = current_user.account
    end_sessions(account, at=at, reason="启用第二因素")
    agent = request.headers.get("User-Agent", "")
    login_user(open_session(account, at=at, address=request.remote_addr or "", agent=agent))
