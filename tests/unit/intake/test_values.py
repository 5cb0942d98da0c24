"""Cell text → vocabulary: known words, guesses that are asked about, counts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.intake.values import (
    Reading,
    SchoolingReading,
    StatusReading,
    UnreadableCount,
    clean_text,
    read_count,
    read_end_cause,
    read_nationality,
    read_party_form,
    read_political_status,
    read_schooling,
    read_sex,
    read_unit_type,
    read_yes_no,
)
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

READERS = [
    read_sex,
    read_nationality,
    read_political_status,
    read_schooling,
    read_unit_type,
    read_party_form,
    read_end_cause,
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("nothing", [None, "", " \u3000", "-", "——", "/", "无", math.nan])
def test_an_empty_cell_is_nothing_and_no_question(reader: object, nothing: object) -> None:
    reading = reader(nothing)  # type: ignore[operator]
    assert reading.value is None
    assert reading.known


@pytest.mark.parametrize("reader", [*READERS, read_yes_no])
@given(text=st.text(max_size=12))
def test_a_reading_keeps_the_words_and_never_refuses(reader: object, text: str) -> None:
    assert reader(text).written == clean_text(text)  # type: ignore[operator]


@pytest.mark.parametrize("member", list(Sex))
def test_every_label_of_sex_is_read_back(member: Sex) -> None:
    assert read_sex(member.label) == Reading(member, member.label)


@pytest.mark.parametrize("member", list(PoliticalStatus))
def test_every_label_of_status_is_read_back(member: PoliticalStatus) -> None:
    assert read_political_status(member.label) == StatusReading(member, member.label)


@pytest.mark.parametrize("member", list(SchoolingLevel))
def test_every_label_of_schooling_is_read_back(member: SchoolingLevel) -> None:
    assert read_schooling(member.label) == SchoolingReading(member, member.label)


@pytest.mark.parametrize("member", list(EndCause))
def test_every_label_of_a_cause_is_read_back(member: EndCause) -> None:
    assert read_end_cause(member.label) == Reading(member, member.label)


@pytest.mark.parametrize("member", list(UnitType))
def test_every_label_of_a_unit_type_is_read_back(member: UnitType) -> None:
    assert read_unit_type(member.label) == Reading(member, member.label)


@pytest.mark.parametrize("member", list(PartyForm))
def test_every_label_of_a_party_form_is_read_back(member: PartyForm) -> None:
    assert read_party_form(member.label) == Reading(member, member.label)


@pytest.mark.parametrize(("code", "name"), NATIONALITIES.items())
def test_every_nationality_is_read_with_and_without_its_last_character(code: str, name: str) -> None:
    assert read_nationality(name).value == code
    assert read_nationality(name.removesuffix("族")).value == code


def test_unknown_words_are_asked_about() -> None:
    assert read_sex("?") == Reading(None, "?", known=False)
    assert read_nationality("汉汉") == Reading(None, "汉汉", known=False)
    assert read_unit_type("双河村") == Reading(None, "双河村", known=False)
    assert read_party_form("党小组") == Reading(None, "党小组", known=False)
    assert read_yes_no("也许") == Reading(None, "也许", known=False)


@pytest.mark.parametrize(
    ("written", "sex"),
    [("男", Sex.MALE), (" 女 ", Sex.FEMALE), ("女性", Sex.FEMALE), (1.0, Sex.MALE), ("２", Sex.FEMALE)],
)
def test_sex_is_read(written: object, sex: Sex) -> None:
    assert read_sex(written).value is sex


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("党员", PoliticalStatus.PARTY_MEMBER),
        ("中共 党员", PoliticalStatus.PARTY_MEMBER),
        ("正式党员", PoliticalStatus.PARTY_MEMBER),
        ("预备党员", PoliticalStatus.PROBATIONARY_MEMBER),
        ("团员", PoliticalStatus.LEAGUE_MEMBER),
        ("群众", PoliticalStatus.MASSES),
        ("无党派", PoliticalStatus.INDEPENDENT),
        ("民盟", PoliticalStatus.CDL),
        ("九三学社", PoliticalStatus.JIUSAN),
    ],
)
def test_a_political_status_is_read(written: str, status: PoliticalStatus) -> None:
    assert read_political_status(written) == StatusReading(status, written)


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("入党积极分子", MembershipStage.ACTIVIST),
        ("积极分子", MembershipStage.ACTIVIST),
        ("发展对象", MembershipStage.DEVELOPMENT_TARGET),
    ],
)
def test_who_is_not_yet_a_member_is_masses_with_a_stage(written: str, stage: MembershipStage) -> None:
    assert read_political_status(written) == StatusReading(PoliticalStatus.MASSES, written, stage=stage)


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("中共党员(预备)", PoliticalStatus.PROBATIONARY_MEMBER),
        ("中共党员（预备）", PoliticalStatus.PROBATIONARY_MEMBER),
        ("老党员", PoliticalStatus.PARTY_MEMBER),
        ("非中共党员", None),
        ("已退党", None),
        ("其他", None),
    ],
)
def test_a_status_outside_the_table_is_guessed_and_asked_about(
    written: str, guess: PoliticalStatus | None
) -> None:
    assert read_political_status(written) == StatusReading(guess, written, known=False)


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("研究生", SchoolingLevel.POSTGRADUATE),
        ("硕士", SchoolingLevel.POSTGRADUATE),
        ("博士研究生", SchoolingLevel.POSTGRADUATE),
        ("本科", SchoolingLevel.UNDERGRADUATE),
        ("大学", SchoolingLevel.UNDERGRADUATE),
        ("大学本科", SchoolingLevel.UNDERGRADUATE),
        ("本科学历", SchoolingLevel.UNDERGRADUATE),
        ("专科", SchoolingLevel.COLLEGE),
        ("大专毕业", SchoolingLevel.COLLEGE),
        ("大学普通班", SchoolingLevel.COLLEGE),
        ("中专", SchoolingLevel.VOCATIONAL_SECONDARY),
        ("职高", SchoolingLevel.VOCATIONAL_SECONDARY),
        ("技校", SchoolingLevel.TECHNICAL),
        ("中技", SchoolingLevel.TECHNICAL),
        ("高中", SchoolingLevel.SENIOR_HIGH),
        ("高中(中专)", SchoolingLevel.SENIOR_HIGH),
        ("高中（中专）", SchoolingLevel.SENIOR_HIGH),
        ("初中文化", SchoolingLevel.JUNIOR_HIGH),
        ("小学", SchoolingLevel.PRIMARY),
        ("文盲", SchoolingLevel.NONE),
    ],
)
def test_a_level_of_schooling_is_read(written: str, level: SchoolingLevel) -> None:
    assert read_schooling(written) == SchoolingReading(level, written)


@pytest.mark.parametrize("written", ["大专在读", "大专(在读)", "大专（在读）"])
def test_who_is_still_studying_is_marked(written: str) -> None:
    assert read_schooling(written) == SchoolingReading(SchoolingLevel.COLLEGE, written, studying=True)


@pytest.mark.parametrize(
    ("written", "level", "mode"),
    [
        ("中央党校大学", SchoolingLevel.UNDERGRADUATE, SchoolingMode.IN_SERVICE),
        ("省委党校大专", SchoolingLevel.COLLEGE, SchoolingMode.IN_SERVICE),
        ("在职研究生", SchoolingLevel.POSTGRADUATE, SchoolingMode.IN_SERVICE),
        ("函授本科", SchoolingLevel.UNDERGRADUATE, SchoolingMode.IN_SERVICE),
        ("全日制大专", SchoolingLevel.COLLEGE, SchoolingMode.FULL_TIME),
    ],
)
def test_schooling_tells_how_it_was_got(written: str, level: SchoolingLevel, mode: SchoolingMode) -> None:
    assert read_schooling(written) == SchoolingReading(level, written, mode=mode)


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("大专以上", SchoolingLevel.COLLEGE),
        ("大专肄业", SchoolingLevel.COLLEGE),
        ("高中及以下", SchoolingLevel.SENIOR_HIGH),
        ("其他", None),
    ],
)
def test_a_vague_schooling_is_guessed_and_asked_about(written: str, guess: SchoolingLevel | None) -> None:
    assert read_schooling(written) == SchoolingReading(guess, written, known=False)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("村", UnitType.VILLAGE),
        ("行政村", UnitType.VILLAGE),
        ("社 区", UnitType.COMMUNITY),
        ("镇", UnitType.TOWNSHIP),
    ],
)
def test_a_unit_type_is_read(written: str, value: UnitType) -> None:
    assert read_unit_type(written).value is value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("党委", PartyForm.COMMITTEE),
        ("总支", PartyForm.GENERAL_BRANCH),
        ("支部", PartyForm.BRANCH),
        ("联合党支部", PartyForm.BRANCH),
    ],
)
def test_a_party_form_is_read(written: str, value: PartyForm) -> None:
    assert read_party_form(written).value is value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("是", True),
        ("√", True),
        ("✓", True),
        ("有", True),
        (1.0, True),
        (True, True),
        ("否", False),
        ("无", False),
        ("0", False),
        (False, False),
        ("×", False),
    ],
)
def test_yes_and_no_are_read(written: object, value: bool) -> None:
    assert read_yes_no(written).value is value


@pytest.mark.parametrize("nothing", [None, "", "-", "/"])
def test_an_empty_cell_is_neither_yes_nor_no(nothing: object) -> None:
    assert read_yes_no(nothing).value is None
    assert read_yes_no(nothing).known


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("156", 156),
        ("156人", 156),
        (156, 156),
        (156.0, 156),
        ("１５６", 156),
        ("1,623", 1623),
        ("156.0", 156),
        ("1 623户", 1623),
        (0, 0),
        (None, None),
        ("-", None),
        ("", None),
    ],
)
def test_a_count_is_read(written: object, count: int | None) -> None:
    assert read_count(written) == count


@pytest.mark.parametrize(
    "written", ["约150", "一百", "-5", 156.5, "1,62", "156人次", True, "12/13", math.inf]
)
def test_what_is_no_count_is_refused(written: object) -> None:
    with pytest.raises(UnreadableCount) as refusal:
        read_count(written)
    assert refusal.value.reason.startswith(f"“{written}”不是整数")


@given(st.integers(0, 10**7))
def test_every_count_is_read_from_its_written_forms(count: int) -> None:
    for written in (count, float(count), str(count), f"{count}人", f"{count:,}", f" {count} 名"):
        assert read_count(written) == count


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("原任辞职", EndCause.RESIGNED),
        ("个人辞职", EndCause.RESIGNED),
        ("换届", EndCause.TERM_END),
        ("任期届满", EndCause.TERM_END),
        ("到龄", EndCause.OVER_AGE),
        ("因病去世", EndCause.DIED),
        ("病故", EndCause.DIED),
        ("升任镇干部", EndCause.TRANSFERRED),
        ("外出务工", EndCause.MOVED_AWAY),
        ("责令辞职", EndCause.DISMISSED),
        ("撤职", EndCause.DISCIPLINE),
        ("未选出", EndCause.NEVER_FILLED),
    ],
)
def test_a_cause_is_read(written: str, cause: EndCause) -> None:
    assert read_end_cause(written) == Reading(cause, written)


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("因违纪被免职", EndCause.DISCIPLINE),
        ("因外出务工辞职", EndCause.MOVED_AWAY),
        ("个人原因", EndCause.OTHER),
    ],
)
def test_two_causes_or_none_are_asked_about(written: str, guess: EndCause) -> None:
    assert read_end_cause(written) == Reading(guess, written, known=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  合并前任职,\n2020年由\u3000\u3000上河村 合并 ", "合并前任职, 2020年由 上河村 合并"),
        ("（女）", "（女）"),
        ("\u200b备注\ufeff\x00", "备注"),
        (3.0, "3"),
        (3.5, "3.5"),
        (None, ""),
        (math.nan, ""),
    ],
)
def test_text_is_trimmed_and_stays_as_written(value: object, text: str) -> None:
    assert clean_text(value) == text
