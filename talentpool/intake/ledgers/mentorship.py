"""Ledgers of mentorship: pairs 结对台账, and meetings 帮带记录."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, label_of
from talentpool.intake.ledgers import loads, words
from talentpool.intake.ledgers.desk import Desk, Seat
from talentpool.intake.ledgers.pairs import Pairs
from talentpool.intake.ledgers.rows import bring_to, says_the_same
from talentpool.models import GuidanceLog
from talentpool.vocabulary import GuidanceWay, PairingEnd
from talentpool.wording import marked, phrase

LABELS = {
    "minutes": "时长(分钟)",
    "place": "帮带地点",
    "problem": "存在问题",
    "next_step": "下步计划",
    "effect": "帮带成效",
}
_JOINT = re.compile(r"[0-9一二三]\s*[+＋]\s*[0-9一二三]|联合帮带|双导师|一对多")
_NOBODY = marked("登记册的这个村(社区)中没有“%(name)s”,请先导入后备干部花名册,或核对姓名")


class _Planner:
    """What both sheets need: mentee and mentor of every row."""

    def __init__(self, desk: Desk, changes: ChangeSet, on: date) -> None:
        self.desk, self.changes, self.on = desk, changes, on

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        desk = self.desk
        mentees = [(seat, self._mentee(seat)) for seat in desk.seats]
        desk.load_named(name for seat in desk.seats for name in words.read_names(seat.cells.text("mentor")))
        self.pairs = Pairs(desk, self.changes, {person.ref for _, person in mentees if person}, self.on)
        self.prepare()
        for seat, mentee in mentees:
            if mentee is None or seat.plan.refused:
                continue
            if not seat.cells.text("mentor"):
                seat.plan.refuse(seat.cells.header("mentor"), phrase("没有填写帮带导师,请补填后重新导入"))
                continue
            told = self.read(seat)
            mentors = self.pairs.mentors_of(seat, "mentor") if not seat.plan.refused else []
            if not seat.plan.refused:
                is_new = [self.state(seat, mentor, mentee, told) for mentor in mentors]
                seat.plan.settle(is_new=any(is_new))

    def _mentee(self, seat: Seat) -> Known | None:
        person = self.desk.find(seat)
        if person is None and not seat.plan.refused and seat.row.name is not None:
            name = seat.row.name.name
            seat.plan.refuse(seat.cells.header("name"), phrase(_NOBODY, name=name))
        return person

    def prepare(self) -> None:
        """Load what else the rows are compared with."""

    def read(self, seat: Seat) -> dict[str, Any]:
        """The columns that a row tells."""
        raise NotImplementedError

    def state(self, seat: Seat, mentor: Known, mentee: Known, told: dict[str, Any]) -> bool:
        """Take one pair or meeting in; True if it is new."""
        raise NotImplementedError


class PairingsPlanner(_Planner):
    """Plans one ledger of pairs."""

    def read(self, seat: Seat) -> dict[str, Any]:
        """The columns of `pairing`."""
        cells = seat.cells
        joint = seat.note if _JOINT.search(seat.note) else ""
        told: dict[str, Any] = {
            "mentor_title": cells.text("mentor_title")[:120],
            "joint": joint[:60],
            "note": "" if joint else seat.note,
            "started_on": cells.date("paired_on"),
        }
        ended_on = cells.date("unpaired_on")
        if told["started_on"] is not None and told["started_on"].first_day() > self.on:
            cells.plan.warn(
                cells.header("paired_on"),
                phrase("%(started_on)s晚于填报时间,请核对", started_on=told["started_on"].dotted),
            )
        if ended_on is not None:
            if told["started_on"] is not None and ended_on < told["started_on"]:
                cells.plan.refuse(cells.header("unpaired_on"), phrase("解除时间早于结对时间,请核对"))
            told |= {"ended_on": ended_on, "end_reason": PairingEnd.OTHER}
        return told

    def state(self, seat: Seat, mentor: Known, mentee: Known, told: dict[str, Any]) -> bool:
        """One pair."""
        return self.pairs.state(seat, mentor, mentee, told)[1]


class GuidancePlanner(_Planner):
    """Plans one sheet of meetings."""

    def prepare(self) -> None:
        """The meetings already kept."""
        self.logs = loads.load_logs(self.pairs.refs)

    def read(self, seat: Seat) -> dict[str, Any]:
        """The columns of `guidance_log`."""
        cells = seat.cells
        held_on = cells.date("guided_on")
        if held_on is None and not seat.plan.refused:
            seat.plan.refuse(cells.header("guided_on"), phrase("没有填写帮带时间,请补填后重新导入"))
        elif held_on is not None and held_on.first_day() > self.on:
            seat.plan.refuse(
                cells.header("guided_on"), phrase("%(held_on)s晚于填报时间,请核对", held_on=held_on.dotted)
            )
        minutes = cells.count("minutes")
        return {
            "held_on": held_on,
            "way": cells.choice("guidance_way", words.read_guidance_way) or GuidanceWay.OTHER,
            "place": cells.text("guidance_place")[:80],
            "minutes": minutes or None,
            "topic": cells.text("topic"),
            "problem": cells.text("problem"),
            "next_step": cells.text("next_step"),
            "effect": cells.text("effect"),
        }

    def state(self, seat: Seat, mentor: Known, mentee: Known, told: dict[str, Any]) -> bool:
        """One meeting; a pair that no ledger named is known from its first meeting."""
        held_on: PartialDate = told["held_on"]
        pairing = self.pairs.find(mentor, mentee, at=held_on)
        if pairing is None:
            seat.plan.warn(
                seat.cells.header("mentor"), phrase("两人没有登记结对,按帮带时间起登记为结对,请核对")
            )
            pairing, _ = self.pairs.state(seat, mentor, mentee, {"known_from": held_on})
        known = self.logs.setdefault(pairing.ref, [])
        for log in known:
            if (
                log.values["held_on"] == held_on
                and log.values["way"] is told["way"]
                and says_the_same(log.values["topic"], told["topic"])
            ):
                more = {column: told[column] for column in LABELS}
                bring_to(
                    self.changes,
                    seat.plan,
                    GuidanceLog,
                    log,
                    more,
                    labels=LABELS,
                    person=mentee.ref,
                    unit=seat.unit.ref,
                )
                return False
        values = {"pairing_id": pairing.ref, **told, "written_by": "按台账登记"}
        new = self.changes.insert(GuidanceLog, values, person=mentee.ref, unit=seat.unit.ref)
        known.append(Known(new, new.values))
        seat.plan.change("帮带记录", "", f"{held_on.dotted} {label_of(told, 'way')}")
        return True
