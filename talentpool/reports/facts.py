"""Everything that the reports of a round tell, read at once: as many statements for 300 units as for one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from talentpool.analysis.queries import list_structure
from talentpool.analysis.shortcomings import Shortcoming, shortcomings_of
from talentpool.analysis.structure import TeamStructure
from talentpool.education.queries import Gain, gains_by_unit
from talentpool.extensions import db
from talentpool.fieldwork.queries import Totals, UnitTotals, Ways, list_totals, list_ways
from talentpool.grades.queries import GradeCounts, GradeRow, count_grades, find_meeting, list_grades
from talentpool.midterm.queries import (
    GroupRow,
    InquiryRow,
    NarrativeRow,
    list_groups,
    list_inquiries,
    list_narratives,
    list_units,
)
from talentpool.models import MidtermRound, PartyMeeting, Unit, UnitStatement
from talentpool.pool.queries import UnitReserves, count_by_unit
from talentpool.posts.queries import select_holders
from talentpool.rectification.queries import ACCEPTED, FindingRow, list_findings
from talentpool.security.scope import Scope
from talentpool.tallies.queries import TallyRow, list_tallies
from talentpool.units.queries import list_statements_in_force
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    FindingState,
    NarrativeKind,
    UnitType,
)


@dataclass(frozen=True)
class Member:
    """Somebody of a team with all titles, as the roster has them."""

    person_id: int
    name: str
    titles: tuple[str, ...]
    sex: str
    born: str
    since: str
    tally: TallyRow | None
    grade: GradeRow | None
    narrative: str


@dataclass(frozen=True)
class UnitFacts:
    """One unit of a round on its reference date."""

    unit_id: int
    name: str
    is_village: bool
    team: TeamStructure | None
    statement: UnitStatement | None
    reserves: UnitReserves | None
    gains: tuple[Gain, ...]
    totals: Totals
    groups: tuple[GroupRow, ...]
    tally: TallyRow | None
    grade: GradeRow | None
    member_grades: Counter[str]
    members: tuple[Member, ...]
    operation: str
    reserve_text: str
    findings: tuple[FindingRow, ...]
    shortcomings: tuple[Shortcoming, ...]

    @property
    def accepted(self) -> tuple[FindingRow, ...]:
        """The findings that somebody stands behind."""
        return tuple(one for one in self.findings if one.state in ACCEPTED)

    @property
    def proposals(self) -> tuple[str, ...]:
        """What is only proposed: proposals on file, and what the data show that was not proposed before."""
        on_file = {one.proposal_key for one in self.findings}
        filed = [one.text for one in self.findings if one.state is FindingState.PROPOSED]
        return (*filed, *(one.text for one in self.shortcomings if one.key not in on_file))


@dataclass(frozen=True)
class RoundFacts:
    """A round with everything that its reports need."""

    round: MidtermRound
    township: str
    county: str
    on: date
    units: tuple[UnitFacts, ...]
    groups: Sequence[GroupRow]
    inquiries: Sequence[InquiryRow]
    ways: Ways
    grades: GradeCounts
    meeting: PartyMeeting | None
    texts: Sequence[NarrativeRow]

    def text_of(self, kind: NarrativeKind) -> str:
        """What people wrote of the round for a part of the report; "" where they wrote nothing."""
        return "\n".join(one.text for one in self.texts if one.kind is kind and one.unit_id is None)

    def total(self, name: str) -> int:
        """A total of the field work over all units."""
        return sum(getattr(unit.totals, name) or 0 for unit in self.units)


def load_facts(round_: MidtermRound, *, scope: Scope) -> RoundFacts:
    """The facts of a round's units within reach on its reference date, in some twenty statements."""
    on, township = round_.reference_on, round_.unit
    only = select(MidtermRound.id).where(MidtermRound.id == round_.id)
    teams = {team.unit_id: team for team in list_structure(scope=scope, on=on, unit=township)}
    reserves = {one.unit_id: one for one in count_by_unit(scope=scope, on=on, unit=township)}
    statements = list_statements_in_force(scope=scope, on=on)
    totals = {one.unit_id: one for one in list_totals(only, units=scope.unit_ids())}
    gains: dict[int, list[Gain]] = defaultdict(list)
    for gain in gains_by_unit(scope=scope, until=on, unit=township):
        gains[gain.unit_id].append(gain)
    texts = list_narratives(round_.id, scope=scope)
    findings: dict[int, list[FindingRow]] = defaultdict(list)
    for finding in list_findings(round_.id, scope=scope):
        findings[finding.unit_id].append(finding)
    tallies = {(one.unit_id, one.person_id): one for one in list_tallies(round_.id, scope=scope)}
    grades = {(one.unit_id, one.person_id): one for one in list_grades(round_.id, scope=scope)}
    decided: dict[int, Counter[str]] = defaultdict(Counter)
    for (unit_id, person_id), grade in grades.items():
        if person_id is not None and grade.decided:
            decided[unit_id][grade.decided] += 1
    groups = list_groups(round_.id, scope=scope)
    holders = _holders(township, scope=scope, on=on)
    types = dict(db.session.execute(select(Unit.id, Unit.unit_type).where(scope.condition())).all())
    written = {(one.kind, one.unit_id, one.person_id): one.text for one in texts if one.unit_id is not None}

    def member(unit_id: int, one: _Holder) -> Member:
        key = (unit_id, one.person_id)
        return Member(
            one.person_id,
            one.name,
            tuple(one.titles),
            one.sex,
            one.born,
            one.since,
            tallies.get(key),
            grades.get(key),
            written.get((NarrativeKind.MEMBER, unit_id, one.person_id), ""),
        )

    units = tuple(
        UnitFacts(
            unit_id=row.unit_id,
            name=row.name,
            is_village=types.get(row.unit_id) is not UnitType.COMMUNITY,
            team=teams.get(row.unit_id),
            statement=statements.get(row.unit_id),
            reserves=reserves.get(row.unit_id),
            gains=tuple(gains[row.unit_id]),
            totals=_used(totals.get(row.unit_id)),
            groups=tuple(group for group in groups if row.unit_id in group.units),
            tally=tallies.get((row.unit_id, None)),
            grade=grades.get((row.unit_id, None)),
            member_grades=decided[row.unit_id],
            members=tuple(member(row.unit_id, one) for one in holders[row.unit_id]),
            operation=written.get((NarrativeKind.OPERATION, row.unit_id, None), ""),
            reserve_text=written.get((NarrativeKind.RESERVES, row.unit_id, None), ""),
            findings=tuple(findings[row.unit_id]),
            shortcomings=tuple(shortcomings_of(teams.get(row.unit_id), reserves.get(row.unit_id))),
        )
        for row in list_units(round_.id, scope=scope)
    )
    return RoundFacts(
        round=round_,
        township=township.name,
        county=township.parent.name if township.parent is not None else "",
        on=on,
        units=units,
        groups=groups,
        inquiries=list_inquiries(round_.id, scope=scope),
        ways=list_ways(round_.id, scope=scope),
        grades=count_grades(only, units=scope.unit_ids()),
        meeting=find_meeting(round_.id, scope=scope),
        texts=texts,
    )


def _used(totals: UnitTotals | None) -> Totals:
    return totals.used if totals is not None else Totals()


@dataclass
class _Holder:
    person_id: int
    name: str
    titles: list[str]
    sex: str
    born: str
    since: str


def _holders(township: Unit, *, scope: Scope, on: date) -> dict[int, list[_Holder]]:
    """unit id → the members of its two committees in team order, each once."""
    statement = select_holders(scope=scope, on=on, bodies=tuple(TWO_COMMITTEES)).where(
        Unit.path.startswith(township.path, autoescape=True)
    )
    found: dict[int, dict[int, _Holder]] = defaultdict(dict)
    for appointment, post, person, unit in db.session.execute(statement):
        known = found[unit.id].get(person.id)
        if known is not None:
            known.titles.append(post.title)
            continue
        found[unit.id][person.id] = _Holder(
            person.id,
            person.name,
            [post.title],
            person.sex.label if person.sex is not None else "",
            person.born_on.month_only().dotted if person.born_on is not None else "",
            appointment.started_on.month_only().dotted if appointment.started_on is not None else "",
        )
    return defaultdict(list, {unit_id: list(people.values()) for unit_id, people in found.items()})
