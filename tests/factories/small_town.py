"""青禾镇 with two villages and a community, small enough to know every answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from talentpool.dates import PartialDate
from talentpool.models import Person, Setting, Unit, UnitDuty, UnitName, UnitStatement
from talentpool.vocabulary import (
    DutyRole,
    NameKind,
    PartyForm,
    PoliticalStatus,
    PostClass,
    SchoolingLevel,
    Sex,
    UnitType,
)
from talentpool.web.working_date import WORKING_DATE
from tests.factories import (
    add_person,
    add_post,
    add_term,
    add_unit,
    add_vacancy,
    add_village_posts,
    seat,
    state_seats,
)

JUNE = date(2023, 6, 30)


def add_small_town(session: Session) -> Unit:
    """The township.

    金竹村: 5 seats, 4 persons (a dual head, one in both committees), the vice-director vacant
    since 2021-11, nobody aged 35 or under, a head of the supervision committee.
    双河村 (once 上河村): 3 seats, 1 person, so 2 vacant seats without a name.
    青禾社区: nothing stated, nobody known.
    The targets are the general ones that every installation begins with.
    """
    session.add(Setting(key=WORKING_DATE, value=JUNE.isoformat()))
    town = add_unit(session, "青禾镇")
    add_term(session, town)
    community = add_unit(session, "青禾社区", parent=town, unit_type=UnitType.COMMUNITY, position=0)
    assert community.id
    _add_river_village(session, add_unit(session, "双河村", parent=town, code="519901101206", position=1))
    _add_bamboo_village(
        session,
        add_unit(session, "金竹村", parent=town, code="519901101209", position=2, roster_from=JUNE),
        town=town,
    )
    session.flush()
    return town


def _add_river_village(session: Session, unit: Unit) -> None:
    state_seats(session, unit, 3)
    session.add(
        UnitName(unit_id=unit.id, name="上河村", kind=NameKind.RENAMED, until_on=PartialDate(2020, 12))
    )
    head = add_person(session, "方大河", unit=unit, born="1990-01", sex=Sex.FEMALE)
    seat(session, head, add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=unit))


def _add_bamboo_village(session: Session, unit: Unit, *, town: Unit) -> None:
    state_seats(session, unit, 5)
    session.add(
        UnitStatement(
            unit_id=unit.id,
            stated_on=JUNE,
            party_form=PartyForm.BRANCH,
            party_member_count=49,
            household_count=402,
            registered_population=1260,
        )
    )
    leader = Person(name="于志显", unit_id=town.id)
    session.add(leader)
    session.flush()
    session.add(
        UnitDuty(
            unit_id=unit.id, person_id=leader.id, role=DutyRole.AREA_LEADER, known_from=PartialDate(2021, 1)
        )
    )
    posts = add_village_posts(session, unit)
    posts["文书"] = add_post(session, "文书", PostClass.ACCOUNTANT, unit=unit)
    head = add_person(session, "郝天成", unit=unit, born="1972-05")
    deputy = add_person(session, "曾波", unit=unit, born="1986-06", schooling=SchoolingLevel.COLLEGE)
    woman = add_person(
        session, "汪雪敏", unit=unit, born="1984-01", sex=Sex.FEMALE, status=PoliticalStatus.MASSES
    )
    member = add_person(session, "曹新庆", unit=unit, born=None)
    watcher = add_person(session, "崔德", unit=unit, born="1965-03")
    former = add_person(session, "吴老三", unit=unit, born="1960-03")
    for person, titles in (
        (head, ("党支部书记", "村委会主任")),
        (deputy, ("党支部副书记",)),
        (woman, ("党支部委员", "村委会委员")),
        (member, ("党支部委员",)),
        (watcher, ("村务监督委员会主任",)),
        (woman, ("文书",)),
    ):
        for title in titles:
            seat(session, person, posts[title])
    seat(session, former, posts["村委会副主任"], since="2021-01", until="2021-11")
    vacancy = add_vacancy(session, posts["村委会副主任"], since="2021-11")
    vacancy.by_election_plan = "2023年12月前补选"


def add_many_villages(session: Session, town: Unit, *, units: int, people: int) -> None:
    """More villages of the same kind, to see that work does not grow with them."""
    for number in range(units):
        unit = add_unit(session, f"新{number}村", parent=town, position=10 + number)
        state_seats(session, unit, people)
        post = add_post(session, "党支部委员", PostClass.PARTY_MEMBER, unit=unit)
        for person in range(people):
            seat(session, add_person(session, f"张{number}号{person}", unit=unit), post)
