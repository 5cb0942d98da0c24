"""The ledger of deletions, and requests of people to have their facts put right.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
VOCABULARY = sa.String(32)
REFUSAL = "the ledger is append-only"


def guard(table: str) -> None:
    """Append-only, as the logs are."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
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


def upgrade() -> None:
    op.create_table(
        "purge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decider", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cadres', 'others', 'nominations', 'photos', 'request')",
            name=op.f("ck_purge_kind_known"),
        ),
        sa.CheckConstraint("length(decider) > 0", name=op.f("ck_purge_decider_given")),
        sa.CheckConstraint("length(document) > 0", name=op.f("ck_purge_document_given")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_purge_reason_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge")),
        sa.UniqueConstraint("mark", name="uq_purge_mark"),
    )
    op.create_table(
        "deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purge_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["purge_id"], ["purge.id"], name=op.f("fk_deletion_purge_id_purge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
        sa.UniqueConstraint("purge_id", "record_table", "record_id", name="uq_deletion_purge_record"),
    )
    op.create_index("ix_deletion_record", "deletion", ["record_table", "record_id"])

    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", VOCABULARY, nullable=True),
        sa.Column("decider", sa.String(length=80), server_default="", nullable=False),
        sa.Column("explanation", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('corrected', 'partly', 'refused')", name=op.f("ck_correction_request_outcome_known")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (outcome IS NULL)",
            name=op.f("ck_correction_request_decision_has_its_date"),
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on >= asked_on",
            name=op.f("ck_correction_request_decided_after_it_was_asked"),
        ),
        sa.CheckConstraint("length(wanted) > 0", name=op.f("ck_correction_request_wanted_given")),
        sa.CheckConstraint(
            "outcome IS NULL OR length(decider) > 0",
            name=op.f("ck_correction_request_decision_has_its_decider"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_correction_request_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    op.create_index("ix_correction_request_person_id", "correction_request", ["person_id", "asked_on"])
    for table in ("purge", "deletion"):
        guard(table)


def downgrade() -> None:
    op.drop_index("ix_correction_request_person_id", table_name="correction_request")
    op.drop_table("correction_request")
    op.drop_index("ix_deletion_record", table_name="deletion")
    op.drop_table("deletion")
    op.drop_table("purge")
