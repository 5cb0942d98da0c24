"""The console: `flask --app wsgi …`. The operator of the console acts with full scope, masked like anyone."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the commands."""
    from talentpool.cli import (
        accounts,
        audit,
        backup,
        certificates,
        demo,
        exports,
        figures,
        intake,
        jobs,
        keys,
        remind,
        report,
        schema,
        serving,
    )

    for command in (
        serving.serve,
        certificates.make,
        jobs.work,
        demo.demo,
        accounts.first_administrator,
        accounts.accounts,
        backup.backup,
        figures.figures,
        intake.import_files,
        exports.export,
        audit.audit,
        keys.keys,
        remind.remind,
        report.report,
    ):
        schema.tell_of_missing_schema(command)
        app.cli.add_command(command)
