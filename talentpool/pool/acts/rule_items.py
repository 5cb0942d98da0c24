"""The pages of what stands in a rule set: eligibility, agencies, negative list, quotas; each added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import EligibilityRule, NegativeRule, QuotaRule, ReviewAgency
from talentpool.pool.acts.rule_sets import get_governed, rules_page, rules_url
from talentpool.pool.rule_forms import AgencyForm, EligibilityForm, NegativeForm, QuotaForm
from talentpool.pool.rule_sets import RuleSet
from talentpool.pool.services.rule_sets import remove_item, save_item
from talentpool.pool.views import bp
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import ActForm, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import choices_of
from talentpool.wording import say


@dataclass(frozen=True)
class ItemKind:
    """A kind of item: its address and endpoint, its table, its form, its name."""

    slug: str
    name: str
    model: type[Any]
    form: type[ActForm]
    label: Any

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the form fills."""
        table = set(self.model.__table__.columns.keys())
        return tuple(name for name in vars(self.form) if name in table)


KINDS: tuple[ItemKind, ...] = (
    ItemKind("eligibility", "eligibility", EligibilityRule, EligibilityForm, _l("资格条款")),
    ItemKind("agencies", "agency", ReviewAgency, AgencyForm, _l("联审部门")),
    ItemKind("negative", "negative", NegativeRule, NegativeForm, _l("负面清单条款")),
    ItemKind("quotas", "quota", QuotaRule, QuotaForm, _l("配备要求")),
)


def _get(kind: ItemKind, item_id: int) -> tuple[RuleSet, Any]:
    """An item and the set in which it stands, which is this actor's to set."""
    item = db.session.get(kind.model, item_id)
    if item is None:
        raise Missing(say("没有这一条,可能已被删除"))
    return get_governed(item.rule_set_id), item


def _form(kind: ItemKind, rules: RuleSet, item: Any, *, is_new: bool) -> ActForm:
    """The form of a new item, or of one that stands and that somebody else may be changing too."""
    form = (
        kind.form(data=_proposed(kind, rules))
        if is_new
        else open_edit(kind.form, item, _kept(kind, rules, item))
    )
    for one in (form, form.kept):
        if isinstance(one, NegativeForm):
            one.agencies.choices = choices_of((agency.id, agency.name) for agency in rules.agencies)
    return form


def _proposed(kind: ItemKind, rules: RuleSet) -> dict[str, Any]:
    if kind.model is ReviewAgency:
        return {"position": len(rules.agencies) + 1}
    return {"mature_at_least": 1} if kind.model is QuotaRule else {}


def _kept(kind: ItemKind, rules: RuleSet, item: Any) -> dict[str, Any]:
    kept = {column: getattr(item, column) for column in kind.columns}
    return kept | {"agencies": rules.asked.get(item.id, [])} if kind.model is NegativeRule else kept


def _page(kind: ItemKind, rules: RuleSet, item: Any, *, is_new: bool) -> ResponseReturnValue:
    form = _form(kind, rules, item, is_new=is_new)
    heading = _("新增%(label)s", label=kind.label) if is_new else _("修改%(label)s", label=kind.label)
    if not is_new and stale(form, item):
        return conflict_answer(form, item, title=heading, back_url=rules_url(rules))
    if form.validate_on_submit():
        values = {column: form[column].data for column in kind.columns}
        chosen = form.agencies.data or () if isinstance(form, NegativeForm) else ()

        def save() -> bool:
            save_item(rules, item, values, agency_ids=chosen, by=current_actor())
            return True

        if carried_out(form, save):
            flash(_("%(label)s已保存", label=kind.label), "success")
            return redirect(rules_url(rules))
    return act_page(form, rules_page(rules, heading, _("保存")))


def _add(kind: ItemKind) -> Callable[[int], ResponseReturnValue]:
    def add(set_id: int) -> ResponseReturnValue:
        return _page(kind, get_governed(set_id), kind.model(), is_new=True)

    return add


def _change(kind: ItemKind) -> Callable[[int], ResponseReturnValue]:
    def change(item_id: int) -> ResponseReturnValue:
        rules, item = _get(kind, item_id)
        return _page(kind, rules, item, is_new=False)

    return change


def _remove(kind: ItemKind) -> Callable[[int], ResponseReturnValue]:
    def remove(item_id: int) -> ResponseReturnValue:
        rules, item = _get(kind, item_id)
        try:
            remove_item(rules, item, by=current_actor())
        except RuleBroken as broken:
            flash(";".join(broken.reasons), "error")
        else:
            flash(_("%(label)s已删除", label=kind.label), "success")
        return redirect(url_for("pool.show_rules", set_id=rules.row.id))

    return remove


for _kind in KINDS:
    bp.add_url_rule(
        f"/rules/<int:set_id>/{_kind.slug}/new",
        f"add_{_kind.name}",
        requires(Permission.POOL_RULES)(_add(_kind)),
        methods=["GET", "POST"],
    )
    bp.add_url_rule(
        f"/rules/{_kind.slug}/<int:item_id>",
        f"change_{_kind.name}",
        requires(Permission.POOL_RULES)(_change(_kind)),
        methods=["GET", "POST"],
    )
    bp.add_url_rule(
        f"/rules/{_kind.slug}/<int:item_id>/remove",
        f"remove_{_kind.name}",
        requires(Permission.POOL_RULES)(_remove(_kind)),
        methods=["POST"],
    )
