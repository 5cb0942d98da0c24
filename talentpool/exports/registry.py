"""Every workbook that can be taken out, by its slug, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from talentpool.errors import Missing
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks import (
    advisers,
    education,
    gaps,
    mentorship,
    quota_gaps,
    reserves,
    roster,
    succession,
    vacancies,
)
from talentpool.sheets import Workbook


@dataclass(frozen=True)
class Export:
    """A workbook: its file name's stem (Chinese), what it holds, and the function that builds it."""

    slug: str
    label: LazyString
    file_stem: str
    description: LazyString
    build: Callable[[ExportRequest], Workbook]
    has_sensitive: bool = False


EXPORTS: dict[str, Export] = {
    export.slug: export
    for export in (
        Export(
            slug="roster",
            label=_l("干部花名册"),
            file_stem="两委干部花名册",
            description=_l("按村(社区)排列的“两委”干部和监督委员会主任,与上报的花名册同样式。"),
            build=roster.build,
            has_sensitive=True,
        ),
        Export(
            slug="vacancies",
            label=_l("职数及空缺台账"),
            file_stem="职数及空缺台账",
            description=_l("每个村(社区)的核定职数、实有、空缺,空缺职务的时间、原因和补选计划。"),
            build=vacancies.build,
        ),
        Export(
            slug="gaps",
            label=_l("班子结构缺项分析"),
            file_stem="班子结构缺项分析",
            description=_l("总览和图表、单位与指标对照表、每个单位缺什么和怎样补上、指标口径。"),
            build=gaps.build,
        ),
        Export(
            slug="reserves",
            label=_l("后备干部花名册"),
            file_stem="后备干部花名册",
            description=_l("在库的后备人员,与上报的后备干部花名册同样式,可以原样再导入。"),
            build=reserves.build,
            has_sensitive=True,
        ),
        Export(
            slug="succession",
            label=_l("接替研判"),
            file_stem="职务接替研判",
            description=_l("总览和图表、每个职务的任职人和三名人选、没有人选的职务、人选还差什么。"),
            build=succession.build,
        ),
        Export(
            slug="quota-gaps",
            label=_l("后备配备缺口"),
            file_stem="后备配备缺口",
            description=_l("每个村(社区)按规定应有、现有和尚缺的后备人数、成熟人数。"),
            build=quota_gaps.build,
        ),
        Export(
            slug="education",
            label=_l("学历提升台账"),
            file_stem="学历提升台账",
            description=_l("干部和后备人员学历提升的报读、在读、毕业情况,本届各单位取得的学历。"),
            build=education.build,
            has_sensitive=True,
        ),
        Export(
            slug="advisers",
            label=_l("离任干部和智囊团"),
            file_stem="离任干部台账",
            description=_l("离任村(社区)干部台账,智囊团成员和他们的咨询、传帮带、再上岗。"),
            build=advisers.build,
            has_sensitive=True,
        ),
        Export(
            slug="mentorship",
            label=_l("导师帮带台账"),
            file_stem="导师帮带台账",
            description=_l("各村(社区)帮带汇总、结对、帮带记录、逾期未帮带和未确定导师的人员。"),
            build=mentorship.build,
        ),
    )
}


def get_export(slug: str) -> Export:
    """The export of this slug, or Missing with the known ones."""
    if slug not in EXPORTS:
        raise Missing(f"没有“{slug}”这种导出,可用的有:{'、'.join(EXPORTS)}")
    return EXPORTS[slug]
