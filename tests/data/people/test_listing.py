"""The list of people as a statement: the same answers on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.extensions import db
from talentpool.people.filters import Fact, read_state
from talentpool.people.listing import select_missing_counts, select_people
from talentpool.security.keys import blind_index
from talentpool.security.scope import Scope
from tests.web.people.conftest import ID_NUMBER, PHONE, build_town

JUNE = date(2023, 6, 30)
EVERYTHING = Scope.everything()
OFFICE_ORDER = ["欧阳成杰", "侯富云", "郝天成", "汪雪敏", "何立新", "丁晓红"]


@pytest.fixture
def town(app: Flask) -> dict[str, int]:
    return build_town()


def _names(values: dict[str, str], *, scope: Scope = EVERYTHING, on: date = JUNE) -> list[str]:
    state = read_state(values, whole_numbers=True)
    statement = select_people(scope=scope, on=on, wanted=state.filter, sorting=state.sorting)
    return [row.Person.name for row in db.session.execute(statement)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, OFFICE_ORDER),
        ({"q": "郝"}, ["郝天成"]),
        ({"q": "OYCJ"}, ["欧阳成杰"]),
        ({"q": "金竹 tian"}, ["郝天成"]),
        ({"body": "two_committees"}, ["欧阳成杰", "郝天成", "汪雪敏"]),
        ({"body": "none"}, ["何立新", "丁晓红"]),
        ({"post_class": "supervision_head"}, ["侯富云"]),
        ({"age_from": "40", "age_to": "51"}, ["欧阳成杰", "侯富云", "郝天成"]),
        ({"schooling": "college"}, ["欧阳成杰", "汪雪敏"]),
        ({"dual_head": "1"}, ["郝天成"]),
        ({"missing": "sex"}, ["丁晓红"]),
        ({"sort": "age"}, ["汪雪敏", "欧阳成杰", "郝天成", "侯富云", "何立新", "丁晓红"]),
        ({"sort": "-post_start"}, ["汪雪敏", "侯富云", "郝天成", "欧阳成杰", "何立新", "丁晓红"]),
        ({"sort": "name"}, ["丁晓红", "郝天成", "何立新", "侯富云", "欧阳成杰", "汪雪敏"]),
        ({"sort": "-schooling"}, ["汪雪敏", "欧阳成杰", "侯富云", "郝天成", "何立新", "丁晓红"]),
    ],
)
def test_people_are_filtered_and_sorted(
    town: dict[str, int], values: dict[str, str], found: list[str]
) -> None:
    assert _names(values) == found


def test_a_number_is_found_by_its_blind_index(town: dict[str, int]) -> None:
    assert _names({"match": blind_index("id_number", ID_NUMBER)}) == ["郝天成"]
    assert _names({"match": blind_index("phone", PHONE)}) == ["郝天成"]
    assert _names({"match": blind_index("phone", ID_NUMBER)}) == []


def test_a_scope_holds_those_it_keeps_and_those_who_ever_sat_there(town: dict[str, int]) -> None:
    bamboo = Scope(paths=(f"/{town['青禾镇']}/{town['金竹村']}/",))
    assert _names({}, scope=bamboo) == ["郝天成", "汪雪敏", "何立新"]
    assert _names({}, scope=Scope(paths=())) == []


def test_missing_facts_are_counted_among_those_in_a_post(town: dict[str, int]) -> None:
    row = db.session.execute(select_missing_counts(scope=EVERYTHING, on=JUNE)).mappings().one()
    assert row["people"] == 4
    assert (row[Fact.ID_NUMBER], row[Fact.POST_START], row[Fact.BORN_ON]) == (3, 1, 0)
    nobody = db.session.execute(select_missing_counts(scope=Scope(paths=()), on=JUNE)).mappings().one()
    assert (nobody["people"], nobody[Fact.ID_NUMBER]) == (0, 0)
