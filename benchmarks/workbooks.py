"""The roster and very large tables, each beside bare XlsxWriter writing the same styled cells.

Memory is the peak of a process of its own: `python -m benchmarks.workbooks ours 100000` prints seconds
and peak in kilobytes.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from sqlalchemy import update

from benchmarks.report import Bar, peak_kb, processor_seconds
from benchmarks.world import REFERENCE, county, made_up_people
from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.dates import PartialDate
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks import roster
from talentpool.extensions import db
from talentpool.files.xlsx import save_workbook
from talentpool.files.xlsx.columns import ROW_PT
from talentpool.files.xlsx.styles import HEADER, Formats, Style
from talentpool.models import Person
from talentpool.security.scope import Scope
from talentpool.sheets import Column, Kind, Provenance, Row, Sheet, StreamedRows, Workbook, row_values

ROSTER_LIMIT = 1.3
LARGE, WIDE = 100_000, 30
SIZES = (10_000, 50_000, LARGE)
MEMORY_LIMIT_MB = 3.0
MADE_AT = datetime(2023, 7, 1, 8, 30, tzinfo=UTC)


def bare(columns: Sequence[Column], rows: Iterable[Row], path: Path) -> None:
    """The same cells in the same formats, and nothing else: no measuring, merging, breaking or describing."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet, formats = book.add_worksheet(), Formats(book)
    text, number = formats[Style(number_format="@")], formats[Style(number_format="0")]
    sheet.set_default_row(ROW_PT)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.label, formats[HEADER])
    figures = {index for index, column in enumerate(columns) if column.kind is Kind.NUMBER}
    for place, row in enumerate(rows, start=1):
        for index, value in enumerate(row_values(columns, row)):
            if value is None or value == "":
                sheet.write_blank(place, index, None, text)
            elif index in figures:
                sheet.write_number(place, index, value, number)
            else:
                sheet.write_string(place, index, value, text)
    book.close()


def roster_bars(folder: Path) -> Iterator[Bar]:
    """From the database to the file on disk, as somebody takes the roster, at three sizes."""
    for people, units, repeats in ((1_000, 30, 7), (10_000, 300, 3), (100_000, 3_000, 1)):
        with county(people=people, units=units):
            _tell_more_of_everybody()
            yield _roster_bar(people, folder, repeats)


def _tell_more_of_everybody() -> None:
    """Facts that fill three further columns of the roster: then it has nineteen."""
    told = update(Person).values(
        native_place="四川宜宾", work_started_on=PartialDate(1998, 7), first_cadre_on=PartialDate(2011, 3)
    )
    db.session.execute(told, execution_options={AUDITED_ELSEWHERE: True, "synchronize_session": False})
    db.session.commit()


def _roster_bar(people: int, folder: Path, repeats: int) -> Bar:
    request = ExportRequest(
        scope=Scope.everything(), on=REFERENCE, made_at=MADE_AT, who="基准", unmasked=True, purpose="基准"
    )

    def take() -> None:
        save_workbook(roster.build(request), folder / "ours.xlsx")

    def read() -> None:
        list(roster.build(request).sheets[0].rows)

    sheet = roster.build(request).sheets[0]
    shown = [_shown(sheet.columns, row) for row in sheet.rows]
    bare_file = folder / "bare.xlsx"
    taken, reading, limit = _in_turn(
        take, read, lambda: bare(sheet.columns, shown, bare_file), repeats=repeats
    )
    detail = (
        f"{len(sheet.rows)} rows × {len(sheet.columns)}: {taken:.2f} s, of which reading {reading:.2f} s; "
        f"bare {limit:.2f} s"
    )
    return Bar(f"roster of {people} people from the database", taken / limit, ROSTER_LIMIT, "×", detail)


def _in_turn(*works: Callable[[], object], repeats: int) -> tuple[float, ...]:
    """Best seconds of processor time of each, run in turn, each on an empty session as a request is."""
    rounds = [[_on_an_empty_session(work) for work in works] for _ in range(repeats + 1)]
    return tuple(min(taken) for taken in zip(*rounds[1:], strict=True))


def _on_an_empty_session(work: Callable[[], object]) -> float:
    db.session.rollback()
    db.session.expunge_all()
    gc.collect()
    return processor_seconds(work)


def _shown(columns: Sequence[Column], row: Row) -> list[object]:
    """The values as bare XlsxWriter takes them: texts made beforehand, outside the measured time."""
    return [
        value if isinstance(value, int) and column.kind is Kind.NUMBER else column.text(value)
        for column, value in zip(columns, row_values(columns, row), strict=True)
    ]


def large_columns() -> tuple[Column, ...]:
    """Thirty columns of every kind that the roster knows."""
    kinds = (Kind.NUMBER, Kind.TEXT, Kind.CHOICE, Kind.ID_NUMBER, Kind.PHONE, Kind.PARTIAL_DATE, Kind.TEXT)
    return tuple(Column(f"c{nth}", f"第{nth + 1}列", kinds[nth % len(kinds)]) for nth in range(WIDE))


def large_rows(count: int) -> Iterator[Row]:
    """Rows that differ; nothing of them is kept."""
    people = made_up_people(1_000, units=300)
    for nth in range(count):
        person = people[nth % len(people)]
        group = (
            nth + 1,
            person["name"],
            person["sex"].label,
            f"{person['id_number'][:10]}{nth:08d}",
            f"199{nth:08d}",
            "1973.06",
            "" if nth % 3 else "党支部书记、村委会主任",
        )
        yield (group * 5)[:WIDE]


def write_large(count: int, path: Path) -> None:
    """Our door: a source of rows into a file on disk."""
    sheet = Sheet("大表", "大表", large_columns(), StreamedRows(lambda: large_rows(count), count=count))
    origin = Provenance(REFERENCE, "基准", MADE_AT, "基准")
    save_workbook(Workbook("大表", origin, (sheet,)), path)


def write_bare(count: int, path: Path) -> None:
    """The same cells through bare XlsxWriter."""
    bare(large_columns(), large_rows(count), path)


WRITERS = {"ours": write_large, "bare": write_bare}


def in_a_process(writer: str, count: int) -> tuple[float, float]:
    """(seconds, peak in MB) of one file written by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.workbooks", writer, str(count)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told["seconds"], told["peak_kb"] / 1024


def large_bars() -> list[Bar]:
    """Time at the largest size, memory at all."""
    peaks = {}
    taken = 0.0
    for count in SIZES:
        taken, peaks[count] = in_a_process("ours", count)
    bare_taken, bare_peak = in_a_process("bare", LARGE)
    detail = f"peak {peaks[LARGE]:.0f} MB, bare {bare_peak:.0f} MB"
    growth = "; ".join(f"{count} rows {peak:.1f} MB" for count, peak in peaks.items())
    return [
        Bar(f"{LARGE} rows × {WIDE}, against bare XlsxWriter", taken, bare_taken, "s", detail),
        Bar(
            f"memory of {LARGE} rows over that of {SIZES[0]}",
            peaks[LARGE] - peaks[SIZES[0]],
            MEMORY_LIMIT_MB,
            "MB",
            growth,
        ),
    ]


def run() -> Iterator[Bar]:
    """Roster and very large tables."""
    with TemporaryDirectory() as name:
        yield from roster_bars(Path(name))
    yield from large_bars()


def _measure(writer: str, count: int) -> None:
    with TemporaryDirectory() as name:
        taken = processor_seconds(lambda: WRITERS[writer](count, Path(name) / "table.xlsx"))
    print(json.dumps({"seconds": taken, "peak_kb": peak_kb()}))


if __name__ == "__main__":
    _measure(sys.argv[1], int(sys.argv[2]))
