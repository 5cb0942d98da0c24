"""Registering people and putting their facts right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.id_numbers import check_digit
from talentpool.models import AuditEntry, Person, PersonTag, Schooling
from talentpool.people.rules import PersonFacts, SchoolingFacts
from talentpool.people.services import AlreadyRegistered, LooksRegistered, correct_person, register_person
from talentpool.security.scope import Scope
from talentpool.vocabulary import PoliticalStatus, SchoolingLevel, SchoolingMode, Sex
from tests.data.acts.towns import ON, day, make_town

NUMBER = "51990119900315002"
NUMBER += check_digit(NUMBER)


def test_somebody_new_is_registered_whole(app: Flask) -> None:
    town = make_town()
    facts = PersonFacts(name="欧阳 航", id_number=NUMBER.lower(), phone="138 0000 1234", native_place="青禾")
    college = SchoolingFacts(SchoolingMode.FULL_TIME, SchoolingLevel.COLLEGE, school="某学院", major="农学")
    person = register_person(
        facts, unit=town.jinzhu, schooling=[college], tags=["退役军人"], by=town.by, on=ON
    )
    db.session.expire_all()
    kept = db.session.get_one(Person, person.id)
    assert (kept.name, kept.pinyin, kept.initials) == ("欧阳航", "ouyanghang", "oyh")
    assert (kept.sex, kept.born_on, kept.phone) == (Sex.FEMALE, day("1990-03"), "13800001234")
    [row] = db.session.scalars(select(Schooling).where(Schooling.person_id == person.id))
    assert (row.level, row.rank, row.written, row.school) == (SchoolingLevel.COLLEGE, 70, "大专", "某学院")
    assert db.session.scalars(select(PersonTag.tag)).all() == ["退役军人"]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "登记人员")).all()
    assert {entry.record_table for entry in entries} == {"person", "schooling", "person_tag"}
    assert NUMBER not in str([entry.changes for entry in entries])


def test_the_same_id_number_is_refused_with_its_holder(app: Flask) -> None:
    town = make_town()
    first = register_person(PersonFacts(name="岳明", id_number=NUMBER), unit=town.jinzhu, by=town.by, on=ON)
    with pytest.raises(AlreadyRegistered, match="已登记在金竹村的岳明名下") as refused:
        register_person(
            PersonFacts(name="岳鸣", id_number=NUMBER), unit=town.shiqiao, confirmed=True, by=town.by, on=ON
        )
    assert refused.value.person.id == first.id


def test_a_namesake_of_the_same_month_is_asked_about(app: Flask) -> None:
    town = make_town()
    facts = PersonFacts(name="刁汝平", born_on=day("1982-08-13"))
    with pytest.raises(LooksRegistered, match="金竹村已登记有同名、出生年月相同的刁汝平") as asked:
        register_person(facts, unit=town.shiqiao, by=town.by, on=ON)
    assert [one.id for one in asked.value.people] == [town.diao.id]
    second = register_person(facts, unit=town.shiqiao, confirmed=True, by=town.by, on=ON)
    assert second.id != town.diao.id


def test_an_odd_fact_is_taken_after_a_yes(app: Flask) -> None:
    town = make_town()
    facts = PersonFacts(name="岳明", phone="12345")
    with pytest.raises(Doubtful, match="联系电话"):
        register_person(facts, unit=town.jinzhu, by=town.by, on=ON)
    assert register_person(facts, unit=town.jinzhu, confirmed=True, by=town.by, on=ON).phone == "12345"


def test_nobody_is_registered_beyond_ones_reach(app: Flask) -> None:
    town = make_town()
    clerk = replace(town.by, scope=Scope(paths=(town.shiqiao.path,)))
    with pytest.raises(Missing):
        register_person(PersonFacts(name="岳明"), unit=town.jinzhu, by=clerk, on=ON)


def test_facts_schooling_and_tags_are_corrected_together(app: Flask) -> None:
    town = make_town()
    [school] = db.session.scalars(select(Schooling).where(Schooling.person_id == town.hao.id)).all()
    db.session.add(PersonTag(person_id=town.hao.id, tag="致富带头人"))
    db.session.flush()
    version = town.hao.version
    correct_person(
        town.hao,
        PersonFacts(
            name="郝天成",
            sex=Sex.MALE,
            born_on=day("1975-04"),
            political_status=PoliticalStatus.PARTY_MEMBER,
            party_joined_on=day("1999-07"),
        ),
        unit=town.shiqiao,
        schooling=[
            SchoolingFacts(SchoolingMode.FULL_TIME, SchoolingLevel.SENIOR_HIGH, row_id=school.id),
            SchoolingFacts(SchoolingMode.IN_SERVICE, SchoolingLevel.COLLEGE),
        ],
        tags=["退役军人"],
        by=town.by,
        on=ON,
    )
    db.session.expire_all()
    assert (town.hao.born_on, town.hao.unit_id) == (day("1975-04"), town.shiqiao.id)
    assert town.hao.version == version + 1
    rows = db.session.scalars(
        select(Schooling).where(Schooling.person_id == town.hao.id).order_by(Schooling.id)
    )
    assert [(row.mode, row.level) for row in rows] == [
        (SchoolingMode.FULL_TIME, SchoolingLevel.SENIOR_HIGH),
        (SchoolingMode.IN_SERVICE, SchoolingLevel.COLLEGE),
    ]
    assert db.session.scalars(select(PersonTag.tag)).all() == ["退役军人"]


def test_a_correction_of_schooling_alone_is_a_new_version_of_the_person(app: Flask) -> None:
    town = make_town()
    version = town.yan.version
    facts = PersonFacts(
        name="晏秋",
        sex=Sex.MALE,
        born_on=day("1992-05"),
        political_status=PoliticalStatus.PARTY_MEMBER,
    )
    correct_person(town.yan, facts, unit=town.jinzhu, schooling=[], tags=[], by=town.by, on=ON)
    assert town.yan.version == version + 1
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "更正人员信息")).all()
    assert [(entry.record_table, entry.operation) for entry in entries] == [("schooling", "delete")]


def test_facts_that_contradict_the_id_number_are_refused(app: Flask) -> None:
    town = make_town()
    facts = PersonFacts(name="岳明", id_number=NUMBER, sex=Sex.MALE)
    with pytest.raises(RuleBroken, match="性别与身份证号不符"):
        register_person(facts, unit=town.jinzhu, by=town.by, on=date(2023, 6, 30))
