"""Lists: the view that opens first; pairs of people who are known to be two.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("saved_view", sa.Column("is_default", sa.Boolean(), server_default="0", nullable=False))
    op.create_table(
        "people_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_people_apart_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name=op.f("fk_people_apart_first_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_people_apart_second_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_apart")),
        sa.UniqueConstraint("first_id", "second_id", name="uq_people_apart_pair"),
    )
    with op.batch_alter_table("people_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_apart_second_id"), ["second_id"], unique=False)
    with op.batch_alter_table("person_tag", schema=None) as batch_op:
        batch_op.create_index("ix_person_tag_tag", ["tag"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_person_tag_tag")
    with op.batch_alter_table("people_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_apart_second_id"))
    op.drop_table("people_apart")
    op.drop_column("saved_view", "is_default")
