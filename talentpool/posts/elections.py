"""What the figures of an election say beside the law, and what a new term changes of a team. Pure.

The figures are shown as evidence beside the thresholds; nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talentpool.errors import Verdict
from talentpool.vocabulary import Body, ElectionWay, Labelled
from talentpool.wording import marked, say


@dataclass(frozen=True, slots=True)
class Threshold:
    """Part of a whole: more than `numerator`/`denominator`, or at least that where `or_equal`."""

    numerator: int
    denominator: int
    or_equal: bool
    words: str

    def met_by(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` reaches it."""
        left, right = part * self.denominator, whole * self.numerator
        return left >= right if self.or_equal else left > right


HALF = Threshold(1, 2, or_equal=False, words=marked("应过半数"))
TWO_THIRDS = Threshold(2, 3, or_equal=True, words=marked("应有三分之二以上"))
FOUR_FIFTHS = Threshold(4, 5, or_equal=True, words=marked("应不少于五分之四"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure beside its threshold; `met` None where a figure is missing."""

    label: str
    part: int | None
    whole: int | None
    rule: str
    basis: str
    met: bool | None

    @property
    def percent(self) -> str:
        """53.2%, empty without both figures."""
        return f"{self.part / self.whole:.1%}" if self.part is not None and self.whole else ""


@dataclass(frozen=True, slots=True)
class _Law:
    turnout: Threshold
    turnout_basis: str
    votes_basis: str
    votes_of_eligible: bool


_LAWS = {
    ElectionWay.RESIDENTS: _Law(
        HALF, marked("村民委员会组织法第十五条"), marked("村民委员会组织法第十五条"), votes_of_eligible=False
    ),
    ElectionWay.REPRESENTATIVES: _Law(
        TWO_THIRDS,
        marked("村民委员会组织法第二十六条"),
        marked("村民委员会组织法第十九条、第二十六条"),
        votes_of_eligible=False,
    ),
    ElectionWay.PARTY_MEMBERS: _Law(
        FOUR_FIFTHS,
        marked("中国共产党基层组织选举工作条例"),
        marked("中国共产党基层组织选举工作条例"),
        votes_of_eligible=True,
    ),
}


def default_way(body: Body, *, by_election: bool) -> ElectionWay:
    """Who usually votes for a post of a body."""
    if body is Body.PARTY:
        return ElectionWay.PARTY_MEMBERS
    return ElectionWay.REPRESENTATIVES if by_election else ElectionWay.RESIDENTS


def evidence_of(
    way: ElectionWay, *, eligible: int | None, present: int | None, votes: Iterable[tuple[str, int | None]]
) -> list[Evidence]:
    """Turnout, then each of `votes` (name, number) beside what the law asks."""
    law = _LAWS[way]
    found = [_evidence(say("参加投票"), present, eligible, law.turnout, law.turnout_basis)]
    whole = eligible if law.votes_of_eligible else present
    found += [
        _evidence(say("%(name)s得票", name=name), number, whole, HALF, law.votes_basis)
        for name, number in votes
    ]
    return found


def _evidence(label: str, part: int | None, whole: int | None, rule: Threshold, basis: str) -> Evidence:
    met = rule.met_by(part, whole) if part is not None and whole else None
    return Evidence(label, part, whole, say(rule.words), say(basis), met)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One candidate's line of a result; `counted` where his votes are of those who voted this way."""

    name: str
    title: str
    votes: int | None
    elected: bool
    counted: bool = True


def doubts_of_result(
    way: ElectionWay, *, eligible: int | None, present: int | None, ballots: Sequence[Ballot]
) -> list[str]:
    """What of a result does not fit the law or itself, to be asked before it is kept (村组法15, 19)."""
    elected = [one for one in ballots if one.elected and one.counted]
    if not elected:
        return []
    votes = [(one.name, one.votes) for one in elected]
    figures = evidence_of(way, eligible=eligible, present=present, votes=votes)
    doubts = [
        say(
            "%(label)s%(part)s,总数%(whole)s,%(rule)s(%(basis)s)",
            label=one.label,
            part=one.part,
            whole=one.whole,
            rule=one.rule,
            basis=one.basis,
        )
        for one in figures
        if one.met is False
    ]
    for winner in elected:
        rivals = [one for one in ballots if one.title == winner.title and one.counted and not one.elected]
        doubts += [_rivalry(rival, winner) for rival in rivals if (rival.votes or -1) >= (winner.votes or 0)]
    return doubts


def _rivalry(rival: Ballot, winner: Ballot) -> str:
    if winner.votes is None:
        return say(
            "%(rival)s得%(more)s票,当选的%(name)s没有登记得票",
            rival=rival.name,
            more=rival.votes,
            name=winner.name,
        )
    return say(
        "%(rival)s得%(more)s票,不少于当选的%(name)s(%(votes)s票)",
        rival=rival.name,
        more=rival.votes,
        name=winner.name,
        votes=winner.votes,
    )


def check_figures(
    *, eligible: int | None, present: int | None, votes: Iterable[tuple[str, int | None]]
) -> Verdict:
    """Figures that cannot be."""
    refusals = []
    if eligible is not None and present is not None and present > eligible:
        refusals.append(
            say("实际参加%(present)s人,多于应参加的%(eligible)s人", present=present, eligible=eligible)
        )
    if present is not None:
        refusals += [
            say(
                "%(name)s得%(number)s票,多于参加投票的%(present)s人",
                name=name,
                number=number,
                present=present,
            )
            for name, number in votes
            if number is not None and number > present
        ]
    return Verdict(refusals=tuple(refusals))


class Move(Labelled):
    """What a new term brings a person."""

    STAYS = "stays", "连任"
    CHANGES = "changes", "职务调整"
    ENTERS = "enters", "新任"
    LEAVES = "leaves", "离任"


@dataclass(frozen=True, slots=True)
class Seat:
    """That a person holds a title."""

    person_id: int
    person: str
    title: str


@dataclass(frozen=True, slots=True)
class TermMove:
    """One person's line of the result."""

    person_id: int
    person: str
    move: Move
    before: tuple[str, ...]
    after: tuple[str, ...]


def compare_teams(before: Sequence[Seat], after: Sequence[Seat]) -> list[TermMove]:
    """Who stays, changes, enters and leaves: the new team in its order, then those who leave."""
    people: dict[int, str] = {seat.person_id: seat.person for seat in (*after, *before)}
    moves = []
    for person_id, name in people.items():
        old = tuple(seat.title for seat in before if seat.person_id == person_id)
        new = tuple(seat.title for seat in after if seat.person_id == person_id)
        moves.append(TermMove(person_id, name, _move(old, new), old, new))
    return moves


def _move(old: tuple[str, ...], new: tuple[str, ...]) -> Move:
    if not old:
        return Move.ENTERS
    if not new:
        return Move.LEAVES
    return Move.STAYS if set(old) == set(new) else Move.CHANGES
