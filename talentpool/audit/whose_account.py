"""Whose account an entry of the log is about: grants, second factors and accounts say it by an id only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from talentpool.audit.about import OFFICE_TABLES
from talentpool.audit.rows import RowKey, table_named
from talentpool.extensions import db
from talentpool.models import Account, AuditEntry


def account_labels(keys: Iterable[RowKey]) -> dict[RowKey, str]:
    """(table, id) → “张三(zhangsan)”, of records of accounts; of a row that is gone the log tells whose it was."""
    wanted = {key for key in keys if key[0] in OFFICE_TABLES}
    if not wanted:
        return {}
    owners = {key: key[1] for key in wanted if key[0] == "account"}
    owners |= _owners_now(wanted - set(owners))
    owners |= _owners_told(wanted - set(owners))
    found = db.session.execute(
        select(Account.id, Account.display_name, Account.username).where(Account.id.in_(set(owners.values())))
    )
    names = {row.id: f"{row.display_name}({row.username})" for row in found}
    return {key: names[owner] for key, owner in owners.items() if owner in names}


def _by_table(keys: Iterable[RowKey]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for table, row_id in keys:
        ids[table].append(row_id)
    return ids


def _owners_now(keys: Iterable[RowKey]) -> dict[RowKey, int]:
    owners: dict[RowKey, int] = {}
    for name, ids in _by_table(keys).items():
        columns = table_named(name).c
        found = db.session.execute(select(columns.id, columns.account_id).where(columns.id.in_(ids)))
        owners |= {(name, row.id): row.account_id for row in found}
    return owners


def _owners_told(keys: Iterable[RowKey]) -> dict[RowKey, int]:
    owners: dict[RowKey, int] = {}
    for name, ids in _by_table(keys).items():
        found = db.session.execute(
            select(AuditEntry.record_id, AuditEntry.changes).where(
                AuditEntry.record_table == name,
                AuditEntry.record_id.in_(ids),
                AuditEntry.operation.in_(("insert", "delete")),
            )
        )
        for row in found:
            told = [one for one in row.changes.get("account_id", ()) if one is not None]
            if told:
                owners[name, row.record_id] = told[0]
    return owners
