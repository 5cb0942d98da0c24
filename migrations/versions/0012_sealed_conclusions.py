"""Conclusions of agencies and photographs of meetings are sealed like everything sensitive.

Revision ID: 0012
Revises: 0011
"""

import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

leaves_old_pages = True

MOMENT = sa.DateTime(timezone=True)
SEALED = ("conclusion", "rule_code", "disposition")
PHOTOS = sa.table("guidance_photo", sa.column("id", sa.Integer), sa.column("content", sa.LargeBinary))


class Key:
    """The newest field key, as the key file has it."""

    def __init__(self) -> None:
        kept = json.loads((Path(current_app.config["INSTANCE"]) / "keys.json").read_text(encoding="ascii"))
        former = bytes.fromhex(kept["fingerprint_key"])
        told = kept.get("field_keys")
        keys = {int(version): bytes.fromhex(key) for version, key in told.items()} if told else {
            1: hmac.digest(former, b"field key 1", "sha256")
        }
        self.version = max(keys)
        self.ciphers = {v: AESGCM(hmac.digest(key, b"seal", "sha256")) for v, key in keys.items()}
        self.check = hmac.digest(keys[self.version], b"check", "sha256").hex()[:16]
        self.used = False

    def seal(self, table: str, column: str, row_id: int, data: bytes) -> bytes:
        self.used = True
        nonce = os.urandom(12)
        head = bytes((self.version,))
        bound = b"%b\0%b\0%b\0%d" % (head, table.encode(), column.encode(), row_id)
        return head + nonce + self.ciphers[self.version].encrypt(nonce, data, bound)

    def open(self, table: str, column: str, row_id: int, sealed: bytes) -> bytes:
        bound = b"%b\0%b\0%b\0%d" % (sealed[:1], table.encode(), column.encode(), row_id)
        return self.ciphers[sealed[0]].decrypt(sealed[1:13], sealed[13:], bound)


def upgrade() -> None:
    key = Key()
    connection = op.get_bind()
    _remake(
        connection,
        [sa.Column(name, sa.LargeBinary(), nullable=True) for name in SEALED],
        [],
        lambda row_id, name, value: (
            key.seal("agency_conclusion", name, row_id, value.encode()) if value else None
        ),
    )
    _turn_photos(connection, key.seal)
    known = connection.scalar(sa.text("SELECT count(*) FROM field_key"))
    if key.used and not known:
        values = sa.table(
            "field_key",
            sa.column("version", sa.Integer),
            sa.column("state", sa.String),
            sa.column("check_value", sa.String),
            sa.column("made_at", MOMENT),
        )
        now = datetime.now(UTC)
        if connection.dialect.name == "sqlite":
            now = now.replace(tzinfo=None)
        row = {"version": key.version, "state": "active", "check_value": key.check, "made_at": now}
        connection.execute(sa.insert(values), row)
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("ALTER TABLE guidance_photo ALTER COLUMN size TYPE integer USING size + 0")
        )


def downgrade() -> None:
    key = Key()
    connection = op.get_bind()
    plain = [
        sa.Column("conclusion", sa.String(length=32), nullable=True),
        sa.Column("rule_code", sa.String(length=20), server_default="", nullable=False),
        sa.Column("disposition", sa.String(length=200), server_default="", nullable=False),
    ]
    known = sa.CheckConstraint(
        "conclusion IN ('clear', 'caution', 'hit')", name=op.f("ck_agency_conclusion_conclusion_known")
    )
    _remake(connection, plain, [known], lambda row_id, name, value: _opened(key, row_id, name, value))
    _turn_photos(connection, key.open)


def _opened(key, row_id: int, name: str, sealed: bytes | None) -> str | None:
    if sealed:
        return key.open("agency_conclusion", name, row_id, sealed).decode()
    return None if name == "conclusion" else ""


def _remake(connection, columns, constraints, turned) -> None:
    """The table anew, because its check of the plain values must go; it is small, and nothing points at it."""
    rows = connection.execute(sa.text("SELECT * FROM agency_conclusion ORDER BY id")).mappings().all()
    op.drop_table("agency_conclusion")
    table = op.create_table(
        "agency_conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *constraints,
        sa.CheckConstraint(
            "(answered_on IS NULL) = (conclusion IS NULL)",
            name=op.f("ck_agency_conclusion_answer_has_its_date"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["review_agency.id"], name=op.f("fk_agency_conclusion_agency_id_review_agency")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_agency_conclusion_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_conclusion")),
        sa.UniqueConstraint("nomination_id", "agency_id", name="uq_agency_conclusion_nomination_agency"),
    )
    op.create_index("ix_agency_conclusion_agency_id", "agency_conclusion", ["agency_id"], unique=False)
    kept = sa.table(table.name, *[sa.column(column.name) for column in table.columns])
    for row in rows:
        values = {name: turned(row["id"], name, row[name]) for name in SEALED}
        connection.execute(sa.insert(kept).values({**row, **values}))
    if rows and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('agency_conclusion', 'id'),"
                " (SELECT max(id) FROM agency_conclusion))"
            )
        )


def _turn_photos(connection, turn) -> None:
    """One photograph at a time: they may be large."""
    ids = connection.scalars(sa.select(PHOTOS.c.id).where(PHOTOS.c.content.is_not(None))).all()
    for row_id in ids:
        content = connection.scalar(sa.select(PHOTOS.c.content).where(PHOTOS.c.id == row_id))
        turned = turn("guidance_photo", "content", row_id, content)
        connection.execute(sa.update(PHOTOS).where(PHOTOS.c.id == row_id).values(content=turned))
