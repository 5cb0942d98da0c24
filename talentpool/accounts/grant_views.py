"""The security administrator's pages: who may do what, where and from when until when."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.accounts import grants, queries
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import GrantForm
from talentpool.errors import RuleBroken
from talentpool.models import Account, Grant
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.working_date import today


@bp.route("/<int:account_id>/grants/new", methods=["GET", "POST"])
@requires(Permission.GRANTS_MANAGE)
def grant_role(account_id: int) -> ResponseReturnValue:
    """A role for an account."""
    account = queries.get_account(account_id)
    name, back = account.username, url_for("accounts.show_account", account_id=account_id)
    form = GrantForm()
    form.offer(queries.unit_choices())
    if form.validate_on_submit() and carried_out(form, lambda: _grant(account, form)):
        flash(_("已授予,账号“%(name)s”重新登录后生效", name=name), "success")
        return redirect(back)
    act = ActPage(
        heading=_("为“%(name)s”授予角色", name=name),
        word=_("授予角色"),
        back_url=back,
        crumbs=((_("账号"), url_for("accounts.list_accounts")), (name, back)),
        summary=_("角色决定能办什么,单位决定能看到哪里(所选单位及其下属单位)"),
        effects=(
            _("该账号现有的登录全部退出,重新登录后按新的角色办理"),
            _("系统管理员、安全管理员、审计员须由三个人担任,且不能同时办理业务"),
            _("系统管理员、安全管理员、审计员只能授予已登记使用人的账号;授予前请核对登记的是本人"),
            _("日期不填为长期有效;分析组的授权须写明起止日期"),
            _("起止日期按本机的日期(今天是%(today)s)起止,与页头的日期无关", today=today().isoformat()),
        ),
    )
    return act_page(form, act)


def _grant(account: Account, form: GrantForm) -> Grant:
    return grants.grant_role(
        account,
        role=form.role.data,
        unit=queries.find_unit(form.unit.data),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        by=current_actor(),
        at=datetime.now(UTC),
        on=today(),
        confirmed=form.confirmed.data,
    )


@bp.post("/grants/<int:grant_id>/revoke")
@requires(Permission.GRANTS_MANAGE)
def revoke_grant(grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    grant = queries.get_grant(grant_id)
    back = url_for("accounts.show_account", account_id=grant.account_id)
    try:
        grants.revoke_grant(grant, by=current_actor(), at=datetime.now(UTC), on=today())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("已收回,该账号的登录已全部退出"), "success")
    return redirect(back)
