"""Who could succeed whom 接替研判: overview, each post with three candidates, units, units without cover, gaps."""

from __future__ import annotations

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.succession.facts import SuccessionFacts
from talentpool.exports.workbooks.succession.overview import sheet as overview_sheet
from talentpool.exports.workbooks.succession.people import sheet as people_sheet
from talentpool.exports.workbooks.succession.posts import sheet as posts_sheet
from talentpool.exports.workbooks.succession.units import sheet as units_sheet
from talentpool.exports.workbooks.succession.units import uncovered_sheet
from talentpool.sheets import Workbook
from talentpool.succession.ahead import Horizon
from talentpool.succession.findings import DEFINITIONS
from talentpool.succession.queries import list_outlooks

TERMS = {
    "posts": "职务",
    "coverage": "后备覆盖率",
    "mature_coverage": "成熟覆盖率",
    "depth": "每个职务的后备人选",
    "ageing": "到龄职务",
    "deserted": "届时无人可接的职务",
    "below_quota": "未达配备要求的单位",
}


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for, looking ahead to the next election of each unit."""
    units = list_outlooks(scope=request.scope, on=request.on, horizon=Horizon(), unit=request.unit)
    facts = SuccessionFacts(request, tuple(units))
    title = f"{request.place.title}“两委”职务接替研判"
    return Workbook(
        title=title,
        provenance=request.provenance(
            definitions=tuple((term, DEFINITIONS[key]) for key, term in TERMS.items())
        ),
        sheets=(
            overview_sheet(facts, title=title),
            posts_sheet(facts),
            units_sheet(facts),
            uncovered_sheet(facts),
            people_sheet(facts),
        ),
        about="截至日期各村(社区)职务由谁接替:任职人现在和换届时的年龄、后备人选和还差什么、没有人选的职务",
    )
