"""Every change leaves its entry, sensitive values masked, and nobody rewrites the log."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.models import AuditEntry, Person, Unit
from tests.factories import add_person, add_unit


def entries(table: str) -> list[AuditEntry]:
    """The entries of a table, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.record_table == table).order_by(AuditEntry.id)
    return list(db.session.scalars(statement))


def test_a_change_tells_who_which_act_and_the_field_old_and_new(app: Flask) -> None:
    unit = add_unit(db.session, "青禾镇")
    with action("更名"):
        unit.name = "青禾街道"
        db.session.flush()
    last = entries("unit")[-1]
    assert (last.act, last.operation, last.record_id) == ("更名", "update", unit.id)
    assert last.changes == {"name": ["青禾镇", "青禾街道"]}
    assert last.actor.startswith("本机操作员")


def test_sensitive_values_enter_masked_and_told_apart_by_a_fingerprint(app: Flask) -> None:
    unit = add_unit(db.session, "青禾镇")
    person = add_person(db.session, "钟文", unit=unit)
    person.id_number = "51990119780609003X"
    person.phone = "19900000001"
    db.session.flush()
    changes = entries("person")[-1].changes
    assert changes["id_number"][1].startswith("519***********003X #")
    assert changes["phone"][1].startswith("199****0001 #")
    assert "19780609" not in str(changes)


def test_a_bulk_change_of_an_audited_table_is_refused(app: Flask) -> None:
    add_unit(db.session, "青禾镇")
    with pytest.raises(RuntimeError, match="audit"):
        db.session.execute(update(Unit).values(name="改名"))


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_log_refuses_to_be_rewritten(app: Flask, verb: str) -> None:
    add_unit(db.session, "青禾镇")
    db.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(verb))
    db.session.rollback()


def test_the_log_refuses_a_replacing_insert_and_truncation(app: Flask) -> None:
    add_unit(db.session, "青禾镇")
    db.session.commit()
    kept = db.session.scalar(select(AuditEntry.id).limit(1))
    sneaky = (
        "TRUNCATE audit_entry"
        if db.engine.dialect.name == "postgresql"
        else "INSERT OR REPLACE INTO audit_entry (id, at, actor, act, operation, record_table, record_id, changes)"
        f" VALUES ({kept}, '2023-01-01', 'x', 'x', 'x', 'x', 1, '{{}}')"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(sneaky))
    db.session.rollback()


def test_an_unchanged_row_leaves_no_entry(app: Flask) -> None:
    unit = add_unit(db.session, "青禾镇")
    person = add_person(db.session, "钟文", unit=unit)
    before = len(entries("person"))
    person.name = "钟文"
    db.session.flush()
    assert len(entries("person")) == before
    assert db.session.get(Person, person.id) is person
