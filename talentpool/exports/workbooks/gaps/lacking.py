"""The sheet 缺项清单: what each unit lacks, since when, and what would close the gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Gap, gaps_of
from talentpool.dates import PartialDate
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.gaps.facts import GapFacts
from talentpool.exports.workbooks.wording import (
    SERIAL,
    UNKNOWN,
    numbered,
    unit_columns,
    what_is_unknown,
)
from talentpool.people.queries import age_in_force
from talentpool.sheets import Column, Kind, Sheet
from talentpool.succession.facts import Candidate
from talentpool.vocabulary import PARTY_STATUSES, Sex

SHEET_NAME = "缺项清单"
COLUMNS: tuple[Column, ...] = (
    Column("lacks", "缺什么", Kind.LONG_TEXT, max_width=22),
    Column("since", "自何时", Kind.PARTIAL_DATE),
    Column("have", "现有(人)", align="center"),
    Column("want", "应有(人)", align="center"),
    Column("closes", "怎样补上", Kind.LONG_TEXT, max_width=28),
    Column("basis", "依据", Kind.LONG_TEXT, max_width=20),
    Column("reserves", "可补上的后备(成熟程度)", Kind.LONG_TEXT, max_width=16),
)
SHOWN = 5
_LEDGER_KINDS = frozenset({"vacancy", "unnamed_vacancy", "over_seats"})


def sheet(facts: GapFacts, request: ExportRequest) -> Sheet:
    """One row a gap, in office order; vacant posts first, then missed targets."""
    found = [row for team in facts.teams for row in _rows_of(team, facts)]
    lacking_units = len({row["unit_id"] for row in found if row["is_gap"]})
    gap_count = sum(bool(row["is_gap"]) for row in found)
    summary = (
        f"截至当日,{len(facts.teams)}个村(社区)中{lacking_units}个有缺项,共{gap_count}项"
        if gap_count
        else "截至当日,情况已登记的村(社区)没有缺项"
        if facts.known
        else ""
    )
    return Sheet(
        name=SHEET_NAME,
        title=f"{request.place.title}“两委”班子缺项清单",
        columns=(*unit_columns(request.place, SERIAL), *COLUMNS),
        rows=[row | {"serial": number} for number, row in enumerate(found, start=1)],
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered(
            (
                summary,
                "村(居)民委员会成员由选举产生,出缺的由村(居)民会议或代表会议补选;本表只提出建议,由组织研究决定",
                *what_is_unknown(facts.figures),
            )
        ),
    )


def _rows_of(team: TeamStructure, facts: GapFacts) -> list[dict[str, object]]:
    unit = {"unit_id": team.unit_id, "township": team.township, "unit": team.unit, "is_gap": False}
    if not is_known(team, on=facts.figures.on):
        return [unit | {"lacks": f"{UNKNOWN}:截至当日的任职情况未登记", "closes": "补录当时的干部花名册"}]
    gaps = gaps_of(team, facts.targets, on=facts.figures.on)
    reserves = facts.reserves.get(team.unit_id, ())
    rows = [
        unit | {"is_gap": True, "reserves": _fitting(gap.kind, reserves, on=facts.figures.on)} | _row(gap)
        for gap in gaps
    ]
    if team.authorised is None:
        rows.insert(0, unit | {"lacks": "核定职数未登记,不能判断空缺", "closes": "导入职数及空缺台账"})
    return rows


def _fitting(kind: str, reserves: Sequence[Candidate], *, on: date) -> str:
    """Who of the unit's reserves would help to close a gap, the readier first; of too many seats nobody."""
    if kind == "over_seats":
        return ""
    found = [one for one in reserves if _helps(kind, one, on=on)]
    words = [f"{one.name}({one.readiness or '未评定'})" for one in found[:SHOWN]]
    return _told(words, len(found))


def _told(words: Sequence[str], count: int) -> str:
    """“甲(成熟)、乙(培养)”, and of more “等8人”."""
    return "、".join(words) + (f"等{count}人" if count > len(words) else "")


def _helps(kind: str, one: Candidate, *, on: date) -> bool:
    """Whether somebody is of the kind that a target wants; any reserve may fill a seat."""
    if kind == "women":
        return one.sex is Sex.FEMALE
    if kind == "aged_35_or_under":
        age = age_in_force(one.born_on, on=on)
        return age is not None and age <= 35
    if kind == "college_or_above":
        return one.schooling is not None and one.schooling.college_or_above
    if kind == "party_members":
        return one.political_status in PARTY_STATUSES
    return True


def _row(gap: Gap) -> dict[str, object]:
    since = PartialDate.from_iso(gap.since) if gap.since else None
    from_ledger = gap.kind in _LEDGER_KINDS
    return {
        "lacks": gap.lacks,
        "since": since,
        "have": "" if gap.have is None else str(gap.have),
        "want": _wanted(gap, exactly=from_ledger),
        "closes": gap.closes,
        "basis": gap.basis or ("核定职数" if from_ledger else ""),
    }


def _wanted(gap: Gap, *, exactly: bool) -> str:
    if gap.want is None:
        return ""
    if exactly:
        return str(gap.want)
    return f"≥{gap.want}" if (gap.have or 0) < gap.want else f"≤{gap.want}"
