"""The first schema: units, people, posts, accounts, intake, settings, and the two append-only logs.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTIAL_DATE = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
VOCABULARY = sa.String(32)

APPEND_ONLY = ("audit_entry", "journal_entry")
REFUSAL = "this record is append-only"

TARGETS = (
    ("women", "at_least", 1, None, "村民委员会组织法第六条、城市居民委员会组织法:班子中应当有妇女成员"),
    ("aged_35_or_under", "at_least", 1, None, "班子结构要求:每个班子至少1名35岁及以下成员"),
    ("college_or_above", "at_least", 1, None, "班子结构要求:每个班子至少1名大专及以上学历成员"),
    ("committee_members", "at_least", 3, "village", "村民委员会组织法第六条:村委会由三至七人组成"),
    ("committee_members", "at_most", 7, "village", "村民委员会组织法第六条:村委会由三至七人组成"),
    ("committee_members", "at_least", 5, "community", "城市居民委员会组织法第七条:居委会由五至九人组成"),
    ("committee_members", "at_most", 9, "community", "城市居民委员会组织法第七条:居委会由五至九人组成"),
)


def guard_sqlite(table: str) -> None:
    """Refuse UPDATE, DELETE and the INSERT OR REPLACE that walks round them."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def guard_postgresql(table: str) -> None:
    """Refuse UPDATE and DELETE by row, TRUNCATE by statement."""
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def guard_logs() -> None:
    """Make the two logs append-only, whoever asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in APPEND_ONLY:
        (guard_postgresql if op.get_bind().dialect.name == "postgresql" else guard_sqlite)(table)


def seed_targets() -> None:
    """The law's limits and the usual structure targets; an office changes them in its settings."""
    table = sa.table(
        "structure_target",
        *(sa.column(name) for name in ("indicator", "direction", "value", "unit_type", "basis", "version")),
    )
    names = ("indicator", "direction", "value", "unit_type", "basis")
    op.bulk_insert(table, [dict(zip(names, target)) | {"version": 1} for target in TARGETS])


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.Column("language", sa.String(length=8), server_default="zh", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("length(username) > 0", name=op.f("ck_account_username_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name="uq_account_username"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("operation", sa.String(length=8), nullable=False),
        sa.Column("record_table", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_audit_entry_record", ["record_table", "record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.String(length=64), server_default="", nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index("ix_journal_entry_at", ["at"], unique=False)

    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_login_attempt_address_at", ["address", "at"], unique=False)
        batch_op.create_index("ix_login_attempt_username_at", ["username", "at"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name="uq_setting_key"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("unit_type", VOCABULARY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("path", sa.String(length=120), server_default="", nullable=False),
        sa.Column("opened_on", PARTIAL_DATE, nullable=True),
        sa.Column("closed_on", PARTIAL_DATE, nullable=True),
        sa.Column("roster_from", sa.Date(), nullable=True),
        sa.Column("roster_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "parent_id IS NOT NULL OR unit_type IN ('county', 'township')",
            name=op.f("ck_unit_only_top_units_lack_a_parent"),
        ),
        sa.CheckConstraint(
            "unit_type IN ('county', 'township', 'community', 'village')",
            name=op.f("ck_unit_unit_type_known"),
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_unit_name_given")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name="uq_unit_code"),
        sa.UniqueConstraint("parent_id", "name", name="uq_unit_parent_name"),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("ix_unit_path", ["path"], unique=False)

    op.create_table(
        "intake_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), server_default="previewed", nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('previewed', 'taken', 'discarded')", name=op.f("ck_intake_batch_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_intake_batch_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_intake_batch_unit_id_unit"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
    )
    with op.batch_alter_table("intake_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_batch_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_intake_batch_created_at", ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_batch_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("end_reason", sa.String(length=40), server_default="", nullable=False),
        sa.Column("address", sa.String(length=64), server_default="", nullable=False),
        sa.Column("agent", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_login_session_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name="uq_login_session_token"),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index("ix_login_session_account_id", ["account_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_note", sa.String(length=60), server_default="", nullable=False),
        sa.Column("name_key", sa.String(length=200), server_default="", nullable=False),
        sa.Column("pinyin", sa.String(length=200), server_default="", nullable=False),
        sa.Column("initials", sa.String(length=40), server_default="", nullable=False),
        sa.Column("sex", VOCABULARY, nullable=True),
        sa.Column("nationality", sa.String(length=2), nullable=True),
        sa.Column("native_place", sa.String(length=60), server_default="", nullable=False),
        sa.Column("born_on", PARTIAL_DATE, nullable=True),
        sa.Column("political_status", VOCABULARY, nullable=True),
        sa.Column("membership_stage", VOCABULARY, nullable=True),
        sa.Column("party_joined_on", PARTIAL_DATE, nullable=True),
        sa.Column("party_confirmed_on", PARTIAL_DATE, nullable=True),
        sa.Column("work_started_on", PARTIAL_DATE, nullable=True),
        sa.Column("first_cadre_on", PARTIAL_DATE, nullable=True),
        sa.Column("died_on", PARTIAL_DATE, nullable=True),
        sa.Column("id_number", sa.String(length=18), nullable=True),
        sa.Column("id_number_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("phone_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("sex IN ('male', 'female')", name=op.f("ck_person_sex_known")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_name_given")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_number_fingerprint", name="uq_person_id_number"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_name_key", ["name_key"], unique=False)
        batch_op.create_index("ix_person_phone_fingerprint", ["phone_fingerprint"], unique=False)
        batch_op.create_index("ix_person_unit_id_name", ["unit_id", "name"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("body", VOCABULARY, nullable=False),
        sa.Column("post_class", VOCABULARY, nullable=False),
        sa.Column("team_order", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("opened_on", PARTIAL_DATE, nullable=True),
        sa.Column("closed_on", PARTIAL_DATE, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "body IN ('party', 'committee', 'supervision', 'other')", name=op.f("ck_post_body_known")
        ),
        sa.CheckConstraint(
            "post_class IN ('party_secretary', 'party_deputy_secretary', 'committee_director', 'committee_deputy_director', 'party_member', 'committee_member', 'supervision_head', 'supervision_member', 'accountant', 'womens_head', 'militia_head', 'youth_secretary', 'group_leader', 'grid_worker', 'community_worker', 'first_secretary', 'selected_graduate', 'other')",
            name=op.f("ck_post_post_class_known"),
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on",
            name=op.f("ck_post_closes_after_it_opens"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("unit_id", "title", "opened_on", name="uq_post_unit_title_opened"),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index("ix_post_unit_id_body", ["unit_id", "body"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "account_id", "role", "unit_id", "starts_on", name="uq_role_grant_account_role_unit_starts"
        ),
    )
    op.create_table(
        "seat_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("authorised", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "authorised >= 0 AND coalesce(standing, 0) >= 0",
            name=op.f("ck_seat_statement_seats_not_negative"),
        ),
        sa.CheckConstraint(
            "holds_from <= stated_on", name=op.f("ck_seat_statement_holds_from_the_statement_at_latest")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_seat_statement_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_statement")),
        sa.UniqueConstraint("unit_id", "stated_on", name="uq_seat_statement_unit_stated"),
    )
    with op.batch_alter_table("seat_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_statement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "structure_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit_type", sa.String(length=16), nullable=True),
        sa.Column("basis", sa.String(length=200), server_default="", nullable=False),
        sa.Column("valid_from", PARTIAL_DATE, nullable=True),
        sa.Column("valid_until", PARTIAL_DATE, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "direction IN ('at_least', 'at_most')", name=op.f("ck_structure_target_direction_known")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_structure_target_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_target")),
        sa.UniqueConstraint(
            "unit_id", "indicator", "direction", "unit_type", "valid_from", name="uq_structure_target_rule"
        ),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("ends_on", PARTIAL_DATE, nullable=False),
        sa.Column("inferred", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_on > started_on", name=op.f("ck_term_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_term_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("unit_id", "started_on", name="uq_term_unit_started"),
    )
    op.create_table(
        "unit_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("until_on", PARTIAL_DATE, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_name_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_name")),
        sa.UniqueConstraint("unit_id", "name", "until_on", name="uq_unit_name_unit_name_until"),
    )
    with op.batch_alter_table("unit_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_name_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("party_form", VOCABULARY, nullable=True),
        sa.Column("branch_count", sa.Integer(), nullable=True),
        sa.Column("party_member_count", sa.Integer(), nullable=True),
        sa.Column("group_count", sa.Integer(), nullable=True),
        sa.Column("household_count", sa.Integer(), nullable=True),
        sa.Column("registered_population", sa.Integer(), nullable=True),
        sa.Column("resident_population", sa.Integer(), nullable=True),
        sa.Column("merger_note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "party_form IN ('committee', 'general_branch', 'branch')",
            name=op.f("ck_unit_statement_party_form_known"),
        ),
        sa.CheckConstraint(
            "coalesce(branch_count, 0) >= 0 AND coalesce(party_member_count, 0) >= 0 AND coalesce(group_count, 0) >= 0 AND coalesce(household_count, 0) >= 0 AND coalesce(registered_population, 0) >= 0 AND coalesce(resident_population, 0) >= 0",
            name=op.f("ck_unit_statement_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_statement_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_statement")),
        sa.UniqueConstraint("unit_id", "stated_on", name="uq_unit_statement_unit_stated"),
    )
    with op.batch_alter_table("unit_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_statement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("started_on", PARTIAL_DATE, nullable=True),
        sa.Column("known_from", PARTIAL_DATE, nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("end_cause", VOCABULARY, nullable=True),
        sa.Column("end_note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("basis", VOCABULARY, server_default="stated", nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "basis IN ('elected', 'by_election', 'appointed', 'stated')",
            name=op.f("ck_appointment_basis_known"),
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_cause IS NULL)", name=op.f("ck_appointment_end_has_its_cause")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= coalesce(started_on, known_from)",
            name=op.f("ck_appointment_ends_after_it_starts"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_appointment_post_id_post")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_appointment_term_id_term"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_appointment_post_id", ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_term_id"), ["term_id"], unique=False)

    op.create_table(
        "intake_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["intake_batch.id"],
            name=op.f("fk_intake_file_batch_id_intake_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_file")),
    )
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_file_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "person_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_tag_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_tag")),
        sa.UniqueConstraint("person_id", "tag", name="uq_person_tag_person_tag"),
    )
    op.create_table(
        "schooling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mode", VOCABULARY, nullable=False),
        sa.Column("level", VOCABULARY, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("written", sa.String(length=60), server_default="", nullable=False),
        sa.Column("school", sa.String(length=120), server_default="", nullable=False),
        sa.Column("major", sa.String(length=120), server_default="", nullable=False),
        sa.Column("finished_on", PARTIAL_DATE, nullable=True),
        sa.CheckConstraint(
            "level IN ('postgraduate', 'undergraduate', 'college', 'vocational_secondary', 'technical', 'senior_high', 'junior_high', 'primary', 'none')",
            name=op.f("ck_schooling_level_known"),
        ),
        sa.CheckConstraint(
            "mode IN ('full_time', 'in_service', 'unspecified')", name=op.f("ck_schooling_mode_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_schooling_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schooling")),
    )
    with op.batch_alter_table("schooling", schema=None) as batch_op:
        batch_op.create_index("ix_schooling_person_id_rank", ["person_id", "rank"], unique=False)

    op.create_table(
        "unit_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", VOCABULARY, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("known_from", PARTIAL_DATE, nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.CheckConstraint(
            "role IN ('area_leader', 'stationed_cadre')", name=op.f("ck_unit_duty_role_known")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= known_from", name=op.f("ck_unit_duty_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_unit_duty_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_duty_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_duty")),
    )
    with op.batch_alter_table("unit_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_duty_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_unit_duty_unit_id_role", ["unit_id", "role"], unique=False)

    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("since", PARTIAL_DATE, nullable=False),
        sa.Column("cause", VOCABULARY, nullable=False),
        sa.Column("cause_written", sa.String(length=200), server_default="", nullable=False),
        sa.Column("by_election_plan", sa.String(length=200), server_default="", nullable=False),
        sa.Column("by_election_due", PARTIAL_DATE, nullable=True),
        sa.Column("candidate", sa.String(length=60), server_default="", nullable=False),
        sa.Column("joint_review", sa.String(length=200), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_on", PARTIAL_DATE, nullable=True),
        sa.Column("outcome", VOCABULARY, nullable=True),
        sa.Column("filled_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "cause IN ('term_end', 'resigned', 'over_age', 'transferred', 'moved_away', 'dismissed', 'discipline', 'sentenced', 'twice_incompetent', 'died', 'never_filled', 'other', 'unknown')",
            name=op.f("ck_vacancy_cause_known"),
        ),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (outcome IS NULL)", name=op.f("ck_vacancy_close_has_its_outcome")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= since", name=op.f("ck_vacancy_closes_after_it_opens")
        ),
        sa.ForeignKeyConstraint(
            ["filled_by_id"],
            ["appointment.id"],
            name=op.f("fk_vacancy_filled_by_id_appointment"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_vacancy_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
    )
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_filled_by_id"), ["filled_by_id"], unique=False)
        batch_op.create_index("ix_vacancy_post_id", ["post_id"], unique=False)
    guard_logs()
    seed_targets()


def downgrade() -> None:
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.drop_index("ix_vacancy_post_id")
        batch_op.drop_index(batch_op.f("ix_vacancy_filled_by_id"))

    op.drop_table("vacancy")
    with op.batch_alter_table("unit_duty", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_duty_unit_id_role")
        batch_op.drop_index(batch_op.f("ix_unit_duty_person_id"))

    op.drop_table("unit_duty")
    with op.batch_alter_table("schooling", schema=None) as batch_op:
        batch_op.drop_index("ix_schooling_person_id_rank")

    op.drop_table("schooling")
    op.drop_table("person_tag")
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_file_batch_id"))

    op.drop_table("intake_file")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_term_id"))
        batch_op.drop_index("ix_appointment_post_id")
        batch_op.drop_index("ix_appointment_person_id")

    op.drop_table("appointment")
    with op.batch_alter_table("unit_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_statement_unit_id"))

    op.drop_table("unit_statement")
    with op.batch_alter_table("unit_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_name_unit_id"))

    op.drop_table("unit_name")
    op.drop_table("term")
    op.drop_table("structure_target")
    with op.batch_alter_table("seat_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_statement_unit_id"))

    op.drop_table("seat_statement")
    op.drop_table("role_grant")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("ix_post_unit_id_body")

    op.drop_table("post")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_unit_id_name")
        batch_op.drop_index("ix_person_phone_fingerprint")
        batch_op.drop_index("ix_person_name_key")

    op.drop_table("person")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index("ix_login_session_account_id")

    op.drop_table("login_session")
    with op.batch_alter_table("intake_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_batch_unit_id"))
        batch_op.drop_index("ix_intake_batch_created_at")
        batch_op.drop_index(batch_op.f("ix_intake_batch_account_id"))

    op.drop_table("intake_batch")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_path")

    op.drop_table("unit")
    op.drop_table("setting")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_login_attempt_username_at")
        batch_op.drop_index("ix_login_attempt_address_at")

    op.drop_table("login_attempt")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_at")

    op.drop_table("journal_entry")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_unit_id"))
        batch_op.drop_index("ix_audit_entry_record")
        batch_op.drop_index(batch_op.f("ix_audit_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_batch_id"))
        batch_op.drop_index("ix_audit_entry_at")

    op.drop_table("audit_entry")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
