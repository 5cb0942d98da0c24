"""Files made up in place, and questions to the register about what came of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.intake import services
from talentpool.intake.options import Options
from talentpool.intake.plan import Level, SheetPlan
from talentpool.intake.sources import Upload
from talentpool.models import (
    Appointment,
    AuditEntry,
    Base,
    IntakeBatch,
    IntakeFile,
    Person,
    PersonTag,
    Post,
    Schooling,
    SeatStatement,
    Term,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)
from talentpool.security.actor import current_actor

ROOT = Path(__file__).parents[3]
TOWN = ROOT / "talentpool" / "sample" / "town"
ROSTERS = ROOT / "tests" / "data_files" / "rosters"
JUNE = date(2023, 6, 30)

TABLES: tuple[type[Base], ...] = (
    Unit,
    UnitName,
    UnitStatement,
    UnitDuty,
    Person,
    PersonTag,
    Schooling,
    Term,
    SeatStatement,
    Post,
    Appointment,
    Vacancy,
    AuditEntry,
    IntakeBatch,
    IntakeFile,
)

ROSTER_HEADER = (
    "序号 村(社区) 姓名 性别 民族 出生年月 文化程度 政治面貌 入党时间 现任职务 任现职时间 身份证号码 联系电话 备注"
).split()
UNITS_HEADER = (
    "序号 单位名称 类型 区划代码 党组织形式 党员数 户数 “两委”核定职数 常职职数 包片领导 驻村干部 合并沿革"
).split()
POSTS_HEADER = (
    "序号 村(社区) 核定职数 实有人数 空缺数 空缺职务 空缺时间 空缺原因 拟补选方式/时间 拟任人选 联审情况 备注"
).split()


def table(
    name: str, title: str, header: Sequence[str], rows: Sequence[dict[str, str]], on: str = ""
) -> Upload:
    """A file with a title, a reporting line (none without `on`) and the rows, by header."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title])
    if on:
        writer.writerow([f"填报单位(盖章):青禾镇党群办 填报时间:{on}"])
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([row.get(column, "") if column != "序号" else str(number) for column in header])
    return Upload(f"{name}.csv", text.getvalue().encode())


def roster(*rows: dict[str, str], on: str = "2023年6月30日", header: Sequence[str] = ROSTER_HEADER) -> Upload:
    """A roster of 青禾镇; a row starts in row 4 of the sheet (in row 3 without a date)."""
    return table("花名册", "青禾镇村(社区)“两委”干部花名册", header, rows, on)


def units(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A sheet of units of 青禾镇."""
    return table("基本情况", "青禾镇村(社区)基本情况表", UNITS_HEADER, rows, on)


def ledger(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A ledger of seats and vacancies of 青禾镇."""
    return table("台账", "青禾镇村(社区)“两委”职数及空缺情况台账", POSTS_HEADER, rows, on)


def row(name: str, posts: str = "", *, unit: str = "云山村", **more: str) -> dict[str, str]:
    """A row of a roster; further columns by short names."""
    columns = {
        "sex": "性别",
        "born": "出生年月",
        "schooling": "文化程度",
        "status": "政治面貌",
        "joined": "入党时间",
        "since": "任现职时间",
        "number": "身份证号码",
        "phone": "联系电话",
        "note": "备注",
    }
    filled = {"sex": "男", "born": "1980.01", "since": "2021.01", **more}
    return {"村(社区)": unit, "姓名": name, "现任职务": posts} | {
        columns[key]: value for key, value in filled.items()
    }


def village(name: str = "云山村", **more: str) -> dict[str, str]:
    """A row of a sheet of units."""
    return {"单位名称": name, "类型": "村", "党组织形式": "党总支", "“两委”核定职数": "5"} | more


def take(*files: Upload | Path, **options: object) -> list[SheetPlan]:
    """Take files in and keep them; the working day is 2023-06-30."""
    uploads = [file if isinstance(file, Upload) else Upload(file.name, file.read_bytes()) for file in files]
    chosen = Options(**{"on": JUNE, **options})  # type: ignore[arg-type]
    outcome = services.take_in(uploads, by=current_actor(), options=chosen)
    db.session.commit()
    return outcome.sheets


def take_sample_town() -> list[SheetPlan]:
    """The three workbooks of the sample town."""
    return take(TOWN / "units.xlsx", TOWN / "roster.xlsx", TOWN / "posts.xlsx")


def counts(sheet: SheetPlan) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, refused or asked)."""
    from talentpool.vocabulary import RowOutcome as Outcome

    refused = sheet.count(Outcome.REFUSED) + sheet.count(Outcome.QUESTION)
    return sheet.count(Outcome.NEW), sheet.count(Outcome.CHANGED), sheet.count(Outcome.UNCHANGED), refused


def messages(sheet: SheetPlan, level: Level = Level.WARNING) -> list[tuple[int, str, str]]:
    """(row, column, message) of a level."""
    return [(issue.row, issue.column, issue.message) for issue in sheet.all_issues(level)]


def row_counts() -> dict[str, int]:
    """Rows of every table that an intake writes."""
    return {
        model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in TABLES
    }


def person(name: str) -> Person:
    """The only person of a name."""
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def held(name: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """(unit, title, start, end, cause) of everything that a person held, by start and id."""
    statement = (
        select(Unit.name, Post.title, Appointment.started_on, Appointment.ended_on, Appointment.end_cause)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .join(Person, Appointment.person_id == Person.id)
        .where(Person.name == name)
        .order_by(Appointment.id)
    )
    return [
        (unit, title, start and start.iso, end and end.iso, cause and cause.value)
        for unit, title, start, end, cause in db.session.execute(statement)
    ]


def changes(sheet: SheetPlan, row_number: int) -> list[tuple[str, str, str]]:
    """(field, old, new) of a row."""
    plan = next(plan for plan in sheet.rows if plan.row_number == row_number)
    return [(change.label, change.old, change.new) for change in plan.changes]
