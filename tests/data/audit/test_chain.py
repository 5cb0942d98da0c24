"""Whoever gets past the triggers is found by the chain: what was done, and where."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from talentpool.audit.anchor import current_anchor
from talentpool.audit.chain import NO_SEAL, Head, Key, Run, moment_text, seal_runs
from talentpool.audit.sealing import append, find_head
from talentpool.audit.verification import verify_here
from talentpool.extensions import db
from talentpool.models import AuditEntry, AuditSeal, JournalEntry, Unit
from tests.data.audit.chains import change, found, tamper, write, write_log
from tests.factories import add_unit

Run_ = Callable[..., tuple[int, str, str]]


@pytest.fixture
def log(blank_app: Flask) -> Flask:
    """Ten entries in each log (see `write_log`), in a context without an open transaction."""
    with blank_app.app_context():
        write_log()
        yield blank_app


def test_an_untouched_log_is_whole_and_counted(log: Flask) -> None:
    verdict = verify_here()
    assert verdict.findings == ()
    assert verdict.entries == {"audit_entry": 10, "journal_entry": 10}
    assert verdict.head is not None
    assert verdict.head.seal == 9
    assert current_anchor().read() == verdict.head


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit_entry SET actor = '别人' WHERE id = 1", ("edited", "audit_entry", 1, 1)),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = 7", ("edited", "audit_entry", 7, 7)),
        ("UPDATE audit_entry SET person_id = NULL WHERE id = 4", ("edited", "audit_entry", 2, 6)),
        ("UPDATE audit_entry SET batch_id = 1 WHERE id = 9", ("edited", "audit_entry", 8, 10)),
        ("UPDATE journal_entry SET subject = '' WHERE id = 10", ("edited", "journal_entry", 8, 10)),
        ("UPDATE journal_entry SET address = '10.0.0.1' WHERE id = 1", ("edited", "journal_entry", 1, 1)),
        # The same JSON, written differently, is another text.
        ("UPDATE journal_entry SET details = '{ }' WHERE id = 1", ("edited", "journal_entry", 1, 1)),
    ],
)
def test_an_edited_entry_is_found_within_its_seal(
    log: Flask, statement: str, where: tuple[str, str, int, int]
) -> None:
    tamper(statement)
    assert found() == [where]


@pytest.mark.parametrize(
    ("condition", "wheres"),
    [
        ("id = 1", [(1, 1)]),
        ("id = 4", [(4, 4)]),
        ("id IN (2, 6)", [(2, 2), (6, 6)]),
        ("id BETWEEN 3 AND 8", [(3, 6), (7, 7), (8, 8)]),
        ("id = 10", [(10, 10)]),
        ("id > 0", [(1, 1), (2, 6), (7, 7), (8, 10)]),
    ],
)
def test_deleted_entries_are_found_one_by_one(
    log: Flask, condition: str, wheres: list[tuple[int, int]]
) -> None:
    tamper(f"DELETE FROM journal_entry WHERE {condition}")
    assert found() == [("deleted", "journal_entry", first, last) for first, last in wheres]


def test_entries_that_changed_places_are_found(log: Flask) -> None:
    move = "UPDATE audit_entry SET id = {new} WHERE id = {old}"
    steps = [(99, 3), (3, 5), (5, 99)]
    tamper(*(move.format(new=new, old=old) for new, old in steps))
    assert found() == [("reordered", "audit_entry", 2, 6)]


def test_entries_that_changed_places_across_seals_are_found(log: Flask) -> None:
    move = "UPDATE audit_entry SET id = {new} WHERE id = {old}"
    tamper(*(move.format(new=new, old=old) for new, old in [(99, 1), (1, 7), (7, 99)]))
    assert found() == [("edited", "audit_entry", 1, 1), ("edited", "audit_entry", 7, 7)]


COPY = (
    "INSERT INTO audit_entry (id, at, actor, act, operation, record_table, record_id, changes) "
    "SELECT {id}, at, actor, act, operation, record_table, record_id, changes FROM audit_entry WHERE id = 3"
)


@pytest.mark.parametrize("number", [0, 11, 12, 500])
def test_an_entry_put_in_past_the_program_is_found_though_triggers_let_it_pass(
    log: Flask, number: int
) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(COPY.format(id=number)))
    assert found() == [("inserted", "audit_entry", number, number)]


def test_a_forged_entry_is_not_sealed_by_the_next_honest_one(log: Flask) -> None:
    tamper(COPY.format(id=11))
    if db.engine.dialect.name == "postgresql":
        tamper("SELECT nextval('audit_entry_id_seq')")
    write("audit_entry", [12])
    assert found() == [("inserted", "audit_entry", 11, 11)]


CUT = (
    "DELETE FROM journal_entry WHERE id >= 8",
    "DELETE FROM audit_seal WHERE id = 9",
)


def test_a_cut_tail_is_found_by_the_file_beside_the_keys(log: Flask) -> None:
    tamper(*CUT)
    assert found() == [("cut", "audit_seal", 9, 9)]


def test_a_cut_tail_is_found_after_the_log_has_grown_again(log: Flask) -> None:
    tamper(*CUT)
    write("audit_entry", [11])
    assert found() == [("cut", "audit_seal", 9, 9)]
    for number in range(12, 16):
        write("audit_entry", [number])
    assert found() == [("cut", "audit_seal", 9, 9)]
    assert current_anchor().read() != verify_here().head


def test_a_cut_tail_is_found_by_the_head_on_paper_when_the_file_was_cut_too(log: Flask) -> None:
    handed = verify_here().head
    assert handed is not None
    tamper(*CUT)
    with db.engine.connect() as connection:
        head = find_head(connection)
    assert head is not None
    current_anchor().reset(head)
    assert found() == []
    assert found(handed=Head(9, handed.mac[:16])) == [("cut", "audit_seal", 9, 9)]


def test_an_older_state_of_the_whole_database_is_found(log: Flask) -> None:
    later = Head(30, "ab" * 32)
    current_anchor().reset(later)
    assert found() == [("cut", "audit_seal", 10, 30)]


def test_a_missing_or_damaged_file_of_the_head_is_told(log: Flask) -> None:
    path = current_anchor().path
    path.write_text("x" * 40)
    assert found() == [("anchor", "audit_seal", 0, 0)]
    path.unlink()
    assert found() == [("anchor", "audit_seal", 0, 0)]


@pytest.mark.parametrize(
    ("statements", "wheres"),
    [
        (["DELETE FROM audit_seal WHERE id = 4"], [("seal", 4, 4)]),
        (["DELETE FROM audit_seal WHERE id = 1"], [("seal", 1, 1)]),
        (["UPDATE audit_seal SET at = '2020-01-01 00:00:00' WHERE id = 4"], [("seal", 4, 4)]),
        (["UPDATE audit_seal SET mac = previous WHERE id = 4"], [("seal", 4, 4), ("seal", 5, 5)]),
        (["UPDATE audit_seal SET key_id = 'another' WHERE id = 4"], [("key", 4, 4)]),
        (
            [f"UPDATE audit_seal SET id = {new} WHERE id = {old}" for new, old in ((99, 4), (4, 5), (5, 99))],
            [("seal", 4, 4), ("seal", 5, 5)],
        ),
    ],
)
def test_a_tampered_seal_is_found(
    log: Flask, statements: list[str], wheres: list[tuple[str, int, int]]
) -> None:
    tamper(*statements)
    seals = {(kind, first, last) for kind, name, first, last in found() if name == "audit_seal"}
    assert seals >= set(wheres)


def forge(key: Key) -> None:
    """Edit the first entry and seal everything anew with a key of one's own."""
    tamper("UPDATE audit_entry SET actor = '别人' WHERE id = 1")
    with db.engine.connect() as connection:
        kept = connection.execute(select(AuditSeal).order_by(AuditSeal.id)).all()
    runs = [Run(row.log, row.first_id, row.last_id, row.digest) for row in kept]
    made = seal_runs(runs, key=key, at=moment_text(datetime.now(UTC)), head=Head(0, NO_SEAL))
    for seal in made:
        tamper(
            "UPDATE audit_seal SET key_id = :key_id, previous = :previous, mac = :mac WHERE id = :id",
            id=seal.id,
            key_id=seal.key_id,
            previous=seal.previous,
            mac=seal.mac,
        )


def test_a_chain_sealed_anew_with_another_key_is_found(log: Flask) -> None:
    forge(Key.from_hex(secrets.token_hex(32)))
    assert ("key", "audit_seal", 1, 9) in found()


def test_a_chain_sealed_anew_under_the_name_of_the_key_is_found(log: Flask) -> None:
    real = Key.from_hex(log.config["AUDIT_KEY"])
    forge(Key(b"guessed", real.id))
    assert {("seal", "audit_seal", number, number) for number in range(1, 10)} <= set(found())


def test_a_swapped_key_is_told_as_such(log: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(log.config, "AUDIT_KEY", secrets.token_hex(32))
    [finding] = verify_here().findings
    assert finding.kind == "key"
    assert "第1至9号封条中有9个不是用现有密钥封的" in finding.text


def test_dropped_triggers_are_told(log: Flask) -> None:
    with db.engine.begin() as connection:
        name = "audit_entry_no_update" if db.engine.dialect.name == "sqlite" else "audit_entry_no_change"
        on = "" if db.engine.dialect.name == "sqlite" else " ON audit_entry"
        connection.execute(text(f"DROP TRIGGER {name}{on}"))
    assert found() == [("unguarded", "audit_entry", 0, 0)]


def test_a_dropped_table_is_told(log: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE audit_seal"))
    assert found() == [("deleted", "audit_seal", 0, 0)]


def test_the_seals_refuse_to_be_rewritten(log: Flask) -> None:
    for verb in ("UPDATE audit_seal SET mac = 'x'", "DELETE FROM audit_seal"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(verb))
    sneaky = (
        "TRUNCATE audit_seal"
        if db.engine.dialect.name == "postgresql"
        else "INSERT OR REPLACE INTO audit_seal SELECT * FROM audit_seal WHERE id = 2"
    )
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(sneaky))


def test_bytes_and_broken_text_in_a_column_are_found_not_stumbled_over(log: Flask) -> None:
    if db.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL holds no such text")
    tamper("UPDATE audit_entry SET actor = x'ff00fe', act = CAST(x'ff41' AS TEXT) WHERE id = 1")
    tamper("UPDATE audit_seal SET digest = x'00' WHERE id = 5")
    places = found()
    assert ("edited", "audit_entry", 1, 1) in places
    assert ("seal", "audit_seal", 5, 5) in places


def test_what_is_rolled_back_is_not_sealed(log: Flask) -> None:
    with db.engine.connect() as connection:
        with connection.begin() as transaction:
            append(connection, "audit_entry", [change(n) for n in range(11, 15)])
            transaction.rollback()
        with connection.begin():
            append(connection, "audit_entry", [change(11)])
            inner = connection.begin_nested()
            append(connection, "audit_entry", [change(12)])
            deeper = connection.begin_nested()
            append(connection, "audit_entry", [change(13)])
            deeper.commit()
            inner.rollback()
            append(connection, "audit_entry", [change(14)])
            with connection.begin_nested():
                append(connection, "audit_entry", [change(15)])
    assert found() == []
    with db.engine.connect() as connection:
        numbers = select(AuditEntry.record_id).order_by(AuditEntry.id)
        assert connection.scalars(numbers).all() == [*range(1, 11), 11, 14, 15]


def test_a_transaction_of_thousands_is_sealed_a_thousand_at_a_time(blank_app: Flask) -> None:
    with blank_app.app_context():
        write("audit_entry", range(1, 2_501))
        with db.engine.connect() as connection:
            seals = connection.execute(
                select(AuditSeal.first_id, AuditSeal.last_id).where(AuditSeal.log == "audit_entry")
            )
            assert [tuple(row) for row in seals] == [(1, 1_000), (1_001, 2_000), (2_001, 2_500)]
        tamper("UPDATE audit_entry SET actor = 'x' WHERE id = 1500")
        assert found() == [("edited", "audit_entry", 1_001, 2_000)]


def test_changes_and_their_seals_are_one_transaction(app: Flask) -> None:
    add_unit(db.session, "青禾镇")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AuditSeal)) == 1
    add_unit(db.session, "青禾镇")
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(AuditSeal)) == 2
    db.session.rollback()
    assert found() == []


def test_a_commit_that_fails_anchors_nothing(app: Flask) -> None:
    add_unit(db.session, "青禾镇")
    db.session.commit()
    before = current_anchor().read()
    with db.engine.begin() as connection:  # another has taken the next place in the chain
        insert = "INSERT INTO audit_seal SELECT id + 1, at, log, 50, 50, digest, key_id, previous, mac FROM audit_seal"
        connection.execute(text(f"{insert} WHERE id = 2"))
        connection.execute(text("CREATE TABLE blocked (id INTEGER PRIMARY KEY)"))
    add_unit(db.session, "云山镇")
    db.session.flush()
    db.session.connection().info["talentpool_audit_unsealed"].runs.append(Run("nonsense", 2, 1, ""))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert current_anchor().read() == before
    assert db.session.scalar(select(func.count()).select_from(Unit)) == 1


def test_loose_entries_and_statements_past_the_log_are_refused(app: Flask) -> None:
    at = datetime.now(UTC)
    db.session.add(JournalEntry(at=at, actor="x", event="登录", details={}))
    with pytest.raises(RuntimeError, match=r"audit\.sealing\.append only"):
        db.session.flush()
    db.session.rollback()
    for statement in (JournalEntry.__table__.insert(), AuditSeal.__table__.delete()):  # type: ignore[attr-defined]
        with pytest.raises(RuntimeError, match=r"audit\.sealing\.append only"):
            db.session.execute(statement)
    for statement in (Unit.__table__.insert(), Unit.__table__.update(), Unit.__table__.delete()):  # type: ignore[attr-defined]
        with pytest.raises(RuntimeError, match="a bulk change of unit would leave no audit entry"):
            db.session.execute(statement)


def test_verification_at_the_console_says_what_and_where_and_answers_1(log: Flask, run: Run_) -> None:
    code, said, _ = run("audit", "verify")
    assert code == 0
    assert "审计日志 10 条、操作日志 10 条" in said
    assert "日志完好" in said
    tamper("UPDATE audit_entry SET actor = '别人' WHERE id = 4", "DELETE FROM journal_entry WHERE id = 7")
    code, said, _ = run("audit", "verify")
    assert code == 1
    assert "发现 2 处问题" in said
    assert "审计日志第2至6号记录被改动过" in said
    assert "操作日志第7号记录被删除" in said


def test_the_head_is_handed_out_and_asked_for_again(log: Flask, run: Run_) -> None:
    code, head, _ = run("audit", "head")
    assert code == 0
    assert run("audit", "verify", "--head", head.strip())[0] == 0
    assert run("audit", "verify", "--head", "9-0123456789abcdef")[0] == 1
    assert "留底码的样式如" in run("audit", "verify", "--head", "nonsense")[2]


def test_a_restored_database_is_anchored_anew_on_record(log: Flask, run: Run_, instance: Path) -> None:
    current_anchor().reset(Head(30, "ab" * 32))
    assert run("audit", "verify")[0] == 1
    assert run("audit", "anchor", "--yes")[0] == 0
    assert run("audit", "verify")[0] == 0
    with db.engine.connect() as connection:
        last = select(JournalEntry.event).order_by(JournalEntry.id.desc()).limit(1)
        assert connection.scalar(last) == "重设日志留底"


def test_an_old_key_file_gets_the_key_of_the_chain(tmp_path: Path) -> None:
    from talentpool.sealing.keyfile import KEY_FILE
    from talentpool.security.keys import load_or_create_keys

    made = load_or_create_keys(tmp_path, "sqlite://")
    path = tmp_path / KEY_FILE
    old = {name: value for name, value in json.loads(path.read_text()).items() if name != "audit_key"}
    path.write_text(json.dumps(old))
    first, second = load_or_create_keys(tmp_path, "sqlite://"), load_or_create_keys(tmp_path, "sqlite://")
    assert first == second
    assert (first.secret_key, first.audit_key != made.audit_key) == (made.secret_key, True)
    assert path.stat().st_mode & 0o777 == 0o600
