"""Finding somebody by a number without leaving the number in an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from talentpool.id_numbers import is_phone, normalise_phone
from talentpool.security.keys import blind_index, fingerprint
from talentpool.writing import compact

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_TAIL = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[0-9][0-9-]{6,}[0-9X]")


@dataclass(frozen=True)
class NumberAsked:
    """A number that somebody looks for: `match` is its blind index, by which it is found.

    `kind` is id_number, phone or phone_tail. A mistyped number is one too: it finds nobody, and stays
    out of the address all the same.
    """

    kind: str
    match: str
    number: str = field(repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether it is more than the last four of a telephone number, which every mask shows."""
        return self.kind != "phone_tail"

    @property
    def mark(self) -> str:
        """By which the log tells one number looked for from another, without telling either."""
        return fingerprint("number looked for", self.number)[:12]


def number_asked(query: str) -> NumberAsked | None:
    """The ID or telephone number, or the last four of one, that a query is; None for any other words."""
    text = compact(query).upper()
    if _ID_NUMBER.fullmatch(text):
        return _asked("id_number", text)
    phone = normalise_phone(text)
    if is_phone(phone) or _NUMBER.fullmatch(text):
        return _asked("phone", phone)
    if _TAIL.fullmatch(text):
        return _asked("phone_tail", text)
    return None


def _asked(kind: str, number: str) -> NumberAsked:
    return NumberAsked(kind, blind_index(kind, number), number)
