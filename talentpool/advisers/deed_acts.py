"""The pages of what former cadres do: consultations, experience passed on, work taken up again."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.advisers.acts import data_of
from talentpool.advisers.forms import AdviceForm, CorrectAdviceForm, CorrectWorkForm, WorkForm
from talentpool.advisers.frame import former_page
from talentpool.advisers.records import get_beside, get_former
from talentpool.advisers.services import AdviceFacts, WorkFacts, state_advice, state_work
from talentpool.advisers.views import bp
from talentpool.models import AdviceRecord, FormerCadre, Person, ReEngagement, Unit
from talentpool.people.picking import list_pickable
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import only_looks
from talentpool.posts.forms import offering_units
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit
from talentpool.vocabulary import AdviceKind
from talentpool.web.acts import act_answer, act_page, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.working_date import working_date

FIELDS = "advisers/_advice.html"


@bp.route("/<int:former_id>/advice/add", methods=["GET", "POST"], endpoint="add_advice")
@requires(Permission.ADVISERS_EDIT)
def add_an_advice(former_id: int) -> ResponseReturnValue:
    """A consultation, or experience passed on."""
    former = get_former(former_id, scope=current_scope())
    form = offering_units(AdviceForm, scope=current_scope(), also=former.unit_id)(
        data={"kind": AdviceKind.CONSULTATION, "held_on": working_date(), "unit": former.unit_id}
    )
    _offer_learners(form)
    page = former_page(former, _("登记%(name)s的咨询或传帮带", name=former.person.name), _("登记"))

    def act() -> None:
        _state(form, former, row=None)

    if only_looks():
        return act_page(form, page, fields=FIELDS)
    return act_answer(form, page, act, done=_("咨询或传帮带已登记"), fields=FIELDS)


@bp.route("/advice/<int:advice_id>/correct", methods=["GET", "POST"], endpoint="correct_advice")
@requires(Permission.ADVISERS_EDIT)
def correct_an_advice(advice_id: int) -> ResponseReturnValue:
    """The same, put right or struck."""
    row, former = get_beside(AdviceRecord, advice_id, scope=current_scope())
    data = data_of(row, AdviceFacts) | {"unit": row.unit_id, "learner": row.learner_id}
    form = open_edit(offering_units(CorrectAdviceForm, scope=current_scope(), also=row.unit_id), row, data)
    _offer_learners(form)
    page = former_page(former, _("更正%(name)s的咨询或传帮带", name=former.person.name), _("保存更正"))

    def act() -> None:
        _state(form, former, row=row, remove=bool(form.remove.data))

    if only_looks():
        return act_page(form, page, fields=FIELDS)
    return edit_answer(form, row, page, act, done=_("咨询或传帮带已更正"), fields=FIELDS)


def _offer_learners(form: AdviceForm) -> None:
    chosen = form.learner.data
    people = list_pickable(
        form.words.data or "",
        scope=current_scope(),
        on=working_date(),
        ids=[int(chosen)] if chosen else [],
        unit_id=form.unit.data,
    )
    for one in (form, form.kept):
        if isinstance(one, AdviceForm):
            one.learner.choices = [(0, _("没有具体对象")), *people]
            one.learner.data = one.learner.data or 0


def _state(form: AdviceForm, former: FormerCadre, *, row: AdviceRecord | None, remove: bool = False) -> None:
    state_advice(
        former,
        AdviceFacts(
            kind=form.kind.data,
            held_on=form.held_on.data or working_date(),
            topic=form.topic.data or "",
            advice=form.advice.data or "",
            outcome=form.outcome.data or "",
        ),
        unit=_unit(form),
        learner=_learner(form),
        row=row,
        remove=remove,
        confirmed=bool(form.confirmed.data),
        by=current_actor(),
        on=working_date(),
    )


def _learner(form: AdviceForm) -> Person | None:
    return get_person(int(form.learner.data), scope=current_scope()) if form.learner.data else None


def _unit(form: AdviceForm | WorkForm) -> Unit:
    return get_unit(form.unit.data, scope=current_scope())


@bp.route("/<int:former_id>/re-engagements/add", methods=["GET", "POST"], endpoint="add_re_engagement")
@requires(Permission.ADVISERS_EDIT)
def add_a_re_engagement(former_id: int) -> ResponseReturnValue:
    """Work taken up again."""
    former = get_former(former_id, scope=current_scope())
    form = offering_units(WorkForm, scope=current_scope(), also=former.unit_id)(data={"unit": former.unit_id})
    page = former_page(former, _("登记%(name)s再上岗", name=former.person.name), _("登记再上岗"))

    def act() -> None:
        state_work(former, _work(form), unit=_unit(form), by=current_actor(), on=working_date())

    return act_answer(form, page, act, done=_("再上岗已登记"))


@bp.route(
    "/re-engagements/<int:engagement_id>/correct", methods=["GET", "POST"], endpoint="correct_re_engagement"
)
@requires(Permission.ADVISERS_EDIT)
def correct_a_re_engagement(engagement_id: int) -> ResponseReturnValue:
    """Work taken up again: ended with its result, put right or struck."""
    row, former = get_beside(ReEngagement, engagement_id, scope=current_scope())
    data = data_of(row, WorkFacts) | {"unit": row.unit_id}
    form = open_edit(offering_units(CorrectWorkForm, scope=current_scope(), also=row.unit_id), row, data)
    page = former_page(former, _("%(name)s再上岗的结果和更正", name=former.person.name), _("保存"))

    def act() -> None:
        remove = bool(form.remove.data)
        state_work(
            former,
            _work(form),
            unit=_unit(form),
            row=row,
            remove=remove,
            by=current_actor(),
            on=working_date(),
        )

    return edit_answer(form, row, page, act, done=_("再上岗记录已保存"))


def _work(form: WorkForm) -> WorkFacts:
    ends = isinstance(form, CorrectWorkForm)
    return WorkFacts(
        duty=form.duty.data or "",
        started_on=form.started_on.data,
        due_on=form.due_on.data,
        document=form.document.data or "",
        ended_on=form["ended_on"].data if ends else None,
        result=form["result"].data if ends else None,
        evidence=(form["evidence"].data or "") if ends else "",
    )
