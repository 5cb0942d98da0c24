"""Whatever a clerk tries in whatever order: no step is skipped, no date goes back, nobody enters unreviewed."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import NominationStep, PoolEntry
from talentpool.pool.services.nominations import enter_pool, give_notice
from talentpool.pool.steps import ORDER, next_stage
from talentpool.vocabulary import NominationStage, SchoolingLevel, StepOutcome
from tests.data.acts.towns import Town, make_town
from tests.data.pool.cases import ENTERING, MAY, ask_and_clear, make_rules, put_forward, step
from tests.factories import add_person

DAYS = st.integers(-2, 40).map(lambda days: MAY + timedelta(days=days))


def machine_of(town: Town) -> type[RuleBasedStateMachine]:
    """A machine over one fresh nomination a run."""

    class Way(RuleBasedStateMachine):
        """The acts of a clerk; refusals are no failures."""

        def __init__(self) -> None:
            super().__init__()
            person = add_person(
                db.session(), "新人", unit=town.jinzhu, born="1995-01", schooling=SchoolingLevel.COLLEGE
            )
            self.nomination = put_forward(town, person)

        @initialize(steps=st.integers(0, 6))
        def come_some_way(self, steps: int) -> None:
            for _ in range(steps):
                self.do_what_is_next()

        @rule(day=DAYS, outcome=st.sampled_from(StepOutcome))
        def decide(self, day: date, outcome: StepOutcome) -> None:
            self._try(lambda: step(self.nomination, town, day, outcome, reason="理由"))

        @rule()
        def pass_as_soon_as_possible(self) -> None:
            self._try(lambda: step(self.nomination, town, self._last() + timedelta(days=6)))

        @rule()
        def ask(self) -> None:
            self._try(lambda: ask_and_clear(self.nomination, town, self._last()))

        @rule(days=st.integers(-1, 7))
        def give_notice(self, days: int) -> None:
            start = self._last()
            end = start + timedelta(days=days)
            self._try(
                lambda: give_notice(self.nomination, starts_on=start, ends_on=end, place="", by=town.by)
            )

        @rule()
        def do_what_is_next(self) -> None:
            self._try(lambda: ask_and_clear(self.nomination, town, self._last()))
            start = self._last()
            end = start + timedelta(days=4)
            self._try(
                lambda: give_notice(self.nomination, starts_on=start, ends_on=end, place="", by=town.by)
            )
            self._try(lambda: step(self.nomination, town, start + timedelta(days=5)))

        @rule()
        def enter(self) -> None:
            facts = ENTERING.__class__(self._last(), "党委", ENTERING.sources)
            self._try(lambda: enter_pool(self.nomination, facts, by=town.by, on=date(2023, 6, 30)))

        def _try(self, act: object) -> None:
            try:
                act()  # type: ignore[operator]
            except RuleBroken:
                db.session.expire_all()

        def _steps(self) -> list[NominationStep]:
            statement = select(NominationStep).where(NominationStep.nomination_id == self.nomination.id)
            return list(db.session.scalars(statement.order_by(NominationStep.id)))

        def _last(self) -> date:
            return self._steps()[-1].decided_on

        @invariant()
        def every_step_follows_the_one_before(self) -> None:
            waits, last = NominationStage.NOMINATED, date.min
            for one in self._steps():
                assert one.stage is waits
                assert one.decided_on >= last
                last = one.decided_on
                if one.stage is not NominationStage.ENTRY or one.outcome is not StepOutcome.PASSED:
                    waits = next_stage(waits, one.outcome)
            assert self.nomination.stage is waits

        @invariant()
        def who_is_in_has_passed_everything(self) -> None:
            statement = select(PoolEntry.id).where(PoolEntry.nomination_id == self.nomination.id)
            inside = db.session.scalar(statement) is not None
            passed = {one.stage for one in self._steps() if one.outcome is StepOutcome.PASSED}
            assert not inside or passed == set(ORDER)
            assert inside == (self.nomination.outcome is StepOutcome.PASSED)

    return Way


def test_no_order_of_acts_skips_a_step(app: Flask) -> None:
    town = make_town()
    make_rules(town)
    run_state_machine_as_test(
        machine_of(town),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert db.session.scalars(select(PoolEntry.id)).all() != []
