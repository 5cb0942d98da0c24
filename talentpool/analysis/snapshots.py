"""Figures kept under a name as they were counted: a later correction of the register does not change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from talentpool.analysis.distribution import Group, list_groups
from talentpool.analysis.figures import Figures, as_json
from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.structure import NamedVacancy, TeamStructure, merge_teams
from talentpool.analysis.targets import Target, gaps_of
from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import Snapshot, Unit
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Shown, first_values
from talentpool.vocabulary import SchoolingLevel, Sex, UnitType
from talentpool.wording import say
from talentpool.writing import read_id

FORMAT = 1
LONGEST_NAME = 80


def make_snapshot(*, name: str, by: Actor, on: date) -> Snapshot:
    """Keep the figures of everything within the maker's reach as of a day.

    RuleBroken without a name, for a reach of several separate units, or where no unit exists.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(say("请填写快照名称"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(say("快照名称不超过%(most)s个字", most=LONGEST_NAME))
    unit_id = _unit_id_of(by.scope)
    taken = select(Snapshot.reference_on).where(
        Snapshot.name == name, Snapshot.unit_id.is_not_distinct_from(unit_id)
    )
    if (known := db.session.scalar(taken)) is not None:
        raise RuleBroken(
            say("已有名为“%(name)s”的快照(截至%(on)s),请换一个名称", name=name, on=known.isoformat())
        )
    teams = list_structure(scope=by.scope, on=on)
    if not teams:
        raise RuleBroken(say("这一天没有可以统计的村(社区)"))
    townships = sorted({team.township_id for team in teams if team.township_id is not None})
    snapshot = Snapshot(
        name=name,
        reference_on=on,
        made_at=datetime.now(UTC),
        made_by=by.name[:80],
        unit_id=unit_id,
        figures=figures_json(teams, list_targets(on=on, township_ids=townships), on=on)
        | {"groups": _groups_json(by.scope, teams, on=on)},
    )
    with action("保存统计快照"):
        db.session.add(snapshot)
        db.session.flush()
    return snapshot


def _unit_id_of(scope: Scope) -> int | None:
    """The unit whose figures these are; None: everything."""
    if scope.paths is None:
        return None
    if len(scope.paths) != 1:
        raise RuleBroken(say("您的管辖范围不是一个完整的单位,不能保存快照"))
    return int(scope.paths[0].strip("/").split("/")[-1])


def figures_json(teams: Sequence[TeamStructure], targets: Sequence[Target], *, on: date) -> dict[str, Any]:
    """Everything that was counted, as plain JSON."""
    kinds = [team.unit_type for team in teams]
    figures = Figures(
        on=on,
        town=merge_teams(teams),
        villages=kinds.count(UnitType.VILLAGE.value),
        communities=kinds.count(UnitType.COMMUNITY.value),
    )
    return {
        "format": FORMAT,
        "figures": as_json(figures),
        "teams": [_team_json(team) for team in teams],
        "gaps": {
            str(team.unit_id): [
                {"lacks": gap.lacks, "closes": gap.closes} for gap in gaps_of(team, targets, on=on)
            ]
            for team in teams
        },
    }


def _team_json(team: TeamStructure) -> dict[str, Any]:
    kept = {one.name: getattr(team, one.name) for one in fields(TeamStructure)}
    kept["vacancies"] = [
        {**{one.name: getattr(vacancy, one.name) for one in fields(NamedVacancy)}, "since": vacancy.since.iso}
        for vacancy in team.vacancies
    ]
    kept["known_from"] = team.known_from.iso if team.known_from else None
    kept["complete_from"] = team.complete_from.isoformat() if team.complete_from else None
    return kept


def _groups_json(scope: Scope, teams: Sequence[TeamStructure], *, on: date) -> list[list[Any]]:
    groups = list_groups(scope=scope, on=on, unit_ids={team.unit_id for team in teams}, by_unit=True)
    return [[one.unit_id, one.band, one.sex, one.level, one.persons] for one in groups]


def groups_of(snapshot: Snapshot) -> list[Group] | None:
    """The persons by age, sex and schooling as they were counted; None in snapshots that kept none."""
    kept = snapshot.figures.get("groups")
    if kept is None:
        return None
    sexes, levels = {one.value: one for one in Sex}, {one.value: one for one in SchoolingLevel}
    return [
        Group(unit_id, band, sexes.get(sex), levels.get(level), persons)
        for unit_id, band, sex, level, persons in kept
    ]


def teams_of(snapshot: Snapshot) -> list[TeamStructure]:
    """The teams as they were counted."""
    return [_team(one) for one in snapshot.figures["teams"]]


def _team(kept: Mapping[str, Any]) -> TeamStructure:
    known = {one.name for one in fields(TeamStructure)}
    values = {key: value for key, value in kept.items() if key in known}
    values["vacancies"] = tuple(
        NamedVacancy(**{**one, "since": PartialDate.from_iso(one["since"])}) for one in kept["vacancies"]
    )
    values["known_from"] = PartialDate.from_iso(kept["known_from"]) if kept["known_from"] else None
    values["complete_from"] = date.fromisoformat(kept["complete_from"]) if kept["complete_from"] else None
    return TeamStructure(**values)


def select_snapshots(*, scope: Scope) -> Select[Snapshot, str | None]:
    """(snapshot, unit name) within reach, the newest first."""
    return (
        select(Snapshot, Unit.name)
        .outerjoin(Unit, Snapshot.unit_id == Unit.id)
        .where(_within(scope))
        .order_by(Snapshot.made_at.desc(), Snapshot.id.desc())
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    """Who reaches the whole of what was counted may see it."""
    return scope.condition() if scope.paths is None else Snapshot.unit_id.in_(scope.unit_ids())


def get_snapshot(snapshot_id: int, *, scope: Scope) -> Row[Snapshot, str | None]:
    """(snapshot, unit name), or Missing."""
    row = db.session.execute(select_snapshots(scope=scope).where(Snapshot.id == snapshot_id)).one_or_none()
    if row is None:
        raise Missing(say("没有这个快照,或不在您的管辖范围内"))
    return row


def scope_of(snapshot: Snapshot) -> Scope:
    """What the snapshot counted, to count it again."""
    if snapshot.unit_id is None:
        return Scope.everything()
    unit = db.session.get_one(Unit, snapshot.unit_id)
    return Scope(paths=(unit.path,))


SNAPSHOT_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("authorised", "核定职数", Kind.NUMBER, total="sum"),
    Column("filled", "实有", Kind.NUMBER, total="sum"),
    Column("vacant", "空缺", Kind.NUMBER, total="sum"),
    Column("committee_members", "村(居)委会成员", Kind.NUMBER, total="sum"),
    Column("women", "女性", Kind.NUMBER, total="sum"),
    Column("aged_35_or_under", "35岁及以下", Kind.NUMBER, total="sum"),
    Column("college_or_above", "大专及以上", Kind.NUMBER, total="sum"),
    Column("party_members", "中共党员", Kind.NUMBER, total="sum"),
    Column("dual_head", "一肩挑", Kind.CHOICE),
    Column("cross_appointed", "交叉任职", Kind.NUMBER, total="sum"),
    Column("average_age", "平均年龄", Kind.NUMBER, decimals=1),
    Column("gaps", "缺项", Kind.LONG_TEXT, max_width=26),
)


def snapshot_rows(snapshot: Snapshot) -> list[dict[str, object]]:
    """One row a unit, by the keys of the columns."""
    gaps = snapshot.figures["gaps"]
    keys = [column.key for column in SNAPSHOT_COLUMNS if column.key != "gaps"]
    return [
        {key: getattr(team, key) for key in keys}
        | {"gaps": ";".join(gap["lacks"] for gap in gaps.get(str(team.unit_id), ()))}
        for team in teams_of(snapshot)
    ]


def read_snapshot(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The snapshot that the address names (`snapshot=3`)."""
    snapshot = get_snapshot(read_id(first_values(asked).get("snapshot")) or 0, scope=scope)[0]
    made = f"{snapshot.made_at:%Y-%m-%d}"
    return Shown(
        columns=SNAPSHOT_COLUMNS,
        rows=snapshot_rows(snapshot),
        filters=(("快照", f"{snapshot.name}(截至{snapshot.reference_on.isoformat()})"),),
        notes=(f"本表是{snapshot.made_by}于{made}保存的统计快照,以后更正登记信息不改变本表",),
    )


SNAPSHOT = Ledger("snapshot", "班子结构快照", Permission.ANALYSIS_VIEW.value, SNAPSHOT_COLUMNS, read_snapshot)
