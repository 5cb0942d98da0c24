"""Made-up counties of any size: units in townships, people with schooling and posts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert

from talentpool.app import create_app
from talentpool.config import Config
from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.id_numbers import check_digit
from talentpool.models import Appointment, Person, Post, Schooling, SeatStatement, Term, Unit
from talentpool.people.names import search_columns
from talentpool.posts.titles import team_order
from talentpool.sealing.writing import seal_rows
from talentpool.security.actor import act_as, console_operator
from talentpool.vocabulary import PoliticalStatus, PostClass, SchoolingLevel, SchoolingMode, Sex, UnitType

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "文光梅玉燕欣启明桐静庆波荣国龙源盛秀霞显军世思成杰浩佑富云建正琼婷怡娟小雨丽永学河家昌"
TITLES: tuple[tuple[str, PostClass], ...] = (
    ("党支部书记", PostClass.PARTY_SECRETARY),
    ("村委会主任", PostClass.COMMITTEE_DIRECTOR),
    ("党支部副书记", PostClass.PARTY_DEPUTY_SECRETARY),
    ("村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR),
    ("党支部委员", PostClass.PARTY_MEMBER),
    ("村委会委员", PostClass.COMMITTEE_MEMBER),
    ("村务监督委员会主任", PostClass.SUPERVISION_HEAD),
)
REFERENCE = date(2023, 6, 30)
TOWNSHIP_SIZE = 10


@dataclass(frozen=True)
class County:
    """An application on a filled database, and the sizes."""

    app: Flask
    people: int
    units: int
    folder: Path


@contextmanager
def empty_app(folder: Path) -> Iterator[Flask]:
    """A migrated, empty application in a context in which the operator acts."""
    config = Config.from_environment({"TALENTPOOL_INSTANCE": str(folder)})
    app = create_app(config)
    with app.app_context():
        upgrade()
        act_as(console_operator())
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def county(*, people: int, units: int) -> Iterator[County]:
    """A county of so many people in so many villages, written straight into the tables."""
    with TemporaryDirectory() as name, empty_app(Path(name)) as app:
        fill(people=people, units=units)
        yield County(app, people, units, Path(name))


def made_up_people(count: int, *, units: int, seed: int = 7) -> list[dict[str, Any]]:
    """Plain facts of `count` people spread over `units` villages, valid ID numbers included."""
    chance = random.Random(seed)
    found = []
    for nth in range(count):
        year, month, day = chance.randint(1962, 1999), chance.randint(1, 12), chance.randint(1, 28)
        female = nth % 3 == 2
        # The sequence is unique within a birthday by spreading over area codes.
        area = f"51{9800 + nth // 500 % 200:04d}"
        sequence = f"{(nth % 500) * 2 + (0 if female else 1):03d}"
        body = f"{area}{year}{month:02d}{day:02d}{sequence}"
        found.append(
            {
                "name": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2)))),
                "sex": Sex.FEMALE if female else Sex.MALE,
                "born_on": PartialDate(year, month),
                "id_number": body + check_digit(body),
                "phone": f"199{nth:08d}",
                "schooling": chance.choice(list(SchoolingLevel)[1:7]),
                "status": chance.choice((PoliticalStatus.PARTY_MEMBER, PoliticalStatus.MASSES)),
                "unit": nth % units,
                "post": nth // units % len(TITLES),
            }
        )
    return found


def fill(*, people: int, units: int) -> None:
    """Write the county in bulk; no audit entries, this is no act of anybody."""
    townships = -(-units // TOWNSHIP_SIZE)
    session = db.session
    session.connection().execute(
        insert(Unit),
        [
            {
                "id": n + 1,
                "unit_type": UnitType.TOWNSHIP,
                "name": f"第{n + 1}镇",
                "position": n,
                "path": f"/{n + 1}/",
            }
            for n in range(townships)
        ],
    )
    first = townships + 1
    session.connection().execute(
        insert(Unit),
        [
            {
                "id": first + n,
                "parent_id": n // TOWNSHIP_SIZE + 1,
                "unit_type": UnitType.VILLAGE,
                "name": f"第{n + 1}村",
                "position": n,
                "path": f"/{n // TOWNSHIP_SIZE + 1}/{first + n}/",
                "roster_from": REFERENCE,
            }
            for n in range(units)
        ],
    )
    _fill_posts(units=units, first=first, townships=townships)
    _fill_people(people=people, units=units, first=first)
    session.commit()


def _fill_posts(*, units: int, first: int, townships: int) -> None:
    session = db.session
    session.connection().execute(
        insert(Term),
        [
            {
                "unit_id": n + 1,
                "name": "本届",
                "started_on": PartialDate(2021, 1),
                "ends_on": PartialDate(2026, 1),
            }
            for n in range(townships)
        ],
    )
    session.connection().execute(
        insert(SeatStatement),
        [
            {"unit_id": first + n, "stated_on": REFERENCE, "holds_from": date(2021, 1, 1), "authorised": 7}
            for n in range(units)
        ],
    )
    session.connection().execute(
        insert(Post),
        [
            {
                "id": n * len(TITLES) + nth + 1,
                "unit_id": first + n,
                "body": post_class.body,
                "post_class": post_class,
                "team_order": team_order(post_class),
                "title": title,
            }
            for n in range(units)
            for nth, (title, post_class) in enumerate(TITLES)
        ],
    )


def _fill_people(*, people: int, units: int, first: int) -> None:
    if not people:
        return
    facts = made_up_people(people, units=units)
    rows = [
        {
            "id": nth + 1,
            "unit_id": first + fact["unit"],
            "name": fact["name"],
            **search_columns(fact["name"]),
            "sex": fact["sex"],
            "nationality": "01",
            "born_on": fact["born_on"],
            "political_status": fact["status"],
            "id_number": fact["id_number"],
            "phone": fact["phone"],
        }
        for nth, fact in enumerate(facts)
    ]
    seal_rows(db.session(), "person", [(nth + 1, row) for nth, row in enumerate(rows)])
    db.session.connection().execute(insert(Person), rows)
    db.session.connection().execute(
        insert(Schooling),
        [
            {
                "person_id": nth + 1,
                "mode": SchoolingMode.UNSPECIFIED,
                "level": fact["schooling"],
                "rank": fact["schooling"].rank,
                "written": fact["schooling"].label,
            }
            for nth, fact in enumerate(facts)
        ],
    )
    db.session.connection().execute(
        insert(Appointment),
        [
            {
                "person_id": nth + 1,
                "post_id": fact["unit"] * len(TITLES) + fact["post"] + 1,
                "started_on": PartialDate(2021, 1),
                "known_from": PartialDate(2023, 6),
                "position": nth,
            }
            for nth, fact in enumerate(facts)
        ],
    )
