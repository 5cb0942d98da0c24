"""Pages of no feature: the language switch and a sign of life."""

from __future__ import annotations

from flask import Blueprint, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from talentpool.config import LANGUAGES
from talentpool.security.gate import public
from talentpool.web.links import safe_target

bp = Blueprint("web", __name__)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Keep the language of the interface in the cookie."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session["language"] = language
    return redirect(safe_target(request.form.get("next")) or url_for("home.show_home"))


@bp.get("/health")
@public
def show_health() -> ResponseReturnValue:
    """Plain “ok” for whoever watches the server; tells nothing else."""
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}


def current_language() -> str:
    """The language chosen in this browser, else Chinese; the console's is Chinese."""
    if not has_request_context():
        return "zh"
    chosen = session.get("language", "zh")
    return chosen if chosen in LANGUAGES else "zh"
