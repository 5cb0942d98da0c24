"""Grants say who made them; triggers keep the three offices with three people.

The triggers hold on both engines: no clash of roles over the accounts of one person at any one
time, and no grant but by a security administrator (or at the console, `granted_by_id` none).
A later step that rebuilds `role_grant` or `account` on SQLite has to make them again.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

OFFICES = "('system_administrator', 'security_administrator', 'auditor')"
SAME_PERSON = (
    "(theirs.id = own.id OR theirs.holder_id = own.holder_id"
    " OR theirs.identity_fingerprint = own.identity_fingerprint)"
)
CLASH = f"""EXISTS (
    SELECT 1 FROM role_grant AS mine
    JOIN account AS own ON own.id = mine.account_id
    JOIN account AS theirs ON {SAME_PERSON}
    JOIN role_grant AS other
      ON other.account_id = theirs.id AND other.id <> mine.id AND other.role <> mine.role
    WHERE {{which}} AND (mine.role IN {OFFICES} OR other.role IN {OFFICES})
      AND (mine.starts_on IS NULL OR other.ends_on IS NULL OR mine.starts_on <= other.ends_on)
      AND (other.starts_on IS NULL OR mine.ends_on IS NULL OR other.starts_on <= mine.ends_on)
)"""
"""Two roles that nobody may hold at once, held over the same days by one person."""

FOREIGN_GRANT = f"""NEW.granted_by_id IS NOT NULL AND (
    NOT EXISTS (
        SELECT 1 FROM role_grant AS theirs
        WHERE theirs.account_id = NEW.granted_by_id AND theirs.role = 'security_administrator'
    )
    OR EXISTS (
        SELECT 1 FROM account AS own JOIN account AS theirs ON {SAME_PERSON}
        WHERE own.id = NEW.account_id AND theirs.id = NEW.granted_by_id
    )
)"""
"""A grant by somebody else than a security administrator, or to himself through another account."""

SQLITE = (
    ("role_grant_offices_apart_insert", "INSERT ON role_grant", CLASH, "NEW.id = mine.id", "offices_apart"),
    (
        "role_grant_offices_apart_update",
        "UPDATE ON role_grant",
        CLASH,
        "NEW.id = mine.id",
        "offices_apart",
    ),
    (
        "account_offices_apart",
        "UPDATE OF holder_id, identity_fingerprint ON account",
        CLASH,
        "NEW.id = own.id",
        "offices_apart",
    ),
    ("role_grant_by_security_insert", "INSERT ON role_grant", FOREIGN_GRANT, "", "granted_by_security"),
    (
        "role_grant_by_security_update",
        "UPDATE OF granted_by_id, account_id ON role_grant",
        FOREIGN_GRANT,
        "",
        "granted_by_security",
    ),
)

POSTGRESQL = f"""
CREATE FUNCTION keep_offices_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM account AS theirs
        WHERE theirs.id IN (
            SELECT theirs.id FROM account AS own JOIN account AS theirs ON {SAME_PERSON}
            WHERE own.id = CASE TG_TABLE_NAME WHEN 'account' THEN NEW.id
                           ELSE (to_jsonb(NEW) ->> 'account_id')::integer END
        )
        ORDER BY theirs.id FOR NO KEY UPDATE;
    IF (TG_TABLE_NAME = 'role_grant' AND {CLASH.format(which="mine.id = NEW.id")})
        OR (TG_TABLE_NAME = 'account' AND {CLASH.format(which="own.id = NEW.id")}) THEN
        RAISE EXCEPTION 'offices_apart' USING ERRCODE = 'check_violation', CONSTRAINT = 'offices_apart';
    END IF;
    RETURN NULL;
END $$
"""
"""The lock makes two sessions that grant to one person wait for each other."""

POSTGRESQL_BY_SECURITY = f"""
CREATE FUNCTION keep_grants_with_security() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {FOREIGN_GRANT} THEN
        RAISE EXCEPTION 'granted_by_security'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_by_security';
    END IF;
    RETURN NULL;
END $$
"""

POSTGRESQL_TRIGGERS = (
    "CREATE TRIGGER role_grant_offices_apart AFTER INSERT OR UPDATE ON role_grant"
    " FOR EACH ROW EXECUTE FUNCTION keep_offices_apart()",
    "CREATE TRIGGER account_offices_apart AFTER UPDATE OF holder_id, identity_fingerprint ON account"
    " FOR EACH ROW EXECUTE FUNCTION keep_offices_apart()",
    "CREATE TRIGGER role_grant_by_security AFTER INSERT OR UPDATE OF granted_by_id, account_id"
    " ON role_grant FOR EACH ROW EXECUTE FUNCTION keep_grants_with_security()",
)


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def make_triggers() -> None:
    if is_postgresql():
        for statement in (POSTGRESQL, POSTGRESQL_BY_SECURITY, *POSTGRESQL_TRIGGERS):
            op.execute(sa.text(statement.replace(":", "\\:")))
        return
    for name, event, condition, which, fault in SQLITE:
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} WHEN {condition.format(which=which)}"
            f" BEGIN SELECT RAISE(ABORT, '{fault}'); END"
        )


def drop_triggers() -> None:
    if is_postgresql():
        op.execute("DROP TRIGGER role_grant_offices_apart ON role_grant")
        op.execute("DROP TRIGGER account_offices_apart ON account")
        op.execute("DROP TRIGGER role_grant_by_security ON role_grant")
        op.execute("DROP FUNCTION keep_offices_apart()")
        op.execute("DROP FUNCTION keep_grants_with_security()")
        return
    for name, *_rest in SQLITE:
        op.execute(f"DROP TRIGGER {name}")


def upgrade() -> None:
    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(
            sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("holder_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("identity_fingerprint", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_account_holder_id_person"), "person", ["holder_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_account_holder_id", "account", ["holder_id"])
    op.create_index("ix_account_identity_fingerprint", "account", ["identity_fingerprint"])
    op.execute(f"UPDATE role_grant SET unit_id = NULL WHERE role IN {OFFICES}")
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.add_column(sa.Column("granted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("granted_at", MOMENT, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_role_grant_granted_by_id_account"), "account", ["granted_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_role_grant_nobody_grants_to_himself"), "granted_by_id <> account_id"
        )
        batch_op.create_check_constraint(
            op.f("ck_role_grant_ends_after_it_starts"), "starts_on <= ends_on"
        )
        batch_op.create_check_constraint(
            op.f("ck_role_grant_offices_reach_no_unit"), f"unit_id IS NULL OR role NOT IN {OFFICES}"
        )
        batch_op.create_check_constraint(
            op.f("ck_role_grant_groups_have_unit_and_dates"),
            "role NOT IN ('group_head', 'group_member')"
            " OR (starts_on IS NOT NULL AND ends_on IS NOT NULL AND unit_id IS NOT NULL)",
        )
    make_triggers()


def downgrade() -> None:
    drop_triggers()
    with op.batch_alter_table("role_grant") as batch_op:
        for name in (
            "groups_have_unit_and_dates",
            "offices_reach_no_unit",
            "ends_after_it_starts",
            "nobody_grants_to_himself",
        ):
            batch_op.drop_constraint(op.f(f"ck_role_grant_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_role_grant_granted_by_id_account"), type_="foreignkey")
        batch_op.drop_column("granted_at")
        batch_op.drop_column("granted_by_id")
    op.drop_index("ix_account_identity_fingerprint", table_name="account")
    op.drop_index("ix_account_holder_id", table_name="account")
    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_constraint(op.f("fk_account_holder_id_person"), type_="foreignkey")
        batch_op.drop_column("identity_fingerprint")
        batch_op.drop_column("holder_id")
        batch_op.drop_column("must_change_password")
