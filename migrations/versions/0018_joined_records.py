"""A doubled record that was joined leaves its id and what it brought.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joined_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit_name", sa.String(length=60), nullable=False),
        sa.Column("taken", sa.String(length=200), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_joined_record_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joined_record")),
        sa.UniqueConstraint("gone_id", name="uq_joined_record_gone_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("joined_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joined_record_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("joined_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joined_record_person_id"))

    op.drop_table("joined_record")
