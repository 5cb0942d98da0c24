"""The fields of the ledgers about reserves: pool, education upgrade, mentorship, former cadres. Pure data.

Aliases come from the usual shapes of 后备干部花名册, 学历提升台账, 导师帮带台账 and 离任干部台账.
"""

from __future__ import annotations

from talentpool.intake.field import CellKind, Field, described
from talentpool.vocabulary import SheetKind

_RESERVES = frozenset({SheetKind.RESERVES})
_EDUCATION = frozenset({SheetKind.EDUCATION})
_PAIRINGS = frozenset({SheetKind.PAIRINGS})
_GUIDANCE = frozenset({SheetKind.GUIDANCE})
_MENTORSHIP = _PAIRINGS | _GUIDANCE
_FORMER = frozenset({SheetKind.FORMER})

LEDGER_FIELDS: tuple[Field, ...] = (
    # --- the pool
    described(
        "occupation",
        "现工作单位及职务(从业情况)",
        "现工作单位及职务 从业情况 现从业情况 从业状况 工作单位及职务 工作单位 现工作单位 目前职业 职业 现职业 现从事工作 现状 "
        "现任职务 职务 现实职业",
        CellKind.TEXT,
        _RESERVES,
    ),
    described(
        "source",
        "人员类别(来源)",
        "人员类别 人员来源 来源 来源类别 类别 身份类别 人选类别 人选来源 后备来源 人员身份",
        CellKind.TEXT,
        _RESERVES,
    ),
    described(
        "target_posts",
        "培养方向(拟任职务)",
        "培养方向 拟任职务 拟培养方向 培养目标 拟任岗位 培养岗位 目标岗位 拟培养职务 后备岗位 后备职务 后备方向",
        CellKind.POSTS,
        _RESERVES,
    ),
    described(
        "nomination_way",
        "推荐方式",
        "推荐形式 产生方式 推荐途径 推荐渠道 提名方式",
        CellKind.CHOICE,
        _RESERVES,
    ),
    described(
        "readiness",
        "成熟程度",
        "成熟度 培养程度 成熟情况 培养情况 使用意见 培养期限 近期使用意见 培养类型",
        CellKind.CHOICE,
        _RESERVES,
    ),
    described(
        "mentor_names",
        "帮带责任人",
        "帮带导师 导师 培养联系人 联系领导 帮带人 培养责任人 帮带领导 联系人 结对导师 导师姓名",
        CellKind.NAMES,
        _RESERVES,
    ),
    described(
        "entered_on",
        "入库时间",
        "入库日期 入库年月 进库时间 纳入后备时间 确定为后备干部时间 后备干部确定年月 确定时间 纳入时间",
        CellKind.DATE,
        _RESERVES,
    ),
    described("exited_on", "出库时间", "出库日期 出库年月 退出时间 调出时间", CellKind.DATE, _RESERVES),
    described("exit_reason", "出库原因", "退出原因 调出原因 出库去向", CellKind.CHOICE, _RESERVES),
    # --- education upgrade
    described(
        "post_written", "职务", "现任职务 职务身份 身份 职务(身份) 现职务 人员类别", CellKind.TEXT, _EDUCATION
    ),
    described(
        "from_schooling",
        "现(原)学历",
        "现有学历 原学历 现学历 学历 原有学历 提升前学历 最高学历 文化程度 入学前学历",
        CellKind.CHOICE,
        _EDUCATION,
    ),
    described(
        "study_school",
        "报读院校",
        "就读院校 报考院校 报读学校 就读学校 学校 院校 录取院校 所在院校",
        CellKind.TEXT,
        _EDUCATION,
    ),
    described(
        "study_major", "报读专业", "就读专业 报考专业 专业 所学专业 录取专业", CellKind.TEXT, _EDUCATION
    ),
    described(
        "study_level",
        "报读层次",
        "就读层次 报考层次 学历层次 层次 提升层次 提升学历 报读学历 拟取得学历 提升后学历",
        CellKind.CHOICE,
        _EDUCATION,
    ),
    described(
        "study_mode", "学习形式", "学习方式 就读形式 办学形式 教育类型 形式", CellKind.CHOICE, _EDUCATION
    ),
    described(
        "enrolled_on", "入学时间", "入学日期 入学年月 报读时间 注册时间 开学时间", CellKind.DATE, _EDUCATION
    ),
    described(
        "expected_on",
        "预计毕业时间",
        "毕业时间 拟毕业时间 预计毕业年月 应毕业时间 毕业日期 毕业年月",
        CellKind.DATE,
        _EDUCATION,
    ),
    described(
        "study_status",
        "学籍状态",
        "学习状态 就读状态 状态 在读情况 学籍情况 毕业情况",
        CellKind.CHOICE,
        _EDUCATION,
    ),
    described(
        "certificate", "毕业证书编号", "毕业证编号 证书编号 毕业证号 学历证书编号", CellKind.TEXT, _EDUCATION
    ),
    described(
        "subsidy",
        "学费补助情况",
        "补助情况 学费补助 补助金额 学费补贴 补贴情况 资助情况",
        CellKind.TEXT,
        _EDUCATION,
    ),
    # --- mentorship
    described(
        "name",
        "帮带对象",
        "后备干部姓名 后备干部 帮带对象姓名 培养对象 被帮带人 姓名 学员 结对对象 后备人选 后备力量姓名",
        CellKind.NAME,
        _MENTORSHIP,
    ),
    described(
        "mentor",
        "帮带导师",
        "导师 导师姓名 帮带导师姓名 帮带人 帮带责任人 结对导师 培养联系人 帮带领导",
        CellKind.NAME,
        _MENTORSHIP,
    ),
    described(
        "mentor_title",
        "导师单位及职务",
        "导师职务 导师单位 导师单位职务 帮带导师职务 单位及职务 帮带人职务 导师单位、职务",
        CellKind.TEXT,
        _PAIRINGS,
    ),
    described(
        "paired_on",
        "结对时间",
        "结对日期 帮带起始时间 结对年月 开始时间 签订时间 帮带开始时间",
        CellKind.DATE,
        _PAIRINGS,
    ),
    described(
        "unpaired_on",
        "解除时间",
        "解除日期 结束时间 帮带结束时间 终止时间 解除结对时间",
        CellKind.DATE,
        _PAIRINGS,
    ),
    described("guided_on", "帮带时间", "帮带日期 谈话时间 活动时间 时间 日期", CellKind.DATE, _GUIDANCE),
    described("guidance_way", "帮带方式", "方式 帮带形式 帮带地点/方式 形式", CellKind.CHOICE, _GUIDANCE),
    described("guidance_place", "帮带地点", "地点", CellKind.TEXT, _GUIDANCE),
    described(
        "minutes", "时长(分钟)", "帮带时长 时长 时间(分钟) 帮带时长(分钟) 时长(分)", CellKind.COUNT, _GUIDANCE
    ),
    described("topic", "帮带内容", "内容 主要内容 帮带事项 谈话内容", CellKind.TEXT, _GUIDANCE),
    described("problem", "存在问题", "问题 不足 存在不足", CellKind.TEXT, _GUIDANCE),
    described("next_step", "下步计划", "下一步计划 下步打算 整改措施 下步安排", CellKind.TEXT, _GUIDANCE),
    described("effect", "帮带成效", "成效 效果 帮带效果 评价", CellKind.TEXT, _GUIDANCE),
    # --- former cadres
    described(
        "last_title",
        "离任前职务",
        "离任时职务 原任职务 原职务 离职前职务 曾任职务 任职职务 退职前职务 最高职务 职务",
        CellKind.TEXT,
        _FORMER,
    ),
    described(
        "served",
        "任职起止时间",
        "任职时间 任职起止 任职年月 任职经历 起止时间 任职期间",
        CellKind.TEXT,
        _FORMER,
    ),
    described(
        "served_years",
        "任职年限",
        "累计任职年限 任职年限(累计) 工作年限 任职年数 累计年限",
        CellKind.TEXT,
        _FORMER,
    ),
    described("left_on", "离任时间", "离任日期 离职时间 离任年月 退职时间 退任时间", CellKind.DATE, _FORMER),
    described("left_cause", "离任原因", "离职原因 退职原因 退任原因 离任情形", CellKind.TEXT, _FORMER),
    described(
        "has_subsidy",
        "是否享受生活补贴",
        "享受生活补贴 是否享受补贴 是否享受离任补贴 生活补贴 是否领取补贴",
        CellKind.YES_NO,
        _FORMER,
    ),
    described(
        "subsidy_yuan",
        "补贴标准(元/月)",
        "补贴标准 生活补贴标准 补贴金额 月补贴标准 补贴金额(元/月) 补贴标准(元)",
        CellKind.TEXT,
        _FORMER,
    ),
    described("expertise", "特长", "专长 个人特长 擅长领域 特长专长", CellKind.TEXT, _FORMER),
    described(
        "is_adviser",
        "是否纳入智囊团",
        "智囊团 纳入智囊团 是否智囊团成员 是否为智囊团成员",
        CellKind.YES_NO,
        _FORMER,
    ),
    described(
        "willingness",
        "再上岗意愿",
        "返聘意向 返聘意愿 再上岗意向 特长/返聘意向 返聘意向(智囊团) 是否愿意再上岗",
        CellKind.CHOICE,
        _FORMER,
    ),
    described("health", "健康状况", "身体状况 健康情况 身体情况", CellKind.CHOICE, _FORMER),
)
