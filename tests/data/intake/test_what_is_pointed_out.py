"""What a preview points out, and what it keeps quiet about because the register knows."""

from __future__ import annotations

from flask import Flask

from talentpool.extensions import db
from talentpool.models import Setting
from talentpool.web.working_date import WORKING_DATE
from tests.data.intake.town import messages, roster, row, take, units, village


def test_a_blank_birth_is_only_told_where_the_register_does_not_know_it(app: Flask) -> None:
    take(
        units(village()),
        roster(row("田雨", "文书"), row("岳明", "村委会委员", born="")),
    )
    (sheet,) = take(roster(row("田雨", "文书", born=""), row("岳明", "村委会委员", born="")))
    assert messages(sheet) == [(5, "出生年月", "没有填写出生年月,年龄将无法统计")]


def test_a_roster_of_a_day_after_the_working_date_is_pointed_out(app: Flask) -> None:
    db.session.add(Setting(key=WORKING_DATE, value="2023-06-30"))
    take(units(village()))
    (same,) = take(roster(row("田雨", "文书")))
    assert same.notes == []
    (later,) = take(roster(row("田雨", "文书"), on="2023年12月31日"))
    assert later.notes == [
        "本表的填报时间(2023-12-31)晚于工作日期(2023-06-30):按填报时间登记,"
        "在此之前的各页面上看不到本表带来的变化;填报时间写错的,请更正后重新上传"
    ]
