"""The daily round: counts what is due everywhere and puts it on record, lets old marks go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.reminders.queries import KindCount, Whose, count_reminders
from talentpool.reminders.services import drop_old_marks
from talentpool.security.scope import Scope
from talentpool.web import journal
from talentpool.web.working_date import working_date

KIND = "remind"


@job_kind(KIND, label=_l("每日提醒"), every=timedelta(days=1))
def remind(job: RunningJob) -> dict[str, Any]:
    """Once a day."""
    counts = go_round(on=working_date(), at=datetime.now(UTC))
    total = sum(one.overdue + one.coming for one in counts)
    return {"url": "/reminders", "message": f"到期提醒{total}项"}


def go_round(*, on: date, at: datetime) -> list[KindCount]:
    """What is due everywhere, by kind; noted in the journal in the same transaction."""
    counts = count_reminders(Whose(Scope.everything(), None, None), on=on)
    drop_old_marks(at=at)
    journal.note_within(
        "每日提醒",
        on.isoformat(),
        counts={one.kind.value: {"overdue": one.overdue, "coming": one.coming} for one in counts},
    )
    return counts
