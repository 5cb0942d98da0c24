"""Bulk edits on both engines: planned, carried out set-based and logged, taken back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.undo import list_acts, undo, what_stands_in_the_way
from talentpool.dates import PartialDate
from talentpool.errors import Conflict, RuleBroken
from talentpool.extensions import db
from talentpool.models import AuditEntry, Person, PersonTag, Unit
from talentpool.people.bulk.plan import BulkEdit, BulkPlan, plan_edit
from talentpool.people.bulk.services import carry_out, common_unit_id
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import BulkAct, MembershipStage, PoliticalStatus
from tests.factories import add_person, month
from tests.web.pages import counted_statements
from tests.web.people.conftest import build_town

JUNE = date(2023, 6, 30)
EVERYTHING = Scope.everything()
CLERK = replace(console_operator(), name="王建华")


@pytest.fixture
def town(app: Flask) -> dict[str, int]:
    return build_town()


def planned(edit: BulkEdit, ids: list[int], *, scope: Scope = EVERYTHING) -> BulkPlan:
    return plan_edit(edit, ids, scope=scope, on=JUNE)


def done(edit: BulkEdit, ids: list[int]) -> int:
    plan = planned(edit, ids)
    return carry_out(plan, seal=plan.seal, by=CLERK).id


def tags_of(person_id: int) -> list[str]:
    return list(db.session.scalars(select(PersonTag.tag).where(PersonTag.person_id == person_id)))


def test_the_plan_tells_old_and_new_of_each_person(town: dict[str, int]) -> None:
    ids = [town["郝天成"], town["汪雪敏"], town["丁晓红"]]
    plan = planned(BulkEdit(BulkAct.POLITICAL_STATUS, PoliticalStatus.MASSES), ids)
    assert [(one.name, one.old_text, one.new_text) for one in plan.changing] == [
        ("郝天成", "中共党员", "群众"),
        ("丁晓红", "", "群众"),
    ]
    assert plan.unchanged == 1
    assert plan.edit.words == "修改政治面貌:群众"


def test_what_contradicts_a_person_is_refused_and_the_others_go_on(town: dict[str, int]) -> None:
    db.session.get_one(Person, town["郝天成"]).party_joined_on = month("1995-07")
    db.session.flush()
    ids = [town["郝天成"], town["汪雪敏"], town["侯富云"]]
    status = planned(BulkEdit(BulkAct.POLITICAL_STATUS, PoliticalStatus.MASSES), ids)
    assert [(one.name, one.refusal) for one in status.refused] == [
        ("郝天成", "登记有入党时间(1995.07),请先核对更正")
    ]
    stage = planned(BulkEdit(BulkAct.MEMBERSHIP_STAGE, MembershipStage.ACTIVIST), ids)
    assert [one.refusal for one in stage.refused] == ["已是中共党员", "已是中共党员"]
    early = planned(BulkEdit(BulkAct.FIRST_CADRE_ON, PartialDate(1980, 1)), [town["汪雪敏"]])
    assert [one.refusal for one in early.refused] == ["1980.01早于出生年月(1988.07)"]
    late = planned(BulkEdit(BulkAct.FIRST_CADRE_ON, PartialDate(2024, 1)), [town["汪雪敏"]])
    assert [one.refusal for one in late.refused] == ["2024.01晚于今天"]


def test_people_kept_beyond_reach_are_refused(town: dict[str, int]) -> None:
    bamboo = db.session.get_one(Unit, town["金竹村"])
    plan = planned(
        BulkEdit(BulkAct.ADD_TAG, "骨干"), [town["郝天成"], town["侯富云"]], scope=Scope((bamboo.path,))
    )
    assert [one.name for one in plan.changing] == ["郝天成"]
    assert [one.refusal for one in plan.refused] == ["档案由银杏村登记,不在您的管辖范围内"]


def test_tags_are_added_and_removed_and_both_taken_back(town: dict[str, int]) -> None:
    ids = [town["郝天成"], town["汪雪敏"]]
    added = done(BulkEdit(BulkAct.ADD_TAG, "骨干"), ids)
    assert [tags_of(one) for one in ids] == [["骨干"], ["骨干"]]
    removed = done(BulkEdit(BulkAct.REMOVE_TAG, "骨干"), ids)
    assert [tags_of(one) for one in ids] == [[], []]
    undo(removed, by=CLERK)
    assert [tags_of(one) for one in ids] == [["骨干"], ["骨干"]]
    undo(added, by=CLERK)
    assert [tags_of(one) for one in ids] == [[], []]


@pytest.mark.parametrize(
    ("act", "value", "column", "before"),
    [
        (BulkAct.NATIONALITY, "02", "nationality", None),
        (BulkAct.POLITICAL_STATUS, PoliticalStatus.LEAGUE_MEMBER, "political_status", PoliticalStatus.MASSES),
        (BulkAct.MEMBERSHIP_STAGE, MembershipStage.ACTIVIST, "membership_stage", None),
        (BulkAct.FIRST_CADRE_ON, PartialDate(2015, 3), "first_cadre_on", None),
    ],
)
def test_a_fact_is_changed_logged_and_taken_back(
    town: dict[str, int], act: BulkAct, value: object, column: str, before: object
) -> None:
    person = db.session.get_one(Person, town["汪雪敏"])
    version = person.version
    act_id = done(BulkEdit(act, value), [person.id])  # type: ignore[arg-type]
    assert getattr(person, column) == value
    assert person.version == version + 1
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.record_table, entry.person_id) == ("person", person.id)
    assert list(entry.changes) == [column]
    assert entry.act.startswith(f"批量{act.label}")
    undo(act_id, by=CLERK)
    assert getattr(person, column) == before


def test_people_move_to_another_unit_and_back(town: dict[str, int]) -> None:
    ginkgo = db.session.get_one(Unit, town["银杏村"])
    act_id = done(BulkEdit(BulkAct.MOVE, ginkgo), [town["汪雪敏"], town["侯富云"]])
    assert db.session.get_one(Person, town["汪雪敏"]).unit_id == ginkgo.id
    [act] = list_acts(scope=EVERYTHING, kind="bulk_edit")
    assert act.label == "批量转到其他单位:银杏村(1人)"
    undo(act_id, by=CLERK)
    assert db.session.get_one(Person, town["汪雪敏"]).unit_id == town["金竹村"]


def test_what_was_previewed_is_what_is_carried_out(town: dict[str, int]) -> None:
    edit = BulkEdit(BulkAct.NATIONALITY, "02")
    seal = planned(edit, [town["汪雪敏"]]).seal
    db.session.get_one(Person, town["汪雪敏"]).nationality = "03"
    db.session.flush()
    with pytest.raises(Conflict, match="没有修改任何人"):
        carry_out(planned(edit, [town["汪雪敏"]]), seal=seal, by=CLERK)
    assert db.session.get_one(Person, town["汪雪敏"]).nationality == "03"


def test_an_edit_that_changes_nobody_is_refused(town: dict[str, int]) -> None:
    plan = planned(BulkEdit(BulkAct.POLITICAL_STATUS, PoliticalStatus.MASSES), [town["汪雪敏"]])
    with pytest.raises(RuleBroken, match="没有需要修改的人员"):
        carry_out(plan, seal=plan.seal, by=CLERK)


def test_a_later_correction_stands_in_the_way_of_taking_back(town: dict[str, int]) -> None:
    act_id = done(BulkEdit(BulkAct.NATIONALITY, "02"), [town["汪雪敏"], town["郝天成"]])
    db.session.get_one(Person, town["汪雪敏"]).nationality = "03"
    db.session.flush()
    [reason] = what_stands_in_the_way(act_id)
    assert "汪雪敏" in reason
    assert "民族" in reason
    with pytest.raises(RuleBroken):
        undo(act_id, by=CLERK)
    assert db.session.get_one(Person, town["郝天成"]).nationality == "02"


def test_the_work_does_not_grow_with_the_people(town: dict[str, int], app: Flask) -> None:
    unit = db.session.get_one(Unit, town["银杏村"])
    many = [add_person(db.session, f"村民{number}", unit=unit).id for number in range(120)]
    few = many[:5]

    def statements(ids: list[int], value: str) -> int:
        plan = planned(BulkEdit(BulkAct.NATIONALITY, value), ids)
        with counted_statements(app) as seen:
            carry_out(plan, seal=plan.seal, by=CLERK)
        return len(seen)

    assert statements(few, "02") == statements(many, "03")


@pytest.mark.parametrize(
    ("paths", "found"),
    [(["/1/4/", "/1/4/"], 4), (["/1/4/", "/1/5/"], 1), (["/1/", "/2/"], None), ([], None)],
)
def test_an_act_belongs_to_the_lowest_unit_that_holds_all(paths: list[str], found: int | None) -> None:
    assert common_unit_id(paths) == found
