"""The ledger of seats and vacancies 职数及空缺台账: one row a unit, several where it names several vacancies.

The first twelve columns are those of the county's form; handed in again it says what the register says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from talentpool.analysis.figures import Figures, count_figures
from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import TeamStructure
from talentpool.dates import months_between
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import (
    NOT_STATED,
    SERIAL_OF_UNIT,
    SIGNATURE,
    UNKNOWN,
    numbered,
    unit_columns,
    what_is_unknown,
)
from talentpool.extensions import db
from talentpool.models import Post, Vacancy
from talentpool.posts.queries import select_vacancies
from talentpool.sheets import Column, Kind, Sheet, Workbook
from talentpool.succession.facts import Candidate
from talentpool.succession.prepared import candidates_by_post
from talentpool.units.naming import names_on
from talentpool.vocabulary import TWO_COMMITTEES, EndCause

FORM_COLUMNS: tuple[Column, ...] = (
    Column("authorised", "核定职数", Kind.NUMBER, merge=True, total="sum"),
    Column("filled", "实有人数", Kind.NUMBER, merge=True, total="sum"),
    Column("vacant", "空缺数", Kind.NUMBER, merge=True, total="sum"),
    Column("post", "空缺职务", max_width=10),
    Column("since", "空缺时间", Kind.PARTIAL_DATE),
    Column("cause", "空缺原因", max_width=12),
    Column("plan", "拟补选方式/时间", Kind.LONG_TEXT, max_width=16),
    Column("candidate", "拟任人选", max_width=6),
    Column("joint_review", "联审情况", Kind.LONG_TEXT, max_width=12),
    Column("note", "备注", Kind.LONG_TEXT, min_width=6, max_width=16),
)
MONTHS = Column("months", "已空缺(月)", Kind.NUMBER)
RESERVES: tuple[Column, ...] = (
    Column("reserves", "后备(人)", Kind.NUMBER),
    Column("mature_reserves", "成熟后备", max_width=8),
)
DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("核定职数", "村(社区)“两委”核定的人数,不含监督委员会"),
    ("实有人数", "截至日期在党组织或村(居)民委员会任职的人数,兼任的只计1人,监督委员会不计"),
    ("空缺数", "核定职数−实有人数"),
    ("后备、成熟后备", "截至日期在库、培养方向为该职务的人数,及其中成熟的人选"),
    ("已空缺(月)", "从空缺时间到截至日期的整月数;空缺时间只到月的从当月1日算起"),
)


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    figures = count_figures(scope=request.scope, on=request.on, unit=request.unit)
    title = f"{request.place.title}“两委”职数及空缺情况台账"
    columns = (*unit_columns(request.place, SERIAL_OF_UNIT), *FORM_COLUMNS, MONTHS, *RESERVES)
    rows = _rows(request, figures)
    sheet = Sheet(
        name="职数及空缺",
        title=title,
        columns=_summed_where_known(columns, rows),
        rows=rows,
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered((*_notes(rows), *what_is_unknown(figures))),
        signature=SIGNATURE,
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=DEFINITIONS),
        sheets=(sheet,),
        about="截至日期各村(社区)“两委”核定职数、实有人数和空缺职务",
    )


def _summed_where_known(columns: tuple[Column, ...], rows: list[dict[str, object]]) -> tuple[Column, ...]:
    """A sum over nothing known would read as zero: then the column has none."""
    known = {key for row in rows for key, value in row.items() if isinstance(value, int)}
    return tuple(replace(column, total=None) if column.key not in known else column for column in columns)


def _rows(request: ExportRequest, figures: Figures) -> list[dict[str, object]]:
    named = _vacancies_by_unit(request)
    prepared = candidates_by_post(scope=request.scope, on=request.on, unit=request.unit) if named else {}
    rows: list[dict[str, object]] = []
    for serial, team in enumerate(figures.town.teams, start=1):
        unit = {"serial": serial, "township": team.township, "unit": team.unit} | _counts(team, request)
        vacancies = named.get(team.unit_id, [])
        lines = [
            _named(vacancy, post, request) | _reserves(prepared.get(post.id, []))
            for vacancy, post in vacancies
        ]
        if unnamed := _unnamed(team, vacancies, request):
            lines.append({"note": unnamed})
        rows += [unit | line for line in lines or [{}]]
    return rows


def _vacancies_by_unit(request: ExportRequest) -> dict[int, list[tuple[Vacancy, Post]]]:
    statement = request.within(select_vacancies(scope=request.scope, on=request.on))
    found: dict[int, list[tuple[Vacancy, Post]]] = defaultdict(list)
    for vacancy, post, unit in db.session.execute(statement):
        found[unit.id].append((vacancy, post))
    return found


def _counts(team: TeamStructure, request: ExportRequest) -> dict[str, object]:
    authorised = NOT_STATED if team.authorised is None else team.authorised
    if not is_known(team, on=request.on):
        return {"authorised": authorised, "filled": UNKNOWN, "vacant": UNKNOWN}
    vacant = NOT_STATED if team.vacant is None else team.vacant
    return {"authorised": authorised, "filled": team.filled, "vacant": vacant}


def _named(vacancy: Vacancy, post: Post, request: ExportRequest) -> dict[str, object]:
    cause = "" if vacancy.cause is EndCause.UNKNOWN else vacancy.cause.label
    due = f"{vacancy.by_election_due.chinese}前" if vacancy.by_election_due else ""
    return {
        "post": names_on(request.on).title(post),
        "since": vacancy.since,
        "cause": vacancy.cause_written or cause,
        "plan": vacancy.by_election_plan or due,
        "candidate": vacancy.candidate,
        "joint_review": vacancy.joint_review,
        "note": vacancy.note,
        "months": months_between(vacancy.since, on=request.on),
    }


def _reserves(prepared: Sequence[Candidate]) -> dict[str, object]:
    """Who could follow: the program tells who is prepared, the office names the candidate."""
    return {
        "reserves": len(prepared),
        "mature_reserves": "、".join(one.name for one in prepared if one.mature),
    }


def _unnamed(team: TeamStructure, vacancies: list[tuple[Vacancy, Post]], request: ExportRequest) -> str:
    """What is said of empty seats whose posts nobody named; it stands in a row of its own."""
    if not is_known(team, on=request.on):
        return ""
    seats = sum(post.body in TWO_COMMITTEES for _, post in vacancies)
    number = (team.vacant or 0) - seats
    if number <= 0:
        return ""
    return f"{'另有' if seats else ''}{number}个空缺职务未登记"


def _notes(rows: list[dict[str, object]]) -> tuple[str, ...]:
    unstated = any(row["authorised"] == NOT_STATED for row in rows)
    return (
        "职数为“两委”核定人数;实有人数按人计算,兼任的只计1人,监督委员会不计入",
        "空缺数=核定职数−实有人数",
        f"核定职数“{NOT_STATED}”的村(社区)不计算空缺" if unstated else "",
    )
