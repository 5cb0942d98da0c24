"""The chain of seals over both logs; what stands in them already is sealed here, as it is found.

Revision ID: 0009
Revises: 0008
"""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFUSAL = "the log is append-only"
RUN = 1_000
BATCH = 5_000
LOGS = {
    "audit_entry": (
        "id", "at", "actor", "act", "operation", "record_table", "record_id", "person_id", "unit_id", "batch_id",
        "changes",
    ),
    "journal_entry": ("id", "at", "actor", "event", "subject", "address", "details"),
}  # fmt: skip


def encode(value: object) -> bytes:
    """As the chain writes things down."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def guard() -> None:
    """Append-only, as the logs are."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_seal_no_{verb.lower()} BEFORE {verb} ON audit_seal "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    op.execute(
        "CREATE TRIGGER audit_seal_no_replace BEFORE INSERT ON audit_seal "
        "WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM audit_seal WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def rows_of(log: str):
    """The log's rows in the order of ids, as they are stored."""
    columns = list(LOGS[log])
    if op.get_bind().dialect.name == "postgresql":
        columns[1] = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        columns[-1] = f"{columns[-1]}::text"
    statement = sa.text(f"SELECT {', '.join(columns)} FROM {log} WHERE id > :last ORDER BY id LIMIT {BATCH}")
    last = -(2**62)
    while found := op.get_bind().execute(statement, {"last": last}).all():
        yield from (list(row) for row in found)
        last = found[-1][0]


def runs_of(log: str):
    """(first id, last id, digest) of stretches without a gap."""
    run: list[list[object]] = []
    for row in rows_of(log):
        if run and (len(run) == RUN or row[0] != run[-1][0] + 1):
            yield run[0][0], run[-1][0], hashlib.sha256(encode(run)).hexdigest()
            run = []
        run.append(row)
    if run:
        yield run[0][0], run[-1][0], hashlib.sha256(encode(run)).hexdigest()


def open_chain(table: sa.Table) -> None:
    """The first seal, which holds a number drawn once, and those over what is there."""
    key = bytes.fromhex(current_app.config["AUDIT_KEY"])
    key_id = hmac.digest(key, b"audit key id", "sha256").hex()[:16]
    now = datetime.now(UTC)
    at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    stored = now if op.get_bind().dialect.name == "postgresql" else now.replace(tzinfo=None)
    seal_id, previous = 0, "0" * 64
    pieces = [("opening", 0, 0, secrets.token_hex(32))]
    pieces += [(log, *run) for log in LOGS for run in runs_of(log)]
    for log, first_id, last_id, digest in pieces:
        seal_id += 1
        sealed = ("audit seal 1", seal_id, at, log, first_id, last_id, digest, key_id, previous)
        mac = hmac.digest(key, encode(sealed), "sha256").hex()
        names = ("id", "at", "log", "first_id", "last_id", "digest", "key_id", "previous", "mac")
        values = (seal_id, stored, log, first_id, last_id, digest, key_id, previous, mac)
        op.get_bind().execute(sa.insert(table).values(dict(zip(names, values, strict=True))))
        previous = mac


def upgrade() -> None:
    table = op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("log", sa.String(length=20), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "log IN ('opening', 'audit_entry', 'journal_entry')", name=op.f("ck_audit_seal_log_known")
        ),
        sa.CheckConstraint("first_id <= last_id", name=op.f("ck_audit_seal_first_not_behind_last")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )
    op.create_index("ix_audit_seal_log_first_id", "audit_seal", ["log", "first_id"])
    guard()
    open_chain(table)


def downgrade() -> None:
    op.drop_table("audit_seal")
