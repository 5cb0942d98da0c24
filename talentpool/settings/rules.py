"""What may be set, how it is typed and read, and when two targets get in each other's way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.dates import AgeRule, PartialDate
from talentpool.errors import RuleBroken
from talentpool.settings import former_subsidy, office_age
from talentpool.vocabulary import (
    Bound,
    MonthsKept,
    PostClass,
    ReserveLabel,
    SettingKey,
    Tag,
    TargetIndicator,
    UnitType,
    UploadsKept,
    YearsKept,
)
from talentpool.wording import say
from talentpool.writing import compact

LONGEST_WORD = 40
LONGEST_TITLE = 60
LONGEST_GRADE = 20
MOST_WORDS = 100
MATURE = "成熟"
"""The mark of a grade that counts as mature (成熟人选)."""

DEFAULTS: dict[SettingKey, Any] = {
    SettingKey.AGE_RULE: AgeRule.FULL_YEARS.value,
    SettingKey.RESERVE_LABEL: ReserveLabel.CADRES.value,
    SettingKey.OWN_TAGS: [],
    SettingKey.OWN_TITLES: {},
    SettingKey.UPLOADS_KEPT: UploadsKept.MONTH.value,
    SettingKey.KEEP_CADRES: YearsKept.TEN.value,
    SettingKey.KEEP_OTHERS: YearsKept.THREE.value,
    SettingKey.KEEP_NOMINATIONS: YearsKept.THREE.value,
    SettingKey.KEEP_PHOTOS: YearsKept.THREE.value,
    SettingKey.KEEP_UNDO: MonthsKept.YEAR.value,
    SettingKey.KEEP_LOGINS: MonthsKept.HALF_A_YEAR.value,
    SettingKey.FORMER_SUBSIDY: {},
    SettingKey.READINESS_SCALE: [["成熟", True], ["较成熟", False], ["培养", False]],
    SettingKey.OFFICE_AGE: office_age.DEFAULT,
    SettingKey.MENTOR_CAPACITY: 5,
    SettingKey.GUIDANCE_DAYS: 183,
    SettingKey.REMINDER_DAYS: 30,
}
"""What holds until an office sets something."""

CHOICES: dict[SettingKey, dict[str, str]] = {
    SettingKey.AGE_RULE: AgeRule.labels(),
    SettingKey.RESERVE_LABEL: ReserveLabel.labels(),
    SettingKey.UPLOADS_KEPT: UploadsKept.labels(),
    SettingKey.KEEP_CADRES: YearsKept.labels(),
    SettingKey.KEEP_OTHERS: YearsKept.labels(),
    SettingKey.KEEP_NOMINATIONS: YearsKept.labels(),
    SettingKey.KEEP_PHOTOS: YearsKept.labels(),
    SettingKey.KEEP_UNDO: MonthsKept.labels(),
    SettingKey.KEEP_LOGINS: MonthsKept.labels(),
}


NUMBERS: dict[SettingKey, tuple[int, int]] = {
    SettingKey.MENTOR_CAPACITY: (1, 50),
    SettingKey.GUIDANCE_DAYS: (7, 366),
    SettingKey.REMINDER_DAYS: (0, 183),
}
"""Settings that are whole numbers: the least and the most. A mentor talks with a reserve twice a year at least."""


def read_value(key: SettingKey, typed: str) -> Any:
    """What was typed or chosen, as it is kept; RuleBroken with every fault of it."""
    if key in CHOICES:
        if typed not in CHOICES[key]:
            raise RuleBroken(say("请从列出的选项中选择"))
        return typed
    if key in NUMBERS:
        return read_number(typed, *NUMBERS[key])
    if key is SettingKey.READINESS_SCALE:
        return read_scale(typed)
    if key is SettingKey.OFFICE_AGE:
        return office_age.read_office_age(typed)
    if key is SettingKey.FORMER_SUBSIDY:
        return former_subsidy.read_subsidy(typed)
    return read_tags(typed) if key is SettingKey.OWN_TAGS else read_titles(typed)


def typed_value(key: SettingKey, value: Any) -> str:
    """The same back, as it is typed."""
    if key is SettingKey.OWN_TAGS:
        return "\n".join(value)
    if key is SettingKey.OWN_TITLES:
        labels = PostClass.labels()
        return "\n".join(
            f"{title}:{labels.get(post_class, post_class)}" for title, post_class in value.items()
        )
    if key is SettingKey.OFFICE_AGE:
        return office_age.typed_office_age(value)
    if key is SettingKey.FORMER_SUBSIDY:
        return former_subsidy.typed_subsidy(value)
    if key is SettingKey.READINESS_SCALE:
        return "\n".join(f"{word}:{MATURE}" if mature else word for word, mature in value)
    return str(value)


def value_words(key: SettingKey, value: Any) -> str:
    """How it is read on a page."""
    if key in CHOICES:
        return say(CHOICES[key].get(value, str(value)))
    return typed_value(key, value).replace("\n", "、") or say("无")


def read_number(typed: str, least: int, most: int) -> int:
    """A whole number within its bounds."""
    text = typed.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1
    if not least <= number <= most:
        raise RuleBroken(say("请填写%(least)s至%(most)s之间的整数", least=least, most=most))
    return number


def read_tags(typed: str) -> list[str]:
    """Words of one's own, one a line; a word of the product's own list is no need to repeat."""
    words, faults = _lines(typed), []
    known = set(Tag.labels().values())
    for word in words:
        if len(word) > LONGEST_WORD:
            faults.append(say("标签“%(word)s”超过%(most)s个字", word=word[:20] + "…", most=LONGEST_WORD))
        if word in known:
            faults.append(say("系统已有标签“%(word)s”,不必重复设置", word=word))
    _raise(faults + _repeated(words) + _too_many(words))
    return words


def read_titles(typed: str) -> dict[str, str]:
    """Titles of one's own, one a line as “职务名称:职务类别”."""
    classes = {label: value for value, label in PostClass.labels().items()}
    found: dict[str, str] = {}
    faults, titles = [], []
    for line in _lines(typed):
        title, _, label = line.replace(":", ":").partition(":")
        titles.append(title)
        if not title or len(title) > LONGEST_TITLE:
            faults.append(say("“%(line)s”的职务名称应为1至%(most)s个字", line=line[:30], most=LONGEST_TITLE))
        elif label not in classes:
            faults.append(
                say(
                    "“%(title)s”后面的职务类别“%(label)s”不在列表中,请写成“职务名称:职务类别”",
                    title=title,
                    label=label,
                )
            )
        else:
            found[title] = classes[label]
    _raise(faults + _repeated(titles) + _too_many(titles))
    return found


def read_scale(typed: str) -> list[list[Any]]:
    """The readiness scale, a word a line from the most mature; “近期可使用:成熟” counts as mature."""
    found: list[tuple[str, bool]] = []
    faults = []
    for line in _lines(typed):
        word, colon, mark = line.replace(":", ":").partition(":")
        if not word or len(word) > LONGEST_GRADE:
            faults.append(say("“%(line)s”应为1至%(most)s个字", line=line[:30], most=LONGEST_GRADE))
        elif colon and mark != MATURE:
            faults.append(say("“%(word)s”后面只能写“:成熟”", word=word))
        else:
            found.append((word, bool(colon) or word == MATURE))
    if not any(mature for _, mature in found) or len(found) < 2:
        faults.append(say("至少写两个等次,其中至少一个算作成熟(在后面加“:成熟”)"))
    _raise(faults + _repeated([word for word, _ in found]) + _too_many([word for word, _ in found]))
    return [list(grade) for grade in found]


def _lines(typed: str) -> list[str]:
    return [word for word in (compact(line) for line in typed.splitlines()) if word]


def _repeated(words: Iterable[str]) -> list[str]:
    listed = list(words)
    return [
        say("“%(word)s”写了不止一次", word=word) for word in dict.fromkeys(listed) if listed.count(word) > 1
    ]


def _too_many(words: list[str]) -> list[str]:
    return (
        [say("最多%(most)s个,现有%(count)s个", most=MOST_WORDS, count=len(words))]
        if len(words) > MOST_WORDS
        else []
    )


def _raise(faults: list[str]) -> None:
    if faults:
        raise RuleBroken(faults)


@dataclass(frozen=True, slots=True)
class Grade:
    """One word of the readiness scale; `mature` counts as 成熟人选."""

    word: str
    mature: bool


def grades_of(value: Iterable[Iterable[Any]]) -> tuple[Grade, ...]:
    """A kept scale, from the most mature."""
    return tuple(Grade(str(word), bool(mature)) for word, mature in value)


@dataclass(frozen=True)
class Rule:
    """What a target speaks of; `unit_id` None for everybody, `unit_type` None for villages and communities."""

    indicator: TargetIndicator
    bound: Bound
    unit_type: UnitType | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Period:
    """From a day (None: always) to before another (None: open)."""

    since: PartialDate | None = None
    until: PartialDate | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.since.first_day() if self.since else date.min

    @property
    def end(self) -> date:
        """The first day that is out."""
        return self.until.first_day() if self.until else date.max

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.first <= on < self.end

    def meets(self, other: Period) -> bool:
        """Whether both hold on some day."""
        return self.first < other.end and other.first < self.end

    @property
    def words(self) -> str:
        """“2024.03起”, “2024.03起,至2025.01止(不含)”."""
        start = say("%(since)s起", since=self.since.dotted) if self.since else say("一直有效")
        return start + (say(",%(until)s起失效", until=self.until.dotted) if self.until else "")


@dataclass(frozen=True)
class Standing:
    """A target as it stands: its rule, its number of persons, when it holds."""

    rule: Rule
    value: int
    period: Period


def conflicts(fresh: Standing, others: Iterable[Standing]) -> list[str]:
    """Why a target cannot stand beside the others of its own scope."""
    found = [] if fresh.period.first < fresh.period.end else [say("失效时间应晚于生效时间")]
    for other in others:
        if not _about_the_same(fresh.rule, other.rule) or not fresh.period.meets(other.period):
            continue
        if fresh.rule.bound is other.rule.bound:
            found.append(
                say(
                    "同一指标已有要求:%(words)s(%(period)s),请在那一条上从某日起变更或先使其失效",
                    words=words_of(other.rule, other.value),
                    period=other.period.words,
                )
            )
        elif _contradict(fresh, other):
            found.append(
                say("与已有要求“%(words)s”矛盾,没有人数能同时满足", words=words_of(other.rule, other.value))
            )
    return found


def _about_the_same(one: Rule, other: Rule) -> bool:
    same_type = one.unit_type is other.unit_type or None in (one.unit_type, other.unit_type)
    return one.unit_id == other.unit_id and one.indicator is other.indicator and same_type


def _contradict(one: Standing, other: Standing) -> bool:
    least, most = (one, other) if one.rule.bound is Bound.AT_LEAST else (other, one)
    return least.value > most.value


def words_of(rule: Rule, value: float) -> str:
    """“村:女性成员不少于1人”."""
    text = say(
        "%(indicator)s%(bound)s%(value)s人",
        indicator=say(rule.indicator.label),
        bound=say(rule.bound.label),
        value=f"{value:g}",
    )
    return f"{say(rule.unit_type.label)}:{text}" if rule.unit_type else text


def titles_by_class(value: Mapping[str, str]) -> dict[str, PostClass]:
    """Kept titles with their classes; a class that this version knows no more counts as other."""
    members = {member.value: member for member in PostClass}
    return {title: members.get(post_class, PostClass.OTHER) for title, post_class in value.items()}
