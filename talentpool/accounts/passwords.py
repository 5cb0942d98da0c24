"""Passwords: argon2id at a cost that two cores bear, and what a password must be.

t=2, m=19 MiB, p=1 are the OWASP minimum and give some 60 sign-ins a second on two cores;
the library's defaults give three.
"""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from talentpool.wording import say

MINIMUM_LENGTH = 12
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_dummy = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether the password is right; an unknown user (None) costs the same time."""
    try:
        return _hasher.verify(kept or _dummy, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def wants_rehash(kept: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(kept)


_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def one_time_password() -> str:
    """Four groups of four, nothing that looks like something else; about 90 bits. Always of three classes."""
    groups = ["".join(secrets.choice(_LETTERS + _DIGITS) for _place in range(4)) for _group in range(4)]
    ends = secrets.choice(_LETTERS[:23]) + secrets.choice(_LETTERS[23:]) + secrets.choice(_DIGITS)
    return "-".join([*groups, ends])


def password_faults(password: str, *, username: str) -> list[str]:
    """What is wrong with a new password, as sentences (GB/T 22239: length and three classes)."""
    faults = []
    if len(password) < MINIMUM_LENGTH:
        faults.append(say("密码至少%(least)s位", least=MINIMUM_LENGTH))
    classes = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    if sum(any(test(char) for char in password) for test in classes) < 3:
        faults.append(say("密码须包含大写字母、小写字母、数字、符号中的三类"))
    if username and username.lower() in password.lower():
        faults.append(say("密码不能包含用户名"))
    return faults
