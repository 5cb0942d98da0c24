"""Time-based one-time passwords (RFC 6238, HMAC-SHA1, six digits, 30 seconds), as authenticator apps make them. Pure."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD = 30
DIGITS = 6
WINDOW = 1
"""Steps of time by which a telephone's clock may be wrong, either way."""
SECRET_BYTES = 20


def new_secret() -> bytes:
    """A shared secret of 160 bits (RFC 4226, section 4)."""
    return secrets.token_bytes(SECRET_BYTES)


def base32(secret: bytes) -> str:
    """The secret as it is typed into an app, without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def step_at(moment: datetime) -> int:
    """The number of the time step of a moment."""
    return int(moment.timestamp()) // PERIOD


def code_of(secret: bytes, step: int) -> str:
    """The code of a step (RFC 4226, section 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, typed: str, *, at: datetime) -> int | None:
    """The newest step around a moment whose code was typed, None where there is none. Compares them all."""
    code, now, found = typed.replace(" ", ""), step_at(at), None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()):
            found = step
    return found


def provisioning_uri(secret: bytes, *, issuer: str, account: str) -> str:
    """What the QR code says to an authenticator app."""
    label = quote(f"{issuer}:{account}")
    query = urlencode({"secret": base32(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"
