"""A roster states the present as of its date; what was before stays in the history."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.intake.options import Ending
from talentpool.intake.plan import Level
from talentpool.models import Appointment, AuditEntry, Person, Post, Schooling, Term, Unit, Vacancy
from talentpool.posts.queries import list_team
from talentpool.security.scope import Scope
from talentpool.vocabulary import EndCause, PoliticalStatus, VacancyOutcome
from tests.data.intake.town import (
    ROSTER_HEADER,
    changes,
    counts,
    held,
    ledger,
    messages,
    person,
    roster,
    row,
    row_counts,
    take,
    units,
    village,
)

DECEMBER = "2023年12月31日"


@pytest.fixture
def town(app: Flask) -> None:
    """Two villages."""
    take(units(village("云山村"), village("银杏村", 党组织形式="党支部")))


@pytest.mark.usefixtures("town")
class TestPosts:
    """Appointments that begin and end by what a roster lists."""

    def test_another_post_begins_at_its_start_and_the_former_one_ends_then(self) -> None:
        take(roster(row("郭国文", "村委会副主任")))
        (sheet,) = take(roster(row("郭国文", "党总支书记", since="2023.09"), on=DECEMBER))
        assert counts(sheet) == (0, 1, 0, 0)
        assert held("郭国文") == [
            ("云山村", "村委会副主任", "2021-01", "2023-09", "transferred"),
            ("云山村", "党总支书记", "2023-09", None, None),
        ]
        assert changes(sheet, 4) == [
            ("现任职务", "云山村村委会副主任", "不再担任(2023.09,调整职务)"),
            ("现任职务", "", "云山村党总支书记(2023.09起)"),
        ]

    def test_a_post_that_is_merely_dropped_ended_on_the_day_of_the_roster(self) -> None:
        take(roster(row("郭国文", "党总支书记、村委会主任")))
        take(roster(row("郭国文", "党总支书记"), on=DECEMBER))
        assert held("郭国文") == [
            ("云山村", "党总支书记", "2021-01", None, None),
            ("云山村", "村委会主任", "2021-01", "2023-12-31", "transferred"),
        ]

    def test_another_start_of_the_same_post_is_a_correction(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        (sheet,) = take(roster(row("郭国文", "党总支书记", since="2021.03")))
        assert changes(sheet, 4) == [("任现职时间", "2021.01", "2021.03")]
        assert held("郭国文") == [("云山村", "党总支书记", "2021-03", None, None)]

    def test_a_start_after_a_roster_that_showed_the_post_is_a_new_appointment(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        take(roster(row("郭国文", "党总支书记", since="2026.01"), on="2026年3月1日"))
        assert held("郭国文") == [
            ("云山村", "党总支书记", "2021-01", "2026-01", "transferred"),
            ("云山村", "党总支书记", "2026-01", None, None),
        ]

    def test_one_start_for_two_posts_leaves_the_start_that_differs(self) -> None:
        take(
            roster(row("郭国文", "党总支书记", since="2021.01"), row("郭国文", "村委会主任", since="2021.02"))
        )
        (sheet,) = take(roster(row("郭国文", "党总支书记、村委会主任", since="2021.01")))
        assert counts(sheet) == (0, 0, 1, 0)

    def test_a_more_exact_start_refines_and_a_coarser_one_changes_nothing(self) -> None:
        take(roster(row("郭国文", "党总支书记", since="2021.01")))
        take(roster(row("郭国文", "党总支书记", since="2021.01.08")))
        assert held("郭国文") == [("云山村", "党总支书记", "2021-01-08", None, None)]
        (sheet,) = take(roster(row("郭国文", "党总支书记", since="2021.01")))
        assert counts(sheet) == (0, 0, 1, 0)

    def test_the_form_of_the_party_organization_does_not_make_another_post(self) -> None:
        take(roster(row("郭国文", "党支部书记")))
        (sheet,) = take(roster(row("郭国文", "书记")))
        assert counts(sheet) == (0, 0, 1, 0)

    def test_somebody_moves_to_another_village(self) -> None:
        number = "519901197306050197"
        take(roster(row("郭国文", "村委会委员", born="1973.06", number=number)))
        (sheet,) = take(
            roster(
                row("郭国文", "党支部书记", unit="银杏村", born="1973.06", number=number, since="2023.10"),
                on=DECEMBER,
            )
        )
        assert counts(sheet) == (0, 1, 0, 0)
        assert changes(sheet, 4)[0] == ("村(社区)", "云山村", "银杏村")
        assert held("郭国文") == [
            ("云山村", "村委会委员", "2021-01", "2023-10", "transferred"),
            ("银杏村", "党支部书记", "2023-10", None, None),
        ]

    def test_an_empty_post_ends_nothing(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        (sheet,) = take(roster(row("郭国文", ""), on=DECEMBER))
        assert messages(sheet) == [(4, "现任职务", "没有填写职务,只登记人员情况")]
        assert held("郭国文") == [("云山村", "党总支书记", "2021-01", None, None)]

    def test_who_resigned_by_the_roster_leaves_with_date_and_cause(self) -> None:
        header = [*ROSTER_HEADER, "是否辞职", "辞职日期"]
        take(roster(row("郭国文", "党总支书记")))
        take(
            roster(
                row("郭国文", "党总支书记") | {"是否辞职": "已辞职", "辞职日期": "2023.08"},
                on=DECEMBER,
                header=header,
            )
        )
        assert held("郭国文") == [("云山村", "党总支书记", "2021-01", "2023-08", "resigned")]

    def test_places_in_the_team_follow_the_roster_and_stay(self) -> None:
        take(roster(row("郭国文", "党总支书记"), row("龚龙源", "党总支副书记")))
        take(
            roster(
                row("郭国文", "党总支书记"),
                row("杨秀霞", "党总支委员", sex="女"),
                row("龚龙源", "党总支副书记"),
                row("袁显", "村委会委员"),
                on=DECEMBER,
            )
        )
        statement = (
            select(Person.name, Appointment.position)
            .join(Person, Appointment.person_id == Person.id)
            .order_by(Appointment.position)
        )
        assert [tuple(each) for each in db.session.execute(statement)] == [
            ("郭国文", 10),
            ("杨秀霞", 11),
            ("龚龙源", 20),
            ("袁显", 30),
        ]


@pytest.mark.usefixtures("town")
class TestMissing:
    """People of the register who do not stand in the file."""

    def test_they_are_listed_and_left_alone(self) -> None:
        take(roster(row("郭国文", "党总支书记"), row("龚龙源", "党总支副书记")))
        (sheet,) = take(roster(row("郭国文", "党总支书记"), on=DECEMBER))
        assert [(each.name, each.unit, each.posts) for each in sheet.missing] == [
            ("龚龙源", "云山村", ("党总支副书记",))
        ]
        assert held("龚龙源") == [("云山村", "党总支副书记", "2021-01", None, None)]

    def test_villages_that_the_file_does_not_cover_miss_nobody(self) -> None:
        take(roster(row("郭国文", "党总支书记"), row("叶世思", "党支部书记", unit="银杏村")))
        (sheet,) = take(roster(row("郭国文", "党总支书记"), on=DECEMBER))
        assert sheet.missing == []

    def test_a_refused_row_keeps_its_person_from_being_missing(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        (sheet,) = take(roster(row("郭国文", "党总支书记", joined="1970.13"), on=DECEMBER))
        assert counts(sheet) == (0, 0, 0, 1)
        assert sheet.missing == []

    def test_they_end_at_the_clerks_word_and_a_second_import_leaves_it_so(self) -> None:
        both = roster(row("郭国文", "党总支书记"), row("龚龙源", "党总支副书记"))
        take(both)
        ending = Ending(person("龚龙源").id, date(2023, 10, 15), EndCause.MOVED_AWAY)
        take(roster(row("郭国文", "党总支书记"), on=DECEMBER), endings=(ending,))
        assert held("龚龙源") == [("云山村", "党总支副书记", "2021-01", "2023-10-15", "moved_away")]
        (again,) = take(both)
        assert counts(again) == (0, 0, 2, 0)
        assert held("龚龙源") == [("云山村", "党总支副书记", "2021-01", "2023-10-15", "moved_away")]

    def test_nobody_can_be_ended_who_holds_nothing(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        with pytest.raises(Missing):
            take(
                roster(row("郭国文", "党总支书记")), endings=(Ending(9999, date(2023, 7, 1), EndCause.DIED),)
            )


@pytest.mark.usefixtures("town")
class TestFacts:
    """A person's own facts."""

    def test_a_correction_keeps_the_old_value_in_the_history(self) -> None:
        take(roster(row("郭国文", "党总支书记", status="群众")))
        (sheet,) = take(roster(row("郭国文", "党总支书记", status="中共党员", joined="2001.06")))
        assert changes(sheet, 4) == [
            ("入党时间", "", "2001.06"),
            ("政治面貌", "群众", "中共党员"),
        ]
        assert person("郭国文").political_status is PoliticalStatus.PARTY_MEMBER
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.record_table == "person", AuditEntry.operation == "update")
        ).one()
        assert entry.changes == {
            "party_joined_on": [None, "2001-06"],
            "political_status": ["masses", "party_member"],
        }
        assert person("郭国文").version == 2

    def test_other_words_for_the_same_change_nothing(self) -> None:
        first = row("钟 文", "党总支书记", born="1978.06", schooling="本科", status="党员", joined="2002.12")
        second = row("钟文", "书记", born="1978年6月", schooling="大学", status="中共党员", joined="200212")
        take(roster(first | {"民族": "汉"}))
        (sheet,) = take(roster(second | {"民族": "汉族"}))
        assert counts(sheet) == (0, 0, 1, 0)

    def test_blank_cells_never_erase(self) -> None:
        take(roster(row("郭国文", "党总支书记", phone="19900000009", schooling="大专", note="致富带头人")))
        before = row_counts()
        (sheet,) = take(roster(row("郭国文", "党总支书记", since="")))
        assert counts(sheet) == (0, 0, 1, 0)
        assert row_counts() == before
        assert person("郭国文").phone == "19900000009"
        assert person("郭国文").note == "致富带头人"

    def test_a_masked_number_equals_the_number_it_masks(self) -> None:
        number = "519901197306050197"
        take(roster(row("郭国文", "党总支书记", born="1973.06", number=number, phone="19900000009")))
        masked = row("郭国文", "党总支书记", born="1973.06", number="519***********0197", phone="199****0009")
        (sheet,) = take(roster(masked))
        assert counts(sheet) == (0, 0, 1, 0)
        assert (person("郭国文").id_number, person("郭国文").phone) == (number, "19900000009")

    def test_a_number_is_filled_in_for_somebody_known_by_name_and_birth(self) -> None:
        take(roster(row("郭国文", "党总支书记", born="1973.06")))
        (sheet,) = take(roster(row("郭国文", "党总支书记", born="1973.06", number="519901197306050197")))
        assert counts(sheet) == (0, 1, 0, 0)
        assert person("郭国文").id_number == "519901197306050197"

    def test_schooling_by_mode_takes_the_place_of_the_single_column(self) -> None:
        take(roster(row("郭国文", "党总支书记", schooling="大专")))
        header = [*(column for column in ROSTER_HEADER if column != "文化程度"), "全日制教育", "在职教育"]
        told = row("郭国文", "党总支书记") | {"全日制教育": "高中", "在职教育": "大专"}
        take(roster(told, header=header))
        statement = select(Schooling.mode, Schooling.level).order_by(Schooling.rank)
        assert [(mode.value, level.value) for mode, level in db.session.execute(statement)] == [
            ("full_time", "senior_high"),
            ("in_service", "college"),
        ]
        (again,) = take(roster(told, header=header))
        assert counts(again) == (0, 0, 1, 0)
        (single,) = take(roster(row("郭国文", "党总支书记", schooling="大专")))
        assert counts(single) == (0, 0, 1, 0)


@pytest.mark.usefixtures("town")
class TestIdentity:
    """Who a row means."""

    def test_two_who_fit_are_a_question_and_the_answer_decides(self) -> None:
        take(
            roster(
                row("李明", "村委会委员", born="1980.01", number="519901198001050190"),
                row("李明", "党总支委员", born="1980.01", number="519901198001120195"),
            )
        )
        again = roster(row("李明", "村委会副主任", born="1980.01", since="2023.09"), on=DECEMBER)
        (sheet,) = take(again)
        assert counts(sheet) == (0, 0, 0, 1)
        question = sheet.rows[0].question
        assert question is not None
        assert [label for _, label in question.choices] == [
            "李明,1980.01,村委会委员",
            "李明,1980.01,党总支委员",
            "都不是,另行登记",
        ]
        assert [issue.message for issue in sheet.all_issues(Level.ERROR)] == [question.text]
        (answered,) = take(again, answers={question.key: question.choices[1][0]})
        assert counts(answered) == (0, 1, 0, 0)
        assert db.session.scalar(select(func.count()).where(Person.name == "李明")) == 2

    def test_the_register_knows_an_id_number_under_another_name(self) -> None:
        number = "519901197306050197"
        take(roster(row("郭国文", "党总支书记", born="1973.06", number=number)))
        (sheet,) = take(roster(row("郭建国", "党总支书记", born="1973.06", number=number)))
        row_number, column, message = messages(sheet, Level.ERROR)[0]
        assert (row_number, column) == (4, "身份证号码")
        assert message.startswith("该身份证号已登记在“郭国文”名下")
        assert number not in message

    def test_another_number_is_another_person_with_a_warning(self) -> None:
        take(roster(row("李明", "村委会委员", born="1980.01", number="519901198001050190")))
        (sheet,) = take(roster(row("李明", "党总支委员", born="1980.01", number="519901198001120195")))
        assert counts(sheet) == (1, 0, 0, 0)
        assert "按另一人登记" in messages(sheet)[0][2]

    def test_the_same_person_on_two_rows_is_warned_of_and_further_posts_are_kept(self) -> None:
        (sheet,) = take(
            roster(row("郭国文", "党总支书记"), row("郭国文", "党总支书记"), row("郭国文", "村委会主任"))
        )
        assert counts(sheet) == (1, 1, 1, 0)
        assert [(number, column) for number, column, _ in messages(sheet)] == [(5, ""), (6, "")]
        assert [title for _, title, *_ in held("郭国文")] == ["党总支书记", "村委会主任"]


@pytest.mark.usefixtures("town")
class TestOlderRosters:
    """A roster older than what the register knows."""

    def test_it_ends_nothing_corrects_nothing_and_says_so(self) -> None:
        take(roster(row("郭国文", "党总支书记", since="2023.05", status="中共党员", joined="2001.06")))
        before = row_counts()
        older = roster(
            row("郭国文", "村委会副主任", status="群众"), row("老支书", "党总支书记"), on="2022年12月31日"
        )
        (sheet,) = take(older)
        assert counts(sheet) == (0, 0, 2, 0)
        assert [number for number, *_ in messages(sheet)] == [4, 5]
        assert any("早于登记册已有的花名册(2023-06-30)" in note for note in sheet.notes)
        assert held("郭国文") == [("云山村", "党总支书记", "2023-05", None, None)]
        assert row_counts() == before

    def test_of_two_rosters_handed_in_together_the_older_goes_first(self) -> None:
        newer = roster(row("郭国文", "党总支书记", since="2023.05"))
        older = roster(row("郭国文", "村委会副主任"), on="2022年12月31日")
        take(newer, older)
        assert held("郭国文") == [
            ("云山村", "村委会副主任", "2021-01", "2023-05", "transferred"),
            ("云山村", "党总支书记", "2023-05", None, None),
        ]
        unit = db.session.scalars(select(Unit).where(Unit.name == "云山村")).one()
        assert (unit.roster_from, unit.roster_to) == (date(2022, 12, 31), date(2023, 6, 30))


@pytest.mark.usefixtures("town")
class TestVacanciesAndTerms:
    """What a roster closes and infers besides."""

    def test_a_named_vacancy_that_the_roster_fills_closes_on_that_start(self) -> None:
        take(
            roster(row("郭国文", "党总支书记、村委会主任")),
            ledger(
                {"村(社区)": "云山村", "核定职数": "5", "空缺职务": "村委会副主任", "空缺时间": "2021.11"}
            ),
        )
        (sheet,) = take(
            roster(
                row("郭国文", "党总支书记、村委会主任"),
                row("赵盛", "村委会副主任", since="2023.11"),
                on=DECEMBER,
            )
        )
        vacancy = db.session.scalars(select(Vacancy)).one()
        assert vacancy.closed_on is not None
        assert (vacancy.closed_on.iso, vacancy.outcome) == ("2023-11", VacancyOutcome.FILLED)
        filled_by = db.session.get(Appointment, vacancy.filled_by_id)
        assert filled_by is not None
        assert filled_by.person_id == person("赵盛").id
        assert ("空缺", "村委会副主任(2021.11起空缺)", "已补选") in changes(sheet, 5)

    def test_who_began_before_the_vacancy_does_not_fill_it(self) -> None:
        take(
            ledger({"村(社区)": "云山村", "核定职数": "5", "空缺职务": "村委会委员", "空缺时间": "2022.03"}),
        )
        (sheet,) = take(roster(row("郭国文", "村委会委员", since="2021.01")))
        assert messages(sheet)[0][2].startswith("任“村委会委员”的时间早于该职务登记的空缺时间(2022.03)")
        assert db.session.scalars(select(Vacancy.closed_on)).one() is None

    def test_a_term_in_force_is_not_inferred_again(self) -> None:
        take(roster(row("郭国文", "党总支书记")))
        take(roster(row("郭国文", "党总支书记"), row("龚龙源", "村委会主任", since="2023.02"), on=DECEMBER))
        assert db.session.scalar(select(func.count()).select_from(Term)) == 1

    def test_without_any_leader_no_term_is_inferred(self) -> None:
        (sheet,) = take(roster(row("郭国文", "村委会委员")))
        assert db.session.scalar(select(func.count()).select_from(Term)) == 0
        assert list(db.session.scalars(select(Post.title))) == ["村委会委员"]
        assert not any("推定" in note for note in sheet.notes)


@pytest.mark.usefixtures("town")
def test_people_of_a_partial_sheet_stand_by_their_posts_among_those_who_sit() -> None:
    take(
        roster(
            row("郭国文", "党总支书记"),
            row("曾波", "党总支副书记"),
            row("石磊", "村委会主任"),
            row("叶青", "村委会委员"),
        )
    )
    take(roster(row("怪名甲", "村委会委员"), row("怪名乙", "党总支副书记"), on=DECEMBER))
    unit = db.session.scalars(select(Unit).where(Unit.name == "云山村")).one()
    team = list_team(unit, scope=Scope.everything(), on=date(2023, 12, 31))
    assert [person.name for _a, _post, person, _unit in team] == [
        "郭国文",
        "曾波",
        "怪名乙",
        "石磊",
        "叶青",
        "怪名甲",
    ]
