"""The audit log and the journal, as the auditor reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from talentpool.audit.recorder import action
from talentpool.audit.sealing import append
from talentpool.extensions import db
from talentpool.models import Account, Person
from talentpool.web.working_date import HOME_ZONE
from tests.factories import add_person, add_unit
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

ID_NUMBER = "519901197205191118"


@pytest.fixture
def auditor(sign_in: SignIn, filling: Filling) -> PageClient:
    with filling():
        unit = add_unit(db.session, "青禾镇")
        with action("更正信息"):
            person = add_person(db.session, "郝天成", unit=unit, schooling=None)
            person.id_number = ID_NUMBER
            db.session.flush()
    return sign_in("auditor")


def test_the_log_tells_what_changed_in_words_and_masked(auditor: PageClient) -> None:
    page = auditor.get("/audit?act=更正信息&table=person")
    changed, created = page.rows
    assert "身份证号 未登记 → 519***********1118" in changed
    assert "人员 郝天成" in changed
    assert "更正信息" in created
    assert any("姓名 郝天成;性别 男" in cell for cell in created)
    assert page.said.count("共2条") == 2


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("actor=本机操作员&table=person", 2),
        ("actor=nobody", 0),
        ("table=unit", 1),
        ("act=nothing", 0),
        ("since=2000-01-01&until=2000-12-31", 0),
        ("since=2000-01-01&until=2199-12-31&table=unit", 1),
        ("since=0001-01-01&until=9999-12-31&table=unit", 1),
        ("since=soon&table=unit", 1),
    ],
)
def test_the_log_is_filtered(auditor: PageClient, query: str, rows: int) -> None:
    assert len(auditor.get(f"/audit?{query}").rows) == rows


def test_a_day_of_the_log_is_a_day_at_the_office(auditor: PageClient, filling: Filling) -> None:
    midnight = datetime(2024, 3, 1, tzinfo=HOME_ZONE)
    with filling():
        for moment in (midnight, midnight - timedelta(seconds=1)):
            entry = (moment, "x", "试", "update", "setting", 1, None, None, None, {})
            append(db.session.connection(), "audit_entry", [entry])
    assert [row[0] for row in auditor.get("/audit?since=2024-03-01&until=2024-03-01").rows] == [
        "2024-03-01 00:00"
    ]
    assert [row[0] for row in auditor.get("/audit?until=2024-02-29").rows] == ["2024-02-29 23:59"]


def test_the_log_is_paged_with_a_bounded_number_of_statements(auditor: PageClient, filling: Filling) -> None:
    for table in ("person", "account"):
        with filling():
            unit = add_unit(db.session, f"云山镇{table}")
            db.session.add(_one_more(table, "先", unit.id))
            unit_id = unit.id
        few = len(auditor.get(f"/audit?table={table}").statements)
        with filling():
            for number in range(60):
                db.session.add(_one_more(table, str(number), unit_id))
        page = auditor.get(f"/audit?table={table}")
        assert len(page.rows) == 50
        assert len(page.statements) == few
        assert auditor.get(f"/audit?page=2&table={table}").rows


def _one_more(table: str, name: str, unit_id: int) -> Person | Account:
    if table == "person":
        return Person(name=f"人{name}", unit_id=unit_id)
    return Account(
        username=f"u-{ord(name[0])}-{name}",
        display_name=f"人{name}",
        password_hash="x",
        password_changed_at=datetime.now(UTC),
        created_at=datetime.now(UTC),
    )


def test_the_journal_tells_what_happened(auditor: PageClient, filling: Filling) -> None:
    with filling():
        details = {"purpose": "报县委组织部", "rows": 59, "columns": ["姓名", "性别"], "filters": ""}
        event = (datetime.now(HOME_ZONE), "某人(a)", "导出", "roster", "", details)
        append(db.session.connection(), "journal_entry", [event])
    [row] = auditor.get("/audit/events?act=导出").rows
    assert row[1:] == ["某人(a)", "导出", "roster", "用途 报县委组织部;行数 59;列 姓名、性别", "本机控制台"]
    assert [row[2] for row in auditor.get("/audit/events?actor=auditor").rows] == ["登录"]


@pytest.mark.parametrize(
    "role", ["township_office", "system_administrator", "county_org_department", "village_staff"]
)
def test_only_the_auditor_reads_the_log(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    client.get("/audit", status=403)
    client.get("/audit/events", status=403)
