"""The ledger of seats and vacancies, cell by cell."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import FormerPostTitle, Post, Unit, UnitName, Vacancy
from talentpool.vocabulary import EndCause, NameKind, PostClass
from tests.exports.taken import Table, opened, table, take
from tests.factories import add_post, add_vacancy, month
from tests.factories.reserves import add_reserve

FORM = "序号 村(社区) 核定职数 实有人数 空缺数 空缺职务 空缺时间 空缺原因 拟补选方式/时间 拟任人选 联审情况 备注".split()


def ledger(**told: object) -> Table:
    """The ledger of the small town."""
    return table(take("vacancies", **told), "职数及空缺")  # type: ignore[arg-type]


def test_a_row_a_unit_with_the_columns_of_the_form_and_the_months_vacant(town: Unit) -> None:
    found = ledger()
    assert found.title == "青禾镇村(社区)“两委”职数及空缺情况台账"
    assert found.headers == [*FORM, "已空缺(月)", "后备(人)", "成熟后备"]
    assert [list(row.values()) for row in found.rows] == [
        [1, "青禾社区", "未登记", "情况不明", "情况不明", *[None] * 10],
        [2, "双河村", 3, 1, 2, *[None] * 6, "2个空缺职务未登记", None, None, None],
        [
            3,
            "金竹村",
            5,
            4,
            1,
            "村委会副主任",
            "2021.11",
            "原任辞职",
            "2023年12月前补选",
            None,
            None,
            None,
            19,
            0,
            None,
        ],
    ]
    assert list(found.total.values()) == ["合计", None, 8, 5, 3, *[None] * 10]
    assert any("青禾社区截至当日的任职情况未登记,以“情况不明”表示,未计入合计" in line for line in found.foot)


def test_who_is_prepared_for_a_vacant_post_is_counted_and_the_mature_are_named(town: Unit) -> None:
    post = db.session.scalars(select(Post).where(Post.title == "村委会副主任")).one()
    add_reserve(db.session, "方小河", unit=post.unit, aims=[post])
    add_reserve(db.session, "钱小满", unit=post.unit, aims=[post], readiness="培养")
    db.session.commit()
    row = ledger().rows[-1]
    assert (row["后备(人)"], row["成熟后备"], row["拟任人选"]) == (2, "方小河", None)


def test_several_vacancies_of_a_unit_are_several_rows_with_merged_seats_counted_once(town: Unit) -> None:
    village = db.session.scalars(select(Unit).where(Unit.name == "双河村")).one()
    post = add_post(db.session, "村委会主任", PostClass.COMMITTEE_DIRECTOR, unit=village)
    vacancy = add_vacancy(db.session, post, since="2023-05-15")
    vacancy.candidate, vacancy.note = "方小河", "正在联审"
    db.session.commit()
    taken = take("vacancies")
    found = table(taken, "职数及空缺")
    [named, rest] = [row for row in found.rows if row["村(社区)"] == "双河村"]
    assert (named["空缺职务"], named["空缺时间"], named["拟任人选"]) == (
        "村委会主任",
        "2023.05.15",
        "方小河",
    )
    assert (named["备注"], named["已空缺(月)"]) == ("正在联审", 1)
    assert (rest["空缺职务"], rest["备注"]) == (None, "另有1个空缺职务未登记")
    merged = [str(one) for one in opened(taken)["职数及空缺"].merged_cells.ranges]
    assert {"A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:E6"} <= set(merged)
    assert found.total["核定职数"] == 8


def test_a_vacant_post_of_the_supervision_committee_is_named_but_is_no_vacant_seat(town: Unit) -> None:
    village = db.session.scalars(select(Unit).where(Unit.name == "双河村")).one()
    post = add_post(db.session, "村务监督委员会主任", PostClass.SUPERVISION_HEAD, unit=village)
    add_vacancy(db.session, post, since="2023-01")
    db.session.commit()
    [named, rest] = [row for row in ledger().rows if row["村(社区)"] == "双河村"]
    assert (named["空缺职务"], named["空缺数"]) == ("村务监督委员会主任", 2)
    assert rest["备注"] == "2个空缺职务未登记"


def test_a_cause_without_words_of_its_own_is_told_by_its_label_and_an_unknown_one_not_at_all(
    town: Unit,
) -> None:
    vacancy = db.session.scalars(select(Vacancy)).one()
    vacancy.cause, vacancy.cause_written = EndCause.MOVED_AWAY, ""
    vacancy.by_election_plan, vacancy.by_election_due = "", month("2023-12")
    db.session.commit()
    row = ledger().rows[2]
    assert (row["空缺原因"], row["拟补选方式/时间"]) == ("外出(迁出)", "2023年12月前")
    vacancy.cause = EndCause.UNKNOWN
    db.session.commit()
    assert ledger().rows[2]["空缺原因"] is None


def test_before_the_vacancy_there_was_none(town: Unit) -> None:
    row = ledger(on=date(2021, 6, 30)).rows[2]
    assert (row["核定职数"], row["实有人数"], row["空缺数"], row["空缺职务"]) == (5, 5, 0, None)


def test_a_seat_held_by_somebody_not_recorded_is_neither_filled_nor_vacant(town: Unit) -> None:
    village = db.session.scalars(select(Unit).where(Unit.name == "双河村")).one()
    post = add_post(db.session, "村委会主任", PostClass.COMMITTEE_DIRECTOR, unit=village)
    add_vacancy(db.session, post, since="2022-03")
    db.session.commit()
    found = ledger(on=date(2021, 6, 30))
    row = next(row for row in found.rows if row["村(社区)"] == "双河村")
    assert (row["核定职数"], row["实有人数"], row["空缺数"]) == (3, 1, 1)
    assert any("另有1个职务截至当日有人任职而人员未登记" in line for line in found.foot)


def test_before_anything_is_known_no_figure_is_told(town: Unit) -> None:
    found = ledger(on=date(2015, 1, 1))
    assert found.column("实有人数") == ["情况不明"] * 3
    assert found.total == {}
    assert any("2021年1月以前的任职情况未登记" in line for line in found.foot)


def test_units_and_posts_are_called_as_on_the_day_of_the_file(town: Unit) -> None:
    bamboo = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
    post = db.session.scalars(select(Post).where(Post.title == "村委会副主任")).one()
    until = month("2022-01")
    db.session.add(UnitName(unit_id=bamboo.id, name="老竹村", kind=NameKind.RENAMED, until_on=until))
    db.session.add(FormerPostTitle(post_id=post.id, title="副主任", until_on=until))
    db.session.commit()
    row = ledger(on=date(2021, 12, 31)).rows[-1]
    assert (row["村(社区)"], row["空缺职务"]) == ("老竹村", "副主任")
    row = ledger().rows[-1]
    assert (row["村(社区)"], row["空缺职务"]) == ("金竹村", "村委会副主任")
    one = take("roster", on=date(2021, 12, 31), unit=bamboo)
    assert table(one, "花名册").title == "青禾镇老竹村“两委”干部花名册"
    assert {row["村(社区)"] for row in table(one, "花名册").rows} == {"老竹村"}
