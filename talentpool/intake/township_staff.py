"""Area leaders and stationed cadres: people of the township who are known by name only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from talentpool.dates import PartialDate
from talentpool.intake import people, register
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known
from talentpool.intake.matching import SOMEBODY_NEW
from talentpool.intake.plan import Question, RowPlan
from talentpool.intake.roster_work import ids_of
from talentpool.intake.unit_index import UnitIndex
from talentpool.intake.unit_rows import UnitRow
from talentpool.models import UnitDuty
from talentpool.vocabulary import DutyRole, UnitType
from talentpool.wording import phrase

_FIELDS = {DutyRole.AREA_LEADER: "area_leader", DutyRole.STATIONED_CADRE: "stationed_cadres"}


class TownshipStaff:
    """The staff of the townships within reach, and which units they have duties in."""

    def __init__(
        self, index: UnitIndex, source: str, answers: Mapping[str, str], headers: Mapping[str, str]
    ) -> None:
        self._index, self._source, self._answers, self._headers = index, source, answers, headers
        units = list(index.by_ref.values())
        townships = [unit for unit in units if unit.values["unit_type"] is UnitType.TOWNSHIP]
        self._duties = register.load_duties(ids_of(units))
        on_duty = [row.values["person_id"] for rows in self._duties.values() for row in rows]
        self._people: dict[Ref, Known] = {}
        self._by_name: dict[tuple[Ref, str], list[Known]] = {}
        for person in register.load_people(ids_of(townships), (), on_duty):
            self._add(person)

    def _add(self, person: Known) -> None:
        self._people[person.ref] = person
        self._by_name.setdefault((person.values["unit_id"], person.values["name"]), []).append(person)

    def recognise(
        self, row: UnitRow, township: Known, unit: Known | None
    ) -> dict[DutyRole, list[Known | str]] | None:
        """Who the names of a row are, a name for somebody new; None has asked the clerk."""
        found: dict[DutyRole, list[Known | str]] = {}
        for role, names in row.staff.items():
            current = self._current(unit, role)
            found[role] = [
                person
                for name in names
                if (person := self._who(row.plan, township, role, name, current)) is not None
            ]
        return None if row.plan.refused else found

    def _current(self, unit: Known | None, role: DutyRole) -> list[Known]:
        duties = self._duties.get(unit.ref, []) if unit is not None else []
        return sorted(
            (row for row in duties if row.values["role"] is role), key=lambda row: row.values["position"]
        )

    def _who(
        self, plan: RowPlan, township: Known, role: DutyRole, name: str, current: Sequence[Known]
    ) -> Known | str | None:
        namesakes = self._by_name.get((township.ref, name), [])
        on_duty = {row.values["person_id"] for row in current}
        fitting = [person for person in namesakes if person.ref in on_duty] or namesakes
        key = f"{self._source}/{plan.row_number}/{role}/{name}"
        answer = self._answers.get(key, "")
        if len(fitting) > 1 and answer == SOMEBODY_NEW:
            return name
        if len(fitting) > 1:
            fitting = [person for person in fitting if answer == str(person.ref)] or fitting
        if len(fitting) > 1:
            text = phrase(
                "%(township)s有%(count)s位“%(name)s”,请在预览页选定是哪一位",
                township=township.values["name"],
                count=len(fitting),
                name=name,
            )
            choices = tuple((str(person.ref), self._described(person)) for person in fitting)
            question = Question(key, text, (*choices, (SOMEBODY_NEW, phrase("都不是,另行登记"))))
            plan.ask(self._headers.get(_FIELDS[role], ""), question)
            return None
        return fitting[0] if fitting else name

    def _described(self, person: Known) -> str:
        units = [
            self._index.name_of(unit)
            for unit, rows in self._duties.items()
            if any(row.values["person_id"] == person.ref for row in rows)
        ]
        born_on = person.values["born_on"]
        parts = (person.values["name"], born_on.dotted if born_on else "", "、".join(units))
        return ",".join((*(part for part in parts if part), f"编号{person.ref}"))

    def state(
        self,
        changes: ChangeSet,
        plan: RowPlan,
        unit: Known,
        role: DutyRole,
        listed: Sequence[Known | str],
        *,
        on: date,
    ) -> None:
        """Begin the duties of those listed, end those of the others; an older sheet changes nothing."""
        day = PartialDate.from_date(on)
        current = self._current(unit, role)
        before = [self._people[row.values["person_id"]].values["name"] for row in current]
        names = [person if isinstance(person, str) else person.values["name"] for person in listed]
        if any(row.values["known_from"] > day for row in current):
            if before != names:
                plan.warn(
                    self._headers.get(_FIELDS[role], ""),
                    phrase("本表早于已登记的%(role)s,未改动", role=phrase(role.label)),
                )
            return
        township = self._index.by_ref[unit.values["parent_id"]]
        staff = [self._person(changes, person, township) for person in listed]
        refs = {person.ref for person in staff}
        known = {row.values["person_id"] for row in current}
        if refs != known:
            plan.change(role.label, "、".join(before), "、".join(names))
        for row in current:
            if row.values["person_id"] not in refs:
                person_id = row.values["person_id"]
                changes.update(
                    UnitDuty, row.ref, row.values, {"ended_on": day}, person=person_id, unit=unit.ref
                )
        for place, person in enumerate(staff, start=1):
            if person.ref not in known:
                values = {
                    "unit_id": unit.ref,
                    "person_id": person.ref,
                    "role": role,
                    "position": place,
                    "known_from": day,
                    "ended_on": None,
                }
                changes.insert(UnitDuty, values, person=person.ref, unit=unit.ref)

    def _person(self, changes: ChangeSet, listed: Known | str, township: Known) -> Known:
        """Somebody new is made once, however many rows name them."""
        if isinstance(listed, Known):
            return listed
        made = [
            person
            for person in self._by_name.get((township.ref, listed), [])
            if not isinstance(person.ref, int)
        ]
        if made:
            return made[0]
        person = people.new_person(changes, listed, township, {})
        self._add(person)
        return person
