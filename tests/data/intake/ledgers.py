"""Ledgers about reserves made up in place, a row by its short words."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.intake.sources import Upload
from tests.data.intake.town import table

_HEADERS = {
    "后备干部花名册": "村(社区) 姓名 性别 出生年月 学历 人员类别(来源) 培养方向(拟任职务) 推荐方式 成熟程度 帮带责任人 入库时间 "
    "出库时间 出库原因 身份证号 备注",
    "学历提升台账": "村(社区) 姓名 职务 现(原)学历 报读院校 报读专业 报读层次 学习形式 入学时间 预计毕业时间 学籍状态 学费补助情况",
    "导师帮带台账": "村(社区) 后备干部姓名 帮带导师 导师单位及职务 结对时间 解除时间 备注",
    "帮带记录": "村(社区) 帮带对象 帮带导师 帮带时间 帮带方式 时长(分钟) 帮带内容 存在问题 帮带成效",
    "离任干部台账": "村(社区) 姓名 性别 出生年月 离任前职务 任职起止时间 任职年限 离任时间 离任原因 是否享受生活补贴 补贴标准(元/月) "
    "是否纳入智囊团",
}


def _sheet(name: str, rows: Sequence[dict[str, str]], on: str) -> Upload:
    filled = [{"村(社区)": "云山村"} | row for row in rows]
    return table(name, f"青禾镇{name}", _HEADERS[name].split(), filled, on)


def reserves(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A roster of reserves."""
    return _sheet("后备干部花名册", rows, on)


def education(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A ledger of education upgrade."""
    return _sheet("学历提升台账", rows, on)


def pairings(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A ledger of pairs."""
    return _sheet("导师帮带台账", rows, on)


def guidance(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A sheet of meetings."""
    return _sheet("帮带记录", rows, on)


def former(*rows: dict[str, str], on: str = "2023年6月30日") -> Upload:
    """A ledger of former cadres."""
    return _sheet("离任干部台账", rows, on)


def reserve(name: str, readiness: str = "培养", **more: str) -> dict[str, str]:
    """A row of a roster of reserves."""
    return {
        "姓名": name,
        "性别": "男",
        "出生年月": "1990.01",
        "成熟程度": readiness,
        "推荐方式": "组织推荐",
        "培养方向(拟任职务)": "村委会副主任",
        "入库时间": "2021.03",
    } | more
