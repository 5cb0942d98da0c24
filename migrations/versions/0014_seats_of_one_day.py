"""Seats stated on one day may hold from several days: each statement keeps the day it was stated.

Revision ID: 0014
Revises: 0013
"""

from alembic import op
import sqlalchemy as sa


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OLD, NEW = "uq_seat_statement_unit_stated", "uq_seat_statement_unit_stated_from"


def upgrade() -> None:
    with op.batch_alter_table("seat_statement") as batch:
        batch.drop_constraint(OLD, type_="unique")
        batch.create_unique_constraint(NEW, ["unit_id", "stated_on", "holds_from"])


def downgrade() -> None:
    # Of several statements of one day the one that holds latest stays, as it was before.
    table = sa.table("seat_statement", sa.column("id"), sa.column("unit_id"), sa.column("stated_on"), sa.column("holds_from"))
    later = table.alias("later")
    op.execute(
        table.delete().where(
            sa.select(later.c.id)
            .where(
                later.c.unit_id == table.c.unit_id,
                later.c.stated_on == table.c.stated_on,
                later.c.holds_from > table.c.holds_from,
            )
            .exists()
        )
    )
    with op.batch_alter_table("seat_statement") as batch:
        batch.drop_constraint(NEW, type_="unique")
        batch.create_unique_constraint(OLD, ["unit_id", "stated_on"])
