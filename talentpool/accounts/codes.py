"""Codes that are typed once: recovery codes, and those with which an installation begins. Pure.

Above 112 bits a plain hash keeps them (OWASP ASVS 5.0, 6.5.2).
"""

from __future__ import annotations

import hashlib
import secrets

SIGNS = 24
"""Of five bits each."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: none looks like another."""
_READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """Six groups of four signs."""
    signs = "".join(secrets.choice(_ALPHABET) for _place in range(SIGNS))
    return "-".join(signs[place : place + 4] for place in range(0, SIGNS, 4))


def hashed_code(typed: str) -> str:
    """What is kept of a code, however its groups are parted and its letters written."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
    return hashlib.sha256(plain.encode()).hexdigest()
