"""A roster of reserves 后备干部花名册: who is in the pool, how ready, for what, mentored by whom.

Who stands in such a roster entered the pool as of its date, or the date of entry that it states; no
step of the way in is invented for him.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake import people, register
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, label_of
from talentpool.intake.ledgers import loads, words
from talentpool.intake.ledgers.desk import Desk, Seat
from talentpool.intake.ledgers.pairs import Pairs
from talentpool.intake.ledgers.rows import bring_to
from talentpool.intake.own_words import OwnWords
from talentpool.intake.plan import Doubt
from talentpool.models import PoolEntry, PoolSource, ReadinessRating, TargetPost
from talentpool.posts.titles import PostTitle, read_posts
from talentpool.settings.queries import readiness_scale
from talentpool.vocabulary import EntryBasis, ExitReason, PartyForm
from talentpool.wording import phrase

LABELS = {
    "entered_on": "入库时间",
    "way": "推荐方式",
    "occupation": "从业情况",
    "note": "备注",
    "exited_on": "出库时间",
    "exit_reason": "出库原因",
}
_WIDTH = 120


class ReservesPlanner:
    """Plans one sheet."""

    def __init__(
        self,
        desk: Desk,
        changes: ChangeSet,
        party_forms: dict[Ref, PartyForm],
        on: date,
        own: OwnWords,
    ) -> None:
        self.desk, self.changes, self.party_forms, self.on, self.own = desk, changes, party_forms, on, own
        self.scale = [grade.word for grade in readiness_scale(on)]

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        desk = self.desk
        found = [(seat, desk.find(seat)) for seat in desk.seats]
        self.entries = loads.load_entries(person.ref for _, person in found if person is not None)
        known = [entry.ref for rows in self.entries.values() for entry in rows]
        self.sources, self.ratings = loads.load_sources(known), loads.load_ratings(known)
        self.targets = loads.load_targets(known)
        ids = [person.ref for _, person in found if person is not None and isinstance(person.ref, int)]
        self.schoolings = register.load_schoolings(int(str(ref)) for ref in ids)
        names = {name for seat in desk.seats for name in words.read_names(seat.cells.text("mentor_names"))}
        desk.load_named(names)
        self.pairs = Pairs(desk, self.changes, [person.ref for _, person in found if person], self.on)
        listed: set[Ref] = set()
        for seat, person in found:
            if not seat.plan.refused and seat.row.name is not None:
                listed.add(self._state(seat, person))
        self._warn_of_unlisted(listed)

    def _state(self, seat: Seat, person: Known | None) -> Ref:
        told = self._read(seat)
        titles = self._titles(seat)
        mentors = self.pairs.mentors_of(seat, "mentor_names")
        if seat.plan.refused:
            return person.ref if person is not None else 0
        is_new = person is None
        if person is None:
            person = self.desk.register(seat)
        else:
            self.desk.correct(seat, person)
        schoolings = self.schoolings.get(person.ref, [])
        people.state_schooling(
            self.changes,
            seat.plan,
            person,
            schoolings,
            seat.row.schoolings,
            older=self.desk.is_older(seat.unit),
        )
        entry, entered = self._enter(seat, person, told)
        self._state_sources(seat, person, entry)
        self._state_readiness(seat, person, entry)
        self._state_targets(seat, person, entry, titles)
        for mentor in mentors:
            self.pairs.state(seat, mentor, person, {})
        seat.plan.settle(is_new=is_new or entered)
        return person.ref

    def _read(self, seat: Seat) -> dict[str, Any]:
        cells = seat.cells
        told: dict[str, Any] = {
            "entered_on": cells.date("entered_on"),
            "way": cells.choice("nomination_way", words.read_nomination_way),
            "occupation": cells.text("occupation")[:_WIDTH],
            "note": seat.note,
            "exited_on": cells.date("exited_on"),
        }
        reason = cells.choice("exit_reason", words.read_exit_reason)
        if told["exited_on"] is not None:
            told["exit_reason"] = reason or ExitReason.OTHER
        elif reason is not None:
            cells.plan.warn(cells.header("exit_reason"), phrase("写了出库原因而没有出库时间,未办理出库"))
        entered, exited = told["entered_on"], told["exited_on"]
        if entered is not None and entered.first_day() > self.on:
            cells.plan.refuse(
                cells.header("entered_on"), phrase("%(entered)s晚于填报时间,请核对", entered=entered.dotted)
            )
        if entered is not None and exited is not None and exited < entered:
            cells.plan.refuse(cells.header("exited_on"), phrase("出库时间早于入库时间,请核对"))
        return told

    def _titles(self, seat: Seat) -> list[PostTitle]:
        titles = read_posts(
            seat.cells.text("target_posts"),
            unit_type=seat.unit.values["unit_type"],
            party_form=self.party_forms.get(seat.unit.ref),
            own=self.own.titles,
        )
        for title in titles:
            if not title.known:
                seat.plan.warn(
                    seat.cells.header("target_posts"),
                    phrase("“%(title)s”不是已知的职务,按“其他职务”登记,请核对", title=title.title),
                )
        return titles

    def _enter(self, seat: Seat, person: Known, told: dict[str, Any]) -> tuple[Known, bool]:
        """The entry that the row means, made where there is none; True if it is new."""
        column = seat.cells.header("entered_on")
        day = PartialDate.from_date(self.on)
        for entry in reversed(self.entries.get(person.ref, [])):
            exited_on = entry.values["exited_on"]
            if exited_on is not None and exited_on <= day and told["exited_on"] is None:
                continue
            if entry.values["basis"] is EntryBasis.REVIEWED:
                told = {"occupation": told["occupation"], "note": told["note"]}
            bring_to(
                self.changes,
                seat.plan,
                PoolEntry,
                entry,
                told,
                labels=LABELS,
                person=person.ref,
                unit=seat.unit.ref,
            )
            return entry, False
        if told["entered_on"] is None:
            seat.plan.warn(column, phrase("没有填写入库时间,按填报时间登记"))
        values = {
            "person_id": person.ref,
            "unit_id": seat.unit.ref,
            "nomination_id": None,
            "basis": EntryBasis.STATED,
            "way": told["way"],
            "entered_on": told["entered_on"] or PartialDate.from_date(self.on),
            "known_from": self.on,
            "occupation": told["occupation"],
            "note": told["note"],
            "exited_on": told["exited_on"],
            "exit_reason": told.get("exit_reason"),
        }
        new = self.changes.insert(PoolEntry, values, person=person.ref, unit=seat.unit.ref)
        entry = Known(new, new.values)
        self.entries.setdefault(person.ref, []).append(entry)
        for key in ("entered_on", "way", "occupation"):
            if values[key] not in (None, ""):
                seat.plan.change(LABELS[key], "", label_of(values, key))
        return entry, True

    def _state_sources(self, seat: Seat, person: Known, entry: Known) -> None:
        known = self.sources.setdefault(entry.ref, [])
        has_main = any(row.values["main"] for row in known)
        for reading in words.read_sources(seat.cells.text("source")):
            written = "" if reading.known else reading.written[:60]
            if any(
                (row.values["category"], row.values["written"]) == (reading.value, written) for row in known
            ):
                continue
            if not reading.known:
                seat.plan.warn(
                    seat.cells.header("source"),
                    phrase("“%(reading)s”不在人员类别表中,按“其他”登记,原文保留", reading=reading.written),
                )
            values = {
                "entry_id": entry.ref,
                "category": reading.value,
                "written": written,
                "main": not has_main,
            }
            row = self.changes.insert(PoolSource, values, person=person.ref, unit=seat.unit.ref)
            known.append(Known(row, row.values))
            has_main = True
            seat.plan.change("人员类别(来源)", "", written or label_of(values, "category"))

    def _state_readiness(self, seat: Seat, person: Known, entry: Known) -> None:
        """A rating as of the ledger's day, where it says something else than the one that held then."""
        reading = words.read_readiness(seat.cells.cell("readiness"), self.scale)
        column = seat.cells.header("readiness")
        if not reading.known:
            scale = "、".join(self.scale)
            seat.plan.doubt(
                column,
                phrase(
                    "“%(reading)s”不在成熟程度等次(%(scale)s)中,该项未导入,请在预览页选定是哪一项",
                    reading=reading.written,
                    scale=scale,
                ),
                Doubt("readiness", reading.written, "", tuple(self.scale)),
            )
        if reading.value is None:
            return
        known = self.ratings.setdefault(entry.ref, [])
        holding = [row for row in known if row.values["rated_on"] <= self.on]
        old = holding[-1].values["readiness"] if holding else ""
        if old == reading.value:
            return
        seat.plan.change("成熟程度", old, reading.value)
        if holding and holding[-1].values["rated_on"] == self.on:
            row = holding[-1]
            new = {"readiness": reading.value}
            self.changes.update(
                ReadinessRating, row.ref, row.values, new, person=person.ref, unit=seat.unit.ref
            )
            return
        values = {
            "entry_id": entry.ref,
            "readiness": reading.value,
            "rated_on": self.on,
            "rated_by": "",
            "evidence": "按台账登记",
        }
        row_new = self.changes.insert(ReadinessRating, values, person=person.ref, unit=seat.unit.ref)
        known.append(Known(row_new, row_new.values))

    def _state_targets(self, seat: Seat, person: Known, entry: Known, titles: Sequence[PostTitle]) -> None:
        known = {row.values["rank"]: row for row in self.targets.setdefault(entry.ref, [])}
        for rank, title in enumerate(titles, start=1):
            told = {"post_class": title.post_class, "title": title.title[:60]}
            row = known.get(rank)
            if row is None:
                values = {"entry_id": entry.ref, "rank": rank, "unit_id": seat.unit.ref, **told}
                new = self.changes.insert(TargetPost, values, person=person.ref, unit=seat.unit.ref)
                self.targets[entry.ref].append(Known(new, new.values))
                seat.plan.change("培养方向", "", title.title)
            elif row.values["title"] != told["title"]:
                seat.plan.change("培养方向", row.values["title"], title.title)
                self.changes.update(
                    TargetPost, row.ref, row.values, told, person=person.ref, unit=seat.unit.ref
                )

    def _warn_of_unlisted(self, listed: set[Ref]) -> None:
        """Reserves of the units of the sheet who do not stand in it stay in the pool, and are told."""
        missing = loads.reserves_of((unit.ref for unit in self.desk.units), on=self.on) - listed
        if missing:
            self.desk.sheet.notes.append(
                phrase(
                    "登记册中这些村(社区)还有%(count)s名后备人选本表没有列出,未作改动;已退出的请办理出库",
                    count=len(missing),
                )
            )
