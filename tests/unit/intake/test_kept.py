"""A preview as it is kept: masked, complete, and read back row by row."""

from __future__ import annotations

import json
from datetime import date

import pytest

from talentpool.intake.kept import Shown, keep_sheets, mask_example, read_sheets, without_rows
from talentpool.intake.layout.model import ColumnMatch, MatchedBy
from talentpool.intake.plan import FieldChange, MissingPerson, Question, RowPlan, SheetPlan, UnknownUnit
from talentpool.vocabulary import RowOutcome, SheetKind

ID_NUMBER = "519999198001010015"


@pytest.fixture
def plan() -> SheetPlan:
    new = RowPlan(3, "云山村 李明", RowOutcome.NEW)
    new.change("身份证号码", "", ID_NUMBER, sensitive="id_number")
    new.change("联系电话", "13800000001", "13800000002", sensitive="phone")
    odd = RowPlan(4, "云山村 王芳", RowOutcome.UNCHANGED)
    odd.warn("年龄", "请核对")
    lost = RowPlan(5, "杨宇波", unknown_unit=UnknownUnit("云上村", near=((3, "云山村"),)))
    lost.refuse("村(社区)", "登记册中没有“云上村”")
    asked = RowPlan(6, "云山村 陈浩")
    asked.ask("姓名", Question("册/1/6", "有2人与本行相符", (("7", "陈浩,1980.01"), ("new", "都不是"))))
    return SheetPlan(
        "册.xlsx",
        "花名册",
        SheetKind.ROSTER,
        rows=[new, odd, lost, asked],
        notes=["表中没有填报时间"],
        missing=[MissingPerson(9, "赵盛", "云山村", ("村委会副主任",))],
        columns=(
            ColumnMatch("id_number", 2, "身份证号码", 1.0, MatchedBy.ALIAS, (ID_NUMBER,)),
            ColumnMatch(None, 3, "社保卡号", 0.0, MatchedBy.NONE, (f"卡{ID_NUMBER}",)),
        ),
        stated_on=date(2023, 6, 30),
        dated=False,
    )


def test_no_number_is_kept_in_full(plan: SheetPlan) -> None:
    kept = json.dumps(keep_sheets([plan]), ensure_ascii=False)
    assert ID_NUMBER not in kept
    assert "13800000001" not in kept
    assert "519***********0015" in kept
    assert "138****0002" in kept


def test_what_is_kept_reads_back(plan: SheetPlan) -> None:
    [sheet] = read_sheets(json.loads(json.dumps(keep_sheets([plan]))))
    assert (sheet.file, sheet.sheet, sheet.kind, sheet.stated_on) == (
        "册.xlsx",
        "花名册",
        SheetKind.ROSTER,
        "2023-06-30",
    )
    assert sheet.counts == {
        RowOutcome.NEW: 1,
        RowOutcome.CHANGED: 0,
        RowOutcome.UNCHANGED: 1,
        RowOutcome.QUESTION: 1,
        RowOutcome.REFUSED: 1,
    }
    assert (sheet.total, sheet.valid, sheet.refused, sheet.warnings) == (4, 2, 2, 1)
    assert sheet.missing == (MissingPerson(9, "赵盛", "云山村", ("村委会副主任",)),)
    assert sheet.unknown_units == ((UnknownUnit("云上村", near=((3, "云山村"),)), 1),)
    assert [column.header for column in sheet.unmapped] == ["社保卡号"]
    new, _odd, _lost, asked = sheet.rows()
    assert new.changes[1] == FieldChange("联系电话", "138****0001", "138****0002")
    assert asked.question == Question("册/1/6", "有2人与本行相符", (("7", "陈浩,1980.01"), ("new", "都不是")))


@pytest.mark.parametrize(
    ("shown", "numbers"),
    [
        (Shown.ALL, [3, 4, 5, 6]),
        (Shown.NEW, [3]),
        (Shown.CHANGED, []),
        (Shown.UNCHANGED, [4]),
        (Shown.PROBLEM, [4, 5, 6]),
    ],
)
def test_rows_are_filtered_by_what_becomes_of_them(plan: SheetPlan, shown: Shown, numbers: list[int]) -> None:
    [sheet] = read_sheets(keep_sheets([plan]))
    assert [row.row_number for row in sheet.rows(shown)] == numbers
    assert sheet.count(shown) == len(numbers)


def test_a_discarded_preview_keeps_counts_and_nobody(plan: SheetPlan) -> None:
    kept = without_rows(keep_sheets([plan]))
    text = json.dumps(kept, ensure_ascii=False)
    assert not any(name in text for name in ("李明", "王芳", "赵盛", "杨宇波", "云上村"))
    [sheet] = read_sheets(kept)
    assert sheet.total == 4


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("id_number", ID_NUMBER, "519***********0015"),
        ("phone", "13812345678", "138****5678"),
        (None, f"证件{ID_NUMBER}", "证件519***********0015"),
        ("note", "电话13812345678", "电话138****5678"),
        ("born_on", "1978.06", "1978.06"),
    ],
)
def test_examples_of_columns_hide_long_numbers(field: str | None, text: str, told: str) -> None:
    assert mask_example(field, text) == told
