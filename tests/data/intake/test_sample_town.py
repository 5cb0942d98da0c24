"""The sample town's own workbooks, as an office hands them in."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import (
    Appointment,
    AuditEntry,
    IntakeBatch,
    Person,
    Post,
    SeatStatement,
    Term,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)
from talentpool.vocabulary import DutyRole, EndCause, PartyForm, UnitType
from tests.data.intake.town import TOWN, counts, held, messages, row_counts, take, take_sample_town


def test_the_three_workbooks_come_in_without_a_warning_or_an_error(app: Flask) -> None:
    units, roster, posts = take_sample_town()
    assert [counts(sheet) for sheet in (units, roster, posts)] == [(9, 0, 0, 0), (59, 0, 0, 0), (1, 0, 8, 0)]
    for sheet in (units, roster, posts):
        assert messages(sheet, Level.WARNING) == []
        assert messages(sheet, Level.ERROR) == []
        assert sheet.missing == []


def test_units_stand_below_their_township_in_the_order_of_the_sheet(app: Flask) -> None:
    take_sample_town()
    town = db.session.scalars(select(Unit).where(Unit.unit_type == UnitType.TOWNSHIP)).one()
    assert (town.name, town.code, town.path) == ("青禾镇", "519901101000", f"/{town.id}/")
    units = db.session.scalars(select(Unit).where(Unit.parent_id == town.id).order_by(Unit.position)).all()
    assert [unit.name for unit in units] == (
        "青禾社区 云山村 银杏村 文昌村 竹海村 双河村 果香村 茶坪村 金竹村".split()
    )
    assert units[0].unit_type is UnitType.COMMUNITY
    assert units[8].code == "519901101209"
    assert units[8].path == f"/{town.id}/{units[8].id}/"
    assert {unit.roster_from for unit in units} == {date(2023, 6, 30)}


def test_what_is_stated_of_a_unit_is_kept_as_of_the_day(app: Flask) -> None:
    take_sample_town()
    stated = db.session.scalars(
        select(UnitStatement).join(Unit, UnitStatement.unit_id == Unit.id).where(Unit.name == "双河村")
    ).one()
    assert stated.stated_on == date(2023, 6, 30)
    assert stated.party_form is PartyForm.GENERAL_BRANCH
    assert (stated.branch_count, stated.party_member_count, stated.group_count) == (2, 79, 9)
    assert (stated.household_count, stated.registered_population, stated.resident_population) == (
        615,
        1942,
        1610,
    )
    names = db.session.scalars(
        select(UnitName.name).where(UnitName.unit_id == stated.unit_id).order_by(UnitName.id)
    ).all()
    assert names == ["上河村", "下河村"]


def test_township_staff_are_people_of_the_township_with_a_duty(app: Flask) -> None:
    take_sample_town()
    statement = (
        select(Person.name, UnitDuty.role)
        .join(Person, UnitDuty.person_id == Person.id)
        .join(Unit, UnitDuty.unit_id == Unit.id)
        .where(Unit.name == "金竹村")
        .order_by(UnitDuty.id)
    )
    assert [tuple(row) for row in db.session.execute(statement)] == [
        ("于志显", DutyRole.AREA_LEADER),
        ("汪福长", DutyRole.STATIONED_CADRE),
        ("卢兰兰", DutyRole.STATIONED_CADRE),
    ]
    town = db.session.scalars(select(Unit).where(Unit.unit_type == UnitType.TOWNSHIP)).one()
    assert db.session.scalar(select(func.count()).where(Person.unit_id == town.id)) == 27


def test_the_term_is_inferred_and_the_seats_hold_back_to_its_start(app: Flask) -> None:
    _, roster, _ = take_sample_town()
    term = db.session.scalars(select(Term)).one()
    assert (term.name, term.inferred) == ("2021年换届至2026年", True)
    assert (term.started_on.iso, term.ends_on.iso) == ("2021-01", "2026-01")
    assert any("推定" in note for note in roster.notes)
    seats = db.session.execute(select(SeatStatement.holds_from, SeatStatement.stated_on)).all()
    assert {tuple(row) for row in seats} == {(date(2021, 1, 1), date(2023, 6, 30))}
    assert db.session.scalar(select(func.sum(SeatStatement.authorised))) == 51
    assert db.session.scalar(select(func.count()).where(Appointment.term_id == term.id)) == 77


def test_the_named_vacancy_has_its_cause_and_plan(app: Flask) -> None:
    take_sample_town()
    vacancy, post, unit = db.session.execute(
        select(Vacancy, Post, Unit).join(Post, Vacancy.post_id == Post.id).join(Unit, Post.unit_id == Unit.id)
    ).one()
    assert (unit.name, post.title, vacancy.since.iso) == ("金竹村", "村委会副主任", "2021-11")
    assert (vacancy.cause, vacancy.cause_written) == (EndCause.RESIGNED, "原任辞职")
    assert vacancy.by_election_plan == "2023年12月前补选"
    assert vacancy.by_election_due is not None
    assert vacancy.by_election_due.iso == "2023-12"
    assert vacancy.closed_on is None


def test_dates_names_and_posts_come_in_as_they_were_meant(app: Flask) -> None:
    take_sample_town()
    assert held("钟文") == [
        ("青禾社区", "党委书记", "2021-01", None, None),
        ("青禾社区", "居委会主任", "2021-01", None, None),
    ]
    assert held("沈燕欣")[0] == ("青禾社区", "党委委员", "2021-02-06", None, None)
    person = db.session.scalars(select(Person).where(Person.name == "郭国文")).one()
    assert person.born_on is not None
    assert person.born_on.iso == "1973-06-05"
    assert person.party_joined_on is not None
    assert person.party_joined_on.iso == "2001-06"
    assert (person.name_key, person.initials) == ("guo guo wen", "ggw")
    assert person.nationality == "01"


def test_a_second_import_changes_nothing_and_leaves_no_trace(app: Flask) -> None:
    take_sample_town()
    before = row_counts()
    sheets = take_sample_town()
    assert [counts(sheet) for sheet in sheets] == [(0, 0, 9, 0), (0, 0, 59, 0), (0, 0, 9, 0)]
    assert row_counts() == before


def test_the_order_of_the_files_does_not_matter(app: Flask) -> None:
    posts, roster, units = take(TOWN / "posts.xlsx", TOWN / "roster.xlsx", TOWN / "units.xlsx")
    assert [str(sheet.kind) for sheet in (posts, roster, units)] == ["posts", "roster", "units"]
    assert [counts(sheet) for sheet in (units, roster, posts)] == [(9, 0, 0, 0), (59, 0, 0, 0), (1, 0, 8, 0)]
    assert messages(posts) == []
    assert db.session.scalars(select(SeatStatement.holds_from).distinct()).all() == [date(2021, 1, 1)]


def test_every_row_written_has_its_audit_entry_under_the_batch(app: Flask) -> None:
    take_sample_town()
    batch = db.session.scalars(select(IntakeBatch)).one()
    assert batch.state == "taken"
    assert [file.name for file in batch.files] == ["units.xlsx", "roster.xlsx", "posts.xlsx"]
    assert [file.content for file in batch.files] == [None, None, None]
    entries = db.session.execute(
        select(AuditEntry.record_table, func.count())
        .where(AuditEntry.operation == "insert")
        .group_by(AuditEntry.record_table)
    )
    written = {table: number for table, number in row_counts().items() if number}
    told = dict(tuple(row) for row in entries)
    for table in ("unit", "person", "schooling", "post", "appointment", "vacancy", "seat_statement", "term"):
        assert told[table] == written[table], table
    assert db.session.scalars(select(AuditEntry.act).distinct()).all() == ["导入"]
    assert db.session.scalars(select(AuditEntry.batch_id).distinct()).all() == [batch.id]


def test_no_id_or_telephone_number_stands_in_the_audit_log(app: Flask) -> None:
    take_sample_town()
    entry = db.session.scalars(
        select(AuditEntry)
        .join(Person, Person.id == AuditEntry.record_id)
        .where(AuditEntry.record_table == "person", Person.name == "钟文")
    ).one()
    assert str(entry.changes["id_number"][1]).startswith("519***********003X #")
    assert str(entry.changes["phone"][1]).startswith("199****0001 #")
    assert "id_number_fingerprint" not in entry.changes
