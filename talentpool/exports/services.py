"""The one door by which files leave: build, write, put on record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO

from flask import current_app, has_request_context
from flask_babel import force_locale

from talentpool.errors import NotAllowed, RuleBroken
from talentpool.exports.lists import build_list, file_stem
from talentpool.exports.place import find_place
from talentpool.exports.registry import Export
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import SERIAL
from talentpool.extensions import db
from talentpool.files.docx import DOCX_TYPE, Paper, write_paper
from talentpool.files.xlsx import XLSX_TYPE, pour_workbook
from talentpool.models import Unit
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.sheets import Asked, Column, Ledger, Sheet, Workbook
from talentpool.web import journal
from talentpool.web.scratch import scratch_file
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say

PAPER_LANGUAGE = "zh"
"""Official papers are Chinese, whatever the language of the screen."""


LARGE = 100_000
"""Cells of a file that is not held in memory: it stands on disk, without a name and unreadable, until it has left."""
_PIECE = 256 * 1024


@dataclass(frozen=True)
class TakenFile:
    """A file as it leaves; `plain_name` is its name for programs that know no Chinese."""

    name: str
    plain_name: str
    file: IO[bytes]
    size: int
    media_type: str = XLSX_TYPE

    @property
    def content(self) -> bytes:
        """All of it at once: for what is known to be small."""
        self.file.seek(0)
        return self.file.read()


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
    _may_unmask(unmasked, purpose, by=by)
    with force_locale(PAPER_LANGUAGE):
        request = _request(by, on, unit=unit, unmasked=unmasked, purpose=purpose.strip())
        filters = request.filters
        workbook = export.build(request)
    day = on.strftime("%Y%m%d")
    return _leave(
        workbook,
        request,
        subject=export.slug,
        filters=filters,
        name=f"{request.place.name}{export.file_stem}_{day}.xlsx",
        plain_name=f"{export.slug}_{day}.xlsx",
        by=by,
    )


def take_list(ledger: Ledger, asked: Asked, *, by: Actor, on: date) -> TakenFile:
    """A list as its page shows it at this address, sensitive columns masked; noted like any file.

    Raises NotAllowed without the right to see the list.
    """
    if not by.may(Permission(ledger.permission)):
        raise NotAllowed(say("您的角色没有这项权限"))
    with force_locale(PAPER_LANGUAGE):
        request = _request(by, on)
        built = build_list(ledger, asked, request)
    return _leave(
        built.workbook,
        request,
        subject=f"list:{ledger.slug}",
        filters=built.filters,
        name=f"{request.place.name}{file_stem(ledger, on)}.xlsx",
        plain_name=f"{ledger.slug}_list_{on.strftime('%Y%m%d')}.xlsx",
        by=by,
    )


def take_table(
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[Mapping[str, object]],
    *,
    subject: str,
    notes: tuple[str, ...],
    by: Actor,
    on: date,
) -> TakenFile:
    """A table of one page that is no list of its own, numbered; noted like any file."""
    with force_locale(PAPER_LANGUAGE):
        request = _request(by, on)
        title = f"{request.place.title}{name}"
        sheet = Sheet(
            name=name,
            title=title,
            columns=(SERIAL, *columns),
            rows=[{"serial": number, **row} for number, row in enumerate(rows, 1)],
            reporting=request.reporting,
            freeze_column=columns[0].key,
            notes=notes,
        )
        workbook = Workbook(title=title, provenance=request.provenance(), sheets=(sheet,), about=title)
    day = on.strftime("%Y%m%d")
    return _leave(
        workbook,
        request,
        subject=subject,
        filters=request.filters,
        name=f"{request.place.name}{name}_{day}.xlsx",
        plain_name=f"{subject}_{day}.xlsx",
        by=by,
    )


def take_paper(
    build: Callable[[datetime], Paper],
    *,
    subject: str,
    name: str,
    plain_name: str,
    by: Actor,
    on: date,
    unmasked: bool = False,
    purpose: str = "",
) -> TakenFile:
    """A document about somebody; in full only with the right and for a purpose, and noted like any file.

    `build` gets the moment at which it is made. Raises NotAllowed or RuleBroken as `take_out` does.
    """
    _may_unmask(unmasked, purpose, by=by)
    with force_locale(PAPER_LANGUAGE):
        paper = build(datetime.now(HOME_ZONE))
    details = {"unmasked": unmasked, "purpose": purpose.strip()}
    return _document(write_paper(paper), subject, name, plain_name, by=by, on=on, **details)


def take_report(
    write: Callable[[], bytes], *, subject: str, name: str, plain_name: str, by: Actor, on: date
) -> TakenFile:
    """An official report in Word, in the language of papers; noted like any file."""
    with force_locale(PAPER_LANGUAGE):
        content = write()
    return _document(content, subject, name, plain_name, by=by, on=on)


def _document(
    content: bytes, subject: str, name: str, plain_name: str, *, by: Actor, on: date, **details: object
) -> TakenFile:
    _end_reading()
    journal.note(
        "导出",
        subject,
        actor=by.name,
        on=on.isoformat(),
        **details,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return TakenFile(name, plain_name, BytesIO(content), len(content), DOCX_TYPE)


def _may_unmask(unmasked: bool, purpose: str, *, by: Actor) -> None:
    if unmasked and not by.may(Permission.EXPORTS_UNMASK):
        raise NotAllowed(say("您的角色不能导出完整的身份证号和电话"))
    if unmasked and not purpose.strip():
        raise RuleBroken(say("导出完整的身份证号和电话,须写明用途"))


def _request(
    by: Actor, on: date, *, unit: Unit | None = None, unmasked: bool = False, purpose: str = ""
) -> ExportRequest:
    return ExportRequest(
        scope=by.scope,
        on=on,
        made_at=datetime.now(HOME_ZONE),
        who=by.name,
        unit=unit,
        unmasked=unmasked,
        purpose=purpose,
        place=find_place(scope=by.scope, on=on, unit=unit),
    )


def _leave(
    workbook: Workbook,
    request: ExportRequest,
    *,
    subject: str,
    filters: str,
    name: str,
    plain_name: str,
    by: Actor,
) -> TakenFile:
    """Write the file and put on record who took what, with its hash."""
    file = _room_for(workbook)
    try:
        pour_workbook(workbook, file)
        digest = _digest_of(file)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    _end_reading()
    journal.note(
        "导出",
        subject,
        actor=by.name,
        on=request.on.isoformat(),
        filters=filters,
        unmasked=request.unmasked,
        purpose=request.purpose,
        rows=sum(len(sheet.rows) for sheet in workbook.sheets),
        columns=list(dict.fromkeys(column.label for sheet in workbook.sheets for column in sheet.columns)),
        sha256=digest,
    )
    return TakenFile(name=name, plain_name=plain_name, file=file, size=size)


def _room_for(workbook: Workbook) -> IO[bytes]:
    """Where the file is written until it leaves; who sends it closes it."""
    if sum(len(sheet.rows) * len(sheet.columns) for sheet in workbook.sheets) < LARGE:
        return BytesIO()
    return scratch_file(folder=current_app.config["INSTANCE"])


def _digest_of(file: IO[bytes]) -> str:
    """SHA-256 of a file, read to its end piece by piece."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()


def _end_reading() -> None:
    """At the console the note is written at once, through a transaction that would wait for this one."""
    if not has_request_context():
        db.session.rollback()
