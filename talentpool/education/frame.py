"""What the pages of acts on a course share."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from talentpool.models import EducationUpgrade
from talentpool.web.acts import ActPage


def course_page(course: EducationUpgrade, heading: str, word: str, *, effects: Sequence[str] = ()) -> ActPage:
    return ActPage(
        heading=heading,
        word=word,
        back_url=course_url(course),
        crumbs=[(_("学历提升"), url_for("education.list_courses")), (course.person.name, course_url(course))],
        summary=" ".join(part for part in (course.school, course.major, _(course.level.label)) if part),
        effects=effects,
    )


def course_url(course: EducationUpgrade) -> str:
    return url_for("education.show_course", course_id=course.id)
