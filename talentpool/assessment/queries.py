"""What the analysis of one unit shows beside its own records: talks, and where it stands among its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.midterm.places import Place
from talentpool.models import GradeRecord, TalkRecord
from talentpool.vocabulary import ParticipantKind

TALKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TalkRow:
    """What was said in a talk; with whom by kind only."""

    held_on: date
    kind: ParticipantKind
    about_team: str
    about_members: str
    problems: str
    wishes: str


def list_talks(place: Place) -> Sequence[TalkRow]:
    """The last talks in the unit in which something was said, at most `TALKS_SHOWN`."""
    said = (TalkRecord.about_team, TalkRecord.about_members, TalkRecord.problems, TalkRecord.wishes)
    statement = (
        select(TalkRecord.held_on, TalkRecord.with_kind, *said)
        .where(
            TalkRecord.round_id == place.round.id,
            TalkRecord.unit_id == place.unit.id,
            func.length(said[0] + said[1] + said[2] + said[3]) > 0,
        )
        .order_by(TalkRecord.held_on.desc(), TalkRecord.id.desc())
        .limit(TALKS_SHOWN)
    )
    return [TalkRow(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Peers:
    """The scores of the teams of a round: how many have one, how many a higher one, their mean."""

    scored: int
    above: int
    mean: float | None

    @property
    def rank(self) -> int:
        """The place among them, equal scores sharing one."""
        return self.above + 1


def find_peers(place: Place, score: float | None) -> Peers:
    """Where a team with this score stands among all teams of the round that were scored."""
    above = func.count().filter(GradeRecord.score > score) if score is not None else func.count(None)
    statement = select(func.count(GradeRecord.score), above, func.avg(GradeRecord.score)).where(
        GradeRecord.round_id == place.round.id, GradeRecord.person_id.is_(None)
    )
    scored, higher, mean = db.session.execute(statement).one()
    return Peers(scored, higher, None if mean is None else float(mean))
