"""The roles, as data: label, what each may do, how far it reaches. Where and when is said by the grant.

The three offices of an information system (GB/T 22239, 安全计算环境) are kept apart: no one account
and no two accounts of one person hold two of them, nor one of them with a role of the business.
Triggers of the database hold that as well (migrations).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from talentpool.security.permissions import Permission


class Reach(Enum):
    """What the grant of a role names.

    NOTHING: no business data at all. UNITS: the subtree of the unit of the grant, or all units.
    GROUP: the units of an evaluation group, only between the two dates of the grant; until groups
    are rows of their own, the grant names the unit. MENTEES: the people whom the holder of the
    account mentors. BALLOT: one ballot, which reaches nothing before its feature stands.
    """

    NOTHING = "nothing"
    UNITS = "units"
    GROUP = "group"
    MENTEES = "mentees"
    BALLOT = "ballot"


@dataclass(frozen=True)
class Role:
    """`everywhere`: may be granted without a unit, over all of them. `second_factor`: cannot do without one."""

    key: str
    label: str
    permissions: frozenset[Permission]
    reach: Reach = Reach.UNITS
    everywhere: bool = False
    second_factor: bool = False

    @property
    def is_office(self) -> bool:
        """Whether it is one of the three offices that see no business data."""
        return self.key in OFFICES

    @property
    def bound_to_units(self) -> bool:
        """Whether the grant names a unit, so that the role reaches its subtree."""
        return self.reach in (Reach.UNITS, Reach.GROUP)

    @property
    def wants_dates(self) -> bool:
        """Whether it is granted between two dates only."""
        return self.reach is Reach.GROUP

    @property
    def can_be_granted(self) -> bool:
        """Whether it lets its holder do anything yet."""
        return bool(self.permissions)


OFFICES: tuple[str, ...] = ("system_administrator", "security_administrator", "auditor")
"""The three that must be three people."""

WANT_HOLDER: tuple[str, ...] = (*OFFICES, "teller")
"""Granted only to an account whose holder is registered: else nobody could tell two people from one."""

_READING = frozenset(
    {
        Permission.UNITS_VIEW,
        Permission.PEOPLE_VIEW,
        Permission.POSTS_VIEW,
        Permission.POOL_VIEW,
        Permission.MENTORSHIP_VIEW,
        Permission.REMINDERS_USE,
        Permission.EDUCATION_VIEW,
        Permission.ADVISERS_VIEW,
        Permission.DEVELOPMENT_VIEW,
        Permission.ANALYSIS_VIEW,
    }
)
_WRITING = frozenset(
    {
        Permission.UNITS_EDIT,
        Permission.PEOPLE_EDIT,
        Permission.POSTS_EDIT,
        Permission.POOL_EDIT,
        Permission.MENTORSHIP_EDIT,
        Permission.EDUCATION_EDIT,
        Permission.ADVISERS_EDIT,
        Permission.DEVELOPMENT_EDIT,
    }
)
_OFFICE = (
    _READING
    | _WRITING
    | {
        Permission.POOL_RULES,
        Permission.POOL_CONCLUSIONS,
        Permission.ANALYSIS_KEEP,
        Permission.SUCCESSION_VIEW,
        Permission.MIDTERM_VIEW,
        Permission.TALLIES_ENTER,
        Permission.GRADES_JUDGE,
        Permission.GRADES_DECIDE,
        Permission.MENTORSHIP_CONFIRM,
        Permission.PEOPLE_UNMASK,
        Permission.INTAKE_USE,
        Permission.EXPORTS_TAKE,
        Permission.EXPORTS_UNMASK,
        Permission.SETTINGS_MANAGE,
        Permission.CHANGES_VIEW,
        Permission.RETENTION_PURGE,
    }
)
_COUNTY = _READING | {
    Permission.POOL_RULES,
    Permission.POOL_CONCLUSIONS,
    Permission.ANALYSIS_KEEP,
    Permission.INTAKE_USE,
    Permission.SUCCESSION_VIEW,
    Permission.MIDTERM_VIEW,
    Permission.EXPORTS_TAKE,
    Permission.SETTINGS_MANAGE,
    Permission.CHANGES_VIEW,
    Permission.RETENTION_PURGE,
}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "system_administrator",
            "系统管理员",
            frozenset({Permission.ACCOUNTS_VIEW, Permission.ACCOUNTS_MANAGE, Permission.BACKUPS_MANAGE}),
            reach=Reach.NOTHING,
            second_factor=True,
        ),
        Role(
            "security_administrator",
            "安全管理员",
            frozenset({Permission.ACCOUNTS_VIEW, Permission.GRANTS_MANAGE, Permission.SECURITY_MANAGE}),
            reach=Reach.NOTHING,
            second_factor=True,
        ),
        Role(
            "auditor",
            "审计员",
            frozenset({Permission.AUDIT_VIEW}),
            reach=Reach.NOTHING,
            second_factor=True,
        ),
        Role("county_org_department", "县委组织部", _COUNTY, everywhere=True, second_factor=True),
        Role("township_office", "镇党群办", _OFFICE),
        Role(
            "group_head",
            "分析组组长",
            _READING
            | {
                Permission.ANALYSIS_KEEP,
                Permission.SUCCESSION_VIEW,
                Permission.MIDTERM_VIEW,
                Permission.TALLIES_ENTER,
                Permission.GRADES_JUDGE,
                Permission.EXPORTS_TAKE,
            },
            reach=Reach.GROUP,
        ),
        Role(
            "group_member",
            "分析组成员",
            _READING | {Permission.MIDTERM_VIEW, Permission.TALLIES_ENTER},
            reach=Reach.GROUP,
        ),
        Role("village_staff", "村(社区)工作人员", _READING | {Permission.MENTORSHIP_CONFIRM}),
        Role(
            "mentor",
            "帮带人",
            frozenset({Permission.MENTORSHIP_GUIDE, Permission.MENTORSHIP_CONFIRM, Permission.REMINDERS_USE}),
            reach=Reach.MENTEES,
        ),
        Role("teller", "监票人", frozenset(), reach=Reach.BALLOT),
    )
}


def permissions_of(role_keys: Iterable[str]) -> frozenset[Permission]:
    """Union of the permissions of the roles; an unknown key holds none."""
    return frozenset().union(*(ROLES[key].permissions for key in role_keys if key in ROLES))


def offices_clash(one: str, other: str) -> bool:
    """Whether nobody may hold both roles at the same time."""
    return one != other and (one in OFFICES or other in OFFICES)
