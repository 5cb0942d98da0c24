"""A ledger of education upgrade 学历提升台账: courses of study, and the schooling that they brought."""

from __future__ import annotations

from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake import register
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, label_of
from talentpool.intake.ledgers import loads, words
from talentpool.intake.ledgers.desk import Desk, Seat
from talentpool.intake.ledgers.rows import bring_to
from talentpool.intake.values import read_schooling
from talentpool.models import EducationUpgrade, Schooling, StudyStatusChange
from talentpool.vocabulary import SchoolingLevel, SchoolingMode, StudyMode, StudyStatus
from talentpool.wording import phrase

LABELS = {
    "school": "报读院校",
    "major": "报读专业",
    "mode": "学习形式",
    "enrolled_on": "入学时间",
    "expected_on": "预计毕业时间",
    "status": "学籍状态",
    "graduated_on": "毕业时间",
    "certificate_number": "毕业证书编号",
    "subsidy_written": "学费补助情况",
    "note": "备注",
}


class EducationPlanner:
    """Plans one sheet."""

    def __init__(self, desk: Desk, changes: ChangeSet, on: date) -> None:
        self.desk, self.changes, self.on = desk, changes, on

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        found = [(seat, self.desk.find(seat)) for seat in self.desk.seats]
        refs = [person.ref for _, person in found if person is not None]
        self.courses = loads.load_courses(refs)
        self.statuses = loads.load_statuses(course.ref for rows in self.courses.values() for course in rows)
        self.schoolings = register.load_schoolings(ref for ref in refs if isinstance(ref, int))
        for seat, person in found:
            if not seat.plan.refused and seat.row.name is not None:
                self._state(seat, person)

    def _state(self, seat: Seat, person: Known | None) -> None:
        told = self._read(seat)
        if seat.plan.refused:
            return
        if person is None:
            seat.plan.warn(
                seat.cells.header("name"), phrase("登记册的这个村(社区)中没有此人,按新登记人员办理,请核对")
            )
            person = self.desk.register(seat)
        else:
            self.desk.correct(seat, person)
        course, is_new = self._course(seat, person, told)
        if course.values["status"] is StudyStatus.GRADUATED:
            self._graduate(seat, person, course)
        seat.plan.settle(is_new=is_new)

    def _read(self, seat: Seat) -> dict[str, Any]:
        cells = seat.cells
        level = cells.choice("study_level", read_schooling)
        if level is None and not seat.plan.refused:
            seat.plan.refuse(
                cells.header("study_level"), phrase("没有写明报读层次(大专、本科等),请补填后重新导入")
            )
        status = cells.choice("study_status", words.read_study_status)
        expected_on = cells.date("expected_on")
        graduated_on = None
        if status is StudyStatus.GRADUATED:
            graduated_on = expected_on
            if expected_on is None:
                cells.plan.warn(
                    cells.header("expected_on"), phrase("已毕业而没有毕业时间,学历按填报时间登记")
                )
            elif expected_on.first_day() > self.on:
                cells.plan.refuse(cells.header("expected_on"), phrase("已毕业而毕业时间晚于填报时间,请核对"))
        elif status is StudyStatus.STUDYING and expected_on is not None and expected_on.last_day() < self.on:
            cells.plan.warn(
                cells.header("study_status"),
                phrase("预计%(expected_on)s毕业,现仍为在读,请核对", expected_on=expected_on.dotted),
            )
        enrolled_on = cells.date("enrolled_on")
        if enrolled_on is not None and expected_on is not None and expected_on < enrolled_on:
            cells.plan.refuse(cells.header("expected_on"), phrase("毕业时间早于入学时间,请核对"))
        return {
            "post_written": cells.text("post_written")[:120],
            "from_level": cells.choice("from_schooling", read_schooling),
            "level": level,
            "school": cells.text("study_school")[:120],
            "major": cells.text("study_major")[:120],
            "mode": cells.choice("study_mode", words.read_study_mode),
            "enrolled_on": enrolled_on,
            "expected_on": expected_on,
            "status": status,
            "graduated_on": graduated_on,
            "certificate_number": cells.text("certificate")[:60],
            "subsidy_written": cells.text("subsidy")[:120],
            "note": seat.note,
        }

    def _course(self, seat: Seat, person: Known, told: dict[str, Any]) -> tuple[Known, bool]:
        """The course that the row means, made where there is none; True if it is new."""
        whom: dict[str, Any] = {"person": person.ref, "unit": seat.unit.ref}
        for course in self.courses.get(person.ref, []):
            enrolled_on = course.values["enrolled_on"]
            if course.values["level"] is not told["level"] or (
                enrolled_on is not None
                and told["enrolled_on"] is not None
                and enrolled_on.year != told["enrolled_on"].year
            ):
                continue
            before = course.values["status"]
            older = bool(course.values["known_from"] and self.on < course.values["known_from"])
            if before is StudyStatus.GRADUATED and told["status"] is not StudyStatus.GRADUATED:
                told = told | {"status": None, "graduated_on": None}
            bring_to(
                self.changes,
                seat.plan,
                EducationUpgrade,
                course,
                told,
                labels=LABELS,
                only_blanks=older,
                **whom,
            )
            if course.values["status"] is not before:
                self._note_status(course, course.values["status"], since=self._since(told), **whom)
            return course, False
        values = told | {
            "person_id": person.ref,
            "unit_id": seat.unit.ref,
            "mode": told["mode"] or StudyMode.OTHER,
            "status": told["status"] or StudyStatus.STUDYING,
            "known_from": self.on,
            "schooling_id": None,
        }
        new = self.changes.insert(EducationUpgrade, values, **whom)
        course = Known(new, new.values)
        self.courses.setdefault(person.ref, []).append(course)
        if told["enrolled_on"] is not None:
            self._note_status(course, StudyStatus.STUDYING, since=told["enrolled_on"], **whom)
        if values["status"] is not StudyStatus.STUDYING or told["enrolled_on"] is None:
            self._note_status(course, values["status"], since=self._since(told), **whom)
        seat.plan.change("学历提升", "", f"{told['school']} {label_of(values, 'level')}".strip())
        return course, True

    def _since(self, told: dict[str, Any]) -> PartialDate:
        graduated_on: PartialDate | None = told["graduated_on"]
        return graduated_on or PartialDate.from_date(self.on)

    def _note_status(
        self, course: Known, status: StudyStatus, *, since: PartialDate, person: Any, unit: Any
    ) -> None:
        values = {"upgrade_id": course.ref, "status": status, "since": since, "reason": ""}
        self.changes.insert(StudyStatusChange, values, person=person, unit=unit)

    def _graduate(self, seat: Seat, person: Known, course: Known) -> None:
        """The schooling that a finished course brought: the level that is known, or a new one, with its date."""
        level: SchoolingLevel = course.values["level"]
        known = self.schoolings.setdefault(person.ref, [])
        told = {
            "mode": SchoolingMode.IN_SERVICE,
            "school": course.values["school"],
            "major": course.values["major"],
            "finished_on": course.values["graduated_on"],
        }
        same = [row for row in known if row.values["level"] is level and _may_be(row, told)]
        if same:
            row = same[0]
            new = {key: value for key, value in told.items() if value and row.values[key] != value}
            if new:
                self.changes.update(
                    Schooling, row.ref, row.values, new, person=person.ref, unit=seat.unit.ref
                )
                seat.plan.change("学历毕业时间", "", label_of(told, "finished_on"))
            ref = row.ref
        else:
            values = {
                "person_id": person.ref,
                "level": level,
                "rank": level.rank,
                "written": label_of(course.values, "level"),
                **told,
            }
            ref = self.changes.insert(Schooling, values, person=person.ref, unit=seat.unit.ref)
            known.append(Known(ref, values))
            old = max(known[:-1], key=lambda row: row.values["rank"], default=None)
            seat.plan.change(
                "最高学历", label_of(old.values, "level") if old else "", label_of(values, "level")
            )
        if course.values["schooling_id"] != ref:
            self.changes.update(
                EducationUpgrade,
                course.ref,
                course.values,
                {"schooling_id": ref},
                person=person.ref,
                unit=seat.unit.ref,
            )


def _may_be(row: Known, told: dict[str, Any]) -> bool:
    """Whether a level of the register may be the one that the course brought."""
    if row.values["mode"] is SchoolingMode.FULL_TIME:
        return False
    return not row.values["school"] or not told["school"] or row.values["school"] == told["school"]
