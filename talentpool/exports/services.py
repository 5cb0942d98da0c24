"""The one door by which files leave: build, write, put on record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from flask import has_request_context
from flask_babel import force_locale

from talentpool.errors import NotAllowed, RuleBroken
from talentpool.exports.place import find_place
from talentpool.exports.registry import Export
from talentpool.exports.request import ExportRequest
from talentpool.extensions import db
from talentpool.files.xlsx import write_workbook
from talentpool.models import Unit
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.sheets import Workbook
from talentpool.web import journal
from talentpool.web.working_date import HOME_ZONE

PAPER_LANGUAGE = "zh"
"""Official papers are Chinese, whatever the language of the screen."""


@dataclass(frozen=True)
class TakenFile:
    """A file as it leaves; `plain_name` is its name for programs that know no Chinese."""

    name: str
    plain_name: str
    content: bytes


def take_out(
    export: Export,
    *,
    by: Actor,
    on: date,
    unit: Unit | None = None,
    unmasked: bool = False,
    purpose: str = "",
) -> TakenFile:
    """Build the workbook within the actor's scope and note who took what, with the file's hash.

    Raises NotAllowed without the right to unmask, RuleBroken without a purpose for it.
    """
    if unmasked and not by.may(Permission.EXPORTS_UNMASK):
        raise NotAllowed("您的角色不能导出完整的身份证号和电话")
    if unmasked and not purpose.strip():
        raise RuleBroken("导出完整的身份证号和电话,须写明用途")
    request = ExportRequest(
        scope=by.scope,
        on=on,
        made_at=datetime.now(HOME_ZONE),
        who=by.name,
        unit=unit,
        unmasked=unmasked,
        purpose=purpose.strip(),
        place=find_place(scope=by.scope, on=on, unit=unit),
    )
    filters = request.filters
    with force_locale(PAPER_LANGUAGE):
        workbook = export.build(request)
    content = write_workbook(workbook)
    _end_reading()
    _put_on_record(export, request, filters, workbook, content, by=by)
    day = on.strftime("%Y%m%d")
    return TakenFile(
        name=f"{request.place.name}{export.file_stem}_{day}.xlsx",
        plain_name=f"{export.slug}_{day}.xlsx",
        content=content,
    )


def _end_reading() -> None:
    """At the console the note is written at once, through a transaction that would wait for this one."""
    if not has_request_context():
        db.session.rollback()


def _put_on_record(
    export: Export, request: ExportRequest, filters: str, workbook: Workbook, content: bytes, *, by: Actor
) -> None:
    journal.note(
        "导出",
        export.slug,
        actor=by.name,
        on=request.on.isoformat(),
        filters=filters,
        purpose=request.purpose,
        rows=sum(len(sheet.rows) for sheet in workbook.sheets),
        columns=list(dict.fromkeys(column.label for sheet in workbook.sheets for column in sheet.columns)),
        sha256=hashlib.sha256(content).hexdigest(),
    )
