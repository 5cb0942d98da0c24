"""What is due is worked out from the register, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    Account,
    EducationUpgrade,
    FormerCadre,
    JournalEntry,
    Person,
    PoolEntry,
    ReEngagement,
    ReminderMark,
    StudySubsidy,
    StudyTerm,
    Term,
    Unit,
    Vacancy,
    YearlyReview,
)
from talentpool.reminders import services
from talentpool.reminders.queries import Whose, count_reminders, list_reminders
from talentpool.reminders.work import go_round
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    EndCause,
    ExitReason,
    ReminderKind,
    SchoolingLevel,
    StudyMode,
    StudyStatus,
    YearlyOutcome,
)
from tests.factories import month
from tests.factories.mentoring import add_log, add_pair, add_reserve
from tests.factories.small_town import add_small_town

JUNE = date(2023, 6, 30)
ALL = Whose(Scope.everything(), None, None)
K = ReminderKind


def unit(name: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def due(
    whose: Whose = ALL, *, on: date = JUNE, without: ReminderKind | None = None
) -> list[tuple[ReminderKind, str, str, str, bool]]:
    db.session.flush()
    return [
        (one.kind, one.person or one.unit, one.mentor, one.due.isoformat(), one.overdue)
        for one in list_reminders(whose, on=on)
        if one.kind is not without
    ]


@pytest.fixture
def town(app: Flask) -> Unit:
    return add_small_town(db.session)


def test_a_small_town_without_reserves_has_nothing_due(town: Unit) -> None:
    assert due() == []


def test_a_reserve_wants_a_mentor_within_a_month(town: Unit) -> None:
    add_reserve(db.session, "孙一", unit=unit("双河村"), since="2023-05-20")
    add_reserve(db.session, "李二", unit=unit("双河村"), since="2023-06-20")
    add_reserve(db.session, "张三", unit=unit("双河村"), since="2023-07-20")
    assert due() == [
        (K.NO_MENTOR, "孙一", "", "2023-06-19", True),
        (K.NO_MENTOR, "李二", "", "2023-07-20", False),
    ]


def test_a_pair_that_has_not_met_is_due_after_the_days_of_the_setting(town: Unit) -> None:
    first = add_reserve(db.session, "段梅怡", unit=unit("金竹村"))
    second = add_reserve(db.session, "田小禾", unit=unit("金竹村"))
    third = add_reserve(db.session, "新结对", unit=unit("金竹村"))
    met = add_pair(db.session, person("郝天成"), first)
    add_log(db.session, met, "2022-12-20")
    add_log(db.session, add_pair(db.session, person("郝天成"), second), "2023-06-01")
    add_pair(db.session, person("郝天成"), third, since="2022-10")
    assert due(without=K.REVIEW) == [
        (K.GUIDANCE, "新结对", "郝天成", "2023-04-02", True),
        (K.GUIDANCE, "段梅怡", "郝天成", "2023-06-21", True),
    ]


def test_an_agreed_meeting_is_due_until_the_pair_has_met_again(town: Unit) -> None:
    pair = add_pair(db.session, person("郝天成"), add_reserve(db.session, "段梅怡", unit=unit("金竹村")))
    add_log(db.session, pair, "2023-05-01").next_meeting_on = date(2023, 6, 25)
    assert due(without=K.REVIEW) == [(K.MEETING, "段梅怡", "郝天成", "2023-06-25", True)]
    add_log(db.session, pair, "2023-06-26")
    assert due(without=K.REVIEW) == []


def test_a_pair_ends_as_agreed_or_when_the_mentee_left_the_pool(town: Unit) -> None:
    for name, ends in (("段梅怡", "2023-07"), ("田小禾", None)):
        pair = add_pair(db.session, person("郝天成"), add_reserve(db.session, name, unit=unit("金竹村")))
        add_log(db.session, pair, "2023-06-01")
        pair.due_on = month(ends) if ends else None
    entry = db.session.scalars(select(PoolEntry).where(PoolEntry.person_id == person("田小禾").id)).one()
    entry.exited_on, entry.exit_reason = month("2023-06-10"), ExitReason.USED
    assert due(without=K.REVIEW) == [
        (K.PAIRING_END, "田小禾", "郝天成", "2023-06-10", True),
        (K.PAIRING_END, "段梅怡", "郝天成", "2023-07-31", False),
    ]


def test_everybody_in_the_pool_is_reviewed_each_year(town: Unit) -> None:
    reserve = add_reserve(db.session, "段梅怡", unit=unit("金竹村"), since="2022-03")
    add_log(db.session, add_pair(db.session, person("郝天成"), reserve), "2023-06-01")
    entry = db.session.scalars(select(PoolEntry)).one()
    assert due() == [(K.REVIEW, "段梅怡", "", "2022-12-31", True)]
    entry.known_from = JUNE
    assert due() == []
    entry.known_from = None
    db.session.add(
        YearlyReview(
            entry_id=entry.id,
            year=2022,
            reviewed_on=date(2022, 12, 1),
            reviewer="镇",
            outcome=YearlyOutcome.KEEP,
        )
    )
    assert due() == []
    later = [row for row in due(on=date(2023, 12, 5)) if row[0] is K.REVIEW]
    assert later == [(K.REVIEW, "段梅怡", "", "2023-12-31", False)]


def test_studies_subsidies_and_re_engagements_are_due(town: Unit) -> None:
    river = unit("双河村")
    course = EducationUpgrade(
        person_id=person("方大河").id,
        unit_id=river.id,
        level=SchoolingLevel.COLLEGE,
        mode=StudyMode.OPEN,
        status=StudyStatus.STUDYING,
        expected_on=month("2023-07"),
    )
    former = FormerCadre(
        person_id=person("吴老三").id,
        unit_id=unit("金竹村").id,
        last_title="村委会副主任",
        left_on=month("2021-11"),
        leave_cause=EndCause.RESIGNED,
    )
    db.session.add_all([course, former])
    db.session.flush()
    db.session.add_all(
        [
            StudyTerm(
                upgrade_id=course.id, name="春季", starts_on=month("2023-03"), ends_on=month("2023-06-20")
            ),
            StudyTerm(
                upgrade_id=course.id,
                name="秋季",
                starts_on=month("2022-09"),
                ends_on=month("2023-01"),
                result="合格",
            ),
            StudySubsidy(upgrade_id=course.id, yuan=2000, due_on=month("2023-06-01")),
            StudySubsidy(upgrade_id=course.id, yuan=2000, due_on=month("2022-06"), paid_on=month("2022-06")),
            ReEngagement(
                former_cadre_id=former.id,
                unit_id=unit("金竹村").id,
                duty="调解员",
                started_on=month("2022-07"),
                due_on=month("2023-06-30"),
            ),
        ]
    )
    assert due() == [
        (K.SUBSIDY, "方大河", "", "2023-06-01", True),
        (K.STUDY_TERM, "方大河", "", "2023-06-20", True),
        (K.RE_ENGAGEMENT, "吴老三", "", "2023-06-30", False),
        (K.GRADUATION, "方大河", "", "2023-07-31", False),
    ]


def test_by_elections_and_terms_are_due(town: Unit) -> None:
    db.session.scalars(select(Vacancy)).one().by_election_due = month("2023-07")
    term = db.session.scalars(select(Term)).one()
    term.ends_on = month("2023-12")
    assert due() == [
        (K.BY_ELECTION, "金竹村", "", "2023-07-31", False),
        (K.TERM, "青禾镇", "", "2023-12-31", False),
    ]
    db.session.add(Term(unit_id=town.id, name="下届", started_on=month("2023-12"), ends_on=month("2028-12")))
    assert [row[0] for row in due()] == [K.BY_ELECTION]


@pytest.fixture
def two_pairs(town: Unit) -> Unit:
    for mentor, name, where in (("郝天成", "段梅怡", "金竹村"), ("方大河", "孙一", "双河村")):
        add_pair(db.session, person(mentor), add_reserve(db.session, name, unit=unit(where)))
    db.session.flush()
    return town


def test_everybody_is_reminded_of_his_own(two_pairs: Unit) -> None:
    bamboo = Whose(Scope((unit("金竹村").path,)), None, None)
    assert {row[1] for row in due(bamboo)} == {"段梅怡"}
    mentor = Whose(Scope(()), person("方大河").id, None)
    assert [(row[0], row[1]) for row in due(mentor)] == [(K.GUIDANCE, "孙一")]
    assert due(Whose(Scope(()), None, None)) == []


def test_counts_tell_overdue_and_coming_apart(two_pairs: Unit) -> None:
    add_reserve(db.session, "李二", unit=unit("双河村"), since="2023-06-20")
    db.session.flush()
    counts = [(one.kind, one.overdue, one.coming) for one in count_reminders(ALL, on=JUNE)]
    assert counts == [(K.NO_MENTOR, 0, 1), (K.GUIDANCE, 2, 0), (K.REVIEW, 2, 0)]


@pytest.fixture
def mine(two_pairs: Unit) -> Whose:
    now = datetime.now(UTC)
    account = Account(
        username="a", display_name="a", password_hash="x", password_changed_at=now, created_at=now
    )
    db.session.add(account)
    db.session.flush()
    return Whose(Scope.everything(), None, account.id)


def test_done_and_put_off_are_one_user_s_word(mine: Whose) -> None:
    first = next(one for one in list_reminders(mine, on=JUNE) if one.kind is K.GUIDANCE)
    services.mark_done(mine, first.key, on=JUNE)
    assert first.key not in {one.key for one in list_reminders(mine, on=JUNE)}
    assert first.key in {one.key for one in list_reminders(ALL, on=JUNE)}
    second = next(one for one in list_reminders(mine, on=JUNE) if one.kind is K.GUIDANCE)
    assert services.snooze(mine, second.key, days=7, on=JUNE) == date(2023, 7, 7)
    assert second.key not in {one.key for one in list_reminders(mine, on=date(2023, 7, 6))}
    assert second.key in {one.key for one in list_reminders(mine, on=date(2023, 7, 7))}
    assert services.forget_marks(mine.account_id or 0) == 2
    assert first.key in {one.key for one in list_reminders(mine, on=JUNE)}


def test_a_key_that_is_not_due_to_the_user_is_not_kept(mine: Whose) -> None:
    bamboo = Whose(Scope((unit("金竹村").path,)), None, mine.account_id)
    foreign = next(one for one in list_reminders(mine, on=JUNE) if one.unit == "双河村")
    for key in (foreign.key, "", "guidance:1:x", "'; DROP TABLE"):
        with pytest.raises(Missing):
            services.mark_done(bamboo, key, on=JUNE)
    assert db.session.scalar(select(func.count(ReminderMark.id))) == 0


def test_the_secret_address_is_kept_as_its_hash_and_ends(mine: Whose) -> None:
    account_id = mine.account_id or 0
    token = services.open_calendar(account_id)
    assert services.find_account(token) == account_id
    fresh = services.open_calendar(account_id)
    assert services.find_account(token) is None
    services.close_calendar(account_id)
    assert services.find_account(fresh) is None


def test_the_daily_round_is_on_record_and_lets_old_marks_go(mine: Whose) -> None:
    db.session.add(ReminderMark(account_id=mine.account_id, key="x", snoozed_until=date(2020, 1, 1)))
    db.session.commit()
    counts = go_round(on=JUNE, at=datetime.now(UTC))
    db.session.commit()
    assert sum(one.overdue for one in counts) == 4
    assert db.session.scalar(select(func.count(ReminderMark.id))) == 0
    assert db.session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.event == "每日提醒")) == 1
