"""The pages that register a former cadre and keep his service, his subsidy and his place in the group."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.advisers.forms import (
    CorrectLeavingForm,
    CorrectPeriodForm,
    CorrectSubsidyForm,
    JoinForm,
    LeaveForm,
    PeriodForm,
    RegisterForm,
    SubsidyForm,
)
from talentpool.advisers.frame import former_page, former_url
from talentpool.advisers.records import get_beside, get_former, list_ended
from talentpool.advisers.services import (
    KIND,
    Leaving,
    PeriodFacts,
    SubsidyFacts,
    correct_former,
    join_group,
    leave_group,
    register_former,
    state_period,
    state_subsidy,
)
from talentpool.advisers.views import bp
from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.dates import PartialDate
from talentpool.models import AdvisoryMembership, FormerSubsidy, Person, ServicePeriod
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import offer_people, only_looks, register_url
from talentpool.posts.forms import offering_units
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit
from talentpool.vocabulary import EndCause
from talentpool.web.acts import ActPage, act_answer, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date

COLUMNS = (
    "last_title left_on leave_cause cause_written years_stated expertise willingness health note".split()
)


@bp.route("/register", methods=["GET", "POST"], endpoint="register")
@requires(Permission.ADVISERS_EDIT)
def register_a_former_cadre() -> ResponseReturnValue:
    """Somebody who left office; `?person=` fills the form from the posts that ended."""
    person_id = asked_id("person")
    asked = get_person(person_id, scope=current_scope()) if person_id is not None else None
    form = offering_units(RegisterForm, scope=current_scope())(data=_known_of(asked))
    offer_people(form, unit_id=asked_id("unit"))
    if not only_looks() and form.validate_on_submit():
        person = get_person(form.person.data, scope=current_scope())
        former = carried_out(
            form,
            lambda: register_former(
                person,
                _told(form),
                unit=get_unit(form.unit.data, scope=current_scope()),
                joins=bool(form.joins.data),
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if former is not None:
            flash(_("%(name)s已登记为离任干部", name=person.name), "success")
            return redirect(former_url(former))
    page = ActPage(
        heading=_("登记离任干部"),
        word=_("登记离任干部"),
        back_url=_back_of(asked),
        crumbs=[(_("智囊团"), url_for("advisers.list_former"))],
        summary=_("任职起止时间从登记册中已结束的任职带入,登记后可以补充"),
    )
    return act_page(form, page, fields="advisers/_register.html", register_url=register_url())


def _back_of(person: Person | None) -> str:
    if person is not None:
        return url_for("people.show_person", person_id=person.id)
    return url_for("advisers.list_former")


def _known_of(person: Person | None) -> dict[str, Any]:
    """What the register knows of how somebody left."""
    if person is None:
        return {"unit": asked_id("unit")}
    known: dict[str, Any] = {"person": person.id, "unit": person.unit_id}
    ended = list_ended(person, scope=current_scope(), on=working_date())
    if ended:
        last, post, unit = ended[0]
        same_day = [one[1].title for one in ended if one[0].ended_on == last.ended_on]
        cause = None if last.end_cause in (EndCause.UNKNOWN, EndCause.NEVER_FILLED) else last.end_cause
        known |= {
            "unit": unit.id,
            "last_title": "、".join(dict.fromkeys([post.title, *same_day])),
            "left_on": last.ended_on,
            "leave_cause": cause,
            "cause_written": last.end_note,
        }
    return known


def _told(form: Any) -> Leaving:
    values = {name: form[name].data for name in COLUMNS}
    texts = {name: values[name] or "" for name in ("last_title", "cause_written", "expertise", "note")}
    return Leaving(**{**values, **texts})


@bp.route("/<int:former_id>/correct", methods=["GET", "POST"], endpoint="correct_former")
@requires(Permission.ADVISERS_EDIT)
def correct_a_former_cadre(former_id: int) -> ResponseReturnValue:
    """The facts of a former cadre."""
    former = get_former(former_id, scope=current_scope())
    data = {name: getattr(former, name) for name in COLUMNS} | {"unit": former.unit_id}
    base = offering_units(CorrectLeavingForm, scope=current_scope(), also=former.unit_id)
    form = open_edit(base, former, data)

    def act() -> None:
        correct_former(
            former,
            _told(form),
            unit=get_unit(form.unit.data, scope=current_scope()),
            by=current_actor(),
            on=working_date(),
        )

    page = former_page(former, _("更正%(name)s的离任信息", name=former.person.name), _("保存更正"))
    return edit_answer(form, former, page, act, done=_("离任信息已更正"))


@bp.route("/<int:former_id>/periods/add", methods=["GET", "POST"], endpoint="add_period")
@requires(Permission.ADVISERS_EDIT)
def add_a_period(former_id: int) -> ResponseReturnValue:
    """A stretch of office that counts."""
    former = get_former(former_id, scope=current_scope())
    form = PeriodForm(data={"title": former.last_title})
    page = former_page(former, _("登记%(name)s的任职时间", name=former.person.name), _("登记任职时间"))

    def act() -> None:
        state_period(former, _period(form), by=current_actor(), on=working_date())

    return act_answer(form, page, act, done=_("任职时间已登记"))


@bp.route("/periods/<int:period_id>/correct", methods=["GET", "POST"], endpoint="correct_period")
@requires(Permission.ADVISERS_EDIT)
def correct_a_period(period_id: int) -> ResponseReturnValue:
    """A stretch of office, put right or struck."""
    period, former = get_beside(ServicePeriod, period_id, scope=current_scope())
    form = open_edit(CorrectPeriodForm, former, data_of(period, PeriodFacts))
    page = former_page(former, _("更正%(name)s的任职时间", name=former.person.name), _("保存更正"))

    def act() -> None:
        remove = bool(form.remove.data)
        state_period(former, _period(form), row=period, remove=remove, by=current_actor(), on=working_date())

    return edit_answer(form, former, page, act, done=_("任职时间已更正"))


def _period(form: PeriodForm) -> PeriodFacts:
    return PeriodFacts(
        started_on=form.started_on.data, ended_on=form.ended_on.data, title=form.title.data or ""
    )


@bp.route("/<int:former_id>/subsidies/add", methods=["GET", "POST"], endpoint="add_subsidy")
@requires(Permission.ADVISERS_EDIT)
def add_a_subsidy(former_id: int) -> ResponseReturnValue:
    """The subsidy from a date on."""
    former = get_former(former_id, scope=current_scope())
    form = SubsidyForm(data={"since": PartialDate.from_date(working_date()).month_only()})
    page = former_page(
        former,
        _("登记%(name)s的生活补贴", name=former.person.name),
        _("登记补贴标准"),
        effects=[_("从填写的时间起适用,此前的标准留作历史")],
    )

    def act() -> None:
        state_subsidy(former, _subsidy(form), by=current_actor(), on=working_date())

    return act_answer(form, page, act, done=_("生活补贴已登记"))


@bp.route("/subsidies/<int:former_subsidy_id>/correct", methods=["GET", "POST"], endpoint="correct_subsidy")
@requires(Permission.ADVISERS_EDIT)
def correct_a_subsidy(former_subsidy_id: int) -> ResponseReturnValue:
    """A subsidy, put right or struck."""
    subsidy, former = get_beside(FormerSubsidy, former_subsidy_id, scope=current_scope())
    form = open_edit(CorrectSubsidyForm, former, data_of(subsidy, SubsidyFacts))
    page = former_page(former, _("更正%(name)s的生活补贴", name=former.person.name), _("保存更正"))

    def act() -> None:
        remove = bool(form.remove.data)
        state_subsidy(
            former, _subsidy(form), row=subsidy, remove=remove, by=current_actor(), on=working_date()
        )

    return edit_answer(form, former, page, act, done=_("生活补贴已更正"))


def _subsidy(form: SubsidyForm) -> SubsidyFacts:
    return SubsidyFacts(since=form.since.data, yuan_a_month=form.yuan_a_month.data or 0)


@bp.route("/<int:former_id>/join", methods=["GET", "POST"], endpoint="join_group")
@requires(Permission.ADVISERS_EDIT)
def join_the_group(former_id: int) -> ResponseReturnValue:
    """Into the advisory group."""
    former = get_former(former_id, scope=current_scope())
    form = JoinForm(data={"joined_on": PartialDate.from_date(working_date())})
    page = former_page(former, _("%(name)s纳入智囊团", name=former.person.name), _("纳入智囊团"))

    def act() -> None:
        join_group(former, joined_on=form.joined_on.data, by=current_actor(), on=working_date())

    return act_answer(form, page, act, done=_("%(name)s已纳入智囊团", name=former.person.name))


@bp.route("/memberships/<int:membership_id>/leave", methods=["GET", "POST"], endpoint="leave_group")
@requires(Permission.ADVISERS_EDIT)
def leave_the_group(membership_id: int) -> ResponseReturnValue:
    """Out of the advisory group."""
    membership, former = get_beside(AdvisoryMembership, membership_id, scope=current_scope())
    form = open_edit(LeaveForm, membership, {"left_on": PartialDate.from_date(working_date())})
    page = former_page(former, _("%(name)s退出智囊团", name=former.person.name), _("退出智囊团"), danger=True)

    def act() -> None:
        leave_group(
            membership,
            left_on=form.left_on.data,
            reason=form.reason.data or "",
            by=current_actor(),
            on=working_date(),
        )

    return edit_answer(form, membership, page, act, done=_("%(name)s已退出智囊团", name=former.person.name))


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.ADVISERS_EDIT)
def list_advisers_acts() -> ResponseReturnValue:
    """What was done to former cadres and the group, the newest first."""
    return acts_page(_undo_frame())


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.ADVISERS_EDIT)
def undo_advisers_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _undo_frame())


def _undo_frame() -> UndoPage:
    return UndoPage(
        kinds=(KIND,),
        heading=_("离任干部操作记录"),
        summary=_(
            "离任登记、任职时间、补贴、智囊团、咨询传帮带和再上岗;之后没有别的改动的,可以撤销,恢复原样"
        ),
        back=(_("智囊团"), url_for("advisers.list_former")),
        list_endpoint="advisers.list_acts",
        undo_endpoint="advisers.undo_act",
        empty=(_("还没有可撤销的操作"), _("登记离任干部、纳入智囊团等之后,可在这里撤销。")),
    )


def data_of(row: Any, facts: Any) -> dict[str, Any]:
    """The columns of a row that are told by a dataclass of facts."""
    return {name: getattr(row, name) for name in facts.__dataclass_fields__}
