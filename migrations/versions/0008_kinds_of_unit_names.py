"""A former name of a unit is its own or that of a unit merged into it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VOCABULARY = sa.String(32)


def upgrade() -> None:
    with op.batch_alter_table("unit_name") as batch:
        batch.add_column(sa.Column("kind", VOCABULARY, server_default="merged", nullable=False))
    # Mergers and rosters have always noted what went into what; an own name was kept without a word.
    op.execute("UPDATE unit_name SET kind = 'renamed' WHERE until_on IS NOT NULL AND note = ''")
    with op.batch_alter_table("unit_name") as batch:
        batch.create_check_constraint("kind_known", "kind IN ('renamed', 'merged')")


def downgrade() -> None:
    with op.batch_alter_table("unit_name") as batch:
        batch.drop_constraint(op.f("ck_unit_name_kind_known"), type_="check")
        batch.drop_column("kind")
