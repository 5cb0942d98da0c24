"""Units, their bodies and the township staff tied to them (村民委员会组织法, 城市居民委员会组织法)."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled


class UnitType(Labelled):
    """What a unit is; county and township hold the others."""

    COUNTY = "county", "县(市、区)"
    TOWNSHIP = "township", "乡镇(街道)"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"


class PartyForm(Labelled):
    """Form of the unit's Party organization (农村基层组织工作条例)."""

    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"


class Body(Labelled):
    """The bodies of a unit. Only the first two are the two committees “两委”."""

    PARTY = "party", "党组织"
    COMMITTEE = "committee", "村(居)民委员会"
    SUPERVISION = "supervision", "村(居)务监督委员会"
    OTHER = "other", "其他"


TWO_COMMITTEES: tuple[Body, ...] = (Body.PARTY, Body.COMMITTEE)


class DutyRole(Labelled):
    """Township staff tied to a unit."""

    AREA_LEADER = "area_leader", "包片领导"
    STATIONED_CADRE = "stationed_cadre", "驻村干部"


class NameKind(Labelled):
    """Whose a former name of a unit was: its own, or that of a unit that went into it."""

    RENAMED = "renamed", "更名前名称"
    MERGED = "merged", "并入单位"
