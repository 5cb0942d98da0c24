"""The roster, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BufferedRandom, BytesIO

import pytest
from sqlalchemy import select

from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, JournalEntry, Person, Schooling, Unit
from talentpool.security.permissions import Permission
from talentpool.vocabulary import MembershipStage, PostClass, SchoolingLevel, SchoolingMode
from tests.exports.taken import OPERATOR, Table, opened, table, take
from tests.factories import add_person, add_post, month, seat

FORM = (
    "序号 村(社区) 姓名 性别 民族 出生年月 文化程度 政治面貌 入党时间 现任职务 任现职时间 身份证号码 联系电话 备注"
).split()


def roster(**told: object) -> Table:
    """The roster of the small town."""
    return table(take("roster", **told), "花名册")  # type: ignore[arg-type]


def person(name: str) -> Person:
    """Somebody by name."""
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def test_one_row_a_person_in_office_order_with_the_columns_of_the_form(town: Unit) -> None:
    found = roster()
    assert found.title == "青禾镇村(社区)“两委”干部花名册"
    assert found.headers == [*FORM, "是否一肩挑", "是否交叉任职", "本职务后备(人)"]
    assert found.column("本职务后备(人)") == [None, 2, None, 1, None, None]
    assert found.column("姓名") == ["方大河", "郝天成", "曾波", "汪雪敏", "曹新庆", "崔德"]
    assert found.column("序号") == [1, 2, 3, 4, 5, 6]
    assert found.column("村(社区)")[:2] == ["双河村", "金竹村"]
    assert list(found.rows[1].values()) == [
        2,
        "金竹村",
        "郝天成",
        "男",
        None,
        "1972.05",
        "高中",
        "中共党员",
        None,
        "党支部书记、村委会主任",
        "2021.01",
        "519***********1118",
        "199****0055",
        None,
        "是",
        "是",
        2,
    ]


def test_cells_of_a_unit_are_merged(town: Unit) -> None:
    merged = [str(one) for one in opened(take("roster"))["花名册"].merged_cells.ranges]
    assert "B5:B9" in merged


def test_other_posts_stand_behind_those_of_the_bodies_and_alone_make_no_row(town: Unit) -> None:
    session = db.session
    village = session.scalars(select(Unit).where(Unit.name == "双河村")).one()
    clerk = add_person(session, "只任文书", unit=village)
    seat(session, clerk, add_post(session, "文书", PostClass.ACCOUNTANT, unit=village))
    session.commit()
    found = roster()
    assert "只任文书" not in found.column("姓名")
    assert found.rows[3]["现任职务"] == "党支部委员、村委会委员、文书"


def test_the_day_of_an_office_is_kept_and_births_are_told_by_the_month(town: Unit) -> None:
    deputy = person("曾波")
    deputy.born_on, deputy.party_joined_on = month("1986-06-21"), month("2014-06-01")
    appointment = db.session.scalars(select(Appointment).where(Appointment.person_id == deputy.id)).one()
    appointment.started_on = month("2021-02-06")
    db.session.commit()
    row = roster().rows[2]
    assert (row["出生年月"], row["入党时间"], row["任现职时间"]) == ("1986.06", "2014.06", "2021.02.06")


def test_of_several_starts_the_latest_is_told(town: Unit) -> None:
    woman = person("汪雪敏")
    first, *_ = db.session.scalars(
        select(Appointment).where(Appointment.person_id == woman.id).order_by(Appointment.id)
    )
    first.started_on = month("2022-03")
    db.session.commit()
    assert roster().rows[3]["任现职时间"] == "2022.03"


def test_a_start_that_nobody_told_stays_blank(town: Unit) -> None:
    for appointment in db.session.scalars(
        select(Appointment).where(Appointment.person_id == person("曾波").id)
    ):
        appointment.started_on = None
    db.session.commit()
    assert roster().rows[2]["任现职时间"] is None


def test_what_else_is_known_follows_the_form_schooling_in_two_levels(town: Unit) -> None:
    head = person("郝天成")
    head.native_place, head.nationality, head.name_note = "四川青禾", "33", "大"
    head.membership_stage = MembershipStage.ACTIVIST
    for level, mode, school in (
        (SchoolingLevel.JUNIOR_HIGH, SchoolingMode.FULL_TIME, ""),
        (SchoolingLevel.COLLEGE, SchoolingMode.IN_SERVICE, "省委党校"),
    ):
        db.session.add(
            Schooling(person_id=head.id, level=level, rank=level.rank, mode=mode, school=school, major="")
        )
    db.session.commit()
    found = roster()
    assert found.headers[14:] == [
        "是否一肩挑",
        "是否交叉任职",
        "籍贯",
        "全日制教育/学历",
        "在职教育/学历",
        "在职教育/毕业院校及专业",
        "本职务后备(人)",
    ]
    row = found.rows[1]
    assert row["姓名"] == "郝天成(大)"
    assert row["民族"] == "羌族"
    assert row["政治面貌"] == "中共党员"
    assert (row["文化程度"], row["全日制教育/学历"], row["在职教育/学历"]) == ("大专", "初中", "大专")
    assert row["在职教育/毕业院校及专业"] == "省委党校"


def test_schooling_that_ends_later_does_not_count_yet(town: Unit) -> None:
    head = person("郝天成")
    level = SchoolingLevel.UNDERGRADUATE
    db.session.add(
        Schooling(
            person_id=head.id,
            level=level,
            rank=level.rank,
            mode=SchoolingMode.IN_SERVICE,
            finished_on=month("2023-07"),
        )
    )
    db.session.commit()
    assert roster().rows[1]["文化程度"] == "高中"
    assert roster(on=date(2023, 7, 31)).rows[1]["文化程度"] == "大学"


def test_an_earlier_day_shows_who_sat_then_and_says_what_is_not_known(town: Unit) -> None:
    found = roster(on=date(2021, 6, 30))
    assert "吴老三" in found.column("姓名")
    assert "吴老三" not in roster().column("姓名")
    assert any("花名册自2023-06-30起登记完整" in line for line in found.foot)
    assert any("政治面貌等个人情况为最近一次登记的内容" in line for line in found.foot)
    earlier = roster(on=date(2015, 1, 1))
    assert earlier.rows == []
    assert any("2021年1月以前的任职情况未登记" in line for line in earlier.foot)


def test_numbers_are_shown_in_full_with_the_right_and_a_purpose_and_that_is_on_record(town: Unit) -> None:
    found = roster(unmasked=True, purpose="换届资格联审")
    assert (found.rows[1]["身份证号码"], found.rows[1]["联系电话"]) == ("519901197205191118", "19900000055")
    assert "2.本表含完整的身份证号码和联系电话,请按规定保管、使用。" in found.foot
    entry = db.session.scalars(select(JournalEntry)).one()
    assert entry.details["purpose"] == "换届资格联审"
    assert entry.details["filters"] == "全部单位,含完整身份证号和电话"


@pytest.mark.parametrize("purpose", ["", "  "])
def test_without_a_purpose_nothing_is_shown_in_full(town: Unit, purpose: str) -> None:
    with pytest.raises(RuleBroken, match="须写明用途"):
        take("roster", unmasked=True, purpose=purpose)


def test_without_the_right_nothing_is_shown_in_full(town: Unit) -> None:
    county = replace(OPERATOR, permissions=frozenset({Permission.EXPORTS_TAKE}))
    with pytest.raises(NotAllowed):
        take("roster", by=county, unmasked=True, purpose="换届资格联审")
    assert db.session.scalars(select(JournalEntry)).all() == []


def test_somebody_in_two_units_stands_in_both(town: Unit, unit_named: Callable[[str], Unit]) -> None:
    community = unit_named("青禾社区")
    seat(
        db.session,
        person("曾波"),
        add_post(db.session, "居委会委员", PostClass.COMMITTEE_MEMBER, unit=community),
    )
    db.session.commit()
    found = roster()
    assert [row["村(社区)"] for row in found.rows if row["姓名"] == "曾波"] == ["青禾社区", "金竹村"]


def test_a_large_roster_is_read_part_by_part_and_says_the_same(
    town: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = person("郝天成")
    head.native_place = "四川宜宾"
    for mode, level in (
        (SchoolingMode.FULL_TIME, SchoolingLevel.COLLEGE),
        (SchoolingMode.IN_SERVICE, SchoolingLevel.UNDERGRADUATE),
    ):
        db.session.add(
            Schooling(person_id=head.id, mode=mode, level=level, rank=level.rank, school="宜宾学院")
        )
    db.session.commit()
    small = roster()
    monkeypatch.setattr("talentpool.exports.workbooks.roster_rows.HELD_AT_MOST", 0)
    monkeypatch.setattr("talentpool.exports.workbooks.roster_rows.PART", 2)
    large = roster()
    assert large == small
    assert {"籍贯", "全日制教育/学历", "在职教育/毕业院校及专业"} <= set(large.headers)


def test_a_large_file_stands_on_disk_until_it_has_left(town: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    small = take("roster")
    monkeypatch.setattr("talentpool.exports.services.LARGE", 0)
    large = take("roster")
    assert isinstance(small.file, BytesIO)
    assert isinstance(large.file, BufferedRandom)
    with large.file:
        assert len(large.content) == large.size
        assert table(large, "花名册") == table(small, "花名册")
