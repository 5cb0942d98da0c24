"""The list of courses of study, one course, and what each unit gained."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.education.gains import list_gains
from talentpool.education.ledger import is_late, lines_of
from talentpool.education.listing import (
    from_its_month,
    read_course_filter,
    read_month,
    select_courses,
    select_years,
)
from talentpool.education.records import get_course, read_course
from talentpool.education.rules import NEXT
from talentpool.extensions import db
from talentpool.people.queries import select_unit_choices
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.naming import names_on
from talentpool.vocabulary import SchoolingLevel, StudyStatus
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import asked_date, reference_date, working_date

bp = Blueprint("education", __name__, url_prefix="/education")


@bp.get("")
@requires(Permission.EDUCATION_VIEW)
@follows_date
def list_courses() -> ResponseReturnValue:
    """Courses begun by the day, in office order, filtered as the address says."""
    scope, on = current_scope(), reference_date()
    wanted = read_course_filter(request.args)
    page = paginate(select_courses(scope=scope, on=on, wanted=wanted))
    names = names_on(on)
    return render_template(
        "education/list.html",
        page=page,
        lines=lines_of(page.items, on=on),
        wanted=wanted,
        units=[
            (key, names.unit(key, name))
            for key, name in db.session.execute(select_unit_choices(scope=scope, also=wanted.unit_id))
        ],
        statuses=[(one.value, _(one.label)) for one in StudyStatus],
        levels=[(one.value, _(one.label)) for one in SchoolingLevel],
        years=[(int(year), year) for year in db.session.scalars(select_years(scope=scope))],
        on=on,
        clear_url=url_for("education.list_courses", on=asked_date()) if wanted else None,
        intake_url=url_if_allowed("intake.list_batches"),
    )


@bp.get("/gains")
@requires(Permission.EDUCATION_VIEW)
@follows_date
def show_gains() -> ResponseReturnValue:
    """What each unit gained in a period: from the start of its term, or a chosen day, to the day of the page."""
    on = reference_date()
    since = from_its_month(read_month(request.args.get("since")))
    until = _until(on)
    return render_template(
        "education/gains.html",
        gains=list_gains(scope=current_scope(), since=since, until=until),
        since=since,
        until=until,
        until_asked=until if until != on else None,
        odd=since is not None and since.first_day() > until,
        clear_url=url_for("education.show_gains") if since or until != on else None,
    )


def _until(on: date) -> date:
    asked = read_month(request.args.get("until"))
    return asked.last_day() if asked is not None else on


@bp.get("/<int:course_id>")
@requires(Permission.EDUCATION_VIEW)
def show_course(course_id: int) -> ResponseReturnValue:
    """One course with its changes, terms and money."""
    course = get_course(course_id, scope=current_scope())
    return render_template(
        "education/show.html",
        record=read_course(course),
        course=course,
        late=is_late(course, course.status, on=working_date()),
        goes_on=bool(NEXT[course.status]),
        today=PartialDate.from_date(working_date()),
        may_edit=current_actor().may(Permission.EDUCATION_EDIT),
        person_url=url_if_allowed("people.show_person", person_id=course.person_id),
    )
