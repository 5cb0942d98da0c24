"""Whatever the database refuses of the daily work is told in a sentence."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from talentpool.extensions import db
from talentpool.models import Election, Nomination, PoolEntry, PoolSource, Term
from talentpool.models.base import Base
from talentpool.vocabulary import ElectionKind, ElectionState, EntryBasis, NominationStage, SourceCategory
from talentpool.web.constraints import SENTENCES, sentence_of
from tests.data.acts.towns import day, make_town

DAILY = (
    "unit unit_name unit_statement unit_duty person person_tag people_apart term seat_statement post"
    " former_post_title appointment vacancy election candidacy structure_target setting_version saved_view"
).split()
NEVER_FROM_A_FORM = {"ck_unit_only_top_units_lack_a_parent", "ck_election_names_its_vacancy_or_term"}


def test_every_constraint_that_a_form_can_meet_has_its_sentence() -> None:
    names = {
        str(constraint.name)
        for table in DAILY
        for constraint in Base.metadata.tables[table].constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    }
    met = {name for name in names if not name.endswith("_known")} - NEVER_FROM_A_FORM
    missing = met - set(SENTENCES) - {"ck_people_apart_in_order"}
    assert missing == set()


def test_every_unique_index_that_a_form_can_meet_has_its_sentence() -> None:
    met = {
        str(index.name)
        for table in Base.metadata.sorted_tables
        for index in table.indexes
        if index.unique and table.name != "field_key"
    }
    assert met - set(SENTENCES) == set()


def test_a_check_is_told_by_its_sentence(app: Flask) -> None:
    town = make_town()
    vote = Election(
        unit=town.jinzhu,
        kind=ElectionKind.RE_ELECTION,
        state=ElectionState.PLANNED,
        term=town.term,
        eligible=30,
        present=40,
    )
    db.session.add(vote)
    with pytest.raises(IntegrityError) as refused:
        db.session.flush()
    assert sentence_of(refused.value) == "实际参加人数不能多于应参加人数"


def test_a_unique_row_is_told_by_its_sentence(app: Flask) -> None:
    town = make_town()
    twin = Term(
        unit_id=town.township.id, name="又一届", started_on=town.term.started_on, ends_on=day("2027-01")
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError) as refused:
        db.session.flush()
    assert sentence_of(refused.value) == "已有同一时间开始的一届"


def test_a_second_open_nomination_is_told_by_its_sentence(app: Flask) -> None:
    town = make_town()
    for _ in range(2):
        db.session.add(
            Nomination(
                person_id=town.yan.id,
                unit_id=town.jinzhu.id,
                stage=NominationStage.UNIT_REVIEW,
                nominated_on=day("2023-05-01"),
            )
        )
    with pytest.raises(IntegrityError) as refused:
        db.session.flush()
    assert sentence_of(refused.value) == (
        "这名人员已有一件推荐正在办理:请在那件推荐中补充推荐人,或先办结那一件"
    )


def test_of_two_unique_rows_over_the_same_column_the_right_one_is_told(app: Flask) -> None:
    town = make_town()
    entry = PoolEntry(
        person_id=town.yan.id,
        unit_id=town.jinzhu.id,
        basis=EntryBasis.STATED,
        entered_on=day("2021-03"),
        known_from=day("2023-06-30").first_day(),
    )
    db.session.add(entry)
    db.session.flush()
    for category in (SourceCategory.VETERAN, SourceCategory.GRADUATE):
        db.session.add(PoolSource(entry_id=entry.id, category=category, main=True))
    with pytest.raises(IntegrityError) as refused:
        db.session.flush()
    assert sentence_of(refused.value) == "主要类别只能有一个"
