"""Gaps in the structure of the teams 班子结构缺项分析: overview, unit × indicator, what is lacking, definitions."""

from __future__ import annotations

from talentpool.analysis.figures import count_figures
from talentpool.analysis.queries import list_targets
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.gaps.facts import GapFacts
from talentpool.exports.workbooks.gaps.lacking import sheet as lacking_sheet
from talentpool.exports.workbooks.gaps.matrix import sheet as matrix_sheet
from talentpool.exports.workbooks.gaps.meanings import sheet as meanings_sheet
from talentpool.exports.workbooks.gaps.meanings import short_definitions
from talentpool.exports.workbooks.gaps.overview import sheet as overview_sheet
from talentpool.sheets import Workbook
from talentpool.succession.queries import list_reserves


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for; the number of statements does not grow with the units."""
    figures = count_figures(scope=request.scope, on=request.on, unit=request.unit)
    townships = {team.township_id for team in figures.town.teams if team.township_id is not None}
    facts = GapFacts(
        figures,
        tuple(list_targets(on=request.on, township_ids=sorted(townships))),
        list_reserves(scope=request.scope, on=request.on, unit=request.unit),
    )
    title = f"{request.place.title}“两委”班子结构缺项分析"
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=short_definitions()),
        sheets=(
            overview_sheet(facts, request, title=title),
            matrix_sheet(facts, request),
            lacking_sheet(facts, request),
            meanings_sheet(facts, request),
        ),
        about="截至日期各村(社区)“两委”班子的结构指标、与目标的对照、缺项和补上的办法",
    )
