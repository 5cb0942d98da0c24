"""Taking in a roster, mapped, checked and written with audit, beside reading it and inserting the same rows.

The base is what no import can do without: calamine reads the cells, and every row that results (people,
appointments, posts, schooling, audit entries, search columns) goes into its table by bulk insert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import Table, insert, select

from benchmarks.report import Bar, processor_seconds
from benchmarks.world import REFERENCE, TITLES, TOWNSHIP_SIZE, empty_app, fill, made_up_people
from talentpool.extensions import db
from talentpool.files.xlsx import write_workbook
from talentpool.intake.options import Options
from talentpool.intake.services import Preview, Upload, take_in
from talentpool.models import Appointment, AuditEntry, Base, Person, PersonTag, Post, Schooling
from talentpool.security.actor import console_operator
from talentpool.sheets import Column, Kind, Provenance, ReportingLine, Sheet, Workbook

SIZES = ((1_000, 30, 5), (10_000, 300, 3), (100_000, 3_000, 1))
"""People, units, and how often it is measured, each time beside its base; the best of each counts."""
LIMIT = 4.0
RESULTING: tuple[type[Base], ...] = (Person, Schooling, PersonTag, Post, Appointment, AuditEntry)
"""Tables that a roster fills, each behind those it points at."""
COLUMNS = (
    Column("number", "序号", Kind.NUMBER),
    Column("township", "乡镇", merge=True),
    Column("unit", "村(社区)", merge=True),
    Column("name", "姓名"),
    Column("sex", "性别"),
    Column("nationality", "民族"),
    Column("born_on", "出生年月"),
    Column("schooling", "文化程度"),
    Column("status", "政治面貌"),
    Column("post", "现任职务"),
    Column("since", "任现职时间"),
    Column("id_number", "身份证号码", Kind.ID_NUMBER),
    Column("phone", "联系电话", Kind.PHONE),
)


def roster_file(*, people: int, units: int) -> bytes:
    """The roster of a made-up county in office order, as a township would hand it in."""
    facts = sorted(made_up_people(people, units=units), key=lambda fact: fact["unit"])
    rows = [_row(number, fact, people // units) for number, fact in enumerate(facts)]
    title = "某县村(社区)“两委”干部花名册"
    sheet = Sheet("花名册", title, COLUMNS, rows, reporting=ReportingLine("某县委组织部", REFERENCE))
    origin = Provenance(REFERENCE, "基准", datetime(2023, 7, 1, 8, 30, tzinfo=UTC), "某县委组织部")
    return write_workbook(Workbook(title, origin, (sheet,)))


def _row(number: int, fact: Mapping[str, Any], per_unit: int) -> tuple[object, ...]:
    """The first of a unit hold one post each, the others are members of a committee."""
    place = number % per_unit
    titles = [title for title, _ in TITLES]
    return (
        number + 1,
        f"第{fact['unit'] // TOWNSHIP_SIZE + 1}镇",
        f"第{fact['unit'] + 1}村",
        fact["name"],
        fact["sex"].label,
        "汉族",
        f"{fact['born_on'].year}.{fact['born_on'].month:02d}",
        fact["schooling"].label,
        fact["status"].label,
        titles[place] if place < len(titles) else "村委会委员",
        "2021.01",
        fact["id_number"],
        fact["phone"],
    )


def take(content: bytes) -> Preview:
    """As somebody takes a file in, commit included."""
    outcome = take_in([Upload("花名册.xlsx", content)], by=console_operator(), options=Options(on=REFERENCE))
    db.session.commit()
    return outcome


def read_cells(content: bytes) -> None:
    """Every cell of every sheet."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def insert_rows(rows: Sequence[tuple[Table, list[dict[str, Any]]]]) -> None:
    """One bulk statement a table, in one transaction."""
    for table, told in rows:
        if told:
            db.session.connection().execute(insert(table), told)
    db.session.commit()


def _rows_of(model: type[Base]) -> tuple[Table, list[dict[str, Any]]]:
    table = model.__table__
    assert isinstance(table, Table)
    found = db.session.execute(select(table)).mappings()
    return table, [dict(row) for row in found]


def _measure(content: bytes, *, people: int, units: int) -> tuple[float, float, float]:
    """(import, read, insert) in seconds, on two databases that hold the units only."""
    outcomes: list[Preview] = []
    with TemporaryDirectory() as name, empty_app(Path(name)):
        fill(people=0, units=units)
        before = [{row["id"] for row in _rows_of(model)[1]} for model in RESULTING]
        taken = processor_seconds(lambda: outcomes.append(take(content)))
        rows = [_rows_of(model) for model in RESULTING]
    counts = outcomes[0].counts()
    assert len(rows[0][1]) == people, counts
    fresh = [
        (table, [row for row in told if row["id"] not in known])
        for (table, told), known in zip(rows, before, strict=True)
    ]
    with TemporaryDirectory() as name, empty_app(Path(name)):
        fill(people=0, units=units)
        reading = processor_seconds(lambda: read_cells(content))
        inserting = processor_seconds(lambda: insert_rows(fresh))
    return taken, reading, inserting


def run() -> Iterator[Bar]:
    """One bar a size."""
    warm_up = roster_file(people=100, units=10)
    _measure(warm_up, people=100, units=10)
    for people, units, repeats in SIZES:
        content = roster_file(people=people, units=units)
        measured = [_measure(content, people=people, units=units) for _ in range(repeats)]
        taken, reading, inserting = (min(column) for column in zip(*measured, strict=True))
        base = reading + inserting
        detail = f"{taken:.2f} s; read {reading:.2f} s + insert {inserting:.2f} s"
        yield Bar(f"import of {people} people in {units} units", taken / base, LIMIT, "×", detail)
