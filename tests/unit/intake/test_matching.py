"""Who a row means."""

from __future__ import annotations

from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.facts import Known
from talentpool.intake.matching import SOMEBODY_NEW, Match, PeopleIndex
from talentpool.intake.plan import RowPlan
from talentpool.intake.roster_rows import RosterRow
from talentpool.people.names import read_name
from talentpool.vocabulary import Sex

YUNSHAN, YINXING, ELSEWHERE = 11, 12, 99
JUNE, JULY = PartialDate(1973, 6), PartialDate(1973, 7)


def somebody(ref: int, name: str = "李明", unit: int = YUNSHAN, **values: Any) -> Known:
    """A person of the register."""
    blank = {"born_on": None, "sex": None, "id_number": None, "id_number_fingerprint": None}
    return Known(ref, {"unit_id": unit, "name": name, **blank, **values})


def told(name: str = "李明", *, id_mask: str = "", **facts: Any) -> RosterRow:
    """A row."""
    return RosterRow(RowPlan(4), name=read_name(name), facts=facts, id_mask=id_mask)


def find(row: RosterRow, *people: Known, number: str = "", answer: str = "", unit: int = YUNSHAN) -> Match:
    """The match among people."""
    return PeopleIndex(people, reach={YUNSHAN, YINXING}).find(row, unit, fingerprint=number, answer=answer)


def test_an_id_number_tells_wherever_the_person_is() -> None:
    li = somebody(1, unit=YINXING, id_number_fingerprint="aa", born_on=JUNE)
    assert find(told(born_on=JULY), li, number="aa").person is li


def test_an_id_number_under_another_name_is_a_problem() -> None:
    match = find(told("李敏"), somebody(1, id_number_fingerprint="aa"), number="aa")
    assert match.person is None
    assert "“李明”名下" in match.problem


def test_an_id_number_out_of_reach_is_a_problem_that_names_nobody() -> None:
    match = find(told("李敏"), somebody(1, unit=ELSEWHERE, id_number_fingerprint="aa"), number="aa")
    assert match.person is None
    assert "账号范围以外" in match.problem
    assert "李明" not in match.problem


def test_name_unit_and_birth_month_come_next() -> None:
    june, july = somebody(1, born_on=JUNE), somebody(2, born_on=JULY)
    assert find(told(born_on=PartialDate(1973, 7, 9)), june, july).person is july
    assert find(told(born_on=JUNE), june, unit=YINXING).person is None


def test_name_and_unit_do_where_a_birth_is_not_known() -> None:
    li = somebody(1, born_on=JUNE)
    assert find(told(), li).person is li
    assert find(told(born_on=JUNE), somebody(1)).person is not None


def test_another_birth_month_or_sex_is_somebody_else() -> None:
    assert find(told(born_on=JULY), somebody(1, born_on=JUNE)) == Match()
    assert find(told(sex=Sex.FEMALE), somebody(1, sex=Sex.MALE)).person is None


def test_two_who_fit_are_asked_about_and_the_answer_decides() -> None:
    first, second = somebody(1, born_on=JUNE), somebody(2, born_on=JUNE)
    assert find(told(born_on=JUNE), first, second).rivals == (first, second)
    assert find(told(born_on=JUNE), first, second, answer="2").person is second
    assert find(told(born_on=JUNE), first, second, answer=SOMEBODY_NEW).person is None
    assert find(told(born_on=JUNE), first, second, answer="77").rivals == (first, second)


def test_another_id_number_is_somebody_else_and_told() -> None:
    match = find(told(born_on=JUNE), somebody(1, born_on=JUNE, id_number_fingerprint="bb"), number="aa")
    assert match == Match(double=True)


def test_an_id_number_can_be_given_to_one_person_only() -> None:
    index = PeopleIndex([li := somebody(1, born_on=JUNE)], reach={YUNSHAN})
    assert index.find(told(born_on=JUNE), YUNSHAN, fingerprint="aa").person is li
    assert index.find(told(born_on=JUNE), YUNSHAN, fingerprint="bb").person is None


def test_a_masked_number_finds_its_owner_and_parts_namesakes() -> None:
    first = somebody(1, born_on=JUNE, id_number="519901197306050197", id_number_fingerprint="aa")
    second = somebody(2, born_on=JUNE, id_number="519901197306110299", id_number_fingerprint="bb")
    masked = told(born_on=JUNE, id_mask="519***********0299")
    assert find(masked, first, second).person is second
    assert find(masked, first, second, unit=YINXING).person is second
    assert find(masked, first).person is None
