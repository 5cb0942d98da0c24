"""The reserve force of a large county: 3,000 reserves in 1,000 units with 100,000 guidance logs.

Server time and statements of the pages, seconds of the workbook of all units.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from benchmarks.pages import counted_statements, measure, signed_in
from benchmarks.report import Bar, processor_seconds
from benchmarks.workbooks import MADE_AT
from benchmarks.world import REFERENCE, TITLES, county
from talentpool.dates import PartialDate
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks import reserves, succession
from talentpool.extensions import db
from talentpool.files.xlsx import save_workbook
from talentpool.models import (
    EligibilityRule,
    GuidanceLog,
    Pairing,
    Person,
    PoolEntry,
    PoolSource,
    QuotaRule,
    ReadinessRating,
    ReviewRuleSet,
    TargetPost,
    Unit,
)
from talentpool.security.scope import Scope
from talentpool.sheets import Workbook
from talentpool.vocabulary import (
    EntryBasis,
    GuidanceWay,
    NominationWay,
    RuleStrength,
    SchoolingLevel,
    SourceCategory,
)

UNITS, RESERVES, LOGS = 1_000, 3_000, 100_000
HOLDERS = 7_000
PAGE_LIMIT_MS, LIST_LIMIT_MS, WORKBOOK_LIMIT_S = 100.0, 50.0, 5.0
STATEMENT_LIMIT = 15
READINESS = ("成熟", "较成熟", "培养")


def fill_reserves() -> None:
    """Reserves, three a unit, with ratings, sources, one to three aims, a mentor each and the logs of the pairs."""
    chance = random.Random(5)
    connection = db.session.connection()
    people = db.session.execute(select(Person.id, Person.unit_id).order_by(Person.id)).all()
    by_unit: dict[int, list[int]] = {}
    for person_id, unit_id in people[HOLDERS:]:
        by_unit.setdefault(unit_id, []).append(person_id)
    chosen = [(person_id, unit_id) for unit_id, ids in by_unit.items() for person_id in ids]
    chosen = chosen[:RESERVES]
    connection.execute(
        insert(PoolEntry),
        [
            {
                "id": nth,
                "person_id": person_id,
                "unit_id": unit_id,
                "basis": EntryBasis.STATED,
                "way": NominationWay.ORGANIZATION,
                "entered_on": PartialDate(2021, 1 + nth % 12),
                "known_from": REFERENCE,
            }
            for nth, (person_id, unit_id) in enumerate(chosen, start=1)
        ],
    )
    connection.execute(
        insert(ReadinessRating),
        [
            {"entry_id": nth, "readiness": chance.choice(READINESS), "rated_on": date(year, 6, 1)}
            for nth in range(1, len(chosen) + 1)
            for year in (2022, 2023)
        ],
    )
    connection.execute(
        insert(PoolSource),
        [
            {"entry_id": nth, "category": SourceCategory.VETERAN, "main": True}
            for nth in range(1, len(chosen) + 1)
        ],
    )
    connection.execute(
        insert(TargetPost),
        [
            {"entry_id": nth, "rank": rank, "unit_id": unit_id, "post_class": kind, "title": title}
            for nth, (_, unit_id) in enumerate(chosen, start=1)
            for rank, (title, kind) in enumerate(chance.sample(TITLES, 1 + nth % 3), start=1)
        ],
    )
    _fill_mentorship([person_id for person_id, _ in chosen], mentors=[one.id for one in people[:HOLDERS]])
    _fill_rules()
    db.session.commit()


def _fill_mentorship(mentees: list[int], *, mentors: list[int]) -> None:
    connection = db.session.connection()
    connection.execute(
        insert(Pairing),
        [
            {
                "id": nth,
                "mentor_id": mentors[nth % len(mentors)],
                "mentee_id": mentee,
                "started_on": PartialDate(2021, 6),
                "known_from": PartialDate(2021, 6),
            }
            for nth, mentee in enumerate(mentees, start=1)
        ],
    )
    connection.execute(
        insert(GuidanceLog),
        [
            {
                "pairing_id": nth % len(mentees) + 1,
                "held_on": PartialDate.from_date(date(2021, 7, 1) + timedelta(days=nth // len(mentees) * 20)),
                "way": GuidanceWay.TALK,
                "minutes": 30,
                "topic": "换届准备",
            }
            for nth in range(LOGS)
        ],
    )


def _fill_rules() -> None:
    rules = ReviewRuleSet(name="联审规则", valid_from=date(2020, 1, 1))
    db.session.add(rules)
    db.session.flush()
    db.session.add(
        EligibilityRule(
            rule_set_id=rules.id,
            code="1",
            text="45周岁以下、大专以上",
            strength=RuleStrength.BAR,
            oldest=45,
            schooling=SchoolingLevel.COLLEGE,
            studying_counts=True,
        )
    )
    db.session.add(QuotaRule(rule_set_id=rules.id, at_least=3, mature_at_least=1))


def run() -> list[Bar]:
    """The pages of a township and of one unit, the list of the pool, and the workbooks of all."""
    bars = []
    with county(people=HOLDERS + RESERVES, units=UNITS) as made:
        fill_reserves()
        client = signed_in(made.app)
        township = db.session.scalars(
            select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)
        ).first()
        unit = db.session.scalars(select(Unit.id).where(Unit.parent_id == township).order_by(Unit.id)).first()
        pages = {
            "succession of a township": (f"/succession?township={township}", PAGE_LIMIT_MS),
            "succession of one unit": (f"/succession/units/{unit}", PAGE_LIMIT_MS),
            "list of the pool": ("/pool", LIST_LIMIT_MS),
            "mentorship": ("/mentorship", LIST_LIMIT_MS),
            "guidance logs": ("/mentorship/logs", LIST_LIMIT_MS),
            "one pair": ("/mentorship/1", LIST_LIMIT_MS),
            "reminders": ("/reminders", LIST_LIMIT_MS),
        }
        for name, (address, limit) in pages.items():
            taken, statements = measure(client, address)
            detail = f"processor; {taken.clock:.0f} ms by the clock"
            bars.append(Bar(name, taken.processor, limit, "ms", detail))
            bars.append(Bar(f"{name}: statements", statements, STATEMENT_LIMIT, ""))
        for name, build in (("succession", succession.build), ("reserves", reserves.build)):
            bars += _workbook(name, build, made.folder)
    return bars


def _workbook(name: str, build: Callable[[ExportRequest], Workbook], folder: Path) -> list[Bar]:
    request = ExportRequest(scope=Scope.everything(), on=REFERENCE, made_at=MADE_AT, who="基准")

    def take() -> None:
        db.session.rollback()
        db.session.expunge_all()
        save_workbook(build(request), folder / f"{name}.xlsx")

    with counted_statements() as seen:
        take()
    statements = sum(not one.startswith(("BEGIN", "PRAGMA")) for one in seen)
    return [
        Bar(f"{name} workbook of {UNITS} units", processor_seconds(take), WORKBOOK_LIMIT_S, "s", "processor"),
        Bar(f"{name} workbook: statements", statements, STATEMENT_LIMIT, ""),
    ]
