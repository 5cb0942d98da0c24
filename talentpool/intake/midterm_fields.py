"""The fields of the ledgers of a mid-term analysis 届中分析. Pure data.

Steps of a ballot are fields by what they count as; their own label is the header as written.
"""

from __future__ import annotations

from talentpool.intake.field import CellKind, Field, described
from talentpool.vocabulary import SheetKind

_GROUPS = frozenset({SheetKind.GROUPS})
_TOTALS = frozenset({SheetKind.FIELD_TOTALS})
_AGENCIES = frozenset({SheetKind.AGENCY_CHECKS})
_TEAM_TALLIES = frozenset({SheetKind.TEAM_TALLIES})
_MEMBER_TALLIES = frozenset({SheetKind.MEMBER_TALLIES})
_TALLIES = _TEAM_TALLIES | _MEMBER_TALLIES
_MEETINGS = frozenset({SheetKind.PARTY_MEETINGS})
_TEAM_GRADES = frozenset({SheetKind.TEAM_GRADES})
_MEMBER_GRADES = frozenset({SheetKind.MEMBER_GRADES})
_OPERATION = frozenset({SheetKind.OPERATION})
_FINDINGS = frozenset({SheetKind.FINDINGS})
_NEXT_STEPS = frozenset({SheetKind.NEXT_STEPS})

MIDTERM_FIELDS: tuple[Field, ...] = (
    # --- groups
    described(
        "group",
        "工作组",
        "组别 分组 组名 工作组名称 分析研判组 分析研判工作组 研判组",
        CellKind.TEXT,
        _GROUPS,
    ),
    described("group_head", "组长", "工作组组长 组长姓名 带队领导 牵头领导", CellKind.NAME, _GROUPS),
    described("group_head_title", "组长职务", "组长单位及职务 职务", CellKind.TEXT, _GROUPS),
    described("group_members", "成员", "工作组成员 组员 成员姓名 小组成员", CellKind.NAMES, _GROUPS),
    described(
        "group_units",
        "研判村(社区)",
        "负责村(社区) 分析研判村(社区) 研判单位 研判对象 联系村(社区) 负责村 责任村(社区)",
        CellKind.TEXT,
        _GROUPS,
    ),
    # --- field work in totals
    described(
        "meeting_total",
        "党员群众代表会议(场次)",
        "党员群众代表会议 召开会议 召开会议(场次) 会议(场次) 会议场次 会议(场) 座谈会(场次) 座谈会",
        CellKind.COUNT,
        _TOTALS,
    ),
    described(
        "talk_total",
        "谈心谈话(人次)",
        "谈心谈话 谈话人次 个别谈话 个别谈话(人次) 谈话(人次)",
        CellKind.COUNT,
        _TOTALS,
    ),
    described(
        "issued_total",
        "问卷发放(份)",
        "问卷发放 发放问卷 发放问卷(份) 发放问卷调查表 发放问卷数 问卷调查表发放(份)",
        CellKind.COUNT,
        _TOTALS,
    ),
    described(
        "returned_total",
        "问卷收回(份)",
        "问卷收回 收回问卷 收回问卷(份) 回收问卷 问卷回收(份) 收回问卷数 问卷调查表收回(份)",
        CellKind.COUNT,
        _TOTALS,
    ),
    described("valid_total", "有效问卷(份)", "有效问卷 有效份数 问卷有效(份)", CellKind.COUNT, _TOTALS),
    described(
        "satisfaction_total",
        "满意度测评表(份)",
        "满意度测评表 满意度测评 满意度测评(份) 满意度测评票 满意度调查表(份)",
        CellKind.COUNT,
        _TOTALS,
    ),
    described(
        "suggestion_total",
        "收集问题建议(条)",
        "收集问题建议 意见建议 收集意见建议 收集意见建议(条) 意见建议(条) 问题建议(条)",
        CellKind.COUNT,
        _TOTALS,
    ),
    # --- preliminary check
    described("agency", "部门", "摸底部门 部门名称 反馈部门 征求部门", CellKind.TEXT, _AGENCIES),
    described("agency_subject", "摸底内容", "内容 了解内容 征求内容 摸底事项", CellKind.TEXT, _AGENCIES),
    described("agency_asked_on", "征求日期", "发函日期 征求时间 发函时间", CellKind.DATE, _AGENCIES),
    described(
        "agency_answered_on", "摸底日期", "反馈日期 摸底时间 反馈时间 回复时间 日期", CellKind.DATE, _AGENCIES
    ),
    described("agency_document", "文号", "反馈文号 函号 依据文件", CellKind.TEXT, _AGENCIES),
    described(
        "agency_conclusion",
        "结论",
        "摸底结论 反馈意见 反馈情况 摸底情况 反馈结论 部门意见",
        CellKind.TEXT,
        _AGENCIES,
    ),
    # --- democratic appraisal
    described(
        "ballots_due", "应到人数", "应到 应参加人数 应参会人数 应参加测评人数", CellKind.COUNT, _TALLIES
    ),
    described(
        "ballots_present",
        "参加人数",
        "实到人数 实到 参加测评人数 参会人数 参评人数 实到人",
        CellKind.COUNT,
        _TALLIES,
    ),
    described(
        "ballots_returned",
        "收回票数",
        "收回测评票 收回票 回收票数 收回 有效票数 收回测评表 测评票数",
        CellKind.COUNT,
        _TALLIES,
    ),
    described("member_title", "职务", "现任职务 任职情况 村内职务", CellKind.TEXT, _MEMBER_TALLIES),
    described("step_best", "好", "优秀 很好 满意 优", CellKind.COUNT, _TALLIES),
    described("step_good", "较好", "称职 良好 比较满意 合格 良", CellKind.COUNT, _TALLIES),
    described("step_passing", "一般", "基本称职 基本合格 基本满意 中", CellKind.COUNT, _TALLIES),
    described("step_failing", "较差", "不称职 差 不合格 不满意", CellKind.COUNT, _TALLIES),
    described("step_abstain", "弃权", "不了解 弃权票 弃权(不了解)", CellKind.COUNT, _TALLIES),
    # --- the committee's decision
    described("party_meeting", "会议名称", "会议 会议名", CellKind.TEXT, _MEETINGS),
    described("party_meeting_on", "会议日期", "会议时间 召开日期 召开时间", CellKind.DATE, _MEETINGS),
    described("party_meeting_topic", "议题", "会议议题 研究事项", CellKind.TEXT, _MEETINGS),
    described(
        "party_meeting_decision", "决定", "会议决定 研究结果 议定事项 会议结论", CellKind.TEXT, _MEETINGS
    ),
    described(
        "team_grade",
        "班子评定等次",
        "评定等次 班子等次 评定结果 班子评定 定性评价 班子定性评价 班子评价等次 等次",
        CellKind.CHOICE,
        _TEAM_GRADES,
    ),
    described(
        "member_grade",
        "评定等次",
        "成员评定等次 个人评定等次 评定结果 定性评价 成员评价等次 届中评定等次",
        CellKind.CHOICE,
        _MEMBER_GRADES,
    ),
    # --- texts
    described(
        "operation_text",
        "运行情况",
        "班子运行情况 “两委”班子运行情况 运行情况描述 分析研判情况",
        CellKind.TEXT,
        _OPERATION,
    ),
    described("step_heading", "标题", "工作打算标题 打算标题 工作事项", CellKind.TEXT, _NEXT_STEPS),
    described("step_text", "内容", "具体内容 具体措施 工作措施 打算内容", CellKind.TEXT, _NEXT_STEPS),
    # --- findings
    described("finding_category", "问题类别", "问题类型 类别 问题分类", CellKind.TEXT, _FINDINGS),
    described(
        "finding_text",
        "问题描述",
        "存在问题 问题 具体问题 存在的问题 主要问题 问题表现 具体表现",
        CellKind.TEXT,
        _FINDINGS,
    ),
    described("measures", "整改措施", "措施 整改举措 具体措施", CellKind.TEXT, _FINDINGS),
    described("leader_in_charge", "责任领导", "牵头领导 包片领导 分管领导", CellKind.NAME, _FINDINGS),
    described("responsible", "责任人", "整改责任人 直接责任人", CellKind.NAME, _FINDINGS),
    described("due_on", "整改时限", "完成时限 整改期限 完成时间 整改完成时限", CellKind.DATE, _FINDINGS),
    described(
        "progress", "进展情况", "整改进展 整改情况 进展 整改进展情况 整改成效", CellKind.TEXT, _FINDINGS
    ),
    described("is_closed", "是否销号", "销号 销号情况 是否完成整改 是否完成", CellKind.YES_NO, _FINDINGS),
    described("closed_on", "销号时间", "销号日期 完成整改时间", CellKind.DATE, _FINDINGS),
)
