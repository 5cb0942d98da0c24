"""`export SLUG --out FILE`: whole files, exit codes, and words for what went wrong."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from talentpool.extensions import db
from talentpool.models import JournalEntry, Unit
from tests.exports.test_every_export import SLUGS

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_workbook_is_written_and_its_place_told(slug: str, run: Run, town: Unit, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert run("export", slug, "--out", str(path)) == (0, f"已导出:{path}\n", "")
    assert zipfile.is_zipfile(path)
    assert [one.name for one in tmp_path.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nothing",), "没有“nothing”这种导出,可用的有:roster、vacancies、gaps"),
        (("roster", "--unit", "无此村"), "没有名称或区划代码为“无此村”的单位"),
        (("roster", "--on", "昨天"), "日期“昨天”无法识别,请写成 2023-06-30"),
        (("roster", "--unmask"), "导出完整的身份证号和电话,须写明用途"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_the_reason(
    arguments: tuple[str, ...], reason: str, run: Run, town: Unit, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    code, _, told = run("export", *arguments, "--out", str(path))
    assert code == 2
    assert reason in told
    assert not path.exists()


def test_a_folder_that_is_not_there_ends_with_1_and_the_way_out(run: Run, town: Unit, tmp_path: Path) -> None:
    code, _, told = run("export", "gaps", "--out", str(tmp_path / "none" / "out.xlsx"))
    assert code == 1
    assert "请换一个目录或检查磁盘空间" in told


def test_a_file_of_yesterday_is_replaced_whole(run: Run, town: Unit, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    assert run("export", "roster", "--out", str(path), "--unit", "519901101209")[0] == 0
    assert path.read_bytes().startswith(b"PK")


def test_the_console_acts_masked_until_a_purpose_is_told_and_is_on_record(
    run: Run, town: Unit, blank_app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    code, _, _ = run("export", "roster", "--out", str(path), "--unmask", "--purpose", "换届资格联审")
    assert code == 0
    with blank_app.app_context():
        entry = db.session.query(JournalEntry).one()
        assert entry.actor.startswith("本机操作员")
        assert entry.details["purpose"] == "换届资格联审"
