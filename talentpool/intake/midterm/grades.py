"""The Party committee's meeting 党委专题会 and the grades it decided 评定结果."""

from __future__ import annotations

from typing import Any

from talentpool.intake.facts import Known
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.midterm.tallies import TalliesPlanner
from talentpool.models import GradeRecord, PartyMeeting
from talentpool.vocabulary import ScaleKind, SheetKind
from talentpool.wording import phrase
from talentpool.writing import compact


class MeetingsPlanner(RoundPlanner):
    """Plans the meetings."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One meeting."""
        cells = seat.cells
        name = cells.text("party_meeting")[:120]
        seat.plan.subject = name
        held_on = self.date(seat, "party_meeting_on")
        if not name and not seat.plan.refused:
            seat.plan.refuse(cells.header("party_meeting"), phrase("没有填写会议名称,请补填后重新导入"))
        if held_on is None and not seat.plan.refused:
            seat.plan.refuse(cells.header("party_meeting_on"), phrase("没有填写会议日期,请补填后重新导入"))
        if seat.plan.refused or held_on is None:
            return
        day = held_on.last_day()
        told = {
            "topic": cells.text("party_meeting_topic")[:200],
            "decision": cells.text("party_meeting_decision"),
        }
        known = self.of_round(PartyMeeting, round_, "name", "held_on").get((name, day))
        key = {"round_id": round_.ref, "name": name, "held_on": day}
        labels = {"topic": "议题", "decision": "决定"}
        _, is_new = self.bring(seat, PartyMeeting, known, key, told, labels)
        if is_new:
            seat.plan.change("会议日期", "", day.isoformat())
        seat.plan.settle(is_new=is_new)


class GradesPlanner(TalliesPlanner):
    """Plans the grades that were decided: of teams, or of one member a row."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One team or member."""
        of_members = self.desk.sheet.kind is SheetKind.MEMBER_GRADES
        person = self._person(seat) if of_members else None
        step = self._step(seat, round_, of_members=of_members)
        if seat.plan.refused or step is None:
            return
        ref = person.ref if person is not None else None
        key = {"round_id": round_.ref, "unit_id": seat.unit.ref, "person_id": ref}
        known = self.of_round(GradeRecord, round_, "unit_id", "person_id").get((seat.unit.ref, ref))
        meeting = self._meeting(round_)
        if known is not None and known.values["decided_step_id"] == step.ref:
            seat.plan.settle(is_new=False)
            return
        decided: dict[str, Any] = {
            "decided_step_id": step.ref,
            "decided_on": meeting.values["held_on"] if meeting is not None else self.on,
            "meeting_id": meeting.ref if meeting is not None else None,
        }
        old = ""
        if known is None:
            place = self._places[seat.unit.ref] = self._places.get(seat.unit.ref, 0) + 1
            self.changes.insert(
                GradeRecord, {**key, "position": place, **decided}, person=ref, unit=seat.unit.ref
            )
        else:
            before = known.values["decided_step_id"]
            scale = self.desk.rounds.steps(round_, step.values["scale"])
            old = next((one.values["label"] for one in scale if one.ref == before), "")
            self.changes.update(GradeRecord, known.ref, known.values, decided, person=ref, unit=seat.unit.ref)
        seat.plan.change("评定等次", old, step.values["label"])
        seat.plan.settle(is_new=known is None)

    def _step(self, seat: Seat, round_: Known, *, of_members: bool) -> Known | None:
        key = "member_grade" if of_members else "team_grade"
        written = compact(seat.cells.text(key)).strip('“”"')
        scale = ScaleKind.MEMBER_GRADE if of_members else ScaleKind.TEAM_GRADE
        steps = self.desk.rounds.steps(round_, scale)
        found = next((step for step in steps if step.values["label"] == written), None)
        if found is None and not seat.plan.refused:
            labels = "、".join(step.values["label"] for step in steps)
            message = (
                phrase(
                    "“%(written)s”不在本轮的评定等次(%(labels)s)之中,请核对", written=written, labels=labels
                )
                if written
                else phrase("没有填写评定等次,请补填后重新导入")
            )
            seat.plan.refuse(seat.cells.header(key), message)
        return found

    def _meeting(self, round_: Known) -> Known | None:
        """The meeting that decided, where there was but one."""
        meetings = list(self.of_round(PartyMeeting, round_, "name", "held_on").values())
        return meetings[0] if len(meetings) == 1 else None
