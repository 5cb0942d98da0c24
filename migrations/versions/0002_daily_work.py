"""Daily work: elections, mergers, undoable acts, jobs, saved views, snapshots, versioned settings.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARTIAL_DATE = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
VOCABULARY = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "layout_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("remembered_at", MOMENT, nullable=False),
        sa.Column("remembered_by", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_memory")),
        sa.UniqueConstraint("fingerprint", name="uq_layout_memory_fingerprint"),
    )
    op.create_table(
        "setting_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("valid_from", PARTIAL_DATE, nullable=True),
        sa.Column("basis", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_version")),
        sa.UniqueConstraint("key", "valid_from", name="uq_setting_version_key_from"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="queued", nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("heartbeat_at", MOMENT, nullable=True),
        sa.Column("owner", sa.String(length=80), server_default="", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("doing", sa.String(length=120), server_default="", nullable=False),
        sa.Column("failure", sa.String(length=400), server_default="", nullable=False),
        sa.Column("tick", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_state_known")
        ),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_job_progress_not_negative")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_job_account_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("tick", name="uq_job_tick"),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_job_state_heartbeat_at", ["state", "heartbeat_at"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "list_name", "name", name="uq_saved_view_account_list_name"),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_snapshot_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index("ix_snapshot_unit_id_reference_on", ["unit_id", "reference_on"], unique=False)

    op.create_table(
        "former_post_title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("until_on", PARTIAL_DATE, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_former_post_title_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_post_title")),
        sa.UniqueConstraint("post_id", "until_on", name="uq_former_post_title_post_until"),
    )
    op.create_table(
        "undoable_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_undoable_act_undone_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_undoable_act_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["intake_batch.id"],
            name=op.f("fk_undoable_act_batch_id_intake_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_undoable_act_unit_id_unit"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undoable_act")),
    )
    with op.batch_alter_table("undoable_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undoable_act_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_undoable_act_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_undoable_act_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_undoable_act_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "act_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("operation", sa.String(length=8), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "operation IN ('insert', 'update', 'delete')", name=op.f("ck_act_change_operation_known")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["undoable_act.id"],
            name=op.f("fk_act_change_act_id_undoable_act"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_change")),
    )
    with op.batch_alter_table("act_change", schema=None) as batch_op:
        batch_op.create_index("ix_act_change_act_id", ["act_id"], unique=False)

    op.create_table(
        "election",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("state", VOCABULARY, nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("held_on", PARTIAL_DATE, nullable=True),
        sa.Column("way", sa.String(length=60), server_default="", nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(kind = 'by_election' AND vacancy_id IS NOT NULL) OR (kind = 're_election' AND term_id IS NOT NULL)",
            name=op.f("ck_election_names_its_vacancy_or_term"),
        ),
        sa.CheckConstraint("kind IN ('by_election', 're_election')", name=op.f("ck_election_kind_known")),
        sa.CheckConstraint(
            "state IN ('planned', 'elected', 'failed', 'cancelled')", name=op.f("ck_election_state_known")
        ),
        sa.CheckConstraint(
            "present IS NULL OR eligible IS NULL OR present <= eligible",
            name=op.f("ck_election_present_within_eligible"),
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_election_term_id_term")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_election_unit_id_unit")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_election_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
    )
    with op.batch_alter_table("election", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_election_term_id"), ["term_id"], unique=False)
        batch_op.create_index("ix_election_unit_id", ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_election_vacancy_id"), ["vacancy_id"], unique=False)

    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("elected", sa.Boolean(), nullable=True),
        sa.CheckConstraint("votes IS NULL OR votes >= 0", name=op.f("ck_candidacy_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_candidacy_election_id_election"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidacy_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_candidacy_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("election_id", "person_id", "post_id", name="uq_candidacy_election_person_post"),
    )
    with op.batch_alter_table("candidacy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidacy_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidacy_post_id"), ["post_id"], unique=False)

    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_unit_merged_into_id_unit"), "unit", ["merged_into_id"], ["id"]
        )

    op.add_column(
        "appointment", sa.Column("exception_reason", sa.String(length=200), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("appointment", "exception_reason")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_unit_merged_into_id_unit"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("candidacy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidacy_post_id"))
        batch_op.drop_index(batch_op.f("ix_candidacy_person_id"))

    op.drop_table("candidacy")
    with op.batch_alter_table("election", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_election_vacancy_id"))
        batch_op.drop_index("ix_election_unit_id")
        batch_op.drop_index(batch_op.f("ix_election_term_id"))

    op.drop_table("election")
    with op.batch_alter_table("act_change", schema=None) as batch_op:
        batch_op.drop_index("ix_act_change_act_id")

    op.drop_table("act_change")
    with op.batch_alter_table("undoable_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undoable_act_unit_id"))
        batch_op.drop_index(batch_op.f("ix_undoable_act_batch_id"))
        batch_op.drop_index("ix_undoable_act_at")
        batch_op.drop_index(batch_op.f("ix_undoable_act_account_id"))

    op.drop_table("undoable_act")
    op.drop_table("former_post_title")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_snapshot_unit_id_reference_on")

    op.drop_table("snapshot")
    op.drop_table("saved_view")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_heartbeat_at")
        batch_op.drop_index(batch_op.f("ix_job_account_id"))

    op.drop_table("job")
    op.drop_table("setting_version")
    op.drop_table("layout_memory")
