"""A ledger of seats and vacancies against the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.dates import PartialDate, UnreadableDate
from talentpool.intake import register
from talentpool.intake.cells import RowReader, headers_of
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, existing, label_of
from talentpool.intake.layout.model import Layout
from talentpool.intake.options import Options
from talentpool.intake.own_words import NO_WORDS, OwnWords
from talentpool.intake.plan import RowPlan, SheetPlan
from talentpool.intake.readings import clean_text
from talentpool.intake.roster_work import ids_of
from talentpool.intake.seats import state_seats
from talentpool.intake.teams import Posts
from talentpool.intake.unit_index import UnitIndex
from talentpool.intake.values import read_end_cause
from talentpool.models import Vacancy
from talentpool.posts.titles import PostTitle, read_posts
from talentpool.vocabulary import TWO_COMMITTEES, EndCause, PartyForm, VacancyOutcome
from talentpool.wording import phrase
from talentpool.writing import compact

LABELS = {
    "since": "空缺时间",
    "cause": "空缺原因",
    "by_election_plan": "拟补选方式/时间",
    "candidate": "拟任人选",
    "joint_review": "联审情况",
    "note": "备注",
}
_DUE = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})[年.\-/](?P<month>[0-9]{1,2})"
    r"(?:月(?:(?P<day>[0-9]{1,2})日)?|[.\-/](?P<day_of_figures>[0-9]{1,2})|(?![0-9]))"
)
_TIMES = re.compile(r"[((]?(?P<number>[0-9]|[一二两三四五])(?:名|个|人)[))]?$")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WIDTHS = {"by_election_plan": 200, "candidate": 60, "joint_review": 200, "cause_written": 200}


@dataclass(eq=False, slots=True)
class _Row:
    """What a row says of a unit's seats and of the posts it names as vacant."""

    plan: RowPlan
    unit: Known | None
    seats: int | None
    standing: int | None
    filled: int | None
    vacant: int | None
    posts_written: str
    facts: dict[str, Any]


class PostsPlanner:
    """Plans one ledger."""

    def __init__(
        self,
        sheet: SheetPlan,
        layout: Layout,
        index: UnitIndex,
        changes: ChangeSet,
        party_forms: dict[Ref, PartyForm],
        options: Options,
        on: date,
        own: OwnWords = NO_WORDS,
    ) -> None:
        self.sheet, self.layout, self.index, self.changes = sheet, layout, index, changes
        self.party_forms, self.options, self.on, self.own = party_forms, options, on, own
        self.headers = headers_of(layout)

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        rows = [self._read(RowReader(data, self.headers)) for data in self.layout.rows]
        self.sheet.rows = [row.plan for row in rows]
        units = list(dict.fromkeys(row.unit for row in rows if row.unit is not None))
        ids = ids_of(units)
        posts = register.load_posts(ids)
        self.post_units = {post.ref: post.values["unit_id"] for post in posts}
        self.vacancies = register.load_vacancies(existing(self.post_units))
        self.posts = Posts(self.changes, posts, self.vacancies)
        self.seats = register.load_seats(ids)
        self.terms = register.load_terms(existing({unit.values["parent_id"] for unit in units}))
        self.filled = self._count_filled(ids)
        self.listed: dict[Ref, set[Ref]] = {}
        for row in rows:
            if row.unit is not None and not row.plan.refused:
                self._state(row, row.unit)
        self._warn_of_unlisted(rows)

    def _read(self, cells: RowReader) -> _Row:
        plan = cells.plan
        since = cells.date("vacant_since")
        name = cells.text("unit")
        create = self.options.create_units
        unit = self.index.find(plan, cells.header("unit"), name, cells.text("township"), create=create)
        plan.subject = unit.values["name"] if unit else name
        facts: dict[str, Any] = {"since": since} if since else {}
        cause = clean_text(cells.cell("vacancy_cause")) if cells.text("vacancy_cause") else ""
        if cause:
            facts |= self._cause(cells, cause)
        for key in ("by_election_plan", "candidate", "joint_review", "note"):
            if text := cells.text(key):
                facts[key] = text[: _WIDTHS.get(key, 4000)]
        if (due := by_election_due(facts.get("by_election_plan", ""))) is not None:
            facts["by_election_due"] = due
        return _Row(
            plan,
            unit,
            seats=cells.count("authorised"),
            standing=cells.count("standing_seats"),
            filled=cells.count("filled"),
            vacant=cells.count("vacant_count"),
            posts_written=cells.text("vacant_post"),
            facts=facts,
        )

    def _cause(self, cells: RowReader, written: str) -> dict[str, Any]:
        reading = read_end_cause(written)
        if not reading.known and reading.value is EndCause.OTHER:
            cells.plan.warn(
                cells.header("vacancy_cause"),
                phrase("“%(written)s”不是常见的空缺原因,按“其他”登记,原文保留", written=written),
            )
        return {"cause": reading.value or EndCause.UNKNOWN, "cause_written": written[:200]}

    def _count_filled(self, ids: Sequence[int]) -> dict[Ref, int]:
        sitting: dict[Ref, set[Ref]] = {}
        for row in register.load_appointments(ids, on=self.on):
            since = row.values["started_on"] or row.values["known_from"]
            if row.values["body"] in TWO_COMMITTEES and since <= PartialDate.from_date(self.on):
                sitting.setdefault(row.values["unit_id"], set()).add(row.values["person_id"])
        return {unit: len(people) for unit, people in sitting.items()}

    def _state(self, row: _Row, unit: Known) -> None:
        state_seats(
            self.changes,
            row.plan,
            unit,
            self.seats.setdefault(unit.ref, []),
            told={"authorised": row.seats, "standing": row.standing},
            on=self.on,
            terms=self.terms.get(unit.values["parent_id"], []),
        )
        self._check_counts(row, unit)
        titles = self._titles(row, unit)
        used: set[Ref] = set()
        is_new = False
        for title in titles:
            is_new |= self._state_vacancy(row, unit, title, used)
        self.listed.setdefault(unit.ref, set()).update(used)
        row.plan.settle(is_new=is_new)

    def _check_counts(self, row: _Row, unit: Known) -> None:
        filled = self.filled.get(unit.ref)
        if filled is None:
            return
        if row.filled is not None and row.filled != filled:
            row.plan.warn(
                self.headers.get("filled", ""),
                phrase(
                    "填写的是%(filled)s人,登记册中“两委”在任%(registered)s人,请核对",
                    filled=row.filled,
                    registered=filled,
                ),
            )
        if row.vacant is not None and row.seats is not None and row.vacant != row.seats - filled:
            row.plan.warn(self.headers.get("vacant_count", ""), _count_words(row.vacant, row.seats, filled))

    def _titles(self, row: _Row, unit: Known) -> list[PostTitle]:
        """The vacant posts, one entry a seat: “村委会委员2名” is two."""
        if not row.posts_written:
            if row.vacant and row.facts.get("since"):
                row.plan.warn(
                    self.headers.get("vacant_post", ""), phrase("有空缺而没有写明空缺职务,只登记了职数")
                )
            return []
        column = self.headers.get("vacant_post", "")
        titles = []
        for piece in re.split(r"[、,;,;\n]", row.posts_written):
            times = _TIMES.search(piece.strip())
            plain = piece.strip()[: times.start()] if times else piece
            number = (_NUMBERS.get(times["number"]) or int(times["number"])) if times else 1
            for title in read_posts(
                plain,
                unit_type=unit.values["unit_type"],
                party_form=self.party_forms.get(unit.ref),
                own=self.own.titles,
            ):
                if not title.known:
                    row.plan.warn(
                        column, phrase("“%(title)s”不是已知的职务,按“其他职务”登记,请核对", title=title.title)
                    )
                titles += [title] * number
        return titles

    def _state_vacancy(self, row: _Row, unit: Known, title: PostTitle, used: set[Ref]) -> bool:
        """Take in one vacancy; True if it is new."""
        post = self.posts.ensure(unit.ref, title)
        facts = dict(row.facts)
        known = [vacancy for vacancy in self.vacancies.get(post.ref, []) if vacancy.ref not in used]
        same = self._same(known, facts.get("since"))
        if same is not None:
            used.add(same.ref)
            if same.values["closed_on"] is None:
                self._correct(row, unit, same, facts)
            return False
        if "since" not in facts:
            row.plan.warn(self.headers.get("vacant_since", ""), phrase("没有填写空缺时间,按填报时间登记"))
            facts["since"] = PartialDate.from_date(self.on)
        values = {
            "post_id": post.ref,
            "since": facts["since"],
            "cause": facts.get("cause", EndCause.UNKNOWN),
            "cause_written": facts.get("cause_written", ""),
            "by_election_plan": facts.get("by_election_plan", ""),
            "by_election_due": facts.get("by_election_due"),
            "candidate": facts.get("candidate", ""),
            "joint_review": facts.get("joint_review", ""),
            "note": facts.get("note", ""),
            "closed_on": None,
            "outcome": None,
            "filled_by_id": None,
        }
        new = self.changes.insert(Vacancy, values, unit=unit.ref)
        self.vacancies.setdefault(post.ref, []).append(Known(new, new.values))
        used.add(new)
        row.plan.change("空缺职务", "", f"{title.title}({facts['since'].dotted}起)")
        return True

    def _same(self, known: Sequence[Known], since: PartialDate | None) -> Known | None:
        """The vacancy that is told again: an open one of the post, or one that closed after this ledger."""
        day = PartialDate.from_date(self.on)
        for vacancy in known:
            closed_on = vacancy.values["closed_on"]
            if closed_on is None or (
                closed_on > day
                and vacancy.values["outcome"] is not VacancyOutcome.WITHDRAWN
                and (since is None or since.covers(vacancy.values["since"]))
            ):
                return vacancy
        return None

    def _correct(self, row: _Row, unit: Known, vacancy: Known, facts: dict[str, Any]) -> None:
        told = {}
        for column, value in facts.items():
            old = vacancy.values[column]
            if isinstance(old, PartialDate) and isinstance(value, PartialDate) and value.covers(old):
                continue
            same = compact(old) == compact(value) if type(old) is str and type(value) is str else old == value
            if not same:
                told[column] = value
                if column in LABELS:
                    old_text, new_text = (label_of({column: each}, column) for each in (old, value))
                    row.plan.change(LABELS[column], old_text, new_text)
        if told:
            self.changes.update(Vacancy, vacancy.ref, vacancy.values, told, unit=unit.ref)

    def _warn_of_unlisted(self, rows: Sequence[_Row]) -> None:
        """Open vacancies that a ledger does not list any more are left open, and told."""
        by_unit: dict[Ref, list[Known]] = {}
        for post, vacancies in self.vacancies.items():
            unit = self.post_units.get(post)
            for vacancy in vacancies:
                if vacancy.values["closed_on"] is None and unit is not None:
                    by_unit.setdefault(unit, []).append(vacancy)
        for row in {row.unit: row for row in rows if row.unit is not None and not row.plan.refused}.values():
            assert row.unit is not None
            left = [
                vacancy
                for vacancy in by_unit.get(row.unit.ref, [])
                if vacancy.ref not in self.listed.get(row.unit.ref, set())
                and vacancy.values["since"] <= PartialDate.from_date(self.on)
            ]
            if left:
                row.plan.warn(
                    self.headers.get("vacant_post", ""),
                    phrase("登记册中还有%(count)s项未补的空缺本表没有列出,未作改动,请核对", count=len(left)),
                )


def _count_words(written: int, seats: int, filled: int) -> str:
    """Why the vacant seats of a row cannot be right."""
    if filled > seats:
        return phrase(
            "填写的是%(written)s,核定职数%(seats)s而在任%(filled)s人,没有空缺,超配%(surplus)s人,请核对",
            written=written,
            seats=seats,
            filled=filled,
            surplus=filled - seats,
        )
    return phrase(
        "填写的是%(written)s,按核定职数%(seats)s减在任%(filled)s人应为%(vacant)s,请核对",
        written=written,
        seats=seats,
        filled=filled,
        vacant=seats - filled,
    )


def by_election_due(text: str) -> PartialDate | None:
    """The month (or day) that a plan names: “2023年12月前补选” → 2023.12; None where it names none."""
    match = _DUE.search(text)
    if match is None:
        return None
    try:
        day = match["day"] or match["day_of_figures"]
        return PartialDate(int(match["year"]), int(match["month"]), int(day) if day else None)
    except UnreadableDate:
        return None
