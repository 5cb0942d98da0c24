"""The roster 花名册: one row a person and unit, in office order, as the county's form has it.

The first fourteen columns are those of the form; what else is known follows them. Handed in to
the intake again it says what the register says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from talentpool.analysis.figures import Figures, count_figures
from talentpool.exports.place import Place
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.roster_rows import known_further, list_sittings
from talentpool.exports.workbooks.wording import (
    SERIAL,
    SIGNATURE,
    numbered,
    numbers_note,
    unit_columns,
    what_is_unknown,
)
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.sheets import Column, Kind, Row, Sheet, StreamedRows, Workbook, mask_row

FORM_COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("sex", "性别", Kind.CHOICE),
    Column("nationality", "民族", Kind.CHOICE),
    Column("born_on", "出生年月", Kind.PARTIAL_DATE),
    Column("schooling", "文化程度", Kind.CHOICE),
    Column("political_status", "政治面貌", Kind.CHOICE),
    Column("party_joined_on", "入党时间", Kind.PARTIAL_DATE),
    Column("posts", "现任职务", align="left", max_width=12),
    Column("post_started_on", "任现职时间", Kind.PARTIAL_DATE),
    Column("id_number", "身份证号码", Kind.ID_NUMBER, sensitive=True, mask=mask_id_number),
    Column("phone", "联系电话", Kind.PHONE, sensitive=True, mask=mask_phone),
    Column("note", "备注", Kind.LONG_TEXT, min_width=4, max_width=16),
)
FURTHER_COLUMNS: tuple[Column, ...] = (
    Column("dual_head", "是否\n一肩挑", Kind.CHOICE),
    Column("cross_appointed", "是否\n交叉任职", Kind.CHOICE),
    Column("standing", "是否\n常职干部", Kind.CHOICE),
    Column("native_place", "籍贯", max_width=8),
    Column("work_started_on", "参加工作时间", Kind.PARTIAL_DATE),
    Column("first_cadre_on", "首次任村干部时间", Kind.PARTIAL_DATE),
    Column("full_time_schooling", "学历", Kind.CHOICE, group="全日制教育"),
    Column("full_time_school", "毕业院校及专业", max_width=12, group="全日制教育"),
    Column("in_service_schooling", "学历", Kind.CHOICE, group="在职教育"),
    Column("in_service_school", "毕业院校及专业", max_width=12, group="在职教育"),
    Column("school", "毕业院校及专业", max_width=12),
    Column("tags", "身份类别", max_width=10),
    Column("successors", "本职务后备(人)", Kind.NUMBER, max_width=5),
)
DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("花名册范围", "截至日期在党组织、村(居)民委员会、监督委员会任职的人员;只任其他职务的不列"),
    ("现任职务", "截至日期在本村(社区)担任的全部职务,按班子顺序用“、”隔开"),
    ("任现职时间", "多个职务任职时间不同的,填最近一个"),
    ("文化程度", "截至日期已取得的最高学历,含在职教育和党校学历"),
    ("一肩挑", "党组织书记、村(居)委会主任由一人担任"),
    ("本职务后备", "截至日期在库、培养方向为本人所任职务之一的人数"),
    ("交叉任职", "同时在党组织和村(居)民委员会任职"),
)


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    figures = count_figures(scope=request.scope, on=request.on, unit=request.unit)
    title = f"{request.place.title}“两委”干部花名册"
    rows = list_sittings(request)
    columns = _columns(request.place, _filled(rows, request))
    sheet = Sheet(
        name="花名册",
        title=title,
        columns=columns,
        rows=_masked(columns, rows, request),
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered((*_notes(request, figures), *what_is_unknown(figures))),
        signature=SIGNATURE,
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=DEFINITIONS),
        sheets=(sheet,),
        about="截至日期在任的村(社区)“两委”干部和监督委员会成员名册",
    )


def _filled(rows: Sequence[Row], request: ExportRequest) -> set[str]:
    """The keys of the columns behind the form's under which anything stands."""
    if isinstance(rows, StreamedRows):
        return known_further(request)
    empty = {column.key for column in FURTHER_COLUMNS}
    found: set[str] = set()
    for row in rows:
        assert isinstance(row, Mapping)
        told = {key for key in empty if row.get(key)}
        found |= told
        empty -= told
    return found


def _masked(columns: tuple[Column, ...], rows: Sequence[Row], request: ExportRequest) -> Sequence[Row]:
    def masked() -> Iterator[Row]:
        return (mask_row(columns, row, may_see_sensitive=request.unmasked) for row in rows)

    return StreamedRows(masked, count=len(rows)) if isinstance(rows, StreamedRows) else list(masked())


def _columns(place: Place, filled: set[str]) -> tuple[Column, ...]:
    """The form's columns always, further ones where anything is known."""
    further = tuple(column for column in FURTHER_COLUMNS if column.key in filled)
    return (*unit_columns(place, SERIAL), *FORM_COLUMNS, *further)


def _notes(request: ExportRequest, figures: Figures) -> tuple[str, ...]:
    since = figures.town.incomplete_before
    earlier = since is not None and request.on < since and bool(figures.town.filled)
    return (
        "按村(社区)和班子职务顺序排列,一人任多个职务的合并为一行;“一肩挑”人员填写全部职务",
        numbers_note(request),
        "政治面貌等个人情况为最近一次登记的内容" if earlier else "",
    )
