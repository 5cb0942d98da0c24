"""What the product gave out is handed in again: it says what the register says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "talentpool" / "sample" / "town"
Run = Callable[..., tuple[int, str, str]]
COUNTS = ("kind", "rows", "new", "changed", "unchanged", "warnings", "errors")


@pytest.fixture
def sample_town(run: Run) -> None:
    """The sample town, taken in."""
    first = ("units.xlsx", "roster.xlsx", "posts.xlsx")
    ledgers = ("reserves.xlsx", "education.xlsx", "mentorship.xlsx", "former.xlsx")
    code, _, told = run("import", *(str(SAMPLE / name) for name in first), "--create-units")
    assert code == 0, told
    code, _, told = run("import", *(str(SAMPLE / name) for name in ledgers))
    assert code == 0, told


def handed_in(run: Run, path: Path) -> list[dict[str, object]]:
    """What the intake says of the sheets that it recognised."""
    _, answer, _ = run("import", str(path), "--json")
    return [{key: sheet[key] for key in COUNTS} for sheet in json.loads(answer) if sheet["kind"]]


@pytest.mark.parametrize(
    ("slug", "kind", "rows"),
    [
        ("roster", "roster", 59),
        ("vacancies", "posts", 9),
        ("reserves", "reserves", 19),
        ("education", "education", 18),
        ("advisers", "former", 13),
    ],
)
def test_it_changes_nothing(
    slug: str, kind: str, rows: int, run: Run, sample_town: None, tmp_path: Path
) -> None:
    path = tmp_path / f"{slug}.xlsx"
    code, _, told = run("export", slug, "--out", str(path), "--on", "2023-06-30")
    assert code == 0, told
    assert handed_in(run, path) == [
        {"kind": kind, "rows": rows, "new": 0, "changed": 0, "unchanged": rows, "warnings": [], "errors": []}
    ]


def test_a_vacancy_of_some_unit_without_a_name_is_no_new_vacancy(
    run: Run, sample_town: None, tmp_path: Path
) -> None:
    path = tmp_path / "vacancies.xlsx"
    run("export", "vacancies", "--out", str(path), "--on", "2023-06-30", "--unit", "金竹村")
    [sheet] = handed_in(run, path)
    assert (sheet["rows"], sheet["unchanged"]) == (1, 1)


@pytest.mark.parametrize("slug", ["gaps", "succession", "quota-gaps"])
def test_what_was_worked_out_is_not_taken_in(slug: str, run: Run, sample_town: None, tmp_path: Path) -> None:
    path = tmp_path / f"{slug}.xlsx"
    run("export", slug, "--out", str(path), "--on", "2023-06-30")
    assert handed_in(run, path) == []
