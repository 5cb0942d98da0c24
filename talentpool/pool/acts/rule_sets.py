"""The pages of rule sets: listed, shown, made, corrected, followed by a version, deleted."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import NotAllowed, RuleBroken
from talentpool.models import Unit
from talentpool.pool.rule_forms import NewRuleSetForm, RuleSetForm
from talentpool.pool.rule_sets import RuleSet, get_rule_set, list_rule_sets
from talentpool.pool.services import rule_sets as services
from talentpool.pool.services.rule_sets import RuleSetFacts, governs
from talentpool.pool.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import list_townships, may_change_general
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import choices_of
from talentpool.web.working_date import working_date
from talentpool.wording import say

EVERYBODY = 0


@bp.get("/rules")
@requires(Permission.POOL_VIEW)
def list_rules() -> ResponseReturnValue:
    """Rule sets that hold for units within reach."""
    return render_template(
        "pool/rule_sets.html",
        rows=list_rule_sets(scope=current_scope()),
        on=working_date(),
        may_edit=current_actor().may(Permission.POOL_RULES),
    )


@bp.get("/rules/<int:set_id>")
@requires(Permission.POOL_VIEW)
def show_rules(set_id: int) -> ResponseReturnValue:
    """One rule set with all that stands in it."""
    rules = get_rule_set(set_id, scope=current_scope())
    actor = current_actor()
    may_govern = actor.may(Permission.POOL_RULES) and governs(rules.row.unit, by=actor)
    return render_template(
        "pool/rule_set.html", rules=rules, may_govern=may_govern, may_change=may_govern and not rules.used
    )


def rules_url(rules: RuleSet) -> str:
    """The page of a rule set."""
    return url_for("pool.show_rules", set_id=rules.row.id)


def rules_page(rules: RuleSet | None, heading: str, word: str, *, summary: str = "") -> ActPage:
    """The frame of an act on rule sets."""
    crumbs = [(_("后备人才"), url_for("pool.list_entries")), (_("审核规则"), url_for("pool.list_rules"))]
    if rules is not None:
        crumbs.append((rules.row.name, rules_url(rules)))
    back = rules_url(rules) if rules else url_for("pool.list_rules")
    return ActPage(heading=heading, word=word, back_url=back, crumbs=crumbs, summary=summary)


def get_governed(set_id: int) -> RuleSet:
    """A set that is this actor's to set; Missing or NotAllowed otherwise."""
    rules = get_rule_set(set_id, scope=current_scope())
    if not governs(rules.row.unit, by=current_actor()):
        raise NotAllowed(say("这套规则由上级设置,您只能查看"))
    return rules


@bp.route("/rules/new", methods=["GET", "POST"], endpoint="make_rules")
@requires(Permission.POOL_RULES)
def make_rules() -> ResponseReturnValue:
    """A new rule set."""
    places = _places()
    form = NewRuleSetForm(data={"valid_from": working_date(), "notice_days": 5, "usual": True})
    form.place.choices = choices_of(
        (key, unit.name if unit else _("所有乡镇(街道)")) for key, unit in places.items()
    )
    if form.validate_on_submit():
        row = carried_out(
            form,
            lambda: services.make_rule_set(
                facts_of(form), places[form.place.data], usual=bool(form.usual.data), by=current_actor()
            ),
        )
        if row is not None:
            flash(_("审核规则“%(name)s”已建立", name=row.name), "success")
            return redirect(url_for("pool.show_rules", set_id=row.id))
    return act_page(form, rules_page(None, _("新建审核规则"), _("建立")))


def _places() -> dict[int, Unit | None]:
    scope = current_scope()
    found: dict[int, Unit | None] = {EVERYBODY: None} if may_change_general(scope) else {}
    return found | {unit.id: unit for unit in list_townships(scope=scope)}


def facts_of(form: RuleSetForm) -> RuleSetFacts:
    """What the form says of a set."""
    return RuleSetFacts(
        name=form.name.data or "",
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
        age_on=form.age_on.data,
        notice_days=form.notice_days.data,
        basis=form.basis.data or "",
    )


def _kept(rules: RuleSet) -> dict[str, Any]:
    return {column: getattr(rules.row, column) for column in services.SET_COLUMNS}


@bp.route("/rules/<int:set_id>/correct", methods=["GET", "POST"], endpoint="correct_rules")
@requires(Permission.POOL_RULES)
def correct_rules(set_id: int) -> ResponseReturnValue:
    """Name, dates and notice days of a set that nobody follows."""
    rules = get_governed(set_id)
    form = open_edit(RuleSetForm, rules.row, _kept(rules))
    heading = _("更正审核规则“%(name)s”", name=rules.row.name)
    if stale(form, rules.row):
        return conflict_answer(form, rules.row, title=heading, back_url=rules_url(rules))
    if form.validate_on_submit():

        def correct() -> bool:
            services.correct_rule_set(rules, facts_of(form), by=current_actor())
            return True

        if carried_out(form, correct):
            flash(_("审核规则已更正"), "success")
            return redirect(rules_url(rules))
    return act_page(form, rules_page(rules, heading, _("保存更正")))


@bp.route("/rules/<int:set_id>/version", methods=["GET", "POST"], endpoint="follow_rules")
@requires(Permission.POOL_RULES)
def follow_rules(set_id: int) -> ResponseReturnValue:
    """A new version with a copy of everything."""
    rules = get_governed(set_id)
    form = RuleSetForm(data=_kept(rules) | {"valid_from": working_date(), "valid_until": None})
    if form.validate_on_submit():
        row = carried_out(
            form, lambda: services.follow_with_version(rules, facts_of(form), by=current_actor())
        )
        if row is not None:
            flash(_("新版本已建立,条款与原版本相同,可逐条修改"), "success")
            return redirect(url_for("pool.show_rules", set_id=row.id))
    heading = _("审核规则“%(name)s”的新版本", name=rules.row.name)
    summary = _("原版本保持不变,已按它办理的推荐仍按原版本")
    return act_page(form, rules_page(rules, heading, _("建立新版本"), summary=summary))


@bp.post("/rules/<int:set_id>/delete", endpoint="delete_rules")
@requires(Permission.POOL_RULES)
def delete_rules(set_id: int) -> ResponseReturnValue:
    """A set that nobody follows goes."""
    rules = get_governed(set_id)
    name = rules.row.name
    try:
        services.delete_rule_set(rules, by=current_actor())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
        return redirect(rules_url(rules))
    flash(_("审核规则“%(name)s”已删除", name=name), "success")
    return redirect(url_for("pool.list_rules"))
