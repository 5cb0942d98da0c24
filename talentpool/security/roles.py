"""The roles, as data: label and what each may do. Where they may do it is said by the grant."""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.security.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """`bound_to_units`: the grant names a unit, and the role reaches its subtree only."""

    key: str
    label: str
    permissions: frozenset[P]
    bound_to_units: bool = True


_READING = frozenset({P.HOME_VIEW, P.UNITS_VIEW, P.PEOPLE_VIEW, P.POSTS_VIEW, P.ANALYSIS_VIEW})
_OFFICE = _READING | {P.PEOPLE_UNMASK, P.INTAKE_USE, P.EXPORTS_TAKE, P.EXPORTS_UNMASK}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("system_administrator", "系统管理员", frozenset({P.ACCOUNTS_MANAGE}), bound_to_units=False),
        Role("auditor", "审计员", frozenset({P.AUDIT_VIEW}), bound_to_units=False),
        Role("county_org_department", "县委组织部", _READING | {P.EXPORTS_TAKE}),
        Role("township_office", "镇党群办", _OFFICE),
        Role("village_staff", "村(社区)工作人员", _READING),
    )
}


def permissions_of(role_keys: list[str]) -> frozenset[P]:
    """Union of the permissions of the roles; an unknown key holds none."""
    return frozenset().union(*(ROLES[key].permissions for key in role_keys if key in ROLES))
