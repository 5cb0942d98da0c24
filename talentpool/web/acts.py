"""The page of an act: what it will do, its form, the questions that came up; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from wtforms import BooleanField

from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.web.conflicts import EditForm, conflict_answer, stale
from talentpool.web.constraints import sentence_of
from talentpool.web.forms import add_reasons

Outcome = TypeVar("Outcome")


class ActForm(EditForm):
    """A form of an act; `doubts` are what the rules want a yes for, `confirmed` is the yes."""

    confirmed = BooleanField(_l("以上情况属实,仍要保存"))
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActPage:
    """What frames the form. `word` stands on the button; `effects` tell what will happen and how to undo it."""

    heading: str
    word: str
    back_url: str
    crumbs: Sequence[tuple[str, str]] = ()
    summary: str = ""
    effects: Sequence[str] = ()
    danger: bool = False


def act_page(form: ActForm, act: ActPage, *, template: str = "layouts/act.html", **context: Any) -> Response:
    """The page of an act: 422 when it was handed in and refused, or asked back about."""
    refused = request.method == "POST" and bool(form.errors or form.form_errors or form.doubts)
    return make_response(render_template(template, form=form, act=act, **context), 422 if refused else 200)


def carried_out(form: ActForm, act: Callable[[], Outcome]) -> Outcome | None:
    """What the act returned, or None with its reasons or questions on the form, everything rolled back."""
    try:
        return act()
    except Doubtful as asked:
        db.session.rollback()
        form.doubts = asked.reasons
    except RuleBroken as broken:
        db.session.rollback()
        add_reasons(form, broken.reasons)
    except IntegrityError as refused:
        db.session.rollback()
        sentence = sentence_of(refused)
        if sentence is None:
            raise
        add_reasons(form, [sentence])
    return None


def act_answer(
    form: ActForm, page: ActPage, act: Callable[[], object], *, done: str, **context: Any
) -> ResponseReturnValue:
    """The form, or what was sent carried out: then `done` is said on the page behind (`back_url`)."""
    if form.validate_on_submit() and carried_out(form, lambda: (act(), True)):
        flash(done, "success")
        return redirect(page.back_url)
    return act_page(form, page, **context)


def edit_answer(
    form: ActForm, row: Any, page: ActPage, act: Callable[[], object], *, done: str, **context: Any
) -> ResponseReturnValue:
    """The same over a row that exists (`conflicts.open_edit`); 409 where somebody else was faster."""
    if stale(form, row):
        return conflict_answer(form, row, title=page.heading, back_url=page.back_url)
    return act_answer(form, page, act, done=done, **context)
