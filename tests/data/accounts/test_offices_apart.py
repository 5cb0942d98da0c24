"""The three offices stay with three people, whoever writes into the tables; and who may grant at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from talentpool.accounts.grants import grant_role, revoke_grant
from talentpool.accounts.holders import tie_to_holder
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, AuditEntry, Grant, LoginSession, Unit
from talentpool.security.actor import Actor, console_operator
from talentpool.security.permissions import Permission
from talentpool.security.roles import OFFICES, WANT_HOLDER, permissions_of
from talentpool.security.scope import Scope
from tests.factories import add_person, add_unit

NOW = datetime(2023, 6, 30, 8, tzinfo=UTC)
TODAY = date(2023, 6, 30)
ID_NUMBER = "519901197205068435"
JULY, AUGUST = (date(2023, 7, 1), date(2023, 7, 31)), (date(2023, 8, 1), date(2023, 8, 31))


def account(username: str, *roles: str) -> Account:
    row = Account(
        username=username,
        display_name=username,
        password_hash="x",
        password_changed_at=NOW,
        created_at=NOW,
        grants=[Grant(role=role) for role in roles],
    )
    db.session.add(row)
    db.session.flush()
    return row


def refused(name: str, write: Callable[[], object]) -> None:
    """The database refuses what `write` puts into it, and names the rule."""

    def write_it() -> None:
        write()
        db.session.flush()

    with pytest.raises(IntegrityError, match=name):
        write_it()
    db.session.rollback()


@pytest.mark.parametrize(("first", "second"), list(permutations(OFFICES, 2)))
def test_one_account_never_holds_two_offices(app: Flask, first: str, second: str) -> None:
    row = account("a", first)
    refused("offices_apart", lambda: row.grants.append(Grant(role=second)))


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("role", ["county_org_department", "township_office", "village_staff"])
def test_an_office_and_a_role_of_the_business_are_never_one_accounts(
    app: Flask, office: str, role: str
) -> None:
    row = account("a", office)
    refused("offices_apart", lambda: row.grants.append(Grant(role=role)))
    row = account("b", role)
    refused("offices_apart", lambda: row.grants.append(Grant(role=office)))


def test_raw_sql_is_refused_as_well(app: Flask) -> None:
    row = account("a", "auditor")
    db.session.commit()
    written = "INSERT INTO role_grant (account_id, role) VALUES (:id, 'system_administrator')"
    refused("offices_apart", lambda: db.session.execute(text(written), {"id": row.id}))
    other = account("b", "village_staff")
    db.session.commit()
    moved = "UPDATE role_grant SET account_id = :to WHERE account_id = :id"
    refused("offices_apart", lambda: db.session.execute(text(moved), {"id": other.id, "to": row.id}))
    renamed = "UPDATE role_grant SET role = 'auditor' WHERE account_id = :id"
    db.session.execute(text(renamed), {"id": other.id})
    db.session.commit()
    assert db.session.scalars(select(Grant.role)).all() == ["auditor", "auditor"]


def test_what_held_in_july_bars_nothing_in_august(app: Flask) -> None:
    row = account("a")
    row.grants.append(Grant(role="auditor", starts_on=JULY[0], ends_on=JULY[1]))
    row.grants.append(Grant(role="township_office", starts_on=AUGUST[0], ends_on=AUGUST[1]))
    db.session.commit()
    late = Grant(role="system_administrator", starts_on=date(2023, 7, 31), ends_on=date(2023, 7, 31))
    refused("offices_apart", lambda: row.grants.append(late))
    grants = "UPDATE role_grant SET ends_on = NULL WHERE role = 'auditor'"
    refused("offices_apart", lambda: db.session.execute(text(grants)))


@pytest.mark.parametrize("tie", ["identity_fingerprint", "holder_id"])
def test_two_accounts_of_one_person_count_as_one(app: Flask, tie: str) -> None:
    town = add_unit(db.session, "青禾镇")
    person = add_person(db.session, "郝天成", unit=town)
    mark = person.id if tie == "holder_id" else "f" * 64
    first, second = account("a", "auditor"), account("b")
    setattr(first, tie, mark)
    setattr(second, tie, mark)
    db.session.commit()
    refused("offices_apart", lambda: second.grants.append(Grant(role="system_administrator")))
    third = account("c", "system_administrator")
    db.session.commit()
    refused("offices_apart", lambda: setattr(third, tie, mark))
    second.grants.append(Grant(role="auditor"))
    db.session.commit()


def test_two_people_without_a_tie_are_two_people(app: Flask) -> None:
    account("a", "auditor")
    account("b", "system_administrator")
    account("c", "security_administrator")
    account("d", "township_office", "county_org_department")
    db.session.commit()
    assert db.session.scalar(select(func.count(Grant.id))) == 5


def test_only_a_security_administrator_grants_and_never_to_himself(app: Flask) -> None:
    system, guard = account("s", "system_administrator"), account("g", "security_administrator")
    clerk, second = account("c"), account("g2")
    guard.identity_fingerprint = second.identity_fingerprint = "f" * 64
    clerk.identity_fingerprint = "c" * 64
    db.session.commit()

    def by(granter: Account, to: Account, role: str = "security_administrator") -> Callable[[], None]:
        return lambda: to.grants.append(Grant(role=role, granted_by_id=granter.id))

    refused("granted_by_security", by(system, clerk))
    refused("nobody_grants_to_himself|granted_by_security", by(guard, guard))
    refused("granted_by_security", by(guard, second))
    by(guard, clerk, "township_office")()
    db.session.commit()
    assert clerk.grants[0].granted_by_id == guard.id


@pytest.mark.parametrize("role", WANT_HOLDER)
def test_nobody_is_granted_an_office_before_his_number_is_registered(app: Flask, role: str) -> None:
    guard, clerk = account("g", "security_administrator"), account("c")
    db.session.commit()
    refused("offices_have_holder", lambda: clerk.grants.append(Grant(role=role, granted_by_id=guard.id)))
    clerk.grants.append(Grant(role="village_staff", granted_by_id=guard.id))
    db.session.commit()
    raw = "UPDATE role_grant SET role = :role WHERE granted_by_id IS NOT NULL"
    refused("offices_have_holder", lambda: db.session.execute(text(raw), {"role": role}))
    clerk.identity_fingerprint = "c" * 64
    db.session.execute(text("DELETE FROM role_grant WHERE granted_by_id IS NOT NULL"))
    db.session.commit()
    clerk.grants.append(Grant(role=role, granted_by_id=guard.id))
    db.session.commit()


@pytest.mark.parametrize("changed", ["'d'", "NULL"])
def test_an_account_with_an_office_keeps_the_number_of_its_holder(app: Flask, changed: str) -> None:
    row = account("a", "auditor")
    row.identity_fingerprint = "c" * 64  # told for the first time, though it holds the office already
    db.session.commit()
    raw = text(f"UPDATE account SET identity_fingerprint = {changed}")  # noqa: S608
    refused("offices_keep_holder", lambda: db.session.execute(raw))
    db.session.execute(text("UPDATE role_grant SET ends_on = '2020-01-01'"))
    db.session.commit()
    refused("offices_keep_holder", lambda: db.session.execute(raw))
    db.session.execute(text("DELETE FROM role_grant"))
    db.session.execute(raw)
    db.session.commit()


def test_an_office_reaches_no_unit_and_a_group_is_bound_by_unit_and_dates(app: Flask) -> None:
    town, row = add_unit(db.session, "青禾镇"), account("a")
    db.session.commit()
    refused("offices_reach_no_unit", lambda: row.grants.append(Grant(role="auditor", unit_id=town.id)))
    refused(
        "groups_have_unit_and_dates", lambda: row.grants.append(Grant(role="group_member", unit_id=town.id))
    )
    refused(
        "ends_after_it_starts",
        lambda: row.grants.append(Grant(role="village_staff", starts_on=AUGUST[0], ends_on=JULY[0])),
    )


def test_two_sessions_that_grant_two_offices_to_one_account_at_once_leave_one(
    app: Flask, request: pytest.FixtureRequest
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    row = account("a")
    db.session.commit()
    row_id, outcomes, ready = row.id, [], threading.Barrier(2)
    written = text("INSERT INTO role_grant (account_id, role) VALUES (:id, :role)")

    def grant(role: str) -> None:
        with app.app_context(), db.engine.connect() as connection:
            try:
                with connection.begin():
                    ready.wait(5)
                    connection.execute(written, {"id": row_id, "role": role})
                    connection.execute(text("SELECT pg_sleep(0.05)"))
            except IntegrityError:
                outcomes.append("refused")
            else:
                outcomes.append("granted")

    threads = [threading.Thread(target=grant, args=(role,)) for role in ("auditor", "system_administrator")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["granted", "refused"]


def guard_actor(row: Account) -> Actor:
    return Actor("安全管理员", permissions_of(["security_administrator"]), Scope(paths=()), account_id=row.id)


def give(to: Account, role: str, by: Actor, unit: Unit | None = None, **dates: date | None) -> Grant:
    days = {"starts_on": None, "ends_on": None, **dates}
    return grant_role(to, role=role, unit=unit, by=by, at=NOW, on=TODAY, **days)


def test_a_grant_is_put_on_record_and_ends_the_sessions_of_its_account(app: Flask) -> None:
    town, clerk = add_unit(db.session, "青禾镇"), account("c")
    by = guard_actor(account("g", "security_administrator"))
    db.session.add(LoginSession(account=clerk, token_hash="t", created_at=NOW, seen_at=NOW))
    grant = give(clerk, "township_office", by, town)
    db.session.commit()
    assert (grant.granted_by_id, grant.granted_at) == (by.account_id, NOW)
    ended = db.session.scalars(select(LoginSession)).one()
    assert (ended.ended_at, ended.end_reason) == (NOW, "权限变更")
    revoke_grant(grant, by=by, at=NOW, on=TODAY)
    db.session.commit()
    entries = db.session.execute(
        select(AuditEntry.act, AuditEntry.operation, AuditEntry.unit_id)
        .where(AuditEntry.record_table == "role_grant", AuditEntry.act != "insert")
        .order_by(AuditEntry.id)
    )
    told = [("授予角色", "insert", town.id), ("收回角色", "delete", town.id)]
    assert [tuple(entry) for entry in entries] == told


@pytest.mark.parametrize(
    ("role", "with_unit", "dates", "reason"),
    [
        ("nothing", True, {}, "没有“nothing”这一角色"),
        ("teller", False, {}, "没有“teller”这一角色"),
        ("auditor", True, {}, "审计员不看业务数据,不选单位"),
        ("township_office", False, {}, "请选择镇党群办管辖的单位"),
        ("group_head", True, {}, "分析组的授权须写明开始和结束日期"),
        ("group_head", True, {"starts_on": TODAY, "ends_on": date(2025, 1, 1)}, "分析组的授权最长一年"),
        ("village_staff", True, {"ends_on": date(2023, 6, 29)}, "结束日期已过"),
        ("village_staff", True, {"starts_on": AUGUST[0], "ends_on": JULY[0]}, "结束日期早于开始日期"),
    ],
)
def test_a_grant_that_says_too_much_or_too_little_is_refused(
    app: Flask, role: str, with_unit: bool, dates: dict[str, date], reason: str
) -> None:
    town, clerk = add_unit(db.session, "青禾镇"), account("c")
    with pytest.raises(RuleBroken, match=reason):
        give(clerk, role, console_operator(), town if with_unit else None, **dates)


def test_the_service_tells_why_before_the_database_does(app: Flask) -> None:
    town = add_unit(db.session, "青禾镇")
    guard = account("g", "security_administrator")
    by, clerk = guard_actor(guard), account("c", "auditor")
    with pytest.raises(RuleBroken, match="“镇党群办”不能和“审计员”由同一人担任"):
        give(clerk, "township_office", by, town)
    with pytest.raises(RuleBroken, match="不能为自己授予"):
        give(guard, "auditor", by)
    with pytest.raises(RuleBroken, match="这一授权已有"):
        give(clerk, "auditor", by)
    with pytest.raises(NotAllowed):
        give(clerk, "auditor", Actor("系统管理员", frozenset({Permission.ACCOUNTS_MANAGE}), Scope(paths=())))


def test_the_last_security_administrator_is_kept(app: Flask) -> None:
    guard = account("g", "security_administrator")
    with pytest.raises(RuleBroken, match="唯一的安全管理员"):
        revoke_grant(guard.grants[0], by=console_operator(), at=NOW, on=TODAY)
    account("g2", "security_administrator")
    revoke_grant(guard.grants[0], by=console_operator(), at=NOW, on=TODAY)
    assert guard.grants == []


def test_an_account_is_tied_to_its_holder_by_the_id_number_and_the_number_is_not_kept(app: Flask) -> None:
    first, second = account("a", "auditor"), account("b", "system_administrator")
    tie_to_holder(first, ID_NUMBER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="须分开的管理员角色"):
        tie_to_holder(second, ID_NUMBER.lower())
    with pytest.raises(RuleBroken, match="18位"):
        tie_to_holder(second, "123")
    for table in ("account", "audit_entry"):
        for kept in db.session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608
            assert ID_NUMBER not in str(kept)


def test_an_account_follows_the_person_of_the_register_with_the_same_number(app: Flask) -> None:
    town = add_unit(db.session, "青禾镇")
    person = add_person(db.session, "郝天成", unit=town)
    person.id_number = ID_NUMBER
    db.session.flush()
    row = account("a")
    tie_to_holder(row, ID_NUMBER)
    assert row.holder_id == person.id
    assert row.identity_fingerprint == person.id_number_fingerprint
