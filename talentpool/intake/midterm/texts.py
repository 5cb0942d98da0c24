"""Texts for the reports: how each unit's team works 运行情况, what comes next 下一步打算."""

from __future__ import annotations

from talentpool.intake.facts import Known
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.models import Narrative
from talentpool.vocabulary import NarrativeKind
from talentpool.wording import phrase


class OperationPlanner(RoundPlanner):
    """Plans one text a unit."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One unit."""
        text = seat.cells.text("operation_text")
        if not text:
            seat.plan.refuse(seat.cells.header("operation_text"), phrase("没有填写运行情况,请补填后重新导入"))
            return
        keys = ("kind", "unit_id", "person_id", "heading")
        known = self.of_round(Narrative, round_, *keys).get(
            (NarrativeKind.OPERATION, seat.unit.ref, None, "")
        )
        key = {
            "round_id": round_.ref,
            "unit_id": seat.unit.ref,
            "kind": NarrativeKind.OPERATION,
            "heading": "",
        }
        _, is_new = self.bring(
            seat, Narrative, known, key, {"text": text}, {"text": "运行情况"}, fixed={"position": 0}
        )
        seat.plan.settle(is_new=is_new)


class NextStepsPlanner(RoundPlanner):
    """Plans the measures for the next stage, in their order."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One measure."""
        heading, text = seat.cells.text("step_heading")[:80], seat.cells.text("step_text")
        seat.plan.subject = heading
        if not text:
            seat.plan.refuse(seat.cells.header("step_text"), phrase("没有填写内容,请补填后重新导入"))
            return
        keys = ("kind", "unit_id", "person_id", "heading")
        known = self.of_round(Narrative, round_, *keys).get((NarrativeKind.NEXT_STEP, None, None, heading))
        key = {"round_id": round_.ref, "unit_id": None, "kind": NarrativeKind.NEXT_STEP, "heading": heading}
        place = self.desk.seats.index(seat) + 1
        _, is_new = self.bring(
            seat, Narrative, known, key, {"text": text}, {"text": "内容"}, fixed={"position": place}
        )
        seat.plan.settle(is_new=is_new)
