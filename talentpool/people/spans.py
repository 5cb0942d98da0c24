"""From when to when something lasted, as told in a form. Pure."""

from __future__ import annotations

from datetime import date

from talentpool.dates import PartialDate
from talentpool.errors import Verdict
from talentpool.wording import say


def may_span(
    *, started_on: PartialDate, ended_on: PartialDate | None, on: date, due_on: PartialDate | None = None
) -> Verdict:
    """Whether a stretch may be recorded on a day: begun, in its order, not ended in the future."""
    refusals = []
    if started_on.first_day() > on:
        refusals.append(say("开始时间(%(started_on)s)还没有到", started_on=started_on.dotted))
    if ended_on is not None and ended_on < started_on:
        refusals.append(say("结束时间早于开始时间"))
    if ended_on is not None and ended_on.first_day() > on:
        refusals.append(say("结束时间(%(ended_on)s)还没有到", ended_on=ended_on.dotted))
    if due_on is not None and due_on < started_on:
        refusals.append(say("到期时间早于开始时间"))
    return Verdict(refusals=tuple(refusals))
