"""The sealed day of what an agency names, for the look-back window of the negative list.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency_conclusion", sa.Column("occurred_on", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("agency_conclusion", "occurred_on")
