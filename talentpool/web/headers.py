"""The headers of every answer: what a browser may load, frame, remember and send on.

Source: OWASP ASVS 5.0 chapter 3 (web frontend security). `Referrer-Policy` is `same-origin` and not
`no-referrer`, because the check of forms over HTTPS asks where they come from.
"""

from __future__ import annotations

from flask import Flask, Response, request

from talentpool.security.gate import OPEN_ENDPOINTS

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
A_YEAR = 31_536_000
"""Seconds for which a browser comes back over HTTPS only."""
HSTS = f"max-age={A_YEAR}; includeSubDomains"


def init_app(app: Flask) -> None:
    """Write the headers onto every answer; register it first, so that it runs last."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint not in OPEN_ENDPOINTS or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response
