"""`report midterm-town` and `report midterm-unit` from the console."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.data.intake.test_import_command import Run
from tests.data.intake.town import TOWN
from tests.unit.files.official.reports import part


def test_the_last_round_s_reports_are_written_whole(run: Run, tmp_path: Path) -> None:
    run("import", str(TOWN))
    town, unit = tmp_path / "town.docx", tmp_path / "unit.docx"
    assert run("report", "midterm-town", "--out", str(town), "--on", "2023-06-30")[0] == 0
    assert run("report", "midterm-unit", "--unit", "金竹村", "--out", str(unit), "--on", "2023-06-30")[0] == 0
    assert "青禾镇村(社区)" in part(town.read_bytes())
    assert "第九工作组" in part(unit.read_bytes())


@pytest.mark.parametrize("told", [("midterm-town",), ("midterm-unit", "--unit", "金竹村")])
def test_without_a_round_the_command_says_what_to_do_and_writes_nothing(
    run: Run, tmp_path: Path, told: tuple[str, ...]
) -> None:
    run("import", str(TOWN / "units.xlsx"))
    out = tmp_path / "none.docx"
    code, _, said = run("report", *told, "--out", str(out), "--on", "2023-06-30")
    assert code == 2
    assert "截至2023-06-30没有届中分析,请先导入届中分析台账" in said
    assert not out.exists()


def test_a_unit_that_nobody_knows_is_told(run: Run, tmp_path: Path, blank_app: Flask) -> None:
    run("import", str(TOWN))
    code, _, said = run("report", "midterm-unit", "--unit", "无名村", "--out", str(tmp_path / "x.docx"))
    assert code == 2
    assert "无名村" in said
