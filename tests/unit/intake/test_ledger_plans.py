"""What a by-election plan names."""

from __future__ import annotations

import pytest

from talentpool.dates import PartialDate
from talentpool.intake.plan_posts import by_election_due


@pytest.mark.parametrize(
    ("plan", "due"),
    [
        ("2023年12月前补选", PartialDate(2023, 12)),
        ("召开村民会议补选,2023.9", PartialDate(2023, 9)),
        ("2023-10-15补选", PartialDate(2023, 10, 15)),
        ("2023年10月15日补选", PartialDate(2023, 10, 15)),
        ("换届时一并选举", None),
        ("2023年13月", None),
        ("", None),
    ],
)
def test_the_month_of_a_plan(plan: str, due: PartialDate | None) -> None:
    assert by_election_due(plan) == due
