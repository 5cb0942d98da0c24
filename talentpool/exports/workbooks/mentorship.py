"""The ledger of mentorship 帮带台账: summary by unit, pairs, meetings, who is overdue, who has no mentor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import NO_UNITS, SERIAL, SIGNATURE, numbered
from talentpool.extensions import db
from talentpool.mentorship import ledger
from talentpool.mentorship.ledger import is_overdue_pair
from talentpool.mentorship.listing import LogFilter, select_logs
from talentpool.mentorship.overview import Mentoring, add_up, list_mentoring
from talentpool.mentorship.queries import PairFilter, select_without_mentor
from talentpool.models import Unit
from talentpool.settings.queries import guidance_days
from talentpool.sheets import Column, Kind, Row, Sheet, Workbook
from talentpool.units.naming import names_on
from talentpool.web.whole import all_rows

SUMMARY_COLUMNS: tuple[Column, ...] = (
    SERIAL,
    Column("township", "乡镇(街道)", parts=True),
    Column("unit", "村(社区)", min_width=5),
    Column("reserves", "在库人数", Kind.NUMBER, total="sum"),
    Column("covered", "有导师", Kind.NUMBER, total="sum"),
    Column("without", "未确定导师", Kind.NUMBER, total="sum"),
    Column("coverage", "覆盖率", align="right"),
    Column("pairs", "结对", Kind.NUMBER, total="sum"),
    Column("overdue", "逾期未帮带", Kind.NUMBER, total="sum"),
    Column("meetings", "帮带次数", Kind.NUMBER, total="sum"),
    Column("timed", "写明时长的次数", Kind.NUMBER, total="sum"),
    Column("hours", "时长(小时)", Kind.NUMBER, decimals=1, total="sum"),
)


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    title = f"{request.place.title}导师帮带台账"
    since, days = date(request.on.year, 1, 1), guidance_days(request.on)
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=_definitions(since, days)),
        sheets=tuple(_sheets(request, title, since=since, days=days)),
        about="截至日期的结对、帮带记录、逾期未帮带和未确定导师的人员",
    )


def _definitions(since: date, days: int) -> tuple[tuple[str, str], ...]:
    return (
        ("在库人数", "截至日期在后备人才库的人数"),
        ("有导师", "在库人员中至少有一名导师的人数"),
        ("覆盖率", "有导师÷在库人数"),
        ("结对", "截至日期没有解除的结对数,按帮带对象的单位计算"),
        ("逾期未帮带", f"结对中超过{days}天没有帮带记录的对数;从未帮带的自结对时起算"),
        ("帮带次数", f"{since.isoformat()}至截至日期的帮带记录数;时长只计写明时长的记录"),
    )


def _sheets(request: ExportRequest, title: str, *, since: date, days: int) -> list[Sheet]:
    on, scope = request.on, request.scope
    statement = ledger.select_wanted_pairs(scope=scope, on=on, wanted=PairFilter(state="all"))
    pairs = db.session.execute(request.within(statement)).all()
    overdue = [row for row in pairs if is_overdue_pair(row[0], row.last_met, on=on, days=days)]
    without = db.session.execute(request.within(select_without_mentor(scope=scope, on=on))).all()
    logs = all_rows(
        request.within(select_logs(scope=scope, on=on, wanted=LogFilter())),
        lambda items: ledger.log_rows(items, on=on),
    )
    late = f"超过{days}天没有帮带记录的结对为逾期"
    lists: tuple[tuple[str, tuple[Column, ...], Sequence[Row], str], ...] = (
        ("结对", ledger.PAIR_COLUMNS, ledger.pair_rows(pairs, on=on), late),
        ("帮带记录", ledger.LOG_COLUMNS, logs, ""),
        ("逾期未帮带", ledger.PAIR_COLUMNS, ledger.pair_rows(overdue, on=on), late),
        (
            "未确定导师",
            ledger.WITHOUT_COLUMNS,
            ledger.without_rows(without, on=on),
            "入库后1个月内应确定帮带导师",
        ),
    )
    return [
        _summary(request, title, since=since, days=days),
        *(
            Sheet(
                name=name,
                title=f"{title}({name})",
                columns=columns,
                rows=rows,
                reporting=request.reporting,
                freeze_column=columns[1].key,
                notes=numbered((note,)),
            )
            for name, columns, rows, note in lists
        ),
    ]


def _summary(request: ExportRequest, title: str, *, since: date, days: int) -> Sheet:
    names = names_on(request.on)
    units = [
        unit
        for unit in list_mentoring(scope=request.scope, since=since, on=request.on, days=days)
        if _inside(unit, request)
    ]
    rows: list[Row] = [
        asdict(unit)
        | {
            "serial": serial,
            "unit": names.unit(unit.unit_id, unit.unit),
            "without": unit.without,
            "coverage": unit.coverage,
            "hours": unit.hours,
        }
        for serial, unit in enumerate(units, start=1)
    ]
    return Sheet(
        name="汇总",
        title=title,
        columns=SUMMARY_COLUMNS,
        rows=rows,
        reporting=request.reporting,
        freeze_column="unit",
        totals={"coverage": add_up(units, name="").coverage},
        notes=numbered(
            (
                "" if rows else NO_UNITS,
                f"帮带次数和时长自{since.isoformat()}起计",
                f"超过{days}天没有帮带记录的结对为逾期",
            )
        ),
        signature=SIGNATURE,
    )


def _inside(unit: Mentoring, request: ExportRequest) -> bool:
    """Whether a unit is the one asked for, or below it."""
    if request.unit is None:
        return True
    if request.unit.id in (unit.unit_id, unit.township_id):
        return True
    found = db.session.get(Unit, unit.unit_id)
    return found is not None and found.path.startswith(request.unit.path)
