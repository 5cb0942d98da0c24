"""Indexes by which the logs are filtered, each in the order of ids.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NEW = (
    ("ix_audit_entry_actor", "audit_entry", ["actor", "id"]),
    ("ix_audit_entry_act", "audit_entry", ["act", "id"]),
    ("ix_audit_entry_record_table", "audit_entry", ["record_table", "id"]),
    ("ix_journal_entry_actor", "journal_entry", ["actor", "id"]),
    ("ix_journal_entry_event", "journal_entry", ["event", "id"]),
)


def upgrade() -> None:
    for name, table, columns in NEW:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in NEW:
        op.drop_index(name, table_name=table)
