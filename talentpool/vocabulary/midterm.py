"""The mid-term analysis 届中分析: rounds, field work, appraisal, grades, findings, reports, dossiers."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled


class RatedObject(Labelled):
    """What is appraised and graded."""

    TEAM = "team", "班子"
    MEMBER = "member", "成员"


class ScaleKind(Labelled):
    """The scales of a rule set; each has its own steps."""

    TEAM_BALLOT = "team_ballot", "班子民主测评"
    MEMBER_BALLOT = "member_ballot", "成员民主测评"
    SATISFACTION = "satisfaction", "满意度测评"
    TEAM_GRADE = "team_grade", "班子评定等次"
    MEMBER_GRADE = "member_grade", "成员评定等次"


class StepMeaning(Labelled):
    """What a step of a scale counts as, whatever it is called."""

    BEST = "best", "最高档"
    GOOD = "good", "良好档"
    PASSING = "passing", "基本合格档"
    FAILING = "failing", "不合格档"
    ABSTAIN = "abstain", "弃权(不了解)"


class AppraisalMeasure(Labelled):
    """What a threshold of the democratic appraisal looks at; shares are of the ballots returned."""

    TURNOUT = "turnout", "参加率"
    BEST_SHARE = "best_share", "最高档得票率"
    FAVOURABLE_SHARE = "favourable_share", "最高档和良好档得票率"
    FAILING_SHARE = "failing_share", "不合格档得票率"


class EvidenceKind(Labelled):
    """The kinds of evidence that a round wants of each unit."""

    AGENCY_CHECK = "agency_check", "部门摸底"
    MEETING = "meeting", "会议"
    TALK = "talk", "谈心谈话"
    QUESTIONNAIRE = "questionnaire", "问卷调查"
    SATISFACTION = "satisfaction", "满意度测评"
    FILE_CHECK = "file_check", "查阅资料"
    TEAM_TALLY = "team_tally", "班子民主测评"
    MEMBER_TALLY = "member_tally", "成员民主测评"
    NARRATIVE = "narrative", "运行情况材料"
    PHOTO = "photo", "现场照片"


class ScoreComponent(Labelled):
    """The parts of the quantitative score; their weights are the rule set's."""

    BALLOT = "ballot", "民主测评"
    SATISFACTION = "satisfaction", "满意度"
    STRUCTURE = "structure", "班子结构"
    STAFFING = "staffing", "职数配备"
    RESERVES = "reserves", "后备力量"
    EDUCATION = "education", "学历提升"
    MENTORSHIP = "mentorship", "导师帮带"
    RECTIFICATION = "rectification", "问题整改"
    HONOURS = "honours", "表彰奖励"


class GroupRole(Labelled):
    """Who is what in an assessment group."""

    HEAD = "head", "组长"
    MEMBER = "member", "成员"


class RoundDocumentKind(Labelled):
    """Papers kept with a round."""

    SCHEME = "scheme", "工作方案"
    NOTICE = "notice", "通知"
    OTHER = "other", "其他"


class FieldMeetingKind(Labelled):
    """The meetings held in a unit during the analysis."""

    MEMBERS_AND_MASSES = "members_and_masses", "党员群众代表会议"
    PARTY_MEMBERS = "party_members", "党员大会"
    REPRESENTATIVES = "representatives", "村(居)民代表会议"
    TEAM = "team", "班子会议"
    SYMPOSIUM = "symposium", "座谈会"
    OTHER = "other", "其他会议"


class ParticipantKind(Labelled):
    """Who takes part in meetings and talks."""

    TEAM_MEMBER = "team_member", "“两委”班子成员"
    PARTY_MEMBER = "party_member", "党员"
    MASS_REPRESENTATIVE = "mass_representative", "群众代表"
    GROUP_LEADER = "group_leader", "村(居)民小组长"
    RESERVE = "reserve", "后备干部"
    SELECTED_GRADUATE = "selected_graduate", "驻村选调生"
    STATIONED_CADRE = "stationed_cadre", "驻村干部"
    FORMER_CADRE = "former_cadre", "离任干部"
    OTHER = "other", "其他"


class AppraisalDimension(Labelled):
    """What a member is appraised in 德能勤绩廉, and overall."""

    OVERALL = "overall", "总体评价"
    MORALS = "morals", "德"
    ABILITY = "ability", "能"
    DILIGENCE = "diligence", "勤"
    ACHIEVEMENT = "achievement", "绩"
    PROBITY = "probity", "廉"


class TallySource(Labelled):
    """Where the settled counts of a tally came from."""

    CLERKS = "clerks", "两人录入核对"
    LEDGER = "ledger", "按汇总表登记"
    BALLOT = "ballot", "本系统投票"


class NarrativeKind(Labelled):
    """The texts that people write for the reports."""

    LEAD = "lead", "导语"
    PREPARATION = "preparation", "提前摸底谋划"
    FIELDWORK = "fieldwork", "坚持实地调研"
    STUDY = "study", "科学分析研判"
    APPLICATION = "application", "强化结果运用"
    OPERATION = "operation", "运行情况"
    MEMBER = "member", "成员评价"
    RESERVES = "reserves", "后备力量研判"
    NEXT_STEP = "next_step", "下一步工作打算"


class FindingOrigin(Labelled):
    """How a finding came to be."""

    WRITTEN = "written", "研判提出"
    LEDGER = "ledger", "按台账登记"
    DATA = "data", "系统拟提"
    SUGGESTION = "suggestion", "意见建议转入"
    CARRIED = "carried", "上轮结转"


class FindingState(Labelled):
    """How a finding stands; a struck proposal stays on file."""

    PROPOSED = "proposed", "待确认"
    STRUCK = "struck", "不采纳"
    OPEN = "open", "整改中"
    SUBMITTED = "submitted", "待销号"
    CLOSED = "closed", "已销号"


class RectificationAct(Labelled):
    """The entries in the course of a rectification."""

    PROGRESS = "progress", "进展"
    SUBMITTED = "submitted", "申请销号"
    RETURNED = "returned", "退回"
    CLOSED = "closed", "销号"
    REOPENED = "reopened", "重新整改"


class ReportKind(Labelled):
    """The Word reports of a round."""

    TOWN = "town", "全镇报告"
    UNIT = "unit", "村(社区)报告"


class ReportState(Labelled):
    """How far a report has come."""

    DRAFT = "draft", "草稿"
    REVIEWED = "reviewed", "已审核"
    FIXED = "fixed", "已定稿"


class HonourLevel(Labelled):
    """By whom an honour was given, the highest first."""

    NATION = "nation", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class OperationKind(Labelled):
    """What a unit carries through, for its dossier."""

    PROJECT = "project", "项目建设"
    INDUSTRY = "industry", "产业发展"
    GOVERNANCE = "governance", "基层治理"
    SERVICE = "service", "为民服务"
    OTHER = "other", "其他"
