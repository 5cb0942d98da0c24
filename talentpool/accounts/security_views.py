"""The security administrator's further pages: the policy, the three offices, unlocking, other people's sessions."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.accounts import guarding, offices, queries
from talentpool.accounts.blueprint import bp
from talentpool.accounts.forms import CountyForm, PolicyForm
from talentpool.accounts.policy import LABELS, NUMBERS, SecurityPolicy, security_policy
from talentpool.errors import Missing, RuleBroken
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from talentpool.web import journal
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.forms import typed
from talentpool.web.working_date import today
from talentpool.wording import say


@bp.get("/policy")
@requires(Permission.ACCOUNTS_VIEW)
def show_policy() -> ResponseReturnValue:
    """What holds for passwords, locks and sessions."""
    policy = security_policy()
    return render_template(
        "accounts/policy.html",
        policy=policy,
        numbers=[(_(LABELS[name]), getattr(policy, name)) for name in NUMBERS],
        roles=[_(role.label) for role in ROLES.values() if role.second_factor],
        may_change=current_actor().may(Permission.SECURITY_MANAGE),
    )


@bp.route("/policy/change", methods=["GET", "POST"])
@requires(Permission.SECURITY_MANAGE)
def change_policy() -> ResponseReturnValue:
    """Another policy, from now on."""
    form, back = PolicyForm(data=vars(security_policy())), url_for("accounts.show_policy")
    if form.validate_on_submit() and carried_out(form, lambda: _set_policy(form)):
        flash(_("安全策略已变更"), "success")
        return redirect(back)
    act = ActPage(
        heading=_("变更安全策略"),
        word=_("保存策略"),
        back_url=back,
        crumbs=_crumbs((_("安全策略"), back)),
        summary=_("从保存时起适用于所有账号"),
        effects=(
            _("密码规则在下一次修改密码时适用;已超过最长使用天数的,下次打开页面时须先修改"),
            _("时限缩短后,超过时限的登录立即退出"),
        ),
    )
    return act_page(form, act)


def _set_policy(form: PolicyForm) -> SecurityPolicy:
    told = {name: form[name].data for name in NUMBERS}
    return guarding.set_policy(SecurityPolicy(form.passwords.data, **told), by=current_actor())


@bp.get("/offices")
@requires(Permission.ACCOUNTS_VIEW)
def list_offices() -> ResponseReturnValue:
    """Who holds the three offices, here or at the county, and what that means."""
    return render_template(
        "accounts/offices.html",
        offices=offices.list_offices(on=today()),
        may_be_left=offices.MAY_BE_LEFT,
        may_change=current_actor().may(Permission.SECURITY_MANAGE),
    )


@bp.route("/offices/<role>/county", methods=["GET", "POST"])
@requires(Permission.SECURITY_MANAGE)
def leave_to_county(role: str) -> ResponseReturnValue:
    """Leave an office to a named holder at the county."""
    if role not in offices.MAY_BE_LEFT:
        raise Missing(say("没有这个岗位"))
    kept = offices.county_holders().get(role)
    form = CountyForm(data=kept.kept() if kept else None)
    back, label = url_for("accounts.list_offices"), _(ROLES[role].label)
    if form.validate_on_submit() and carried_out(form, lambda: _leave(role, form)):
        flash(_("%(role)s已交由县里担任", role=label), "success")
        return redirect(back)
    act = ActPage(
        heading=_("%(role)s交由县里担任", role=label),
        word=_("保存"),
        back_url=back,
        crumbs=_crumbs((_("三类管理员"), back)),
        summary=_("人手少的单位可以把这一岗位交给县里指定的人"),
        effects=offices_effects(role),
    )
    return act_page(form, act)


def offices_effects(role: str) -> tuple[str, ...]:
    """What follows from leaving an office to the county."""
    if role == "auditor":
        return (
            _("本单位没有人能查看和核验审计日志,由县里指定的人登录本系统查看"),
            _("只有姓名与指定的人一致的账号能被授予这一角色"),
        )
    return (
        _("授予和收回角色、解锁、重置第二因素,都要请县里指定的人登录本系统办理"),
        _("只有姓名与指定的人一致的账号能被授予这一角色"),
        _("其账号开设并授予角色以后,再收回本单位安全管理员的角色"),
    )


def _leave(role: str, form: CountyForm) -> bool:
    holder = offices.CountyHolder(
        name=typed(form.name),
        place=typed(form.place),
        telephone=typed(form.telephone),
        basis=typed(form.basis),
    )
    offices.leave_to_county(role, holder, by=current_actor(), on=today())
    return True


@bp.post("/offices/<role>/own")
@requires(Permission.SECURITY_MANAGE)
def take_office_back(role: str) -> ResponseReturnValue:
    """The office is held in the own unit again."""
    if role not in offices.MAY_BE_LEFT:
        raise Missing(say("没有这个岗位"))
    offices.leave_to_county(role, None, by=current_actor(), on=today())
    flash(_("%(role)s改由本单位担任", role=_(ROLES[role].label)), "success")
    return redirect(url_for("accounts.list_offices"))


@bp.post("/<int:account_id>/unlock")
@requires(Permission.SECURITY_MANAGE)
def unlock_account(account_id: int) -> ResponseReturnValue:
    """Let somebody try again at once."""
    account = queries.get_account(account_id)
    guarding.unlock(account)
    journal.note("解锁账号", f"{account.display_name}({account.username})")
    flash(_("账号“%(name)s”已解锁", name=account.username), "success")
    return redirect(url_for("accounts.show_account", account_id=account_id))


@bp.post("/<int:account_id>/sessions/end")
@requires(Permission.SECURITY_MANAGE)
def end_account_sessions(account_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    account = queries.get_account(account_id)
    guarding.end_all_sessions(account, at=datetime.now(UTC))
    journal.note("结束登录", f"{account.display_name}({account.username})")
    flash(_("账号“%(name)s”的登录已全部退出", name=account.username), "success")
    return redirect(url_for("accounts.show_account", account_id=account_id))


@bp.post("/<int:account_id>/second-factor/reset")
@requires(Permission.SECURITY_MANAGE)
def reset_second_factor(account_id: int) -> ResponseReturnValue:
    """A lost telephone: the next sign-in sets it up anew."""
    account = queries.get_account(account_id)
    try:
        guarding.reset_second_factor(account, by=current_actor(), at=datetime.now(UTC))
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        journal.note("重置第二因素", f"{account.display_name}({account.username})")
        flash(_("账号“%(name)s”的第二因素已重置", name=account.username), "success")
    return redirect(url_for("accounts.show_account", account_id=account_id))


def _crumbs(*further: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((_("账号"), url_for("accounts.list_accounts")), *further)
