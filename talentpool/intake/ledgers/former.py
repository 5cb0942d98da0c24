"""A ledger of former cadres 离任干部台账: what they held, since when they left, who advises."""

from __future__ import annotations

from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, label_of
from talentpool.intake.ledgers import loads, words
from talentpool.intake.ledgers.desk import Desk, Seat
from talentpool.intake.ledgers.rows import bring_to
from talentpool.intake.values import read_end_cause
from talentpool.models import AdvisoryMembership, FormerCadre, FormerSubsidy, ServicePeriod
from talentpool.vocabulary import EndCause
from talentpool.wording import phrase

LABELS = {
    "last_title": "离任前职务",
    "years_stated": "任职年限",
    "left_on": "离任时间",
    "leave_cause": "离任原因",
    "expertise": "特长",
    "willingness": "再上岗意愿",
    "health": "健康状况",
    "note": "备注",
}


class FormerPlanner:
    """Plans one sheet."""

    def __init__(self, desk: Desk, changes: ChangeSet, on: date) -> None:
        self.desk, self.changes, self.on = desk, changes, on
        self.day = PartialDate.from_date(on)

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        found = [(seat, self.desk.find(seat)) for seat in self.desk.seats]
        self.former = loads.load_former(person.ref for _, person in found if person is not None)
        refs = [row.ref for row in self.former.values()]
        self.periods, self.subsidies = loads.load_periods(refs), loads.load_subsidies(refs)
        self.memberships = loads.load_memberships(refs, on=self.on)
        for seat, person in found:
            if not seat.plan.refused and seat.row.name is not None:
                self._state(seat, person)

    def _state(self, seat: Seat, person: Known | None) -> None:
        told = self._read(seat)
        periods = self._read_periods(seat)
        if seat.plan.refused:
            return
        if person is None:
            person = self.desk.register(seat)
        else:
            self.desk.correct(seat, person)
        row = self.former.get(person.ref)
        is_new = row is None
        if row is None:
            row = self._register(seat, person, told, periods)
        else:
            bring_to(
                self.changes,
                seat.plan,
                FormerCadre,
                row,
                told,
                labels=LABELS,
                person=person.ref,
                unit=seat.unit.ref,
            )
        self._state_periods(seat, person, row, periods)
        self._state_subsidy(seat, person, row)
        self._state_membership(seat, person, row)
        seat.plan.settle(is_new=is_new)

    def _read(self, seat: Seat) -> dict[str, Any]:
        cells = seat.cells
        left_on = cells.date("left_on")
        if left_on is not None and left_on.first_day() > self.on:
            cells.plan.refuse(
                cells.header("left_on"), phrase("%(left_on)s晚于填报时间,请核对", left_on=left_on.dotted)
            )
        years = words.read_years(cells.text("served_years")) if cells.text("served_years") else None
        if cells.text("served_years") and years is None:
            cells.plan.warn(
                cells.header("served_years"), phrase("任职年限看不懂,请写成“18”或“18年6个月”;该项未导入")
            )
        cause = read_end_cause(cells.cell("left_cause"))
        return {
            "last_title": cells.text("last_title")[:60],
            "years_stated": years,
            "left_on": left_on,
            "leave_cause": cause.value,
            "cause_written": cause.written[:120] if cause.value is not None else "",
            "expertise": cells.text("expertise")[:120],
            "willingness": cells.choice("willingness", words.read_willingness),
            "health": cells.choice("health", words.read_health),
            "note": seat.note,
        }

    def _read_periods(self, seat: Seat) -> list[tuple[PartialDate, PartialDate]]:
        text = seat.cells.text("served")
        if not text:
            return []
        found = words.read_periods(text)
        if found is None:
            seat.plan.warn(
                seat.cells.header("served"),
                phrase("“%(text)s”看不懂,请写成“2003.01-2021.01”,几段之间用顿号;该项未导入", text=text),
            )
        return found or []

    def _register(
        self, seat: Seat, person: Known, told: dict[str, Any], periods: list[tuple[PartialDate, PartialDate]]
    ) -> Known:
        left_on = told["left_on"] or (periods[-1][1] if periods else None)
        if left_on is None:
            seat.plan.warn(seat.cells.header("left_on"), phrase("没有填写离任时间,按填报时间登记"))
        values = told | {
            "person_id": person.ref,
            "unit_id": seat.unit.ref,
            "left_on": left_on or self.day,
            "leave_cause": told["leave_cause"] or EndCause.UNKNOWN,
            "known_from": self.on,
        }
        new = self.changes.insert(FormerCadre, values, person=person.ref, unit=seat.unit.ref)
        row = self.former[person.ref] = Known(new, new.values)
        for column in ("last_title", "left_on", "leave_cause"):
            if values[column] not in (None, ""):
                seat.plan.change(LABELS[column], "", label_of(values, column))
        return row

    def _state_periods(
        self, seat: Seat, person: Known, row: Known, periods: list[tuple[PartialDate, PartialDate]]
    ) -> None:
        known = self.periods.setdefault(row.ref, [])
        for since, until in periods:
            if any((one.values["started_on"], one.values["ended_on"]) == (since, until) for one in known):
                continue
            values = {
                "former_cadre_id": row.ref,
                "title": row.values["last_title"],
                "started_on": since,
                "ended_on": until,
            }
            new = self.changes.insert(ServicePeriod, values, person=person.ref, unit=seat.unit.ref)
            known.append(Known(new, new.values))
            seat.plan.change("任职起止时间", "", f"{since.dotted}-{until.dotted}")

    def _state_subsidy(self, seat: Seat, person: Known, row: Known) -> None:
        """The subsidy as of the ledger's day, where it differs from the one that held then."""
        cells = seat.cells
        receives, text = cells.yes_no("has_subsidy"), cells.text("subsidy_yuan")
        yuan = words.read_yuan(text) if text else None
        if text and yuan is None:
            cells.plan.warn(
                cells.header("subsidy_yuan"),
                phrase("“%(text)s”不是金额,请只写数字,如“300”;该项未导入", text=text),
            )
        if receives is None and yuan is None:
            return
        receives = bool(receives if receives is not None else yuan)
        yuan = (yuan or 0) if receives else 0
        holding = [one for one in self.subsidies.setdefault(row.ref, []) if one.values["since"] <= self.day]
        old = (holding[-1].values["receives"], holding[-1].values["yuan_a_month"]) if holding else None
        if old == (receives, yuan):
            return
        values = {"former_cadre_id": row.ref, "since": self.day, "yuan_a_month": yuan, "receives": receives}
        if holding and holding[-1].values["since"] == self.day:
            one = holding[-1]
            new = {"yuan_a_month": yuan, "receives": receives}
            self.changes.update(
                FormerSubsidy, one.ref, one.values, new, person=person.ref, unit=seat.unit.ref
            )
        else:
            made = self.changes.insert(FormerSubsidy, values, person=person.ref, unit=seat.unit.ref)
            self.subsidies[row.ref].append(Known(made, made.values))
        seat.plan.change("补贴标准(元/月)", f"{old[1]:g}" if old else "", f"{yuan:g}")

    def _state_membership(self, seat: Seat, person: Known, row: Known) -> None:
        told = seat.cells.yes_no("is_adviser")
        known = self.memberships.get(row.ref, [])
        if told and not known:
            values = {
                "former_cadre_id": row.ref,
                "joined_on": self.day,
                "known_from": self.on,
                "left_on": None,
            }
            new = self.changes.insert(AdvisoryMembership, values, person=person.ref, unit=seat.unit.ref)
            self.memberships[row.ref] = [Known(new, new.values)]
            seat.plan.change("智囊团", "", "纳入")
        elif told is False and known:
            seat.plan.warn(
                seat.cells.header("is_adviser"),
                phrase("登记册中此人在智囊团内,本表写“否”,未作改动;已退出的请办理退出"),
            )
