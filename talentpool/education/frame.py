"""What the pages of acts on a course share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.models import EducationUpgrade
from talentpool.web.acts import ActForm, ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, stale


def course_page(course: EducationUpgrade, heading: str, word: str, *, effects: Sequence[str] = ()) -> ActPage:
    return ActPage(
        heading=heading,
        word=word,
        back_url=course_url(course),
        crumbs=[(_("学历提升"), url_for("education.list_courses")), (course.person.name, course_url(course))],
        summary=" ".join(part for part in (course.school, course.major, _(course.level.label)) if part),
        effects=effects,
    )


def edited(
    form: ActForm, course: EducationUpgrade, page: ActPage, act: Callable[[], object], *, done: str
) -> ResponseReturnValue:
    if stale(form, course):
        return conflict_answer(form, course, title=page.heading, back_url=page.back_url)
    return answered(form, course, page, act, done=done)


def answered(
    form: ActForm, course: EducationUpgrade, page: ActPage, act: Callable[[], object], *, done: str
) -> ResponseReturnValue:
    url = course_url(course)
    if form.validate_on_submit() and carried_out(form, lambda: (act(), True)):
        flash(done, "success")
        return redirect(url)
    return act_page(form, page)


def course_url(course: EducationUpgrade) -> str:
    return url_for("education.show_course", course_id=course.id)
