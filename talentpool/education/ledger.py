"""The list of courses of study as it is shown, for a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.education.listing import CourseFilter, read_course_filter, select_courses
from talentpool.education.rules import OPEN_STATUSES
from talentpool.models import EducationUpgrade, Person
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within, names_on
from talentpool.vocabulary import StudyStatus
from talentpool.web.whole import all_rows

COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("name", "姓名", min_width=4.5),
    Column("level", "报读层次", Kind.CHOICE),
    Column("school", "报读院校", max_width=16),
    Column("major", "报读专业", max_width=12),
    Column("mode", "学习形式", Kind.CHOICE),
    Column("enrolled_on", "入学时间", Kind.PARTIAL_DATE),
    Column("ends_on", "毕业时间", Kind.PARTIAL_DATE),
    Column("status", "学籍状态", Kind.CHOICE),
    Column("paid", "已发补助(元)", Kind.NUMBER),
)


@dataclass(frozen=True)
class CourseLine:
    """One row; `late`: the course is open although it should have ended by then."""

    course: EducationUpgrade
    person: Person
    unit: str
    status: StudyStatus
    paid: float
    late: bool

    @property
    def is_expected(self) -> bool:
        """Whether the course is open and its end is known."""
        return self.status in OPEN_STATUSES and self.course.expected_on is not None

    @property
    def ends_on(self) -> str:
        """“2023.01”, of an open course “预计2024.01”, else “”."""
        if self.status is StudyStatus.GRADUATED and self.course.graduated_on is not None:
            return self.course.graduated_on.dotted
        if self.is_expected and self.course.expected_on is not None:
            return f"预计{self.course.expected_on.dotted}"
        return ""


def lines_of(items: Sequence[Any], *, on: date) -> list[CourseLine]:
    """The rows of `select_courses` as they are shown."""
    names = names_on(on)
    return [
        CourseLine(
            course=course,
            person=person,
            unit=names.of(unit),
            status=status,
            paid=float(paid),
            late=is_late(course, status, on=on),
        )
        for course, person, unit, status, paid in items
    ]


def is_late(course: EducationUpgrade, status: StudyStatus, *, on: date) -> bool:
    """Whether an open course should have ended by a day."""
    return status in OPEN_STATUSES and course.expected_on is not None and course.expected_on.last_day() < on


def read_courses(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every course of the list at an address."""
    wanted = read_course_filter(first_values(asked))

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "unit": line.unit,
                "name": line.person.name,
                "level": line.course.level,
                "school": line.course.school,
                "major": line.course.major,
                "mode": line.course.mode,
                "enrolled_on": line.course.enrolled_on,
                "ends_on": line.ends_on,
                "status": line.status,
                "paid": line.paid,
            }
            for line in lines_of(items, on=on)
        ]

    return Shown(
        columns=COLUMNS,
        rows=all_rows(select_courses(scope=scope, on=on, wanted=wanted), rows_of),
        filters=tuple(filter_words(wanted, scope=scope, on=on)),
    )


def filter_words(wanted: CourseFilter, *, scope: Scope, on: date) -> Iterator[tuple[str, str]]:
    """(label, value) of every condition, as the page calls it."""
    words = [
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("学籍状态", wanted.status.label if wanted.status else ""),
        ("报读层次", wanted.level.label if wanted.level else ""),
        ("入学年份", str(wanted.year) if wanted.year else ""),
        ("毕业时间自", wanted.finished_from.dotted if wanted.finished_from else ""),
        ("毕业时间至", wanted.finished_until.dotted if wanted.finished_until else ""),
    ]
    return ((label, value) for label, value in words if value)


EDUCATION = Ledger("education", "学历提升", Permission.EDUCATION_VIEW.value, COLUMNS, read_courses)
