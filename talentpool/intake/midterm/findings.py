"""The ledger of findings 问题整改台账: taken as accepted; what is closed in it closes here."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from talentpool.intake.facts import Known
from talentpool.intake.ledgers import words
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.register import rows_where
from talentpool.models import Finding, RectificationStep
from talentpool.vocabulary import FindingOrigin, FindingState, RectificationAct
from talentpool.wording import phrase
from talentpool.writing import compact

_OPEN_TO_TELL = {"leader_id": None, "responsible_id": None, "closed_on": None, "closed_by": ""}
"""What only some rows tell: rows of one table are inserted with the same columns."""
_LABELS = {
    "category": "问题类别",
    "text": "问题描述",
    "measures": "整改措施",
    "leader_written": "责任领导",
    "responsible_written": "责任人",
    "due_on": "整改时限",
}
_OTHER = "其他"


class FindingsPlanner(RoundPlanner):
    """Plans one finding a row; the same words in the same unit are the same finding."""

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        self._places: dict[Any, int] = {}
        names = [
            name
            for seat in self.desk.seats
            for key in ("leader_in_charge", "responsible")
            for name in words.read_names(seat.cells.text(key))
        ]
        self.desk.load_named(names)
        super().run()

    def state(self, seat: Seat, round_: Known) -> None:
        """One finding."""
        cells = seat.cells
        text = cells.text("finding_text")
        if not text:
            seat.plan.refuse(cells.header("finding_text"), phrase("没有填写问题描述,请补填后重新导入"))
            return
        due_on = cells.date("due_on")
        told: dict[str, Any] = {
            "category": cells.text("finding_category")[:40] or _OTHER,
            "measures": cells.text("measures"),
            "due_on": due_on.last_day() if due_on is not None else None,
            "note": seat.note,
            **self._people(seat),
        }
        closing = self._closing(seat)
        if seat.plan.refused:
            return
        place = self._places[seat.unit.ref] = self._places.get(seat.unit.ref, 0) + 1
        fixed = {
            "text": text,
            "position": place,
            "origin": FindingOrigin.LEDGER,
            "state": FindingState.OPEN,
            "found_on": self.on,
            "accepted_on": self.on,
            **_OPEN_TO_TELL,
        }
        known = self._known(round_, seat, text)
        key = {"round_id": round_.ref, "unit_id": seat.unit.ref}
        finding, is_new = self.bring(seat, Finding, known, key, told, _LABELS, fixed=fixed)
        if is_new:
            seat.plan.change(_LABELS["text"], "", text)
        self._tell_progress(seat, finding, is_new=is_new)
        self._close(seat, finding, closing)
        seat.plan.settle(is_new=is_new)

    def _known(self, round_: Known, seat: Seat, text: str) -> Known | None:
        wanted = compact(text)
        for (unit_id, written), row in self.of_round(Finding, round_, "unit_id", "text").items():
            if unit_id == seat.unit.ref and compact(written) == wanted:
                return row
        return None

    def _people(self, seat: Seat) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for key, column in (("leader_in_charge", "leader"), ("responsible", "responsible")):
            written = seat.cells.text(key)[:60]
            told[f"{column}_written"] = written
            names = words.read_names(written)
            if len(names) != 1:
                continue
            header = seat.cells.header(key)
            find = self.desk.officer if column == "leader" else self.desk.member
            person = find(seat, names[0], header)
            if person is None and not seat.plan.refused:
                person = (self.desk.member if column == "leader" else self.desk.officer)(
                    seat, names[0], header
                )
            told[f"{column}_id"] = person.ref if person is not None else None
        return told

    def _closing(self, seat: Seat) -> Any:
        """The day on which it was closed; None while it is not."""
        closed_on = self.date(seat, "closed_on")
        closed = seat.cells.yes_no("is_closed")
        if closed is False and closed_on is not None:
            seat.plan.warn(
                seat.cells.header("closed_on"), phrase("写明未销号,又填了销号时间;按未销号登记,请核对")
            )
        if not closed and not (closed is None and closed_on is not None):
            return None
        if closed_on is None:
            seat.plan.warn(seat.cells.header("is_closed"), phrase("没有填写销号时间,按填报时间登记"))
        return closed_on.last_day() if closed_on is not None else self.on

    def _tell_progress(self, seat: Seat, finding: Known, *, is_new: bool) -> None:
        text = seat.cells.text("progress")
        if text and (is_new or not self._has_said(finding, text)):
            self._step(seat, finding, RectificationAct.PROGRESS, text)
            seat.plan.change("进展情况", "", text)

    def _has_said(self, finding: Known, text: str) -> bool:
        said = rows_where(RectificationStep, RectificationStep.finding_id == finding.ref)
        return any(compact(row.values["text"]) == compact(text) for row in said)

    def _close(self, seat: Seat, finding: Known, closed_on: Any) -> None:
        if closed_on is None or finding.values["state"] is FindingState.CLOSED:
            return
        new = {"state": FindingState.CLOSED, "closed_on": closed_on, "closed_by": "按台账登记"}
        self.changes.update(Finding, finding.ref, finding.values, new, unit=seat.unit.ref)
        self._step(seat, finding, RectificationAct.CLOSED, "")
        seat.plan.change("销号时间", "", closed_on.isoformat())

    def _step(self, seat: Seat, finding: Known, act: RectificationAct, text: str) -> None:
        values = {
            "finding_id": finding.ref,
            "act": act,
            "happened_on": self.on,
            "entered_at": datetime.combine(self.on, time(), tzinfo=UTC),
            "text": text,
            "written_by": "按台账登记",
        }
        self.changes.insert(RectificationStep, values, unit=seat.unit.ref)
