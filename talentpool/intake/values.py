"""Cell text → the office's vocabulary: sex, nationality, political status, schooling, counts, causes. Pure.

A reading never refuses: what is not in the tables comes back with `known=False`, the best guess where
there is one, and the text as written, so that the clerk can be asked. Only counts can be unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from talentpool.intake.readings import Reading, clean_text
from talentpool.intake.readings import listed as _table
from talentpool.intake.readings import look_up as _look_up
from talentpool.intake.readings import synonyms as _synonyms
from talentpool.vocabulary import (
    NATIONALITIES,
    EndCause,
    MembershipStage,
    PartyForm,
    PoliticalStatus,
    SchoolingLevel,
    SchoolingMode,
    Sex,
    UnitType,
)
from talentpool.wording import Phrase, phrase, said
from talentpool.writing import compact, is_empty_mark

remembered = lru_cache(maxsize=1024, typed=True)
"""For readings of words that return on every row; never for names and numbers of people."""


@dataclass(frozen=True, slots=True)
class StatusReading(Reading[PoliticalStatus]):
    """A political status, and how far an applicant has come (no code of GB/T 4762)."""

    stage: MembershipStage | None = None


@dataclass(frozen=True, slots=True)
class SchoolingReading(Reading[SchoolingLevel]):
    """A level of schooling; `studying` when it is not finished (“大专在读”), `mode` where the text tells it."""

    studying: bool = False
    mode: SchoolingMode = SchoolingMode.UNSPECIFIED


class UnreadableCount(ValueError):
    """A number of people or things that cannot be read; `reason` tells the clerk why, `phrase` whenever."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase, self.reason = phrase, said(phrase)
        super().__init__(self.reason)


_SEXES = _synonyms(Sex, _table({Sex.MALE: "男性 男士 1 M", Sex.FEMALE: "女性 女士 2 F"}))


@remembered
def read_sex(value: object) -> Reading[Sex]:
    """男, 女 and their codes 1, 2 (GB/T 2261.1)."""
    return _look_up(value, _SEXES)


_NATIONALITY_CODES = {
    spelling: code
    for code, name in NATIONALITIES.items()
    for spelling in (name, name.removesuffix("族"), code)
}


@remembered
def read_nationality(value: object) -> Reading[str]:
    """The GB/T 3304 code of “汉”, “汉族” or “01”."""
    return _look_up(value, _NATIONALITY_CODES)


_STATUSES = _synonyms(
    PoliticalStatus,
    _table(
        {
            PoliticalStatus.PARTY_MEMBER: "党员 中国共产党党员 正式党员 中共正式党员 共产党员 中共 01",
            PoliticalStatus.PROBATIONARY_MEMBER: "预备党员 中国共产党预备党员 中共预备 02",
            PoliticalStatus.LEAGUE_MEMBER: "团员 共青团 中国共产主义青年团团员 03",
            PoliticalStatus.RCCK: "民革 民革会员 中国国民党革命委员会会员 04",
            PoliticalStatus.CDL: "民盟 05",
            PoliticalStatus.CNDCA: "民建 06",
            PoliticalStatus.CAPD: "民进 07",
            PoliticalStatus.CPWDP: "农工党 农工 08",
            PoliticalStatus.ZHI_GONG: "致公党 致公 09",
            PoliticalStatus.JIUSAN: "九三学社 九三 九三社员 10",
            PoliticalStatus.TAIMENG: "台盟 11",
            PoliticalStatus.INDEPENDENT: "无党派 无党派民主人士 12",
            PoliticalStatus.MASSES: "普通群众 一般群众 非党员 13",
        }
    ),
)
_STAGES = _synonyms(
    MembershipStage,
    _table(
        {
            MembershipStage.ACTIVIST: "积极分子 入党申请积极分子",
            MembershipStage.DEVELOPMENT_TARGET: "入党发展对象 党员发展对象",
        }
    ),
)
_STATUS_GUESSES = (
    ("预备", PoliticalStatus.PROBATIONARY_MEMBER),
    ("团", PoliticalStatus.LEAGUE_MEMBER),
    ("党员", PoliticalStatus.PARTY_MEMBER),
)
_NO_MEMBER = re.compile(r"非|不是|未|退|除名|开除|申请")


@remembered
def read_political_status(value: object) -> StatusReading:
    """A status of GB/T 4762; activists and development targets are masses with a stage.

    Other words keep `known=False` with a guess: “中共党员(预备)” may be a probationary member.
    """
    plain = _look_up(value, _STATUSES)
    if plain.known:
        return StatusReading(plain.value, plain.written)
    text = compact(plain.written)
    if stage := _STAGES.get(text):
        return StatusReading(PoliticalStatus.MASSES, plain.written, stage=stage)
    guesses = (status for word, status in _STATUS_GUESSES if word in text and not _NO_MEMBER.search(text))
    return StatusReading(next(guesses, None), plain.written, known=False)


_LEVELS = _synonyms(
    SchoolingLevel,
    _table(
        {
            SchoolingLevel.POSTGRADUATE: "硕士 博士 硕士研究生 博士研究生 研究生班 硕士及以上 博士及以上",
            SchoolingLevel.UNDERGRADUATE: "本科 大学本科 大本 本科生",
            SchoolingLevel.COLLEGE: "专科 大学专科 高职 高职高专 高专 专科生 大学普通班",
            SchoolingLevel.VOCATIONAL_SECONDARY: "中等专科 中等专业学校 中师 中职 职高 职业高中 中等职业教育",
            SchoolingLevel.TECHNICAL: "技校 技工学校 中等技术学校",
            SchoolingLevel.SENIOR_HIGH: "普通高中 高中(中专) 高中/中专 高中或中专",
            SchoolingLevel.JUNIOR_HIGH: "初级中学",
            SchoolingLevel.PRIMARY: "高小",
            SchoolingLevel.NONE: "文盲 半文盲 文盲半文盲 文盲、半文盲 未上学 不识字",
        }
    ),
)
_IN_SERVICE = r"在职|函授|自学考试|自考|成人教育|成人|成教|电大|夜大|网络教育|(?:中央|省委|市委)?党校"
_MODE = re.compile(rf"(?P<full_time>全日制)|(?P<in_service>{_IN_SERVICE})")
_STUDYING = re.compile(r"\(?(?:在读|就读|未毕业)\)?$")
_SCHOOLING_TAIL = re.compile(r"(?:毕业|学历|文化程度|文化|程度|教育)+$")
_SCHOOLING_GUESSES = "博士 硕士 研究生 本科 大专 专科 中专 中技 技校 职高 高中 大学 初中 小学 文盲".split()


@remembered
def read_schooling(value: object) -> SchoolingReading:
    """A level of ZB64: 大学 is 本科, 大专 is 专科, Party-school ones included; 职高 is secondary vocational.

    “高中(中专)”, one choice of many forms, counts as the lower. Words such as “大专以上” or “大专肄业” are
    not known and come with the level they name as a guess.
    """
    written = clean_text(value)
    text = compact(written)
    if is_empty_mark(text):
        return SchoolingReading(None, written)
    core, studying = _STUDYING.subn("", text)
    mode = _MODE.match(core)
    core = _SCHOOLING_TAIL.sub("", _MODE.sub("", core, count=1) if mode else core)
    level = _LEVELS.get(text) or _LEVELS.get(core)
    guesses = (_LEVELS[word] for word in _SCHOOLING_GUESSES if word in text)
    return SchoolingReading(
        level or next(guesses, None),
        written,
        known=level is not None,
        studying=bool(studying),
        mode=_mode_of(mode),
    )


def _mode_of(match: re.Match[str] | None) -> SchoolingMode:
    if match is None:
        return SchoolingMode.UNSPECIFIED
    return SchoolingMode.FULL_TIME if match["full_time"] else SchoolingMode.IN_SERVICE


_UNIT_TYPES = _synonyms(
    UnitType,
    _table(
        {
            UnitType.VILLAGE: "行政村 建制村 村民委员会 村委会",
            UnitType.COMMUNITY: "城市社区 农村社区 涉农社区 城镇社区 居委会 居民委员会",
            UnitType.TOWNSHIP: "乡镇 镇 乡 街道 街道办事处",
            UnitType.COUNTY: "县 区 市 县级市 市辖区 县(市区)",
        }
    ),
)


@remembered
def read_unit_type(value: object) -> Reading[UnitType]:
    """村, 行政村, 社区, 乡镇, …; a unit's name is no type."""
    return _look_up(value, _UNIT_TYPES)


_PARTY_FORMS = _synonyms(
    PartyForm,
    _table(
        {
            PartyForm.COMMITTEE: "党的委员会 党委会 联合党委 社区党委 村党委",
            PartyForm.GENERAL_BRANCH: "总支 党总支部 总支部 联合党总支 社区党总支 村党总支",
            PartyForm.BRANCH: "支部 联合党支部 社区党支部 村党支部",
        }
    ),
)


@remembered
def read_party_form(value: object) -> Reading[PartyForm]:
    """党委, 党总支 or 党支部."""
    return _look_up(value, _PARTY_FORMS)


_YES_NO = dict.fromkeys("是 √ ✓ ✔ ☑ 有 1 Y YES TRUE 对".split(), True) | dict.fromkeys(
    "否 × ✗ ✘ X 无 没有 不是 0 N NO FALSE".split(), False
)


@remembered
def read_yes_no(value: object) -> Reading[bool]:
    """是/否, √, 有/无, 1/0 and their like; “无” says no, a dash or a slash nothing."""
    written = clean_text(value)
    text = compact(written).upper()
    if text in _YES_NO:
        return Reading(_YES_NO[text], written)
    return Reading(None, written, known=is_empty_mark(text))


_COUNT = re.compile(
    r"(?P<digits>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.0+)?(?:人|名|个|户|组|岁|年|元)?"
)


def read_count(value: object) -> int | None:
    """A whole number from 0: “156”, “156人”, 156.0, “1,623”; None for an empty cell, else UnreadableCount."""
    text = "" if isinstance(value, bool) else compact(clean_text(value))
    if is_empty_mark(text) and not isinstance(value, bool):
        return None
    match = _COUNT.fullmatch(text)
    if match is None:
        raise UnreadableCount(phrase("“%(text)s”不是整数,请只填写数字,如“156”", text=clean_text(value)))
    return int(match["digits"].replace(",", ""))


_CAUSES = _synonyms(
    EndCause, {"其它": EndCause.OTHER, "原因不详": EndCause.UNKNOWN, "不详": EndCause.UNKNOWN}
)
_CAUSE_WORDS: tuple[tuple[EndCause, re.Pattern[str]], ...] = tuple(
    (cause, re.compile(words))
    for cause, words in (
        (EndCause.DIED, r"病故|病逝|去世|逝世|死亡|身故|亡故|过世|殉职"),
        (EndCause.SENTENCED, r"判刑|判处|刑罚|刑事"),
        (EndCause.DISCIPLINE, r"违纪|违法|处分|撤职|开除|留党察看"),
        (EndCause.TWICE_INCOMPETENT, r"不称职"),
        (EndCause.NEVER_FILLED, r"未选出|未产生|未选举产生|选举未成功"),
        (EndCause.DISMISSED, r"免职|罢免|免去|停职|责令辞职"),
        (EndCause.OVER_AGE, r"到龄|超龄|年龄|退休"),
        (EndCause.MOVED_AWAY, r"外出|迁出|搬迁|务工|移居"),
        (EndCause.TRANSFERRED, r"调整|调离|调任|调动|调入|转任|升任|提拔|另有任用"),
        (EndCause.TERM_END, r"换届|届满"),
        (EndCause.RESIGNED, r"辞职|辞去"),
    )
)
_ORDERED_TO_RESIGN = "责令辞职"


@remembered
def read_end_cause(value: object) -> Reading[EndCause]:
    """Why a post was left: “原任辞职”, “换届”, “到龄离任”, “病故”. Unknown words are OTHER, `known=False`.

    Of two causes in one text the graver is the guess, and the clerk is asked.
    """
    plain = _look_up(value, _CAUSES)
    if plain.known:
        return plain
    text = compact(plain.written)
    causes = [cause for cause, words in _CAUSE_WORDS if words.search(text)]
    if _ORDERED_TO_RESIGN in text and EndCause.RESIGNED in causes:
        causes.remove(EndCause.RESIGNED)
    return Reading(causes[0] if causes else EndCause.OTHER, plain.written, known=len(causes) == 1)
