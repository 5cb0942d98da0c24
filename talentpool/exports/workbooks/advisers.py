"""The ledger of former cadres 离任干部台账, and the advisory group 智囊团 with what it did.

The first sheet has the columns of the county's form; handed in again it says what the register says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.person_cells import month_of, status_of
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
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    FormerCadre,
    FormerSubsidy,
    Person,
    ReEngagement,
    ServicePeriod,
    Unit,
)
from talentpool.posts.queries import Parent, office_order
from talentpool.sheets import Column, Kind, Sheet, Workbook, mask_row
from talentpool.units.naming import names_on
from talentpool.vocabulary import AdviceKind

COLUMNS: tuple[Column, ...] = (
    Column("name", "姓名", min_width=4.5),
    Column("sex", "性别", Kind.CHOICE),
    Column("born_on", "出生年月", Kind.PARTIAL_DATE),
    Column("id_number", "身份证号", Kind.ID_NUMBER, sensitive=True, mask=mask_id_number),
    Column("political_status", "政治面貌", Kind.CHOICE),
    Column("last_title", "离任前职务", max_width=8),
    Column("served", "任职起止时间", max_width=9),
    Column("years", "任职年限", Kind.NUMBER),
    Column("left_on", "离任时间", Kind.PARTIAL_DATE),
    Column("cause", "离任原因", max_width=7),
    Column("receives", "是否享受生活补贴", max_width=5),
    Column("yuan", "补贴标准(元/月)", Kind.NUMBER),
    Column("expertise", "特长", max_width=8),
    Column("advises", "是否纳入智囊团", max_width=5),
    Column("willingness", "再上岗意愿", Kind.CHOICE),
    Column("phone", "联系电话", Kind.PHONE, sensitive=True, mask=mask_phone),
    Column("health", "健康状况", Kind.CHOICE),
    Column("note", "备注", Kind.LONG_TEXT, min_width=4, max_width=14),
)
GROUP_COLUMNS: tuple[Column, ...] = (
    Column("name", "成员", min_width=4.5),
    Column("last_title", "曾任", max_width=8),
    Column("expertise", "擅长", max_width=10),
    Column("health", "身体", Kind.CHOICE),
    Column("joined_on", "加入时间", Kind.PARTIAL_DATE),
    Column("consultations", "咨询建议(次)", Kind.NUMBER, total="sum"),
    Column("passed_on", "传帮带(次)", Kind.NUMBER, total="sum"),
    Column("last_held_on", "最近一次", Kind.DATE),
    Column("again", "再上岗情况", Kind.LONG_TEXT, max_width=18),
)
DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("台账范围", "截至日期已离任的村(社区)干部"),
    ("任职年限", "按上报的年数;没有上报的按任职起止时间计算"),
    ("生活补贴", "截至日期执行的标准"),
    ("智囊团", "截至日期在智囊团内的离任干部;次数为截至日期的累计"),
)


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    title = f"{request.place.title}离任干部台账"
    columns = (*unit_columns(request.place, SERIAL), *COLUMNS)
    rows = _rows(request)
    advisers = sum(row["advises"] == "是" for row in rows)
    sheet = Sheet(
        name="离任干部",
        title=title,
        columns=columns,
        rows=[mask_row(columns, row, may_see_sensitive=request.unmasked) for row in rows],
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered(
            (
                "" if request.place.units else NO_UNITS,
                f"截至当日离任干部{len(rows)}人,其中智囊团{advisers}人" if rows else "",
                numbers_note(request),
            )
        ),
        signature=SIGNATURE,
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=DEFINITIONS),
        sheets=(sheet, _group_sheet(request, rows)),
        about="截至日期的离任村(社区)干部,及智囊团成员和他们的咨询、传帮带、再上岗",
    )


def _rows(request: ExportRequest) -> list[dict[str, object]]:
    statement = (
        select(FormerCadre, Person, Unit)
        .join(Person, FormerCadre.person_id == Person.id)
        .join(Unit, FormerCadre.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(request.scope.condition(), FormerCadre.left_on <= request.on)
        .order_by(*office_order(), FormerCadre.left_on, FormerCadre.id)
    )
    found = db.session.execute(request.within(statement)).all()
    ids = [former.id for former, _, _ in found]
    names = names_on(request.on)
    townships = township_names(request, {unit.parent_id for _, _, unit in found})
    served, subsidies = _served(ids, on=request.on), _subsidies(ids, on=request.on)
    joined = _joined(ids, on=request.on)
    return [
        {
            "serial": number,
            "former_id": former.id,
            "township": townships.get(unit.parent_id, ""),
            "unit": names.of(unit),
            **_person(person),
            **_former(former, served.get(former.id, ())),
            **_subsidy(subsidies.get(former.id)),
            "advises": "是" if former.id in joined else "否",
            "joined_on": joined.get(former.id),
        }
        for number, (former, person, unit) in enumerate(found, start=1)
    ]


def _person(person: Person) -> dict[str, object]:
    return {
        "name": f"{person.name}({person.name_note})" if person.name_note else person.name,
        "sex": person.sex,
        "born_on": month_of(person.born_on),
        "id_number": person.id_number,
        "political_status": status_of(person),
        "phone": person.phone,
    }


def _former(former: FormerCadre, periods: Sequence[ServicePeriod]) -> dict[str, object]:
    return {
        "last_title": former.last_title,
        "served": "、".join(f"{one.started_on.dotted}-{one.ended_on.dotted}" for one in periods),
        "years": _years(former, periods),
        "left_on": month_of(former.left_on),
        "cause": former.cause_written or former.leave_cause.label,
        "expertise": former.expertise,
        "willingness": former.willingness,
        "health": former.health,
        "note": former.note,
    }


def _years(former: FormerCadre, periods: Sequence[ServicePeriod]) -> int | float | None:
    """As stated, else counted in months from the periods; whole numbers without a point."""
    years = former.years_stated
    if years is None:
        if not periods:
            return None
        months = sum(
            (one.ended_on.year - one.started_on.year) * 12 + one.ended_on.month - one.started_on.month
            for one in periods
        )
        years = round(months / 12, 1)
    return int(years) if years == int(years) else years


def _subsidy(subsidy: FormerSubsidy | None) -> dict[str, object]:
    if subsidy is None:
        return {}
    yuan = subsidy.yuan_a_month
    return {
        "receives": "是" if subsidy.receives else "否",
        "yuan": (int(yuan) if yuan == int(yuan) else yuan) if subsidy.receives else None,
    }


def _served(ids: Collection[int], *, on: date) -> dict[int, list[ServicePeriod]]:
    statement = (
        select(ServicePeriod)
        .where(ServicePeriod.former_cadre_id.in_(ids), ServicePeriod.started_on <= on)
        .order_by(ServicePeriod.former_cadre_id, ServicePeriod.started_on, ServicePeriod.id)
    )
    found: dict[int, list[ServicePeriod]] = defaultdict(list)
    for period in db.session.scalars(statement):
        found[period.former_cadre_id].append(period)
    return found


def _subsidies(ids: Collection[int], *, on: date) -> dict[int, FormerSubsidy]:
    """The one in force: the last that had begun."""
    statement = (
        select(FormerSubsidy)
        .where(FormerSubsidy.former_cadre_id.in_(ids), FormerSubsidy.since <= on)
        .order_by(FormerSubsidy.since, FormerSubsidy.id)
    )
    return {subsidy.former_cadre_id: subsidy for subsidy in db.session.scalars(statement)}


def _joined(ids: Collection[int], *, on: date) -> dict[int, Any]:
    statement = select(AdvisoryMembership.former_cadre_id, AdvisoryMembership.joined_on).where(
        AdvisoryMembership.former_cadre_id.in_(ids), AdvisoryMembership.in_force(on)
    )
    return {row.former_cadre_id: row.joined_on for row in db.session.execute(statement)}


def _group_sheet(request: ExportRequest, rows: Sequence[Mapping[str, object]]) -> Sheet:
    """Who is in the advisory group and what each did by the day."""
    members = [row for row in rows if row["advises"] == "是"]
    ids = [int(str(row["former_id"])) for row in members]
    advice, again = _advice(ids, on=request.on), _again(ids, on=request.on)
    told = [
        {**row, "serial": number}
        | advice.get(int(str(row["former_id"])), {"consultations": 0, "passed_on": 0})
        | {"again": again.get(int(str(row["former_id"])), "")}
        for number, row in enumerate(members, start=1)
    ]
    return Sheet(
        name="智囊团",
        title=f"{request.place.title}智囊团成员及作用发挥情况",
        columns=(*unit_columns(request.place, SERIAL), *GROUP_COLUMNS),
        rows=told,
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered(("咨询建议、传帮带为截至当日的累计次数",)),
    )


def _advice(ids: Collection[int], *, on: date) -> dict[int, dict[str, object]]:
    statement = (
        select(AdviceRecord.former_cadre_id, AdviceRecord.kind, func.count(), func.max(AdviceRecord.held_on))
        .where(AdviceRecord.former_cadre_id.in_(ids), AdviceRecord.held_on <= on)
        .group_by(AdviceRecord.former_cadre_id, AdviceRecord.kind)
    )
    found: dict[int, dict[str, Any]] = {}
    for former_id, kind, count, last in db.session.execute(statement):
        told = found.setdefault(former_id, {"consultations": 0, "passed_on": 0, "last_held_on": last})
        told["consultations" if kind is AdviceKind.CONSULTATION else "passed_on"] = count
        told["last_held_on"] = max(told["last_held_on"], last)
    return dict(found)


def _again(ids: Collection[int], *, on: date) -> dict[int, str]:
    """Where somebody is at work again on the day."""
    statement = (
        select(ReEngagement, Unit)
        .join(Unit, ReEngagement.unit_id == Unit.id)
        .where(
            ReEngagement.former_cadre_id.in_(ids),
            ReEngagement.started_on <= on,
            or_(ReEngagement.ended_on.is_(None), ReEngagement.ended_on > on),
        )
        .order_by(ReEngagement.started_on, ReEngagement.id)
    )
    names = names_on(on)
    found: dict[int, list[str]] = defaultdict(list)
    for one, unit in db.session.execute(statement):
        found[one.former_cadre_id].append(f"{one.started_on.dotted}起任{names.of(unit)}{one.duty}")
    return {former_id: ";".join(told) for former_id, told in found.items()}
