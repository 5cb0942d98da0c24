"""A person's own facts: what a row changes of them, or somebody new. Blank cells never erase."""

from __future__ import annotations

from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, label_of
from talentpool.intake.fields import FIELD_BY_KEY
from talentpool.intake.plan import RowPlan
from talentpool.intake.roster_rows import RosterRow
from talentpool.intake.schooling import SchoolingFacts, schooling_steps
from talentpool.models import Person, PersonTag, Schooling
from talentpool.people.names import search_columns
from talentpool.sealing.columns import plain
from talentpool.vocabulary import NATIONALITIES
from talentpool.writing import compact

LABELS = {
    "name_note": "姓名备注",
    "membership_stage": "入党发展阶段",
    "id_number": "身份证号码",
} | {key: FIELD_BY_KEY[key].label for key in FIELD_BY_KEY}
"""Column of `person` → what the clerk calls it."""

SENSITIVE = frozenset({"id_number", "phone"})

_EMPTY: dict[str, Any] = {
    "name_note": "",
    "sex": None,
    "nationality": None,
    "native_place": "",
    "born_on": None,
    "political_status": None,
    "membership_stage": None,
    "party_joined_on": None,
    "party_confirmed_on": None,
    "work_started_on": None,
    "first_cadre_on": None,
    "died_on": None,
    "id_number": None,
    "id_number_fingerprint": None,
    "id_number_ends_fingerprint": None,
    "phone": None,
    "phone_fingerprint": None,
    "phone_tail_fingerprint": None,
    "note": "",
}
_WIDTHS = {"name_note": 60, "native_place": 60, "phone": 40}


def new_person(changes: ChangeSet, name: str, unit: Known, facts: dict[str, Any]) -> Known:
    """Somebody the register did not have; `facts` are further columns."""
    known_name = name[:60]
    values = {
        "unit_id": unit.ref,
        "name": known_name,
        **search_columns(known_name),
        **_EMPTY,
        **{column: _cut(column, value) for column, value in facts.items()},
    }
    row = changes.insert(Person, values, unit=unit.ref)
    return Known(row, row.values)


def tell_new(plan: RowPlan, facts: dict[str, Any]) -> None:
    """Note the facts of somebody new."""
    for column, value in facts.items():
        if column in LABELS:
            _tell(plan, column, None, value)


def correct(changes: ChangeSet, plan: RowPlan, person: Known, facts: dict[str, Any], *, older: bool) -> None:
    """Bring a person's columns to `facts`; an `older` sheet only fills what is blank."""
    told: dict[str, Any] = {}
    for column, value in facts.items():
        old = plain(person.values[column])
        if _same(old, value) or (older and old not in (None, "")):
            continue
        told[column] = _cut(column, value)
    if "political_status" in told and "membership_stage" not in facts and person.values["membership_stage"]:
        told["membership_stage"] = None
    if not told:
        return
    for column, value in told.items():
        if column in LABELS:
            _tell(plan, column, person.values[column], value)
    unit = person.values["unit_id"]
    changes.update(Person, person.ref, person.values, told, person=person.ref, unit=unit)


def _cut(column: str, value: Any) -> Any:
    return value[: _WIDTHS[column]] if column in _WIDTHS and value else value


def _same(old: Any, told: Any) -> bool:
    if isinstance(told, PartialDate) and isinstance(old, PartialDate):
        return told.covers(old)
    if isinstance(told, str) and isinstance(old, str) and type(told) is str and type(old) is str:
        return compact(told) == compact(old)
    return bool(old == told)


def _tell(plan: RowPlan, column: str, old: Any, new: Any) -> None:
    sensitive = column if column in SENSITIVE else ""
    plan.change(LABELS[column], _text(column, plain(old)), _text(column, new), sensitive=sensitive)


def _text(column: str, value: Any) -> str:
    if column == "nationality":
        return NATIONALITIES.get(value or "", value or "")
    return label_of({column: value}, column)


def state_schooling(
    changes: ChangeSet,
    plan: RowPlan,
    person: Known,
    known: list[Known],
    told: list[SchoolingFacts],
    *,
    older: bool,
) -> None:
    """Bring a person's levels of schooling to those told; an `older` sheet tells nothing new to them."""
    if older and known:
        return
    by_values = {id(row.values): row for row in known}
    for step in schooling_steps([row.values for row in known], told):
        row = by_values[id(step.known)] if step.known is not None else None
        if step.values is None:
            assert row is not None
            assert isinstance(row.ref, int)
            changes.delete(Schooling, row.ref, row.values, person=person.ref)
            continue
        old = row.values["level"].label if row else ""
        level = step.values.get("level") or (row.values["level"] if row else None)
        detail = f"{step.values.get('school', '')} {step.values.get('major', '')}".strip()
        mode = (row.values if row else step.values)["mode"].label
        plan.change(
            f"学历({mode})" if mode != "未区分" else "文化程度",
            old,
            f"{level.label if level else ''} {detail}".strip(),
        )
        if row is None:
            changes.insert(Schooling, {"person_id": person.ref, **step.values}, person=person.ref)
        else:
            changes.update(Schooling, row.ref, row.values, step.values, person=person.ref)


def add_tags(changes: ChangeSet, row: RosterRow, person: Known, known: set[str]) -> None:
    """Tags that the person does not have yet; none is ever taken away."""
    for tag in dict.fromkeys(row.tags):
        if tag not in known:
            changes.insert(PersonTag, {"person_id": person.ref, "tag": tag}, person=person.ref)
            row.plan.change("标签", "", tag)
