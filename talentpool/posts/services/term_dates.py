"""The terms of a township: opened, corrected while nothing stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Election, Term, Unit
from talentpool.posts.services.daily import act_on_unit
from talentpool.posts.term_rules import TermFacts, may_run
from talentpool.security.actor import Actor
from talentpool.wording import say


def open_term(
    township: Unit,
    *,
    name: str,
    started_on: PartialDate,
    ends_on: PartialDate,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> Term:
    """A new term of a township's units; the one before ends where it starts. RuleBroken or Doubtful."""
    by.must_reach(township)
    terms = list_terms(township)
    previous = terms[0] if terms else None
    may_run(name=name, started_on=started_on, ends_on=ends_on, previous=_facts(previous), on=on).enforce(
        confirmed=confirmed
    )
    with act_on_unit("开始新一届", township, name.strip(), by=by):
        if previous is not None and previous.ends_on != started_on:
            previous.ends_on = started_on
        term = Term(unit_id=township.id, name=name.strip(), started_on=started_on, ends_on=ends_on)
        db.session.add(term)
        db.session.flush()
    return term


def correct_term(
    term: Term,
    *,
    name: str,
    started_on: PartialDate,
    ends_on: PartialDate,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Put name and dates right. The start moves while nothing stands on the term, the end while none follows."""
    township = db.session.get_one(Unit, term.unit_id)
    by.must_reach(township)
    terms = list_terms(township)
    place = [one.id for one in terms].index(term.id)
    previous = terms[place + 1] if place + 1 < len(terms) else None
    if place and (started_on, ends_on) != (term.started_on, term.ends_on):
        raise RuleBroken(say("之后已有“%(term)s”,只能更正名称", term=terms[place - 1].name))
    if started_on != term.started_on:
        refuse_in_use(term)
    may_run(name=name, started_on=started_on, ends_on=ends_on, previous=_facts(previous), on=on).enforce(
        confirmed=confirmed
    )
    with act_on_unit("更正届次", township, name.strip(), by=by):
        if previous is not None and previous.ends_on == term.started_on:
            previous.ends_on = started_on
        term.name, term.started_on, term.ends_on = name.strip(), started_on, ends_on
        db.session.flush()


def refuse_in_use(term: Term) -> None:
    """RuleBroken while elections or appointments belong to the term."""
    elections = db.session.scalar(select(func.count(Election.id)).where(Election.term_id == term.id)) or 0
    holdings = (
        db.session.scalar(select(func.count(Appointment.id)).where(Appointment.term_id == term.id)) or 0
    )
    if elections or holdings:
        raise RuleBroken(
            say(
                "“%(term)s”已登记%(elections)s次选举、%(holdings)s项任职,开始时间不能再改;要改的请先撤销这些登记",
                term=term.name,
                elections=elections,
                holdings=holdings,
            )
        )


def list_terms(township: Unit) -> Sequence[Term]:
    """The terms of a township, the newest first."""
    statement = select(Term).where(Term.unit_id == township.id).order_by(Term.started_on.desc())
    return db.session.scalars(statement).all()


def _facts(term: Term | None) -> TermFacts | None:
    return TermFacts(term.name, term.started_on) if term is not None else None
