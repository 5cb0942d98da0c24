"""Nominations of the small town of the acts: rules, and every step of the way."""

from __future__ import annotations

from datetime import date

from talentpool.models import Nomination, Person
from talentpool.pool.nominations import case_of, list_conclusions
from talentpool.pool.rule_sets import RuleSet, whole
from talentpool.pool.services.nominations import (
    AnswerFacts,
    Entering,
    NominationFacts,
    Voice,
    ask_agencies,
    decide,
    enter_pool,
    give_notice,
    keep_answer,
    nominate,
)
from talentpool.pool.services.rule_sets import RuleSetFacts, make_rule_set
from talentpool.pool.stays import SourceFacts
from talentpool.pool.steps import Decision
from talentpool.vocabulary import Conclusion, NominationWay, PostClass, SourceCategory, StepOutcome
from tests.data.acts.towns import ON, Town

MAY = date(2023, 5, 1)
SELF = Voice(NominationWay.SELF, "", MAY)
BRANCH = Voice(NominationWay.ORGANIZATION, "金竹村党支部", date(2023, 5, 3))


def make_rules(town: Town) -> RuleSet:
    """The example's rules, for everybody, with ages on 2023-02-28."""
    facts = RuleSetFacts("审核规则", date(2023, 1, 1), age_on=date(2023, 2, 28), notice_days=5)
    return whole(make_rule_set(facts, None, usual=True, by=town.by))


def put_forward(town: Town, person: Person, *, voices: tuple[Voice, ...] = (SELF, BRANCH)) -> Nomination:
    """A nomination for the secretary's post of 金竹村, ready for the unit's review."""
    facts = NominationFacts(
        voices, "金竹村党支部", PostClass.PARTY_SECRETARY, "群众基础好", "金支〔2023〕2号"
    )
    return nominate(person, town.jinzhu, facts, by=town.by, on=ON)


def step(
    nomination: Nomination,
    town: Town,
    day: date,
    outcome: StepOutcome = StepOutcome.PASSED,
    *,
    reason: str = "",
) -> None:
    """Decide the step that waits."""
    decide(nomination, Decision(outcome, day, "青禾镇党委", "青党〔2023〕5号", reason), by=town.by, on=ON)


def ask_and_clear(nomination: Nomination, town: Town, day: date) -> None:
    """Every agency of the step is asked, and has found nothing."""
    ask_agencies(nomination, asked_on=day, by=town.by, on=ON)
    for row in list_conclusions(nomination):
        if row.answered_on is None:
            keep_answer(nomination, row, AnswerFacts(day, Conclusion.CLEAR), by=town.by, on=ON)


def pass_all(nomination: Nomination, town: Town) -> None:
    """Every step up to the entry, which waits."""
    step(nomination, town, date(2023, 5, 5))
    ask_and_clear(nomination, town, date(2023, 5, 8))
    step(nomination, town, date(2023, 5, 10))
    ask_and_clear(nomination, town, date(2023, 5, 12))
    step(nomination, town, date(2023, 5, 15))
    give_notice(
        nomination, starts_on=date(2023, 5, 16), ends_on=date(2023, 5, 20), place="村务公开栏", by=town.by
    )
    step(nomination, town, date(2023, 5, 21))
    assert case_of(nomination).progress.unexplained == ()


ENTERING = Entering(
    date(2023, 5, 22), "青禾镇党委", SourceFacts((SourceCategory.VETERAN,)), "青党〔2023〕6号", "种植大户"
)


def enter_by(nomination: Nomination, town: Town) -> None:
    """The entry."""
    enter_pool(nomination, ENTERING, by=town.by, on=ON)
