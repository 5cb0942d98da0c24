"""Findings of rounds, as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from talentpool.extensions import db
from talentpool.models import Finding
from talentpool.security.scope import Scope
from talentpool.vocabulary import FindingState

ACCEPTED = (FindingState.OPEN, FindingState.SUBMITTED, FindingState.CLOSED)


def count_accepted(rounds: Select[int], *, units: Select[int] | None = None) -> int:
    """Entries of the ledger that somebody stands behind: neither proposed nor struck."""
    statement = select(func.count(Finding.id)).where(
        Finding.round_id.in_(rounds), Finding.state.in_(ACCEPTED)
    )
    if units is not None:
        statement = statement.where(Finding.unit_id.in_(units))
    return db.session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of a round; `proposal_key` names what a proposal is about."""

    finding_id: int
    unit_id: int
    category: str
    text: str
    state: FindingState
    proposal_key: str | None
    measures: str
    leader: str
    responsible: str
    due_on: date | None
    closed_on: date | None


def list_findings(round_id: int, *, scope: Scope) -> Sequence[FindingRow]:
    """The findings of a round in units within reach, the struck ones too, in the ledger's order."""
    statement = (
        select(
            Finding.id,
            Finding.unit_id,
            Finding.category,
            Finding.text,
            Finding.state,
            Finding.proposal_key,
            Finding.measures,
            Finding.leader_written,
            Finding.responsible_written,
            Finding.due_on,
            Finding.closed_on,
        )
        .where(Finding.round_id == round_id, Finding.unit_id.in_(scope.unit_ids()))
        .order_by(Finding.unit_id, Finding.position, Finding.id)
    )
    return [FindingRow(*row) for row in db.session.execute(statement)]
