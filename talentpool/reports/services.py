"""Writing the reports of a round as Word documents."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.files.official import Kind, builtin_template, render
from talentpool.models import MidtermRound, ReportTemplate, Unit
from talentpool.reports.facts import RoundFacts, UnitFacts, load_facts
from talentpool.reports.town import town_report
from talentpool.reports.unit import unit_report
from talentpool.security.scope import Scope
from talentpool.vocabulary import ReportKind
from talentpool.wording import say

_KINDS = {Kind.TOWN: ReportKind.TOWN, Kind.UNIT: ReportKind.UNIT}


def write_town_report(round_: MidtermRound, *, scope: Scope) -> bytes:
    """The report of the township over the units within reach, as .docx."""
    return render(template_of(round_.unit, Kind.TOWN), town_report(load_facts(round_, scope=scope)))


def write_unit_report(round_: MidtermRound, unit: Unit, *, scope: Scope) -> bytes:
    """The report of one unit of a round, as .docx; Missing where it is none of its units."""
    facts = load_facts(round_, scope=scope)
    found = unit_of(facts, unit)
    return render(template_of(round_.unit, Kind.UNIT), unit_report(facts, found))


def unit_of(facts: RoundFacts, unit: Unit) -> UnitFacts:
    """One unit of a round; Missing where it is none of its units."""
    found = next((one for one in facts.units if one.unit_id == unit.id), None)
    if found is None:
        name = facts.round.name
        raise Missing(say("%(unit)s不在“%(round)s”的研判范围内,请核对名称", unit=unit.name, round=name))
    return found


def write_unit_reports(facts: RoundFacts) -> Iterator[tuple[str, bytes]]:
    """(unit, .docx) of every unit of a round, one after the other."""
    template = template_of(facts.round.unit, Kind.UNIT)
    for unit in facts.units:
        yield unit.name, render(template, unit_report(facts, unit))


def template_of(township: Unit, kind: Kind) -> bytes:
    """The office's own template, the nearest and newest first; without one that of the product."""
    above = [int(key) for key in township.path.strip("/").split("/") if key]
    statement = (
        select(ReportTemplate)
        .outerjoin(Unit, ReportTemplate.unit_id == Unit.id)
        .where(
            ReportTemplate.kind == _KINDS[kind],
            ReportTemplate.withdrawn_at.is_(None),
            or_(ReportTemplate.unit_id.is_(None), ReportTemplate.unit_id.in_(above)),
        )
        .order_by(func.coalesce(func.length(Unit.path), 0).desc(), ReportTemplate.uploaded_at.desc())
        .limit(1)
    )
    own = db.session.scalar(statement)
    return own.content if own is not None and own.content is not None else builtin_template(kind)
