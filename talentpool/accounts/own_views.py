"""One's own account: the password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from talentpool.accounts import services
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import PasswordForm
from talentpool.errors import RuleBroken
from talentpool.security.gate import signed_in
from talentpool.web.forms import add_reasons, page, typed
from talentpool.wording import say


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
