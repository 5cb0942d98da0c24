"""The sheet 人选及差距: each reserve with what he is prepared for and what he lacks for it."""

from __future__ import annotations

from collections import defaultdict

from talentpool.exports.workbooks.succession.facts import SuccessionFacts
from talentpool.exports.workbooks.wording import SERIAL, numbered, unit_columns
from talentpool.sheets import Column, Kind, Sheet
from talentpool.succession.facts import Candidate
from talentpool.succession.outlook import PostOutlook, Prepared

SHEET_NAME = "人选及差距"
COLUMNS: tuple[Column, ...] = (
    Column("person", "人选", min_width=4.5),
    Column("age", "现年龄", Kind.NUMBER),
    Column("then", "届时年龄", Kind.NUMBER),
    Column("schooling", "最高学历", Kind.CHOICE),
    Column("status", "政治情况", Kind.CHOICE, max_width=6),
    Column("readiness", "程度", Kind.CHOICE),
    Column("of_unit", "对应单位", max_width=7),
    Column("post", "对应职务", max_width=9),
    Column("place", "在该职务人选中的次序", align="center", max_width=6),
    Column("share", "折算", align="center"),
    Column("lacks", "还差什么", Kind.LONG_TEXT, max_width=26),
)
NO_POST = "没有对应的职务"


def sheet(facts: SuccessionFacts) -> Sheet:
    """One row a reserve and post, those prepared for no post of the register with that told."""
    request = facts.request
    posts: dict[int, list[tuple[Prepared, PostOutlook]]] = defaultdict(list)
    homes: dict[int, tuple[str, Candidate]] = {}
    for unit in facts.units:
        for one in unit.reserves:
            homes[one.entry_id] = (unit.unit.township, one)
        for post in unit.posts:
            for prepared in post.prepared:
                posts[prepared.candidate.entry_id].append((prepared, post))
                homes.setdefault(prepared.candidate.entry_id, ("", prepared.candidate))
    rows = [
        {"township": township, "unit": candidate.unit, **_facts(candidate), **row}
        for entry_id, (township, candidate) in homes.items()
        for row in _rows(posts.get(entry_id, []))
    ]
    without = sum(not posts.get(entry_id) for entry_id in homes)
    return Sheet(
        name=SHEET_NAME,
        title=f"{request.place.title}后备人选及差距",
        columns=(*unit_columns(request.place, SERIAL), *COLUMNS),
        rows=[{"serial": number, **row} for number, row in enumerate(rows, start=1)],
        reporting=request.reporting,
        freeze_column="person",
        notes=numbered(
            facts.notes(
                "一人对应几个职务的分行列出,“折算”为计算人选/职务时所计的份额",
                f"有{without}名后备人员的培养方向没有填写,或登记册中没有相应的职务" if without else "",
            )
        ),
    )


def _facts(candidate: Candidate) -> dict[str, object]:
    status = candidate.political_status
    return {
        "person": candidate.name,
        "schooling": candidate.schooling,
        "status": status.label if status else "",
        "readiness": candidate.readiness or "未评定",
    }


def _rows(held: list[tuple[Prepared, PostOutlook]]) -> list[dict[str, object]]:
    if not held:
        return [{"lacks": NO_POST}]
    return [
        {
            "age": one.age_now,
            "then": one.age_then,
            "of_unit": post.unit.unit,
            "post": post.post.title,
            "place": f"{one.place}/{len(post.prepared)}",
            "share": "1" if one.shared_with == 1 else f"1/{one.shared_with}",
            "lacks": ";".join(lack.text for lack in one.lacks) or "无",
        }
        for one, post in held
    ]
