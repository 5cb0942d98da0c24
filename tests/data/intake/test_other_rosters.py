"""Rosters of other offices: their figures are known."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import Appointment, Person, Post, Schooling, Unit
from talentpool.vocabulary import Body, PostClass, SchoolingLevel
from tests.data.intake.town import ROSTERS, TOWN, counts, messages, row_counts, take


def dual_heads() -> int:
    """People who are Party secretary and director of the committee."""
    leaders = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR)
    per_person = (
        select(Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.post_class.in_(leaders))
        .group_by(Appointment.person_id, Post.unit_id)
        .having(func.count(Post.post_class.distinct()) == 2)
    )
    return len(db.session.execute(per_person).all())


def cross_holders() -> int:
    """People who sit in both committees."""
    per_person = (
        select(Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.body.in_((Body.PARTY, Body.COMMITTEE)))
        .group_by(Appointment.person_id, Post.unit_id)
        .having(func.count(Post.body.distinct()) == 2)
    )
    return len(db.session.execute(per_person).all())


def test_a_roster_with_two_header_rows_and_posts_in_three_columns(app: Flask) -> None:
    _, sheet = take(TOWN / "units.xlsx", ROSTERS / "two_level_header.xlsx")
    assert counts(sheet) == (50, 0, 0, 0)
    assert messages(sheet, Level.ERROR) == []
    assert messages(sheet, Level.WARNING) == []
    assert db.session.scalar(select(func.count()).select_from(Appointment)) == 68
    assert (dual_heads(), cross_holders()) == (9, 18)
    college = select(Schooling.person_id).where(Schooling.rank >= SchoolingLevel.COLLEGE.rank).distinct()
    assert len(db.session.execute(college).all()) == 33
    assert db.session.scalar(select(func.count()).where(Appointment.standing.is_(True))) == 57


def test_a_second_import_of_it_changes_nothing(app: Flask) -> None:
    take(TOWN / "units.xlsx", ROSTERS / "two_level_header.xlsx")
    before = row_counts()
    (sheet,) = take(ROSTERS / "two_level_header.xlsx")
    assert counts(sheet) == (0, 0, 50, 0)
    assert row_counts() == before


def test_a_system_export_of_another_town_brings_its_units_along(app: Flask) -> None:
    (sheet,) = take(ROSTERS / "community_workers.xlsx", create_units=True)
    assert counts(sheet) == (15, 0, 0, 0)
    assert messages(sheet, Level.ERROR) == []
    assert messages(sheet, Level.WARNING) == []
    units = db.session.scalars(select(Unit.name).order_by(Unit.id)).all()
    assert units == ["锦程街道", "锦程社区", "望江社区", "和苑社区"]
    assert dual_heads() == 3
    (again,) = take(ROSTERS / "community_workers.xlsx", create_units=True)
    assert counts(again) == (0, 0, 15, 0)


def test_without_the_users_word_an_unknown_unit_is_an_error_with_the_nearest_names(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    (sheet,) = take(ROSTERS / "community_workers.xlsx")
    assert counts(sheet) == (0, 0, 0, 15)
    row, column, message = messages(sheet, Level.ERROR)[0]
    assert (row, column) == (2, "社区")
    assert message.startswith("登记册中没有“锦程社区”,是否为“青禾社区”?")
    unknown = sheet.rows[0].unknown_unit
    assert unknown is not None
    assert (unknown.name, unknown.township) == ("锦程社区", "锦程街道")
    assert db.session.scalar(select(func.count()).where(Person.name == "毛强佑")) == 0


FAULTS = {
    4: ("error", "身份证号码"),
    5: ("error", "身份证号码"),
    7: ("error", "出生年月"),
    8: ("error", "姓名"),
    9: ("error", "村(社区)"),
    10: ("error", "性别"),
    11: ("error", "出生年月"),
    13: ("error", "身份证号码"),
    14: ("error", "入党时间"),
    15: ("warning", "政治面貌"),
    16: ("warning", "现任职务"),
    23: ("warning", ""),
}


def test_each_fault_is_told_once_under_its_row_and_column(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    (sheet,) = take(ROSTERS / "with_faults.xlsx")
    assert len(sheet.rows) == 21
    told = [(issue.row, (issue.level.value, issue.column)) for row in sheet.rows for issue in row.issues]
    assert told == sorted(FAULTS.items())
    assert not sheet.written
    assert db.session.scalar(select(func.count()).where(Person.name == "邱永天")) == 0


def test_the_valid_rows_of_a_faulty_roster_come_in_at_the_users_word(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    (sheet,) = take(ROSTERS / "with_faults.xlsx", valid_rows_only=True)
    assert counts(sheet) == (11, 0, 1, 9)
    assert sheet.written
    adviser = db.session.execute(
        select(Post.title, Post.body)
        .join(Appointment, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .where(Person.name == "高华显")
    ).one()
    assert tuple(adviser) == ("总顾问", Body.OTHER)
    assert db.session.scalar(select(Person.political_status).where(Person.name == "贾新世")) is None
