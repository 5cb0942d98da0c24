"""Whom the rows of a ledger are about: found by number or name as in a roster, or somebody new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_

from talentpool.intake import people, register
from talentpool.intake.cells import RowReader
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known
from talentpool.intake.layout.model import Layout
from talentpool.intake.matching import SOMEBODY_NEW, PeopleIndex
from talentpool.intake.options import Options
from talentpool.intake.plan import Question, RowPlan, SheetPlan
from talentpool.intake.register import chunks, rows_where
from talentpool.intake.roster_rows import RosterRow, read_roster
from talentpool.intake.roster_work import ids_of
from talentpool.intake.unit_index import UnitIndex
from talentpool.models import Person
from talentpool.security.keys import blind_index
from talentpool.vocabulary import UnitType
from talentpool.wording import phrase

Tell = Callable[[int], None]


@dataclass(eq=False, slots=True)
class Seat:
    """One row with its cells and the unit it names; `note` is the row's own, not the person's."""

    row: RosterRow
    cells: RowReader
    unit: Known
    note: str = ""

    @property
    def plan(self) -> RowPlan:
        """The row's plan."""
        return self.row.plan


class Desk:
    """The rows of one ledger and the people of its units."""

    def __init__(
        self,
        sheet: SheetPlan,
        layout: Layout,
        index: UnitIndex,
        changes: ChangeSet,
        options: Options,
        on: date,
        tell: Tell | None = None,
    ) -> None:
        self.sheet, self.index, self.changes, self.options, self.on = sheet, index, changes, options, on
        found = read_roster(layout, on=on, tell=tell)
        self.headers = found.headers
        sheet.rows = [row.plan for row in found.rows]
        sheet.unallocated = found.unallocated
        self.seats = [
            seat
            for row, data in zip(found.rows, layout.rows, strict=True)
            if (seat := self._seat(row, RowReader(data, found.headers))) is not None
        ]
        self.units = list(dict.fromkeys(seat.unit for seat in self.seats))
        self._prints = {
            number.number: blind_index("id_number", number.number)
            for row in found.rows
            if (number := row.id_number) is not None
        }
        everybody = register.load_people(ids_of(self.units), self._prints.values())
        self.people = PeopleIndex(everybody, reach=set(index.by_ref))
        self.by_ref: dict[Ref, Known] = {person.ref: person for person in everybody}
        self._corrected: set[Ref] = set()

    def _seat(self, row: RosterRow, cells: RowReader) -> Seat | None:
        cells.plan = row.plan
        note = str(row.facts.pop("note", ""))
        unit = self.index.find(
            row.plan, self.headers.get("unit", ""), row.unit, row.township, create=self.options.create_units
        )
        if unit is None:
            return None
        row.plan.subject = f"{unit.values['name']} {row.plan.subject}".strip()
        return Seat(row, cells, unit, note)

    def township_of(self, unit: Known) -> Known | None:
        """The township that a unit lies in."""
        return self.index.by_ref.get(unit.values["parent_id"])

    def key_of(self, plan: RowPlan, what: str = "") -> str:
        """Under what a question about a row is answered."""
        return f"{self.sheet.file}/{self.sheet.sheet}/{plan.row_number}{f'/{what}' if what else ''}"

    def find(self, seat: Seat) -> Known | None:
        """The person of a row; None is somebody new, or a row that was refused."""
        row = seat.row
        if row.name is None or seat.plan.refused:
            return None
        print_ = self._prints[row.id_number.number] if row.id_number is not None else ""
        answer = self.options.answers.get(self.key_of(seat.plan), "")
        match = self.people.find(row, seat.unit.ref, fingerprint=print_, answer=answer)
        if match.problem:
            seat.plan.refuse(self.headers.get("id_number", ""), match.problem)
        elif match.rivals:
            self._ask(seat.plan, self.headers.get("name", ""), self.key_of(seat.plan), match.rivals)
        return match.person

    def _ask(self, plan: RowPlan, column: str, key: str, rivals: Sequence[Known]) -> None:
        choices = [(str(person.ref), self._described(person)) for person in rivals]
        text = phrase(
            "登记册中有%(count)s人与本行相符,请补填身份证号或出生年月,或在预览页选定是哪一位",
            count=len(rivals),
        )
        plan.ask(column, Question(key, text, (*choices, (SOMEBODY_NEW, phrase("都不是,另行登记")))))

    def _described(self, person: Known) -> str:
        born_on = person.values["born_on"]
        unit = self.index.name_of(person.values["unit_id"])
        parts = (person.values["name"], born_on.dotted if born_on else "", unit)
        return ",".join(part for part in parts if part)

    def register(self, seat: Seat) -> Known:
        """Somebody new of the row's unit, with what the row tells."""
        assert seat.row.name is not None
        facts = self._facts(seat.row)
        person = people.new_person(self.changes, seat.row.name.name, seat.unit, facts)
        people.tell_new(seat.plan, facts)
        self.people.add(person)
        self.by_ref[person.ref] = person
        return person

    def correct(self, seat: Seat, person: Known) -> None:
        """Bring the person's own facts to those of the row; a sheet older than the roster only fills blanks."""
        if isinstance(person.ref, int):
            people.correct(
                self.changes, seat.plan, person, self._facts(seat.row), older=self.is_older(seat.unit)
            )

    def is_older(self, unit: Known) -> bool:
        """Whether the register knows a later roster of the unit."""
        latest = unit.values["roster_to"]
        return latest is not None and self.on < latest

    def _facts(self, row: RosterRow) -> dict[str, Any]:
        facts = dict(row.facts)
        if row.id_number is not None:
            number = row.id_number.number
            facts |= {"id_number": number, "id_number_fingerprint": self._prints[number]}
        return facts

    def load_named(self, names: Iterable[str]) -> None:
        """Make everybody of some names within the townships of the sheet known, for `named`."""
        townships = dict.fromkeys(unit.values["parent_id"] for unit in self.units)
        around = [unit for ref, unit in self.index.by_ref.items() if unit.values["parent_id"] in townships]
        units = ids_of([*around, *(self.index.by_ref[ref] for ref in townships if ref in self.index.by_ref)])
        for some in chunks(sorted(set(names))):
            for person in rows_where(Person, and_(Person.name.in_(some), Person.unit_id.in_(units))):
                if person.ref not in self.by_ref:
                    self.people.add(person)
                    self.by_ref[person.ref] = person

    def named(self, seat: Seat, name: str, column: str) -> Known | None:
        """Somebody of a name: of the row's unit, else of the township's staff, else of another unit of it.

        Of several the clerk is asked (the row is refused until then); None for nobody.
        """
        township = self.township_of(seat.unit)
        siblings = self.index.siblings(township) if township is not None else []
        for units in ([seat.unit], [township] if township else [], siblings):
            found = [person for unit in units for person in self.people.named(name, unit.ref)]
            if len(found) > 1:
                key = self.key_of(seat.plan, name)
                answer = self.options.answers.get(key, "")
                chosen = [person for person in found if answer and answer == str(person.ref)]
                if not chosen and answer != SOMEBODY_NEW:
                    self._ask(seat.plan, column, key, found)
                    return None
                return chosen[0] if chosen else None
            if found:
                return found[0]
        return None

    def staff(self, seat: Seat, name: str) -> Known:
        """Somebody of the township who is known by name only."""
        township = self.township_of(seat.unit)
        home = township if township is not None and _is_township(township) else seat.unit
        person = people.new_person(self.changes, name, home, {})
        self.people.add(person)
        self.by_ref[person.ref] = person
        return person


def _is_township(unit: Known) -> bool:
    return unit.values["unit_type"] is UnitType.TOWNSHIP
