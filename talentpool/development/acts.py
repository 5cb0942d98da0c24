"""The pages that enter and correct trainings, their sessions, people and attendance."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.development.forms import (
    CorrectSessionForm,
    CorrectTrainingForm,
    PeopleForm,
    PlaceForm,
    SessionForm,
    TrainingForm,
    attendance_form,
)
from talentpool.development.listing import select_places
from talentpool.development.records import get_place, get_session, get_training, list_attendance
from talentpool.development.services import (
    KIND,
    SessionFacts,
    TrainingFacts,
    add_people,
    correct_place,
    correct_training,
    open_training,
    state_session,
    tell_attendance,
)
from talentpool.development.views import bp
from talentpool.extensions import db
from talentpool.models import Training
from talentpool.posts.forms import offering_units
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit
from talentpool.web.acts import ActPage, act_answer, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date


@bp.route("/trainings/add", methods=["GET", "POST"], endpoint="open_training")
@requires(Permission.DEVELOPMENT_EDIT)
def open_a_training() -> ResponseReturnValue:
    """A new training."""
    form = offering_units(TrainingForm, scope=current_scope())(data={"unit": asked_id("unit")})
    if form.validate_on_submit():
        unit = get_unit(form.unit.data, scope=current_scope())
        training = carried_out(form, lambda: open_training(_told(form), unit=unit, by=current_actor()))
        if training is not None:
            flash(_("“%(name)s”已登记", name=training.name), "success")
            return redirect(_url(training))
    page = ActPage(
        heading=_("登记培训"),
        word=_("登记培训"),
        back_url=url_for("development.list_trainings"),
        crumbs=[(_("培训锻炼"), url_for("development.list_trainings"))],
        summary=_("课次、参训人员和签到登记后再录入"),
    )
    return act_page(form, page)


@bp.route("/trainings/<int:training_id>/correct", methods=["GET", "POST"], endpoint="correct_training")
@requires(Permission.DEVELOPMENT_EDIT)
def correct_a_training(training_id: int) -> ResponseReturnValue:
    """A training, put right or struck."""
    training = get_training(training_id, scope=current_scope())
    data = data_of(training, TrainingFacts) | {"unit": training.unit_id}
    base = offering_units(CorrectTrainingForm, scope=current_scope(), also=training.unit_id)
    form = open_edit(base, training, data)
    removing = bool(form.remove.data)
    page = _page(training, _("更正“%(name)s”", name=training.name), _("保存更正"), removing=removing)

    def act() -> None:
        unit = get_unit(form.unit.data, scope=current_scope())
        correct_training(training, _told(form), unit=unit, remove=removing, by=current_actor())

    return edit_answer(form, training, page, act, done=_("培训已更正"))


def _told(form: TrainingForm) -> TrainingFacts:
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    return TrainingFacts(
        name=form.name.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        organiser=form.organiser.data or "",
        place=form.place.data or "",
        note=form.note.data or "",
    )


@bp.route("/trainings/<int:training_id>/sessions/add", methods=["GET", "POST"], endpoint="add_session")
@requires(Permission.DEVELOPMENT_EDIT)
def add_a_session(training_id: int) -> ResponseReturnValue:
    """A session of a training."""
    training = get_training(training_id, scope=current_scope())
    form = SessionForm(data={"held_on": training.starts_on})
    page = _page(training, _("登记“%(name)s”的课次", name=training.name), _("登记课次"))

    def act() -> None:
        state_session(training, _session(form), by=current_actor())

    return act_answer(form, page, act, done=_("课次已登记"))


@bp.route("/sessions/<int:training_session_id>/correct", methods=["GET", "POST"], endpoint="correct_session")
@requires(Permission.DEVELOPMENT_EDIT)
def correct_a_session(training_session_id: int) -> ResponseReturnValue:
    """A session, put right or struck."""
    session, training = get_session(training_session_id, scope=current_scope())
    form = open_edit(CorrectSessionForm, training, data_of(session, SessionFacts))
    page = _page(training, _("更正“%(name)s”的课次", name=training.name), _("保存更正"))

    def act() -> None:
        remove = bool(form.remove.data)
        state_session(training, _session(form), row=session, remove=remove, by=current_actor())

    return edit_answer(form, training, page, act, done=_("课次已更正"))


def _session(form: SessionForm) -> SessionFacts:
    assert form.held_on.data is not None
    return SessionFacts(held_on=form.held_on.data, topic=form.topic.data or "", hours=form.hours.data or 0)


@bp.route("/trainings/<int:training_id>/people/add", methods=["GET", "POST"], endpoint="add_people")
@requires(Permission.DEVELOPMENT_EDIT)
def add_the_people(training_id: int) -> ResponseReturnValue:
    """Who takes part."""
    training = get_training(training_id, scope=current_scope())
    form = PeopleForm()
    page = _page(training, _("登记“%(name)s”的参训人员", name=training.name), _("登记参训人员"))

    def act() -> None:
        add_people(training, form.names.data or "", by=current_actor())

    return act_answer(form, page, act, done=_("参训人员已登记"))


@bp.route("/people/<int:place_id>/correct", methods=["GET", "POST"], endpoint="correct_place")
@requires(Permission.DEVELOPMENT_EDIT)
def correct_a_place(place_id: int) -> ResponseReturnValue:
    """With what result somebody took part."""
    place, training = get_place(place_id, scope=current_scope())
    form = open_edit(PlaceForm, training, {"result": place.result, "note": place.note})
    page = _page(training, _("%(name)s的培训结果", name=place.person.name), _("保存结果"))

    def act() -> None:
        correct_place(
            place,
            training,
            result=form.result.data,
            note=form.note.data or "",
            remove=bool(form.remove.data),
            by=current_actor(),
        )

    return edit_answer(form, training, page, act, done=_("培训结果已保存"))


@bp.route(
    "/sessions/<int:training_session_id>/attendance", methods=["GET", "POST"], endpoint="tell_attendance"
)
@requires(Permission.DEVELOPMENT_EDIT)
def tell_the_attendance(training_session_id: int) -> ResponseReturnValue:
    """Who was at a session: a tick for everybody who takes part."""
    session, training = get_session(training_session_id, scope=current_scope())
    rows = db.session.execute(select_places(training, scope=current_scope(), on=working_date())).all()
    places = [(place.id, f"{person.name} {unit.name}") for place, person, unit, _hours in rows]
    known = list_attendance(session)
    data = {f"place_{key}": known[key].present if key in known else not known for key, _label in places}
    form = open_edit(attendance_form(places), training, data)
    page = _page(
        training,
        _("“%(topic)s”签到", topic=session.topic),
        _("保存签到"),
        summary=_(
            "%(day)s,%(hours)s学时;勾选到场的人员",
            day=session.held_on.isoformat(),
            hours=f"{session.hours:g}",
        ),
    )

    def act() -> None:
        tell_attendance(
            session,
            training,
            present={key for key, _label in places if form[f"place_{key}"].data},
            asked={key for key, _label in places},
            by=current_actor(),
            on=working_date(),
        )

    return edit_answer(form, training, page, act, done=_("签到已保存"))


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.DEVELOPMENT_EDIT)
def list_development_acts() -> ResponseReturnValue:
    """What was done to trainings, tasks and postings, the newest first."""
    return acts_page(_undo_frame())


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.DEVELOPMENT_EDIT)
def undo_development_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _undo_frame())


def _undo_frame() -> UndoPage:
    return UndoPage(
        kinds=(KIND,),
        heading=_("培训锻炼操作记录"),
        summary=_("培训、签到、实践锻炼和选派;之后没有别的改动的,可以撤销,恢复原样"),
        back=(_("培训锻炼"), url_for("development.list_trainings")),
        list_endpoint="development.list_acts",
        undo_endpoint="development.undo_act",
        empty=(_("还没有可撤销的操作"), _("登记培训、实践锻炼、选派等之后,可在这里撤销。")),
    )


def _page(
    training: Training, heading: str, word: str, *, summary: str = "", removing: bool = False
) -> ActPage:
    return ActPage(
        heading=heading,
        word=word,
        back_url=url_for("development.list_trainings") if removing else _url(training),
        crumbs=[(_("培训锻炼"), url_for("development.list_trainings")), (training.name, _url(training))],
        summary=summary or training.unit.name,
    )


def _url(training: Training) -> str:
    return url_for("development.show_training", training_id=training.id)


def data_of(row: Any, facts: Any) -> dict[str, Any]:
    """The columns of a row that are told by a dataclass of facts."""
    return {name: getattr(row, name) for name in facts.__dataclass_fields__}
