"""Indexes that answer lists by themselves: names, ages, who holds what, the highest schooling.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW = (
    ("ix_person_names", "person", ["name_key", "name", "initials", "pinyin"]),
    ("ix_person_sex_born_on", "person", ["sex", "born_on", "died_on"]),
    ("ix_person_born_on", "person", ["born_on", "died_on"]),
    ("ix_schooling_highest", "schooling", ["person_id", "rank", "finished_on"]),
    (
        "ix_appointment_held",
        "appointment",
        ["person_id", "post_id", "ended_on", "started_on", "known_from", "position"],
    ),
)
OLD = (
    ("ix_person_name_key", "person", ["name_key"]),
    ("ix_schooling_person_id_rank", "schooling", ["person_id", "rank"]),
    ("ix_appointment_person_id", "appointment", ["person_id"]),
)


def upgrade() -> None:
    for name, table, columns in NEW:
        op.create_index(name, table, columns)
    for name, table, _columns in OLD:
        op.drop_index(name, table_name=table)


def downgrade() -> None:
    for name, table, columns in OLD:
        op.create_index(name, table, columns)
    for name, table, _columns in NEW:
        op.drop_index(name, table_name=table)
