"""ID numbers, phones, uploads, previews and what acts kept of them are sealed; the plain values go.

Revision ID: 0010
Revises: 0009
"""

import hmac
import json
import os
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

leaves_old_pages = True
"""The environment clears what the old values left in free pages and in the log of SQLite."""

MOMENT = sa.DateTime(timezone=True)
BATCH = 2_000
INDEXES = ("id_number_fingerprint", "id_number_ends_fingerprint", "phone_fingerprint", "phone_tail_fingerprint")
REWRITES = (
    "ALTER TABLE person ALTER COLUMN name_note TYPE varchar(60) USING name_note || ''",
    "ALTER TABLE act_change ALTER COLUMN record_id TYPE bigint USING record_id + 0",
    "ALTER TABLE intake_batch ALTER COLUMN created_by TYPE varchar(80) USING created_by || ''",
    "ALTER TABLE intake_file ALTER COLUMN size TYPE integer USING size + 0",
    "ALTER TABLE intake_return ALTER COLUMN rows TYPE integer USING rows + 0",
)
"""PostgreSQL: a rewritten table holds no dead rows and nothing of dropped columns."""

PERSON = sa.table(
    "person",
    sa.column("id", sa.Integer),
    sa.column("id_number", sa.LargeBinary),
    sa.column("phone", sa.LargeBinary),
    sa.column("id_number_plain", sa.String),
    sa.column("phone_plain", sa.String),
    *[sa.column(name, sa.String) for name in INDEXES],
)
ACT_CHANGE = sa.table(
    "act_change",
    sa.column("id", sa.Integer),
    sa.column("record_table", sa.String),
    sa.column("record_id", sa.BigInteger),
    sa.column("old", sa.JSON),
    sa.column("new", sa.JSON),
)
BATCHES = sa.table(
    "intake_batch",
    sa.column("id", sa.Integer),
    sa.column("preview", sa.LargeBinary),
    sa.column("preview_plain", sa.JSON),
)
BLOBS = [
    sa.table(name, sa.column("id", sa.Integer), sa.column("content", sa.LargeBinary))
    for name in ("intake_file", "intake_return")
]


class Key:
    """The newest field key, as the key file has it."""

    def __init__(self) -> None:
        kept = json.loads((Path(current_app.config["INSTANCE"]) / "keys.json").read_text(encoding="ascii"))
        self.former = bytes.fromhex(kept["fingerprint_key"])
        told = kept.get("field_keys")
        keys = {int(version): bytes.fromhex(key) for version, key in told.items()} if told else {
            1: hmac.digest(self.former, b"field key 1", "sha256")
        }
        self.version = max(keys)
        self.ciphers = {v: AESGCM(hmac.digest(key, b"seal", "sha256")) for v, key in keys.items()}
        self.index_key = hmac.digest(keys[self.version], b"index", "sha256")
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

    def index(self, kind: str, text: str) -> str | None:
        return hmac.digest(self.index_key, f"{kind}:{text}".encode(), "sha256").hex() if text else None

    def former_index(self, kind: str, text: str | None) -> str | None:
        return hmac.digest(self.former, f"{kind}:{text}".encode(), "sha256").hex() if text else None


def upgrade() -> None:
    op.create_table(
        "field_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("check_value", sa.String(length=16), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'leaving', 'retired')", name=op.f("ck_field_key_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_key")),
        sa.UniqueConstraint("version", name="uq_field_key_version"),
    )
    op.create_index(
        "uq_field_key_active",
        "field_key",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    for column in ("id_number", "phone"):
        op.execute(f"ALTER TABLE person RENAME COLUMN {column} TO {column}_plain")
        op.add_column("person", sa.Column(column, sa.LargeBinary(), nullable=True))
    for column in ("id_number_ends_fingerprint", "phone_tail_fingerprint"):
        op.add_column("person", sa.Column(column, sa.String(length=64), nullable=True))
    op.execute("ALTER TABLE intake_batch RENAME COLUMN preview TO preview_plain")
    op.add_column("intake_batch", sa.Column("preview", sa.LargeBinary(), nullable=True))
    key = Key()
    connection = op.get_bind()
    _seal_people(connection, key)
    _seal_acts(connection, key)
    _seal_batches(connection, key)
    for blobs in BLOBS:
        _turn_blobs(connection, blobs, key.seal)
    for column in ("id_number", "phone"):
        op.execute(f"ALTER TABLE person DROP COLUMN {column}_plain")
    op.execute("ALTER TABLE intake_batch DROP COLUMN preview_plain")
    op.create_index("ix_person_phone_tail_fingerprint", "person", ["phone_tail_fingerprint"], unique=False)
    if key.used:
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
    _rewrite(connection)


def downgrade() -> None:
    for column, kind in (("id_number", sa.String(length=18)), ("phone", sa.String(length=40))):
        op.add_column("person", sa.Column(f"{column}_plain", kind, nullable=True))
    op.add_column(
        "intake_batch", sa.Column("preview_plain", sa.JSON(), server_default="{}", nullable=False)
    )
    key = Key()
    connection = op.get_bind()
    _open_people(connection, key)
    _open_acts(connection, key)
    _open_batches(connection, key)
    for blobs in BLOBS:
        _turn_blobs(connection, blobs, key.open)
    op.drop_index("ix_person_phone_tail_fingerprint", "person")
    for column in ("id_number_ends_fingerprint", "phone_tail_fingerprint", "id_number", "phone"):
        op.execute(f"ALTER TABLE person DROP COLUMN {column}")
    op.execute("ALTER TABLE intake_batch DROP COLUMN preview")
    for table, column in (("person", "id_number"), ("person", "phone"), ("intake_batch", "preview")):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {column}_plain TO {column}")
    op.drop_index("uq_field_key_active", "field_key")
    op.drop_table("field_key")


def _rewrite(connection) -> None:  # noqa: ANN001
    if connection.dialect.name == "postgresql":
        for statement in REWRITES:
            connection.execute(sa.text(statement))


def _pages(connection, statement, table):  # noqa: ANN001, ANN202
    """The rows of a statement by ids, a bounded number at a time."""
    last = 0
    while rows := connection.execute(statement.where(table.c.id > last).order_by(table.c.id).limit(BATCH)).all():
        yield rows
        last = rows[-1].id


def _write(connection, table, rows) -> None:  # noqa: ANN001
    if rows:
        names = [name for name in rows[0] if name != "row_id"]
        values = {name.removeprefix("new_"): sa.bindparam(name) for name in names}
        connection.execute(sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(values), rows)


def _tail(phone: str) -> str:
    digits = phone.replace("-", "")
    head, dash, extension = phone.rpartition("-")
    if dash and head[-7:].isdigit() and len(head[-7:]) == 7 and extension.isdigit() and len(extension) <= 5:
        digits = head.replace("-", "")
    return digits[-4:] if len(digits) >= 7 and digits.isascii() and digits.isdigit() else ""


def _seal_people(connection, key: Key) -> None:  # noqa: ANN001
    statement = sa.select(PERSON.c.id, PERSON.c.id_number_plain, PERSON.c.phone_plain).where(
        sa.or_(PERSON.c.id_number_plain.is_not(None), PERSON.c.phone_plain.is_not(None))
    )
    for rows in _pages(connection, statement, PERSON):
        sealed = []
        for row_id, number, phone in rows:
            sealed.append(
                {
                    "row_id": row_id,
                    "new_id_number": key.seal("person", "id_number", row_id, number.encode()) if number else None,
                    "new_phone": key.seal("person", "phone", row_id, phone.encode()) if phone else None,
                    "new_id_number_fingerprint": key.index("id_number", number or ""),
                    "new_id_number_ends_fingerprint": key.index(
                        "id_number_ends", number[:3] + number[-4:] if number and len(number) == 18 else ""
                    ),
                    "new_phone_fingerprint": key.index("phone", phone or ""),
                    "new_phone_tail_fingerprint": key.index("phone_tail", _tail(phone or "")),
                }
            )
        _write(connection, PERSON, sealed)


def _open_people(connection, key: Key) -> None:  # noqa: ANN001
    statement = sa.select(PERSON.c.id, PERSON.c.id_number, PERSON.c.phone).where(
        sa.or_(PERSON.c.id_number.is_not(None), PERSON.c.phone.is_not(None))
    )
    for rows in _pages(connection, statement, PERSON):
        plain = []
        for row_id, sealed_number, sealed_phone in rows:
            number = key.open("person", "id_number", row_id, sealed_number).decode() if sealed_number else None
            phone = key.open("person", "phone", row_id, sealed_phone).decode() if sealed_phone else None
            plain.append(
                {
                    "row_id": row_id,
                    "new_id_number_plain": number,
                    "new_phone_plain": phone,
                    "new_id_number_fingerprint": key.former_index("id_number", number),
                    "new_phone_fingerprint": key.former_index("phone", phone),
                }
            )
        _write(connection, PERSON, plain)


def _seal_acts(connection, key: Key) -> None:  # noqa: ANN001
    def turned(row_id: int, values: dict) -> dict:
        values = {name: value for name, value in values.items() if name not in INDEXES}
        for name in ("id_number", "phone"):
            if values.get(name):
                values[name] = b64encode(key.seal("person", name, row_id, values[name].encode())).decode()
            elif name in values:
                values[name] = None
        return values

    _turn_acts(connection, turned)


def _open_acts(connection, key: Key) -> None:  # noqa: ANN001
    def turned(row_id: int, values: dict) -> dict:
        values = dict(values)
        for name in ("id_number", "phone"):
            if name in values:
                if values[name]:
                    values[name] = key.open("person", name, row_id, b64decode(values[name])).decode()
                values[f"{name}_fingerprint"] = key.former_index(name, values[name])
        return values

    _turn_acts(connection, turned)


def _turn_acts(connection, turned) -> None:  # noqa: ANN001
    statement = sa.select(ACT_CHANGE).where(ACT_CHANGE.c.record_table == "person")
    for rows in _pages(connection, statement, ACT_CHANGE):
        changed = []
        for row in rows:
            old, new = turned(row.record_id, row.old), turned(row.record_id, row.new)
            if (old, new) != (row.old, row.new):
                changed.append({"row_id": row.id, "new_old": old, "new_new": new})
        _write(connection, ACT_CHANGE, changed)


def _seal_batches(connection, key: Key) -> None:  # noqa: ANN001
    for rows in _pages(connection, sa.select(BATCHES.c.id, BATCHES.c.preview_plain), BATCHES):
        sealed = [
            {
                "row_id": row_id,
                "new_preview": key.seal(
                    "intake_batch",
                    "preview",
                    row_id,
                    json.dumps(preview, ensure_ascii=False, separators=(",", ":")).encode(),
                ),
            }
            for row_id, preview in rows
        ]
        _write(connection, BATCHES, sealed)


def _open_batches(connection, key: Key) -> None:  # noqa: ANN001
    statement = sa.select(BATCHES.c.id, BATCHES.c.preview).where(BATCHES.c.preview.is_not(None))
    for rows in _pages(connection, statement, BATCHES):
        plain = [
            {
                "row_id": row_id,
                "new_preview_plain": json.loads(key.open("intake_batch", "preview", row_id, sealed)),
            }
            for row_id, sealed in rows
        ]
        _write(connection, BATCHES, plain)


def _turn_blobs(connection, table, turn) -> None:  # noqa: ANN001
    """One file at a time: they may be large."""
    ids = connection.scalars(sa.select(table.c.id).where(table.c.content.is_not(None)).order_by(table.c.id)).all()
    for row_id in ids:
        content = connection.scalar(sa.select(table.c.content).where(table.c.id == row_id))
        _write(
            connection,
            table,
            [{"row_id": row_id, "new_content": turn(table.name, "content", row_id, content)}],
        )
