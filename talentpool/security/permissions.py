"""Everything that can be allowed, as feature:act."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A right; every one is held by some role and asked for by some route."""

    UNITS_VIEW = "units:view"
    UNITS_EDIT = "units:edit"
    PEOPLE_VIEW = "people:view"
    PEOPLE_EDIT = "people:edit"
    PEOPLE_UNMASK = "people:unmask"
    POSTS_VIEW = "posts:view"
    POSTS_EDIT = "posts:edit"
    POOL_VIEW = "pool:view"
    POOL_EDIT = "pool:edit"
    EDUCATION_VIEW = "education:view"
    EDUCATION_EDIT = "education:edit"
    POOL_RULES = "pool:rules"
    MENTORSHIP_VIEW = "mentorship:view"
    MENTORSHIP_EDIT = "mentorship:edit"
    MENTORSHIP_GUIDE = "mentorship:guide"
    MENTORSHIP_CONFIRM = "mentorship:confirm"
    ADVISERS_VIEW = "advisers:view"
    ADVISERS_EDIT = "advisers:edit"
    POOL_CONCLUSIONS = "pool:conclusions"
    ANALYSIS_VIEW = "analysis:view"
    ANALYSIS_KEEP = "analysis:keep"
    SUCCESSION_VIEW = "succession:view"
    INTAKE_USE = "intake:use"
    EXPORTS_TAKE = "exports:take"
    EXPORTS_UNMASK = "exports:unmask"
    SETTINGS_MANAGE = "settings:manage"
    ACCOUNTS_VIEW = "accounts:view"
    ACCOUNTS_MANAGE = "accounts:manage"
    GRANTS_MANAGE = "grants:manage"
    SECURITY_MANAGE = "security:manage"
    AUDIT_VIEW = "audit:view"
    BACKUPS_MANAGE = "backups:manage"
    CHANGES_VIEW = "changes:view"
    RETENTION_PURGE = "retention:purge"
