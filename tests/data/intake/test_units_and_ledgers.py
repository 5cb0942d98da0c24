"""Sheets of units and ledgers of seats against a register that knows something already."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import Person, Post, SeatStatement, Unit, UnitDuty, UnitStatement, Vacancy
from talentpool.vocabulary import EndCause, UnitType
from tests.data.intake.town import (
    changes,
    counts,
    ledger,
    messages,
    roster,
    row,
    row_counts,
    take,
    units,
    village,
)
from tests.factories import add_term, add_unit

DECEMBER = "2023年12月31日"


def seats() -> list[tuple[date, date, int, int | None]]:
    """(stated on, holds from, authorised, standing) of every statement."""
    statement = select(
        SeatStatement.stated_on, SeatStatement.holds_from, SeatStatement.authorised, SeatStatement.standing
    ).order_by(SeatStatement.stated_on)
    return [tuple(each) for each in db.session.execute(statement)]


def vacant(**more: str) -> dict[str, str]:
    """A row of a ledger."""
    return {"村(社区)": "云山村", "核定职数": "5"} | more


def test_a_later_sheet_adds_a_statement_only_if_it_says_anything_else(app: Flask) -> None:
    take(units(village(党员数="88", 户数="702")))
    (same,) = take(units(village(党员数="88"), on=DECEMBER))
    assert counts(same) == (0, 0, 1, 0)
    (later,) = take(units(village(党员数="90"), on=DECEMBER))
    assert changes(later, 4) == [("党员数", "88", "90")]
    stated = db.session.scalars(select(UnitStatement).order_by(UnitStatement.stated_on)).all()
    assert [(each.stated_on, each.party_member_count, each.household_count) for each in stated] == [
        (date(2023, 6, 30), 88, 702),
        (date(2023, 12, 31), 90, 702),
    ]


def test_the_same_day_corrects_the_statement(app: Flask) -> None:
    take(units(village(党员数="88")))
    take(units(village(党员数="87")))
    assert db.session.scalars(select(UnitStatement.party_member_count)).all() == [87]


def test_stationed_cadres_who_are_no_longer_listed_leave_on_the_day(app: Flask) -> None:
    take(units(village(驻村干部="万红小、贺建子")))
    (sheet,) = take(units(village(驻村干部="贺建子、周浩民"), on=DECEMBER))
    assert changes(sheet, 4) == [("驻村干部", "万红小、贺建子", "贺建子、周浩民")]
    statement = (
        select(Person.name, UnitDuty.known_from, UnitDuty.ended_on)
        .join(Person, UnitDuty.person_id == Person.id)
        .order_by(UnitDuty.id)
    )
    june, december = PartialDate(2023, 6, 30), PartialDate(2023, 12, 31)
    assert [tuple(each) for each in db.session.execute(statement)] == [
        ("万红小", june, december),
        ("贺建子", june, None),
        ("周浩民", december, None),
    ]


def test_two_township_people_of_one_name_are_a_question(app: Flask) -> None:
    take(units(village("云山村", 包片领导="余荣小")))
    town = db.session.scalars(select(Unit).where(Unit.unit_type == UnitType.TOWNSHIP)).one()
    db.session.add(Person(unit_id=town.id, name="余荣小"))
    db.session.commit()
    before = row_counts()
    (sheet,) = take(units(village("银杏村", 包片领导="余荣小")))
    assert counts(sheet) == (0, 0, 0, 1)
    assert row_counts() == before
    question = sheet.rows[0].question
    assert question is not None
    assert len(question.choices) == 3
    (answered,) = take(
        units(village("银杏村", 包片领导="余荣小")), answers={question.key: question.choices[0][0]}
    )
    assert counts(answered) == (1, 0, 0, 0)


def test_a_code_that_another_unit_has_is_refused(app: Flask) -> None:
    take(units(village("云山村", 区划代码="519901101202")))
    (sheet,) = take(units(village("银杏村", 区划代码="519901101202")))
    assert [(number, column) for number, column, _ in messages(sheet, Level.ERROR)] == [(4, "区划代码")]


def test_a_full_name_means_the_same_unit(app: Flask) -> None:
    take(units(village("双河村", 合并沿革="2020年由上河村、下河村合并")))
    for name in ("双河村村民委员会", "双河村委会", "青禾镇双河村", "双河", "上河村"):
        (sheet,) = take(roster(row("杨河家", "党总支书记", unit=name)))
        assert messages(sheet, Level.ERROR) == [], name
    assert db.session.scalars(select(Person.name)).all() == ["杨河家"]


def test_the_first_statement_of_a_term_holds_back_to_its_start(app: Flask) -> None:
    town = add_unit(db.session(), "青禾镇")
    add_term(db.session(), town)
    take(units(village(常职职数="4")))
    assert seats() == [(date(2023, 6, 30), date(2021, 1, 1), 5, 4)]


def test_other_seats_later_in_the_term_hold_from_their_day(app: Flask) -> None:
    town = add_unit(db.session(), "青禾镇")
    add_term(db.session(), town)
    take(units(village()), ledger(vacant(核定职数="7"), on=DECEMBER))
    assert seats() == [
        (date(2023, 6, 30), date(2021, 1, 1), 5, None),
        (date(2023, 12, 31), date(2023, 12, 31), 7, None),
    ]


def test_an_older_statement_with_other_seats_takes_the_time_before(app: Flask) -> None:
    town = add_unit(db.session(), "青禾镇")
    add_term(db.session(), town)
    take(units(village()))
    take(ledger(vacant(核定职数="7"), on="2021年6月30日"))
    assert seats() == [
        (date(2021, 6, 30), date(2021, 1, 1), 7, None),
        (date(2023, 6, 30), date(2023, 6, 30), 5, None),
    ]


def test_counts_of_a_ledger_are_checked_against_the_register(app: Flask) -> None:
    take(units(village()), roster(row("郭国文", "党总支书记"), row("吴国军", "村务监督委员会主任")))
    (sheet,) = take(ledger(vacant(实有人数="4", 空缺数="1")))
    assert messages(sheet) == [
        (4, "实有人数", "填写的是4人,登记册中“两委”在任1人,请核对"),
        (4, "空缺数", "填写的是1,按核定职数5减在任1人应为4,请核对"),
    ]
    assert messages(sheet, Level.ERROR) == []


def test_a_vacancy_is_corrected_and_not_told_twice(app: Flask) -> None:
    take(units(village()), ledger(vacant(空缺职务="村委会副主任", 空缺时间="2021.11", 空缺原因="原任辞职")))
    (sheet,) = take(
        ledger(vacant(空缺职务="副主任", 空缺时间="2021.11", 空缺原因="病故", 拟任人选="赵盛"), on=DECEMBER)
    )
    assert changes(sheet, 4) == [("空缺原因", "辞职", "去世"), ("拟任人选", "", "赵盛")]
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert (vacancy.cause, vacancy.cause_written, vacancy.candidate) == (EndCause.DIED, "病故", "赵盛")


def test_several_seats_of_one_title_are_as_many_vacancies(app: Flask) -> None:
    take(units(village()), ledger(vacant(空缺职务="村委会委员2名、党总支委员", 空缺时间="2022.05")))
    statement = select(Post.title).join(Vacancy, Vacancy.post_id == Post.id).order_by(Vacancy.id)
    assert db.session.scalars(statement).all() == ["村委会委员", "村委会委员", "党总支委员"]
    before = row_counts()
    take(ledger(vacant(空缺职务="村委会委员2名、党总支委员", 空缺时间="2022.05")))
    assert row_counts() == before


def test_a_vacancy_that_is_no_longer_listed_stays_open_with_a_warning(app: Flask) -> None:
    take(units(village()), ledger(vacant(空缺职务="村委会副主任", 空缺时间="2021.11")))
    (sheet,) = take(ledger(vacant(空缺数="0"), on=DECEMBER))
    assert messages(sheet) == [(4, "空缺职务", "登记册中还有1项未补的空缺本表没有列出,未作改动,请核对")]
    assert db.session.scalars(select(Vacancy.closed_on)).one() is None


def test_an_unreadable_date_refuses_the_row_and_unknown_words_only_warn(app: Flask) -> None:
    take(units(village()))
    (sheet,) = take(ledger(vacant(空缺职务="总顾问", 空缺时间="去年", 空缺原因="说不清")))
    assert [(number, column) for number, column, _ in messages(sheet, Level.ERROR)] == [(4, "空缺时间")]
    (warned,) = take(ledger(vacant(空缺职务="总顾问", 空缺时间="2022.01", 空缺原因="说不清")))
    assert [(number, column) for number, column, _ in messages(warned)] == [(4, "空缺原因"), (4, "空缺职务")]
    assert counts(warned) == (1, 0, 0, 0)


def test_more_people_than_seats_are_told_as_such_and_not_as_a_negative_vacancy(app: Flask) -> None:
    people = [row(name, "村委会委员") for name in ("田雨", "岳明", "程立")]
    take(units(village(**{"“两委”核定职数": "2"})), roster(*people))
    (sheet,) = take(ledger(vacant(核定职数="2", 空缺数="1")))
    assert messages(sheet) == [(4, "空缺数", "填写的是1,核定职数2而在任3人,没有空缺,超配1人,请核对")]
