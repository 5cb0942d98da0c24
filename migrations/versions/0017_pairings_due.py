"""A pair of mentor and mentee has a day on which it is meant to end.

Revision ID: 0017
Revises: 0016
"""

from alembic import op
import sqlalchemy as sa

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PARTIAL_DATE = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("pairing", sa.Column("due_on", PARTIAL_DATE, nullable=True))


def downgrade() -> None:
    op.drop_column("pairing", "due_on")
