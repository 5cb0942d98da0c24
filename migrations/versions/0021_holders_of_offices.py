"""An office is granted to an account with a registered holder only, and keeps that holder.

Two triggers on either engine: no grant of such a role by anybody but the console to an account
without an ID number, and no other ID number for an account while it carries one. The number's blind
index changes with the key too: while a key is leaving, the second one rests. What was granted before
stays as it is. A later step that rebuilds `role_grant` or `account` on SQLite has to make them again.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROLES = "('system_administrator', 'security_administrator', 'auditor', 'teller')"
NO_HOLDER = f"""NEW.granted_by_id IS NOT NULL AND NEW.role IN {ROLES} AND EXISTS (
    SELECT 1 FROM account WHERE account.id = NEW.account_id AND account.identity_fingerprint IS NULL
)"""
OTHER_HOLDER = f"""OLD.identity_fingerprint IS NOT NULL
    AND (NEW.identity_fingerprint IS NULL OR NEW.identity_fingerprint <> OLD.identity_fingerprint)
    AND EXISTS (SELECT 1 FROM role_grant WHERE role_grant.account_id = NEW.id AND role_grant.role IN {ROLES})
    AND NOT EXISTS (SELECT 1 FROM field_key WHERE field_key.state = 'leaving')"""

TRIGGERS = (
    ("role_grant_has_holder", "role_grant", "role, account_id, granted_by_id", NO_HOLDER, "offices_have_holder"),
    ("account_keeps_holder", "account", "identity_fingerprint", OTHER_HOLDER, "offices_keep_holder"),
)
"""(name, table, columns, what is refused, as what)"""


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    for name, table, columns, refused, fault in TRIGGERS:
        if is_postgresql():
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN IF {refused} THEN RAISE EXCEPTION '{fault}'"
                f" USING ERRCODE = 'check_violation', CONSTRAINT = '{fault}'; END IF; RETURN NULL; END $$"
            )
            events = f"UPDATE OF {columns}" if table == "account" else f"INSERT OR UPDATE OF {columns}"
            op.execute(
                f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            continue
        for event, ending in ((f"UPDATE OF {columns}", "update"), ("INSERT", "insert")):
            if table == "role_grant" or event != "INSERT":
                op.execute(
                    f"CREATE TRIGGER {name}_{ending} AFTER {event} ON {table} WHEN {refused}"
                    f" BEGIN SELECT RAISE(ABORT, '{fault}'); END"
                )


def downgrade() -> None:
    if is_postgresql():
        for name, table, *_rest in TRIGGERS:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        return
    for name in ("role_grant_has_holder_insert", "role_grant_has_holder_update", "account_keeps_holder_update"):
        op.execute(f"DROP TRIGGER {name}")
