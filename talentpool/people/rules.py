"""What a person's facts must agree with, before they are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate, full_years
from talentpool.errors import Verdict
from talentpool.id_numbers import BadIdNumber, IdNumber, is_masked, is_phone, read_id_number
from talentpool.people.names import read_name
from talentpool.vocabulary import (
    NATIONALITIES,
    PARTY_STATUSES,
    MembershipStage,
    PoliticalStatus,
    SchoolingLevel,
    SchoolingMode,
    Sex,
)
from talentpool.wording import say

PARTY_AGE = 18
"""党章1: eighteen years to join the Party."""
WORKING_AGE = 16
"""劳动法15."""
OLDEST = 110
LONGEST_TAG = 40


@dataclass(frozen=True, slots=True)
class SchoolingFacts:
    """One level of schooling; `row_id` is that of the row it corrects, None for a new one."""

    mode: SchoolingMode
    level: SchoolingLevel
    school: str = ""
    major: str = ""
    finished_on: PartialDate | None = None
    row_id: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PersonFacts:
    """What is kept of a person, besides schooling, tags and the unit."""

    name: str
    name_note: str = ""
    sex: Sex | None = None
    nationality: str | None = None
    native_place: str = ""
    born_on: PartialDate | None = None
    political_status: PoliticalStatus | None = None
    membership_stage: MembershipStage | None = None
    party_joined_on: PartialDate | None = None
    party_confirmed_on: PartialDate | None = None
    work_started_on: PartialDate | None = None
    first_cadre_on: PartialDate | None = None
    died_on: PartialDate | None = None
    id_number: str | None = None
    phone: str | None = None
    note: str = ""


_DATES = {
    "born_on": "出生年月",
    "party_joined_on": "入党时间",
    "party_confirmed_on": "转正时间",
    "work_started_on": "参加工作时间",
    "first_cadre_on": "首次任村干部时间",
    "died_on": "去世时间",
}


def check_facts(facts: PersonFacts, schooling: Sequence[SchoolingFacts] = (), *, on: date) -> Verdict:
    """What contradicts itself is refused; what is only unlikely is asked about."""
    refusals = [*_identity_faults(facts), *_date_faults(facts, on=on), *_schooling_faults(schooling, on=on)]
    return Verdict(refusals=tuple(refusals), doubts=() if refusals else tuple(_doubts(facts)))


def _identity_faults(facts: PersonFacts) -> Iterator[str]:
    if not facts.name:
        yield say("请填写姓名")
    if facts.nationality is not None and facts.nationality not in NATIONALITIES:
        yield say("没有这一民族代码")
    if facts.id_number is None:
        return
    try:
        number = read_id_number(facts.id_number)
    except BadIdNumber as bad:
        yield bad.reason
        return
    if number is not None:
        yield from _disagreements(facts, number)


def _disagreements(facts: PersonFacts, number: IdNumber) -> Iterator[str]:
    if facts.sex is not None and facts.sex is not number.sex:
        yield say("性别与身份证号不符:身份证号第17位表示“%(sex)s”", sex=say(number.sex.label))
    if facts.born_on is not None and not facts.born_on.covers(number.born_on):
        yield say(
            "出生年月与身份证号不符:身份证号上是%(born_on)s", born_on=number.born_on.month_only().dotted
        )


def _date_faults(facts: PersonFacts, *, on: date) -> Iterator[str]:
    for field, label in _DATES.items():
        told: PartialDate | None = getattr(facts, field)
        if told is not None and told.first_day() > on:
            yield say("%(label)s(%(told)s)晚于今天", label=say(label), told=told.dotted)
    born_on = facts.born_on
    if born_on is None:
        return
    for field, label in _DATES.items():
        told = getattr(facts, field)
        if told is not None and told.last_day() < born_on.first_day():
            yield say("%(label)s(%(told)s)早于出生年月", label=say(label), told=told.dotted)


def _schooling_faults(schooling: Sequence[SchoolingFacts], *, on: date) -> Iterator[str]:
    seen = set()
    for one in schooling:
        if (one.mode, one.level) in seen:
            yield say(
                "学历“%(mode)s %(level)s”填了两次", mode=say(one.mode.label), level=say(one.level.label)
            )
        seen.add((one.mode, one.level))
        if one.finished_on is not None and one.finished_on.first_day() > on:
            yield say(
                "“%(level)s”的毕业时间(%(finished_on)s)晚于今天;在读的学历毕业后再登记",
                level=say(one.level.label),
                finished_on=one.finished_on.dotted,
            )


def _doubts(facts: PersonFacts) -> Iterator[str]:
    reading = read_name(facts.name)
    if reading is not None and not reading.plausible:
        yield say("姓名“%(name)s”不像人名", name=facts.name)
    if facts.phone and (is_masked(facts.phone) or not is_phone(facts.phone)):
        yield say("联系电话不是手机号码,也不是固定电话号码")
    if facts.political_status not in (None, *PARTY_STATUSES) and facts.party_joined_on is not None:
        assert facts.political_status is not None
        yield say(
            "政治面貌是“%(political_status)s”,却填了入党时间",
            political_status=say(facts.political_status.label),
        )
    joined, confirmed = facts.party_joined_on, facts.party_confirmed_on
    if joined is not None and confirmed is not None and confirmed < joined and not joined.covers(confirmed):
        yield say("转正时间早于入党时间")
    yield from _age_doubts(facts)


def _age_doubts(facts: PersonFacts) -> Iterator[str]:
    born_on = facts.born_on
    if born_on is None:
        return
    for field, youngest in (
        ("party_joined_on", PARTY_AGE),
        ("work_started_on", WORKING_AGE),
        ("first_cadre_on", PARTY_AGE),
    ):
        told: PartialDate | None = getattr(facts, field)
        if told is None:
            continue
        age = full_years(born_on, on=told.last_day())
        if not youngest <= age <= OLDEST:
            yield say(
                "%(label)s(%(told)s)时%(age)s岁,不满%(youngest)s岁",
                label=say(_DATES[field]),
                told=told.dotted,
                age=age,
                youngest=youngest,
            )
