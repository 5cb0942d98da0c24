"""Made-up reports and templates."""

from __future__ import annotations

import io
import zipfile

from talentpool.files.official import (
    Annex,
    Grid,
    Item,
    Kind,
    Proposal,
    TownReport,
    UnitReport,
    builtin_template,
    numbered,
    proposed,
    prose,
)

GRID = Grid(("村(社区)", "等次"), (3, 1), (("青山村", "好"), ("<碧水>&社区", "正常")))


def town(*, units: int = 2, annexes: bool = True) -> TownReport:
    """A town of so many villages."""
    return TownReport(
        title="届中分析报告",
        lead=(prose("现将有关情况汇报如下。"),),
        conduct=numbered([Item("", "提前摸底谋划。", prose("按照方案安排。"))]),
        operation=numbered(
            Item("", f"第{at}村“两委”班子运行情况。", prose("运行良好。")) for at in range(units)
        ),
        problems=numbered(
            Item("", f"第{at}村存在的问题。", proposed("无成熟后备人选。")) for at in range(units)
        ),
        next_steps=(),
        attachments=("等次汇总表",) if annexes else (),
        signed_by="中共青山镇委员会",
        dated="2023年6月30日",
        annexes=(Annex("附件", "等次汇总表", "注:截至2023年6月30日。", GRID),) if annexes else (),
    )


def unit() -> UnitReport:
    """A village."""
    return UnitReport(
        title="青山村届中分析报告",
        lead=(prose("导语。"),),
        team_table=GRID,
        proposal=Proposal("好", (prose("群众满意。"),)),
        signed_by="第一工作组",
        dated="2023年6月30日",
    )


def part(content: bytes, name: str = "word/document.xml") -> str:
    """A part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def repacked(changes: dict[str, bytes], kind: Kind = Kind.TOWN) -> bytes:
    """The product's template with these parts added or changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(builtin_template(kind))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return target.getvalue()


def template_of(*paragraphs: str, kind: Kind = Kind.TOWN) -> bytes:
    """A template whose paragraphs hold these runs; “‖” begins a new run, “<” markup."""
    laid = "".join(
        one
        if one.startswith("<")
        else "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in one.split("‖")) + "</w:p>"
        for one in paragraphs
    )
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"<w:document {names}><w:body>{laid}<w:sectPr/></w:body></w:document>"
    return repacked({"word/document.xml": document.encode()}, kind)
