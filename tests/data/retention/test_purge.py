"""What is due and what is kept; a purge erases all of it, everywhere but in the log, and nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from talentpool.audit.undo import undoable
from talentpool.audit.verification import verify_here
from talentpool.errors import Conflict, NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.intake import batches
from talentpool.models import (
    Account,
    ActChange,
    AuditEntry,
    Deletion,
    GuidanceLog,
    GuidancePhoto,
    IntakeBatch,
    IntakeReturn,
    Nomination,
    Person,
    PoolEntry,
    Purge,
    SettingVersion,
    UndoableAct,
    Unit,
    UnitDuty,
    Vacancy,
)
from talentpool.people.duplicates.services import join_people
from talentpool.retention import queries
from talentpool.retention.services import erase_person, purge
from talentpool.security.actor import Actor, console_operator, current_actor
from talentpool.security.roles import ROLES
from talentpool.security.scope import Scope
from talentpool.vocabulary import DutyRole, EntryBasis, PostClass, PurgeKind, StepOutcome
from tests.data.retention.people import (
    CANARY,
    DECISION,
    JUNE,
    add_known_person,
    add_nomination,
    add_pairing,
    correct_once,
    rows_of,
    tables_with,
)
from tests.factories import add_person, add_post, add_unit, month, seat
from tests.factories.small_town import add_small_town
from tests.web.pages import counted_statements

EVERYWHERE = Scope.everything()


@pytest.fixture
def town(app: Flask) -> Unit:
    return add_small_town(db.session())


def village(name: str = "金竹村") -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def somebody(name: str = "郝天成") -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def due(kind: PurgeKind, *, scope: Scope = EVERYWHERE, on: date = JUNE) -> list[str]:
    return [one.name for one in queries.list_due(kind, scope=scope, on=on)]


def erase_due(kind: PurgeKind, *, on: date = JUNE) -> Purge:
    ids = [one.id for one in queries.list_due(kind, scope=EVERYWHERE, on=on)]
    return purge(kind, ids, DECISION, by=console_operator(), on=on)


def test_everything_of_a_cadre_goes_and_the_ledger_and_the_log_tell_of_it_without_a_word_of_his(
    town: Unit,
) -> None:
    known = add_known_person(db.session(), village(), somebody())
    person_id, name = known.id, known.name
    act_id = correct_once(known)
    db.session.commit()
    assert "person" in tables_with(CANARY)
    before = db.session.scalar(select(func.max(AuditEntry.id))) or 0
    assert due(PurgeKind.CADRES) == [name]
    done = erase_due(PurgeKind.CADRES)
    db.session.commit()
    assert tables_with(CANARY) == []
    assert db.session.get(UndoableAct, act_id) is None
    assert (done.records, done.rows) == (1, 39)
    [entry] = db.session.scalars(select(Deletion)).all()
    assert (entry.record_table, entry.record_id, len(entry.fingerprint)) == ("person", person_id, 64)
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.id > before)).all()
    assert {one.act for one in told} == {"清除到期资料"}
    assert not any(CANARY in str(one.changes) for one in told)
    assert sum(one.operation == "delete" for one in told) == 39
    db.session.commit()
    assert verify_here().findings == ()
    db.session.commit()
    assert verify_here().findings == ()


def test_what_a_vacancy_says_of_the_candidate_goes_and_the_vacancy_stays(town: Unit) -> None:
    add_known_person(db.session(), village(), somebody())
    db.session.commit()
    vacancies = db.session.scalar(select(func.count(Vacancy.id)))
    erase_due(PurgeKind.CADRES)
    assert db.session.scalar(select(func.count(Vacancy.id))) == vacancies
    told = db.session.execute(select(Vacancy.candidate, Vacancy.joint_review, Vacancy.filled_by_id)).all()
    assert {tuple(row) for row in told} == {("", "", None)}


@pytest.mark.parametrize(
    ("on", "names"),
    [(date(2020, 6, 30), []), (date(2020, 7, 1), [f"陈旧{CANARY}"])],
    ids=["ten years are not over in the month itself", "the month after"],
)
def test_a_month_counts_whole(town: Unit, on: date, names: list[str]) -> None:
    add_known_person(db.session(), village(), somebody())
    assert due(PurgeKind.CADRES, on=on) == names


def test_the_setting_of_the_day_says_how_long(town: Unit) -> None:
    add_known_person(db.session(), village(), somebody())
    db.session.add(SettingVersion(key="keep_cadres", value="always", valid_from=month("2023-01")))
    db.session.flush()
    assert due(PurgeKind.CADRES) == []
    assert due(PurgeKind.CADRES, on=date(2022, 12, 31)) == [f"陈旧{CANARY}"]


def test_whoever_holds_anything_is_never_due(town: Unit) -> None:
    unit, helper = village(), add_person(db.session(), "帮手", unit=village())
    add_nomination(db.session(), unit, helper, closed=None, outcome=None)
    for number, hold in enumerate(
        (
            lambda person: seat(
                db.session(), person, add_post(db.session(), f"职{person.id}", PostClass.OTHER, unit=unit)
            ),
            lambda person: db.session.add(
                PoolEntry(
                    person_id=person.id,
                    unit_id=unit.id,
                    basis=EntryBasis.STATED,
                    entered_on=month("2010-01"),
                )
            ),
            lambda person: db.session.add(
                UnitDuty(
                    unit_id=unit.id,
                    person_id=person.id,
                    role=DutyRole.STATIONED_CADRE,
                    known_from=month("2010-01"),
                )
            ),
            lambda person: add_nomination(db.session(), unit, person, closed=None, outcome=None),
            lambda person: add_pairing(db.session(), mentor=person, mentee=helper, ended=None),
            lambda person: add_pairing(db.session(), mentor=person, mentee=helper, ended="2008-01"),
            lambda person: db.session.add(
                Account(
                    username="zhanghao",
                    display_name="某",
                    password_hash="x",
                    password_changed_at=datetime.now(UTC),
                    created_at=datetime.now(UTC),
                    holder_id=person.id,
                )
            ),
        )
    ):
        person = add_known_person(db.session(), unit, somebody("方大河"), name=f"在{number}")
        person.id_number = None
        hold(person)
        db.session.flush()
        assert f"在{number}" not in due(PurgeKind.CADRES)
        standing = queries.standing_of(person, on=JUNE)
        assert standing.holds != ()


def test_people_in_office_or_in_the_pool_are_never_touched(town: Unit) -> None:
    draw = random.Random(20230630)
    unit, kept, gone = village(), [], []
    post = add_post(db.session(), "委员", PostClass.OTHER, unit=unit)
    crowd = [add_person(db.session(), f"众{number}", unit=unit) for number in range(60)]
    for person in crowd:
        sitting = pooled = False
        for _ in range(draw.randint(0, 3)):
            until = draw.choice([None, "2012-05", "2009-01", "2022-01"])
            seat(db.session(), person, post, since="2005-01", until=until)
            sitting |= until is None
        if draw.random() < 0.3:
            pooled = draw.random() < 0.5
            db.session.add(
                PoolEntry(
                    person_id=person.id,
                    unit_id=unit.id,
                    basis=EntryBasis.STATED,
                    entered_on=month("2006-01"),
                    exited_on=None if pooled else month("2011-01"),
                    exit_reason=None if pooled else "other",
                )
            )
        if draw.random() < 0.4:
            add_nomination(db.session(), unit, person, closed="2012-01", outcome=StepOutcome.REJECTED)
        (kept if sitting or pooled else gone).append(person.id)
    db.session.commit()
    before = {person_id: rows_of(person_id) for person_id in kept}
    assert len(kept) > 15
    for kind in (PurgeKind.CADRES, PurgeKind.OTHERS, PurgeKind.NOMINATIONS):
        if due(kind):
            erase_due(kind)
    db.session.commit()
    assert {person_id: rows_of(person_id) for person_id in kept} == before
    assert db.session.scalar(select(func.count(Person.id)).where(Person.id.in_(gone))) < len(gone)


def test_many_go_by_as_many_statements_as_one(town: Unit, app: Flask) -> None:
    session, unit = db.session(), village()
    post = add_post(session, "委员", PostClass.OTHER, unit=unit)
    counts = []
    for number in (1, 40):
        people = [add_person(session, f"旧{number}-{one}", unit=unit) for one in range(number)]
        for person in people:
            seat(session, person, post, since="2005-01", until="2010-06")
        session.commit()
        with counted_statements(app) as statements:
            assert erase_due(PurgeKind.CADRES).rows == 3 * number
        counts.append(len(statements))
    assert counts[1] == counts[0]


def test_nobody_out_of_reach_is_listed_or_erased(town: Unit) -> None:
    other = add_unit(db.session(), "白塔镇")
    add_known_person(db.session(), add_unit(db.session(), "东山村", parent=other), somebody())
    db.session.flush()
    reach = Scope((town.path,))
    assert due(PurgeKind.CADRES, scope=reach) == []
    ids = [one.id for one in queries.list_due(PurgeKind.CADRES, scope=EVERYWHERE, on=JUNE)]
    clerk = Actor("张文静", ROLES["township_office"].permissions, reach)
    with pytest.raises(Conflict, match="名单有变化"):
        purge(PurgeKind.CADRES, ids, DECISION, by=clerk, on=JUNE)


@pytest.mark.parametrize(
    "role", ["system_administrator", "security_administrator", "auditor", "village_staff"]
)
def test_only_the_offices_of_the_business_may_purge(town: Unit, role: str) -> None:
    add_known_person(db.session(), village(), somebody())
    clerk = Actor("某人", ROLES[role].permissions, EVERYWHERE)
    ids = [one.id for one in queries.list_due(PurgeKind.CADRES, scope=EVERYWHERE, on=JUNE)]
    with pytest.raises(NotAllowed, match="您的角色不能清除资料"):
        purge(PurgeKind.CADRES, ids, DECISION, by=clerk, on=JUNE)


def test_a_purge_says_why_who_decided_and_under_which_document(town: Unit) -> None:
    add_known_person(db.session(), village(), somebody())
    ids = [one.id for one in queries.list_due(PurgeKind.CADRES, scope=EVERYWHERE, on=JUNE)]
    for lacking, reason in (
        ({"reason": " "}, "请写明清除原因"),
        ({"decider": ""}, "请写明决定机构"),
        ({"document": ""}, "请写明文件或会议编号"),
        ({"decided_on": date(2023, 7, 1)}, "决定日期不能晚于今天"),
    ):
        with pytest.raises(RuleBroken, match=reason):
            purge(PurgeKind.CADRES, ids, replace(DECISION, **lacking), by=console_operator(), on=JUNE)
    with pytest.raises(RuleBroken, match="没有选择要清除的资料"):
        purge(PurgeKind.CADRES, [], DECISION, by=console_operator(), on=JUNE)


def test_somebody_who_was_appointed_meanwhile_keeps_all_of_them(town: Unit) -> None:
    known = add_known_person(db.session(), village(), somebody())
    ids = [one.id for one in queries.list_due(PurgeKind.CADRES, scope=EVERYWHERE, on=JUNE)]
    seat(db.session(), known, add_post(db.session(), "文员", PostClass.OTHER, unit=village()))
    with pytest.raises(Conflict, match="打开页面之后名单有变化,没有清除"):
        purge(PurgeKind.CADRES, ids, DECISION, by=console_operator(), on=JUNE)


def test_a_refused_nomination_goes_with_its_conclusions_and_the_person_stays(town: Unit) -> None:
    person = add_person(db.session(), "落选", unit=village())
    add_nomination(db.session(), village(), person, closed="2012-01", outcome=StepOutcome.REJECTED)
    add_nomination(db.session(), village(), somebody(), closed="2012-01", outcome=StepOutcome.REJECTED)
    db.session.commit()
    assert due(PurgeKind.NOMINATIONS) == ["落选"]
    done = erase_due(PurgeKind.NOMINATIONS)
    assert (done.records, done.rows) == (1, 6)
    assert db.session.scalar(select(func.count(Nomination.id))) == 1
    assert db.session.get(Person, person.id) is not None


def test_photographs_go_and_what_was_written_of_the_meeting_stays(town: Unit) -> None:
    add_pairing(db.session(), mentor=somebody(), mentee=somebody("曾波"))
    add_pairing(db.session(), mentor=somebody("方大河"), mentee=somebody("曾波"), ended=None)
    db.session.commit()
    assert erase_due(PurgeKind.PHOTOS).rows == 1
    assert db.session.scalar(select(func.count(GuidancePhoto.id))) == 1
    assert db.session.scalar(select(func.count(GuidanceLog.id))) == 2


def test_who_never_served_is_due_by_the_shorter_rule_since_the_last_thing_that_happened(town: Unit) -> None:
    person = add_person(db.session(), "只推荐过", unit=village())
    add_nomination(db.session(), village(), person, closed="2019-01", outcome=StepOutcome.WITHDRAWN)
    db.session.flush()
    assert (due(PurgeKind.OTHERS), due(PurgeKind.CADRES)) == (["只推荐过"], [])
    assert due(PurgeKind.OTHERS, on=date(2022, 1, 31)) == []


def test_a_person_may_be_erased_at_his_request_unless_the_data_must_be_kept(town: Unit) -> None:
    unit = village()
    free = add_person(db.session(), f"自荐{CANARY}", unit=unit)
    add_nomination(db.session(), unit, free, closed="2023-05", outcome=StepOutcome.WITHDRAWN)
    former = db.session.scalars(select(Person).where(Person.name == "吴老三")).one()
    db.session.commit()
    by = console_operator()
    with pytest.raises(RuleBroken) as sitting:
        erase_person(somebody(), DECISION, by=by, on=JUNE)
    assert sitting.value.reasons == ("还不能删除:现任职务",)
    with pytest.raises(RuleBroken) as within:
        erase_person(former, DECISION, by=by, on=JUNE)
    assert within.value.reasons == ("保存期限未满,应保存至2031.11",)
    done = erase_person(free, DECISION, by=by, on=JUNE)
    db.session.commit()
    assert (done.kind, done.unit_id, done.records) == (PurgeKind.REQUEST, unit.id, 1)
    assert tables_with(CANARY) == []


def test_an_import_that_told_of_him_shows_his_row_no_more_and_cannot_be_undone(town: Unit) -> None:
    batch = IntakeBatch(
        created_at=datetime.now(UTC),
        created_by="某人",
        state=batches.TAKEN,
        taken_at=datetime.now(UTC),
        preview={"sheets": [{"file": "册.xlsx", "rows": [CANARY], "missing": [], "issues": []}]},
        choices={},
        counts={"new": 2},
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add(IntakeReturn(batch_id=batch.id, made_at=datetime.now(UTC), rows=1, content=b"rows"))
    with undoable(kind="import", label="导入", by=current_actor(), batch_id=batch.id):
        person = add_person(db.session(), f"导入{CANARY}", unit=village())
        add_person(db.session(), "同批", unit=village())
    db.session.commit()
    erase_person(person, DECISION, by=console_operator(), on=JUNE)
    db.session.commit()
    emptied = ("rows", "missing", "issues", "columns", "unknown_units", "doubts")
    assert batch.preview == {"sheets": [{"file": "册.xlsx", **{key: [] for key in emptied}}]}
    assert db.session.scalar(select(IntakeReturn.content_sealed)) is None
    assert db.session.scalar(select(func.count(ActChange.id))) == 0
    with pytest.raises(RuleBroken, match="其中有人的资料已清除,不能再撤销"):
        batches.undo(batch, by=console_operator())


def test_a_record_that_was_joined_into_him_stands_in_the_ledger_too(town: Unit) -> None:
    first = add_person(db.session(), "同名", unit=village())
    second = add_person(db.session(), "同名", unit=village())
    db.session.commit()
    ids = [first.id, second.id]
    join_people(
        first, second, choices={}, versions=(first.version, second.version), by=console_operator(), on=JUNE
    )
    first.note = "后来"
    db.session.commit()
    erase_person(first, DECISION, by=console_operator(), on=JUNE)
    assert db.session.scalars(select(Deletion.record_id).order_by(Deletion.record_id)).all() == ids


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE purge SET reason = '别的'",
        "DELETE FROM deletion",
        "UPDATE deletion SET record_id = 1",
        "DELETE FROM purge",
    ],
)
def test_the_ledger_is_append_only(town: Unit, statement: str) -> None:
    add_known_person(db.session(), village(), somebody())
    erase_due(PurgeKind.CADRES)
    db.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_nothing_in_the_ledger_is_replaced_or_truncated(town: Unit, engine: str) -> None:
    add_known_person(db.session(), village(), somebody())
    erase_due(PurgeKind.CADRES)
    db.session.commit()
    if engine == "sqlite":
        statement = (
            "INSERT OR REPLACE INTO deletion (id, purge_id, record_table, record_id, fingerprint)"
            " SELECT id, purge_id, 'unit', 1, '' FROM deletion"
        )
    else:
        statement = "TRUNCATE deletion"
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize("field", ["reason", "decider", "document"])
@pytest.mark.parametrize(
    "told",
    [
        "本人请求 519901199003070819",
        "联系 139 1234 8888",
        "电话139-1234-8888",
        "0838-6543210来电",
        "旧证号510101720519111",
        "{name}请求删除",
        "{first} {rest}本人",
    ],
)
def test_the_ledger_takes_no_number_and_not_the_name_of_whom_it_forgets(
    town: Unit, field: str, told: str
) -> None:
    person = add_person(db.session(), "欧阳试擦", unit=village())
    text = told.format(name=person.name, first=person.name[:2], rest=person.name[2:])
    with pytest.raises(RuleBroken, match="清除登记簿长期保存"):
        erase_person(person, replace(DECISION, **{field: text}), by=console_operator(), on=JUNE)
    assert db.session.get(Person, person.id) is person


def test_a_purge_of_what_is_due_names_none_of_them_either(town: Unit) -> None:
    add_known_person(db.session(), village(), somebody())
    [one] = queries.list_due(PurgeKind.CADRES, scope=EVERYWHERE, on=JUNE)
    ids, name = [one.id], one.name
    with pytest.raises(RuleBroken, match="被清除人的姓名"):
        purge(PurgeKind.CADRES, ids, replace(DECISION, decider=f"{name}等"), by=console_operator(), on=JUNE)
