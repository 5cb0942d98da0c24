"""What the rules of a round say of a candidate: each with its text, the facts, and how it came out. Pure.

Nothing here decides. A rule that fails is shown and wants an exception with a reason, made by people
and kept (个人信息保护法24: no decision of weight by automatic means alone, and explained).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talentpool.dates import PartialDate, full_years, months_between
from talentpool.vocabulary import (
    AgencyLevel,
    Conclusion,
    PostClass,
    RuleStrength,
    SchoolingLevel,
    SchoolingMode,
    UnitType,
)
from talentpool.wording import say


class Result(StrEnum):
    """How a rule came out."""

    HOLDS = "holds"
    WIDENED = "widened"
    FAILS = "fails"
    UNKNOWN = "unknown"
    WAITING = "waiting"


OPEN_RESULTS = frozenset({Result.WIDENED, Result.FAILS, Result.UNKNOWN})
"""Results that want an exception; WIDENED: within the wider limit that a rule itself allows with a reason."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A level that was finished."""

    level: SchoolingLevel
    mode: SchoolingMode


@dataclass(frozen=True, slots=True)
class Studying:
    """A course towards a level that goes on."""

    level: SchoolingLevel
    full_time: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules ask of a person; `party_member` None where the political status is not known."""

    born_on: PartialDate | None
    unit_type: UnitType
    target: PostClass | None
    learnt: tuple[Learnt, ...] = ()
    studying: tuple[Studying, ...] = ()
    party_member: bool | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A rule of eligibility, as it is kept."""

    code: str
    text: str
    strength: RuleStrength
    unit_type: UnitType | None = None
    target: PostClass | None = None
    oldest: int | None = None
    oldest_with_exception: int | None = None
    schooling: SchoolingLevel | None = None
    full_time: bool = False
    studying_counts: bool = False
    party_member: bool = False

    def concerns(self, candidate: Candidate) -> bool:
        """Whether the rule speaks of this unit type and target."""
        return self.unit_type in (None, candidate.unit_type) and self.target in (None, candidate.target)

    @property
    def group(self) -> str:
        """Rules of one group are alternatives: those of the same unit type and target class."""
        unit_type = self.unit_type.value if self.unit_type else ""
        return f"{unit_type}/{self.target.value if self.target else ''}"


@dataclass(frozen=True, slots=True)
class NegativeItem:
    """An item of the negative list and the agencies that are asked about it; none named: all of them."""

    code: str
    text: str
    strength: RuleStrength
    lookback_months: int | None = None
    agency_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an agency answered; `answered_on` None: not yet. `occurred_on`: when what it names happened."""

    agency_id: int
    agency: str
    level: AgencyLevel
    answered_on: date | None = None
    conclusion: Conclusion | None = None
    rule_code: str = ""
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule beside the facts. `negative`: told by agencies, so for those only who need it."""

    code: str
    text: str
    strength: RuleStrength
    result: Result
    facts: str
    group: str = ""
    negative: bool = False


def check_eligibility(rules: Iterable[Eligibility], candidate: Candidate, *, on: date) -> list[Finding]:
    """Every rule that concerns the candidate; ages are full years on `on`, the set's reference date."""
    return [_check_one(rule, candidate, on=on) for rule in rules if rule.concerns(candidate)]


def _check_one(rule: Eligibility, candidate: Candidate, *, on: date) -> Finding:
    parts = [
        part
        for part in (_age(rule, candidate, on=on), _schooling(rule, candidate), _member(rule, candidate))
        if part is not None
    ]
    results = [result for result, _facts in parts]
    worst = (Result.FAILS, Result.UNKNOWN, Result.WIDENED)
    return Finding(
        code=rule.code,
        text=rule.text,
        strength=rule.strength,
        result=next((one for one in worst if one in results), Result.HOLDS),
        facts="、".join(facts for _result, facts in parts),
        group=rule.group,
    )


def _age(rule: Eligibility, candidate: Candidate, *, on: date) -> tuple[Result, str] | None:
    if rule.oldest is None:
        return None
    if candidate.born_on is None:
        return Result.UNKNOWN, say("出生年月未登记")
    age = full_years(candidate.born_on, on=on)
    facts = say("%(age)s周岁(截至%(on)s)", age=age, on=on.isoformat())
    if age <= rule.oldest:
        return Result.HOLDS, facts
    wider = rule.oldest_with_exception
    return (Result.WIDENED if wider is not None and age <= wider else Result.FAILS), facts


def _schooling(rule: Eligibility, candidate: Candidate) -> tuple[Result, str] | None:
    if rule.schooling is None:
        return None
    wanted = rule.schooling.rank
    enough = [one for one in candidate.learnt if one.level.rank >= wanted]
    if any(not rule.full_time or one.mode is SchoolingMode.FULL_TIME for one in enough):
        return Result.HOLDS, _learnt_words(candidate)
    studies = [
        one
        for one in candidate.studying
        if one.level.rank >= wanted and (one.full_time or not rule.full_time)
    ]
    if rule.studying_counts and studies:
        return Result.HOLDS, say(
            "%(learnt)s,%(level)s在读", learnt=_learnt_words(candidate), level=say(studies[0].level.label)
        )
    if not candidate.learnt:
        return Result.UNKNOWN, say("学历未登记")
    if any(one.mode is SchoolingMode.UNSPECIFIED for one in enough):
        return Result.UNKNOWN, say("%(learnt)s,是否全日制未登记", learnt=_learnt_words(candidate))
    return Result.FAILS, _learnt_words(candidate)


def _learnt_words(candidate: Candidate) -> str:
    if not candidate.learnt:
        return say("学历未登记")
    highest = max(candidate.learnt, key=lambda one: one.level.rank)
    if highest.mode is SchoolingMode.UNSPECIFIED:
        return say(highest.level.label)
    return f"{say(highest.level.label)}({say(highest.mode.label)})"


def _member(rule: Eligibility, candidate: Candidate) -> tuple[Result, str] | None:
    if not rule.party_member:
        return None
    if candidate.party_member is None:
        return Result.UNKNOWN, say("政治面貌未登记")
    if candidate.party_member:
        return Result.HOLDS, say("中共党员")
    return Result.FAILS, say("不是中共党员")


def check_negative(items: Sequence[NegativeItem], answers: Sequence[Answer]) -> list[Finding]:
    """Every item of the negative list by what the agencies answered, then answers that name no item of it."""
    found = [_check_item(item, answers) for item in items]
    codes = {item.code for item in items}
    for answer in answers:
        if answer.conclusion in (None, Conclusion.CLEAR) or answer.rule_code in codes:
            continue
        hit = answer.conclusion is Conclusion.HIT
        found.append(
            Finding(
                code=f"agency-{answer.agency_id}",
                text=say("%(agency)s的书面结论", agency=answer.agency),
                strength=RuleStrength.BAR if hit else RuleStrength.CAUTION,
                result=Result.FAILS,
                facts=_answer_words(answer),
                negative=True,
            )
        )
    return found


def _check_item(item: NegativeItem, answers: Sequence[Answer]) -> Finding:
    asked = [one for one in answers if not item.agency_ids or one.agency_id in item.agency_ids]
    missing = item.agency_ids - {one.agency_id for one in answers}
    hits = [
        one
        for one in answers
        if one.rule_code == item.code and one.conclusion not in (None, Conclusion.CLEAR)
    ]
    within = [one for one in hits if not is_past(item, one)]
    if within:
        result, facts = Result.FAILS, ";".join(_answer_words(one) for one in within)
    elif missing or not asked or any(one.answered_on is None for one in asked):
        waiting = "、".join(one.agency for one in asked if one.answered_on is None)
        result = Result.WAITING
        facts = say("%(agencies)s还没有答复", agencies=waiting) if waiting else say("还没有征求意见")
    elif hits:
        past = say("已超过%(months)s个月的追溯期", months=item.lookback_months)
        result, facts = Result.HOLDS, ";".join(f"{_answer_words(one)},{past}" for one in hits)
    else:
        agencies = "、".join(one.agency for one in asked)
        result, facts = Result.HOLDS, say("%(agencies)s未发现问题", agencies=agencies)
    return Finding(item.code, item.text, item.strength, result, facts, negative=True)


def is_past(item: NegativeItem, answer: Answer) -> bool:
    """Whether what an agency names lies before the look-back window, counted to its answer.

    Without a window nothing is past; without a day of what happened neither.
    """
    if item.lookback_months is None or answer.occurred_on is None or answer.answered_on is None:
        return False
    since = PartialDate.from_date(answer.occurred_on)
    return months_between(since, on=answer.answered_on) >= item.lookback_months


def _answer_words(answer: Answer) -> str:
    assert answer.conclusion is not None
    words = f"{answer.agency} {answer.answered_on}:{say(answer.conclusion.label)}"
    if answer.occurred_on is not None:
        words += say("(发生于%(day)s)", day=answer.occurred_on.isoformat())
    return words


def needing_exceptions(findings: Iterable[Finding], excepted: Iterable[str]) -> list[Finding]:
    """What stands open: of eligibility, each group none of whose alternatives holds; of the negative list, each hit.

    An exception to one alternative is enough for its group.
    """
    codes, found = set(excepted), list(findings)
    settled = {
        one.group for one in found if not one.negative and (one.result is Result.HOLDS or one.code in codes)
    }
    return [
        one
        for one in found
        if one.result in OPEN_RESULTS
        and (one.code not in codes if one.negative else one.group not in settled)
    ]
