"""Two people edit one record: the second sees both versions, takes over field by field, loses nothing.

An edit form carries the row's `version`. The view asks three things:

    form = open_edit(FormClass, row, data, **options)
    if stale(form, row): return conflict_answer(form, row, title=…, back_url=…)
    if form.validate_on_submit(): …

The 409 page holds everything that was typed and, for each differing part, the choice between one's
own and what is now kept; sent on, it is the same form with the version of now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Response, make_response, render_template, request
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField

from talentpool.extensions import db
from talentpool.models import AuditEntry, Base, Versioned
from talentpool.web.fields import text_of
from talentpool.web.working_date import HOME_ZONE

TAKE = "take-"
"""Prefix of the choice of a part: `mine` or `kept`."""
UNCOMPARED = frozenset({"version", "csrf_token", "submit", "confirmed"})

FormType = TypeVar("FormType", bound="EditForm")


class EditForm(FlaskForm):  # type: ignore[misc]
    """A form over a row that exists; `kept` is the same form filled from the row as it is now."""

    version = HiddenField()
    kept: EditForm | None = None
    sent: MultiDict[str, str] | None = None


@dataclass(frozen=True)
class Part:
    """One part of the form in both versions; `values` are the typed ones, as they go into the page."""

    name: str
    label: str
    mine: str
    kept: str
    values: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """Whether the two versions are not the same."""
        return self.mine != self.kept


@dataclass(frozen=True)
class Conflict:
    """Both versions, and who made the one that is kept; `at` in the office's time."""

    parts: tuple[Part, ...]
    version: int
    actor: str
    act: str
    at: datetime | None

    @property
    def differing(self) -> tuple[Part, ...]:
        """Parts to choose from."""
        return tuple(part for part in self.parts if part.differs)

    @property
    def same(self) -> tuple[Part, ...]:
        """Parts in which both say the same; what neither fills stays out."""
        return tuple(part for part in self.parts if not part.differs and part.mine)


def open_edit(
    form_class: type[FormType], row: Versioned, data: Mapping[str, Any], **options: Any
) -> FormType:
    """The form: filled from the row, or from what was sent with the parts taken over from the row."""
    if request.method == "POST":
        db.session.refresh(row, with_for_update=True)
    kept = form_class(formdata=None, data={**data, "version": row.version}, **options)
    if request.method != "POST":
        return kept
    sent = _with_parts_taken_over(kept)
    form = form_class(formdata=sent, data=dict(data), **options)
    form.kept, form.sent = kept, sent
    return form


def stale(form: EditForm, row: Versioned) -> bool:
    """Whether somebody else has changed the row since the form was opened."""
    return form.kept is not None and str(form.version.data or "") != str(row.version)


def conflict_answer(form: EditForm, row: Any, *, title: str, back_url: str) -> Response:
    """409: both versions side by side, to be sent on."""
    conflict = compare(form, row)
    body = render_template(
        "errors/conflict.html", conflict=conflict, heading=title, back_url=back_url, take=TAKE
    )
    return make_response(body, 409)


def compare(form: EditForm, row: Any) -> Conflict:
    """The parts of a sent form beside those of the row."""
    assert form.kept is not None
    parts = tuple(
        Part(
            name=field.short_name,
            label=str(field.label.text),
            mine=text_of(field),
            kept=text_of(form.kept[field.short_name]),
            values=tuple(_values_of(form, field.name)),
        )
        for field in form
        if field.short_name not in UNCOMPARED
    )
    entry = _last_change(row)
    return Conflict(
        parts=parts,
        version=row.version,
        actor=entry.actor if entry else "",
        act=entry.act if entry else "",
        at=entry.at.astimezone(HOME_ZONE) if entry else None,
    )


def _last_change(row: Base) -> AuditEntry | None:
    statement = (
        select(AuditEntry)
        .where(AuditEntry.record_table == row.__tablename__, AuditEntry.record_id == row.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if row.__tablename__ == "person":
        statement = (
            select(AuditEntry)
            .where(AuditEntry.person_id == row.id, AuditEntry.record_table.in_(_OF_A_PERSON))
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
    return db.session.scalar(statement)


_OF_A_PERSON = ("person", "schooling", "person_tag")


def _belongs(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}-")


def _values_of(form: EditForm, name: str) -> list[tuple[str, str]]:
    sent = form.sent.items(multi=True) if form.sent is not None else ()
    return [(key, value) for key, value in sent if _belongs(key, name)]


def _with_parts_taken_over(kept: EditForm) -> MultiDict[str, str]:
    """What was sent, with the row's own values where the editor chose them."""
    sent: MultiDict[str, str] = MultiDict(request.form.items(multi=True))
    for key, choice in list(sent.items()):
        name = key.removeprefix(TAKE)
        if not key.startswith(TAKE) or choice != "kept" or name not in kept:
            continue
        for old in [one for one in sent if _belongs(one, name)]:
            sent.poplist(old)
        for new, value in sent_as(kept[name]):
            sent.add(new, value)
    return sent


def sent_as(field: Field) -> list[tuple[str, str]]:
    """A filled field as a browser would send it."""
    if hasattr(field, "entries"):
        return [pair for entry in field.entries for pair in sent_as(entry)]
    if hasattr(field, "form"):
        return [pair for inner in field.form for pair in sent_as(inner)]
    if hasattr(field, "iter_choices"):
        return [(field.name, str(value)) for value in _chosen(field)]
    if isinstance(field.data, bool):
        return [(field.name, "y")] if field.data else []
    value = field._value() if hasattr(field, "_value") else field.data
    return [(field.name, str(value if value is not None else ""))]


def _chosen(field: Any) -> list[Any]:
    """What is selected; of a field whose choices are offered later, what it was filled with."""
    offered = list(field.iter_choices())
    if offered:
        return [value for value, _label, selected, *_rest in offered if selected]
    filled = field.data if isinstance(field.data, list | tuple) else [field.data]
    return [value for value in filled if value is not None]
