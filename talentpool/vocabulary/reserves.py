"""The reserve pool: how people come in, are reviewed, grow and leave; mentors, study, former cadres."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled


class NominationWay(Labelled):
    """The three recommendations 三荐."""

    SELF = "self", "个人自荐"
    ORGANIZATION = "organization", "组织推荐"
    MASSES = "masses", "群众推荐"


class NominationStage(Labelled):
    """The steps into the pool, in their order; none can be skipped (三级筛选把关, 公示)."""

    NOMINATED = "nominated", "推荐"
    UNIT_REVIEW = "unit_review", "村(社区)初审"
    TOWNSHIP_REVIEW = "township_review", "乡镇(街道)联审"
    COUNTY_REVIEW = "county_review", "县级联审"
    PUBLIC_NOTICE = "public_notice", "公示"
    ENTRY = "entry", "入库"


class StepOutcome(Labelled):
    """What was decided at a step."""

    PASSED = "passed", "通过"
    RETURNED = "returned", "退回补充"
    REJECTED = "rejected", "不通过"
    WITHDRAWN = "withdrawn", "本人撤回"


class RuleStrength(Labelled):
    """The two strengths of the negative list, and of eligibility."""

    BAR = "bar", "不得"
    CAUTION = "caution", "不宜"


class AgencyLevel(Labelled):
    """Where an agency of the joint review sits."""

    TOWNSHIP = "township", "乡镇(街道)"
    COUNTY = "county", "县级"


class Conclusion(Labelled):
    """An agency's written answer."""

    CLEAR = "clear", "未发现问题"
    CAUTION = "caution", "有情况需研判"
    HIT = "hit", "不符合条件"


class EntryBasis(Labelled):
    """How an entry came into the pool: through the steps, or as an office's ledger states."""

    REVIEWED = "reviewed", "逐级审核入库"
    STATED = "stated", "按台账登记"


class SourceCategory(Labelled):
    """Where reserves come from 人员类别(来源); several per person, one main."""

    OUTSTANDING_MEMBER = "outstanding_member", "优秀党员"
    VETERAN = "veteran", "退役军人"
    WEALTH_LEADER = "wealth_leader", "致富能手"
    RETURNED_GRADUATE = "returned_graduate", "返乡大学生"
    RETURNED_WORKER = "returned_worker", "返乡农民工"
    COOPERATIVE_HEAD = "cooperative_head", "专业合作社负责人"
    FARM_BUSINESS_HEAD = "farm_business_head", "新型农业经营主体负责人"
    TECHNICAL_TALENT = "technical_talent", "农村实用技术人才"
    AWAY_BUSINESS = "away_business", "外出务工经商人员"
    VILLAGE_GRADUATE = "village_graduate", "大学生村官"
    SELECTED_GRADUATE = "selected_graduate", "到村任职选调生"
    GRADUATE = "graduate", "大学毕业生"
    GRID_WORKER = "grid_worker", "网格员"
    GROUP_LEADER = "group_leader", "村(居)民小组长"
    VILLAGE_DOCTOR = "village_doctor", "乡村医生"
    COMMUNITY_WORKER = "community_worker", "社区工作者"
    FORMER_RESERVE = "former_reserve", "原有的村级后备干部"
    OTHER = "other", "其他"


class YearlyOutcome(Labelled):
    """What the yearly review of a reserve came to."""

    KEEP = "keep", "继续培养"
    WATCH = "watch", "限期提高"
    PROMOTE = "promote", "建议优先使用"
    EXIT = "exit", "建议出库"


class ExitReason(Labelled):
    """Why a reserve left the pool."""

    USED = "used", "使用(进班子)"
    OVER_AGE = "over_age", "超龄"
    MOVED_AWAY = "moved_away", "外出(户口迁出)"
    UNWILLING = "unwilling", "本人不愿意"
    FAILED_REVIEW = "failed_review", "考核不合格"
    DISCIPLINE = "discipline", "违纪违法"
    DIED = "died", "去世"
    OTHER = "other", "其他"


class PairingEnd(Labelled):
    """How a mentorship ended."""

    ACHIEVED = "achieved", "达到培养目标"
    MENTEE_LEFT = "mentee_left", "帮带对象出库"
    MENTOR_LEFT = "mentor_left", "导师离任或调整"
    CHANGED = "changed", "更换导师"
    MERGED = "merged", "合并登记"
    OTHER = "other", "其他"


class GuidanceWay(Labelled):
    """How mentor and mentee met."""

    TALK = "talk", "谈心谈话"
    HOME_VISIT = "home_visit", "入户走访"
    SHADOWING = "shadowing", "跟班学习"
    SITTING_IN = "sitting_in", "会议列席"
    FIELD_TASK = "field_task", "任务实践"
    STUDY = "study", "政策学习"
    PHONE = "phone", "电话(网络)沟通"
    OTHER = "other", "其他"


class StudyMode(Labelled):
    """Form of study of an education upgrade."""

    OPEN = "open", "开放教育"
    CORRESPONDENCE = "correspondence", "函授"
    SELF_STUDY = "self_study", "自学考试"
    PART_TIME = "part_time", "业余(夜大学)"
    FULL_TIME = "full_time", "全日制"
    PARTY_SCHOOL = "party_school", "党校"
    OTHER = "other", "其他"


class StudyStatus(Labelled):
    """学籍状态."""

    STUDYING = "studying", "在读"
    SUSPENDED = "suspended", "休学"
    WITHDRAWN = "withdrawn", "退学"
    GRADUATED = "graduated", "已毕业"


class TaskKind(Labelled):
    """Where reserves are tempered: 重点工作, 急难险重."""

    KEY_WORK = "key_work", "重点工作"
    URGENT_WORK = "urgent_work", "急难险重任务"
    PROJECT = "project", "项目建设"
    POSITION = "position", "岗位锻炼"


class TaskResult(Labelled):
    """How a task or posting went."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    FAIR = "fair", "一般"
    POOR = "poor", "较差"


class Willingness(Labelled):
    """再上岗意愿 of a former cadre."""

    LONG = "long", "可返聘"
    SHORT = "short", "可短期"
    NONE = "none", "不返聘"


class Health(Labelled):
    """健康状况 as ledgers say it."""

    GOOD = "good", "健康"
    FAIR = "fair", "一般"
    POOR = "poor", "较差"


class AdviceKind(Labelled):
    """What a former cadre did for the unit: 咨询, 传帮带."""

    CONSULTATION = "consultation", "咨询建议"
    PASSING_ON = "passing_on", "传帮带"


class Kinship(Labelled):
    """Near kin, who should not mentor each other (任职回避)."""

    SPOUSE = "spouse", "夫妻"
    LINEAL = "lineal", "直系血亲"
    COLLATERAL = "collateral", "三代以内旁系血亲"
    IN_LAW = "in_law", "近姻亲"


class PostRisk(Labelled):
    """What may leave a post without a successor; a post may have several."""

    VACANT = "vacant", "空缺"
    AGES_OUT = "ages_out", "到龄"
    NOBODY = "nobody", "无后备人选"
    NOT_MATURE = "not_mature", "无成熟人选"
    SINGLE = "single", "仅1名后备"


class ReminderKind(Labelled):
    """What becomes due, in the order of the home page."""

    NO_MENTOR = "no_mentor", "确定导师"
    GUIDANCE = "guidance", "帮带谈话"
    MEETING = "meeting", "约定的帮带"
    PAIRING_END = "pairing_end", "结对到期"
    REVIEW = "review", "年度研判"
    STUDY_TERM = "study_term", "学期成绩"
    GRADUATION = "graduation", "毕业核对"
    SUBSIDY = "subsidy", "学历补贴"
    BY_ELECTION = "by_election", "补选"
    TERM = "term", "换届"
    RE_ENGAGEMENT = "re_engagement", "再上岗到期"
