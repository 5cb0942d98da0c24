"""Passwords: argon2id at a cost that two cores bear, what a password must be, and one-time ones.

t=2, m=19 MiB, p=1 are the OWASP minimum and give some 60 sign-ins a second on two cores;
the library's defaults give three.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pypinyin import lazy_pinyin

from talentpool.accounts.common import folded, is_common, is_simple
from talentpool.accounts.policy import PasswordPolicy, SecurityPolicy
from talentpool.wording import say

PRODUCT_WORDS = ("talentpool", "后备干部", "人才库", "党群办", "组织部")
_UNIT_ENDINGS = ("街道", "社区", "村", "镇", "乡", "县", "区", "市")
_SHORTEST = {True: 4, False: 2}
"""Letters, or Chinese characters, from which on a word of the context counts."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_dummy = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether the password is right; an unknown user (None) costs the same work."""
    try:
        return _hasher.verify(kept or _dummy, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def wants_rehash(kept: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(kept)


_UPPER = "ABCDEFGHJKMNPQRSTUVWXYZ"
_LOWER = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def one_time_password() -> str:
    """Four groups of four and an end of three classes; about 100 bits, nothing that looks like something else."""
    signs = _UPPER + _LOWER + _DIGITS
    groups = ["".join(secrets.choice(signs) for _place in range(4)) for _group in range(4)]
    end = "".join(secrets.choice(one) for one in (_UPPER, _LOWER, _DIGITS))
    return "-".join([*groups, end])


def password_faults(password: str, *, policy: SecurityPolicy, words: Iterable[str] = ()) -> list[str]:
    """What is wrong with a new password, as sentences; `words` are names that it may not hold."""
    kind = policy.passwords
    faults = []
    if len(password) < kind.least:
        faults.append(say("密码至少%(least)s位", least=kind.least))
    if kind is PasswordPolicy.DENGBAO and _classes(password) < kind.classes:
        faults.append(say("密码须包含大写字母、小写字母、数字、符号中的三类"))
    if any(form in text for text in folded(password) for form in word_forms(words)):
        faults.append(say("密码不能包含用户名、姓名、单位名称或本系统的名称"))
    if not faults and is_simple(password):
        faults.append(say("密码不能由反复出现的一段字符或简单的顺序(如abc、123、a1b2c3)组成,请换一个"))
    elif not faults and is_common(password):
        faults.append(say("这个密码太常见,容易被猜到,请换一个"))
    return faults


def was_used(password: str, hashes: Sequence[str]) -> bool:
    """Whether it is one of those that were."""
    return any(password_matches(kept, password) for kept in hashes)


def word_forms(words: Iterable[str]) -> set[str]:
    """Names as they stand in passwords: as written and in pinyin, units also without 村, 镇 and the like."""
    found = set()
    for word in (*words, *PRODUCT_WORDS):
        text = word.strip().lower()
        ending = next((one for one in _UNIT_ENDINGS if text.endswith(one)), "")
        for form in {text, text.removesuffix(ending)}:
            found |= {form, "".join(lazy_pinyin(form))}
    return {form for form in found if len(form) >= _SHORTEST[form.isascii()]}


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
    return sum(any(test(sign) for sign in password) for test in tests)
