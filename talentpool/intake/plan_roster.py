"""A roster against the register: who is meant, what changes of them, who is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from talentpool.intake import people, register
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, existing
from talentpool.intake.layout.headers import is_reason
from talentpool.intake.layout.model import Layout
from talentpool.intake.matching import SOMEBODY_NEW, Match, PeopleIndex
from talentpool.intake.options import Options
from talentpool.intake.own_words import NO_WORDS, OwnWords
from talentpool.intake.plan import MissingPerson, Question, SheetPlan
from talentpool.intake.roster_rows import RosterRow, read_roster
from talentpool.intake.roster_work import Sitting, Work, ids_of, infer_term, place, read_titles
from talentpool.intake.teams import STATED_BODIES, Claim, Departure, Posts, Teams
from talentpool.intake.unit_index import UnitIndex
from talentpool.models import Unit
from talentpool.posts.titles import team_order
from talentpool.security.keys import blind_index
from talentpool.vocabulary import PartyForm
from talentpool.wording import phrase


class RosterPlanner:
    """Plans one sheet; `plan_roster` is the way in."""

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
        self.works: dict[Ref, Work] = {}
        self.present: set[Ref] = set()

    def run(self, tell: Callable[[int], None] | None = None) -> None:
        """Fill the sheet's plan and the changes; `tell` hears how many rows are read."""
        rows = read_roster(self.layout, on=self.on, own=self.own, tell=tell)
        self.headers = rows.headers
        self.sheet.rows = [row.plan for row in rows.rows]
        self.sheet.unallocated = rows.unallocated
        sittings = self._seat(rows.rows)
        self._load(rows.rows, sittings)
        for sitting in sittings:
            self._recognise(sitting)
        self._note_older_units()
        self._place()
        self._infer_terms()
        self._compare()
        self._note_second_holders()
        self._mark_units(sittings)
        self._find_missing()

    def _seat(self, rows: Sequence[RosterRow]) -> list[Sitting]:
        """The rows whose unit is known, refused ones too: their people are not missing."""
        sittings = []
        for row in rows:
            column = self.headers.get("unit", "")
            unit = self.index.find(row.plan, column, row.unit, row.township, create=self.options.create_units)
            if unit is not None:
                row.plan.subject = f"{unit.values['name']} {row.plan.subject}".strip()
                sittings.append(Sitting(row, unit))
        return sittings

    def _load(self, rows: Sequence[RosterRow], sittings: Sequence[Sitting]) -> None:
        """Everything the rows are compared with, in a number of statements that rows do not change."""
        self.units = list(dict.fromkeys(sitting.unit for sitting in sittings))
        township_refs = dict.fromkeys(unit.values["parent_id"] for unit in self.units)
        self.townships = [self.index.by_ref[ref] for ref in township_refs if ref in self.index.by_ref]
        self.siblings = [unit for township in self.townships for unit in self.index.siblings(township)]
        covered = ids_of(self.units)
        self.fingerprints = {
            row.id_number.number: blind_index("id_number", row.id_number.number)
            for row in rows
            if row.id_number is not None
        }
        posts = register.load_posts(covered)
        self.appointments = register.load_appointments(ids_of(self.siblings), on=self.on)
        covered_refs = set(covered)
        holders = {
            row.values["person_id"] for row in self.appointments if row.values["unit_id"] in covered_refs
        }
        everybody = register.load_people(covered, self.fingerprints.values(), holders)
        self.names = {person.ref: person for person in everybody}
        self.people = PeopleIndex(everybody, reach=set(self.index.by_ref))
        self.terms: dict[Any, list[Known]] = register.load_terms(ids_of(self.townships))
        self.seats = register.load_seats(ids_of(self.siblings))
        vacancies = register.load_vacancies(existing(post.ref for post in posts))
        self.teams = Teams(
            self.changes,
            Posts(self.changes, posts, vacancies),
            self.appointments,
            on=self.on,
            terms=self.terms,
            unit_names={unit.ref: unit.values["name"] for unit in self.siblings},
            ended=register.load_ended(covered),
        )
        self.schoolings = register.load_schoolings(self.names_of(everybody))
        self.tags = register.load_tags(self.names_of(everybody))

    @staticmethod
    def names_of(everybody: Sequence[Known]) -> list[int]:
        """Ids of people."""
        return existing(person.ref for person in everybody)

    def _recognise(self, sitting: Sitting) -> None:
        """Tell who a row means; a refused row only keeps its people from being missing."""
        row = sitting.row
        if row.name is None:
            return
        print_ = self.fingerprints[row.id_number.number] if row.id_number is not None else ""
        if sitting.plan.refused:
            self._keep_present(sitting, print_)
            return
        key = f"{self.sheet.file}/{self.sheet.sheet}/{sitting.plan.row_number}"
        match = self.people.find(
            row, sitting.unit.ref, fingerprint=print_, answer=self.options.answers.get(key, "")
        )
        if match.problem:
            sitting.plan.refuse(self.headers.get("id_number", ""), match.problem)
            self._keep_present(sitting, print_)
        elif match.rivals:
            self._ask(sitting, key, match)
        else:
            self._join(sitting, match, print_)

    def _keep_present(self, sitting: Sitting, print_: str) -> None:
        name = sitting.row.name.name if sitting.row.name is not None else ""
        self.present |= {person.ref for person in self.people.named(name, sitting.unit.ref)}
        numbered = self.people.numbered(print_) if print_ else None
        if numbered is not None:
            self.present.add(numbered.ref)

    def _ask(self, sitting: Sitting, key: str, match: Match) -> None:
        self.present |= {person.ref for person in match.rivals}
        choices = [(str(person.ref), self._described(person)) for person in match.rivals]
        text = phrase(
            "登记册中有%(count)s人与本行相符,请补填身份证号或出生年月,或在预览页选定是哪一位",
            count=len(choices),
        )
        question = Question(key, text, (*choices, (SOMEBODY_NEW, phrase("都不是,另行登记"))))
        sitting.plan.ask(self.headers.get("name", ""), question)

    def _described(self, person: Known) -> str:
        held = [row.values["title"] for row in self.teams.by_person.get(person.ref, [])]
        born_on = person.values["born_on"]
        parts = (person.values["name"], born_on.dotted if born_on else "", "、".join(held))
        return ",".join(part for part in parts if part)

    def _join(self, sitting: Sitting, match: Match, print_: str) -> None:
        row = sitting.row
        read_titles(sitting, self.party_forms.get(sitting.unit.ref), self.own.titles)
        if match.double:
            sitting.plan.warn(
                self.headers.get("id_number", ""),
                phrase("登记册中另有一位同村同名、出生年月相同而身份证号不同的人,按另一人登记,请核对"),
            )
        elif match.namesake is not None:
            born_on = match.namesake.values["born_on"]
            sitting.plan.warn(
                self.headers.get("born_on", ""),
                phrase(
                    "登记册中同村已有同名的“%(name)s”(%(birth)s),按另一人登记;如是同一人的更正,请先在该人页面“更正信息”,再导入",
                    name=match.namesake.values["name"],
                    birth=phrase("%(born_on)s出生", born_on=born_on.dotted)
                    if born_on
                    else phrase("出生年月未登记"),
                ),
            )
        facts = dict(row.facts)
        if print_ and row.id_number is not None:
            facts |= {"id_number": row.id_number.number, "id_number_fingerprint": print_}
        row.facts = facts
        person = match.person
        is_new = person is None
        if person is None:
            if self._is_older(sitting.unit):
                sitting.plan.warn("", phrase("本表早于登记册已有的花名册,登记册中没有此人,未登记"))
                return
            assert row.name is not None
            person = people.new_person(self.changes, row.name.name, sitting.unit, facts)
            self.people.add(person)
        if row.birth_left_out and (is_new or person.values["born_on"] is None):
            sitting.plan.warn(self.headers.get("born_on", ""), row.birth_left_out)
        self.present.add(person.ref)
        work = self.works.get(person.ref)
        if work is None:
            self.works[person.ref] = Work(person, is_new, [sitting])
        else:
            work.sittings.append(sitting)
            first = work.sittings[0].plan.row_number
            sitting.plan.warn(
                "", phrase("与第%(first)s行是同一人,重复填写,本行只补充其中没有的职务", first=first)
            )

    def _is_older(self, unit: Known) -> bool:
        latest = unit.values["roster_to"]
        return latest is not None and self.on < latest

    def _note_older_units(self) -> None:
        older = [unit for unit in self.units if self._is_older(unit)]
        if older:
            latest = max(unit.values["roster_to"] for unit in older)
            self.sheet.notes.append(
                phrase(
                    "本表的日期(%(on)s)早于登记册已有的花名册(%(latest)s):不改动现任情况和已登记的事项,只补充空白项;任职有出入的见各行提示",
                    on=self.on.isoformat(),
                    latest=latest.isoformat(),
                )
            )

    def _note_second_holders(self) -> None:
        """A post for one that now has two: the former holder has probably left."""
        for claim, others in self.teams.second_holders():
            names = "、".join(self.names[person].values["name"] for person in others if person in self.names)
            if names:
                unit = claim.unit.values["name"]
                self.sheet.notes.append(
                    phrase(
                        "%(unit)s“%(post)s”另有%(names)s在任(第%(row_number)s行),如前任已离任,请一并办理离任",
                        unit=unit,
                        post=claim.title.title,
                        names=names,
                        row_number=claim.plan.row_number,
                    )
                )

    def _place(self) -> None:
        by_unit: dict[Known, list[Sitting]] = {}
        holder: dict[Sitting, Known] = {}
        for work in self.works.values():
            holder |= dict.fromkeys(work.sittings, work.person)
        for sitting in sorted(holder, key=lambda sitting: sitting.plan.row_number):
            by_unit.setdefault(sitting.unit, []).append(sitting)
        absent = self._seats_of_others({person.ref for person in holder.values()})
        for unit, sittings in by_unit.items():
            held = {
                index: row.values["position"]
                for index, sitting in enumerate(sittings)
                for row in self.teams.by_person.get(holder[sitting].ref, [])
                if row.values["unit_id"] == unit.ref
            }
            place(sittings, held, absent.get(unit.ref, ()))

    def _seats_of_others(self, present: set[Ref]) -> dict[Ref, list[tuple[int, int]]]:
        """unit → (team order, place) of every post held by somebody who is not in the sheet."""
        found: dict[Ref, list[tuple[int, int]]] = {}
        for person, rows in self.teams.by_person.items():
            if person in present:
                continue
            for row in rows:
                if row.values["ended_on"] is None:
                    seat = (team_order(row.values["post_class"]), row.values["position"])
                    found.setdefault(row.values["unit_id"], []).append(seat)
        return found

    def _infer_terms(self) -> None:
        by_township: dict[Ref, list[Sitting]] = {}
        for work in self.works.values():
            for sitting in work.sittings:
                by_township.setdefault(sitting.unit.values["parent_id"], []).append(sitting)
        for township in self.townships:
            sittings = by_township.get(township.ref, [])
            seats = [(unit, self.seats.get(unit.ref, [])) for unit in self.index.siblings(township)]
            terms = self.terms.setdefault(township.ref, [])
            note = infer_term(self.changes, township, sittings, terms, seats, on=self.on)
            if note:
                self.sheet.notes.append(note)

    def _compare(self) -> None:
        for work in self.works.values():
            self._compare_one(work)
            for sitting in work.sittings:
                sitting.plan.settle(is_new=work.is_new and sitting is work.sittings[0])

    def _compare_one(self, work: Work) -> None:
        first, person = work.sittings[0], work.person
        older = self._is_older(first.unit)
        if work.is_new:
            people.tell_new(first.plan, first.row.facts)
        else:
            if person.values["unit_id"] != first.unit.ref and not older:
                first.plan.change(
                    "村(社区)", self.index.name_of(person.values["unit_id"]), first.unit.values["name"]
                )
                facts = {"unit_id": first.unit.ref, **first.row.facts}
            else:
                facts = first.row.facts
            people.correct(self.changes, first.plan, person, facts, older=older)
        known = self.schoolings.get(person.ref, [])
        people.state_schooling(self.changes, first.plan, person, known, first.row.schoolings, older=older)
        tags = {row.values["tag"] for row in self.tags.get(person.ref, [])}
        people.add_tags(self.changes, first.row, person, tags)
        self._state_posts(work, older=older)

    def _state_posts(self, work: Work, *, older: bool) -> None:
        first = work.sittings[0]
        if first.row.left is not None:
            if not older:
                ended_on, cause = first.row.left
                self.teams.depart(first.plan, work.person, Departure(ended_on, cause))
            return
        claims: dict[tuple[Ref, str], Claim] = {}
        for sitting in work.sittings:
            row = sitting.row
            for title in sitting.titles:
                claim = Claim(
                    sitting.plan, sitting.unit, title, row.started_on, row.standing, sitting.position
                )
                claims.setdefault((sitting.unit.ref, title.title), claim)
        if claims:
            self.teams.state(first.plan, work.person, list(claims.values()), older=older)

    def _mark_units(self, sittings: Sequence[Sitting]) -> None:
        """From a complete roster on, the register knows everybody who held a post in the unit.

        Only a roster that states its day makes others older than itself.
        """
        incomplete = {sitting.unit for sitting in sittings if sitting.plan.refused}
        with_posts = {sitting.unit for sitting in sittings if sitting.titles}
        for unit in self.units:
            if unit in incomplete or unit not in with_posts:
                continue
            told: dict[str, date] = {}
            first, latest = unit.values["roster_from"], unit.values["roster_to"]
            if first is None or (self.on < first and not self._is_older(unit)):
                told["roster_from"] = self.on
            if self.sheet.dated and (latest is None or latest < self.on):
                told["roster_to"] = self.on
            if told:
                self.changes.update(Unit, unit.ref, unit.values, told, unit=unit.ref)

    def _find_missing(self) -> None:
        if any(is_reason(column.header_text) for column in self.layout.columns):
            self.sheet.notes.append(phrase("本表是退回后改好的行,不是完整的花名册,不核对缺少的人员"))
            return
        titles: dict[tuple[Ref, Ref], list[str]] = {}
        covered = {unit.ref for unit in self.units if not self._is_older(unit)}
        order = {unit.ref: place for place, unit in enumerate(self.siblings)}
        for row in sorted(self.appointments, key=lambda row: order.get(row.values["unit_id"], 0)):
            values = row.values
            if (
                values["unit_id"] in covered
                and values["person_id"] not in self.present
                and values["ended_on"] is None
                and values["body"] in STATED_BODIES
            ):
                titles.setdefault((values["person_id"], values["unit_id"]), []).append(values["title"])
        self.sheet.missing = [
            MissingPerson(
                int(str(person)), self.names[person].values["name"], self.index.name_of(unit), tuple(held)
            )
            for (person, unit), held in titles.items()
            if person in self.names
        ]
