"""A round of the mid-term analysis for one village of the walker's county."""

from __future__ import annotations

from datetime import date
from typing import Any

from talentpool.midterm.rule_sets import usual_rows
from talentpool.models import (
    AgencyInquiry,
    AssessmentGroup,
    FieldTotals,
    Finding,
    GradeRecord,
    GroupAssignment,
    GroupMember,
    MidtermRound,
    MidtermRuleSet,
    Narrative,
    PartyMeeting,
    Person,
    RoundUnit,
    ScaleStep,
    Tally,
    TallyCount,
    Unit,
)
from talentpool.vocabulary import (
    FindingOrigin,
    FindingState,
    GroupRole,
    NarrativeKind,
    ScaleKind,
    TallySource,
)

JUNE = date(2023, 6, 30)


def fill_round(
    session: Any, township: Unit, unit: Unit, person: Person, *, canary: str, number: int
) -> dict[str, int]:
    """A round that looks at one village, with something of every kind in it."""
    rules = MidtermRuleSet(unit_id=township.id, name=f"规则{canary}", valid_from=date(2020, number, 1))
    session.add(rules)
    session.flush()
    session.add_all(model(rule_set_id=rules.id, **values) for model, values in usual_rows())
    held = MidtermRound(
        unit_id=township.id,
        name=f"届中分析{canary}",
        rule_set_id=rules.id,
        reference_on=JUNE,
        starts_on=JUNE,
        ends_on=JUNE,
    )
    session.add(held)
    session.flush()
    group = AssessmentGroup(round_id=held.id, name=f"工作组{canary}")
    tally = Tally(round_id=held.id, unit_id=unit.id, returned=30, source=TallySource.LEDGER, settled_on=JUNE)
    session.add_all([group, tally])
    session.flush()
    steps = {
        (step.scale, step.position): step.id
        for step in session.query(ScaleStep).filter(ScaleStep.rule_set_id == rules.id)
    }
    session.add_all(
        [
            RoundUnit(round_id=held.id, unit_id=unit.id),
            GroupMember(group_id=group.id, person_id=person.id, role=GroupRole.HEAD, title=canary),
            GroupAssignment(group_id=group.id, unit_id=unit.id),
            AgencyInquiry(
                round_id=held.id,
                agency=f"部门{canary}",
                subject=canary,
                answered_on=JUNE,
                clear=False,
                conclusion=f"结论{canary}",
            ),
            FieldTotals(round_id=held.id, unit_id=unit.id, stated_on=JUNE, talks=10),
            TallyCount(tally_id=tally.id, step_id=steps[ScaleKind.TEAM_BALLOT, 1], votes=30),
            PartyMeeting(round_id=held.id, name=f"党委会{canary}", held_on=JUNE),
            GradeRecord(
                round_id=held.id,
                unit_id=unit.id,
                decided_step_id=steps[ScaleKind.TEAM_GRADE, 1],
                decided_on=JUNE,
            ),
            Narrative(round_id=held.id, unit_id=unit.id, kind=NarrativeKind.OPERATION, text=f"运行{canary}"),
            Finding(
                round_id=held.id,
                unit_id=unit.id,
                category="党建工作",
                text=f"问题{canary}",
                origin=FindingOrigin.LEDGER,
                state=FindingState.OPEN,
                found_on=JUNE,
                accepted_on=JUNE,
            ),
        ]
    )
    session.flush()
    meeting = session.query(PartyMeeting).filter(PartyMeeting.round_id == held.id).one()
    return {"round_id": held.id, "tally_id": tally.id, "meeting_id": meeting.id}
