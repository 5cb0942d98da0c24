"""Who a row is: by ID number, else by name, unit and birth month, else by name and unit. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from talentpool.dates import PartialDate
from talentpool.id_numbers import mask_matches
from talentpool.intake.changes import Ref
from talentpool.intake.facts import Known
from talentpool.intake.roster_rows import RosterRow
from talentpool.sealing.columns import plain
from talentpool.wording import phrase

SOMEBODY_NEW = "new"
"""The answer that none of those who fit is meant."""


@dataclass(frozen=True, slots=True)
class Match:
    """`person` None with no `rivals` and no `problem` is somebody new.

    `rivals` are several who fit: only the clerk can tell. `problem` contradicts identity.
    `double` is somebody of the same name, unit and birth month with another ID number;
    `namesake` one of the register with the same name and unit whom something else tells apart.
    """

    person: Known | None = None
    rivals: tuple[Known, ...] = ()
    problem: str = ""
    double: bool = False
    namesake: Known | None = field(default=None, compare=False)


class PeopleIndex:
    """The people a sheet may mean; those it adds join them."""

    def __init__(self, people: Sequence[Known], *, reach: Collection[Ref]) -> None:
        self._reach = reach
        self._by_fingerprint: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        self._claims: dict[Known, str] = {}
        for person in people:
            self.add(person)

    def add(self, person: Known) -> None:
        """One more person."""
        if fingerprint := person.values["id_number_fingerprint"]:
            self._by_fingerprint[fingerprint] = person
        self._by_name.setdefault(person.values["name"], []).append(person)

    def named(self, name: str, unit: Ref) -> list[Known]:
        """Everybody of a name in a unit."""
        return [person for person in self._by_name.get(name, []) if person.values["unit_id"] == unit]

    def numbered(self, fingerprint: str) -> Known | None:
        """Who has an ID number, within reach or not."""
        return self._by_fingerprint.get(fingerprint)

    def find(self, row: RosterRow, unit: Ref, *, fingerprint: str, answer: str = "") -> Match:
        """Decide who a row with a name means. `fingerprint` is that of its ID number, if any.

        `answer` is the clerk's choice among rivals: the id of a person or SOMEBODY_NEW.
        """
        assert row.name is not None
        known = self._by_fingerprint.get(fingerprint) if fingerprint else None
        if known is not None:
            return self._by_id_number(known, row.name.name)
        namesakes = self.named(row.name.name, unit)
        fitting = self._fitting(row, namesakes, fingerprint)
        if row.id_mask:
            fitting = self._masked(row, fitting)
        if len(fitting) > 1:
            fitting = _answered(fitting, answer)
        if len(fitting) > 1:
            return Match(rivals=tuple(fitting))
        if fitting:
            if fingerprint:
                self._claims[fitting[0]] = fingerprint
            return Match(fitting[0])
        return Match(
            double=any(_same_month(row.born_on, person.values["born_on"]) for person in namesakes),
            namesake=next((person for person in namesakes if isinstance(person.ref, int)), None),
        )

    def _by_id_number(self, known: Known, name: str) -> Match:
        if known.values["unit_id"] not in self._reach:
            return Match(problem=phrase("该身份证号已在您的账号范围以外登记,请与上级组织部门核对"))
        if known.values["name"] != name:
            return Match(
                problem=phrase(
                    "该身份证号已登记在“%(name)s”名下,与本行姓名不同,请核对;确系改名的,先更正登记的姓名",
                    name=known.values["name"],
                )
            )
        return Match(known)

    def _fitting(self, row: RosterRow, namesakes: Sequence[Known], fingerprint: str) -> list[Known]:
        """Namesakes whom nothing contradicts; those of the same birth month before those of an unknown one."""
        possible = [
            person
            for person in namesakes
            if not (fingerprint and self._other_number(person, fingerprint))
            and row.facts.get("sex") in (None, person.values["sex"] or row.facts.get("sex"))
        ]
        exact = [person for person in possible if _same_month(row.born_on, person.values["born_on"])]
        return exact or [
            person for person in possible if row.born_on is None or person.values["born_on"] is None
        ]

    def _other_number(self, person: Known, fingerprint: str) -> bool:
        told = person.values["id_number_fingerprint"] or self._claims.get(person)
        return told is not None and told != fingerprint

    def _masked(self, row: RosterRow, fitting: list[Known]) -> list[Known]:
        """Those whose number the mask can hide, wherever they are; else those without a number."""
        assert row.name is not None
        hidden = [
            person
            for person in self._by_name.get(row.name.name, [])
            if person.values["id_number"]
            and person.values["unit_id"] in self._reach
            and mask_matches(row.id_mask, plain(person.values["id_number"]))
        ]
        here = [person for person in hidden if person in fitting]
        return here or hidden or [person for person in fitting if not person.values["id_number"]]


def _answered(fitting: list[Known], answer: str) -> list[Known]:
    if answer == SOMEBODY_NEW:
        return []
    return [person for person in fitting if answer and answer == str(person.ref)] or fitting


def _same_month(told: PartialDate | None, known: PartialDate | None) -> bool:
    return told is not None and known is not None and told.month_only() == known.month_only()
