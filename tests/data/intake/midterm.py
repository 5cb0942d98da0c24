"""Ledgers of a mid-term analysis made up in place, a row by its headers."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.intake.sources import Upload
from tests.data.intake.town import table

HEADERS = {
    "工作组": "序号 工作组 组长 组长职务 成员 研判村(社区)",
    "走访统计": "序号 村(社区) 党员群众代表会议(场次) 谈心谈话(人次) 问卷发放(份) 问卷收回(份) 满意度测评表(份) 收集问题建议(条)",
    "部门摸底": "序号 部门 摸底内容 摸底日期 结论",
    "班子测评": "序号 村(社区) 应到人数 参加人数 好 较好 一般 较差",
    "成员测评": "序号 村(社区) 姓名 职务 收回票数 优秀 称职 基本称职 不称职 弃权",
    "评定结果": "序号 村(社区) 班子评定等次",
    "成员评定": "序号 村(社区) 姓名 评定等次",
    "党委会议": "序号 会议名称 会议日期 议题 决定",
    "运行情况": "序号 村(社区) 运行情况",
    "问题整改台账": "序号 村(社区) 问题类别 问题描述 整改措施 责任领导 责任人 整改时限 进展情况 是否销号 销号时间 备注",
    "下一步打算": "序号 标题 内容",
}


def midterm(
    name: str,
    *rows: dict[str, str],
    on: str = "2023年6月30日",
    header: Sequence[str] = (),
    town: str = "青禾镇",
) -> Upload:
    """One sheet of the ledger; a row starts in row 4, 云山村 where it names no unit."""
    columns = list(header) or HEADERS[name].split()
    filled = [{"村(社区)": "云山村"} | row for row in rows]
    return table(name, f"{town}届中分析{name}", columns, filled, on)
