"""Pairs of mentor and mentee as ledgers name them; a pair named in two ledgers is one pair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known
from talentpool.intake.ledgers import loads, words
from talentpool.intake.ledgers.desk import Desk, Seat
from talentpool.intake.ledgers.rows import bring_to
from talentpool.models import Pairing
from talentpool.wording import phrase

LABELS = {
    "mentor_title": "导师单位及职务",
    "joint": "联合帮带",
    "started_on": "结对时间",
    "ended_on": "解除时间",
    "note": "备注",
}


class Pairs:
    """The pairings of a sheet's mentees; those it adds join them."""

    def __init__(self, desk: Desk, changes: ChangeSet, mentees: Iterable[Ref], on: date) -> None:
        self._desk, self._changes, self._day = desk, changes, PartialDate.from_date(on)
        self._known = loads.load_pairings(mentees, on=on)

    @property
    def refs(self) -> list[Ref]:
        """Every pairing known."""
        return [row.ref for rows in self._known.values() for row in rows]

    def mentors_of(self, seat: Seat, key: str) -> list[Known]:
        """The mentors that a cell names; somebody unknown is registered as staff of the township."""
        column = seat.cells.header(key)
        found = []
        for name in words.read_names(seat.cells.text(key)):
            if seat.row.name is not None and name == seat.row.name.name:
                seat.plan.warn(column, phrase("导师与帮带对象是同一姓名,未登记结对,请核对"))
                continue
            mentor = self._desk.named(seat, name, column)
            if mentor is None and not seat.plan.refused:
                seat.plan.warn(
                    column, phrase("登记册中没有“%(name)s”,按乡镇工作人员登记姓名,请核对", name=name)
                )
                mentor = self._desk.staff(seat, name)
            if mentor is not None:
                found.append(mentor)
        return found

    def find(self, mentor: Known, mentee: Known, *, at: PartialDate | None = None) -> Known | None:
        """The pairing of two people: the one that holds (at a moment), else their latest."""
        rows = self._known.get((mentor.ref, mentee.ref), [])
        if at is not None:
            for row in rows:
                ended_on = row.values["ended_on"]
                if ended_on is None or at <= ended_on:
                    return row
        return rows[0] if rows else None

    def state(self, seat: Seat, mentor: Known, mentee: Known, told: dict[str, Any]) -> tuple[Known, bool]:
        """Take a pair in or bring it to `told` (columns of `pairing`); True if it is new."""
        row = self.find(mentor, mentee)
        if row is not None and not self._is_over(row, told):
            bring_to(
                self._changes,
                seat.plan,
                Pairing,
                row,
                told,
                labels=LABELS,
                person=mentee.ref,
                unit=seat.unit.ref,
            )
            return row, False
        values = {
            "mentor_id": mentor.ref,
            "mentee_id": mentee.ref,
            "mentor_title": "",
            "joint": "",
            "started_on": None,
            "known_from": self._day,
            "ended_on": None,
            "end_reason": None,
            "note": "",
            **told,
        }
        if values["ended_on"] is not None and values["started_on"] is None:
            values["known_from"] = values["ended_on"]
        new = self._changes.insert(Pairing, values, person=mentee.ref, unit=seat.unit.ref)
        row = Known(new, new.values)
        self._known.setdefault((mentor.ref, mentee.ref), []).insert(0, row)
        seat.plan.change("帮带导师", "", mentor.values["name"])
        return row, True

    def _is_over(self, row: Known, told: dict[str, Any]) -> bool:
        """Whether a pair had ended before what is told began: then a new one begins."""
        ended_on, started_on = row.values["ended_on"], told.get("started_on")
        if ended_on is None:
            return False
        if started_on is not None:
            return bool(started_on > ended_on)
        return bool(ended_on <= self._day) and told.get("ended_on") is None
