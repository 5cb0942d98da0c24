"""Democratic appraisal as a ledger sums it up: of teams 班子测评, of members 成员测评."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from talentpool.intake.changes import Ref
from talentpool.intake.facts import Known, grouped
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.register import rows_where
from talentpool.models import Tally, TallyCount
from talentpool.vocabulary import AppraisalDimension, ScaleKind, SheetKind, StepMeaning, TallySource
from talentpool.wording import phrase
from talentpool.writing import compact

_STEPS = {
    "step_best": StepMeaning.BEST,
    "step_good": StepMeaning.GOOD,
    "step_passing": StepMeaning.PASSING,
    "step_failing": StepMeaning.FAILING,
    "step_abstain": StepMeaning.ABSTAIN,
}
_LABELS = {"due": "应到人数", "present": "参加人数", "returned": "收回票数", "title": "职务"}


class TalliesPlanner(RoundPlanner):
    """Plans the ballots of a unit's team, or of one member a row."""

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        self._of_members = self.desk.sheet.kind is SheetKind.MEMBER_TALLIES
        self._counts: dict[Ref, dict[Ref, Known]] = {}
        self._places: dict[Ref, int] = {}
        super().run()

    def state(self, seat: Seat, round_: Known) -> None:
        """One team or member."""
        person = self._person(seat) if self._of_members else None
        votes = self._votes(seat, round_)
        told = self._read(seat, votes)
        if seat.plan.refused:
            return
        key = {
            "round_id": round_.ref,
            "unit_id": seat.unit.ref,
            "person_id": person.ref if person is not None else None,
        }
        known = self.of_round(Tally, round_, "unit_id", "person_id").get((key["unit_id"], key["person_id"]))
        if known is not None and known.values["source"] not in (None, TallySource.LEDGER):
            seat.plan.warn("", phrase("本系统已有核对过的测评结果,本行未改动它"))
            seat.plan.settle(is_new=False)
            return
        place = self._places[seat.unit.ref] = self._places.get(seat.unit.ref, 0) + 1
        fixed = {"source": TallySource.LEDGER, "settled_on": self.on, "position": place}
        if known is not None and known.values["source"] is None:
            told |= {"source": TallySource.LEDGER, "settled_on": self.on}
        tally, is_new = self.bring(seat, Tally, known, key, told, _LABELS, fixed=fixed, person=person)
        self._state_votes(seat, round_, tally, votes, person)
        seat.plan.settle(is_new=is_new)

    def _person(self, seat: Seat) -> Known | None:
        name = compact(seat.cells.text("name"))
        column = seat.cells.header("name")
        seat.plan.subject = f"{seat.unit.values['name']} {name}"
        if not name:
            seat.plan.refuse(column, phrase("没有填写姓名,请补填后重新导入"))
            return None
        person = self.desk.member(seat, name, column)
        if person is None and not seat.plan.refused:
            seat.plan.refuse(
                column,
                phrase(
                    "登记册的这个村(社区)中没有“%(name)s”,请先导入干部花名册,或核对姓名和村(社区)", name=name
                ),
            )
        return person

    def _votes(self, seat: Seat, round_: Known) -> list[tuple[Known, int]]:
        """(step, ballots) for every column of a step."""
        scale = ScaleKind.MEMBER_BALLOT if self._of_members else ScaleKind.TEAM_BALLOT
        steps = self.desk.rounds.steps(round_, scale)
        found = []
        for key, meaning in _STEPS.items():
            header = seat.cells.header(key)
            if not header:
                continue
            written = compact(header.split("/")[-1])
            fitting = [step for step in steps if step.values["label"] == written] or [
                step for step in steps if step.values["meaning"] is meaning
            ]
            votes = self.count(seat, key) or 0
            if fitting:
                found.append((fitting[0], votes))
            elif votes:
                labels = "、".join(step.values["label"] for step in steps)
                seat.plan.refuse(
                    header,
                    phrase("本轮的测评档次是%(labels)s,没有这一档;请修改规则或表头", labels=labels),
                )
        return found

    def _read(self, seat: Seat, votes: list[tuple[Known, int]]) -> dict[str, Any]:
        cells = seat.cells
        due, present = self.count(seat, "ballots_due"), self.count(seat, "ballots_present")
        stated = self.count(seat, "ballots_returned")
        told = sum(number for _, number in votes)
        returned = stated if stated is not None else told
        if seat.plan.refused:
            return {}
        if told != returned:
            seat.plan.refuse(
                cells.header("ballots_returned"),
                phrase("各档票数合计%(told)s,与收回票数%(stated)s不符,请核对", told=told, stated=returned),
            )
        elif present is not None and returned > present:
            seat.plan.refuse(
                cells.header("ballots_present"),
                phrase("各档票数合计%(told)s,多于参加人数%(present)s,请核对", told=returned, present=present),
            )
        elif due is not None and present is not None and present > due:
            seat.plan.refuse(
                cells.header("ballots_present"),
                phrase("参加人数%(present)s多于应到人数%(due)s,请核对", present=present, due=due),
            )
        elif present is not None and returned < present:
            seat.plan.warn(
                cells.header("ballots_present"),
                phrase("有%(missing)s人参加而没有收回票", missing=present - returned),
            )
        title = cells.text("member_title")[:120]
        return {"due": due, "present": present, "returned": returned, "title": title}

    def _state_votes(
        self,
        seat: Seat,
        round_: Known,
        tally: Known,
        votes: list[tuple[Known, int]],
        person: Known | None,
    ) -> None:
        known = self._known_votes(round_, tally)
        ref = person.ref if person is not None else None
        for step, number in votes:
            row = known.get(step.ref)
            old = row.values["votes"] if row is not None else None
            if old == number:
                continue
            if row is not None:
                self.changes.update(
                    TallyCount, row.ref, row.values, {"votes": number}, person=ref, unit=seat.unit.ref
                )
            else:
                values = {
                    "tally_id": tally.ref,
                    "dimension": AppraisalDimension.OVERALL,
                    "step_id": step.ref,
                    "votes": number,
                }
                self.changes.insert(TallyCount, values, person=ref, unit=seat.unit.ref)
            seat.plan.change(step.values["label"], "" if old is None else str(old), str(number))

    def _known_votes(self, round_: Known, tally: Known) -> dict[Ref, Known]:
        if not isinstance(tally.ref, int):
            return {}
        if not self._counts:
            of_round = select(Tally.id).where(Tally.round_id == round_.ref)
            rows = rows_where(
                TallyCount,
                TallyCount.tally_id.in_(of_round) & (TallyCount.dimension == AppraisalDimension.OVERALL),
            )
            for ref, some in grouped(rows, "tally_id").items():
                self._counts[ref] = {row.values["step_id"]: row for row in some}
        return self._counts.get(tally.ref, {})
