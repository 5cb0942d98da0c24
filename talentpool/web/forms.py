"""Answering a form: 422 when it did not pass, reasons of a broken rule on top."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, render_template, request
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs


def add_reasons(form: FlaskForm, reasons: Iterable[str]) -> None:
    """Put the reasons of a refusal on the form as a whole."""
    form.form_errors.extend(reasons)


def page(template: str, *, form: FlaskForm, **context: Any) -> Response:
    """The page of a form: 422 when it was handed in and refused."""
    refused = request.method == "POST" and bool(form.errors or form.form_errors)
    return make_response(render_template(template, form=form, **context), 422 if refused else 200)


def typed(field: Field) -> str:
    """What was typed into a text field; nothing typed is the empty text."""
    return str(field.data or "")


def choices_of(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as a select field takes them; labels may be lazy."""
    return [SelectChoice(value, label) for value, label in pairs]
