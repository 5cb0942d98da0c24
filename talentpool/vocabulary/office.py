"""The office's own work: what it hands in, looks at, sets and aims for."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled


class SheetKind(Labelled):
    """What a sheet of an office's workbook holds."""

    UNITS = "units", "村(社区)基本情况"
    ROSTER = "roster", "干部花名册"
    POSTS = "posts", "职数及空缺台账"
    RESERVES = "reserves", "后备干部花名册"
    EDUCATION = "education", "学历提升台账"
    PAIRINGS = "pairings", "导师结对台账"
    GUIDANCE = "guidance", "帮带记录"
    FORMER = "former", "离任干部台账"
    GROUPS = "groups", "届中分析工作组"
    FIELD_TOTALS = "field_totals", "届中分析走访统计"
    AGENCY_CHECKS = "agency_checks", "届中分析部门摸底"
    TEAM_TALLIES = "team_tallies", "班子民主测评汇总"
    MEMBER_TALLIES = "member_tallies", "成员民主测评汇总"
    PARTY_MEETINGS = "party_meetings", "党委专题会"
    TEAM_GRADES = "team_grades", "班子评定结果"
    MEMBER_GRADES = "member_grades", "成员评定结果"
    OPERATION = "operation", "班子运行情况"
    FINDINGS = "findings", "问题整改台账"
    NEXT_STEPS = "next_steps", "下一步工作打算"


class RowOutcome(Labelled):
    """What taking a row in would do."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "未变"
    QUESTION = "question", "待确认"
    REFUSED = "refused", "不能导入"


class RevealPurpose(Labelled):
    """What a masked number is looked at for; kept in the journal."""

    VERIFY = "verify", "核对本人身份"
    REVIEW = "review", "资格审查(联审)"
    REPORT = "report", "填报上级报表"
    CONTACT = "contact", "联系本人"
    CORRECT = "correct", "更正登记信息"


class JobState(Labelled):
    """How far a piece of long work is."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class SettingKey(Labelled):
    """What an office sets for itself, each value from a date on."""

    AGE_RULE = "age_rule", "年龄计算规则"
    RESERVE_LABEL = "reserve_label", "后备人选的称谓"
    OWN_TAGS = "own_tags", "自定义标签"
    OWN_TITLES = "own_titles", "自定义职务名称"
    READINESS_SCALE = "readiness_scale", "成熟程度等次"
    OFFICE_AGE = "office_age", "任职年龄上限"
    FORMER_SUBSIDY = "former_subsidy", "离任干部生活补贴标准"
    UPLOADS_KEPT = "uploads_kept", "上传文件和预览的保留期限"
    KEEP_CADRES = "keep_cadres", "离任、出库人员资料的保存期限"
    KEEP_OTHERS = "keep_others", "未任职、未入库人员资料的保存期限"
    KEEP_NOMINATIONS = "keep_nominations", "未通过的推荐的保存期限"
    KEEP_PHOTOS = "keep_photos", "帮带照片的保存期限"
    KEEP_UNDO = "keep_undo", "可撤销操作的保留期限"
    KEEP_LOGINS = "keep_logins", "登录记录的保留期限"
    MENTOR_CAPACITY = "mentor_capacity", "每名导师最多帮带人数"
    GUIDANCE_DAYS = "guidance_days", "帮带间隔上限(天)"
    REMINDER_DAYS = "reminder_days", "提前提醒天数"


class UploadsKept(Labelled):
    """How many days files wait for an answer, refused rows to be fetched, and rows of an import to be looked at."""

    WEEK = "7", "7天"
    FORTNIGHT = "14", "14天"
    MONTH = "30", "30天"
    QUARTER = "90", "90天"


class ReserveLabel(Labelled):
    """What reserves are called; since 2024 many notices say 后备力量."""

    CADRES = "reserve_cadres", "后备干部"
    FORCE = "reserve_force", "后备力量"


class TargetState(Labelled):
    """How a figure stands to its target; the mark tells it in black and white."""

    OK = "ok", "达标"
    NEAR = "near", "接近"
    MISS = "miss", "未达标"
    UNKNOWN = "unknown", "情况不明"

    @property
    def mark(self) -> str:
        """One character behind the figure, for prints without colour."""
        return {"ok": "√", "near": "△", "miss": "×", "unknown": "?"}[self.value]


class TargetIndicator(Labelled):
    """What a structure target may speak of: persons of a unit's two committees."""

    WOMEN = "women", "女性成员"
    AGED_35_OR_UNDER = "aged_35_or_under", "35岁及以下成员"
    COLLEGE_OR_ABOVE = "college_or_above", "大专及以上学历成员"
    PARTY_MEMBERS = "party_members", "中共党员"
    COMMITTEE_MEMBERS = "committee_members", "村(居)委会成员"
    FILLED = "filled", "“两委”成员"


class Bound(Labelled):
    """The direction of a target."""

    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不多于"


class YearsKept(Labelled):
    """How many full years something is kept after what it was kept for is over."""

    ONE = "1", "1年"
    TWO = "2", "2年"
    THREE = "3", "3年"
    FIVE = "5", "5年"
    TEN = "10", "10年"
    FIFTEEN = "15", "15年"
    THIRTY = "30", "30年"
    ALWAYS = "always", "长期保存"


class MonthsKept(Labelled):
    """The same in months, for what the system keeps for its own work; never less than half a year."""

    HALF_A_YEAR = "6", "6个月"
    YEAR = "12", "12个月"
    TWO_YEARS = "24", "24个月"
    THREE_YEARS = "36", "36个月"


class PurgeKind(Labelled):
    """What an act of erasing erases."""

    CADRES = "cadres", "离任、出库人员"
    OTHERS = "others", "未任职、未入库人员"
    NOMINATIONS = "nominations", "未通过的推荐"
    PHOTOS = "photos", "帮带照片"
    REQUEST = "request", "本人请求删除"


class CorrectionOutcome(Labelled):
    """What was decided on a request to put something right."""

    CORRECTED = "corrected", "已更正"
    PARTLY = "partly", "部分更正"
    REFUSED = "refused", "核实无误,不予更正"
