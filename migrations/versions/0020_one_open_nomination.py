"""A person has one nomination that goes on; of several that did the furthest does, with the voices of all.

Revision ID: 0020
Revises: 0019
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEX, OPEN = "uq_nomination_open", sa.text("closed_on IS NULL")
STAGES = ("nominated", "unit_review", "township_review", "county_review", "public_notice", "entry")
REASON = "同一人另有一件推荐正在办理,升级时只留一件,推荐人已并入那一件"

nomination = sa.table(
    "nomination", *map(sa.column, ("id", "person_id", "stage", "nominated_on", "closed_on", "outcome", "version"))
)
step = sa.table(
    "nomination_step",
    sa.column("id"),
    sa.column("nomination_id"),
    sa.column("stage"),
    sa.column("decided_on", sa.Date()),
    *map(sa.column, ("decider", "document", "outcome", "reason")),
)
voice = sa.table("nomination_voice", *map(sa.column, ("id", "nomination_id", "way", "by", "on")))


def upgrade() -> None:
    connection = op.get_bind()
    for kept, doubles in doubled(connection):
        for one in doubles:
            hand_over_voices(connection, one.id, kept.id)
            close(connection, one)
    op.create_index(INDEX, "nomination", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="nomination")


def doubled(connection: sa.Connection) -> list[tuple[sa.Row, list[sa.Row]]]:
    """(the one that goes on, the others) of each person with several: the furthest, of equal ones the first."""
    found: dict[int, list[sa.Row]] = {}
    statement = sa.select(nomination).where(nomination.c.closed_on.is_(None))
    for row in connection.execute(statement.order_by(nomination.c.id)):
        found.setdefault(row.person_id, []).append(row)
    listed = [sorted(rows, key=lambda row: (-STAGES.index(row.stage), row.id)) for rows in found.values()]
    return [(rows[0], rows[1:]) for rows in listed if len(rows) > 1]


def hand_over_voices(connection: sa.Connection, source: int, target: int) -> None:
    """Who put the person forward stays known at the one that goes on."""
    told = {(row.way, row.by) for row in connection.execute(sa.select(voice).where(voice.c.nomination_id == target))}
    statement = sa.select(voice).where(voice.c.nomination_id == source).order_by(voice.c.id)
    for row in connection.execute(statement).all():
        if (row.way, row.by) not in told:
            values = {"nomination_id": target, "way": row.way, "by": row.by, "on": row.on}
            connection.execute(voice.insert().values(values))


def close(connection: sa.Connection, row: sa.Row) -> None:
    """On the day of its last decision, with a step that says why."""
    days = connection.execute(sa.select(step.c.decided_on).where(step.c.nomination_id == row.id)).scalars()
    first = date.fromisoformat(f"{row.nominated_on}-01"[:10])
    on = max([first, *days])
    connection.execute(
        step.insert().values(
            nomination_id=row.id,
            stage=row.stage,
            decided_on=on,
            decider="数据升级",
            document="",
            outcome="returned",
            reason=REASON,
        )
    )
    connection.execute(
        nomination.update()
        .where(nomination.c.id == row.id)
        .values(closed_on=on.isoformat(), outcome="returned", version=row.version + 1)
    )
