"""The rows of one ledger of the mid-term analysis, with their units, people and round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from talentpool.intake import register
from talentpool.intake.cells import RowReader, headers_of
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known
from talentpool.intake.layout.model import Layout
from talentpool.intake.ledgers.desk import Desk, Seat, Tell
from talentpool.intake.matching import SOMEBODY_NEW, PeopleIndex
from talentpool.intake.midterm.rounds import Rounds
from talentpool.intake.options import Options
from talentpool.intake.plan import SheetPlan
from talentpool.intake.roster_rows import RosterRow
from talentpool.intake.roster_work import ids_of
from talentpool.intake.unit_index import UnitIndex
from talentpool.vocabulary import SheetKind, UnitType
from talentpool.wording import marked, phrase

OF_TOWNSHIP = frozenset(
    {SheetKind.GROUPS, SheetKind.AGENCY_CHECKS, SheetKind.PARTY_MEETINGS, SheetKind.NEXT_STEPS}
)
"""Sheets whose rows are about the township, not about one unit."""

_NO_TOWNSHIP = marked(
    "看不出是哪个乡镇的届中分析,请在表头写明(如“青禾镇届中分析工作组”),或先导入村(社区)基本情况"
)


class RoundDesk(Desk):
    """The rows of one sheet; a row about the township has it as its unit."""

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
        self.headers = headers_of(layout)
        self.rounds = Rounds(index, changes, on)
        self._prints = {}
        self._corrected = set()
        self._told = layout.township_name or ""
        readers = [RowReader(data, self.headers) for data in layout.rows]
        sheet.rows = [cells.plan for cells in readers]
        self.seats = []
        for place, cells in enumerate(readers):
            unit = self._unit(cells)
            if unit is not None:
                self.seats.append(Seat(RosterRow(cells.plan), cells, unit, cells.text("note")))
            if tell is not None and place % 200 == 0:
                tell(place)
        self.units = list(dict.fromkeys(seat.unit for seat in self.seats))
        everybody = register.load_people(ids_of(self.units), ())
        self.people = PeopleIndex(everybody, reach=set(index.by_ref))
        self.by_ref: dict[Ref, Known] = {person.ref: person for person in everybody}

    def _unit(self, cells: RowReader) -> Known | None:
        if self.sheet.kind in OF_TOWNSHIP:
            return self._only_township(cells)
        unit = self.index.find(
            cells.plan,
            cells.header("unit"),
            cells.text("unit"),
            cells.text("township"),
            create=self.options.create_units,
        )
        if unit is not None:
            cells.plan.subject = str(unit.values["name"])
        return unit

    def _only_township(self, cells: RowReader) -> Known | None:
        named = self.index.townships_named(self._told) if self._told else []
        within = [
            unit for unit in self.index.by_ref.values() if unit.values["unit_type"] is UnitType.TOWNSHIP
        ]
        found = named or ([] if self._told else within)
        if len(found) == 1:
            return found[0]
        cells.plan.refuse("", phrase(_NO_TOWNSHIP))
        return None

    def township_of(self, unit: Known) -> Known | None:
        """The township that a unit lies in; the township itself of a row about it."""
        return unit if unit.values["unit_type"] is UnitType.TOWNSHIP else super().township_of(unit)

    def round_of(self, seat: Seat) -> Known | None:
        """The round of a row; None has refused the row, with the way out."""
        township = self.township_of(seat.unit)
        if township is None:
            seat.plan.refuse(
                seat.cells.header("unit"), phrase("届中分析由乡镇导入:您的账号管不到这个村(社区)所在的乡镇")
            )
            return None
        found = self.rounds.of(township, seat.plan)
        if found.values.get("closed_on") is not None:
            seat.plan.refuse(
                "",
                phrase("“%(name)s”已办结,不能再导入;确需更正的,请先重新打开", name=found.values["name"]),
            )
            return None
        if seat.unit is not township:
            self.rounds.must_have(found, seat.unit)
        return found

    def officer(self, seat: Seat, name: str, column: str) -> Known | None:
        """Somebody of a name: of the township's staff, else of the row's unit; None asked the clerk, or is nobody."""
        township = self.township_of(seat.unit)
        places: Sequence[Known] = [*([township] if township is not None else []), seat.unit]
        return self._of_name(seat, name, column, places)

    def member(self, seat: Seat, name: str, column: str) -> Known | None:
        """Somebody of a name in the row's unit; None asked the clerk, or is nobody."""
        return self._of_name(seat, name, column, [seat.unit])

    def _of_name(self, seat: Seat, name: str, column: str, places: Sequence[Known]) -> Known | None:
        for unit in dict.fromkeys(places):
            found = self.people.named(name, unit.ref)
            if len(found) > 1:
                key = self.key_of(seat.plan, name)
                answer = self.options.answers.get(key, "")
                chosen = [person for person in found if answer and answer == str(person.ref)]
                if not chosen and answer != SOMEBODY_NEW:
                    self._ask(seat.plan, column, key, found)
                return chosen[0] if chosen else None
            if found:
                return found[0]
        return None
