"""The sheets 单位汇总 and 无人选职务: the figures of each unit, and the posts that have nobody."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.exports.workbooks.succession.facts import SuccessionFacts, unit_cells
from talentpool.exports.workbooks.wording import SERIAL, numbered, unit_columns
from talentpool.sheets import Column, Kind, Marked, Sheet
from talentpool.succession.findings import quota_words
from talentpool.succession.outlook import PostOutlook, UnitOutlook
from talentpool.vocabulary import TargetState

SHEET_NAME = "单位汇总"
UNCOVERED = "无人选职务"
COLUMNS: tuple[Column, ...] = (
    Column("posts", "职务数", Kind.NUMBER, total="sum"),
    Column("covered_mature", "有成熟人选", Kind.NUMBER, total="sum"),
    Column("immature", "有人选未成熟", Kind.NUMBER, total="sum"),
    Column("uncovered", "没有人选", Kind.NUMBER, total="sum"),
    Column("coverage", "覆盖率", Kind.PERCENT),
    Column("depth", "人选/职务", Kind.NUMBER, decimals=2),
    Column("vacant", "空缺", Kind.NUMBER, total="sum"),
    Column("ageing", "到龄", Kind.NUMBER, total="sum"),
    Column("single", "仅1名后备", Kind.NUMBER, total="sum"),
    Column("deserted", "届时无人可接", Kind.NUMBER, total="sum"),
    Column("reserves", "后备人数", Kind.NUMBER, total="sum"),
    Column("mature", "成熟人数", Kind.NUMBER, total="sum"),
    Column("staying", "届时合龄后备", Kind.NUMBER, total="sum"),
    Column("leaving", "届时超龄后备", Kind.NUMBER, total="sum"),
    Column("quota", "配备要求", align="center"),
)
UNCOVERED_COLUMNS: tuple[Column, ...] = (
    Column("nobody", "没有后备人选的职务", Kind.LONG_TEXT, max_width=18),
    Column("immature", "没有成熟人选的职务", Kind.LONG_TEXT, max_width=18),
    Column("deserted", "届时无人可接的职务", Kind.LONG_TEXT, max_width=14),
    Column("reserves", "后备人数", Kind.NUMBER),
    Column("mature", "成熟人数", Kind.NUMBER),
    Column("quota", "配备要求", Kind.LONG_TEXT, max_width=16),
)


def sheet(facts: SuccessionFacts) -> Sheet:
    """One row a unit; the charts of the overview stand on it."""
    request, tally = facts.request, facts.tally
    return Sheet(
        name=SHEET_NAME,
        title=f"{request.place.title}“两委”职务接替情况汇总",
        columns=(*unit_columns(request.place, SERIAL), *COLUMNS),
        rows=[
            {"serial": number, **unit_cells(unit), **_figures(unit)}
            for number, unit in enumerate(facts.units, start=1)
        ],
        reporting=request.reporting,
        freeze_column="unit",
        totals={"coverage": tally.coverage, "depth": tally.candidates_a_post} if tally.posts else {},
        notes=numbered(facts.notes("人选/职务:一人对应几个职务的,每个职务计几分之一")),
    )


def _figures(unit: UnitOutlook) -> dict[str, object]:
    tally = unit.tally
    return {
        "posts": tally.posts,
        "covered_mature": tally.covered_mature,
        "immature": tally.covered - tally.covered_mature,
        "uncovered": tally.uncovered,
        "coverage": tally.coverage,
        "depth": tally.candidates_a_post,
        "vacant": tally.vacant,
        "ageing": tally.ageing,
        "single": tally.single,
        "deserted": tally.deserted,
        "reserves": tally.reserves,
        "mature": tally.mature,
        "staying": unit.staying,
        "leaving": tally.reserves - unit.staying,
        "quota": _quota(unit),
    }


def _quota(unit: UnitOutlook) -> object:
    below = unit.is_below_quota
    if below is None:
        return "未规定"
    state = TargetState.MISS if below else TargetState.OK
    return Marked(state.label, state)


def uncovered_sheet(facts: SuccessionFacts) -> Sheet:
    """The units in which some post has nobody mature, with these posts."""
    request = facts.request
    short = [unit for unit in facts.units if unit.tally.without_mature]
    return Sheet(
        name=UNCOVERED,
        title=f"{request.place.title}后备人选缺口清单",
        columns=(*unit_columns(request.place, SERIAL), *UNCOVERED_COLUMNS),
        rows=[
            {"serial": number, **unit_cells(unit), **_uncovered(unit)}
            for number, unit in enumerate(short, start=1)
        ],
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered(
            facts.notes(
                f"{len(facts.units)}个村(社区)中{len(short)}个有职务没有成熟后备人选" if facts.units else ""
            )
        ),
    )


def _uncovered(unit: UnitOutlook) -> dict[str, object]:
    return {
        "nobody": _titles([post for post in unit.counted if not post.prepared]),
        "immature": _titles([post for post in unit.counted if post.prepared and not post.mature]),
        "deserted": _titles([post for post in unit.counted if post.is_deserted_then]),
        "reserves": unit.tally.reserves,
        "mature": unit.tally.mature,
        "quota": ";".join(quota_words(state) for state in unit.quotas if not state.is_met),
    }


def _titles(posts: Sequence[PostOutlook]) -> str:
    return "、".join(post.post.title for post in posts)
