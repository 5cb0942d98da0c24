"""The ledger of education upgrade 学历提升台账: one row a course, and what each unit gained in the term.

The first sheet has the columns of the county's form; handed in again it says what the register says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from talentpool.education.gains import UnitGains, list_gains
from talentpool.education.ledger import CourseLine, lines_of
from talentpool.education.listing import CourseFilter, select_courses
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.person_cells import month_of
from talentpool.exports.workbooks.townships import township_names
from talentpool.exports.workbooks.wording import (
    NO_UNITS,
    SERIAL,
    SIGNATURE,
    UNIT,
    numbered,
    numbers_note,
    unit_columns,
)
from talentpool.extensions import db
from talentpool.id_numbers import mask_phone
from talentpool.sheets import Chart, Column, Kind, Series, Sheet, Workbook, mask_row
from talentpool.vocabulary import SchoolingLevel, StudyStatus

COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("sex", "性别", Kind.CHOICE),
    Column("born_on", "出生年月", Kind.PARTIAL_DATE),
    Column("post", "职务", max_width=9),
    Column("from_level", "现(原)学历", Kind.CHOICE),
    Column("school", "报读院校", max_width=9),
    Column("major", "报读专业", max_width=9),
    Column("level", "报读层次", Kind.CHOICE),
    Column("mode", "学习形式", Kind.CHOICE),
    Column("enrolled_on", "入学时间", Kind.PARTIAL_DATE),
    Column("expected_on", "预计毕业时间", Kind.PARTIAL_DATE),
    Column("status", "学籍状态", Kind.CHOICE),
    Column("certificate", "毕业证书编号", max_width=9),
    Column("subsidy", "学费补助情况", max_width=9),
    Column("phone", "联系电话", Kind.PHONE, sensitive=True, mask=mask_phone),
    Column("note", "备注", Kind.LONG_TEXT, min_width=4, max_width=14),
)
DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("台账范围", "截至日期已入学的学历提升,含已毕业、休学、退学的"),
    ("预计毕业时间", "已毕业的填毕业时间"),
    ("学籍状态", "截至日期的状态"),
    ("本届取得学历", "截至日期本届任期内毕业的课程数,按层次统计;任期未登记的从最早的登记算起"),
)
GAINS = "本届取得学历"


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    title = f"{request.place.title}干部学历提升台账"
    lines = _lines(request)
    columns = tuple(
        column
        for column in (*unit_columns(request.place, SERIAL), *COLUMNS)
        if column.key != "certificate" or any(line.course.certificate_number for line, _ in lines)
    )
    sheet = Sheet(
        name="学历提升",
        title=title,
        columns=columns,
        rows=[mask_row(columns, row, may_see_sensitive=request.unmasked) for row in _rows(request, lines)],
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered(("" if request.place.units else NO_UNITS, _summary(lines), numbers_note(request))),
        signature=SIGNATURE,
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=DEFINITIONS),
        sheets=(sheet, _gains_sheet(request)),
        about="截至日期村(社区)干部和后备人选学历提升的情况,及本届各单位取得的学历",
    )


def _lines(request: ExportRequest) -> list[tuple[CourseLine, int | None]]:
    """Each course with the id of the township of its unit."""
    statement = select_courses(scope=request.scope, on=request.on, wanted=CourseFilter())
    found = db.session.execute(request.within(statement)).all()
    return [(line, row[2].parent_id) for line, row in zip(lines_of(found, on=request.on), found, strict=True)]


def _rows(request: ExportRequest, lines: Sequence[tuple[CourseLine, int | None]]) -> list[dict[str, object]]:
    townships = township_names(request, {township for _, township in lines})
    return [
        {"serial": number, "township": townships.get(township, ""), "unit": line.unit} | _course(line)
        for number, (line, township) in enumerate(lines, start=1)
    ]


def _course(line: CourseLine) -> dict[str, object]:
    course, person = line.course, line.person
    graduated = line.status is StudyStatus.GRADUATED
    return {
        "name": f"{person.name}({person.name_note})" if person.name_note else person.name,
        "sex": person.sex,
        "born_on": month_of(person.born_on),
        "post": course.post_written,
        "from_level": level_word(course.from_level),
        "school": course.school,
        "major": course.major,
        "level": level_word(course.level),
        "mode": course.mode,
        "enrolled_on": month_of(course.enrolled_on),
        "expected_on": month_of(course.graduated_on if graduated else course.expected_on),
        "status": line.status,
        "certificate": course.certificate_number if graduated else "",
        "subsidy": course.subsidy_written or (f"已补助{line.paid:g}元" if line.paid else ""),
        "phone": person.phone,
        "note": course.note,
    }


def level_word(level: SchoolingLevel | None) -> str:
    """本科 as ledgers of study write 大学."""
    if level is None:
        return ""
    return "本科" if level is SchoolingLevel.UNDERGRADUATE else level.label


def _summary(lines: Sequence[tuple[CourseLine, int | None]]) -> str:
    counts = Counter(line.status for line, _ in lines)
    told = "、".join(f"{status.label}{counts[status]}人" for status in StudyStatus if counts[status])
    return f"截至当日共{len(lines)}人次,其中{told}" if lines else ""


def _gains_sheet(request: ExportRequest) -> Sheet:
    """One row a unit that gained a level in its running term, and a chart of them."""
    gains = list_gains(scope=request.scope, until=request.on, unit=request.unit)
    levels = [level for level in SchoolingLevel if any(_count(one, level) for one in gains)]
    columns = (
        SERIAL,
        UNIT,
        Column("since", "统计起点", Kind.PARTIAL_DATE),
        *(Column(level.value, level_word(level), Kind.NUMBER, total="sum") for level in levels),
        Column("finished", "合计", Kind.NUMBER, total="sum"),
    )
    rows = [
        {"serial": number, "unit": one.unit, "since": one.since, "finished": one.finished}
        | {level.value: _count(one, level) for level in levels}
        for number, one in enumerate(gains, start=1)
    ]
    total = sum(one.finished for one in gains)
    finding = "、".join(
        f"{level_word(level)}{sum(_count(one, level) for one in gains)}人次" for level in levels
    )
    charts = (
        (
            Chart(
                kind="stacked_bar",
                title=f"本届{len(gains)}个村(社区)取得学历{total}人次:{finding}",
                categories="unit",
                series=tuple(Series(level_word(level), level.value) for level in levels),
                note=f"截至{request.on.isoformat()},按毕业时间统计。",
            ),
        )
        if 1 < len(gains) <= 40
        else ()
    )
    return Sheet(
        name=GAINS,
        title=f"{request.place.title}{GAINS}情况",
        columns=columns,
        rows=rows,
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered(("只列本届有人毕业的村(社区)",)),
        charts=charts,
    )


def _count(one: UnitGains, level: SchoolingLevel) -> int:
    return sum(gain.finished for gain in one.gains if gain.level is level)
