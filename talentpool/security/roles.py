"""The roles, as data: label and what each may do. Where they may do it is said by the grant."""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.security.permissions import Permission


@dataclass(frozen=True)
class Role:
    """`bound_to_units`: the grant names a unit, and the role reaches its subtree only."""

    key: str
    label: str
    permissions: frozenset[Permission]
    bound_to_units: bool = True


_READING = frozenset(
    {Permission.UNITS_VIEW, Permission.PEOPLE_VIEW, Permission.POSTS_VIEW, Permission.ANALYSIS_VIEW}
)
_WRITING = frozenset({Permission.UNITS_EDIT, Permission.PEOPLE_EDIT, Permission.POSTS_EDIT})
_OFFICE = (
    _READING
    | _WRITING
    | {
        Permission.ANALYSIS_KEEP,
        Permission.PEOPLE_UNMASK,
        Permission.INTAKE_USE,
        Permission.EXPORTS_TAKE,
        Permission.EXPORTS_UNMASK,
        Permission.SETTINGS_MANAGE,
    }
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "system_administrator",
            "系统管理员",
            frozenset({Permission.ACCOUNTS_MANAGE}),
            bound_to_units=False,
        ),
        Role("auditor", "审计员", frozenset({Permission.AUDIT_VIEW}), bound_to_units=False),
        Role(
            "county_org_department",
            "县委组织部",
            _READING | {Permission.ANALYSIS_KEEP, Permission.EXPORTS_TAKE, Permission.SETTINGS_MANAGE},
        ),
        Role("township_office", "镇党群办", _OFFICE),
        Role("village_staff", "村(社区)工作人员", _READING),
    )
}


def permissions_of(role_keys: list[str]) -> frozenset[Permission]:
    """Union of the permissions of the roles; an unknown key holds none."""
    return frozenset().union(*(ROLES[key].permissions for key in role_keys if key in ROLES))
