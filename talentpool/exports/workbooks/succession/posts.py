"""The sheet 职务接替: each post with its holder, its risks and the first three candidates."""

from __future__ import annotations

from talentpool.exports.workbooks.succession.facts import SuccessionFacts, unit_cells
from talentpool.exports.workbooks.wording import SERIAL_OF_UNIT, SIGNATURE, numbered, unit_columns
from talentpool.sheets import Column, Kind, Marked, Sheet
from talentpool.succession.outlook import PostOutlook
from talentpool.vocabulary import PostRisk, TargetState

SHEET_NAME = "职务接替"
SHOWN = 3
_ORDINALS = ("第一", "第二", "第三")
COLUMNS: tuple[Column, ...] = (
    Column("post", "职务", max_width=9),
    Column("holder", "任职人", max_width=6),
    Column("age", "现年龄", align="center"),
    Column("then", "届时年龄", align="center"),
    Column("risk", "风险", max_width=13),
    *(
        column
        for place in range(SHOWN)
        for column in (
            Column(f"name{place}", "姓名", min_width=4, group=f"{_ORDINALS[place]}人选"),
            Column(f"readiness{place}", "成熟程度", group=f"{_ORDINALS[place]}人选"),
        )
    ),
    Column("candidates", "后备人数", Kind.NUMBER),
    Column("mature", "成熟人数", Kind.NUMBER),
    Column("staying", "届时合龄人数", Kind.NUMBER),
)
_MILD = frozenset({PostRisk.NOT_MATURE, PostRisk.SINGLE})


def sheet(facts: SuccessionFacts) -> Sheet:
    """One row a post, in office and team order."""
    request = facts.request
    rows = [
        {"serial": number, **unit_cells(unit), **row_of(post)}
        for number, unit in enumerate(facts.units, start=1)
        for post in unit.posts
    ]
    return Sheet(
        name=SHEET_NAME,
        title=f"{request.place.title}“两委”职务接替情况表",
        columns=(*unit_columns(request.place, SERIAL_OF_UNIT), *COLUMNS),
        rows=rows,
        reporting=request.reporting,
        freeze_column="post",
        notes=numbered(
            facts.notes(
                "人选依次按可临时接任、成熟程度、本人培养方向的次序排列,只作研判,使用由组织研究决定",
                "监督委员会的职务列出,不计入总览的指标",
            )
        ),
        signature=SIGNATURE,
    )


def row_of(post: PostOutlook) -> dict[str, object]:
    """The cells of one post."""
    row: dict[str, object] = {
        "post": post.post.title,
        "holder": _holders(post),
        "age": "、".join("?" if one.age_now is None else str(one.age_now) for one in post.seated),
        "then": "、".join("?" if one.age_then is None else str(one.age_then) for one in post.seated),
        "risk": _risk(post),
        "candidates": len(post.prepared),
        "mature": post.mature,
        "staying": len(post.staying),
    }
    for place, one in enumerate(post.prepared[:SHOWN]):
        row[f"name{place}"] = one.candidate.name
        row[f"readiness{place}"] = one.candidate.readiness or "未评定"
    return row


def _holders(post: PostOutlook) -> str:
    names = [one.name for one in post.seated]
    if post.is_vacant:
        names.append("空缺")
    return "、".join(names) or "未登记"


def _risk(post: PostOutlook) -> Marked:
    told = "、".join(risk.label for risk in post.risks) or "无"
    if set(post.risks) - _MILD:
        return Marked(told, TargetState.MISS)
    return Marked(told, TargetState.NEAR if post.risks else TargetState.OK)
