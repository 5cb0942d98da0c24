"""People: GB/T 2261.1 (sex), GB/T 3304 (nationalities), GB/T 4762 (political status), ZB64 and GB/T 4658 (schooling)."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled


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


class Tag(Labelled):
    """Marks of a person that the office filters by; an office adds its own in settings."""

    RICH_LEADER = "rich_leader", "致富带头人"
    VETERAN = "veteran", "退役军人"
    RETURNED_WORKER = "returned_worker", "返乡农民工"
    RETURNED_GRADUATE = "returned_graduate", "返乡大学生"
    COOPERATIVE_HEAD = "cooperative_head", "合作社负责人"
    VILLAGE_GRADUATE = "village_graduate", "大学生村官"


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
