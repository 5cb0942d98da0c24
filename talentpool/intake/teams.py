"""Who holds what, as a roster states it: appointments begun, ended and corrected.

A roster states the present of its day. A post not held before is a new appointment from 任现职时间;
a post no longer listed ended then. A roster older than what is known ends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, grouped, term_covering
from talentpool.intake.plan import RowPlan
from talentpool.models import Appointment, Post, Vacancy
from talentpool.posts.titles import PostTitle, team_order
from talentpool.vocabulary import TWO_COMMITTEES, AppointmentBasis, Body, EndCause, PostClass, VacancyOutcome
from talentpool.wording import phrase

STATED_BODIES = (*TWO_COMMITTEES, Body.SUPERVISION)
"""Bodies whose whole membership a roster states; other posts are left alone when it does not list them."""

POSTS_FOR_ONE = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR, PostClass.SUPERVISION_HEAD)
"""Posts that one person holds at a time."""

_BODY_WORDS = re.compile(
    r"^(?:(?:联合)?(?:党委|党总支|党支部|党组织|总支|支部)|村委会|居委会|(?:村务|居务)监督委员会)(?=.)"
)
LABEL = "现任职务"

PostKey = tuple[Ref, PostClass, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """That a row says a person holds a post."""

    plan: RowPlan
    unit: Known
    title: PostTitle
    started_on: PartialDate | None
    standing: bool | None
    position: int


@dataclass(frozen=True, slots=True)
class Departure:
    """That a person no longer holds anything."""

    ended_on: PartialDate | None
    cause: EndCause


def post_key(unit: Ref, post_class: PostClass, title: str) -> PostKey:
    """What makes two titles one post: “党支部书记” goes on as “党总支书记” when the form changes."""
    return unit, post_class, _without_body(post_class, title[:60])


@lru_cache(maxsize=4096)
def _without_body(post_class: PostClass, title: str) -> str:
    return _BODY_WORDS.sub("", title) if post_class.body in STATED_BODIES else title


class Posts:
    """The posts of some units with their named vacancies; those that are missing are made."""

    def __init__(self, changes: ChangeSet, posts: Iterable[Known], vacancies: dict[Any, list[Known]]) -> None:
        self._changes = changes
        self._by_key: dict[PostKey, Known] = {}
        self.vacancies = vacancies
        for post in posts:
            values = post.values
            self._by_key.setdefault(post_key(values["unit_id"], values["post_class"], values["title"]), post)

    def ensure(self, unit: Ref, title: PostTitle) -> Known:
        """The post of a title in a unit."""
        key = post_key(unit, title.post_class, title.title)
        if (known := self._by_key.get(key)) is not None:
            return known
        values = {
            "unit_id": unit,
            "body": title.body,
            "post_class": title.post_class,
            "team_order": team_order(title.post_class),
            "title": title.title[:60],
            "opened_on": None,
            "closed_on": None,
        }
        row = self._changes.insert(Post, values, unit=unit)
        self._by_key[key] = Known(row, row.values)
        return self._by_key[key]

    def open_vacancies(self, post: Ref) -> list[Known]:
        """Vacancies of a post that have not closed, the oldest first."""
        return [row for row in self.vacancies.get(post, []) if row.values["closed_on"] is None]


class Teams:
    """The appointments of the units of some townships, brought to what the rows claim."""

    def __init__(
        self,
        changes: ChangeSet,
        posts: Posts,
        appointments: Sequence[Known],
        *,
        on: date,
        terms: dict[Any, list[Known]],
        unit_names: dict[Ref, str],
        ended: dict[Any, list[tuple[PartialDate, PartialDate]]] | None = None,
    ) -> None:
        self._changes = changes
        self._posts = posts
        self._on = on
        self._day = PartialDate.from_date(on)
        self._terms = terms
        self._unit_names = unit_names
        self._ended = ended or {}
        self.begun: list[tuple[Claim, Ref]] = []
        self.by_person = grouped(appointments, "person_id")

    def state(self, plan: RowPlan, person: Known, claims: Sequence[Claim], *, older: bool) -> None:
        """Bring a person's appointments to the claims; `older` only compares, and warns of what differs."""
        current_last = sorted(
            self.by_person.get(person.ref, []), key=lambda row: row.values["ended_on"] is None
        )
        held = {self._key(row): row for row in current_last}
        kept, new = [], []
        for claim in claims:
            row = held.get(post_key(claim.unit.ref, claim.title.post_class, claim.title.title))
            if row is None:
                new.append(claim)
            else:
                kept.append((claim, row))
        leaving = [
            row
            for row in held.values()
            if row.values["body"] in STATED_BODIES
            and row.values["ended_on"] is None
            and all(row is not other for _, other in kept)
        ]
        if older:
            self._warn_of_differences(new, [row.values["title"] for row in leaving], plan)
            return
        for claim, row in self._correctable(kept, also_new=bool(new)):
            self._continue(claim, row, person)
        new = [self._dated(claim, leaving) for claim in new]
        for row in leaving:
            if row.values["known_from"] > self._day:
                plan.warn(
                    "", phrase("“%(title)s”是后来登记的,本表较早而没有列出,未改动", title=row.values["title"])
                )
            else:
                self._end_replaced(plan, row, person, new)
        for claim in new:
            self._begin(claim, person)

    def depart(self, plan: RowPlan, person: Known, departure: Departure) -> None:
        """End everything that a person holds."""
        for row in self.by_person.get(person.ref, []):
            if row.values["ended_on"] is None:
                self._end(plan, row, person, departure.ended_on or self._day, departure.cause)

    def _key(self, row: Known) -> PostKey:
        return post_key(row.values["unit_id"], row.values["post_class"], row.values["title"])

    @staticmethod
    def _warn_of_differences(new: Sequence[Claim], leaving: Sequence[str], plan: RowPlan) -> None:
        for claim in new:
            claim.plan.warn(
                "",
                phrase(
                    "本表早于登记册已有的花名册,“%(post)s”与现有登记不同,任职未改动", post=claim.title.title
                ),
            )
        if leaving and not new:
            plan.warn(
                "",
                phrase(
                    "本表早于登记册已有的花名册,未列现任的“%(leaving)s”,任职未改动",
                    leaving="、".join(leaving),
                ),
            )

    def _dated(self, claim: Claim, leaving: Sequence[Known]) -> Claim:
        """A 任现职时间 that a replaced post had too was left standing: the new post's start is not known."""
        told = claim.started_on
        if told is None or not any(told <= _floor(row) or told.covers(_floor(row)) for row in leaving):
            return claim
        claim.plan.warn(
            "",
            phrase(
                "职务已变动而任现职时间(%(told)s)不晚于原任职务的起始时间:原职务按本表日期止任,“%(post)s”的起始时间暂不登记,请核对后补填",
                told=told.dotted,
                post=claim.title.title,
            ),
        )
        return replace(claim, started_on=None)

    def _correctable(
        self, kept: Sequence[tuple[Claim, Known]], *, also_new: bool
    ) -> list[tuple[Claim, Known]]:
        """One 任现职时间 for several posts is true of one of them: then the others keep their starts.

        With a post that is new in this row it is the new one's.
        """
        agreeing = also_new or any(_agree(claim.started_on, row.values["started_on"]) for claim, row in kept)
        if not agreeing:
            return list(kept)
        return [
            (claim, row)
            if _agree(claim.started_on, row.values["started_on"])
            else (
                Claim(claim.plan, claim.unit, claim.title, None, claim.standing, claim.position),
                row,
            )
            for claim, row in kept
        ]

    def _continue(self, claim: Claim, row: Known, person: Known) -> None:
        values, told = row.values, claim.started_on
        if claim.standing is not None and values["standing"] is not claim.standing:
            old = {None: "", True: "是", False: "否"}[values["standing"]]
            claim.plan.change("是否常职干部", old, "是" if claim.standing else "否")
            self._set(row, {"standing": claim.standing}, person)
        known = values["started_on"]
        if told is None or values["ended_on"] is not None or (known is not None and told.covers(known)):
            return
        if known is None and self._was_left_standing(told, row, person):
            return
        if told > values["known_from"] and not (known is not None and known.covers(told)):
            self._end(claim.plan, row, person, told, EndCause.TRANSFERRED)
            self._begin(claim, person)
            return
        claim.plan.change("任现职时间", known.dotted if known else "", told.dotted)
        self._set(row, {"started_on": told}, person)

    def _was_left_standing(self, told: PartialDate, row: Known, person: Known) -> bool:
        """Whether the date belongs to the post that this one replaced."""
        return any(
            ended_on == row.values["known_from"] and (told <= since or told.covers(since))
            for since, ended_on in self._ended.get(person.ref, [])
        )

    def second_holders(self) -> Iterator[tuple[Claim, list[Ref]]]:
        """Begun holdings of a post for one, with the people who hold it besides."""
        current: dict[PostKey, list[Ref]] = {}
        for person, rows in self.by_person.items():
            for row in rows:
                if row.values["ended_on"] is None and row.values["post_class"] in POSTS_FOR_ONE:
                    current.setdefault(self._key(row), []).append(person)
        for claim, person in self.begun:
            key = post_key(claim.unit.ref, claim.title.post_class, claim.title.title)
            others = [other for other in current.get(key, []) if other != person]
            if others:
                yield claim, others

    def _set(self, row: Known, values: dict[str, Any], person: Known) -> None:
        unit = row.values["unit_id"]
        self._changes.update(Appointment, row.ref, row.values, values, person=person.ref, unit=unit)

    def _end_replaced(self, plan: RowPlan, row: Known, person: Known, new: Sequence[Claim]) -> None:
        starts = [claim.started_on for claim in new if claim.started_on is not None]
        self._end(plan, row, person, min(starts, default=self._day), EndCause.TRANSFERRED)

    def _end(self, plan: RowPlan, row: Known, person: Known, ended_on: PartialDate, cause: EndCause) -> None:
        floor = _floor(row)
        if ended_on <= floor:
            ended_on = max(self._day, floor)
        plan.change(
            LABEL,
            self._where(row),
            phrase("不再担任(%(ended_on)s,%(cause)s)", ended_on=ended_on.dotted, cause=phrase(cause.label)),
        )
        self._set(row, {"ended_on": ended_on, "end_cause": cause}, person)

    def _where(self, row: Known) -> str:
        return f"{self._unit_names.get(row.values['unit_id'], '')}{row.values['title']}"

    def _begin(self, claim: Claim, person: Known) -> None:
        post = self._posts.ensure(claim.unit.ref, claim.title)
        known_from = self._day
        term = term_covering(
            self._terms.get(claim.unit.values["parent_id"], []), claim.started_on or known_from
        )
        values = {
            "person_id": person.ref,
            "post_id": post.ref,
            "term_id": term.ref if term else None,
            "started_on": claim.started_on,
            "known_from": known_from,
            "ended_on": None,
            "end_cause": None,
            "end_note": "",
            "basis": AppointmentBasis.STATED,
            "standing": claim.standing,
            "position": claim.position,
        }
        row = self._changes.insert(Appointment, values, person=person.ref, unit=claim.unit.ref)
        since = f"({claim.started_on.dotted}起)" if claim.started_on else ""
        claim.plan.change(LABEL, "", f"{claim.unit.values['name']}{claim.title.title}{since}")
        facts = {name: post.values[name] for name in ("unit_id", "title", "body", "post_class", "closed_on")}
        self.by_person.setdefault(person.ref, []).append(Known(row, row.values | facts))
        self.begun.append((claim, person.ref))
        self._fill_vacancy(claim, post, row)

    def _fill_vacancy(self, claim: Claim, post: Known, appointment: Ref) -> None:
        for vacancy in self._posts.open_vacancies(post.ref):
            since = vacancy.values["since"]
            filled_on = claim.started_on or self._day
            if since > self._day:
                continue
            if filled_on < since and not filled_on.covers(since):
                claim.plan.warn(
                    "",
                    phrase(
                        "任“%(post)s”的时间早于该职务登记的空缺时间(%(since)s),空缺未销,请核对",
                        post=claim.title.title,
                        since=since.dotted,
                    ),
                )
                return
            closing = {
                "closed_on": max(filled_on, since),
                "outcome": VacancyOutcome.FILLED,
                "filled_by_id": appointment,
            }
            self._changes.update(Vacancy, vacancy.ref, vacancy.values, closing, unit=claim.unit.ref)
            claim.plan.change(
                "空缺", f"{claim.title.title}({since.dotted}起空缺)", VacancyOutcome.FILLED.label
            )
            return


def _floor(row: Known) -> PartialDate:
    since: PartialDate = row.values["started_on"] or row.values["known_from"]
    return since


def _agree(told: PartialDate | None, known: PartialDate | None) -> bool:
    return told is not None and known is not None and (told.covers(known) or known.covers(told))
