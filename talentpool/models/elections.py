"""Elections of the committees: by-elections 补选 for the rest of a term, re-elections 换届 for a new one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.models.posts import Post, Term, Vacancy
from talentpool.models.units import Unit
from talentpool.vocabulary import ElectionKind, ElectionState


class Election(Audited, Versioned, Base):
    """One vote in one unit. A by-election names its vacancy, a re-election the term that it opens.

    `eligible` and `present` are voters or representatives (村组法15, 19); None where nobody said.
    """

    __tablename__ = "election"
    __table_args__ = (
        one_of("kind", ElectionKind),
        one_of("state", ElectionState),
        CheckConstraint(
            "(kind = 'by_election' AND vacancy_id IS NOT NULL) OR (kind = 're_election' AND term_id IS NOT NULL)",
            name="names_its_vacancy_or_term",
        ),
        CheckConstraint(
            "present IS NULL OR eligible IS NULL OR present <= eligible", name="present_within_eligible"
        ),
        Index("ix_election_unit_id", "unit_id"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ElectionKind] = vocabulary_column(ElectionKind)
    state: Mapped[ElectionState] = vocabulary_column(ElectionState)
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"), index=True)
    held_on: Mapped[PartialDate | None]
    way: Mapped[str] = mapped_column(String(60), default="", server_default="")
    eligible: Mapped[int | None]
    present: Mapped[int | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()
    vacancy: Mapped[Vacancy | None] = relationship()
    term: Mapped[Term | None] = relationship()


class Candidacy(Audited, Base):
    """A candidate for a post in an election, the votes and whether he was elected."""

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("election_id", "person_id", "post_id", name="uq_candidacy_election_person_post"),
        CheckConstraint("votes IS NULL OR votes >= 0", name="votes_not_negative"),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("election.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    votes: Mapped[int | None]
    elected: Mapped[bool | None]

    election: Mapped[Election] = relationship()
    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()
