"""Stays in the pool: corrected, rated, aimed at posts, reviewed each year, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import PoolEntry, PoolSource, ReadinessRating, TargetPost, YearlyReview
from talentpool.pool.queries import list_ratings, list_sources, list_targets, list_yearly_reviews
from talentpool.pool.services.daily import act_on_entry
from talentpool.pool.stays import (
    EntryFacts,
    RatingFacts,
    ReviewFacts,
    SourceFacts,
    Span,
    TargetFacts,
    may_leave,
    may_rate,
    may_review,
    may_state_sources,
    may_target,
)
from talentpool.security.actor import Actor
from talentpool.settings.queries import readiness_scale
from talentpool.vocabulary import ExitReason, SourceCategory
from talentpool.wording import say


def span_of(entry: PoolEntry) -> Span:
    """The stay as the rules see it."""
    return Span(entry.entered_on, entry.exited_on)


def correct_entry(entry: PoolEntry, facts: EntryFacts, sources: SourceFacts, *, by: Actor, on: date) -> None:
    """Bring what is kept of an entry to what is known now."""
    by.must_reach(entry.unit)
    if facts.entered_on.first_day() > on:
        raise RuleBroken(say("入库时间(%(day)s)还没有到", day=facts.entered_on.dotted))
    if entry.exited_on is not None and facts.entered_on > entry.exited_on:
        raise RuleBroken(say("入库时间晚于出库时间(%(day)s)", day=entry.exited_on.dotted))
    if entry.nomination_id is not None and facts.entered_on != entry.entered_on:
        raise RuleBroken(say("经逐级审核入库的,入库时间随审核记录,不在这里改;可撤销入库后重新办理"))
    may_state_sources(sources).enforce()
    with act_on_entry("更正入库信息", entry, by=by):
        entry.entered_on = facts.entered_on
        entry.way, entry.document, entry.decider = facts.way, facts.document, facts.decider
        entry.occupation, entry.note = facts.occupation, facts.note
        before = _told_of(entry)
        state_sources(entry, sources)
        if _told_of(entry) != before:
            flag_modified(entry, "note")  # its sources count as a new version of the entry
            db.session.flush()


def _told_of(entry: PoolEntry) -> set[tuple[SourceCategory, str, bool]]:
    return {(row.category, row.written, row.main) for row in list_sources(entry)}


def state_sources(entry: PoolEntry, facts: SourceFacts) -> None:
    """Bring the sources to what is said; the caller checks, names the act and flushes."""
    kept: dict[SourceCategory, PoolSource] = {}
    for row in list_sources(entry):
        if row.category in facts.categories and row.category not in kept:
            row.main = False
            kept[row.category] = row
        else:
            db.session.delete(row)
    db.session.flush()
    main = facts.main or facts.categories[0]
    for category in facts.categories:
        written = facts.written if category is SourceCategory.OTHER else ""
        known = kept.get(category)
        if known is None:
            kept[category] = known = PoolSource(entry_id=entry.id, category=category, main=False)
            db.session.add(known)
        known.written = written
        known.main = category is main
    db.session.flush()


def rate_readiness(entry: PoolEntry, facts: RatingFacts, *, by: Actor, on: date) -> ReadinessRating:
    """How ready somebody was found on a day; RuleBroken where date, word or evidence do not do."""
    by.must_reach(entry.unit)
    scale = [grade.word for grade in readiness_scale(facts.rated_on)]
    days = [one.rated_on for one in list_ratings(entry)]
    may_rate(facts, span=span_of(entry), scale=scale, rated_days=days, on=on).enforce()
    rating = ReadinessRating(
        entry_id=entry.id,
        readiness=facts.readiness,
        rated_on=facts.rated_on,
        rated_by=facts.rated_by,
        evidence=facts.evidence.strip(),
    )
    with act_on_entry("评定成熟程度", entry, by=by):
        db.session.add(rating)
        db.session.flush()
    return rating


def aim_at(entry: PoolEntry, targets: Sequence[TargetFacts], *, by: Actor) -> None:
    """The target posts of an entry, in the order of their ranks."""
    by.must_reach(entry.unit)
    may_target(targets).enforce()
    with act_on_entry("培养方向", entry, by=by):
        known = list(list_targets(entry))
        for row, facts in zip(known, targets, strict=False):
            _bring_to(row, facts)
        for row in known[len(targets) :]:
            db.session.delete(row)
        behind = max((row.rank for row in known), default=0)
        for rank, facts in enumerate(targets[len(known) :], start=behind + 1):
            row = TargetPost(entry_id=entry.id, rank=rank)
            _bring_to(row, facts)
            db.session.add(row)
        db.session.flush()
        for rank, row in enumerate(list_targets(entry), start=1):
            row.rank = rank
            db.session.flush()  # one by one: a rank is free only when the one before has left it


def _bring_to(row: TargetPost, facts: TargetFacts) -> None:
    row.unit_id, row.post_class, row.post_id = facts.unit_id, facts.post_class, facts.post_id
    row.title, row.interim = facts.title, facts.interim


def review_year(entry: PoolEntry, facts: ReviewFacts, *, by: Actor, on: date) -> YearlyReview:
    """The yearly review of an entry; RuleBroken for a year that was reviewed, or is none of the stay."""
    by.must_reach(entry.unit)
    years = [one.year for one in list_yearly_reviews(entry)]
    may_review(facts, span=span_of(entry), reviewed_years=years, on=on).enforce()
    review = YearlyReview(
        entry_id=entry.id,
        year=facts.year,
        reviewed_on=facts.reviewed_on,
        reviewer=facts.reviewer,
        document=facts.document,
        outcome=facts.outcome,
        strengths=facts.strengths,
        gaps=facts.gaps,
    )
    with act_on_entry("年度考核", entry, by=by):
        db.session.add(review)
        db.session.flush()
    return review


def exit_pool(
    entry: PoolEntry,
    *,
    reason: ExitReason,
    exited_on: PartialDate,
    destination: str = "",
    document: str = "",
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Somebody leaves the pool; RuleBroken before the entry or for one who left, Doubtful before later records."""
    by.must_reach(entry.unit)
    known = [one.rated_on for one in list_ratings(entry)]
    known += [one.reviewed_on for one in list_yearly_reviews(entry)]
    may_leave(span=span_of(entry), exited_on=exited_on, last_known=max(known, default=None), on=on).enforce(
        confirmed=confirmed
    )
    if reason is ExitReason.OTHER and not destination.strip():
        raise RuleBroken(say("原因选“其他”的,请在去向中写明"))
    with act_on_entry("出库", entry, by=by):
        entry.exited_on, entry.exit_reason = max(exited_on, entry.entered_on), reason
        entry.exit_destination, entry.exit_document = destination, document
        db.session.flush()
