"""Options that several commands share: the reference date and the unit."""

from __future__ import annotations

from datetime import date

import click

from talentpool.errors import Missing, RuleBroken
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.units.queries import find_by_name_or_code
from talentpool.web.working_date import read_date, working_date

on_option = click.option("--on", metavar="DATE", help="统计截至日期,如 2023-06-30(默认为工作日期)。")
unit_option = click.option("--unit", metavar="NAME-OR-CODE", help="只统计此单位(名称或区划代码)。")


def reference_day(on: str | None) -> date:
    """The day of --on, else the working date; an unreadable one ends the command with the way out."""
    try:
        return read_date(on) if on else working_date()
    except RuleBroken as broken:
        raise click.UsageError(";".join(broken.reasons)) from broken


def console_unit(text: str | None, *, scope: Scope) -> Unit | None:
    """The unit of --unit; an unknown one ends the command with the way out."""
    if not text:
        return None
    try:
        return find_by_name_or_code(text, scope=scope)
    except Missing as missing:
        raise click.UsageError(str(missing)) from missing
