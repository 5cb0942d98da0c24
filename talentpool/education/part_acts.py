"""The pages that enter and correct terms of a course, and money towards it."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.education.forms import CorrectSubsidyForm, CorrectTermForm, SubsidyForm, TermForm
from talentpool.education.frame import course_page
from talentpool.education.part_services import (
    SubsidyFacts,
    TermFacts,
    add_subsidy,
    add_term,
    correct_subsidy,
    correct_term,
)
from talentpool.education.records import get_course, get_subsidy, get_term
from talentpool.education.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import act_answer, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.working_date import working_date


@bp.route("/<int:course_id>/terms/add", methods=["GET", "POST"], endpoint="add_term")
@requires(Permission.EDUCATION_EDIT)
def add_a_term(course_id: int) -> ResponseReturnValue:
    """A term of a course."""
    course = get_course(course_id, scope=current_scope())
    form = TermForm()
    page = course_page(course, _("登记%(name)s的学期", name=course.person.name), _("登记学期"))
    return act_answer(
        form, page, lambda: add_term(course, _term(form), by=current_actor()), done=_("学期已登记")
    )


@bp.route("/terms/<int:study_term_id>/correct", methods=["GET", "POST"], endpoint="correct_term")
@requires(Permission.EDUCATION_EDIT)
def correct_a_term(study_term_id: int) -> ResponseReturnValue:
    """A term, put right or struck."""
    term, course = get_term(study_term_id, scope=current_scope())
    form = open_edit(CorrectTermForm, course, _data(term, TermFacts))
    page = course_page(course, _("更正%(name)s的学期", name=course.person.name), _("保存更正"))

    def act() -> None:
        correct_term(term, course, _term(form), remove=bool(form.remove.data), by=current_actor())

    return edit_answer(form, course, page, act, done=_("学期已更正"))


@bp.route("/<int:course_id>/subsidies/add", methods=["GET", "POST"], endpoint="add_subsidy")
@requires(Permission.EDUCATION_EDIT)
def add_a_subsidy(course_id: int) -> ResponseReturnValue:
    """Money towards a course."""
    course = get_course(course_id, scope=current_scope())
    form = SubsidyForm()
    page = course_page(course, _("登记%(name)s的学费补助", name=course.person.name), _("登记补助"))
    return act_answer(
        form,
        page,
        lambda: add_subsidy(course, _subsidy(form), by=current_actor(), on=working_date()),
        done=_("学费补助已登记"),
    )


@bp.route("/subsidies/<int:subsidy_id>/correct", methods=["GET", "POST"], endpoint="correct_subsidy")
@requires(Permission.EDUCATION_EDIT)
def correct_a_subsidy(subsidy_id: int) -> ResponseReturnValue:
    """A subsidy, paid, put right or struck."""
    subsidy, course = get_subsidy(subsidy_id, scope=current_scope())
    form = open_edit(CorrectSubsidyForm, course, _data(subsidy, SubsidyFacts))
    page = course_page(course, _("更正%(name)s的学费补助", name=course.person.name), _("保存更正"))

    def act() -> None:
        correct_subsidy(
            subsidy,
            course,
            _subsidy(form),
            remove=bool(form.remove.data),
            by=current_actor(),
            on=working_date(),
        )

    return edit_answer(form, course, page, act, done=_("学费补助已更正"))


def _data(row: Any, facts: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in facts.__dataclass_fields__}


def _term(form: TermForm) -> TermFacts:
    return TermFacts(
        name=form.name.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        credits=form.credits.data,
        result=form.result.data or "",
    )


def _subsidy(form: SubsidyForm) -> SubsidyFacts:
    return SubsidyFacts(
        yuan=form.yuan.data or 0,
        due_on=form.due_on.data,
        paid_on=form.paid_on.data,
        purpose=form.purpose.data or "",
    )
