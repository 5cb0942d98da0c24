"""Pages of bulk edits: choose the act, see old and new, carry out, take back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.errors import Conflict, RuleBroken
from talentpool.extensions import db
from talentpool.models import Person
from talentpool.people.addresses import list_url
from talentpool.people.bulk.forms import FIELDS, BulkForm, value_fields
from talentpool.people.bulk.plan import BulkEdit, BulkLine, BulkPlan, plan_edit
from talentpool.people.bulk.services import KIND, carry_out
from talentpool.people.duplicates.services import KIND as JOIN_KIND
from talentpool.people.filters import read_state
from talentpool.people.listing import select_people
from talentpool.people.number_search import may_look
from talentpool.people.queries import list_tags_used, within_reach
from talentpool.people.services import KIND as DAILY_KIND
from talentpool.people.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import own_tags
from talentpool.units.choices import unit_choices
from talentpool.vocabulary import BulkAct, Tag
from talentpool.web.links import url_if_allowed
from talentpool.web.working_date import working_date
from talentpool.writing import read_id

KINDS = (KIND, JOIN_KIND, DAILY_KIND)
ELSEWHERE = ("merger",)
"""Acts that move people too, but are taken back among the mergers and terms."""
SHOWN = 200
"""Lines of a preview; the rest is counted."""
PICKED_AT_MOST = 500


@bp.route("/bulk", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def edit_many() -> ResponseReturnValue:
    """The people of the address changed together: first the act, then its preview, then the act itself."""
    ids = _chosen_ids()
    if not ids:
        return render_template("people/bulk_none.html", list_url=list_url({"id": None, "everyone": None}))
    form = BulkForm(act=request.args.get("act", BulkAct.ADD_TAG.value))
    form.offer(unit_choices(scope=current_scope()))
    if not form.validate_on_submit():
        return _page(form, ids)
    edit = form.edit(scope=current_scope())
    if edit is None:
        return _page(form, ids)
    plan = plan_edit(edit, ids, scope=current_scope(), on=working_date())
    return _carried_out(form, ids, plan) if "confirm" in request.form else _page(form, ids, plan)


def _carried_out(form: BulkForm, ids: Sequence[int], plan: BulkPlan) -> ResponseReturnValue:
    try:
        act = carry_out(plan, seal=str(form.seal.data or ""), by=current_actor())
    except Conflict as conflict:
        db.session.rollback()
        fresh = _plan_again(plan.edit, ids)
        return _page(form, ids, fresh, reasons=(str(conflict), _("请按最新情况重新核对")), status=409)
    except RuleBroken as broken:
        db.session.rollback()
        return _page(form, ids, _plan_again(plan.edit, ids), reasons=broken.reasons, status=422)
    flash(_("%(label)s,已完成;需要时可以撤销", label=act.label), "success")
    return redirect(url_for("people.list_acts"))


def _plan_again(edit: BulkEdit, ids: Sequence[int]) -> BulkPlan:
    return plan_edit(edit, ids, scope=current_scope(), on=working_date())


def _page(
    form: BulkForm,
    ids: Sequence[int],
    plan: BulkPlan | None = None,
    *,
    reasons: Sequence[str] = (),
    status: int | None = None,
) -> ResponseReturnValue:
    refused = request.method == "POST" and plan is None
    body = render_template(
        "people/bulk.html",
        form=form,
        count=len(ids),
        plan=plan,
        shown=_shown(plan) if plan else [],
        most=SHOWN,
        value=form[FIELDS[plan.edit.act]] if plan else None,
        fields=value_fields(),
        tags=_tags() if plan is None else [],
        reasons=reasons,
        back_url=list_url({"id": None, "everyone": None}),
    )
    return make_response(body, status or (422 if refused else 200))


def _shown(plan: BulkPlan) -> list[BulkLine]:
    return [*plan.refused, *plan.changing][:SHOWN]


def _tags() -> list[str]:
    words = [*(tag.label for tag in Tag), *own_tags(working_date()), *list_tags_used(scope=current_scope())]
    return list(dict.fromkeys(words))


def _chosen_ids() -> list[int]:
    """Those ticked, or everybody who fits the filters, in the order of the list; only within reach."""
    scope = current_scope()
    if request.args.get("everyone") == "1":
        state = read_state(
            request.args, tags=request.args.getlist("tag"), whole_numbers=may_look(current_actor())
        )
        people = select_people(scope=scope, on=working_date(), wanted=state.filter, sorting=state.sorting)
        return list(db.session.scalars(people.with_only_columns(Person.id)))
    ticked = (read_id(text) for text in request.args.getlist("id"))
    wanted = [one for one in dict.fromkeys(ticked) if one is not None][:PICKED_AT_MOST]
    within = set(db.session.scalars(select(Person.id).where(Person.id.in_(wanted), within_reach(scope))))
    return [one for one in wanted if one in within]


@bp.get("/acts")
@requires(Permission.PEOPLE_EDIT)
def list_acts() -> ResponseReturnValue:
    """People registered, bulk edits and joined duplicates, the newest first, each to be taken back."""
    return acts_page(_frame())


@bp.post("/acts/<int:act_id>/undo")
@requires(Permission.PEOPLE_EDIT)
def undo_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _frame())


def _frame() -> UndoPage:
    return UndoPage(
        kinds=KINDS,
        heading=_("人员操作记录"),
        summary=_("登记人员、批量修改、合并重复人员和合并单位,撤销后恢复原来的内容"),
        back=(_("干部"), list_url()),
        list_endpoint="people.list_acts",
        undo_endpoint="people.undo_act",
        empty=(_("还没有可撤销的操作"), _("登记人员、批量修改、合并重复人员之后,可在这里撤销。")),
        own=True,
        elsewhere=ELSEWHERE,
        elsewhere_link=(_("合并与换届记录"), url_if_allowed("units.list_acts")),
    )
