"""People who stand in no row of a roster any more, ended at the clerk's word."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.dates import PartialDate
from talentpool.errors import Missing, RuleBroken
from talentpool.intake import register
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import existing
from talentpool.intake.options import Ending
from talentpool.models import Appointment
from talentpool.security.scope import Scope
from talentpool.wording import say


def end_appointments(changes: ChangeSet, endings: Sequence[Ending], *, scope: Scope) -> None:
    """End all that each person holds within reach.

    Raises Missing for somebody who holds nothing there, RuleBroken for an end before the start.
    """
    if not endings:
        return
    unit_ids = [unit.ref for unit in register.load_units(scope).known]
    for ending in endings:
        held = [
            row
            for row in register.load_appointments(existing(unit_ids), on=ending.on)
            if row.values["person_id"] == ending.person_id and row.values["ended_on"] is None
        ]
        if not held:
            raise Missing(say("没有这位人员的在任职务"))
        ended_on = PartialDate.from_date(ending.on)
        for row in held:
            since = row.values["started_on"] or row.values["known_from"]
            if ended_on < since:
                raise RuleBroken(
                    say(
                        "离任时间%(ended_on)s早于“%(title)s”的任职时间%(since)s",
                        ended_on=ended_on.dotted,
                        title=row.values["title"],
                        since=since.dotted,
                    )
                )
            told = {"ended_on": ended_on, "end_cause": ending.cause}
            unit = row.values["unit_id"]
            changes.update(Appointment, row.ref, row.values, told, person=ending.person_id, unit=unit)
