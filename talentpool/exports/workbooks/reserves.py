"""The roster of reserves 后备干部花名册: one row a person in the pool, in the columns of the county's form.

Handed in again it says what the register says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.person_cells import month_of, school_of, schoolings_of, status_of
from talentpool.exports.workbooks.townships import township_names
from talentpool.exports.workbooks.wording import (
    NO_UNITS,
    SERIAL,
    SIGNATURE,
    numbered,
    numbers_note,
    unit_columns,
)
from talentpool.extensions import db
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import PoolEntry
from talentpool.pool.filters import PoolFilter
from talentpool.pool.listing import ReserveRow, list_rows, select_entries
from talentpool.settings.queries import readiness_scale, reserve_label
from talentpool.sheets import Column, Kind, Sheet, Workbook, mask_row
from talentpool.vocabulary import NATIONALITIES

COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("sex", "性别", Kind.CHOICE),
    Column("nationality", "民族", Kind.CHOICE),
    Column("born_on", "出生年月", Kind.PARTIAL_DATE),
    Column("age", "年龄", Kind.NUMBER),
    Column("political_status", "政治面貌", Kind.CHOICE),
    Column("party_joined_on", "入党时间", Kind.PARTIAL_DATE),
    Column("schooling", "学历", Kind.CHOICE),
    Column("school", "毕业院校及专业", max_width=12),
    Column("occupation", "现工作单位及职务(从业情况)", max_width=9),
    Column("sources", "人员类别(来源)", max_width=8),
    Column("targets", "培养方向(拟任职务)", max_width=8),
    Column("way", "推荐方式", Kind.CHOICE),
    Column("readiness", "成熟程度", Kind.CHOICE),
    Column("mentors", "帮带责任人", max_width=6),
    Column("entered_on", "入库时间", Kind.PARTIAL_DATE),
    Column("id_number", "身份证号", Kind.ID_NUMBER, sensitive=True, mask=mask_id_number),
    Column("phone", "联系电话", Kind.PHONE, sensitive=True, mask=mask_phone),
    Column("note", "备注", Kind.LONG_TEXT, min_width=4, max_width=14),
)


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    reserves = reserve_label(request.on)
    title = f"{request.place.title}{reserves}花名册"
    columns = (*unit_columns(request.place, SERIAL), *COLUMNS)
    rows = _rows(request)
    ready = sum(row["mature"] is True for row in rows)
    sheet = Sheet(
        name=reserves,
        title=title,
        columns=columns,
        rows=[mask_row(columns, row, may_see_sensitive=request.unmasked) for row in rows],
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered(
            (
                "" if request.place.units else NO_UNITS,
                f"截至当日在库{len(rows)}人,其中成熟{ready}人" if rows else "",
                "按村(社区)和入库时间排列;年龄按截至日期计算",
                numbers_note(request),
            )
        ),
        signature=SIGNATURE,
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=_definitions(request)),
        sheets=(sheet,),
        about=f"截至日期在库的村级{reserves}名册,与上报的花名册同样式",
    )


def _definitions(request: ExportRequest) -> tuple[tuple[str, str], ...]:
    scale = "、".join(grade.word for grade in readiness_scale(request.on))
    return (
        ("花名册范围", "截至日期已入库、尚未出库的人员"),
        ("成熟程度", f"截至日期最近一次评定的等次({scale})"),
        ("培养方向", "按本人培养方向的次序填写,用“、”隔开"),
        ("人员类别(来源)", "主要类别在前,用“、”隔开"),
    )


def _rows(request: ExportRequest) -> list[dict[str, object]]:
    statement = request.within(select_entries(scope=request.scope, on=request.on, wanted=PoolFilter()))
    found = db.session.execute(statement).all()
    townships = {row.PoolEntry.id: row.Unit.parent_id for row in found}
    lines = list_rows(found, on=request.on)
    schoolings = schoolings_of({line.person.id for line in lines}, on=request.on)
    mature = {grade.word for grade in readiness_scale(request.on) if grade.mature}
    told = township_names(request, set(townships.values()))
    return [
        {
            "serial": number,
            "township": told.get(townships[line.entry.id], ""),
            "unit": line.unit,
            "mature": line.readiness in mature,
            **_person(line, schoolings.get(line.person.id, [])),
            **_entry(line.entry),
            "readiness": line.readiness,
            "sources": "、".join(line.sources),
            "targets": "、".join(line.targets),
            "mentors": "、".join(line.mentors),
        }
        for number, line in enumerate(lines, start=1)
    ]


def _person(line: ReserveRow, schoolings: Sequence[Any]) -> dict[str, object]:
    person = line.person
    return {
        "name": f"{person.name}({person.name_note})" if person.name_note else person.name,
        "sex": person.sex,
        "nationality": NATIONALITIES.get(person.nationality or "", ""),
        "born_on": month_of(person.born_on),
        "age": line.age,
        "political_status": status_of(person),
        "party_joined_on": month_of(person.party_joined_on),
        "schooling": line.schooling,
        "school": school_of(schoolings[0]) if schoolings else "",
        "id_number": person.id_number,
        "phone": person.phone,
    }


def _entry(entry: PoolEntry) -> dict[str, object]:
    return {
        "occupation": entry.occupation,
        "way": entry.way,
        "entered_on": month_of(entry.entered_on),
        "note": entry.note,
    }
