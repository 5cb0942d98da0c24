"""The cookie of a browser: HTTPS only, unless the browser sits at this very machine.

Whether it is marked so is told by the request and not by a setting, which somebody could forget:
any address but loopback counts as a network. The name then starts with `__Host-`, by which a
browser binds the cookie to this host, to HTTPS and to the path `/` (RFC 6265bis 4.1.3.2).
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

NAME = "talentpool"
SECURE_NAME = f"__Host-{NAME}"


def is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this machine as seen by itself."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with its name and its flag by the request."""

    def get_cookie_secure(self, app: Flask) -> bool:
        if not has_request_context():
            return False
        return request.is_secure or not is_loopback(request.environ.get("HTTP_HOST", ""))

    def get_cookie_name(self, app: Flask) -> str:
        return SECURE_NAME if self.get_cookie_secure(app) else NAME

    def get_cookie_domain(self, app: Flask) -> str | None:
        return None

    def get_cookie_path(self, app: Flask) -> str:
        return "/"
