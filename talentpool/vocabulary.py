"""Every enumeration of the office, with its Chinese label and its order.

Values are the strings kept in the database; `label` is the office's word; the order of
the members is the order in lists. Pure: imports nothing of the project.

Sources: GB/T 2261.1 (sex), GB/T 3304 (nationalities), GB/T 4762 (political status),
ZB64 and GB/T 4658 (schooling), 村民委员会组织法 and 城市居民委员会组织法 (bodies and posts).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enumeration whose members carry the office's label and know their order."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @property
    def order(self) -> int:
        """Place of the member in its enumeration, from 0."""
        return list(type(self)).index(self)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in office order, for select fields."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def labels(cls) -> dict[str, str]:
        """value → label."""
        return {member.value: member.label for member in cls}


class UnitType(Labelled):
    """What a unit is; county and township hold the others."""

    COUNTY = "county", "县(市、区)"
    TOWNSHIP = "township", "乡镇(街道)"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"


class PartyForm(Labelled):
    """Form of the unit's Party organization (农村基层组织工作条例)."""

    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"


class Body(Labelled):
    """The bodies of a unit. Only the first two are the two committees “两委”."""

    PARTY = "party", "党组织"
    COMMITTEE = "committee", "村(居)民委员会"
    SUPERVISION = "supervision", "村(居)务监督委员会"
    OTHER = "other", "其他"


TWO_COMMITTEES: tuple[Body, ...] = (Body.PARTY, Body.COMMITTEE)


class PostClass(Labelled):
    """What a titled post is, whatever the unit calls it; the order is the office's team order."""

    PARTY_SECRETARY = "party_secretary", "党组织书记"
    PARTY_DEPUTY_SECRETARY = "party_deputy_secretary", "党组织副书记"
    COMMITTEE_DIRECTOR = "committee_director", "村(居)委会主任"
    COMMITTEE_DEPUTY_DIRECTOR = "committee_deputy_director", "村(居)委会副主任"
    PARTY_MEMBER = "party_member", "党组织委员"
    COMMITTEE_MEMBER = "committee_member", "村(居)委会委员"
    SUPERVISION_HEAD = "supervision_head", "监督委员会主任"
    SUPERVISION_MEMBER = "supervision_member", "监督委员会委员"
    ACCOUNTANT = "accountant", "文书(会计)"
    WOMENS_HEAD = "womens_head", "妇联主席"
    MILITIA_HEAD = "militia_head", "民兵连长"
    YOUTH_SECRETARY = "youth_secretary", "团支部书记"
    GROUP_LEADER = "group_leader", "村(居)民小组长"
    GRID_WORKER = "grid_worker", "网格员"
    COMMUNITY_WORKER = "community_worker", "社区工作者"
    FIRST_SECRETARY = "first_secretary", "第一书记"
    SELECTED_GRADUATE = "selected_graduate", "选调生"
    OTHER = "other", "其他职务"

    @property
    def body(self) -> Body:
        """The body in which a post of this class sits."""
        if self in (PostClass.PARTY_SECRETARY, PostClass.PARTY_DEPUTY_SECRETARY, PostClass.PARTY_MEMBER):
            return Body.PARTY
        if self in (
            PostClass.COMMITTEE_DIRECTOR,
            PostClass.COMMITTEE_DEPUTY_DIRECTOR,
            PostClass.COMMITTEE_MEMBER,
        ):
            return Body.COMMITTEE
        if self in (PostClass.SUPERVISION_HEAD, PostClass.SUPERVISION_MEMBER):
            return Body.SUPERVISION
        return Body.OTHER


class Sex(Labelled):
    """GB/T 2261.1."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class PoliticalStatus(Labelled):
    """GB/T 4762, in the order of the standard."""

    PARTY_MEMBER = "party_member", "中共党员"
    PROBATIONARY_MEMBER = "probationary_member", "中共预备党员"
    LEAGUE_MEMBER = "league_member", "共青团员"
    RCCK = "rcck", "民革党员"
    CDL = "cdl", "民盟盟员"
    CNDCA = "cndca", "民建会员"
    CAPD = "capd", "民进会员"
    CPWDP = "cpwdp", "农工党党员"
    ZHI_GONG = "zhi_gong", "致公党党员"
    JIUSAN = "jiusan", "九三学社社员"
    TAIMENG = "taimeng", "台盟盟员"
    INDEPENDENT = "independent", "无党派人士"
    MASSES = "masses", "群众"


PARTY_STATUSES: tuple[PoliticalStatus, ...] = (
    PoliticalStatus.PARTY_MEMBER,
    PoliticalStatus.PROBATIONARY_MEMBER,
)


class MembershipStage(Labelled):
    """How far someone who is not yet a Party member has come; no code of GB/T 4762."""

    ACTIVIST = "activist", "入党积极分子"
    DEVELOPMENT_TARGET = "development_target", "发展对象"


class SchoolingLevel(Labelled):
    """Levels of ZB64, from the highest; “大学” is 本科, “大专” is 专科, Party-school ones included."""

    POSTGRADUATE = "postgraduate", "研究生"
    UNDERGRADUATE = "undergraduate", "大学"
    COLLEGE = "college", "大专"
    VOCATIONAL_SECONDARY = "vocational_secondary", "中专"
    TECHNICAL = "technical", "中技"
    SENIOR_HIGH = "senior_high", "高中"
    JUNIOR_HIGH = "junior_high", "初中"
    PRIMARY = "primary", "小学"
    NONE = "none", "文盲或半文盲"

    @property
    def rank(self) -> int:
        """Higher is more schooling: 研究生 90 … 文盲 10."""
        return (len(SchoolingLevel) - self.order) * 10

    @property
    def college_or_above(self) -> bool:
        """大专及以上."""
        return self.rank >= SchoolingLevel.COLLEGE.rank


class SchoolingMode(Labelled):
    """How the schooling was got; a single 文化程度 column does not tell."""

    FULL_TIME = "full_time", "全日制教育"
    IN_SERVICE = "in_service", "在职教育"
    UNSPECIFIED = "unspecified", "未区分"


class DutyRole(Labelled):
    """Township staff tied to a unit."""

    AREA_LEADER = "area_leader", "包片领导"
    STATIONED_CADRE = "stationed_cadre", "驻村干部"


class EndCause(Labelled):
    """Why an appointment ended or a post fell vacant."""

    TERM_END = "term_end", "换届离任"
    RESIGNED = "resigned", "辞职"
    OVER_AGE = "over_age", "到龄离任"
    TRANSFERRED = "transferred", "调整职务"
    MOVED_AWAY = "moved_away", "外出(迁出)"
    DISMISSED = "dismissed", "免职(罢免)"
    DISCIPLINE = "discipline", "违纪违法"
    SENTENCED = "sentenced", "被判处刑罚"
    TWICE_INCOMPETENT = "twice_incompetent", "连续两次评议不称职"
    DIED = "died", "去世"
    NEVER_FILLED = "never_filled", "选举未产生"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "原因未登记"


class AppointmentBasis(Labelled):
    """How the holder came to the post; the committee is elected by law (村组法11)."""

    ELECTED = "elected", "换届选举"
    BY_ELECTION = "by_election", "补选"
    APPOINTED = "appointed", "任命(党内)"
    STATED = "stated", "按花名册登记"


class PostState(Labelled):
    """How a seat of a post stands on a day; nothing is invented where nothing was registered."""

    HELD = "held", "在任"
    VACANT = "vacant", "空缺"
    UNSTATED = "unstated", "情况未登记"


class VacancyOutcome(Labelled):
    """How a vacancy closed."""

    FILLED = "filled", "已补选"
    WITHDRAWN = "withdrawn", "登记有误,撤销"
    SEAT_CUT = "seat_cut", "职数核减"
    TERM_ENDED = "term_ended", "任期届满"


class Tag(Labelled):
    """Marks of a person that the office filters by; an office adds its own in settings."""

    RICH_LEADER = "rich_leader", "致富带头人"
    VETERAN = "veteran", "退役军人"
    RETURNED_WORKER = "returned_worker", "返乡农民工"
    RETURNED_GRADUATE = "returned_graduate", "返乡大学生"
    COOPERATIVE_HEAD = "cooperative_head", "合作社负责人"
    VILLAGE_GRADUATE = "village_graduate", "大学生村官"


class SheetKind(Labelled):
    """What a sheet of an office's workbook holds."""

    UNITS = "units", "村(社区)基本情况"
    ROSTER = "roster", "干部花名册"
    POSTS = "posts", "职数及空缺台账"


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


NATIONALITIES: dict[str, str] = {
    f"{number:02d}": name
    for number, name in enumerate(
        (
            "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 "
            "傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 "
            "布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 "
            "裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族"
        ).split(),
        start=1,
    )
} | {"91": "其他族", "97": "未识别民族", "98": "外国血统中国籍人士"}
"""GB/T 3304 code → name; the editor's extra codes behind."""


class ElectionKind(Labelled):
    """Which election of a committee it is."""

    BY_ELECTION = "by_election", "补选"
    RE_ELECTION = "re_election", "换届选举"


class ElectionState(Labelled):
    """How far an election has come."""

    PLANNED = "planned", "拟举行"
    ELECTED = "elected", "已选出"
    FAILED = "failed", "未选出"
    CANCELLED = "cancelled", "取消"


class ElectionWay(Labelled):
    """Who votes; the thresholds differ (村组法15、26, 党的基层组织选举工作条例)."""

    RESIDENTS = "residents", "村(居)民投票选举"
    REPRESENTATIVES = "representatives", "村(居)民代表会议"
    PARTY_MEMBERS = "party_members", "党员大会"


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


class ReserveLabel(Labelled):
    """What reserves are called; since 2024 many notices say 后备力量."""

    CADRES = "reserve_cadres", "后备干部"
    FORCE = "reserve_force", "后备力量"


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


class BulkAct(Labelled):
    """What can be done to many people at once; each is previewed and can be taken back."""

    ADD_TAG = "add_tag", "添加标签"
    REMOVE_TAG = "remove_tag", "去除标签"
    NATIONALITY = "nationality", "修改民族"
    POLITICAL_STATUS = "political_status", "修改政治面貌"
    MEMBERSHIP_STAGE = "membership_stage", "修改入党进度"
    FIRST_CADRE_ON = "first_cadre_on", "修改首次任村干部时间"
    MOVE = "move", "转到其他单位"


class Likeness(Labelled):
    """What makes two people of the register look like one."""

    NAME_AND_BIRTH = "name_and_birth", "姓名、出生年月相同"
    ID_NUMBER = "id_number", "姓名相同,身份证号首尾相同"
    PHONE = "phone", "联系电话相同"
    PINYIN = "pinyin", "同单位,姓名同音"
