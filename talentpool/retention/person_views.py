"""A person's rights over his data: how long they are kept, a copy, putting right, erasing (PIPL 45–47)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import NotAllowed
from talentpool.exports.answer import answer_with
from talentpool.exports.services import TakenFile, take_paper
from talentpool.files.docx import Paper
from talentpool.models import CorrectionRequest, Person, Purge
from talentpool.retention import pages, queries, services
from talentpool.retention.forms import CopyForm, DecisionForm, PurgeForm, RequestForm
from talentpool.retention.own_copy import CopyRequest, build_copy
from talentpool.retention.rules import month_of, period_words, reasons_to_keep
from talentpool.retention.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import SettingKey
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import typed
from talentpool.web.working_date import working_date
from talentpool.wording import say


@bp.get("/people/<int:person_id>")
@requires(Permission.RETENTION_PURGE)
def show_person(person_id: int) -> ResponseReturnValue:
    """How long, by which rule, and what the person asked for."""
    person, on = pages.get_kept_person(person_id, scope=current_scope()), working_date()
    standing = queries.standing_of(person, on=on)
    key = SettingKey.KEEP_CADRES if standing.cadre else SettingKey.KEEP_OTHERS
    return render_template(
        "retention/person.html",
        person=person,
        standing=standing,
        rule=key,
        period=period_words(standing.kept),
        basis=pages.basis_of(key, on=on),
        month_of=month_of,
        kept_because=reasons_to_keep(standing, on=on, asked=True),
        requests=pages.list_requests(person),
    )


def _crumbs(person: Person) -> list[tuple[str, str]]:
    return [
        (_("干部"), url_for("people.list_people")),
        (person.name, url_for("people.show_person", person_id=person.id)),
        (_("个人信息权利"), url_for("retention.show_person", person_id=person.id)),
    ]


def _act(person: Person, **told: Any) -> ActPage:
    return ActPage(
        back_url=url_for("retention.show_person", person_id=person.id), crumbs=_crumbs(person), **told
    )


@bp.route("/people/<int:person_id>/copy", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def take_copy(person_id: int) -> ResponseReturnValue:
    """Everything the register holds on a person, as a document."""
    person, by = pages.get_kept_person(person_id, scope=current_scope()), current_actor()
    if not by.may(Permission.EXPORTS_TAKE):
        raise NotAllowed(say("您的角色没有这项权限"))
    form = CopyForm()
    if not by.may(Permission.EXPORTS_UNMASK):
        form.without_unmasking()
    if form.validate_on_submit():
        taken = carried_out(form, lambda: _copy(person, form))
        if taken is not None:
            return answer_with(taken)
    act = ActPage(
        heading=_("复制%(name)s的个人信息", name=person.name),
        word=_("导出个人信息副本"),
        back_url=url_for("people.show_person", person_id=person.id),
        crumbs=_crumbs(person)[:2],
        summary=_("登记册中此人的全部内容、来源、查看记录和保存期限,一份Word文档"),
    )
    return act_page(form, act)


def _copy(person: Person, form: CopyForm) -> TakenFile:
    by, on = current_actor(), working_date()
    unmasked = bool(form.unmasked and form.unmasked.data)
    purpose = typed(form.purpose) if form.purpose else ""

    def build(made_at: datetime) -> Paper:
        return build_copy(CopyRequest(person, by.name, made_at, on, unmasked, purpose))

    day = on.strftime("%Y%m%d")
    return take_paper(
        build,
        subject=f"个人信息副本:{person.name}(人员编号{person.id})",
        name=f"{person.name}个人信息副本_{day}.docx",
        plain_name=f"own_copy_{person.id}_{day}.docx",
        by=by,
        on=on,
        unmasked=unmasked,
        purpose=purpose,
    )


@bp.route("/people/<int:person_id>/requests/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def record_request(person_id: int) -> ResponseReturnValue:
    """What somebody asks to have put right."""
    person = pages.get_kept_person(person_id, scope=current_scope())
    form = RequestForm(data={"asked_on": working_date()})
    if form.validate_on_submit() and carried_out(form, lambda: _record(person, form)) is not None:
        flash(_("已登记%(name)s的更正申请", name=person.name), "success")
        return redirect(url_for("retention.show_person", person_id=person_id))
    act = _act(
        person,
        heading=_("登记%(name)s的更正申请", name=person.name),
        word=_("登记申请"),
        summary=_("本人认为登记信息不准确、不完整的,登记申请并及时核实办理"),
    )
    return act_page(form, act)


def _record(person: Person, form: RequestForm) -> CorrectionRequest:
    assert form.asked_on.data is not None
    return services.record_request(
        person, typed(form.wanted), asked_on=form.asked_on.data, by=current_actor(), on=working_date()
    )


@bp.route("/requests/<int:request_id>/decide", methods=["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def decide_request(request_id: int) -> ResponseReturnValue:
    """What was decided on it."""
    request = pages.get_request(request_id, scope=current_scope())
    person = request.person
    form = open_edit(DecisionForm, request, {"decided_on": working_date()})
    act = _act(
        person,
        heading=_("办理%(name)s的更正申请", name=person.name),
        word=_("保存办理结果"),
        summary=_("%(on)s申请:%(wanted)s", on=request.asked_on.isoformat(), wanted=request.wanted),
        effects=(_("登记信息本身在“更正信息”中改;办理结果保存后不能再改"),),
    )
    if stale(form, request):
        return conflict_answer(form, request, title=act.heading, back_url=act.back_url)
    if form.validate_on_submit() and carried_out(form, lambda: _decide(request, form)):
        flash(_("已保存办理结果"), "success")
        return redirect(act.back_url)
    return act_page(form, act)


def _decide(request: CorrectionRequest, form: DecisionForm) -> bool:
    assert form.decided_on.data is not None
    services.decide_request(
        request,
        form.outcome.data,
        decided_on=form.decided_on.data,
        decider=typed(form.decider),
        explanation=typed(form.explanation),
        by=current_actor(),
        on=working_date(),
    )
    return True


@bp.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@requires(Permission.RETENTION_PURGE)
def erase_person(person_id: int) -> ResponseReturnValue:
    """Erase one person at his request."""
    person = pages.get_kept_person(person_id, scope=current_scope())
    form = PurgeForm(data={"decided_on": working_date()})
    if form.validate_on_submit():
        done = carried_out(form, lambda: _erase(person, form))
        if done is not None:
            flash(_("已按本人请求删除,共%(rows)s条数据,已记入清除登记簿", rows=done.rows), "success")
            return redirect(url_for("retention.show_purge", purge_id=done.id))
    act = ActPage(
        heading=_("删除%(name)s的全部资料", name=person.name),
        word=_("删除全部资料"),
        back_url=url_for("people.show_person", person_id=person.id),
        crumbs=_crumbs(person)[:2],
        summary=_("本人请求删除、撤回同意,或资料不再需要时使用(个人信息保护法第四十七条)"),
        effects=(
            _("基本信息、任职、推荐、入库、帮带、学历提升等全部登记删除,不能恢复"),
            _("涉及此人的导入和批量修改从此不能撤销"),
            _(
                "变更记录和操作日志不能改动:以前登记、更正时记下的姓名、籍贯、出生年月、备注等仍留在其中,身份证号、电话只留打码的形式;这次删除本身不再写入内容"
            ),
            _("恢复以前的备份后,系统会重新删除"),
        ),
        danger=True,
    )
    return act_page(form, act)


def _erase(person: Person, form: PurgeForm) -> Purge:
    return services.erase_person(person, form.decision(), by=current_actor(), on=working_date())
