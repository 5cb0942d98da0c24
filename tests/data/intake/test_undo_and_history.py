"""A batch is taken back whole while nothing later touched its rows; the history tells who did what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.backup import files
from talentpool.extensions import db
from talentpool.models import Appointment, AuditEntry, IntakeBatch, Person, UndoableAct, Unit
from tests.data.audit.test_undo import everything
from tests.data.intake.town import ROSTERS, TOWN, counts, held, person, roster, row, row_counts, take

Run = Callable[..., tuple[int, str, str]]
BOOKS = {"intake_batch", "intake_file", "intake_return", "journal_entry", "layout_memory"}


def register() -> dict[str, object]:
    return {name: rows for name, rows in everything().items() if name not in BOOKS}


def undo(number: int) -> None:
    from talentpool.intake import batches
    from talentpool.security.actor import current_actor

    batches.undo(db.session.get_one(IntakeBatch, number), by=current_actor())
    db.session.commit()


def last_batch() -> IntakeBatch:
    return db.session.scalars(select(IntakeBatch).order_by(IntakeBatch.id.desc())).first()  # type: ignore[return-value]


def test_the_sample_town_goes_as_it_came(app: Flask) -> None:
    before = register()
    take(TOWN / "units.xlsx", TOWN / "roster.xlsx", TOWN / "posts.xlsx")
    undo(last_batch().id)
    assert register() == before
    act = db.session.scalars(select(UndoableAct)).one()
    assert act.undone_by == last_batch().created_by
    told = select(AuditEntry.act).where(AuditEntry.operation == "delete").distinct()
    assert db.session.scalars(told).all() == ["撤销:导入:units.xlsx等3个文件"]


def test_corrections_endings_schooling_and_quiet_columns_return(app: Flask) -> None:
    take(TOWN / "units.xlsx", TOWN / "roster.xlsx", TOWN / "posts.xlsx")
    before = register()
    who = db.session.scalars(
        select(Person).where(Person.unit_id == select(Unit.id).where(Unit.name == "云山村").scalar_subquery())
    ).first()
    assert who is not None
    changed = row(
        who.name,
        "村委会委员",
        born=who.born_on.dotted if who.born_on else "",
        phone="19911112222",
        since="2023.06",
        schooling="大学",
    ) | {"性别": ""}
    (sheet,) = take(roster(changed, row("新一", "村委会委员")))
    assert counts(sheet) == (1, 1, 0, 0)
    assert register() != before
    undo(last_batch().id)
    assert register() == before
    take(TOWN / "units.xlsx", TOWN / "roster.xlsx", TOWN / "posts.xlsx")
    assert register() == before


def test_schooling_rows_that_were_replaced_return(app: Flask) -> None:
    header = "村(社区) 姓名 性别 出生年月 全日制教育 在职教育 现任职务".split()
    take(TOWN / "units.xlsx", roster(row("甘一", "村委会委员", schooling="大专")))
    before = register()
    told = {
        "村(社区)": "云山村",
        "姓名": "甘一",
        "性别": "男",
        "出生年月": "1980.01",
        "全日制教育": "高中",
        "在职教育": "大专",
        "现任职务": "村委会委员",
    }
    (sheet,) = take(roster(told, header=header))
    assert counts(sheet) == (0, 1, 0, 0)
    undo(last_batch().id)
    assert register() == before


def test_a_later_change_stands_in_the_way_and_is_told(app: Flask, run: Run) -> None:
    take(TOWN / "units.xlsx", roster(row("甘一", "村委会委员")))
    number = last_batch().id
    with action("更正"):
        person("甘一").note = "改过"
        db.session.commit()
    code, out, err = run("import", "--undo", str(number))
    assert code == 1
    assert out == ""
    assert "没有撤销,登记册没有变化" in err
    assert "甘一:之后备注又有改动" in err
    assert held("甘一")
    with action("更正"):
        person("甘一").note = ""
        db.session.commit()
    code, out, err = run("import", "--undo", str(number))
    assert (code, err) == (0, "")
    assert out == f"已撤销批次{number}:units.xlsx、花名册.csv\n"
    assert db.session.scalars(select(Appointment)).all() == []


def test_what_changed_nothing_cannot_be_undone(app: Flask, run: Run) -> None:
    assert run("import", "--undo", "7")[0] == 1
    assert run("import")[0] == 2
    assert run("import", "x.xlsx", "--undo", "7")[0] == 2


def test_the_history_tells_who_when_what_and_who_took_it_back(app: Flask, run: Run) -> None:
    take(TOWN / "units.xlsx")
    take(roster(row("甘一", "村委会委员")))
    number = last_batch().id
    run("import", "--undo", str(number))
    code, out, _ = run("import", "--history")
    newest, oldest = out.splitlines()
    assert code == 0
    assert "花名册.csv  新增1 变更0 未变0  已由本机操作员" in newest
    assert "units.xlsx  新增9 变更0 未变0  已导入" in oldest


def test_console_imports_and_their_acts_belong_to_their_township(app: Flask) -> None:
    take(TOWN / "units.xlsx", TOWN / "roster.xlsx")
    township = db.session.scalars(select(Unit).where(Unit.name == "青禾镇")).one()
    assert last_batch().unit_id == township.id
    assert db.session.scalars(select(UndoableAct.unit_id)).all() == [township.id]
    take(ROSTERS / "community_workers.xlsx", create_units=True)
    assert last_batch().unit_id == db.session.scalars(select(Unit.id).where(Unit.name == "锦程街道")).one()


def test_the_console_writes_the_refused_rows_beside(app: Flask, run: Run, tmp_path: Path) -> None:
    take(TOWN / "units.xlsx")
    back = tmp_path / "退回.xlsx"
    faults = str(ROSTERS / "with_faults.xlsx")
    before = row_counts()
    code, _, err = run("import", faults, "--json", "--dry-run", "--refused", str(back))
    assert (code, row_counts()) == (1, before)
    assert f"不能导入的9行已写入{back}" in err
    sheet = openpyxl.load_workbook(back).worksheets[0]
    assert (sheet.max_row, sheet.cell(2, 15).value) == (11, "退回原因")
    code, _, _ = run("import", faults, "--valid-rows-only", "--refused", str(back))
    assert code == 1
    code, _, err = run("import", str(TOWN / "units.xlsx"), "--refused", str(tmp_path / "none.xlsx"))
    assert (code, (tmp_path / "none.xlsx").exists()) == (0, False)
    assert "没有不能导入的行" in err


def test_refused_rows_that_do_not_fit_on_the_disk_leave_what_was_there(
    app: Flask, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(TOWN / "units.xlsx")
    back = tmp_path / "退回.xlsx"
    back.write_bytes(b"of yesterday")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    code, _, err = run("import", str(ROSTERS / "with_faults.xlsx"), "--dry-run", "--refused", str(back))
    assert (code, back.read_bytes()) == (1, b"of yesterday")
    assert f"无法写入 {back}:No space left on device。请换一个目录或检查磁盘空间" in err
    assert [one.name for one in tmp_path.iterdir()] == [back.name]
