"""The console: exit codes, JSON, and what a dry run leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import AuditEntry, IntakeBatch, JournalEntry, Person
from tests.data.intake.town import ROSTERS, TOWN, row_counts

Run = Callable[..., tuple[int, str, str]]


def test_the_json_is_one_list_with_an_object_for_each_sheet(run: Run) -> None:
    code, out, _ = run("import", str(TOWN / "units.xlsx"), str(TOWN / "roster.xlsx"), "--json")
    assert code == 0
    units, roster = json.loads(out)
    assert units == {
        "file": "units.xlsx",
        "sheet": "基本情况",
        "kind": "units",
        "rows": 9,
        "new": 9,
        "changed": 0,
        "unchanged": 0,
        "warnings": [],
        "errors": [],
        "written": True,
        "notes": [],
        "missing": [],
    }
    assert (roster["kind"], roster["rows"], roster["new"], roster["written"]) == ("roster", 59, 59, True)
    assert len(roster["notes"]) == 2


def test_a_folder_brings_its_workbooks(run: Run) -> None:
    code, out, _ = run("import", str(TOWN), "--json")
    assert code == 0
    assert " ".join(sorted(each["kind"] for each in json.loads(out))) == (
        "agency_checks education field_totals findings former groups guidance member_grades member_tallies next_steps "
        "operation pairings party_meetings posts reserves roster team_grades team_tallies units"
    )


def test_a_dry_run_tells_the_same_and_writes_nothing(run: Run, blank_app: Flask) -> None:
    code, out, _ = run("import", str(TOWN), "--json", "--dry-run")
    assert code == 0
    assert sum(each["new"] for each in json.loads(out)) == 9 + 59 + 1 + 19 + 18 + 5 + 30 + 13 + 168
    assert not any(each["written"] for each in json.loads(out))
    with blank_app.app_context():
        for model in (Person, AuditEntry, IntakeBatch, JournalEntry):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_refused_rows_answer_1_and_nothing_is_written(run: Run, blank_app: Flask) -> None:
    run("import", str(TOWN / "units.xlsx"))
    code, out, _ = run("import", str(ROSTERS / "with_faults.xlsx"), "--json")
    (sheet,) = json.loads(out)
    assert code == 1
    assert sheet["written"] is False
    assert [fault["row"] for fault in sheet["errors"]] == [4, 5, 7, 8, 9, 10, 11, 13, 14]
    assert [(fault["row"], fault["column"]) for fault in sheet["warnings"]] == [
        (15, "政治面貌"),
        (16, "现任职务"),
        (23, ""),
    ]
    with blank_app.app_context():
        assert db.session.scalar(select(func.count()).where(Person.name == "邱永天")) == 0


def test_the_valid_rows_are_written_when_asked_for_and_the_code_stays_1(run: Run, blank_app: Flask) -> None:
    run("import", str(TOWN / "units.xlsx"))
    code, out, _ = run("import", str(ROSTERS / "with_faults.xlsx"), "--json", "--valid-rows-only")
    assert (code, json.loads(out)[0]["written"]) == (1, True)
    with blank_app.app_context():
        assert db.session.scalar(select(func.count()).where(Person.name == "邱永天")) == 1


def test_a_file_that_cannot_be_read_answers_2(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "花名册.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut")
    code, out, _ = run("import", str(broken), str(tmp_path / "none.xlsx"), "--json")
    first, second = json.loads(out)
    assert code == 2
    assert (first["file"], first["sheet"], first["kind"], first["written"]) == (
        "花名册.xlsx",
        None,
        None,
        False,
    )
    assert len(first["errors"]) == len(second["errors"]) == 1


def test_a_file_without_any_known_sheet_answers_2_with_a_warning(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("水果,价格\n苹果,3\n", encoding="utf-8")
    code, out, _ = run("import", str(odd), "--json")
    (sheet,) = json.loads(out)
    assert code == 2
    assert (sheet["kind"], sheet["errors"], len(sheet["warnings"])) == (None, [], 1)


def test_the_day_of_a_sheet_without_a_date_can_be_told(run: Run) -> None:
    run("import", str(TOWN / "units.xlsx"))
    _, out, _ = run("import", str(ROSTERS / "with_faults.xlsx"), "--json", "--dry-run", "--on", "2023-06-30")
    assert "表中没有填报时间,按2023-06-30的情况登记" in json.loads(out)[0]["notes"]


@pytest.mark.parametrize("day", ["2023-13", "昨天"])
def test_a_day_that_is_none_is_refused(run: Run, day: str) -> None:
    code, _, err = run("import", str(TOWN), "--on", day)
    assert code == 2
    assert day in err


def test_the_plain_answer_is_for_readers_and_hides_numbers(run: Run) -> None:
    code, out, _ = run("import", str(TOWN))
    assert code == 0
    assert "roster.xlsx · 花名册 · 干部花名册" in out
    assert "共59行: 新增 59" in out
    assert "519901" not in out


def test_the_journal_notes_that_files_came_in(run: Run, blank_app: Flask) -> None:
    run("import", str(TOWN))
    with blank_app.app_context():
        note = db.session.scalars(select(JournalEntry)).one()
        assert (note.event, note.subject) == (
            "导入",
            "education.xlsx、former.xlsx、mentorship.xlsx、midterm.xlsx、posts.xlsx、reserves.xlsx、roster.xlsx、units.xlsx",
        )
        assert note.details["new"] == 322


@pytest.mark.parametrize("mask", [[], ["--unmask", "--purpose", "核对"]], ids=["masked", "unmasked"])
@pytest.mark.parametrize(("slug", "rows"), [("roster", 59), ("vacancies", 9)])
def test_the_products_own_workbook_handed_in_again_changes_nothing(
    run: Run, blank_app: Flask, tmp_path: Path, slug: str, rows: int, mask: list[str]
) -> None:
    run("import", str(TOWN))
    with blank_app.app_context():
        before = row_counts()
    own = tmp_path / "own.xlsx"
    code, _, err = run("export", slug, "--out", str(own), "--on", "2023-06-30", *mask)
    assert code == 0, err
    code, out, _ = run("import", str(own), "--json")
    sheet = json.loads(out)[-1]
    assert (code, sheet["unchanged"], sheet["warnings"], sheet["errors"]) == (0, rows, [], [])
    assert sheet["missing"] == []
    with blank_app.app_context():
        assert row_counts() == before
