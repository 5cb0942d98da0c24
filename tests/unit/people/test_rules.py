"""Facts of a person are checked against each other before they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from talentpool.dates import PartialDate
from talentpool.people.rules import PersonFacts, SchoolingFacts, check_facts
from talentpool.vocabulary import PoliticalStatus, SchoolingLevel, SchoolingMode, Sex

ON = date(2023, 6, 30)
MAN_OF_1985 = "519901198506120016"  # 12 June 1985, male


def month(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


WHOLE = PersonFacts(
    name="郝天成",
    sex=Sex.MALE,
    nationality="01",
    born_on=month("1985-06"),
    political_status=PoliticalStatus.PARTY_MEMBER,
    party_joined_on=month("2008-07"),
    party_confirmed_on=month("2009-07"),
    work_started_on=month("2005-03"),
    first_cadre_on=month("2013-11"),
    phone="13800001234",
)


def valid_number() -> str:
    from talentpool.id_numbers import check_digit

    return MAN_OF_1985[:17] + check_digit(MAN_OF_1985)


def test_facts_that_agree_are_accepted_without_a_question() -> None:
    verdict = check_facts(replace(WHOLE, id_number=valid_number()), on=ON)
    assert (verdict.refusals, verdict.doubts) == ((), ())


def test_a_person_has_a_name() -> None:
    assert check_facts(replace(WHOLE, name=""), on=ON).refusals == ("请填写姓名",)


def test_sex_and_birth_must_agree_with_the_id_number() -> None:
    facts = replace(WHOLE, id_number=valid_number(), sex=Sex.FEMALE, born_on=month("1985-07"))
    assert check_facts(facts, on=ON).refusals == (
        "性别与身份证号不符:身份证号第17位表示“男”",
        "出生年月与身份证号不符:身份证号上是1985.06",
    )


def test_a_wrong_check_digit_is_refused_without_telling_the_number() -> None:
    wrong = valid_number()[:17] + ("1" if valid_number()[17] != "1" else "2")
    [reason] = check_facts(replace(WHOLE, id_number=wrong), on=ON).refusals
    assert "校验码" in reason
    assert wrong not in reason


def test_dates_to_come_and_dates_before_birth_are_refused() -> None:
    facts = replace(WHOLE, first_cadre_on=month("2023-07"), party_joined_on=month("1980-01"))
    assert check_facts(facts, on=ON).refusals == (
        "首次任村干部时间(2023.07)晚于今天",
        "入党时间(1980.01)早于出生年月",
    )


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"phone": "12345"}, "联系电话不是手机号码,也不是固定电话号码"),
        ({"party_joined_on": month("2000-01")}, "入党时间(2000.01)时14岁,不满18岁"),
        ({"party_confirmed_on": month("2007-01")}, "转正时间早于入党时间"),
        ({"political_status": PoliticalStatus.MASSES}, "政治面貌是“群众”,却填了入党时间"),
        ({"name": "郝"}, "姓名“郝”不像人名"),
    ],
)
def test_what_is_only_unlikely_is_asked_about(changed: dict[str, object], doubt: str) -> None:
    verdict = check_facts(replace(WHOLE, **changed), on=ON)  # type: ignore[arg-type]
    assert verdict.refusals == ()
    assert verdict.doubts == (doubt,)


def test_a_level_of_schooling_stands_once_and_is_finished() -> None:
    college = SchoolingFacts(SchoolingMode.FULL_TIME, SchoolingLevel.COLLEGE)
    studying = SchoolingFacts(
        SchoolingMode.IN_SERVICE, SchoolingLevel.UNDERGRADUATE, finished_on=month("2024-07")
    )
    assert check_facts(WHOLE, [college, college, studying], on=ON).refusals == (
        "学历“全日制教育 大专”填了两次",
        "“大学”的毕业时间(2024.07)晚于今天;在读的学历毕业后再登记",
    )
