"""What the clerks entered, and what stands on file of one unit: read by those who enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.midterm.places import Place, list_sittings
from talentpool.models import (
    Account,
    AppraisalThreshold,
    Person,
    RoundUnit,
    ScaleStep,
    Tally,
    TallyCount,
    TallyEntry,
    TallyEntryCount,
    Unit,
)
from talentpool.security.scope import Scope
from talentpool.tallies.rules import Cell, Paper, Step, Threshold
from talentpool.vocabulary import ScaleKind, TallySource
from talentpool.wording import say


def scale_of(person_id: int | None) -> ScaleKind:
    """The scale of the ballots on a team (None) or on a member."""
    return ScaleKind.TEAM_BALLOT if person_id is None else ScaleKind.MEMBER_BALLOT


def list_steps(rule_set_id: int, scale: ScaleKind) -> Sequence[Step]:
    """The steps of a scale, the best first."""
    statement = (
        select(ScaleStep.id, ScaleStep.label, ScaleStep.meaning, ScaleStep.points)
        .where(ScaleStep.rule_set_id == rule_set_id, ScaleStep.scale == scale)
        .order_by(ScaleStep.position, ScaleStep.id)
    )
    return [Step(*row) for row in db.session.execute(statement)]


def list_thresholds(rule_set_id: int) -> Mapping[ScaleKind, Sequence[Threshold]]:
    """The thresholds of every scale, in the order of their codes; one statement."""
    columns = (
        AppraisalThreshold.measure,
        AppraisalThreshold.bound,
        AppraisalThreshold.share,
        AppraisalThreshold.text,
    )
    statement = (
        select(AppraisalThreshold.scale, *columns)
        .where(AppraisalThreshold.rule_set_id == rule_set_id)
        .order_by(AppraisalThreshold.code)
    )
    found: dict[ScaleKind, list[Threshold]] = {scale: [] for scale in ScaleKind}
    for scale, wanted, bound, share, text in db.session.execute(statement):
        found[scale].append(Threshold(wanted, bound, share, text))
    return found


@dataclass(frozen=True, slots=True)
class Subject:
    """A team (`person_id` None) or member of a unit, and how far its tally has come.

    `entries`: how many clerks entered it, `mine` whether the asking account is one of them.
    """

    person_id: int | None
    name: str
    title: str
    tally_id: int | None = None
    entries: int = 0
    mine: bool = False
    source: TallySource | None = None
    settled_on: date | None = None

    @property
    def differs(self) -> bool:
        """Two entries that are not the same: equal ones are on file at once."""
        return self.settled_on is None and self.entries == 2  # noqa: PLR2004 - the two clerks


def list_subjects(place: Place, *, account_id: int | None) -> Sequence[Subject]:
    """The team first, then its members on the reference date, then others who have a tally."""
    mine = func.count(TallyEntry.id).filter(TallyEntry.account_id == account_id)
    statement = (
        select(
            Tally.person_id,
            func.coalesce(Person.name, ""),
            Tally.title,
            Tally.id,
            func.count(TallyEntry.id),
            mine,
            Tally.source,
            Tally.settled_on,
        )
        .outerjoin(TallyEntry, TallyEntry.tally_id == Tally.id)
        .outerjoin(Person, Tally.person_id == Person.id)
        .where(Tally.round_id == place.round.id, Tally.unit_id == place.unit.id)
        .group_by(Tally.id, Person.name)
        .order_by(Tally.position, Tally.id)
    )
    known = {row[0]: row for row in db.session.execute(statement)}
    wanted: dict[int | None, tuple[str, str]] = {None: (say("班子"), "")}
    wanted |= {one.person_id: (one.name, one.title) for one in list_sittings(place)}
    wanted |= {key: (row[1], row[2]) for key, row in known.items() if key not in wanted}
    return [
        Subject(key, name, title, row[3], row[4], bool(row[5]), row[6], row[7])
        if (row := known.get(key))
        else Subject(key, name, title)
        for key, (name, title) in wanted.items()
    ]


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far the tallies of a unit have come: on file, entered once, entered twice and differing."""

    unit_id: int
    name: str
    settled: int
    once: int
    differing: int


def list_progress(round_id: int, *, scope: Scope) -> Sequence[UnitProgress]:
    """The units of a round within reach, in the order of its reports; one statement."""
    entries = (
        select(TallyEntry.tally_id, func.count(TallyEntry.id).label("entries"))
        .join(Tally, TallyEntry.tally_id == Tally.id)
        .where(Tally.round_id == round_id)
        .group_by(TallyEntry.tally_id)
        .subquery()
    )
    is_open = Tally.settled_on.is_(None)

    def tallies(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(Tally.id).filter(condition)

    statement = (
        select(
            Unit.id,
            Unit.name,
            tallies(Tally.settled_on.is_not(None)),
            tallies(is_open & (entries.c.entries == 1)),
            tallies(is_open & (entries.c.entries == 2)),  # noqa: PLR2004 - the two clerks
        )
        .join(RoundUnit, RoundUnit.unit_id == Unit.id)
        .outerjoin(Tally, (Tally.unit_id == Unit.id) & (Tally.round_id == round_id))
        .outerjoin(entries, entries.c.tally_id == Tally.id)
        .where(RoundUnit.round_id == round_id, scope.condition())
        .group_by(Unit.id, Unit.name, Unit.position, RoundUnit.position)
        .order_by(RoundUnit.position, Unit.position, Unit.id)
    )
    return [UnitProgress(*row) for row in db.session.execute(statement)]


def find_tally(round_id: int, unit_id: int, person_id: int | None) -> Tally | None:
    """The tally of a team or member, whether anybody has entered it or not; the unit's reach was checked."""
    whose = Tally.person_id.is_(None) if person_id is None else Tally.person_id == person_id
    return db.session.scalar(select(Tally).where(Tally.round_id == round_id, Tally.unit_id == unit_id, whose))


def get_tally(tally_id: int, *, scope: Scope) -> Tally:
    """A tally within reach, or Missing."""
    found = db.session.scalar(select(Tally).where(Tally.id == tally_id, Tally.unit_id.in_(scope.unit_ids())))
    if found is None:
        raise Missing(say("没有这份测评,或不在您的管辖范围内"))
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """What one clerk entered."""

    entry: TallyEntry
    clerk: str
    holder_id: int | None
    paper: Paper


def list_entries(tally: Tally) -> Sequence[Entry]:
    """The entries of a tally, the first turn first; for the act and for a comparison only."""
    rows = db.session.execute(
        select(TallyEntry, Account.display_name, Account.holder_id)
        .join(Account, TallyEntry.account_id == Account.id)
        .where(TallyEntry.tally_id == tally.id)
        .order_by(TallyEntry.turn)
    ).all()
    votes: dict[int, dict[Cell, int]] = {row[0].id: {} for row in rows}
    counts = select(
        TallyEntryCount.entry_id, TallyEntryCount.dimension, TallyEntryCount.step_id, TallyEntryCount.votes
    ).where(TallyEntryCount.entry_id.in_(votes))
    for entry_id, dimension, step_id, number in db.session.execute(counts):
        votes[entry_id][dimension, step_id] = number
    return [
        Entry(one, clerk, holder_id, Paper(one.due, one.present, one.returned, votes[one.id]))
        for one, clerk, holder_id in rows
    ]


def paper_on_file(tally: Tally) -> Paper | None:
    """The settled counts of a tally; None while it is not settled."""
    if tally.settled_on is None:
        return None
    counts = select(TallyCount.dimension, TallyCount.step_id, TallyCount.votes).where(
        TallyCount.tally_id == tally.id
    )
    votes = {(dimension, step_id): number for dimension, step_id, number in db.session.execute(counts)}
    return Paper(tally.due, tally.present, tally.returned or 0, votes)
