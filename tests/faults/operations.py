"""The work that must survive: what it starts from, what it does, and how one tells that all is well."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, event

from talentpool.backup.pairs import SEALING_FILE, read_opening_key
from talentpool.backup.services import verify_backup
from talentpool.config import ROOT
from talentpool.errors import UnreadableFile
from talentpool.extensions import db
from talentpool.models import Setting
from talentpool.web import journal
from talentpool.web.transaction import unit_of_work
from tests.faults.places import (
    Broken,
    application,
    column,
    command,
    counts,
    database,
    must_be_sound,
    schema,
)

TOWN = ROOT / "talentpool" / "sample" / "town"
BEFORE, AFTER = "before", "after"
ON = ("--on", "2023-06-30")
NAMES = "SELECT name FROM unit ORDER BY name"
ENTRIES = 30


@dataclass(frozen=True)
class Operation:
    """`prepare` fills a folder; `act` works in it and says whether it told of success; `state` is
    BEFORE or AFTER, or raises Broken. `naive` does the same the naive way, `tick` marks its steps.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], bool]
    state: Callable[[Path], str]
    naive: Callable[[Path, Callable[[], None]], bool]
    database: bool = True
    """Whether it writes into the database, so that the database can be full."""
    again: bool = True
    """Whether it may simply be done again where it was not done."""


def remember(work: Path, **facts: Any) -> None:
    """Keep what the judge compares with."""
    (work / "facts.json").write_text(json.dumps(facts))


def facts(work: Path) -> dict[str, Any]:
    """The same back."""
    found: dict[str, Any] = json.loads((work / "facts.json").read_text())
    return found


def _start(work: Path) -> None:
    """An empty installation, made once a run."""
    _copy_of(work, "empty", lambda made: command(made, "db", "upgrade"))


def _with_units(work: Path) -> None:
    _copy_of(work, "units", lambda made: command(made, "import", str(TOWN / "units.xlsx"), *ON), start=_start)


def _with_people(work: Path) -> None:
    _copy_of(work, "people", _import, start=_with_units)


def _copy_of(
    work: Path, name: str, make: Callable[[Path], bool], *, start: Callable[[Path], None] | None = None
) -> None:
    made = work.with_name(f"made-{name}")
    if not made.exists():
        start(made) if start else (made / "instance").mkdir(parents=True)
        assert make(made)
    shutil.copytree(made, work)


def _tried(work: Path, act: Callable[[Path], bool]) -> Path:
    """A copy of the folder in which the act was done without any fault."""
    done = work.with_name(f"{work.name}-done")
    shutil.copytree(work, done)
    assert act(done)
    return done


# import ------------------------------------------------------------------------------------------


def _prepare_import(work: Path) -> None:
    _with_units(work)
    _with_people(work.with_name(f"{work.name}-done"))
    done = work.with_name(f"{work.name}-done")
    remember(work, before=counts(database(work)), after=counts(database(done)))


def _import(work: Path) -> bool:
    return command(work, "import", str(TOWN / "roster.xlsx"), *ON)


def _import_state(work: Path) -> str:
    found, known = counts(database(work)), facts(work)
    for name in (BEFORE, AFTER):
        if found == known[name]:
            return name
    raise Broken(f"half of the import: {_difference(found, known[BEFORE])}")


def _difference(found: dict[str, int], known: dict[str, int]) -> dict[str, int]:
    return {name: count - known.get(name, 0) for name, count in found.items() if count != known.get(name, 0)}


# export ------------------------------------------------------------------------------------------

OLD = b"the workbook of yesterday"


def _prepare_export(work: Path) -> None:
    _with_people(work)
    (work / "out.xlsx").write_bytes(OLD)
    done = _tried(work, _export)
    shutil.copyfile(done / "out.xlsx", work / "whole.xlsx")


def _export(work: Path) -> bool:
    return command(work, "export", "roster", "--out", str(work / "out.xlsx"), *ON)


def _export_state(work: Path) -> str:
    path = work / "out.xlsx"
    if path.exists() and path.read_bytes() == OLD:
        return BEFORE
    try:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
        assert CalamineWorkbook.from_path(str(path)).sheet_names
    except (OSError, zipfile.BadZipFile, AssertionError) as error:
        raise Broken(f"half of a workbook under its name: {error!r}") from error
    return AFTER


# migration ---------------------------------------------------------------------------------------


CHANGING = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "PRAGMA")


def _prepare_migration(work: Path) -> None:
    (work / "instance").mkdir(parents=True)
    assert command(work, "db", "upgrade", "0003")
    with application(work).app_context():
        for number in range(1, 40):
            path = f"/{number}/" if number == 1 else f"/1/{number}/"
            db.session.execute(
                db.text(
                    "INSERT INTO unit (id, parent_id, unit_type, name, path)"
                    " VALUES (:id, :parent, :type, :name, :path)"
                ),
                {
                    "id": number,
                    "parent": 1 if number > 1 else None,
                    "type": "village" if number > 1 else "township",
                    "name": f"第{number}村",
                    "path": path,
                },
            )
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    statements: list[str] = []
    event.listen(
        Engine, "connect", lambda connection, _record: connection.set_trace_callback(statements.append)
    )
    done = _tried(work, _migrate)
    remember(
        work,
        before=schema(database(work)),
        after=schema(database(done)),
        names=column(database(work), NAMES),
        statements=_changing(statements),
    )


def _changing(statements: list[str]) -> list[str]:
    """What changes something, once (a statement that fires a trigger is told of twice)."""
    chosen = [one for one in statements if one.lstrip().upper().startswith(CHANGING)]
    return [one for one, before in zip(chosen, ["", *chosen], strict=False) if one != before]


def _migrate(work: Path) -> bool:
    return command(work, "db", "upgrade")


def _migration_state(work: Path) -> str:
    found, known = schema(database(work)), facts(work)
    if column(database(work), NAMES) != known["names"]:
        raise Broken("rows were lost")
    for name in (BEFORE, AFTER):
        if found == known[name]:
            return name
    raise Broken(
        f"half of the steps: {len(found)} objects, {len(known[BEFORE])} before, {len(known[AFTER])} after"
    )


# backup ------------------------------------------------------------------------------------------


def _prepare_backup(work: Path) -> None:
    _with_people(work)
    assert command(work, "backup", "keygen", "--out", str(work / "key"))


def _backup(work: Path) -> bool:
    return command(work, "backup", "create")


def _backups(work: Path) -> list[Path]:
    return sorted((work / "instance" / "backups").glob("*.tpbackup"))


def _backup_state(work: Path) -> str:
    key = read_opening_key(work / "key")
    with application(work).app_context():
        for path in _backups(work):
            try:
                verify_backup(path, key=key)
            except UnreadableFile as unreadable:
                raise Broken(f"half of a backup under its name: {unreadable}") from unreadable
        db.session.remove()
        db.engine.dispose()
    return AFTER if _backups(work) else BEFORE


# restore -----------------------------------------------------------------------------------------


def _prepare_restore(work: Path) -> None:
    _prepare_backup(work)
    assert command(work, "backup", "create")
    with (
        closing(sqlite3.connect(database(work))) as live,
        closing(sqlite3.connect(work / "then.sqlite3")) as copy,
    ):
        live.backup(copy)
    then = [column(database(work), NAMES), (work / "instance" / SEALING_FILE).read_text()]
    assert command(work, "backup", "keygen", "--replace", "--out", str(work / "key-2"))
    with application(work).app_context():
        db.session.execute(db.text("UPDATE unit SET name = name || '(改)'"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    now = [column(database(work), NAMES), (work / "instance" / SEALING_FILE).read_text()]
    remember(work, before=now, after=then)


def _restore(work: Path) -> bool:
    return command(work, "backup", "restore", str(_backups(work)[0]), "--key", str(work / "key"), "--yes")


def _restore_state(work: Path) -> str:
    with application(work).app_context():  # a start ends what was decided
        db.engine.dispose()
    found, known = (
        [column(database(work), NAMES), (work / "instance" / SEALING_FILE).read_text()],
        facts(work),
    )
    if found == known[AFTER]:
        _old_data_must_lie_aside(work, known[BEFORE][0])
        return AFTER
    if found == known[BEFORE]:
        return BEFORE
    raise Broken("data of one time with keys of another")


def _old_data_must_lie_aside(work: Path, names: list[str]) -> None:
    for path in (work / "instance").glob("before-restore-*/talentpool.sqlite3"):
        must_be_sound(path)
        if column(path, NAMES) == names:
            return
    raise Broken("the data of before are gone")


# single entries ----------------------------------------------------------------------------------


def _prepare_entries(work: Path) -> None:
    _start(work)
    (work / "told").write_text("")


def _enter(work: Path) -> bool:
    told = os.open(work / "told", os.O_WRONLY | os.O_APPEND)
    with application(work).app_context():
        for number in range(ENTRIES):
            with unit_of_work():
                db.session.add(Setting(key=f"entry-{number}", value=number))
            journal.note("登记", str(number))
            os.write(told, b".")
    return True


def _entries_state(work: Path) -> str:
    told = len((work / "told").read_text())
    kept = len(column(database(work), "SELECT key FROM setting WHERE key LIKE 'entry-%'"))
    if kept < told:
        raise Broken(f"{told} entries were acknowledged, {kept} are there")
    return AFTER if kept == ENTRIES else BEFORE


def operations() -> list[Operation]:
    """All of them."""
    from tests.faults import naive

    return [
        Operation("import", _prepare_import, _import, _import_state, naive.take_in),
        Operation("export", _prepare_export, _export, _export_state, naive.take_out, database=False),
        Operation("migration", _prepare_migration, _migrate, _migration_state, naive.migrate),
        Operation("backup", _prepare_backup, _backup, _backup_state, naive.back_up, database=False),
        Operation("restore", _prepare_restore, _restore, _restore_state, naive.restore, database=False),
        Operation("entries", _prepare_entries, _enter, _entries_state, naive.enter, again=False),
    ]
