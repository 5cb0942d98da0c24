"""A rule set to begin with: what offices commonly ask, to be changed on screen. Pure.

Age, schooling and 在读 as town notices of 2022–2023 have them; agencies and items of the negative
list as counties publish them. It is an example, not a norm: the county's own document wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.pool.rules import Eligibility
from talentpool.vocabulary import AgencyLevel, RuleStrength, SchoolingLevel
from talentpool.wording import marked

ELIGIBILITY = (
    Eligibility(
        "Z1",
        marked("45周岁以下(特别优秀的50周岁以下),大专及以上学历,大专在读视同大专"),
        RuleStrength.BAR,
        oldest=45,
        oldest_with_exception=50,
        schooling=SchoolingLevel.COLLEGE,
        studying_counts=True,
    ),
    Eligibility(
        "Z2",
        marked("45周岁以下,高中(中专)及以上学历,中共党员"),
        RuleStrength.BAR,
        oldest=45,
        schooling=SchoolingLevel.SENIOR_HIGH,
        party_member=True,
    ),
)

AGENCIES = (
    (marked("派出所"), AgencyLevel.TOWNSHIP),
    (marked("司法所"), AgencyLevel.TOWNSHIP),
    (marked("镇纪委"), AgencyLevel.TOWNSHIP),
    (marked("纪检监察机关"), AgencyLevel.COUNTY),
    (marked("社会工作部"), AgencyLevel.COUNTY),
    (marked("政法委"), AgencyLevel.COUNTY),
    (marked("公安局"), AgencyLevel.COUNTY),
    (marked("检察院"), AgencyLevel.COUNTY),
    (marked("法院"), AgencyLevel.COUNTY),
    (marked("信访局"), AgencyLevel.COUNTY),
)


@dataclass(frozen=True, slots=True)
class UsualItem:
    """An item of the negative list with the names of its agencies."""

    code: str
    text: str
    strength: RuleStrength
    lookback_months: int | None
    agencies: tuple[str, ...]


NEGATIVE = (
    UsualItem("B1", marked("受过刑事处罚的"), RuleStrength.BAR, None, ("公安局", "法院", "检察院")),
    UsualItem("B2", marked("涉黑涉恶受处理未满5年的"), RuleStrength.BAR, 60, ("政法委", "公安局")),
    UsualItem("B3", marked("有“村霸”情形,加入邪教组织的"), RuleStrength.BAR, None, ("政法委", "派出所")),
    UsualItem(
        "B4",
        marked("受撤销党内职务以上处分未满2年的"),
        RuleStrength.BAR,
        24,
        ("镇纪委", "纪检监察机关"),
    ),
    UsualItem("C1", marked("正在被立案审查调查的"), RuleStrength.CAUTION, None, ("镇纪委", "纪检监察机关")),
    UsualItem(
        "C2",
        marked("因嫖娼、吸毒、扰乱公共秩序被行政拘留未满5年的"),
        RuleStrength.CAUTION,
        60,
        ("派出所", "公安局"),
    ),
    UsualItem("C3", marked("煽动、组织群众非正常上访未满5年的"), RuleStrength.CAUTION, 60, ("信访局",)),
)
AT_LEAST = 2
"""Reserves of a unit, one of them mature."""
