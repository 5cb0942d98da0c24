"""Acts are taken back whole: everything as before, or the sentences of what stands in the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.audit.recorder import Change, action, record_rows, remember_rows
from talentpool.audit.undo import list_acts, undo, undoable, what_stands_in_the_way
from talentpool.dates import PartialDate
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    ActChange,
    Appointment,
    AuditEntry,
    Base,
    Person,
    PersonTag,
    Schooling,
    SettingVersion,
    UndoableAct,
    Unit,
    UnitName,
)
from talentpool.security.actor import Actor, console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import EndCause, PoliticalStatus, PostClass, Sex
from tests.factories import add_person, add_post, add_unit, month, seat, state_seats

BOOKKEEPING = {"field_key", "audit_entry", "audit_seal", "undoable_act", "act_change"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables by id, but for versions and the records of acts themselves."""
    db.session.flush()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in BOOKKEEPING]
    return {
        table.name: [
            {name: value for name, value in row.items() if name != "version"}
            for row in db.session.execute(select(table).order_by(table.c.id)).mappings()
        ]
        for table in tables
    }


def by() -> Actor:
    """Who acts in these tests."""
    return console_operator()


@pytest.fixture
def village(app: Flask) -> Unit:
    """A village of a township with a person in a post."""
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    person = add_person(db.session, "曾波", unit=village)
    person.id_number, person.phone = "51990119780609003X", "19900000001"
    person.name_key = "zeng bo"
    db.session.add(PersonTag(person_id=person.id, tag="veteran"))
    seat(db.session, person, add_post(db.session, "文书", PostClass.ACCOUNTANT, unit=village))
    db.session.commit()
    return village


def person_of(name: str = "曾波") -> Person:
    """A person by name."""
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def test_an_edit_is_taken_back_with_sensitive_and_quiet_columns(village: Unit) -> None:
    before = everything()
    with undoable(kind="bulk_edit", label="更正基本信息", by=by()) as act:
        person = person_of()
        person.name, person.name_key = "曾博", "zeng bo b"
        person.id_number = None
        person.born_on, person.sex = month("1980-02-03"), Sex.FEMALE
        person.political_status = None
    assert everything() != before
    undo(act.id, by=by())
    assert everything() == before
    assert person_of().born_on == PartialDate(1980, 1)
    assert person_of().id_number == "51990119780609003X"


def test_taking_back_is_logged_under_the_act_and_bumps_the_version(village: Unit) -> None:
    person = person_of()
    version = person.version
    with undoable(kind="bulk_edit", label="更正电话", by=by()) as act:
        person.phone = "19900000002"
    undo(act.id, by=by())
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.act, entry.operation, entry.person_id) == ("撤销:更正电话", "update", person.id)
    assert entry.changes["phone"][1].startswith("199****0001 #")
    assert "19900000002" not in str(entry.changes)
    assert person.version == version + 2
    assert act.undone_by == by().name


def test_old_values_that_were_never_loaded_are_kept_all_the_same(village: Unit) -> None:
    person = person_of()
    db.session.commit()
    db.session.expire_all()
    with undoable(kind="bulk_edit", label="更正备注", by=by()) as act:
        person.note = "新备注"
        person.nationality = "01"
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.changes == {"nationality": [None, "01"], "note": ["", "新备注"]}
    undo(act.id, by=by())
    assert (person.note, person.nationality) == ("", None)


def test_a_row_moved_through_its_relationship_returns(village: Unit) -> None:
    other = add_post(db.session, "村委会委员", PostClass.COMMITTEE_MEMBER, unit=village)
    appointment = db.session.scalars(select(Appointment)).one()
    before = appointment.post_id
    with undoable(kind="bulk_edit", label="调整职务", by=by()) as act:
        appointment.post = other
    assert appointment.post_id == other.id
    undo(act.id, by=by())
    assert appointment.post_id == before


def test_new_rows_go_and_deleted_ones_return_with_what_hung_on_them(village: Unit) -> None:
    before = everything()
    with undoable(kind="merge", label="合并重复人员", by=by()) as act:
        old = person_of()
        new = add_person(db.session, "曾波(新)", unit=village)
        db.session.scalars(select(Appointment)).one().person_id = new.id
        db.session.flush()
        db.session.delete(old)
    assert db.session.scalars(select(PersonTag)).all() == []
    told = {(entry.record_table, entry.operation) for entry in db.session.scalars(select(AuditEntry))}
    assert ("person_tag", "delete") in told
    undo(act.id, by=by())
    assert everything() == before


def test_values_that_change_places_change_back(village: Unit) -> None:
    first, second = (
        add_unit(db.session, "甲村", parent=village.parent),
        add_unit(db.session, "乙村", parent=village.parent),
    )
    first.code, second.code = "510000000001", "510000000002"
    db.session.commit()
    before = everything()
    with undoable(kind="bulk_edit", label="对调区划代码", by=by()) as act:
        first.code, kept = None, first.code
        db.session.flush()
        second.code, kept = kept, second.code
        db.session.flush()
        first.code = kept
    undo(act.id, by=by())
    assert everything() == before


def test_a_row_touched_later_stands_in_the_way_and_nothing_is_half_undone(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="批量修改", by=by()) as act:
        person_of().phone = "19900000002"
        village.name = "银竹村"
    db.session.commit()
    with action("登记电话"):
        person_of().phone = "19900000003"
        db.session.flush()
    before = everything()
    (reason,) = what_stands_in_the_way(act.id)
    assert reason.startswith("人员 曾波:之后联系电话又有改动(本机操作员")
    assert reason.endswith(",登记电话)")
    with pytest.raises(RuleBroken) as broken:
        undo(act.id, by=by())
    assert broken.value.reasons == (reason,)
    assert everything() == before
    assert act.undone_at is None


def test_other_columns_of_a_row_may_have_changed(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="批量修改", by=by()) as act:
        person_of().phone = "19900000002"
    person_of().note = "之后的备注"
    db.session.flush()
    undo(act.id, by=by())
    assert (person_of().phone, person_of().note) == ("19900000001", "之后的备注")


def test_a_row_deleted_later_stands_in_the_way(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="加标签", by=by()) as act:
        tag = PersonTag(person_id=person_of().id, tag="rich_leader")
        db.session.add(tag)
    db.session.delete(tag)
    db.session.flush()
    (reason,) = what_stands_in_the_way(act.id)
    assert reason.startswith("人员标签 曾波 rich_leader:之后已被删除")


def test_a_later_row_that_points_at_a_new_one_stands_in_the_way(village: Unit) -> None:
    with undoable(kind="import", label="导入", by=by()) as act:
        person = add_person(db.session, "钟文", unit=village)
    seat(db.session, person, add_post(db.session, "妇联主席", PostClass.WOMENS_HEAD, unit=village))
    (reason,) = what_stands_in_the_way(act.id)
    assert reason.startswith("人员 钟文:之后登记的任职 金竹村 妇联主席 钟文用到了它")
    with pytest.raises(RuleBroken):
        undo(act.id, by=by())
    assert person_of("钟文") is person


def test_rows_of_the_act_that_point_at_each_other_do_not_stand_in_the_way(village: Unit) -> None:
    before = everything()
    with undoable(kind="import", label="导入", by=by()) as act:
        new = add_unit(db.session, "银杏村", parent=village.parent)
        person_of().unit_id = new.id
        state_seats(db.session, new, 5)
        person = add_person(db.session, "钟文", unit=new)
        seat(db.session, person, add_post(db.session, "文书", PostClass.ACCOUNTANT, unit=new))
    undo(act.id, by=by())
    assert everything() == before


def test_a_value_taken_by_another_meanwhile_stands_in_the_way(village: Unit) -> None:
    village.code = "519901101209"
    db.session.commit()
    with undoable(kind="bulk_edit", label="改代码", by=by()) as act:
        village.code = "519901101210"
    add_unit(db.session, "银杏村", parent=village.parent, code="519901101209")
    (reason,) = what_stands_in_the_way(act.id)
    assert reason.startswith("单位 金竹村:原来的区划代码之后已由单位 银杏村使用")


def test_a_place_to_return_to_that_is_gone_stands_in_the_way(village: Unit) -> None:
    old_home = add_unit(db.session, "银杏村", parent=village.parent)
    person = add_person(db.session, "钟文", unit=old_home, schooling=None)
    db.session.commit()
    with undoable(kind="bulk_edit", label="调动", by=by()) as act:
        person.unit_id = village.id
    db.session.delete(old_home)
    db.session.flush()
    assert what_stands_in_the_way(act.id) == ["人员 钟文:原来所属的单位之后已被删除"]


def test_an_id_given_away_since_makes_the_row_return_under_another(village: Unit) -> None:
    with undoable(kind="merge", label="删除重复人员", by=by()) as act:
        db.session.delete(db.session.scalars(select(Appointment)).one())
        db.session.flush()
        db.session.delete(person_of())
    usurper = add_person(db.session, "钟文", unit=village)
    undo(act.id, by=by())
    returned = person_of()
    assert returned.id != usurper.id or db.engine.dialect.name == "postgresql"
    assert db.session.scalars(select(PersonTag.person_id)).all() == [returned.id]
    assert db.session.scalars(select(Appointment.person_id)).all() == [returned.id]


def test_an_act_is_taken_back_once(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="改备注", by=by()) as act:
        person_of().note = "x"
    undo(act.id, by=by())
    assert what_stands_in_the_way(act.id) == [f"“改备注”已由{by().name}撤销"]
    with pytest.raises(RuleBroken):
        undo(act.id, by=by())
    with pytest.raises(Missing):
        undo(987654, by=by())


def test_an_act_that_changed_nothing_leaves_no_row_and_inner_acts_join_the_outer(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="什么也没改", by=by()):
        pass
    with undoable(kind="merge", label="外", by=by()) as outer:
        person_of().note = "1"
        with undoable(kind="bulk_edit", label="内", by=by()) as inner:
            person_of().nationality = "01"
    assert inner is outer
    assert [act.label for act in list_acts(scope=Scope.everything())] == ["外"]
    undo(outer.id, by=by())
    assert (person_of().note, person_of().nationality) == ("", None)


def test_acts_are_listed_within_reach(village: Unit) -> None:
    with undoable(kind="bulk_edit", label="镇上的", by=by(), unit_id=village.parent_id):
        person_of().note = "1"
    with undoable(kind="import", label="全县的", by=by()):
        person_of().note = "2"
    parent = village.parent
    assert parent is not None
    labels = [act.label for act in list_acts(scope=Scope(paths=(parent.path,)))]
    assert labels == ["镇上的"]
    assert [act.label for act in list_acts(scope=Scope.everything(), kind="import")] == ["全县的"]
    assert list_acts(scope=Scope(paths=())) == []


def test_outside_of_an_act_nothing_is_kept(village: Unit) -> None:
    person_of().note = "x"
    db.session.flush()
    assert db.session.scalars(select(ActChange)).all() == []


def test_json_values_return(app: Flask) -> None:
    kept = SettingVersion(key="own_tags", value=["甲", "乙"], basis="文件")
    db.session.add(kept)
    db.session.commit()
    before = everything()
    with undoable(kind="bulk_edit", label="改设置", by=by()) as act:
        kept.value = {"甲": 1}
        db.session.flush()
        db.session.delete(kept)
    undo(act.id, by=by())
    assert everything() == before


def _import_people(village: Unit, count: int) -> None:
    """The set-based path: a bulk insert, a bulk update, a bulk deletion, and their entries."""
    connection = db.session.connection()
    rows = [
        {"unit_id": village.id, "name": f"人{n}", "name_key": f"ren {n}", "sex": "male"} for n in range(count)
    ]
    statement = insert(Person.__table__).returning(Person.__table__.c.id, sort_by_parameter_order=True)  # type: ignore[arg-type]
    ids = connection.execute(statement, rows).scalars().all()
    changes = [
        Change(Person, i, "insert", {"name": (None, row["name"])}) for i, row in zip(ids, rows, strict=True)
    ]
    old = person_of()
    connection.execute(
        update(Person)
        .values(name="曾博", name_key="zeng bo 2")
        .where(Person.id == old.id)
        .execution_options(**{AUDITED_ELSEWHERE: True})
    )
    changes.append(
        Change(
            Person, old.id, "update", {"name": ("曾波", "曾博")}, quiet={"name_key": ("zeng bo", "zeng bo 2")}
        )
    )
    tag_ids = db.session.scalars(select(PersonTag.id)).all()
    remember_rows(db.session(), PersonTag, tag_ids)
    connection.execute(delete(PersonTag.__table__).where(PersonTag.__table__.c.id.in_(tag_ids)))  # type: ignore[arg-type]
    changes += [Change(PersonTag, i, "delete", {"tag": ("veteran", None)}) for i in tag_ids]
    record_rows(db.session(), changes)
    db.session.expire_all()


def test_ten_thousand_rows_are_taken_back_in_the_time_it_took_to_take_them_in(village: Unit) -> None:
    before = everything()
    started = time.perf_counter()
    with undoable(kind="import", label="导入花名册", by=by(), unit_id=village.id) as act:
        _import_people(village, 10_000)
    db.session.commit()
    taken_in = time.perf_counter() - started
    undo(act.id, by=by())
    db.session.commit()
    taken_back = time.perf_counter() - started - taken_in
    assert taken_back < 4 * taken_in
    assert everything() == before


def test_thousands_of_rows_edited_in_the_session_return(village: Unit) -> None:
    _import_people(village, 2_000)
    db.session.commit()
    before = everything()
    people = db.session.scalars(select(Person)).all()
    with undoable(kind="bulk_edit", label="批量修改政治面貌", by=by()) as act:
        for person in people:
            person.political_status = PoliticalStatus.MASSES
    undo(act.id, by=by())
    assert everything() == before


def test_a_set_based_deletion_that_was_not_remembered_is_refused_inside_an_act(village: Unit) -> None:
    tag = db.session.scalars(select(PersonTag)).one()
    with (
        pytest.raises(RuntimeError, match="remember_rows"),
        undoable(kind="import", label="导入", by=by()),
    ):
        record_rows(db.session(), [Change(PersonTag, tag.id, "delete", {"tag": ("veteran", None)})])


Edit = Callable[[Unit, int], None]


def _edit_person(village: Unit, n: int) -> None:
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    if people:
        person = people[n % len(people)]
        person.born_on = month(f"19{60 + n % 30}-0{1 + n % 9}")
        person.phone = f"1990000{n:04d}"
        person.died_on = None if n % 2 else month("2023-01-02")


def _add_person(village: Unit, n: int) -> None:
    person = add_person(db.session, f"新人{n}", unit=village)
    person.id_number = f"no-{person.id}"


def _drop_person(village: Unit, n: int) -> None:
    held = select(Appointment.person_id)
    free = db.session.scalars(select(Person).where(Person.id.not_in(held)).order_by(Person.id)).all()
    if free:
        db.session.delete(free[n % len(free)])


def _tag(village: Unit, n: int) -> None:
    for person in db.session.scalars(select(Person).order_by(Person.id)).all()[: n % 3]:
        owned = db.session.scalars(select(PersonTag).where(PersonTag.person_id == person.id)).all()
        for tag in owned:
            db.session.delete(tag)
        if not owned:
            db.session.add(PersonTag(person_id=person.id, tag=f"标签{n}"))


def _appoint(village: Unit, n: int) -> None:
    person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
    if person is not None:
        post = add_post(db.session, f"职务{n}", PostClass.OTHER, unit=village)
        post.opened_on = month(f"20{10 + db.session.query(Appointment).count() % 80}-01")
        seat(db.session, person, post)


def _end(village: Unit, n: int) -> None:
    for appointment in db.session.scalars(select(Appointment).where(Appointment.ended_on.is_(None))):
        appointment.ended_on, appointment.end_cause = month("2023-05"), EndCause.RESIGNED


def _rename(village: Unit, n: int) -> None:
    name = UnitName(unit_id=village.id, name=village.name, until_on=month(f"20{n % 90 + 10}-05"))
    if not db.session.scalar(
        select(UnitName.id).where(UnitName.name == name.name, UnitName.until_on == name.until_on)
    ):
        db.session.add(name)
        village.name, village.roster_from = f"金竹{n}村", date(2023, 1, 1 + n % 28)


def _found(village: Unit, n: int) -> None:
    unit = add_unit(db.session, f"新村{n}-{db.session.query(Unit).count()}", parent=village.parent)
    for person in db.session.scalars(select(Person).order_by(Person.id)).all()[: n % 2]:
        person.unit_id = unit.id
    village.merged_into_id = unit.id


EDITS: tuple[Edit, ...] = (_edit_person, _add_person, _drop_person, _tag, _appoint, _end, _rename, _found)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 200), st.booleans()), min_size=1, max_size=12
    )
)
def test_any_series_of_edits_taken_back_leaves_everything_as_before(
    app: Flask, steps: list[tuple[Edit, int, bool]]
) -> None:
    db.session.rollback()
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    for name in ("曾波", "钟文"):
        add_person(db.session, name, unit=village).phone = "19900000001"
    db.session.flush()
    before = everything()
    with undoable(kind="bulk_edit", label="一连串修改", by=by()) as act:
        for edit, number, flushes in steps:
            edit(village, number)
            if flushes:
                db.session.flush()
    if db.session.get(UndoableAct, act.id) is not None:
        assert what_stands_in_the_way(act.id) == []
        undo(act.id, by=by())
    assert everything() == before
    assert db.session.scalars(select(Schooling)).all() is not None
    db.session.rollback()
