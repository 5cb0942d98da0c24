"""Refusals and faults as pages in the clerk's words; each carries a number that stands in the log.

The log tells where and what kind, never a value: no address, no form, no message of an exception
(databases quote the row in theirs).
"""

from __future__ import annotations

import logging
import secrets
import traceback

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, SecurityError

from talentpool.errors import Conflict, Missing, NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.web import journal
from talentpool.web.menu import area_label
from talentpool.web.outages import Outage, outage_of, words_of
from talentpool.wording import say

log = logging.getLogger("talentpool")

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})
UNNUMBERED = frozenset({401, 422})
"""What the reader mends alone: signing in, a date in the address."""


def error_page(code: int, reason: str = "", *, error_number: str = "") -> Response:
    """The page of an error; a code without one of its own shows that of its hundred."""
    page = code if code in PAGES else (500 if code >= 500 else 400)
    number = error_number or _numbered(code)
    body = render_template(f"errors/{page}.html", reason=reason, error_number=number, code=code)
    return make_response(body, code)


def conflict_page() -> Response:
    """409: somebody else changed the record first."""
    return error_page(409, say("他人已修改此记录,您的修改没有保存。请返回刷新后核对,再作修改。"))


def outage_page(outage: Outage, *, error_number: str = "") -> Response:
    """503, put together without the database."""
    template = current_app.jinja_env.get_template("errors/503.html")
    number = error_number or _numbered(503)
    body = template.render(request=request, reason=words_of(outage), error_number=number, code=503)
    return make_response(body, 503, {"Retry-After": "30"})


def init_app(app: Flask) -> None:
    """Register the handlers; every one leaves the transaction rolled back."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Missing, lambda error: error_page(404, str(error)))
    app.register_error_handler(RuleBroken, _refused)
    app.register_error_handler(Conflict, lambda error: error_page(409, str(error)))
    app.register_error_handler(StaleDataError, lambda _error: conflict_page())
    app.register_error_handler(InternalServerError, _fault)


def _numbered(code: int) -> str:
    """A fresh number, put into the log beside the code and the page."""
    if code in UNNUMBERED:
        return ""
    number = _fresh_number()
    log.info("refusal %s: %d at %s", number, code, request.endpoint)
    return number


def _fresh_number() -> str:
    return secrets.token_hex(4).upper()


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):  # a foreign host name: no address of this site can be written
        return make_response(say("访问地址不在本系统允许的范围内,请使用管理员告知的地址。"), 400, PLAIN)
    page = error_page(error.code or 500)
    if isinstance(error, MethodNotAllowed):
        page.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return page


def _csrf(_error: CSRFError) -> Response:
    return error_page(400, say("页面已过期或不是从本系统提交的,内容没有保存。请返回上一页刷新后重新提交。"))


def _not_allowed(error: NotAllowed) -> Response:
    journal.note("越权访问", _what_was_tried())
    return error_page(403, str(error))


def _what_was_tried() -> str:
    """“打开 帮带 第3号”: the page in the words of the menu, and the numbers of the records in its address."""
    act = "打开" if request.method in ("GET", "HEAD") else "提交"
    blueprint = request.blueprint or ""
    numbers = [f"第{value}号" for value in (request.view_args or {}).values() if isinstance(value, int)]
    with force_locale("zh"):
        return " ".join([act, str(area_label(blueprint)), *numbers])


def _refused(broken: RuleBroken) -> Response:
    """A refusal outside of a form, such as a date in the address that is none."""
    return error_page(422, ";".join(broken.reasons))


def _fault(error: InternalServerError) -> Response:
    original = error.original_exception or error
    number = _fresh_number()
    log.error("fault %s at %s: %s", number, request.endpoint, trace_of(original))
    db.session.rollback()
    outage = outage_of(original)
    return outage_page(outage, error_number=number) if outage else error_page(500, error_number=number)


def trace_of(error: BaseException) -> str:
    """Kinds of the exceptions and the lines of code that they came through, without any value."""
    parts: list[str] = []
    one: BaseException | None = error
    while one is not None:
        kind = type(one)
        parts.append(
            f"{kind.__module__}.{kind.__qualname__}\n" + "".join(traceback.format_tb(one.__traceback__))
        )
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\ncaused by ".join(parts)
