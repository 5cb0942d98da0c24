"""The fields that a sheet may hold, with every header by which offices call them. Pure data.

Aliases come from real rosters and official forms: the 村(社区)“两委”干部花名册 in one and two
header rows, exports of community-worker and cadre systems, 职数(空缺)台账 and 村情统计表.
An alias earlier in its list wins over a later one where two columns claim the same field.
"""

from __future__ import annotations

from talentpool.intake.field import CellKind, Field
from talentpool.intake.field import described as _field
from talentpool.intake.ledger_fields import LEDGER_FIELDS
from talentpool.intake.midterm_fields import MIDTERM_FIELDS
from talentpool.vocabulary import SheetKind

_ALL = frozenset(SheetKind)
_PEOPLE = frozenset({SheetKind.ROSTER, SheetKind.RESERVES, SheetKind.EDUCATION, SheetKind.FORMER})
_NAMED = _PEOPLE | {SheetKind.MEMBER_TALLIES, SheetKind.MEMBER_GRADES}
_WITH_STATUS = frozenset({SheetKind.ROSTER, SheetKind.RESERVES, SheetKind.FORMER})
_WITH_SCHOOLING = frozenset({SheetKind.ROSTER, SheetKind.RESERVES})
_UNITS = frozenset({SheetKind.UNITS})
_ROSTER = frozenset({SheetKind.ROSTER})
_POSTS = frozenset({SheetKind.POSTS})
_SEATS = frozenset({SheetKind.UNITS, SheetKind.POSTS})


POST_MARK = "post_mark"
"""Key of columns that are headed by a post and ticked (是, √); a sheet may hold many of them."""

FIELDS: tuple[Field, ...] = (
    *LEDGER_FIELDS,
    *MIDTERM_FIELDS,
    _field("serial", "序号", "编号 序 No. 人员编号 顺序号 干部编号", CellKind.TEXT, _ALL),
    _field(
        "township",
        "乡镇(街道)",
        "乡镇 街道 镇(街道) 镇街 镇乡 乡(镇) 乡镇、街道 乡(镇、街道) 镇(乡、街道) 所属乡镇 所在乡镇 所属街道 所在街道 "
        "所属乡镇(街道) 所在乡镇(街道) 乡镇名称 街道名称 乡镇(街道)名称",
        CellKind.TEXT,
        _ALL,
    ),
    _field(
        "unit",
        "村(社区)",
        "村(居) 村居 村、社区 村/社区 行政村 建制村 社区 村 村(社区)名称 村(居)名称 村居名称 村社名称 行政村名称 "
        "村名 村名称 社区名称 所在村(社区) 所属村(社区) 所在村 所属村 所在社区 所属社区 所在村居 任职村(社区) 任职村 "
        "村别 单位名称 单位 单位简称 单位全称 所在单位 任职单位 呈报单位 村级组织名称 支部信息 所属党组织 所属党支部 所在党支部 "
        "所在支部 所属支部",
        CellKind.UNIT,
        _ALL,
    ),
    _field("note", "备注", "备注说明 附注 备考 其他说明 其他备注", CellKind.TEXT, _ALL),
    # --- roster
    _field("name", "姓名", "名字 干部姓名 人员姓名 成员姓名 村干部姓名 班子成员姓名", CellKind.NAME, _NAMED),
    _field("sex", "性别", "男/女", CellKind.CHOICE, _PEOPLE),
    _field("nationality", "民族", "族别 民族成份 民族成分", CellKind.CHOICE, _PEOPLE),
    _field("native_place", "籍贯", "原籍 籍贯地", CellKind.TEXT, _PEOPLE),
    _field("born_on", "出生年月", "出生日期 出生年月日 出生时间 生日 出生", CellKind.DATE, _PEOPLE),
    _field("age", "年龄", "周岁 现年龄 实足年龄 年龄(周岁)", CellKind.COUNT, _PEOPLE),
    _field(
        "schooling",
        "文化程度",
        "最高学历 学历 现学历 现有学历 学历学位 学历(学位) 学历层次 受教育程度 文化水平",
        CellKind.CHOICE,
        _WITH_SCHOOLING,
    ),
    _field(
        "full_time_schooling",
        "全日制教育",
        "全日制学历 全日制教育学历 全日制学历学位 全日制 第一学历 初始学历 原始学历 原学历",
        CellKind.CHOICE,
        _WITH_SCHOOLING,
    ),
    _field(
        "full_time_school",
        "全日制教育毕业院校及专业",
        "全日制毕业院校及专业 全日制毕业院校系及专业 全日制教育毕业院校系及专业 全日制毕业院校 全日制教育毕业院校 第一学历毕业院校及专业 "
        "第一学历毕业院校",
        CellKind.TEXT,
        _WITH_SCHOOLING,
    ),
    _field(
        "full_time_major",
        "全日制教育所学专业",
        "全日制所学专业 全日制专业 全日制教育专业 第一学历专业",
        CellKind.TEXT,
        _WITH_SCHOOLING,
    ),
    _field(
        "in_service_schooling",
        "在职教育",
        "在职学历 在职教育学历 在职学历学位 在职",
        CellKind.CHOICE,
        _WITH_SCHOOLING,
    ),
    _field(
        "in_service_school",
        "在职教育毕业院校及专业",
        "在职毕业院校及专业 在职毕业院校系及专业 在职教育毕业院校系及专业 在职毕业院校 在职教育毕业院校",
        CellKind.TEXT,
        _WITH_SCHOOLING,
    ),
    _field(
        "in_service_major",
        "在职教育所学专业",
        "在职所学专业 在职专业 在职教育专业",
        CellKind.TEXT,
        _WITH_SCHOOLING,
    ),
    _field(
        "school",
        "毕业院校及专业",
        "毕业院校 毕业学校 毕业院校系及专业 毕业学校及专业 毕业院校专业 院校及专业 毕业院校(系)及专业 最高学历毕业院校及专业",
        CellKind.TEXT,
        _WITH_SCHOOLING,
    ),
    _field("major", "所学专业", "专业 毕业专业 专业名称", CellKind.TEXT, _WITH_SCHOOLING),
    _field("political_status", "政治面貌", "面貌 政治身份 政治面目 党籍状态", CellKind.CHOICE, _WITH_STATUS),
    _field(
        "party_joined_on",
        "入党时间",
        "入党日期 入党年月 入党年月日 入党(团)时间 加入党组织时间 加入中国共产党时间 何时入党 加入中共时间",
        CellKind.DATE,
        _WITH_STATUS,
    ),
    _field(
        "work_started_on",
        "参加工作时间",
        "参工时间 参加工作日期 参加工作年月 参工年月 工作年月 工作时间 参加工作 何时参加工作",
        CellKind.DATE,
        _ROSTER,
    ),
    _field(
        "first_cadre_on",
        "首次任村干部时间",
        "首次任村(社区)干部时间 首任村干部时间 初任村干部时间 始任村干部时间 任村干部时间 首次担任村干部时间 首次任职时间 "
        "首次任两委干部时间 首次进入两委时间 首次进两委班子时间 初任时间 初次任职时间 进入班子时间 进班子时间",
        CellKind.DATE,
        _ROSTER,
    ),
    _field(
        "posts",
        "现任职务",
        "职务 现职务 现职 任职情况 现任职务情况 现任职情况 任职 担任职务 职务名称 所任职务 现担任职务 村(社区)职务 村内职务 两委职务 "
        "村两委职务 现任村职务 现任村干部职务 现任村(社区)职务 村干部职务 班子职务",
        CellKind.POSTS,
        _ROSTER,
    ),
    _field(
        "party_post",
        "党内职务",
        "职务党组织 职务党内 任职情况党组织 现任党内职务 党组织职务 村党组织职务 村(社区)党组织职务 党支部职务 支部职务 支委职务 党总支职务 党委职务 党务职务",
        CellKind.POSTS,
        _ROSTER,
    ),
    _field(
        "committee_post",
        "村(居)委会职务",
        "职务村委会 职务居委会 职务村(居)委会 职务村(居)民委员会 职务村委 职务自治组织 任职情况村(居)委会 任职情况村委会 村委会职务 居委会职务 村(居)民委员会职务 村民委员会职务 居民委员会职务 村(社区)委会职务 村(居)委职务 村委职务 居委职务 "
        "行政职务 现任行政职务 自治组织职务",
        CellKind.POSTS,
        _ROSTER,
    ),
    _field(
        "other_post",
        "其他职务",
        "职务其他 职务群团 职务监委会 职务监督委员会 任职情况其他 兼任职务 兼职 其它职务 兼任其他职务 现任群团职务 群团职务 监委会职务 监督委员会职务 村务监督委员会职务 村(居)务监督委员会职务",
        CellKind.POSTS,
        _ROSTER,
    ),
    _field(
        "post_started_on",
        "任现职时间",
        "任现职务时间 任现职年月 任现职务年月 任现职日期 任职时间 任职年月 任职日期 现任职务时间 现职务任职时间 任职起始时间 "
        "现任职时间 任本职时间 当选时间",
        CellKind.DATE,
        _ROSTER,
    ),
    _field(
        "dual_head",
        "是否“一肩挑”",
        "一肩挑 是否书记主任一肩挑 书记主任一肩挑 书记、主任“一肩挑” 是否一人兼",
        CellKind.YES_NO,
        _ROSTER,
    ),
    _field(
        "cross_appointed",
        "是否交叉任职",
        "交叉任职 两委交叉任职 是否“两委”交叉任职",
        CellKind.YES_NO,
        _ROSTER,
    ),
    _field(
        "standing", "是否常职干部", "常职干部 是否常职 常职 是否专职 是否定工干部", CellKind.YES_NO, _ROSTER
    ),
    _field(
        "id_number",
        "身份证号码",
        "身份证号 身份证 公民身份号码 公民身份证号码 居民身份证号码 居民身份证号 身份证件号码 身份证件号 证件号码 证件号",
        CellKind.ID_NUMBER,
        _PEOPLE,
    ),
    _field(
        "phone",
        "联系电话",
        "手机号码 手机号 联系方式 电话 手机 电话号码 移动电话 联系手机 本人电话 联系号码",
        CellKind.PHONE,
        _PEOPLE,
    ),
    _field(
        "tags",
        "特长",
        "标签 专长 身份类别 人员身份 人员类别 个人特长 熟悉专业有何专长 类别标签",
        CellKind.TEXT,
        _ROSTER,
    ),
    _field("retired", "是否退休", "退休 退休情况", CellKind.YES_NO, _ROSTER),
    _field("resigned", "是否辞职", "辞职 是否离职 辞职情况", CellKind.YES_NO, _ROSTER),
    _field("resigned_on", "辞职日期", "辞职时间 离职时间 离职日期", CellKind.DATE, _ROSTER),
    Field(POST_MARK, "职务(打勾)", (), CellKind.MARK, _ROSTER),
    # --- units
    _field(
        "unit_type",
        "类型",
        "单位类型 类别 单位类别 村(社区)类型 村居类型 单位性质 城乡分类",
        CellKind.CHOICE,
        _UNITS,
    ),
    _field(
        "code",
        "区划代码",
        "行政区划代码 统计用区划代码 区划编码 行政区划编码 单位代码 村(社区)代码 村代码 代码 编码",
        CellKind.TEXT,
        _UNITS,
    ),
    _field(
        "party_form",
        "党组织形式",
        "党组织类型 党组织类别 党组织设置形式 党组织设置 党组织设置情况 党组织 村党组织形式",
        CellKind.CHOICE,
        _UNITS,
    ),
    _field(
        "branch_count",
        "下设党支部数",
        "党支部数 支部数 下设支部数 下辖党支部数 下辖支部数 下属党支部数 党支部个数 下设党支部",
        CellKind.COUNT,
        _UNITS,
    ),
    _field("member_count", "党员数", "党员人数 党员总数 现有党员数 党员数量 党员", CellKind.COUNT, _UNITS),
    _field(
        "group_count",
        "村(居)民小组数",
        "村民小组数 居民小组数 小组数 村(居)民小组 村民小组 居民小组 组数 村民小组个数",
        CellKind.COUNT,
        _UNITS,
    ),
    _field("household_count", "户数", "总户数 户籍户数 农户数 住户数 家庭户数", CellKind.COUNT, _UNITS),
    _field(
        "registered_population",
        "户籍人口",
        "户籍人口数 户籍总人口 户籍人数 总人口 总人口数 人口数 人口",
        CellKind.COUNT,
        _UNITS,
    ),
    _field("resident_population", "常住人口", "常住人口数 常住人数 常住总人口", CellKind.COUNT, _UNITS),
    _field(
        "authorised",
        "核定职数",
        "“两委”核定职数 核定“两委”职数 “两委”职数 两委班子职数 两委班子核定职数 核定数 应配职数 应配人数 编制职数 职数 核定人数",
        CellKind.COUNT,
        _SEATS,
    ),
    _field(
        "standing_seats",
        "常职职数",
        "常职干部职数 常职数 核定常职职数 常职核定职数 常职干部核定职数 定工干部职数",
        CellKind.COUNT,
        _SEATS,
    ),
    _field(
        "area_leader",
        "包片领导",
        "包村领导 联系领导 联村领导 挂片领导 挂村领导 挂包领导 包片领导姓名 包片(联系)领导 联系村领导",
        CellKind.NAMES,
        _UNITS,
    ),
    _field(
        "stationed_cadres",
        "驻村干部",
        "驻村(社区)干部 包村干部 联村干部 驻村干部姓名 驻村人员 驻村(居)干部",
        CellKind.NAMES,
        _UNITS,
    ),
    _field(
        "merger_note",
        "合并沿革",
        "合并情况 合村情况 建制调整情况 建制沿革 沿革 历史沿革 村级建制调整",
        CellKind.TEXT,
        _UNITS,
    ),
    # --- posts and vacancies
    _field(
        "filled",
        "实有人数",
        "实配人数 实有职数 实配职数 现有人数 现有职数 在职人数 已配人数 实际人数 现配人数 实有",
        CellKind.COUNT,
        _POSTS,
    ),
    _field(
        "vacant_count", "空缺数", "空缺职数 空缺人数 缺职数 缺额 缺配人数 缺员数 空缺", CellKind.COUNT, _POSTS
    ),
    _field(
        "vacant_post", "空缺职务", "空缺岗位 空缺职位 缺职岗位 缺职职务 空缺职务名称", CellKind.POSTS, _POSTS
    ),
    _field(
        "vacant_since",
        "空缺时间",
        "空缺日期 空缺年月 空缺起始时间 空缺开始时间 缺职时间 缺职起始时间",
        CellKind.DATE,
        _POSTS,
    ),
    _field("vacancy_cause", "空缺原因", "缺职原因 缺额原因 空缺情况说明 空缺事由", CellKind.TEXT, _POSTS),
    _field(
        "by_election_plan",
        "拟补选方式/时间",
        "拟补选方式及时间 拟补选时间及方式 拟补选方式 拟补选时间 拟补选时间/方式 补选计划 补选安排 补选时间 补选方式 拟补配时间",
        CellKind.TEXT,
        _POSTS,
    ),
    _field(
        "candidate",
        "拟任人选",
        "拟补人选 拟补选人选 补选人选 拟任人选(后备) 拟任(后备)人选",
        CellKind.TEXT,
        _POSTS,
    ),
    _field("joint_review", "联审情况", "联审结果 联审结论 资格联审情况 联审意见", CellKind.TEXT, _POSTS),
)

FIELD_BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}


def fields_of(kind: SheetKind) -> tuple[Field, ...]:
    """The fields that a sheet of this kind may hold, in the order of FIELDS."""
    return tuple(field for field in FIELDS if kind in field.sheet_kinds)
