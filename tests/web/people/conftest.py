"""A small town with known people."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import Person, Unit, UnitDuty
from talentpool.people.names import initials_of, pinyin_of, sort_key
from talentpool.vocabulary import DutyRole, PoliticalStatus, PostClass, SchoolingLevel, Sex
from tests.factories import add_person, add_post, add_unit, month, seat
from tests.web.conftest import Filling

ID_NUMBER = "519901197205191118"
PHONE = "19900000055"


def findable(person: Person, *, id_number: str | None = None, phone: str | None = None) -> Person:
    """Fill the columns of the search, as the intake does."""
    person.name_key = sort_key(person.name)
    person.pinyin = pinyin_of(person.name)
    person.initials = initials_of(person.name)
    if id_number:
        person.id_number = id_number
    if phone:
        person.phone = phone
    db.session.flush()
    return person


@pytest.fixture
def town(filling: Filling, working_day: None) -> dict[str, int]:
    """See `build_town`."""
    with filling():
        return build_town()


def build_town() -> dict[str, int]:
    """Ids by name: 金竹村 with a dual head, a member and a former vice-director; 银杏村; township staff."""
    session = db.session
    township = add_unit(session, "青禾镇")
    bamboo = add_unit(session, "金竹村", parent=township, position=2)
    ginkgo = add_unit(session, "银杏村", parent=township, position=1)
    people = [*_bamboo(bamboo), *_ginkgo(ginkgo), *_staff(township, bamboo)]
    units = [township, bamboo, ginkgo]
    return {one.name: one.id for one in people} | {one.name: one.id for one in units}


def _bamboo(unit: Unit) -> list[Person]:
    session = db.session
    secretary = add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=unit)
    director = add_post(session, "村委会主任", PostClass.COMMITTEE_DIRECTOR, unit=unit)
    vice = add_post(session, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=unit)
    member = add_post(session, "党支部委员", PostClass.PARTY_MEMBER, unit=unit)
    head = findable(
        add_person(session, "郝天成", unit=unit, born="1972-05-19"), id_number=ID_NUMBER, phone=PHONE
    )
    seat(session, head, director)
    seat(session, head, secretary)
    woman = findable(
        add_person(
            session,
            "汪雪敏",
            unit=unit,
            born="1988-07",
            sex=Sex.FEMALE,
            schooling=SchoolingLevel.UNDERGRADUATE,
            status=PoliticalStatus.MASSES,
        )
    )
    seat(session, woman, member, since="2021-02")
    former = findable(add_person(session, "何立新", unit=unit, born=None, schooling=None))
    seat(session, former, vice, since=None, known_from="2021-03", until="2021-11")
    return [head, woman, former]


def _ginkgo(unit: Unit) -> list[Person]:
    session = db.session
    deputy = add_post(session, "党支部副书记", PostClass.PARTY_DEPUTY_SECRETARY, unit=unit)
    watch = add_post(session, "村务监督委员会主任", PostClass.SUPERVISION_HEAD, unit=unit)
    first = findable(
        add_person(session, "欧阳成杰", unit=unit, born="1983-06", schooling=SchoolingLevel.COLLEGE)
    )
    seat(session, first, deputy, since=None)
    second = findable(add_person(session, "侯富云", unit=unit, born="1971-09"))
    seat(session, second, watch)
    return [first, second]


def _staff(township: Unit, unit: Unit) -> list[Person]:
    person = _known_by_name("丁晓红", township)
    db.session.add(
        UnitDuty(
            unit_id=unit.id, person_id=person.id, role=DutyRole.AREA_LEADER, known_from=month("2023-06-30")
        )
    )
    db.session.flush()
    return [person]


def _known_by_name(name: str, unit: Unit) -> Person:
    person = Person(name=name, unit_id=unit.id)
    db.session.add(person)
    db.session.flush()
    return findable(person)
