"""A plan told: as JSON objects of the command, and as lines for the console. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.intake.plan import FieldChange, Issue, Level, SheetPlan
from talentpool.vocabulary import RowOutcome
from talentpool.wording import say

_MASKS = {"id_number": mask_id_number, "phone": mask_phone}
_MOST_LINES = 50


def sheet_object(sheet: SheetPlan) -> dict[str, Any]:
    """What the command prints of a sheet."""
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "kind": str(sheet.kind) if sheet.kind is not None else None,
        "rows": len(sheet.rows),
        "new": sheet.count(RowOutcome.NEW),
        "changed": sheet.count(RowOutcome.CHANGED),
        "unchanged": sheet.count(RowOutcome.UNCHANGED),
        "warnings": [_issue(issue) for issue in sheet.all_issues(Level.WARNING)],
        "errors": [_issue(issue) for issue in sheet.all_issues(Level.ERROR)],
        "written": sheet.written,
        "notes": list(sheet.notes),
        "missing": [
            {
                "person_id": person.person_id,
                "name": person.name,
                "unit": person.unit,
                "posts": list(person.posts),
            }
            for person in sheet.missing
        ],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {"row": issue.row or None, "column": issue.column, "message": issue.message}


def shown(change: FieldChange, text: str) -> str:
    """A text of a change, masked where it is sensitive."""
    return _MASKS[change.sensitive](text) if change.sensitive and text else text


def lines(sheets: Sequence[SheetPlan], *, dry_run: bool) -> Iterator[str]:
    """What the command prints for a reader."""
    for sheet in sheets:
        yield f"{sheet.file}" + (f" · {sheet.sheet}" if sheet.sheet else "") + f" · {_heading(sheet)}"
        if sheet.kind is not None:
            counts = ((outcome.label, sheet.count(outcome)) for outcome in RowOutcome)
            figures = "  ".join(f"{label} {count}" for label, count in counts if count)
            yield f"  共{len(sheet.rows)}行: {figures or '没有数据'}"
        for note in sheet.notes:
            yield f"  说明: {note}"
        yield from _issue_lines("错误", list(sheet.all_issues(Level.ERROR)))
        yield from _issue_lines("提醒", list(sheet.all_issues(Level.WARNING)))
        yield from _changed_lines(sheet)
        if sheet.missing:
            yield f"  登记在任而表中没有的{len(sheet.missing)}人(未作改动):"
            for person in sheet.missing[:_MOST_LINES]:
                yield f"    {person.unit} {person.name}({'、'.join(person.posts)})"
        if sheet.kind is not None:
            yield f"  {_ending(sheet, dry_run=dry_run)}"


def _heading(sheet: SheetPlan) -> str:
    if sheet.kind is not None:
        return sheet.kind.label
    return "未认出" if sheet.readable else "无法读取"


def _ending(sheet: SheetPlan, *, dry_run: bool) -> str:
    if sheet.written:
        return "已导入"
    return "试运行,没有写入" if dry_run else "没有写入"


def _issue_lines(label: str, issues: Sequence[Issue]) -> Iterator[str]:
    for issue in issues[:_MOST_LINES]:
        place = f"第{issue.row}行" if issue.row else ""
        column = f"“{issue.column}”" if issue.column else ""
        yield f"  {label}: {place}{column}{' ' if place or column else ''}{issue.message}"
    if len(issues) > _MOST_LINES:
        yield f"  {label}: 另有{len(issues) - _MOST_LINES}条,见 --json"


def _changed_lines(sheet: SheetPlan) -> Iterator[str]:
    changed = [row for row in sheet.rows if row.outcome is RowOutcome.CHANGED]
    for row in changed[:_MOST_LINES]:
        fields = ";".join(
            f"{change.label} {shown(change, change.old) or '(空)'} → {shown(change, change.new)}"
            for change in row.changes
        )
        yield f"  变更: 第{row.row_number}行 {row.subject}: {fields}"
    if len(changed) > _MOST_LINES:
        yield f"  变更: 另有{len(changed) - _MOST_LINES}行"


def wrote_nothing(counts: Mapping[str, Any]) -> bool:
    """Whether taking a batch in left the register as it was."""
    return not any(counts.get(each) for each in ("new", "changed", "ended"))


def taken_message(counts: Mapping[str, Any]) -> str:
    """What taking a batch in came to."""
    if wrote_nothing(counts):
        return say("导入已确认,没有写入任何内容:各行与登记册一致或不能导入,登记册没有变化")
    message = say(
        "导入完成:新增%(new)s行,变更%(changed)s行,未变%(unchanged)s行",
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
    )
    if left_out := counts["refused"] + counts["question"]:
        message += say(",未导入%(left_out)s行", left_out=left_out)
    if counts.get("ended"):
        message += say(",结束任职%(ended)s人", ended=counts["ended"])
    return message
