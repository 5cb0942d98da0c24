"""A person's own copy of his data (PIPL 45): everything the register holds on him, as a document.

Complete by construction: the tables are those that a purge of the person would empty, with all their columns
but ids, search keys and fingerprints. A table that no group below names stands in the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from talentpool.audit.record_names import name_records
from talentpool.audit.rows import RowKey, encode, fetch_rows, pointers_of, table_named
from talentpool.audit.words import column_label, table_label, value_text
from talentpool.extensions import db
from talentpool.files.docx import Facts, Paper, Section, Sentence, Table
from talentpool.id_numbers import mask_id_number, mask_numbers, mask_phone
from talentpool.models import AuditEntry, IntakeBatch, IntakeFile, JournalEntry, Person
from talentpool.retention import pages, queries
from talentpool.retention.erasing import read_doomed
from talentpool.retention.rules import period_words
from talentpool.sealing.columns import index_columns, plain
from talentpool.security.field_levels import Level, level_of, masked_columns
from talentpool.settings.queries import product_name
from talentpool.sheets import HIDDEN
from talentpool.vocabulary import SettingKey
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("学历", ("schooling",)),
    ("任职和选举", ("appointment", "unit_duty", "candidacy")),
    (
        "推荐和审核",
        (
            "nomination",
            "nomination_voice",
            "nomination_step",
            "agency_conclusion",
            "public_notice",
            "rule_exception",
        ),
    ),
    ("人才库", ("pool_entry", "pool_source", "readiness_rating", "target_post", "yearly_review")),
    ("导师帮带", ("pairing", "guidance_log", "guidance_photo", "mentor_capacity", "kin_tie")),
    ("培养锻炼", ("training_place", "attendance", "tempering_task", "posting")),
    ("学历提升", ("education_upgrade", "study_status_change", "study_term", "study_subsidy")),
    (
        "离任和智囊团",
        (
            "former_cadre",
            "service_period",
            "former_subsidy",
            "advisory_membership",
            "advice_record",
            "re_engagement",
        ),
    ),
    ("更正申请", ("correction_request",)),
)
"""Sections with their tables, in reading order; the person's own facts stand before them."""

OF_THE_MENTEE = {
    "pairing": ("plan", "goals", "end_reason", "result", "note"),
    "guidance_log": ("topic", "problem", "next_step", "effect", "next_meeting_on"),
}
"""What pairs and meetings tell of whom the mentor mentored: it stands in that person's copy, not in the mentor's."""

FIRST = ("person", "person_tag")
NAMED = frozenset({"unit", "post", "person", "training", "review_agency", "election", "term"})
"""Pointers that are told by name; others only hold the record together."""
UNTOLD = frozenset(
    {"id", "version", "person_id", "name_key", "pinyin", "initials", "rank", "position", "team_order"}
    | {"media_type", "size", "sha256"}
)
"""Whose row it is, and what serves the system alone."""
MEETING_OF = ("guidance_log", "pairing_id")
"""The pair is told of a meeting, though a pair has no name of its own."""
POINTERS = {
    "unit_id": "单位",
    "post_id": "职务",
    "term_id": "任期",
    "election_id": "选举单位",
    "training_id": "培训",
    "agency_id": "联审部门",
    "mentor_id": "导师",
    "mentee_id": "帮带对象",
    "learner_id": "传帮带对象",
    "pairing_id": "结对",
    "first_id": "一方",
    "second_id": "另一方",
}
"""What a pointer that is told by name is called."""
MOST_COLUMNS = 5
"""A table with more filled columns is told line by line."""
MASKS = {"id_number": mask_id_number, "phone": mask_phone}
Rows = dict[str, list[Mapping[str, Any]]]


@dataclass(frozen=True)
class CopyRequest:
    """Whose copy, taken by whom, when; `unmasked` shows numbers and conclusions in full."""

    person: Person
    who: str
    made_at: datetime
    on: date
    unmasked: bool
    purpose: str


def build_copy(request: CopyRequest) -> Paper:
    """The document."""
    rows = _rows_of(request.person)
    told = _Teller(request, rows)
    tables = {table for _, listed in GROUPS for table in listed} | set(FIRST)
    rest = tuple(sorted(set(rows) - tables))
    groups = (*GROUPS, ("其他", rest)) if rest else GROUPS
    sections = [
        Section("基本情况", told.facts()),
        *(Section(title, told.tables(listed)) for title, listed in groups),
        Section("资料来源", _sources(request.person), empty="由经办人在系统中登记,没有导入记录"),
        Section("查看和提供", _given(request.person)),
        Section("保存期限", [Facts(_period(request))]),
    ]
    numbered = [
        Section(f"{_ORDINALS[place]}、{section.title}", section.parts, section.empty)
        for place, section in enumerate(sections)
    ]
    name, moment = request.person.name, f"{request.made_at:%Y-%m-%d %H:%M}"
    purpose = f",用途:{request.purpose}" if request.purpose else ""
    masked = "" if request.unmasked else "(号码和联审结论已隐去)"
    return Paper(
        title="个人信息副本",
        subtitle=f"{name} {request.person.unit.name} 截至{request.on.isoformat()}{masked}",
        head=f"{name}个人信息副本 依照个人信息保护法第四十五条提供,请妥善保管",
        foot=f"{request.who} {moment}导出{purpose} {product_name(request.on)}",
        sections=numbered,
    )


_ORDINALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五".split()


def _rows_of(person: Person) -> Rows:
    """table → rows, each with its id, in the order in which they were entered."""
    connection = db.session.connection()
    doomed = read_doomed(connection, "person", [person.id])
    found: Rows = {}
    for table, ids in doomed.rows.items():
        rows = fetch_rows(connection, table_named(table), ids)
        found[table] = [{**rows[row_id], "id": row_id} for row_id in sorted(rows)]
    return _without_others(found, person)


def _without_others(rows: Rows, person: Person) -> Rows:
    """Pairs and meetings in which he is the mentor, without what was thought of whom he mentored."""
    led = {row["id"] for row in rows.get("pairing", ()) if row["mentor_id"] == person.id}
    pointing = {"pairing": "id", "guidance_log": "pairing_id"}
    for table, column in pointing.items():
        hidden = dict.fromkeys(OF_THE_MENTEE[table])
        rows[table] = [{**row, **hidden} if row[column] in led else row for row in rows.get(table, ())]
    return rows


class _Teller:
    """Tells rows in the clerk's words."""

    def __init__(self, request: CopyRequest, rows: Rows) -> None:
        self.request, self.rows = request, rows
        self.names = self._names()

    def _names(self) -> dict[RowKey, str]:
        keys = {
            (target, row[column])
            for table, listed in self.rows.items()
            for column, target in pointers_of(table).items()
            if target in NAMED
            for row in listed
            if row[column] is not None
        }
        named = name_records(db.session.connection(), keys, {})
        return {key: text.removeprefix(table_label(key[0])).strip() for key, text in named.items()}

    def facts(self) -> list[Facts]:
        """The person's own facts, all of them, and marks."""
        [person] = self.rows["person"]
        columns = sorted(self._columns("person"), key=lambda column: column != "name")
        pairs = [(_label("person", one), self._value("person", one, person) or "未登记") for one in columns]
        marks = "、".join(str(row["tag"]) for row in self.rows.get("person_tag", ()))
        return [Facts([*pairs, (table_label("person_tag"), marks or "无")])]

    def tables(self, listed: Iterable[str]) -> list[Table]:
        """Those of a group that hold anything."""
        return [self._table(table) for table in listed if self.rows.get(table)]

    def _table(self, table: str) -> Table:
        rows = self.rows[table]
        values = {
            column: [self._value(table, column, row) for row in rows] for column in self._columns(table)
        }
        filled = [column for column, told in values.items() if any(told)]
        labels = [_label(table, column) for column in filled]
        lines = [[values[column][place] for column in filled] for place in range(len(rows))]
        caption = f"{table_label(table)}({len(rows)}条)"
        if 0 < len(filled) <= MOST_COLUMNS:
            widths = [min(max(map(len, column)), 24) + 4 for column in zip(labels, *lines, strict=True)]
            return Table(labels, lines, widths, caption)
        told = [
            ";".join(f"{label}:{value}" for label, value in zip(labels, line, strict=True) if value)
            for line in lines
        ]
        numbered = [[str(number), text or "已登记"] for number, text in enumerate(told, 1)]
        return Table(("序号", "内容"), numbered, (1, 12), caption)

    def _columns(self, table: str) -> list[str]:
        untold, pointers = UNTOLD | index_columns(table), pointers_of(table)
        return [
            column.name
            for column in table_named(table).c
            if column.name not in untold
            and (pointers.get(column.name, "unit") in NAMED or (table, column.name) == MEETING_OF)
            and level_of(table, column.name) is not Level.SECRET
        ]

    def _value(self, table: str, column: str, row: Mapping[str, Any]) -> str:
        value = row[column]
        if value is None or value == "":
            return ""
        if column in masked_columns(table):
            return self._sensitive(table, column, value)
        if (table, column) == MEETING_OF:
            return self._pair(value)
        target = pointers_of(table).get(column)
        if target is not None:
            return (
                "本人" if (target, value) == ("person", self.request.person.id) else self.names[target, value]
            )
        return value_text(table, column, encode(table_named(table).c[column], value))

    def _pair(self, pairing_id: int) -> str:
        """“本人和岳明”: whose meeting it was."""
        [pair] = [row for row in self.rows["pairing"] if row["id"] == pairing_id]
        return "和".join(self._value("pairing", side, pair) for side in ("mentor_id", "mentee_id"))

    def _sensitive(self, table: str, column: str, value: Any) -> str:
        whole = plain(value)
        if isinstance(whole, bytes):
            return f"照片1张,{len(whole) // 1024 + 1}KB"
        text = str(getattr(whole, "label", whole))
        if self.request.unmasked:
            return text
        mask = MASKS.get(column)
        return mask(text) if mask else HIDDEN


def _label(table: str, column: str) -> str:
    return POINTERS.get(column) or column_label(table, column)


def _sources(person: Person) -> list[Table | Sentence]:
    """The imports that wrote anything of the person, and how often the facts were changed."""
    batches = select(AuditEntry.batch_id).where(
        AuditEntry.person_id == person.id, AuditEntry.batch_id.is_not(None)
    )
    taken = db.session.execute(
        select(IntakeBatch.id, IntakeBatch.taken_at, IntakeBatch.created_by)
        .where(IntakeBatch.id.in_(batches))
        .order_by(IntakeBatch.id)
    ).all()
    files: dict[int, list[str]] = {}
    for batch_id, name in db.session.execute(
        select(IntakeFile.batch_id, IntakeFile.name)
        .where(IntakeFile.batch_id.in_(batches))
        .order_by(IntakeFile.id)
    ):
        files.setdefault(batch_id, []).append(mask_numbers(name))
    rows = [[_moment(one.taken_at), "、".join(files.get(one.id, [])), one.created_by] for one in taken]
    parts: list[Table | Sentence] = []
    if rows:
        parts.append(Table(("导入时间", "文件", "经办人"), rows, (4, 7, 3), "导入"))
    changed = db.session.execute(
        select(func.count(), func.min(AuditEntry.at), func.max(AuditEntry.at)).where(
            AuditEntry.person_id == person.id
        )
    ).one()
    if changed[0]:
        parts.append(
            Sentence(
                f"变更记录{changed[0]}条,最早{_moment(changed[1])},最近{_moment(changed[2])};"
                "变更记录长期保存,其中的号码已打码。"
            )
        )
    return parts


def _given(person: Person) -> list[Table | Sentence]:
    """Who looked at numbers in full and took out this copy; rosters are on record by unit, not by person."""
    entries = db.session.scalars(
        select(JournalEntry)
        .where(
            or_(JournalEntry.event == "查看敏感信息", JournalEntry.event == "导出"),
            JournalEntry.subject.endswith(f"(人员编号{person.id})", autoescape=True),
        )
        .order_by(JournalEntry.id)
    ).all()
    rows = [
        [
            _moment(one.at),
            one.actor,
            one.event,
            str(one.details.get("field") or "个人信息副本"),
            str(one.details.get("purpose") or ""),
        ]
        for one in entries
    ]
    parts: list[Table | Sentence] = []
    if rows:
        headers = ("时间", "经办人", "事项", "内容", "用途")
        parts.append(Table(headers, rows, (5, 4, 4, 4, 5), "查看和导出记录"))
    exports = db.session.scalar(
        select(func.count()).where(JournalEntry.event == "导出", JournalEntry.subject.in_(ROSTERS))
    )
    parts.append(
        Sentence(
            f"花名册、名单按单位导出,不逐人记录;系统中含人员名单的导出共{exports or 0}次,经手人和用途均有记录。"
        )
    )
    return parts


ROSTERS = ("roster", "list:people", "vacancies")
"""What is taken out unit by unit and names people."""


def _period(request: CopyRequest) -> Sequence[tuple[str, str]]:
    standing = queries.standing_of(request.person, on=request.on)
    key = SettingKey.KEEP_CADRES if standing.cadre else SettingKey.KEEP_OTHERS
    return [
        ("适用的规定", key.label),
        ("保存", period_words(standing.kept)),
        ("还在进行", "、".join(standing.holds) or "无"),
        ("应保存至", standing.until.dotted if standing.until else say("还不能确定")),
        ("依据", pages.basis_of(key, on=request.on)),
    ]


def _moment(at: datetime | None) -> str:
    return at.astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M") if at else ""
