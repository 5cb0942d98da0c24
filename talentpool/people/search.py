"""Finding somebody by a number without leaving the number in an address."""

from __future__ import annotations

import re

from talentpool.id_numbers import is_phone, normalise_phone
from talentpool.security.keys import blind_index
from talentpool.writing import compact

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_TAIL = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[0-9][0-9-]{6,}[0-9X]")


def fingerprint_of_number(query: str) -> str | None:
    """The keyed fingerprint by which to look for an ID or telephone number; None for any other words.

    Four digits are the last four of a telephone number. A mistyped number has a fingerprint too: it finds nobody, and stays out of the address all the same.
    """
    text = compact(query).upper()
    if _ID_NUMBER.fullmatch(text):
        return blind_index("id_number", text)
    phone = normalise_phone(text)
    if is_phone(phone) or _NUMBER.fullmatch(text):
        return blind_index("phone", phone)
    if _TAIL.fullmatch(text):
        return blind_index("phone_tail", text)
    return None
