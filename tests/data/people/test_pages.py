"""A page of the list equals the same slice of the whole list, whatever the world, filter, order and day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, Person, PersonTag, Post, Schooling, Unit, UnitDuty
from talentpool.people import pages
from talentpool.people.filters import Fact, SortKey, Standing, read_state
from talentpool.people.listing import select_people
from talentpool.people.names import initials_of, pinyin_of, sort_key
from talentpool.people.pages import PeopleFound
from talentpool.posts.titles import team_order
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    Body,
    DutyRole,
    EndCause,
    PoliticalStatus,
    PostClass,
    SchoolingLevel,
    SchoolingMode,
    Sex,
    UnitType,
)

TOWNSHIPS, VILLAGES, PEOPLE, PAGE = 3, 24, 110, 7
NAMES = ("王小文", "欧阳成杰", "赵伟", "张伟文", "朱雯", "李文", "wen")
DAYS = (date(2023, 6, 30), date(2021, 11, 1), date(2020, 5, 1))
FILTERS: dict[str, Sequence[str]] = {
    "q": ("wen", "w", "zw", "伟", "村", "第1村", "镇", "zzz", "第2 wen"),
    "body": tuple(one.value for one in (*Standing, *Body)),
    "post_class": ("party_secretary", "committee_member"),
    "sex": ("female", "male"),
    "age_from": ("30", "41"),
    "age_to": ("40", "55"),
    "schooling": ("college",),
    "political": ("party_member",),
    "missing": tuple(fact.value for fact in Fact),
    "dual_head": ("1",),
    "unit": ("1", "5", "9"),
    "sort": tuple(f"{sign}{key.value}" for key in SortKey for sign in ("", "-")),
}


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world of a hundred people takes every way that a county takes."""
    for name, value in (("FEW", 4), ("MANY", 20), ("MARGIN", 0), ("WIDER", 2)):
        monkeypatch.setattr(pages, name, value)


def _month(chance: random.Random, first: int, last: int) -> PartialDate:
    day = chance.choice((None, 1, 17, 28))
    return PartialDate(chance.randint(first, last), chance.randint(1, 12), day)


def _build(seed: int) -> list[str]:
    """A county at random: people who moved, hold several posts, left, died, of whom little is known; its paths."""
    chance = random.Random(seed)
    units = _units(chance)
    db.session.connection().execute(insert(Unit), units)
    db.session.connection().execute(insert(Person), [_person(n + 1, chance) for n in range(PEOPLE)])
    classes = list(PostClass)
    posts = [
        {
            "id": n + 1,
            "unit_id": chance.randint(1, len(units)),
            "body": kind.body,
            "post_class": kind,
            "team_order": team_order(kind),
            "title": f"职务{n}",
        }
        for n in range(60)
        for kind in (chance.choice(classes),)
    ]
    db.session.connection().execute(insert(Post), posts)
    db.session.connection().execute(
        insert(Appointment), [_appointment(chance, len(posts)) for _ in range(PEOPLE)]
    )
    levels = list(SchoolingLevel)
    db.session.connection().execute(
        insert(Schooling),
        [
            {
                "person_id": chance.randint(1, PEOPLE),
                "mode": SchoolingMode.UNSPECIFIED,
                "level": level,
                "rank": level.rank,
                "finished_on": chance.choice((None, _month(chance, 2010, 2023))),
            }
            for _ in range(PEOPLE)
            for level in (chance.choice(levels),)
        ],
    )
    tagged = chance.sample(range(1, PEOPLE + 1), 20)
    db.session.connection().execute(
        insert(PersonTag), [{"person_id": one, "tag": "后备干部"} for one in tagged]
    )
    db.session.connection().execute(
        insert(UnitDuty),
        [
            {
                "unit_id": chance.randint(1, len(units)),
                "person_id": chance.randint(1, PEOPLE),
                "role": DutyRole.AREA_LEADER,
                "known_from": PartialDate(2021, 1),
            }
            for _ in range(8)
        ],
    )
    return [str(unit["path"]) for unit in units]


def _units(chance: random.Random) -> list[dict[str, Any]]:
    townships = [
        {
            "id": n + 1,
            "parent_id": None,
            "unit_type": UnitType.TOWNSHIP,
            "name": f"第{n + 1}镇",
            "position": chance.randint(0, 2),
            "path": f"/{n + 1}/",
        }
        for n in range(TOWNSHIPS)
    ]
    villages = [
        {
            "id": TOWNSHIPS + n + 1,
            "parent_id": parent,
            "unit_type": chance.choice((UnitType.VILLAGE, UnitType.COMMUNITY)),
            "name": f"第{n + 1}村",
            "position": chance.randint(0, 9),
            "path": f"/{parent}/{TOWNSHIPS + n + 1}/",
        }
        for n in range(VILLAGES)
        for parent in (chance.randint(1, TOWNSHIPS),)
    ]
    return [*townships, *villages]


def _person(person_id: int, chance: random.Random) -> dict[str, Any]:
    name = chance.choice(NAMES)
    # Most people stand in a few units, as those of a county's largest villages do.
    crowded = chance.random() < 0.6
    return {
        "id": person_id,
        "unit_id": chance.randint(1, 5) if crowded else chance.randint(1, TOWNSHIPS + VILLAGES),
        "name": name,
        "name_key": sort_key(name),
        "pinyin": pinyin_of(name),
        "initials": initials_of(name),
        "sex": chance.choice((None, Sex.MALE, Sex.FEMALE)),
        "born_on": chance.choice((None, _month(chance, 1965, 2000), PartialDate(1982, 6))),
        "political_status": chance.choice((None, PoliticalStatus.PARTY_MEMBER, PoliticalStatus.MASSES)),
        "party_joined_on": chance.choice((None, None, _month(chance, 2019, 2023))),
        "died_on": _month(chance, 2020, 2023) if chance.random() < 0.1 else None,
    }


def _appointment(chance: random.Random, posts: int) -> dict[str, Any]:
    started = chance.choice((None, PartialDate(2021, 1), _month(chance, 2018, 2021)))
    ended = _month(chance, 2022, 2024) if chance.random() < 0.3 else None
    return {
        "person_id": chance.randint(1, PEOPLE),
        "post_id": chance.randint(1, posts),
        "started_on": started,
        "known_from": started or PartialDate(2021, 3),
        "ended_on": ended,
        "end_cause": EndCause.RESIGNED if ended else None,
        "position": chance.randint(0, 3),
    }


def _facts(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [
        (row.Person.id, row.seat_unit_id, row.seat_unit, row.schooling_rank, row.post_start, row.holds)
        for row in rows
    ]


@pytest.mark.parametrize("seed", range(3))
def test_pages_are_slices_of_the_whole_list(app: Flask, seed: int) -> None:
    paths = _build(seed)
    scopes = [
        Scope.everything(),
        Scope.everything(),
        Scope(paths=(paths[0],)),
        Scope(paths=(paths[3], paths[7])),
    ]
    chance = random.Random(seed)
    lengths = set()
    for _ in range(40):
        asked = {
            key: chance.choice(FILTERS[key]) for key in chance.sample(sorted(FILTERS), chance.randint(0, 3))
        }
        tags = chance.choice(((), (), (), ("后备干部",)))
        state, scope, on = (
            read_state(asked, tags=tags, whole_numbers=True),
            chance.choice(scopes),
            chance.choice(DAYS),
        )
        whole = select_people(scope=scope, on=on, wanted=state.filter, sorting=state.sorting)
        total = db.session.scalar(select(func.count()).select_from(whole.order_by(None).subquery()))
        offset = chance.randint(0, total or 0) // PAGE * PAGE
        expected = db.session.execute(whole.limit(PAGE).offset(offset)).all()
        found = PeopleFound(scope=scope, on=on, wanted=state.filter, sorting=state.sorting)
        assert found.total == total, (asked, tags, scope, on)
        assert _facts(found.rows(offset, PAGE)) == _facts(expected), (asked, tags, scope, on, offset)
        lengths.add(len(expected))
    assert PAGE in lengths
    assert 0 in lengths
