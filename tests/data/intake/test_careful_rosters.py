"""What clerks really hand in: a date left standing, a second post, a namesake, a second secretary."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from talentpool.analysis.queries import list_structure
from talentpool.extensions import db
from talentpool.intake.options import Options
from talentpool.intake.services import Preview, take_in
from talentpool.intake.sources import Upload
from talentpool.models import Appointment, Person, Post
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope

TOWN = Path(__file__).parents[3] / "talentpool" / "sample" / "town"
JUNE = date(2023, 6, 30)
COLUMNS = {"born": 6, "posts": 10, "since": 11, "id": 12, "name": 3}


def hand_in(name: str, content: bytes) -> Preview:
    return take_in([Upload(name, content)], by=console_operator(), options=Options(on=JUNE))


@pytest.fixture
def town(app: Flask) -> None:
    files = [Upload(path.name, path.read_bytes()) for path in sorted(TOWN.glob("*.xlsx"))]
    assert not take_in(files, by=console_operator(), options=Options(on=JUNE)).refused


@pytest.fixture
def edited(town: None) -> Callable[..., Preview]:
    """Hand the town's roster in again with some cells of one person changed."""

    def change(who: str, **cells: Any) -> Preview:
        book = load_workbook(TOWN / "roster.xlsx")
        sheet = book.active
        for row in sheet.iter_rows(min_row=4):
            if str(row[2].value or "").replace("\u3000", "") == who:
                for key, value in cells.items():
                    row[COLUMNS[key] - 1].value = value
        buffer = io.BytesIO()
        book.save(buffer)
        return hand_in("roster.xlsx", buffer.getvalue())

    return change


def held(name: str) -> list[tuple[str, str, str]]:
    """(title, start, end) of everything somebody is known to have held."""
    rows = db.session.execute(
        select(Post.title, Appointment.started_on, Appointment.ended_on)
        .join(Appointment, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .where(Person.name == name)
        .order_by(Appointment.id)
    )
    return [(title, start.iso if start else "", end.iso if end else "") for title, start, end in rows]


def warnings_of(taken: Preview) -> list[str]:
    return [issue.message for sheet in taken.sheets for row in sheet.rows for issue in row.issues]


def test_a_second_post_leaves_the_start_of_the_first(edited: Callable[..., Preview]) -> None:
    edited("袁显", posts="党总支委员、村委会委员", since="2023.05")
    assert held("袁显") == [("党总支委员", "2021-02", ""), ("村委会委员", "2023-05", "")]


def test_a_changed_post_under_the_old_date_keeps_the_years_of_the_former(
    edited: Callable[..., Preview],
) -> None:
    taken = edited("曹新庆", posts="村委会副主任")
    assert held("曹新庆") == [("党支部委员", "2021-02", "2023-06-30"), ("村委会副主任", "", "")]
    assert any("任现职时间(2021.02)不晚于原任职务的起始时间" in text for text in warnings_of(taken))
    [team] = [t for t in list_structure(scope=Scope.everything(), on=date(2022, 6, 30)) if t.unit == "金竹村"]
    assert team.filled == 4


def test_the_same_changed_roster_once_more_changes_nothing(edited: Callable[..., Preview]) -> None:
    edited("曹新庆", posts="村委会副主任")
    before = held("曹新庆")
    again = edited("曹新庆", posts="村委会副主任")
    assert held("曹新庆") == before
    assert again.counts()["changed"] == 0


def test_a_namesake_with_another_birth_month_is_told(edited: Callable[..., Preview]) -> None:
    taken = edited("夏佑国", id="", born="1981.05")
    assert any("已有同名的“夏佑国”(1981.03.10出生)" in text for text in warnings_of(taken))


def test_a_second_holder_of_a_post_for_one_is_noted(edited: Callable[..., Preview]) -> None:
    taken = edited("郝天成", name="郝新来", id="", born="1985.01")
    notes = [note for sheet in taken.sheets for note in sheet.notes]
    assert any("金竹村“党支部书记”另有郝天成在任" in note for note in notes)


def test_somebody_too_many_in_one_unit_hides_no_vacancy_of_another(edited: Callable[..., Preview]) -> None:
    edited("夏佑国", id="", born="1981.05")
    from talentpool.analysis.structure import merge_teams

    town = merge_teams(list_structure(scope=Scope.everything(), on=JUNE))
    assert (town.vacant, town.over_seats) == (1, 1)
