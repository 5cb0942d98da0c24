"""The accounts of the sample town. No other installation has them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleUser:
    """An account of the sample town; `unit` None reaches all units. `holder`: name of who holds it."""

    username: str
    display_name: str
    role: str
    unit: str | None
    password: str
    holder: str = ""


USERS = (
    SampleUser("dangqun", "青禾镇党群办", "township_office", "青禾镇", "Qinghe-Office-2023"),
    SampleUser("zuzhibu", "县委组织部", "county_org_department", None, "Qinghe-County-2023"),
    SampleUser("jinzhu", "金竹村文书", "village_staff", "金竹村", "Qinghe-Village-2023"),
    SampleUser("daoshi", "汤建正(导师)", "mentor", None, "Qinghe-Mentor-2023", holder="汤建正"),
    SampleUser("guanli", "系统管理员", "system_administrator", None, "Qinghe-System-2023"),
    SampleUser("anquan", "安全管理员", "security_administrator", None, "Qinghe-Guard-2023"),
    SampleUser("shenji", "审计员", "auditor", None, "Qinghe-Audit-2023"),
)
