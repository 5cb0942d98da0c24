"""Two clerks enter the ballots of one team, each alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.midterm.places import Place, get_place
from talentpool.models import Account, AuditEntry, MidtermRound, Person, Tally, TallyEntry, Unit
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.tallies.entries import list_entries, list_progress, list_steps, list_subjects, paper_on_file
from talentpool.tallies.queries import list_tallies
from talentpool.tallies.rules import Paper, differences
from talentpool.tallies.services import drop_entry, enter_count, put_on_file, reopen_tally
from talentpool.vocabulary import AppraisalDimension, ScaleKind, TallySource
from tests.data.intake.midterm import midterm
from tests.data.intake.town import roster, row, take, units, village

EVERYTHING = Scope.everything()
JULY = date(2023, 7, 1)


@pytest.fixture
def place(app: Flask) -> Place:
    """云山村 in a round with two members and nothing entered."""
    take(
        units(village()),
        roster(row("郭国文", "党总支书记、村委会主任"), row("廖梅玉", "村委会委员")),
        midterm("走访统计", {"谈心谈话(人次)": "24"}),
    )
    unit_id = db.session.scalars(select(Unit.id).where(Unit.name == "云山村")).one()
    return get_place(db.session.scalars(select(MidtermRound.id)).one(), unit_id, scope=EVERYTHING)


def clerk(name: str, *, holder: Person | None = None) -> Actor:
    account = Account(
        username=name,
        display_name=name,
        password_hash="-",  # noqa: S106 - nobody signs in
        password_changed_at=datetime.now(UTC),
        holder_id=holder.id if holder else None,
        created_at=datetime.now(UTC),
    )
    db.session.add(account)
    db.session.flush()
    return Actor(name, frozenset({Permission.TALLIES_ENTER}), EVERYTHING, account.id)


def paper(place: Place, **votes: int) -> Paper:
    steps = list_steps(place.round.rule_set_id, ScaleKind.TEAM_BALLOT)
    told: Mapping[str, int] = {"好": 30, "较好": 8, "一般": 1, "较差": 1, "弃权": 0} | votes
    cells = {(AppraisalDimension.OVERALL, step.step_id): told[step.label] for step in steps}
    return Paper(50, 40, 40, cells)


def enter(place: Place, by: Actor, counted: Paper, *, confirmed: bool = False) -> Tally:
    return enter_count(place, None, counted, confirmed=confirmed, by=by, on=JULY)


def test_two_equal_counts_are_on_file(place: Place) -> None:
    first = enter(place, clerk("甲"), paper(place))
    assert first.settled_on is None
    assert list_tallies(place.round.id, scope=EVERYTHING) == []
    tally = enter(place, clerk("乙"), paper(place))
    assert (tally.source, tally.settled_on) == (TallySource.CLERKS, JULY)
    assert paper_on_file(tally) == paper(place)
    kept = list_tallies(place.round.id, scope=EVERYTHING)[0]
    assert (kept.due, kept.present, kept.returned) == (50, 40, 40)
    assert [step.votes for step in kept.steps] == [30, 8, 1, 1, 0]


def test_two_that_differ_are_compared_until_one_is_corrected(place: Place) -> None:
    one, other = clerk("甲"), clerk("乙")
    enter(place, one, paper(place))
    tally = enter(place, other, paper(place, 好=29, 较好=9))
    assert tally.settled_on is None
    steps = list_steps(place.round.rule_set_id, ScaleKind.TEAM_BALLOT)
    found = differences(*(each.paper for each in list_entries(tally)), steps)
    assert [(each.label, each.first, each.second) for each in found] == [
        ("“好”票数", 30, 29),
        ("“较好”票数", 8, 9),
    ]
    assert enter(place, other, paper(place)).settled_on == JULY
    assert db.session.scalar(select(func.count(TallyEntry.id))) == 2


def test_one_account_or_one_person_with_two_accounts_is_not_two_clerks(place: Place) -> None:
    person = db.session.scalars(select(Person).where(Person.name == "廖梅玉")).one()
    one = clerk("甲", holder=person)
    enter(place, one, paper(place))
    assert enter(place, one, paper(place)).settled_on is None
    with pytest.raises(RuleBroken, match="两次录入应由两个人完成"):
        enter(place, clerk("甲二", holder=person), paper(place))


def test_a_third_clerk_is_refused_and_so_is_the_console(place: Place) -> None:
    enter(place, clerk("甲"), paper(place))
    with pytest.raises(RuleBroken, match="各用自己的账号"):
        enter(place, Actor("本机", frozenset(), EVERYTHING), paper(place))
    enter(place, clerk("乙"), paper(place, 好=29, 较好=9))
    with pytest.raises(RuleBroken, match="已由两人录入"):
        enter(place, clerk("丙"), paper(place))


def test_impossible_numbers_are_refused_and_spoilt_ballots_want_a_yes(place: Place) -> None:
    by = clerk("甲")
    with pytest.raises(RuleBroken, match="合计41,多于收回票数40"):
        enter(place, by, paper(place, 好=31))
    with pytest.raises(Doubtful, match="有1张收回的票没有计入任何一档"):
        enter(place, by, paper(place, 好=29))
    assert enter(place, by, paper(place, 好=29), confirmed=True).id


def test_what_is_on_file_is_entered_again_only_after_it_was_reopened(place: Place) -> None:
    one, other = clerk("甲"), clerk("乙")
    enter(place, one, paper(place))
    tally = enter(place, other, paper(place))
    with pytest.raises(RuleBroken, match="已有核定结果"):
        enter(place, one, paper(place))
    reopen_tally(tally, reason="漏计一张", by=one)
    assert list_tallies(place.round.id, scope=EVERYTHING) == []
    enter(place, one, paper(place, 好=29, 较好=9))
    assert tally.settled_on is None
    enter(place, other, paper(place, 好=29, 较好=9))
    assert [step.votes for step in list_tallies(place.round.id, scope=EVERYTHING)[0].steps][:2] == [29, 9]


def test_ballots_cast_in_the_system_go_the_same_way_on_file_and_are_not_reopened(place: Place) -> None:
    tally = Tally(round_id=place.round.id, unit_id=place.unit.id)
    db.session.add(tally)
    db.session.flush()
    put_on_file(tally, paper(place), source=TallySource.BALLOT, on=JULY)
    assert list_tallies(place.round.id, scope=EVERYTHING)[0].returned == 40
    with pytest.raises(RuleBroken, match="不能人工重录"):
        reopen_tally(tally, reason="再看", by=clerk("甲"))


def test_a_lone_count_is_discarded_by_its_clerk_alone_one_of_two_by_either(place: Place) -> None:
    one, other, third = clerk("甲"), clerk("乙"), clerk("丙")
    tally = enter(place, one, paper(place))
    with pytest.raises(RuleBroken, match="只能作废自己录入的一份"):
        drop_entry(list_entries(tally)[0], tally, by=other)
    enter(place, other, paper(place, 好=29, 较好=9))
    drop_entry(list_entries(tally)[0], tally, by=other)
    assert enter(place, third, paper(place, 好=29, 较好=9)).settled_on == JULY


def test_in_a_closed_round_nothing_is_entered(place: Place) -> None:
    place.round.closed_on = JULY
    with pytest.raises(RuleBroken, match="已于2023-07-01办结"):
        enter(place, clerk("甲"), paper(place))


def test_a_clerk_sees_the_team_and_its_members_with_their_state_and_the_round_its_progress(
    place: Place,
) -> None:
    one = clerk("甲")
    enter(place, one, paper(place))
    subjects = list_subjects(place, account_id=one.account_id)
    assert [(each.name, each.title, each.entries, each.mine) for each in subjects] == [
        ("班子", "", 1, True),
        ("郭国文", "党总支书记、村委会主任", 0, False),
        ("廖梅玉", "村委会委员", 0, False),
    ]
    progress = list_progress(place.round.id, scope=EVERYTHING)[0]
    assert (progress.settled, progress.once, progress.differing) == (0, 1, 0)


def test_the_log_tells_that_a_clerk_entered_a_count_but_not_the_numbers(place: Place) -> None:
    enter(place, clerk("甲"), paper(place))
    entered = db.session.scalars(
        select(AuditEntry).where(AuditEntry.record_table.in_(("tally_entry", "tally_entry_count")))
    ).all()
    assert {each.act for each in entered} == {"录入测评"}
    for each in entered:
        for column in ("due", "present", "returned", "votes"):
            if column in each.changes:
                assert "40" not in str(each.changes[column][1]).partition(" #")[0]
                assert "30" not in str(each.changes[column][1]).partition(" #")[0]
