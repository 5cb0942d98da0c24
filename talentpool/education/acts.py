"""The pages that enrol somebody, carry a course on, and put it right."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.dates import PartialDate
from talentpool.education.forms import (
    CourseForm,
    EnrolForm,
    FinishedCourseForm,
    status_form,
)
from talentpool.education.frame import course_page, course_url
from talentpool.education.listing import list_words_used
from talentpool.education.records import get_course
from talentpool.education.rules import NEXT
from talentpool.education.services import (
    KIND,
    Course,
    change_status,
    correct_course,
    enrol,
)
from talentpool.education.views import bp
from talentpool.models import Person
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import offer_people, only_looks, register_url
from talentpool.posts.forms import choose, offering_units
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.choices import unit_choices
from talentpool.units.queries import get_unit
from talentpool.vocabulary import SchoolingLevel, StudyMode, StudyStatus
from talentpool.web.acts import ActPage, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.links import asked_id
from talentpool.web.working_date import working_date


@bp.route("/enrol", methods=["GET", "POST"], endpoint="enrol")
@requires(Permission.EDUCATION_EDIT)
def enrol_person() -> ResponseReturnValue:
    """Somebody begins to study."""
    person_id = asked_id("person")
    asked = get_person(person_id, scope=current_scope()) if person_id is not None else None
    form = EnrolForm(
        data={
            "person": asked.id if asked else None,
            "level": SchoolingLevel.COLLEGE,
            "mode": StudyMode.OPEN,
            "unit": asked.unit_id if asked else asked_id("unit"),
        }
    )
    choose(form.unit, [(0, _("按人员所在单位")), *unit_choices(scope=current_scope())])
    offer_people(form, unit_id=asked_id("unit"))
    form.school.offers, form.major.offers = list_words_used(scope=current_scope())
    if not only_looks() and form.validate_on_submit():
        person = get_person(form.person.data, scope=current_scope())
        unit = get_unit(form.unit.data or person.unit_id, scope=current_scope())
        course = carried_out(
            form,
            lambda: enrol(
                person,
                _told(form),
                unit=unit,
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            ),
        )
        if course is not None:
            flash(_("%(name)s的入学已登记", name=person.name), "success")
            return redirect(course_url(course))
    page = ActPage(
        heading=_("登记入学"),
        word=_("登记入学"),
        back_url=_back_of(asked),
        crumbs=[(_("学历提升"), url_for("education.list_courses"))],
        summary=_("毕业后在这条记录里登记毕业,学历随之更新"),
    )
    return act_page(form, page, fields="education/_enrol.html", register_url=register_url())


def _back_of(person: Person | None) -> str:
    if person is not None:
        return url_for("people.show_person", person_id=person.id)
    return url_for("education.list_courses")


def _told(form: Any) -> Course:
    finished = hasattr(form, "graduated_on")
    return Course(
        level=form.level.data,
        mode=form.mode.data,
        enrolled_on=form.enrolled_on.data,
        school=form.school.data or "",
        major=form.major.data or "",
        expected_on=form.expected_on.data,
        graduated_on=form.graduated_on.data if finished else None,
        certificate_number=(form.certificate_number.data or "") if finished else "",
        note=form.note.data or "",
    )


COLUMNS = "level mode enrolled_on school major expected_on graduated_on certificate_number note".split()


@bp.route("/<int:course_id>/correct", methods=["GET", "POST"], endpoint="correct_course")
@requires(Permission.EDUCATION_EDIT)
def correct_a_course(course_id: int) -> ResponseReturnValue:
    """The facts of a course."""
    course = get_course(course_id, scope=current_scope())
    data = {name: getattr(course, name) for name in COLUMNS} | {"unit": course.unit_id}
    finished = course.status is StudyStatus.GRADUATED
    base = FinishedCourseForm if finished else CourseForm
    form = open_edit(offering_units(base, scope=current_scope(), also=course.unit_id), course, data)
    form.school.offers, form.major.offers = list_words_used(scope=current_scope())

    def act() -> None:
        correct_course(
            course,
            _told(form),
            unit=get_unit(form.unit.data, scope=current_scope()),
            confirmed=bool(form.confirmed.data),
            by=current_actor(),
            on=working_date(),
        )

    page = course_page(
        course,
        _("更正%(name)s的学历提升", name=course.person.name),
        _("保存更正"),
        effects=[_("已毕业的,干部信息中的学历、毕业院校和毕业时间随之更正")] if finished else [],
    )
    return edit_answer(form, course, page, act, done=_("学历提升记录已更正"))


@bp.route("/<int:course_id>/status", methods=["GET", "POST"], endpoint="change_status")
@requires(Permission.EDUCATION_EDIT)
def change_the_status(course_id: int) -> ResponseReturnValue:
    """Suspend, resume, withdraw, graduate."""
    course = get_course(course_id, scope=current_scope())
    following = NEXT[course.status] or (StudyStatus.GRADUATED,)
    form = open_edit(
        status_form(following),
        course,
        {"status": following[0], "since": PartialDate.from_date(working_date()).month_only()},
    )

    def act() -> None:
        change_status(
            course,
            form.status.data,
            since=form.since.data,
            reason=form.reason.data or "",
            certificate_number=form.certificate_number.data or "",
            confirmed=bool(form.confirmed.data),
            by=current_actor(),
            on=working_date(),
        )

    page = course_page(
        course,
        _("%(name)s的学籍变更", name=course.person.name),
        _("登记变更"),
        effects=[
            _(
                "登记毕业的,干部信息中增加%(level)s学历和毕业时间,一并记入变更记录",
                level=_(course.level.label),
            ),
            _("登记后可在操作记录中撤销,学籍和学历一起恢复原样"),
        ],
    )
    return edit_answer(form, course, page, act, done=_("学籍变更已登记"))


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.EDUCATION_EDIT)
def list_education_acts() -> ResponseReturnValue:
    """What was done to courses of study, the newest first."""
    return acts_page(_undo_frame())


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.EDUCATION_EDIT)
def undo_education_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _undo_frame())


def _undo_frame() -> UndoPage:
    return UndoPage(
        kinds=(KIND,),
        heading=_("学历提升操作记录"),
        summary=_("入学、学籍变更、毕业、学期和补助;之后没有别的改动的,可以撤销,恢复原样"),
        back=(_("学历提升"), url_for("education.list_courses")),
        list_endpoint="education.list_acts",
        undo_endpoint="education.undo_act",
        empty=(_("还没有可撤销的操作"), _("登记入学、学籍变更等之后,可在这里撤销。")),
    )
