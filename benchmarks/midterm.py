"""A mid-term analysis of a large township: 300 units in one round, ballots of every team and member on file.

Server time and statements of the analysis of one unit, seconds to compute all scores and proposals.
"""

from __future__ import annotations

import random
import time
from datetime import date

from sqlalchemy import String, cast, insert, select, update

from benchmarks.pages import measure, signed_in
from benchmarks.report import Bar
from benchmarks.world import REFERENCE, county
from talentpool.assessment.services import propose_grades
from talentpool.extensions import db
from talentpool.midterm.rule_sets import usual_rows
from talentpool.models import (
    Appointment,
    FieldTotals,
    Finding,
    MidtermRound,
    MidtermRuleSet,
    Post,
    RoundUnit,
    ScaleStep,
    TalkRecord,
    Tally,
    TallyCount,
    Unit,
)
from talentpool.security.actor import console_operator
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    FindingOrigin,
    FindingState,
    ParticipantKind,
    ScaleKind,
    TallySource,
)

UNITS, PEOPLE = 300, 2_100
PAGE_LIMIT_MS, STATEMENT_LIMIT = 100.0, 24
PROPOSALS_LIMIT_S = 30.0


def fill_round() -> MidtermRound:
    """All villages of the county moved below its first township, and a round that looks at each of them."""
    township = db.session.scalars(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id)).first()
    assert township is not None
    connection = db.session.connection()
    villages = list(connection.scalars(select(Unit.id).where(Unit.parent_id.is_not(None)).order_by(Unit.id)))
    connection.execute(
        update(Unit)
        .where(Unit.id.in_(villages))
        .values(parent_id=township.id, path=f"/{township.id}/" + cast(Unit.id, String) + "/")
    )
    rules = MidtermRuleSet(name="届中分析规则", valid_from=date(2020, 1, 1))
    db.session.add(rules)
    db.session.flush()
    db.session.add_all(model(rule_set_id=rules.id, **values) for model, values in usual_rows())
    held = MidtermRound(
        unit_id=township.id,
        name="2023年届中分析",
        rule_set_id=rules.id,
        reference_on=REFERENCE,
        starts_on=date(2023, 6, 1),
        ends_on=REFERENCE,
    )
    db.session.add(held)
    db.session.flush()
    _fill_units(held.id, villages)
    _fill_tallies(held.id, rules.id, villages)
    db.session.commit()
    return held


def _fill_units(round_id: int, villages: list[int]) -> None:
    connection = db.session.connection()
    of_unit = [{"round_id": round_id, "unit_id": unit_id} for unit_id in villages]
    connection.execute(insert(RoundUnit), [row | {"position": nth} for nth, row in enumerate(of_unit)])
    connection.execute(insert(FieldTotals), [row | {"stated_on": REFERENCE, "talks": 15} for row in of_unit])
    connection.execute(
        insert(TalkRecord),
        [
            row
            | {
                "held_on": REFERENCE,
                "held_by": "第一工作组",
                "with_kind": ParticipantKind.PARTY_MEMBER,
                "about_team": "班子团结,办事公道。",
            }
            for row in of_unit
            for _ in range(15)
        ],
    )
    connection.execute(
        insert(Finding),
        [
            row
            | {
                "category": "党建工作",
                "text": f"问题{nth}",
                "origin": FindingOrigin.LEDGER,
                "state": FindingState.OPEN,
                "found_on": REFERENCE,
                "accepted_on": REFERENCE,
            }
            for row in of_unit
            for nth in range(5)
        ],
    )


def _fill_tallies(round_id: int, rule_set_id: int, villages: list[int]) -> None:
    chance = random.Random(6)
    connection = db.session.connection()
    held = (
        select(Post.unit_id, Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.unit_id.in_(villages), Post.body.in_(tuple(TWO_COMMITTEES)))
        .distinct()
    )
    subjects: list[tuple[int, int | None]] = [(unit_id, None) for unit_id in villages]
    subjects += [(unit_id, person_id) for unit_id, person_id in connection.execute(held)]
    rows = [
        {
            "id": nth,
            "round_id": round_id,
            "unit_id": unit_id,
            "person_id": person_id,
            "due": 50,
            "present": 40,
            "returned": 40,
            "source": TallySource.LEDGER,
            "settled_on": REFERENCE,
        }
        for nth, (unit_id, person_id) in enumerate(subjects, start=1)
    ]
    connection.execute(insert(Tally), rows)
    steps = {
        scale: list(
            connection.scalars(
                select(ScaleStep.id)
                .where(ScaleStep.rule_set_id == rule_set_id, ScaleStep.scale == scale)
                .order_by(ScaleStep.position)
            )
        )
        for scale in (ScaleKind.TEAM_BALLOT, ScaleKind.MEMBER_BALLOT)
    }
    counts = []
    for row in rows:
        scale = ScaleKind.TEAM_BALLOT if row["person_id"] is None else ScaleKind.MEMBER_BALLOT
        best = chance.randint(10, 40)
        for step_id, votes in zip(steps[scale], (best, 40 - best, 0, 0, 0), strict=True):
            counts.append({"tally_id": row["id"], "step_id": step_id, "votes": votes})
    connection.execute(insert(TallyCount), counts)


def run() -> list[Bar]:
    """All proposals of the round, then the analysis of one unit."""
    with county(people=PEOPLE, units=UNITS) as made:
        held = fill_round()
        begun = time.perf_counter()
        propose_grades(held, by=console_operator(), on=REFERENCE)
        db.session.commit()
        taken = time.perf_counter() - begun
        client = signed_in(made.app)
        unit = db.session.scalars(select(RoundUnit.unit_id).order_by(RoundUnit.position)).first()
        page, statements = measure(client, f"/midterm/rounds/{held.id}/units/{unit}/analysis")
        return [
            Bar(f"scores and proposals of {UNITS} units", taken, PROPOSALS_LIMIT_S, "s", "by the clock"),
            Bar(
                "analysis of one unit",
                page.processor,
                PAGE_LIMIT_MS,
                "ms",
                f"processor; {page.clock:.0f} ms by the clock",
            ),
            Bar("analysis of one unit: statements", statements, STATEMENT_LIMIT, ""),
        ]
