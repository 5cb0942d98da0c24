"""The analysis of one unit: everything on file side by side, in as few statements as a page may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.shortcomings import Shortcoming, shortcomings_of
from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Gap, Target, gaps_of, targets_of
from talentpool.assessment.measures import count_mentored
from talentpool.assessment.queries import Peers, TalkRow, find_peers, list_talks
from talentpool.assessment.score import Score, read_score
from talentpool.education.queries import Gain, gains_by_unit
from talentpool.fieldwork.queries import UnitTotals, list_totals
from talentpool.grades.records import Standing, list_standings
from talentpool.midterm.places import Place
from talentpool.models import MidtermRound
from talentpool.pool.queries import UnitReserves, count_by_unit
from talentpool.rectification.queries import FindingRow, list_findings
from talentpool.tallies.entries import list_thresholds
from talentpool.tallies.queries import TallyRow, list_tallies
from talentpool.tallies.rules import Counted, Threshold, Warned, measure, warnings_of
from talentpool.vocabulary import AppraisalMeasure, ScaleKind


@dataclass(frozen=True)
class TallyLine:
    """The ballots on a team or member: shares of 0–1, what the thresholds point out, the last round's best share."""

    name: str
    title: str
    tally: TallyRow | None
    turnout: float | None
    best: float | None
    failing: float | None
    warned: Sequence[Warned]
    best_before: float | None


@dataclass(frozen=True)
class TargetLine:
    """A target of structure with what the team has; `met` None: cannot be told."""

    target: Target
    have: float | None
    met: bool | None


@dataclass(frozen=True)
class Analysis:
    """One unit of a round on its reference date."""

    place: Place
    standings: Sequence[Standing]
    lines: Sequence[TallyLine]
    score: Score | None
    peers: Peers
    team: TeamStructure | None
    targets: Sequence[TargetLine]
    gaps: Sequence[Gap]
    reserves: UnitReserves | None
    mentored: int
    gains: Sequence[Gain]
    totals: UnitTotals | None
    talks: Sequence[TalkRow]
    findings: Sequence[FindingRow]
    findings_before: Sequence[FindingRow]
    shortcomings: Sequence[Shortcoming]


def analyse(place: Place) -> Analysis:
    """Read the unit alone; of its peers only numbers."""
    round_, scope, on = place.round, place.scope, place.round.reference_on
    standings = list_standings(place)
    record = standings[0].record
    team = next(iter(list_structure(scope=scope, on=on)), None)
    reserves = next(iter(count_by_unit(scope=scope, on=on)), None)
    targets = targets_of(team, list_targets(on=on, township_ids=[round_.unit_id])) if team else []
    only = select(MidtermRound.id).where(MidtermRound.id == round_.id)
    findings = list_findings(round_.id, scope=scope)
    on_file = {one.proposal_key for one in findings}
    return Analysis(
        place=place,
        standings=standings,
        lines=_tally_lines(place, standings),
        score=read_score(record.proposed_facts) if record else None,
        peers=find_peers(place, record.score if record else None),
        team=team,
        targets=[TargetLine(one, team.measure(one.indicator), one.is_met_by(team)) for one in targets]
        if team
        else [],
        gaps=gaps_of(team, targets, on=on) if team else [],
        reserves=reserves,
        mentored=count_mentored(scope=scope, on=on).get(place.unit.id, 0),
        gains=gains_by_unit(scope=scope, until=on),
        totals=next(iter(list_totals(only, units=scope.unit_ids())), None),
        talks=list_talks(place),
        findings=findings,
        findings_before=list_findings(round_.previous_id, scope=scope) if round_.previous_id else [],
        shortcomings=[one for one in shortcomings_of(team, reserves) if one.key not in on_file],
    )


def _tally_lines(place: Place, standings: Sequence[Standing]) -> list[TallyLine]:
    round_, scope = place.round, place.scope
    now = {one.person_id: one for one in list_tallies(round_.id, scope=scope)}
    before = list_tallies(round_.previous_id, scope=scope) if round_.previous_id else []
    earlier = {one.person_id: one for one in before}
    thresholds = list_thresholds(round_.rule_set_id)
    return [
        _line(
            one,
            now.get(one.person_id),
            earlier.get(one.person_id),
            thresholds[ScaleKind.TEAM_BALLOT if one.person_id is None else ScaleKind.MEMBER_BALLOT],
        )
        for one in standings
    ]


def _line(
    one: Standing, tally: TallyRow | None, before: TallyRow | None, thresholds: Sequence[Threshold]
) -> TallyLine:
    counted, earlier = _counted(tally), _counted(before)
    return TallyLine(
        name=one.name,
        title=one.title,
        tally=tally,
        turnout=measure(counted, AppraisalMeasure.TURNOUT),
        best=measure(counted, AppraisalMeasure.BEST_SHARE),
        failing=measure(counted, AppraisalMeasure.FAILING_SHARE),
        warned=warnings_of(counted, thresholds),
        best_before=measure(earlier, AppraisalMeasure.BEST_SHARE),
    )


def _counted(tally: TallyRow | None) -> Counted:
    if tally is None:
        return Counted(None, None, None, ())
    votes = [(step.meaning, step.votes) for step in tally.steps]
    return Counted(tally.due, tally.present, tally.returned, votes)
