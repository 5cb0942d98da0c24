"""The audit log in the clerk's words: labels of tables and columns, values as they are read."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Enum
from sqlalchemy.types import TypeEngine

from talentpool.dates import PartialDate
from talentpool.models import Base, PartialDateType, UtcDateTime
from talentpool.security.field_levels import masked_columns
from talentpool.security.roles import ROLES
from talentpool.vocabulary import NATIONALITIES, Labelled
from talentpool.web.working_date import HOME_ZONE

TABLES: dict[str, Any] = {
    "unit": _l("单位"),
    "unit_name": _l("曾用名"),
    "unit_statement": _l("单位基本情况"),
    "unit_duty": _l("包片驻村"),
    "seat_statement": _l("核定职数"),
    "post": _l("职务"),
    "appointment": _l("任职"),
    "vacancy": _l("空缺"),
    "term": _l("任期"),
    "former_post_title": _l("职务曾用名称"),
    "election": _l("选举"),
    "candidacy": _l("候选人"),
    "person": _l("人员"),
    "schooling": _l("学历"),
    "person_tag": _l("人员标签"),
    "structure_target": _l("结构要求"),
    "setting": _l("设置"),
    "setting_version": _l("业务设置"),
    "snapshot": _l("统计快照"),
    "people_apart": _l("不是同一人"),
    "account": _l("账号"),
    "role_grant": _l("角色授权"),
    "second_factor": _l("第二因素"),
}

OPERATIONS: dict[str, Any] = {"insert": _l("新增"), "update": _l("修改"), "delete": _l("删除")}

COLUMNS: dict[str, Any] = {
    "name": _l("名称"),
    "code": _l("区划代码"),
    "unit_type": _l("类型"),
    "position": _l("排序"),
    "opened_on": _l("设立时间"),
    "closed_on": _l("撤销时间"),
    "roster_from": _l("花名册登记完整自"),
    "roster_to": _l("最近花名册日期"),
    "until_on": _l("使用至"),
    "note": _l("备注"),
    "stated_on": _l("填报日期"),
    "holds_from": _l("适用自"),
    "party_form": _l("党组织形式"),
    "branch_count": _l("下设党支部数"),
    "party_member_count": _l("党员数"),
    "group_count": _l("村(居)民小组数"),
    "household_count": _l("户数"),
    "registered_population": _l("户籍人口"),
    "resident_population": _l("常住人口"),
    "merger_note": _l("合并沿革"),
    "role": _l("分工"),
    "known_from": _l("最早登记时间"),
    "ended_on": _l("结束时间"),
    "authorised": _l("核定职数"),
    "standing": _l("常职"),
    "document": _l("文件"),
    "body": _l("所属组织"),
    "post_class": _l("职务类别"),
    "title": _l("职务名称"),
    "started_on": _l("开始时间"),
    "end_cause": _l("结束原因"),
    "end_note": _l("结束说明"),
    "basis": _l("任职方式"),
    "exception_reason": _l("例外理由"),
    "kind": _l("类别"),
    "state": _l("进展"),
    "held_on": _l("选举日期"),
    "way": _l("选举方式"),
    "eligible": _l("应参加人数"),
    "present": _l("实际参加人数"),
    "votes": _l("得票"),
    "elected": _l("当选"),
    "since": _l("空缺时间"),
    "cause": _l("空缺原因"),
    "cause_written": _l("空缺原因(原文)"),
    "by_election_plan": _l("拟补选方式/时间"),
    "by_election_due": _l("拟补选期限"),
    "candidate": _l("拟任人选"),
    "joint_review": _l("联审情况"),
    "outcome": _l("销号结果"),
    "ends_on": _l("届满时间"),
    "inferred": _l("推定"),
    "unit_id": _l("所在单位"),
    "name_note": _l("姓名说明"),
    "sex": _l("性别"),
    "nationality": _l("民族"),
    "native_place": _l("籍贯"),
    "born_on": _l("出生年月"),
    "political_status": _l("政治面貌"),
    "membership_stage": _l("入党进度"),
    "party_joined_on": _l("入党时间"),
    "party_confirmed_on": _l("转正时间"),
    "work_started_on": _l("参加工作时间"),
    "first_cadre_on": _l("首次任村干部时间"),
    "died_on": _l("去世时间"),
    "id_number": _l("身份证号"),
    "phone": _l("联系电话"),
    "mode": _l("教育类别"),
    "level": _l("学历层次"),
    "written": _l("学历(原文)"),
    "school": _l("毕业院校"),
    "major": _l("专业"),
    "finished_on": _l("毕业时间"),
    "tag": _l("标签"),
    "indicator": _l("指标"),
    "direction": _l("要求"),
    "value": _l("数值"),
    "valid_from": _l("生效时间"),
    "valid_until": _l("失效时间"),
    "key": _l("设置项"),
    "username": _l("用户名"),
    "display_name": _l("显示名"),
    "password_hash": _l("密码"),
    "password_changed_at": _l("密码修改时间"),
    "disabled_at": _l("停用时间"),
    "must_change_password": _l("须修改密码"),
    "holder_id": _l("使用人"),
    "granted_by_id": _l("授权人"),
    "granted_at": _l("授权时间"),
    "secret": _l("密钥"),
    "confirmed_at": _l("启用时间"),
    "language": _l("界面语言"),
    "created_at": _l("开设时间"),
    "starts_on": _l("授权开始"),
    "reference_on": _l("截至日期"),
    "made_at": _l("保存时间"),
    "made_by": _l("保存人"),
    "first_id": _l("先登记的人员"),
    "second_id": _l("后登记的人员"),
    "decided_at": _l("确认时间"),
    "decided_by": _l("确认人"),
}

_TABLE_COLUMNS: dict[tuple[str, str], Any] = {
    ("person", "name"): _l("姓名"),
    ("unit_name", "name"): _l("曾用名"),
    ("seat_statement", "standing"): _l("常职职数"),
    ("vacancy", "closed_on"): _l("销号时间"),
    ("unit_statement", "stated_on"): _l("填报日期"),
    ("appointment", "started_on"): _l("任职时间"),
    ("appointment", "ended_on"): _l("离任时间"),
    ("appointment", "end_cause"): _l("离任原因"),
    ("appointment", "end_note"): _l("离任说明"),
    ("role_grant", "role"): _l("角色"),
    ("role_grant", "ends_on"): _l("授权结束"),
}


def table_label(table: str) -> str:
    """The office's word for a table; its own name where there is none."""
    return str(TABLES.get(table, table))


def column_label(table: str, column: str) -> str:
    """The office's word for a column of a table."""
    return str(_TABLE_COLUMNS.get((table, column)) or COLUMNS.get(column, column))


def act_label(act: str) -> str:
    """The named act; where a change had none, what was done to the row."""
    return str(OPERATIONS.get(act) or (gettext(act) if act else ""))


def value_text(table: str, column: str, value: Any) -> str:
    """A logged value as it is read: labels for codes, 2021.11 for months; "" for none."""
    if value is None or value == "":
        return ""
    if column == "nationality":
        return str(gettext(NATIONALITIES.get(str(value), str(value))))
    if (table, column) == ("role_grant", "role"):
        return str(gettext(ROLES[value].label)) if value in ROLES else str(value)
    kind = _types().get((table, column))
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(str(value)).astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(kind, PartialDateType):
        text = str(value)
        return PartialDate.from_iso(text).dotted if len(text) == 7 else text
    if isinstance(kind, Boolean):
        return str(gettext("是") if value else gettext("否"))
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return _enum_text(kind.enum_class, value)
    if isinstance(value, list | dict):
        return "、".join(map(str, value))
    return str(value).partition(" #")[0] if column in masked_columns(table) else str(value)


def _enum_text(values: type[Any], value: Any) -> str:
    known = values.labels() if issubclass(values, Labelled) else {}
    return str(gettext(known[value])) if value in known else str(value)


@lru_cache(maxsize=1)
def _types() -> dict[tuple[str, str], TypeEngine[Any]]:
    tables = Base.metadata.tables.values()
    return {(table.name, column.name): column.type for table in tables for column in table.columns}
