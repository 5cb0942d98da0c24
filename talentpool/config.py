"""Configuration from the environment, with the safe defaults Flask leaves unset.

TALENTPOOL_INSTANCE   folder of the data (default: `instance/` beside wsgi.py)
DATABASE_URL          SQLAlchemy address (default: SQLite in the instance folder); on another machine
                      with sslmode=verify-full and sslrootcert only
TALENTPOOL_HOST/PORT  where `serve` listens (default 127.0.0.1:8000)
TALENTPOOL_BACKUPS    folder of the backups (default: `backups/` in the instance folder)
TALENTPOOL_TRUSTED_HOSTS  comma-separated host names the server answers to
TALENTPOOL_CERTIFICATE/KEY  files with which `serve` speaks HTTPS
TALENTPOOL_PROXIES    number of reverse proxies in front (default 0: forwarded headers are ignored)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentpool.database_address import checked_address

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
"""Of the product, as pyproject.toml says it."""
UPLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes of one upload; a larger one is refused before it is read."""

LANGUAGES: dict[str, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class Config:
    """What an installation sets; everything else is the same everywhere."""

    instance: Path
    database_url: str
    trusted_hosts: tuple[str, ...]
    proxies: int
    backups: Path | None = None
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the variables above; a relative instance folder counts from the project's root."""
        env = os.environ if environ is None else environ
        instance = ROOT / env.get("TALENTPOOL_INSTANCE", "instance")
        default_url = f"sqlite:///{instance / 'talentpool.sqlite3'}"
        hosts = env.get("TALENTPOOL_TRUSTED_HOSTS", "127.0.0.1,localhost,[::1]")
        return cls(
            instance=instance,
            database_url=psycopg_url(checked_address(env.get("DATABASE_URL") or default_url)),
            trusted_hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
            proxies=int(env.get("TALENTPOOL_PROXIES", "0")),
            backups=ROOT / env["TALENTPOOL_BACKUPS"] if env.get("TALENTPOOL_BACKUPS") else None,
        )

    def for_flask(self) -> dict[str, Any]:
        """The same as Flask's upper-case settings."""
        return {
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "PROXIES": self.proxies,
            "BACKUPS": str(self.backups or self.instance / "backups"),
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "MAX_CONTENT_LENGTH": UPLOAD_LIMIT + 64 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 5000,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": True,
            "BOOTSTRAP_SERVE_LOCAL": True,
            "BABEL_DEFAULT_LOCALE": "zh",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "TESTING": self.testing,
        }


def psycopg_url(url: str) -> str:
    """A PostgreSQL address made to name the driver that is installed."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
