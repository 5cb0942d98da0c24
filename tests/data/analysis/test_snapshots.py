"""Snapshots on both engines: kept as counted, whatever is corrected later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.analysis.figures import as_json, count_figures
from talentpool.analysis.queries import list_structure
from talentpool.analysis.snapshots import (
    get_snapshot,
    make_snapshot,
    scope_of,
    select_snapshots,
    snapshot_rows,
    teams_of,
)
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import AuditEntry, Person, Unit
from talentpool.security.actor import Actor, console_operator
from talentpool.security.scope import Scope
from tests.factories.small_town import JUNE, add_small_town


@pytest.fixture
def town(app: Flask) -> Unit:
    return add_small_town(db.session)


def clerk(unit: Unit) -> Actor:
    return replace(console_operator(), name="王建华", scope=Scope((unit.path,)))


def test_a_snapshot_holds_every_team_as_it_was_counted(town: Unit) -> None:
    snapshot = make_snapshot(name=" 上半年上报 ", by=clerk(town), on=JUNE)
    db.session.expire_all()
    assert (snapshot.name, snapshot.made_by, snapshot.unit_id) == ("上半年上报", "王建华", town.id)
    assert teams_of(snapshot) == list_structure(scope=Scope((town.path,)), on=JUNE)
    figures = count_figures(scope=Scope((town.path,)), on=JUNE)
    assert snapshot.figures["figures"] == as_json(figures)


def test_a_later_correction_does_not_change_it(town: Unit) -> None:
    snapshot = make_snapshot(name="上报", by=clerk(town), on=JUNE)
    before = snapshot_rows(snapshot)
    woman = db.session.query(Person).filter_by(name="汪雪敏").one()
    woman.sex = None
    db.session.flush()
    db.session.expire_all()
    assert snapshot_rows(snapshot) == before
    [kept] = [team for team in teams_of(snapshot) if team.unit == "金竹村"]
    [counted] = [team for team in list_structure(scope=scope_of(snapshot), on=JUNE) if team.unit == "金竹村"]
    assert (kept.women, counted.women) == (1, 0)


def test_its_rows_tell_what_each_unit_lacked(town: Unit) -> None:
    rows = {row["unit"]: row for row in snapshot_rows(make_snapshot(name="上报", by=clerk(town), on=JUNE))}
    assert rows["金竹村"]["vacant"] == 1
    assert "村委会现有2人,少于法定最少3人" in str(rows["金竹村"]["gaps"])
    assert rows["青禾社区"]["authorised"] is None


def test_the_log_tells_of_it_without_repeating_the_figures(town: Unit) -> None:
    make_snapshot(name="上报", by=clerk(town), on=JUNE)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.record_table) == ("保存统计快照", "snapshot")
    assert "figures" not in entry.changes


def test_who_reaches_a_part_only_does_not_see_it(town: Unit) -> None:
    snapshot = make_snapshot(name="上报", by=clerk(town), on=JUNE)
    village = db.session.query(Unit).filter_by(name="金竹村").one()
    with pytest.raises(Missing):
        get_snapshot(snapshot.id, scope=Scope((village.path,)))
    assert db.session.execute(select_snapshots(scope=Scope((village.path,)))).all() == []
    assert get_snapshot(snapshot.id, scope=Scope((town.path,)))[1] == "青禾镇"


def test_everything_counted_is_seen_by_those_who_reach_everything(town: Unit) -> None:
    snapshot = make_snapshot(name="全县", by=replace(console_operator(), name="王建华"), on=JUNE)
    assert snapshot.unit_id is None
    assert get_snapshot(snapshot.id, scope=Scope.everything())[1] is None
    with pytest.raises(Missing):
        get_snapshot(snapshot.id, scope=Scope((town.path,)))


def test_a_snapshot_wants_a_name_a_unit_and_something_to_count(town: Unit) -> None:
    with pytest.raises(RuleBroken, match="请填写快照名称"):
        make_snapshot(name=" ", by=clerk(town), on=JUNE)
    with pytest.raises(RuleBroken, match="不超过80个字"):
        make_snapshot(name="长" * 81, by=clerk(town), on=JUNE)
    several = replace(clerk(town), scope=Scope(("/8/", "/9/")))
    with pytest.raises(RuleBroken, match="不是一个完整的单位"):
        make_snapshot(name="上报", by=several, on=date(2023, 6, 30))
