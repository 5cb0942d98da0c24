"""What the scores of a round's teams and members are made of, read at once: as many statements for 300 units as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Target, targets_of
from talentpool.assessment.score import (
    HONOUR_YEARS,
    NOT_COLLEGE,
    Measured,
    of_honours,
    of_reserves,
    of_share,
    of_votes,
)
from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.mentorship.queries import has_mentor
from talentpool.models import (
    Finding,
    Honour,
    MidtermRound,
    PoolEntry,
    SatisfactionAnswer,
    SatisfactionSurvey,
    ScaleStep,
    ScoreWeight,
    Tally,
    TallyCount,
)
from talentpool.people.queries import highest_schooling
from talentpool.pool.queries import UnitReserves, count_by_unit
from talentpool.posts.queries import select_holders
from talentpool.rectification.queries import ACCEPTED
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    AppraisalDimension,
    FindingState,
    RatedObject,
    SchoolingLevel,
    ScoreComponent,
)
from talentpool.wording import phrase

Key = tuple[int, int | None]
"""(unit id, person id; None: the team)."""
Votes = list[tuple[float | None, int]]
Measures = dict[Key, dict[ScoreComponent, Measured]]


def list_weights(rule_set_id: int) -> Mapping[RatedObject, Mapping[ScoreComponent, float]]:
    """What each part weighs for teams and for members."""
    statement = select(ScoreWeight.object, ScoreWeight.component, ScoreWeight.weight)
    found: dict[RatedObject, dict[ScoreComponent, float]] = defaultdict(dict)
    for rated, component, weight in db.session.execute(
        statement.where(ScoreWeight.rule_set_id == rule_set_id)
    ):
        found[rated][component] = weight
    return found


@dataclass(frozen=True)
class _Read:
    """What was read of the units within reach."""

    teams: Mapping[int, TeamStructure]
    targets: Sequence[Target]
    reserves: Mapping[int, UnitReserves]
    mentored: Mapping[int, int]
    ballots: Mapping[Key, Votes]
    surveys: Mapping[Key, Votes]
    findings: Mapping[Key, tuple[int, int]]
    honours: Mapping[Key, list[Any]]
    members: Mapping[int, list[int]]
    schooling: Mapping[int, int]


def measure_round(round_: MidtermRound, unit_ids: Sequence[int], *, scope: Scope) -> Measures:
    """Every part of the scores of these units and of their members on the reference date, in some dozen statements."""
    read = _read(round_, scope=scope)
    found: Measures = {}
    for unit_id in unit_ids:
        found[unit_id, None] = _of_team(unit_id, read)
        for person_id in read.members.get(unit_id, ()):
            found[unit_id, person_id] = _of_member((unit_id, person_id), read)
    return found


def _read(round_: MidtermRound, *, scope: Scope) -> _Read:
    on, township = round_.reference_on, round_.unit
    members: dict[int, list[int]] = defaultdict(list)
    holders = select_holders(scope=scope, on=on, bodies=tuple(TWO_COMMITTEES))
    for _appointment, post, person, _unit in db.session.execute(holders):
        if person.id not in members[post.unit_id]:
            members[post.unit_id].append(person.id)
    ranks = highest_schooling(on)
    return _Read(
        teams={team.unit_id: team for team in list_structure(scope=scope, on=on, unit=township)},
        targets=list_targets(on=on, township_ids=[township.id]),
        reserves={one.unit_id: one for one in count_by_unit(scope=scope, on=on, unit=township)},
        mentored=count_mentored(scope=scope, on=on),
        ballots=_ballots(round_, scope),
        surveys=_surveys(round_, scope),
        findings=_findings(round_, scope),
        honours=_honours(scope, on=on),
        members=members,
        schooling=dict(db.session.execute(select(ranks.c.person_id, ranks.c.rank)).all()),
    )


def _grouped(statement: Select[int, int | None, float | None, int]) -> Mapping[Key, Votes]:
    found: dict[Key, Votes] = defaultdict(list)
    for unit_id, person_id, points, number in db.session.execute(statement):
        found[unit_id, person_id].append((points, int(number)))
    return found


def _ballots(round_: MidtermRound, scope: Scope) -> Mapping[Key, Votes]:
    return _grouped(
        select(Tally.unit_id, Tally.person_id, ScaleStep.points, TallyCount.votes)
        .join(TallyCount, TallyCount.tally_id == Tally.id)
        .join(ScaleStep, TallyCount.step_id == ScaleStep.id)
        .where(
            Tally.round_id == round_.id,
            Tally.settled_on.is_not(None),
            Tally.unit_id.in_(scope.unit_ids()),
            TallyCount.dimension == AppraisalDimension.OVERALL,
        )
    )


def _surveys(round_: MidtermRound, scope: Scope) -> Mapping[Key, Votes]:
    survey = SatisfactionSurvey
    return _grouped(
        select(survey.unit_id, survey.person_id, ScaleStep.points, func.sum(SatisfactionAnswer.forms))
        .join(SatisfactionAnswer, SatisfactionAnswer.survey_id == survey.id)
        .join(ScaleStep, SatisfactionAnswer.step_id == ScaleStep.id)
        .where(survey.round_id == round_.id, survey.unit_id.in_(scope.unit_ids()))
        .group_by(survey.unit_id, survey.person_id, ScaleStep.id, ScaleStep.points)
    )


def _findings(round_: MidtermRound, scope: Scope) -> Mapping[Key, tuple[int, int]]:
    """(closed, all) of the ledger of the round that this one is compared with; members: findings on them.

    What this round itself found is only beginning to be put right: it says nothing yet.
    """
    statement = (
        select(
            Finding.unit_id,
            Finding.person_id,
            func.sum(case((Finding.state == FindingState.CLOSED, 1), else_=0)),
            func.count(Finding.id),
        )
        .where(
            Finding.round_id == round_.previous_id,
            Finding.state.in_(ACCEPTED),
            Finding.unit_id.in_(scope.unit_ids()),
        )
        .group_by(Finding.unit_id, Finding.person_id)
    )
    found: dict[Key, tuple[int, int]] = {}
    for unit_id, person_id, closed, whole in db.session.execute(statement):
        keys: set[Key] = {(unit_id, None), (unit_id, person_id)}
        for key in keys:
            before = found.get(key, (0, 0))
            found[key] = (before[0] + int(closed), before[1] + whole)
    return found


def _honours(scope: Scope, *, on: date) -> Mapping[Key, list[Any]]:
    since = PartialDate(on.year - HONOUR_YEARS, on.month)
    statement = select(Honour.unit_id, Honour.person_id, Honour.level).where(
        Honour.unit_id.in_(scope.unit_ids()), Honour.awarded_on >= since, Honour.awarded_on <= on
    )
    found: dict[Key, list[Any]] = defaultdict(list)
    for unit_id, person_id, level in db.session.execute(statement):
        found[unit_id, person_id].append(level)
    return found


def count_mentored(*, scope: Scope, on: date) -> Mapping[int, int]:
    """Unit id → how many of its reserves have a mentor on a day."""
    statement = (
        select(PoolEntry.unit_id, func.count(PoolEntry.id))
        .where(PoolEntry.in_pool(on), PoolEntry.unit_id.in_(scope.unit_ids()), has_mentor(on))
        .group_by(PoolEntry.unit_id)
    )
    return dict(db.session.execute(statement).all())


def _of_team(unit_id: int, read: _Read) -> dict[ScoreComponent, Measured]:
    team, reserves = read.teams.get(unit_id), read.reserves.get(unit_id)
    found = _shared((unit_id, None), read)
    found[ScoreComponent.STRUCTURE] = _structure(team, read.targets)
    found[ScoreComponent.STAFFING] = of_share(
        team.filled if team else None,
        team.authorised if team else None,
        source=phrase("实有÷核定"),
        missing=phrase("没有核定职数"),
    )
    found[ScoreComponent.EDUCATION] = of_share(
        team.college_or_above if team else None,
        team.schooling_known if team else None,
        source=phrase("大专及以上÷已登记学历"),
        missing=phrase("没有登记成员学历"),
    )
    if reserves is not None:
        found[ScoreComponent.RESERVES] = of_reserves(reserves.reserves, reserves.mature)
    found[ScoreComponent.MENTORSHIP] = of_share(
        read.mentored.get(unit_id, 0),
        reserves.reserves if reserves else None,
        source=phrase("有导师的后备÷后备"),
        missing=phrase("没有后备人员"),
    )
    return found


def _of_member(key: Key, read: _Read) -> dict[ScoreComponent, Measured]:
    found = _shared(key, read)
    rank = read.schooling.get(key[1] or 0)
    told = phrase("大专及以上计100分,其他计60分")
    if rank is None:
        found[ScoreComponent.EDUCATION] = Measured(None, phrase("没有登记学历"))
    else:
        value = 100.0 if rank >= SchoolingLevel.COLLEGE.rank else NOT_COLLEGE
        found[ScoreComponent.EDUCATION] = Measured(value, told)
    return found


def _shared(key: Key, read: _Read) -> dict[ScoreComponent, Measured]:
    closed, whole = read.findings.get(key, (None, None))
    return {
        ScoreComponent.BALLOT: of_votes(read.ballots.get(key, []), missing=phrase("民主测评尚未核定")),
        ScoreComponent.SATISFACTION: of_votes(read.surveys.get(key, []), missing=phrase("没有满意度测评")),
        ScoreComponent.RECTIFICATION: of_share(
            closed,
            whole,
            source=phrase("已销号÷上轮台账中的问题"),
            missing=phrase("上轮台账中没有问题"),
        ),
        ScoreComponent.HONOURS: of_honours(read.honours.get(key, ())),
    }


def _structure(team: TeamStructure | None, targets: Sequence[Target]) -> Measured:
    verdicts = [one.is_met_by(team) for one in targets_of(team, targets)] if team is not None else []
    known = [verdict for verdict in verdicts if verdict is not None]
    return of_share(
        sum(known) if known else None,
        len(known),
        source=phrase("达到的结构要求÷可判断的结构要求"),
        missing=phrase("没有可判断的结构要求"),
    )
