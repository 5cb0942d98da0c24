"""Groups of the round 工作组: head, members, and the units that they look at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from talentpool.intake.changes import Ref
from talentpool.intake.facts import Known, grouped
from talentpool.intake.ledgers import words
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.register import rows_where
from talentpool.models import AssessmentGroup, GroupAssignment, GroupMember
from talentpool.vocabulary import GroupRole
from talentpool.wording import phrase


class GroupsPlanner(RoundPlanner):
    """Plans the groups; who or what the ledger leaves out stays."""

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        self._groups: dict[Ref, dict[str, Known]] = {}
        self._members: dict[Ref, list[Known]] = {}
        self._assigned: dict[Ref, list[Known]] = {}
        names = [
            name
            for seat in self.desk.seats
            for key in ("group_head", "group_members")
            for name in words.read_names(seat.cells.text(key))
        ]
        self.desk.load_named(names)
        super().run()

    def _load(self, round_: Known) -> dict[str, Known]:
        if round_.ref not in self._groups:
            rows = []
            if isinstance(round_.ref, int):
                rows = rows_where(AssessmentGroup, AssessmentGroup.round_id == round_.ref)
                of_round = select(AssessmentGroup.id).where(AssessmentGroup.round_id == round_.ref)
                self._members |= grouped(
                    rows_where(GroupMember, GroupMember.group_id.in_(of_round)), "group_id"
                )
                self._assigned |= grouped(
                    rows_where(GroupAssignment, GroupAssignment.group_id.in_(of_round)), "group_id"
                )
            self._groups[round_.ref] = {row.values["name"]: row for row in rows}
        return self._groups[round_.ref]

    def state(self, seat: Seat, round_: Known) -> None:
        """One group."""
        cells = seat.cells
        name = cells.text("group")[:40]
        seat.plan.subject = name
        units = self._units(seat)
        heads = words.read_names(cells.text("group_head"))
        if not name:
            seat.plan.refuse(cells.header("group"), phrase("没有填写工作组名称,请补填后重新导入"))
        if not name or seat.plan.refused:
            return
        people = [(one, GroupRole.HEAD, "group_head") for one in heads]
        people += [
            (one, GroupRole.MEMBER, "group_members") for one in words.read_names(cells.text("group_members"))
        ]
        found = [(self._officer(seat, one, key), role) for one, role, key in people]
        if any(person is None for person, _ in found):
            return
        groups = self._load(round_)
        group = groups.get(name)
        is_new = group is None
        if group is None:
            values = {"round_id": round_.ref, "name": name, "position": len(groups) + 1}
            row = self.changes.insert(AssessmentGroup, values, unit=seat.unit.ref)
            group = groups[name] = Known(row, row.values)
            seat.plan.change("工作组", "", name)
        for person, role in found:
            if person is not None:
                self._join(seat, group, person, role)
        for unit in units:
            self.desk.rounds.must_have(round_, unit)
            self._assign(seat, group, unit)
        seat.plan.settle(is_new=is_new)

    def _units(self, seat: Seat) -> list[Known]:
        key = "group_units" if seat.cells.has("group_units") else "unit"
        column = seat.cells.header(key)
        found = []
        for text in words.read_names(seat.cells.text(key)):
            unit = self.desk.index.find(seat.plan, column, text, "", create=False)
            if unit is not None:
                found.append(unit)
        return found

    def _officer(self, seat: Seat, name: str, key: str) -> Known | None:
        """Somebody of the township, registered by name where it knows nobody of it; None asked the clerk."""
        person = self.desk.officer(seat, name, seat.cells.header(key))
        return None if seat.plan.refused else person or self.desk.staff(seat, name)

    def _join(self, seat: Seat, group: Known, person: Known, role: GroupRole) -> None:
        known = self._members.setdefault(group.ref, [])
        title = seat.cells.text("group_head_title")[:60] if role is GroupRole.HEAD else ""
        mine = next((one for one in known if one.values["person_id"] == person.ref), None)
        told: dict[str, Any] = {"role": role, "title": title}
        if mine is not None:
            new = {c: v for c, v in told.items() if v != "" and mine.values[c] != v}
            if new:
                self.changes.update(
                    GroupMember, mine.ref, mine.values, new, person=person.ref, unit=seat.unit.ref
                )
                seat.plan.change(role.label, "", person.values["name"])
            return
        values = {"group_id": group.ref, "person_id": person.ref, **told, "position": len(known) + 1}
        row = self.changes.insert(GroupMember, values, person=person.ref, unit=seat.unit.ref)
        known.append(Known(row, row.values))
        seat.plan.change(role.label, "", person.values["name"])

    def _assign(self, seat: Seat, group: Known, unit: Known) -> None:
        known = self._assigned.setdefault(group.ref, [])
        if any(one.values["unit_id"] == unit.ref for one in known):
            return
        row = self.changes.insert(
            GroupAssignment, {"group_id": group.ref, "unit_id": unit.ref}, unit=unit.ref
        )
        known.append(Known(row, row.values))
        seat.plan.change("研判村(社区)", "", str(unit.values["name"]))
