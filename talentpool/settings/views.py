"""The settings on screen: what is in force at the reference date, its history, and the acts that change it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import RuleBroken
from talentpool.models import StructureTarget, Unit
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings import queries, services
from talentpool.settings.forms import (
    FORMS,
    POST_CLASSES,
    SettingForm,
    TargetChangeForm,
    TargetEndForm,
    TargetForm,
)
from talentpool.settings.rules import Rule, read_value, typed_value, value_words, words_of
from talentpool.vocabulary import SettingKey
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.as_of import follows_date
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import typed
from talentpool.web.working_date import reference_date

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
@requires(Permission.SETTINGS_MANAGE)
@follows_date
def list_settings() -> ResponseReturnValue:
    """Every setting with its value in force, and the targets."""
    on = reference_date()
    lines = queries.list_targets(scope=current_scope())
    return render_template(
        "settings/list.html",
        on=on,
        settings=[(key, value_words(key, value)) for key, value in queries.values_in_force(on=on).items()],
        in_force=[line for line in lines if line.standing.period.holds(on)],
        others=[line for line in lines if not line.standing.period.holds(on)],
        words_of=words_of,
        general=queries.may_change_general(current_scope()),
    )


@bp.get("/<key>")
@requires(Permission.SETTINGS_MANAGE)
@follows_date
def show_setting(key: str) -> ResponseReturnValue:
    """One setting with all its versions."""
    setting = queries.find_key(key)
    on = reference_date()
    return render_template(
        "settings/show.html",
        on=on,
        setting=setting,
        now=value_words(setting, queries.value_in_force(setting, on=on)),
        lines=queries.list_versions(setting),
        value_words=value_words,
        general=queries.may_change_general(current_scope()),
    )


@bp.route("/<key>/change", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def change_setting(key: str) -> ResponseReturnValue:
    """A new value from a date on."""
    setting = queries.find_key(key)
    now = typed_value(setting, queries.value_in_force(setting, on=reference_date()))
    form = FORMS[setting](data={"value": now})
    back = url_for("settings.show_setting", key=setting.value)
    if form.validate_on_submit() and carried_out(form, lambda: _set(setting, form)) is not None:
        flash(_("“%(label)s”已变更", label=_(setting.label)), "success")
        return redirect(back)
    label = _(setting.label)
    act = ActPage(
        heading=_("变更%(label)s", label=label),
        word=_("保存新的值"),
        back_url=back,
        crumbs=_crumbs((label, back)),
        summary=_setting_help(setting),
        effects=(_("新的值从生效时间起适用,此前日期的页面和导出仍用原来的值;填错的可以撤回"),),
    )
    return act_page(form, act)


def _set(setting: SettingKey, form: SettingForm) -> Any:
    return services.set_value(
        setting,
        read_value(setting, form.typed()),
        valid_from=form.valid_from.data,
        basis=typed(form.basis),
        by=current_actor(),
    )


def _setting_help(setting: SettingKey) -> str:
    if setting in (SettingKey.OWN_TITLES, SettingKey.OFFICE_AGE):
        return str(_("职务类别有:%(classes)s", classes=POST_CLASSES))
    return ""


@bp.post("/versions/<int:version_id>/withdraw")
@requires(Permission.SETTINGS_MANAGE)
def withdraw_version(version_id: int) -> ResponseReturnValue:
    """Take out a version entered by mistake."""
    version = queries.get_version(version_id)
    key = version.key
    services.withdraw_version(version, by=current_actor())
    flash(_("已撤回,此前的值继续适用"), "success")
    return redirect(url_for("settings.show_setting", key=key))


@bp.get("/targets/<int:target_id>")
@requires(Permission.SETTINGS_MANAGE)
@follows_date
def show_target(target_id: int) -> ResponseReturnValue:
    """One target with what it was before and will be after."""
    line = queries.get_target(target_id, scope=current_scope())
    return render_template(
        "settings/target.html",
        line=line,
        on=reference_date(),
        heading=_heading(line),
        lines=queries.list_of_rule(line.standing.rule),
        words_of=words_of,
        may_change=_may_change(line),
    )


@bp.route("/targets/new", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def add_target() -> ResponseReturnValue:
    """A new target."""
    form = TargetForm()
    townships = queries.list_townships(scope=current_scope())
    form.offer(
        [(unit.id, unit.name) for unit in townships], general=queries.may_change_general(current_scope())
    )
    if form.validate_on_submit():
        unit = next((unit for unit in townships if unit.id == form.unit.data), None)
        target = carried_out(form, lambda: _add(form, unit))
        if target is not None:
            flash(_("已新增结构要求:%(words)s", words=services.target_words(target)), "success")
            return redirect(url_for("settings.list_settings"))
    act = ActPage(
        heading=_("新增结构要求"),
        word=_("新增要求"),
        back_url=url_for("settings.list_settings"),
        crumbs=_crumbs(),
        summary=_("每个村(社区)班子应达到的人数;乡镇自己的要求代替同一指标的统一要求"),
    )
    return act_page(form, act)


def _add(form: TargetForm, unit: Unit | None) -> StructureTarget:
    return services.add_target(
        Rule(form.indicator.data, form.direction.data, form.unit_type.data),
        value=form.value.data or 0,
        valid_from=form.valid_from.data,
        basis=typed(form.basis),
        unit=unit,
        by=current_actor(),
    )


@bp.route("/targets/<int:target_id>/change", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def change_target(target_id: int) -> ResponseReturnValue:
    """Another number from a date on."""
    line = queries.get_target(target_id, scope=current_scope())
    target, back = line.target, url_for("settings.show_target", target_id=target_id)
    form = open_edit(TargetChangeForm, target, {"value": int(target.value), "basis": target.basis})
    if stale(form, target):
        return conflict_answer(form, target, title=_heading(line), back_url=back)
    if form.validate_on_submit():
        changed = carried_out(form, lambda: _change(target, form))
        if changed is not None:
            flash(_("已变更为:%(words)s", words=services.target_words(changed)), "success")
            return redirect(url_for("settings.show_target", target_id=changed.id))
    line = queries.get_target(target_id, scope=current_scope())
    act = ActPage(
        heading=_("变更结构要求"),
        word=_("从该日起变更"),
        back_url=back,
        crumbs=_crumbs((_heading(line), back)),
        summary=_("现行:%(words)s,%(period)s", words=_heading(line), period=line.standing.period.words),
        effects=(_("原要求到变更时间为止,此前日期的分析仍按原要求;填错的可以撤回"),),
    )
    return act_page(form, act)


def _change(target: StructureTarget, form: TargetChangeForm) -> StructureTarget:
    return services.change_target(
        target,
        value=form.value.data or 0,
        valid_from=form.valid_from.data,
        basis=typed(form.basis),
        by=current_actor(),
    )


@bp.route("/targets/<int:target_id>/end", methods=["GET", "POST"])
@requires(Permission.SETTINGS_MANAGE)
def end_target(target_id: int) -> ResponseReturnValue:
    """No longer from a date on."""
    line = queries.get_target(target_id, scope=current_scope())
    target, back = line.target, url_for("settings.show_target", target_id=target_id)
    form = open_edit(TargetEndForm, target, {})
    if stale(form, target):
        return conflict_answer(form, target, title=_heading(line), back_url=back)
    if form.validate_on_submit() and carried_out(form, lambda: _end(target, form)):
        flash(_("已结束:%(words)s", words=_heading(line)), "success")
        return redirect(url_for("settings.list_settings"))
    line = queries.get_target(target_id, scope=current_scope())
    act = ActPage(
        heading=_("结束结构要求"),
        word=_("从该日起失效"),
        back_url=back,
        crumbs=_crumbs((_heading(line), back)),
        summary=_("现行:%(words)s,%(period)s", words=_heading(line), period=line.standing.period.words),
        effects=(_("从失效时间起不再按这项要求分析,此前日期不变"),),
        danger=True,
    )
    return act_page(form, act)


def _end(target: StructureTarget, form: TargetEndForm) -> bool:
    services.end_target(target, valid_until=form.valid_until.data, by=current_actor())
    return True


@bp.post("/targets/<int:target_id>/withdraw")
@requires(Permission.SETTINGS_MANAGE)
def withdraw_target(target_id: int) -> ResponseReturnValue:
    """Take out a target entered by mistake."""
    line = queries.get_target(target_id, scope=current_scope())
    try:
        services.withdraw_target(line.target, by=current_actor())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
        return redirect(url_for("settings.show_target", target_id=target_id))
    flash(_("已撤回:%(words)s", words=_heading(line)), "success")
    return redirect(url_for("settings.list_settings"))


def _heading(line: queries.TargetLine) -> str:
    words = words_of(line.standing.rule, line.standing.value)
    return f"{line.unit.name}:{words}" if line.unit else words


def _may_change(line: queries.TargetLine) -> bool:
    return line.unit is not None or queries.may_change_general(current_scope())


def _crumbs(*further: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((_("设置"), url_for("settings.list_settings")), *further)
