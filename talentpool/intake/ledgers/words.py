"""What the cells of these ledgers say, in the words offices use. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from talentpool.dates import PartialDate, UnreadableDate, parse_date_range
from talentpool.intake.readings import Reading, clean_text, listed, look_up, synonyms
from talentpool.vocabulary import (
    ExitReason,
    GuidanceWay,
    Health,
    NominationWay,
    SourceCategory,
    StudyMode,
    StudyStatus,
    Willingness,
)
from talentpool.writing import compact, is_empty_mark

_PARTS = re.compile(r"[、,;,;/\n]+")
_NAME_PARTS = re.compile(r"[、,;,;/\s]+")

_SOURCES = synonyms(
    SourceCategory,
    listed(
        {
            SourceCategory.OUTSTANDING_MEMBER: "优秀共产党员 党员 优秀青年党员",
            SourceCategory.VETERAN: "复员退伍军人 退伍军人 复退军人 退役士兵 转业军人",
            SourceCategory.WEALTH_LEADER: "致富带头人 农村致富带头人 致富能人 产业带头人",
            SourceCategory.RETURNED_GRADUATE: "返乡创业大学生 返乡毕业生 回乡大学生",
            SourceCategory.RETURNED_WORKER: "返乡务工人员 外出务工返乡人员 返乡创业人员 优秀农民工",
            SourceCategory.COOPERATIVE_HEAD: "合作社负责人 合作社理事长 农村专业合作组织负责人 农民专业合作社负责人",
            SourceCategory.FARM_BUSINESS_HEAD: "家庭农场主 种养大户 种植大户 新型经营主体负责人",
            SourceCategory.TECHNICAL_TALENT: "本土人才 乡土人才 实用技术人才 农村实用人才",
            SourceCategory.AWAY_BUSINESS: "外出经商人员 外出务工人员 务工经商人员",
            SourceCategory.VILLAGE_GRADUATE: "村官",
            SourceCategory.SELECTED_GRADUATE: "选调生 驻村选调生",
            SourceCategory.GRADUATE: "大学生 高校毕业生",
            SourceCategory.GRID_WORKER: "社区网格员 专职网格员",
            SourceCategory.GROUP_LEADER: "村民小组长 居民小组长 小组长 村(居)民组长",
            SourceCategory.VILLAGE_DOCTOR: "村医",
            SourceCategory.COMMUNITY_WORKER: "社工 社区专职工作者",
            SourceCategory.FORMER_RESERVE: "原后备干部 原村级后备干部",
            SourceCategory.OTHER: "其它 其他人员",
        }
    ),
)
_WAYS = synonyms(
    NominationWay,
    listed(
        {
            NominationWay.SELF: "自荐 个人推荐 本人自荐 自我推荐",
            NominationWay.ORGANIZATION: "组织举荐 党组织推荐 支部推荐 村党组织推荐 组织提名",
            NominationWay.MASSES: "群众举荐 群众荐 村民推荐 党员群众推荐 群众提名",
        }
    ),
)
_EXITS = synonyms(
    ExitReason,
    listed(
        {
            ExitReason.USED: "使用 进班子 进入班子 当选 提拔使用 已使用 进入两委 选拔任用",
            ExitReason.OVER_AGE: "到龄 年龄 超过年龄",
            ExitReason.MOVED_AWAY: "外出 户口迁出 迁出 外出务工 长期外出",
            ExitReason.UNWILLING: "不愿意 个人意愿 自愿退出 本人申请",
            ExitReason.FAILED_REVIEW: "考核不合格 不合格 考察不合格",
            ExitReason.DISCIPLINE: "违纪 违法 违纪违法",
            ExitReason.DIED: "死亡 病故 去世",
            ExitReason.OTHER: "其它",
        }
    ),
)
_MODES = synonyms(
    StudyMode,
    listed(
        {
            StudyMode.OPEN: "开放 国开 电大 开放大学 网络教育 远程教育",
            StudyMode.CORRESPONDENCE: "函授教育",
            StudyMode.SELF_STUDY: "自考 高等教育自学考试",
            StudyMode.PART_TIME: "业余 夜大 半脱产 成人教育 成教",
            StudyMode.FULL_TIME: "全日制教育 脱产 全脱产",
            StudyMode.PARTY_SCHOOL: "党校函授 党校教育",
            StudyMode.OTHER: "其它",
        }
    ),
)
_STATUSES = synonyms(
    StudyStatus,
    listed(
        {
            StudyStatus.STUDYING: "就读 在学 正在就读 学习中 正常",
            StudyStatus.SUSPENDED: "暂停 保留学籍 中止",
            StudyStatus.WITHDRAWN: "已退学 终止 放弃",
            StudyStatus.GRADUATED: "毕业 已取得毕业证 已结业毕业 按期毕业",
        }
    ),
)
_GUIDANCE = synonyms(
    GuidanceWay,
    listed(
        {
            GuidanceWay.TALK: "谈心 谈话 座谈 面谈 谈心交流 交流谈心",
            GuidanceWay.HOME_VISIT: "走访 上门走访 家访 入户",
            GuidanceWay.SHADOWING: "跟班 跟班锻炼 跟岗学习 跟岗锻炼 顶岗锻炼",
            GuidanceWay.SITTING_IN: "列席会议 列席 参加会议",
            GuidanceWay.FIELD_TASK: "实践锻炼 现场指导 任务锻炼 项目实践 现场教学",
            GuidanceWay.STUDY: "学习 理论学习 集中学习 政策培训 业务指导",
            GuidanceWay.PHONE: "电话 网络 微信 电话沟通 线上交流",
            GuidanceWay.OTHER: "其它",
        }
    ),
)
_WILLING = synonyms(
    Willingness,
    listed(
        {
            Willingness.LONG: "愿意 可长期 愿意返聘 有 是 可再上岗",
            Willingness.SHORT: "可短期返聘 短期 可临时 阶段性",
            Willingness.NONE: "不愿意 无 否 不愿返聘 无意愿",
        }
    ),
)
_HEALTH = synonyms(
    Health,
    listed(
        {
            Health.GOOD: "良好 好 身体健康 较好",
            Health.FAIR: "一般健康 尚可 中等",
            Health.POOR: "差 体弱 患病 病 较差",
        }
    ),
)


def read_source(value: object) -> Reading[SourceCategory]:
    """One source category; unknown words are OTHER, `known=False`, the text as written beside it."""
    found = look_up(value, _SOURCES)
    return found if found.known else Reading(SourceCategory.OTHER, found.written, known=False)


def read_sources(text: str) -> list[Reading[SourceCategory]]:
    """Every category of a cell, the main one first."""
    if not compact(text) or is_empty_mark(compact(text)):
        return []
    whole = look_up(text, _SOURCES)
    if whole.known:
        return [whole]
    found: dict[tuple[SourceCategory | None, str], Reading[SourceCategory]] = {}
    for part in _PARTS.split(text):
        if part.strip():
            reading = read_source(part)
            found.setdefault((reading.value, "" if reading.known else reading.written), reading)
    return list(found.values())


def read_nomination_way(value: object) -> Reading[NominationWay]:
    """One of the three ways 三荐."""
    return look_up(value, _WAYS)


def read_exit_reason(value: object) -> Reading[ExitReason]:
    """Why somebody left the pool."""
    return look_up(value, _EXITS)


def read_study_mode(value: object) -> Reading[StudyMode]:
    """Form of study."""
    return look_up(value, _MODES)


def read_study_status(value: object) -> Reading[StudyStatus]:
    """学籍状态."""
    return look_up(value, _STATUSES)


def read_guidance_way(value: object) -> Reading[GuidanceWay]:
    """How mentor and mentee met; a place before the way (“村委会/谈心谈话”) is left out."""
    reading = look_up(value, _GUIDANCE)
    if reading.known:
        return reading
    parts = [look_up(part, _GUIDANCE) for part in _PARTS.split(reading.written)]
    return next((part for part in parts if part.value is not None), reading)


def read_willingness(value: object) -> Reading[Willingness]:
    """再上岗意愿."""
    return look_up(value, _WILLING)


def read_health(value: object) -> Reading[Health]:
    """健康状况."""
    return look_up(value, _HEALTH)


_NEAR = {
    "mature": "成熟型 近期可使用 近期使用 可近期使用 立即可用 可直接使用 成熟人选",
    "nearly": "比较成熟 基本成熟 较为成熟 1-2年 中期培养",
    "growing": "培养型 苗子型 中长期培养 长期培养 需培养 待培养 正在培养",
}


def read_readiness(value: object, scale: Iterable[str]) -> Reading[str]:
    """A word of the office's own scale (from the most mature); usual other words come as the nearest of it."""
    words = list(scale)
    written = clean_text(value)
    text = compact(written)
    if is_empty_mark(text):
        return Reading(None, written)
    if text in words:
        return Reading(text, written)
    places = {"mature": 0, "nearly": len(words) // 2, "growing": len(words) - 1}
    for key, others in _NEAR.items():
        if text in others.split():
            return Reading(words[places[key]], written)
    return Reading(None, written, known=False)


def read_names(text: str) -> list[str]:
    """Names in one cell, once each."""
    return list(dict.fromkeys(name for name in _NAME_PARTS.split(text) if name))


_YUAN = re.compile(r"(?P<yuan>\d{1,6}(?:\.\d{1,2})?)(?:元|元/月|元每月)?")


def read_yuan(text: str) -> float | None:
    """An amount: “300”, “300元/月”; None where none can be read."""
    match = _YUAN.fullmatch(compact(text))
    return float(match["yuan"]) if match else None


_YEARS = re.compile(r"(?P<years>\d{1,2}(?:\.\d)?)年?(?:(?P<months>\d{1,2})个?月)?")


def read_years(text: str) -> float | None:
    """Years of service: “18”, “18年”, “18年6个月” (18.5); None where none can be read."""
    match = _YEARS.fullmatch(compact(text))
    if match is None:
        return None
    return float(match["years"]) + int(match["months"] or 0) / 12


def read_periods(text: str) -> list[tuple[PartialDate, PartialDate]] | None:
    """“2003.01-2021.01” (several parted by 、 or ;) as (start, end); None where it cannot be read."""
    found = []
    for part in _PARTS.split(text):
        try:
            period = parse_date_range(part)
        except UnreadableDate:
            return None
        if period is None or period.until is None:
            return None
        found.append((period.since, period.until))
    return found
