"""Orders of the list of people read by an index.

Revision ID: 0011
Revises: 0010
"""

from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_appointment_started_on", "appointment", ["started_on", "known_from"])
    op.create_index("ix_schooling_rank", "schooling", ["rank"])


def downgrade() -> None:
    op.drop_index("ix_schooling_rank", table_name="schooling")
    op.drop_index("ix_appointment_started_on", table_name="appointment")
