"""What a command says when the schema is missing or older than the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

_SIGNS = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")
"""How SQLite and psycopg say it."""
_TELLING: set[Callable[..., Any]] = set()
"""Commands outlive an application: each is told once."""


def tell_of_missing_schema(command: click.Command) -> None:
    """Let the command, or each command of a group, end with the way out instead of a trace."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            tell_of_missing_schema(one)
    elif command.callback and command.callback not in _TELLING:
        command.callback = _told(command.callback)
        _TELLING.add(command.callback)


def _told(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return work(*arguments, **options)
        except (OperationalError, ProgrammingError) as error:
            if not any(sign in f"{type(error.orig).__name__} {error.orig}" for sign in _SIGNS):
                raise
            raise click.ClickException(
                "数据库还没有建立,或比程序旧。请先执行: flask --app wsgi db upgrade"
            ) from error

    return run
