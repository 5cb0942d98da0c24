"""The pages of the review: decisions, agencies, exceptions, the notice, the entry."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import Missing
from talentpool.models import AgencyConclusion
from talentpool.pool.acts.entries import offer_sources, sources_in
from talentpool.pool.acts.nominations import nomination_page, nomination_url
from talentpool.pool.nomination_forms import (
    AnswerForm,
    AskForm,
    DecisionForm,
    EnteringForm,
    ExceptionForm,
    NoticeForm,
    ObjectionsForm,
)
from talentpool.pool.nominations import (
    answer_of,
    case_of,
    get_conclusion,
    get_nomination,
    get_notice,
)
from talentpool.pool.services import nominations as services
from talentpool.pool.services.nominations import AnswerFacts, Entering
from talentpool.pool.steps import Decision, outcomes_at
from talentpool.pool.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import choices_of
from talentpool.web.working_date import working_date
from talentpool.wording import say


@bp.route("/nominations/<int:nomination_id>/decide", methods=["GET", "POST"], endpoint="decide")
@requires(Permission.POOL_EDIT)
def decide_a_step(nomination_id: int) -> ResponseReturnValue:
    """Decide the step that waits."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    stage = _(nomination.stage.label)
    form = open_edit(DecisionForm, nomination, {"decided_on": working_date()})
    form.offer(outcomes_at(nomination.stage))
    if form.kept is not None:
        form.kept.offer(outcomes_at(nomination.stage))
    heading = _("%(name)s:%(stage)s", name=nomination.person.name, stage=stage)
    if stale(form, nomination):
        return conflict_answer(form, nomination, title=heading, back_url=nomination_url(nomination))
    if form.validate_on_submit():
        decision = Decision(
            outcome=form.outcome.data,
            decided_on=form.decided_on.data,
            decider=form.decider.data or "",
            document=form.document.data or "",
            reason=form.reason.data or "",
        )

        def decide() -> bool:
            services.decide(nomination, decision, by=current_actor(), on=working_date())
            return True

        if carried_out(form, decide):
            flash(_("“%(stage)s”已登记", stage=stage), "success")
            return redirect(nomination_url(nomination))
    summary = _("登记组织已经作出的决定;系统不代替审核")
    return act_page(form, nomination_page(nomination, heading, _("登记决定"), summary=summary))


@bp.route("/nominations/<int:nomination_id>/ask", methods=["GET", "POST"], endpoint="ask_agencies")
@requires(Permission.POOL_CONCLUSIONS)
def ask_the_agencies(nomination_id: int) -> ResponseReturnValue:
    """Ask the agencies of this step."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    form = AskForm(data={"asked_on": working_date()})
    if form.validate_on_submit():
        count = carried_out(
            form,
            lambda: services.ask_agencies(
                nomination, asked_on=form.asked_on.data, by=current_actor(), on=working_date()
            ),
        )
        if count is not None:
            flash(_("已登记征求%(count)s个部门的意见", count=count), "success")
            return redirect(nomination_url(nomination))
    names = "、".join(one.name for one in case_of(nomination).unasked)
    heading = _("征求部门意见:%(name)s", name=nomination.person.name)
    page = nomination_page(nomination, heading, _("登记征求"), summary=names)
    return act_page(form, page)


@bp.route("/conclusions/<int:conclusion_id>", methods=["GET", "POST"], endpoint="keep_answer")
@requires(Permission.POOL_CONCLUSIONS)
def keep_an_answer(conclusion_id: int) -> ResponseReturnValue:
    """What an agency answered in writing."""
    nomination, row = get_conclusion(conclusion_id, scope=current_scope())
    form = open_edit(AnswerForm, row, _kept(row))
    case = case_of(nomination)
    codes = [(one.code, f"{one.code} {one.text}") for one in (case.rules.items if case.rules else ())]
    for one in (form, form.kept):
        if isinstance(one, AnswerForm):
            one.rule_code.choices = choices_of([("", _("无")), *codes])
    heading = _("%(agency)s对%(name)s的结论", agency=row.agency.name, name=nomination.person.name)
    if stale(form, row):
        return conflict_answer(form, row, title=heading, back_url=nomination_url(nomination))
    if form.validate_on_submit():
        facts = AnswerFacts(
            answered_on=form.answered_on.data,
            conclusion=form.conclusion.data,
            document=form.document.data or "",
            rule_code=form.rule_code.data or "",
            disposition=form.disposition.data or "",
            occurred_on=form.occurred_on.data,
        )

        def keep() -> bool:
            services.keep_answer(nomination, row, facts, by=current_actor(), on=working_date())
            return True

        if carried_out(form, keep):
            flash(_("部门结论已登记"), "success")
            return redirect(nomination_url(nomination))
    summary = _("只登记书面结论、条款和处理意见,不写详细案情;内容加密保存,按权限查看")
    return act_page(form, nomination_page(nomination, heading, _("保存结论"), summary=summary))


def _kept(row: AgencyConclusion) -> dict[str, object]:
    answer = answer_of(row)
    return {
        "answered_on": answer.answered_on or working_date(),
        "conclusion": answer.conclusion,
        "document": row.document,
        "rule_code": answer.rule_code,
        "occurred_on": answer.occurred_on,
        "disposition": row.disposition or "",
    }


@bp.route("/nominations/<int:nomination_id>/exceptions/new", methods=["GET", "POST"], endpoint="except_rule")
@requires(Permission.POOL_EDIT)
def except_a_rule(nomination_id: int) -> ResponseReturnValue:
    """An exception from a rule that the facts fail; `?rule=` says which."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    finding = case_of(nomination).finding(request.args.get("rule", ""))
    if finding.negative and not current_actor().may(Permission.POOL_CONCLUSIONS):
        raise Missing(say("这一条不需要登记例外"))
    form = ExceptionForm(data={"decided_on": working_date()})
    if form.validate_on_submit():
        done = carried_out(
            form,
            lambda: services.except_rule(
                nomination,
                finding.code,
                reason=form.reason.data or "",
                decided_on=form.decided_on.data,
                decider=form.decider.data or "",
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if done is not None:
            flash(_("例外已登记,随推荐保存"), "success")
            return redirect(nomination_url(nomination))
    heading = _("登记例外:%(name)s", name=nomination.person.name)
    summary = f"{finding.text}:{finding.facts}"
    return act_page(form, nomination_page(nomination, heading, _("登记例外"), summary=summary))


@bp.route("/nominations/<int:nomination_id>/notice", methods=["GET", "POST"], endpoint="give_notice")
@requires(Permission.POOL_EDIT)
def give_public_notice(nomination_id: int) -> ResponseReturnValue:
    """Put the nomination on public notice."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    days = nomination.rule_set.notice_days if nomination.rule_set else 0
    start = working_date()
    form = NoticeForm(data={"starts_on": start, "ends_on": start + timedelta(days=max(days - 1, 0))})
    if form.validate_on_submit():
        done = carried_out(
            form,
            lambda: services.give_notice(
                nomination,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                place=form.place.data or "",
                by=current_actor(),
            ),
        )
        if done is not None:
            flash(_("公示已登记"), "success")
            return redirect(nomination_url(nomination))
    heading = _("公示:%(name)s", name=nomination.person.name)
    page = nomination_page(nomination, heading, _("登记公示"), summary=_("规则要求公示%(days)s天", days=days))
    return act_page(form, page)


@bp.route("/notices/<int:notice_id>", methods=["GET", "POST"], endpoint="keep_objections")
@requires(Permission.POOL_EDIT)
def keep_the_objections(notice_id: int) -> ResponseReturnValue:
    """What was objected while the notice stood."""
    nomination, notice = get_notice(notice_id, scope=current_scope())
    form = ObjectionsForm(data={"objections": notice.objections})
    if form.validate_on_submit():

        def keep() -> bool:
            services.keep_objections(nomination, notice, form.objections.data or "", by=current_actor())
            return True

        if carried_out(form, keep):
            flash(_("公示异议已登记"), "success")
            return redirect(nomination_url(nomination))
    heading = _("公示异议:%(name)s", name=nomination.person.name)
    return act_page(form, nomination_page(nomination, heading, _("保存异议")))


@bp.route("/nominations/<int:nomination_id>/enter", methods=["GET", "POST"], endpoint="enter_pool")
@requires(Permission.POOL_EDIT)
def enter_the_pool(nomination_id: int) -> ResponseReturnValue:
    """The last step: the entry."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    form = open_edit(EnteringForm, nomination, {"entered_on": working_date()})
    for one in (form, form.kept):
        if isinstance(one, EnteringForm):
            offer_sources(one)
    heading = _("%(name)s入库", name=nomination.person.name)
    if stale(form, nomination):
        return conflict_answer(form, nomination, title=heading, back_url=nomination_url(nomination))
    if form.validate_on_submit():
        facts = Entering(
            entered_on=form.entered_on.data,
            decider=form.decider.data or "",
            sources=sources_in(form),
            document=form.document.data or "",
            occupation=form.occupation.data or "",
        )
        entry = carried_out(
            form,
            lambda: services.enter_pool(nomination, facts, by=current_actor(), on=working_date()),
        )
        if entry is not None:
            flash(_("%(name)s已入库", name=entry.person.name), "success")
            return redirect(url_for("pool.show_entry", entry_id=entry.id))
    return act_page(form, nomination_page(nomination, heading, _("入库")))
