"""A purge outlives the restore of an older backup; nobody else goes with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from talentpool.audit.verification import verify_here
from talentpool.backup import steps
from talentpool.extensions import db
from talentpool.models import AuditEntry, Deletion, Person, Purge, Unit
from talentpool.retention import queries
from talentpool.retention.services import erase_person, purge
from talentpool.security.actor import act_as, console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import PurgeKind
from tests.data.offices import Office
from tests.data.retention.people import CANARY, DECISION, JUNE, add_known_person, tables_with
from tests.factories import add_person

NAMES = f"SELECT name FROM person WHERE name LIKE '%{CANARY}%'"


def at_work(office: Office, act: Callable[[], object]) -> None:
    """One act of the console's operator, committed."""
    with office.app.app_context():
        act_as(console_operator())
        act()
        db.session.commit()
        db.session.remove()


def village() -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()


def add_old_one() -> None:
    other = db.session.scalars(select(Person).where(Person.name == "郝天成")).one()
    add_known_person(db.session(), village(), other)


def purge_all() -> None:
    ids = [one.id for one in queries.list_due(PurgeKind.CADRES, scope=Scope.everything(), on=JUNE)]
    purge(PurgeKind.CADRES, ids, DECISION, by=console_operator(), on=JUNE)


def ask_ledger(office: Office) -> list[tuple[object, ...]]:
    with office.app.app_context():
        columns = (
            Purge.mark,
            Purge.document,
            Deletion.record_table,
            Deletion.record_id,
            Deletion.fingerprint,
        )
        found = [
            tuple(row) for row in db.session.execute(select(*columns).join(Deletion).order_by(Deletion.id))
        ]
        db.session.remove()
    return found


def test_whom_a_purge_erased_is_gone_after_an_older_backup_is_restored(office: Office) -> None:
    at_work(office, add_old_one)
    made = office.backup()
    at_work(office, purge_all)
    told = ask_ledger(office)
    assert (office.ask(NAMES), len(told)) == ([], 1)
    restored = office.restore(made.path)
    assert restored.settled.applied == {"deletions": 1}
    assert (office.ask(NAMES), ask_ledger(office)) == ([], told)
    with office.app.app_context():
        assert tables_with(CANARY) == []
        assert verify_here().findings == ()
        acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.operation == "delete").distinct())
        assert acts.all() == ["恢复备份后重新清除"]
        db.session.remove()
    again = office.restore(made.path)
    assert (again.settled.applied, office.ask(NAMES), ask_ledger(office)) == ({"deletions": 1}, [], told)


def test_a_backup_that_knows_the_purge_loses_nothing_more(office: Office) -> None:
    at_work(office, add_old_one)
    at_work(office, purge_all)
    made, told = office.backup(), ask_ledger(office)
    people = office.ask("SELECT count(*) FROM person")
    assert office.restore(made.path).settled.applied == {"deletions": 0}
    assert (office.ask("SELECT count(*) FROM person"), ask_ledger(office)) == (people, told)


def test_somebody_else_under_the_number_of_one_who_was_erased_stays(office: Office) -> None:
    """Two lives of one database: the number went to another person in the one that was restored."""
    earlier = office.backup()

    def register(name: str) -> None:
        add_person(db.session(), name, unit=village())

    at_work(office, lambda: register(f"甲{CANARY}"))
    [first] = office.ask(f"SELECT id FROM person WHERE name = '甲{CANARY}'")
    with_first = office.backup()
    office.restore(earlier.path)
    at_work(office, lambda: register(f"乙{CANARY}"))
    assert office.ask(f"SELECT id FROM person WHERE name = '乙{CANARY}'") == [first]

    def erase() -> None:
        erase_person(db.session.get_one(Person, first), DECISION, by=console_operator(), on=JUNE)

    at_work(office, erase)
    assert office.restore(with_first.path).settled.applied == {"deletions": 0}
    assert office.ask(NAMES) == [f"甲{CANARY}"]


def test_the_number_of_one_who_was_erased_is_given_to_nobody_after_a_restore(office: Office) -> None:
    earlier = office.backup()

    def register() -> None:
        add_person(db.session(), f"甲{CANARY}", unit=village())

    at_work(office, register)
    [first] = office.ask(NAMES.replace("name FROM", "id FROM"))

    def erase() -> None:
        erase_person(db.session.get_one(Person, first), DECISION, by=console_operator(), on=JUNE)

    at_work(office, erase)
    office.restore(earlier.path)
    at_work(office, register)
    [later] = office.ask(NAMES.replace("name FROM", "id FROM"))
    assert int(str(later)) > int(str(first))


def test_a_restore_without_the_ledger_would_bring_them_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the ledger that erases them again."""
    at_work(office, add_old_one)
    made = office.backup()
    at_work(office, purge_all)
    monkeypatch.setattr(steps, "_CARRIED", {})
    office.restore(made.path)
    assert office.ask(NAMES) == [f"陈旧{CANARY}"]


def test_the_ledger_of_a_restored_backup_is_append_only_too(office: Office) -> None:
    at_work(office, add_old_one)
    made = office.backup()
    at_work(office, purge_all)
    office.restore(made.path)
    with office.app.app_context():
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text("DELETE FROM deletion"))
        db.session.remove()
