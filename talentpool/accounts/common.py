"""Passwords that are guessed first: a packaged list, runs of the keyboard, and what is glued together of them. Pure."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from talentpool.accounts.patterns import patterns_at

LIST = Path(__file__).with_name("common_passwords.txt")
MOST_PIECES = 3
ENOUGH_BESIDE = 4
_SHORTEST_WORD, _LONGEST_WORD = 4, 24
_SHORTEST_RUN = 3
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_LEET = str.maketrans("0134578@$!", "oieastbasi")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The packaged list, lower case."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_common(password: str) -> bool:
    """Whether it is of the list, or at most three words of it, runs, patterns or years with next to nothing beside.

    Read as typed, with shifted digits back in place (`!@#` is 123), and with look-alikes as letters.
    A sentence of four words passes: it is not guessed by gluing.
    """
    low, readings = password.lower(), _readings(password)
    # least[n]: how few signs stand beside n pieces, up to a place
    reached: list[dict[int, int]] = [{} for _place in range(len(low) + 1)]
    reached[0] = {0: 0}
    for place in range(len(low)):
        ends = {place + length for text in readings for length in _pieces_at(text, place)}
        for pieces, beside in reached[place].items():
            _note(reached[place + 1], pieces, beside + 1)
            for end in ends:
                _note(reached[end], pieces + 1, beside)
    return any(beside < ENOUGH_BESIDE for beside in reached[-1].values())


def is_simple(password: str) -> bool:
    """Whether it is nothing but runs of the keyboard, sequences and repeated blocks, however many, read as above."""
    readings = _readings(password)
    beside = [0] + [len(password)] * len(password)
    for place in range(len(password)):
        beside[place + 1] = min(beside[place + 1], beside[place] + 1)
        for text in readings:
            for length in (patterns_at(text, place) | {_run_at(text, place)}) - {0}:
                beside[place + length] = min(beside[place + length], beside[place])
    return bool(password) and beside[-1] < ENOUGH_BESIDE


def _readings(password: str) -> tuple[str, str, str]:
    """As typed, with shifted digits back in place, and with look-alikes as letters; all of one length."""
    low = password.lower()
    return low, low.translate(_UNSHIFTED), low.translate(_LEET)


def _note(least: dict[int, int], pieces: int, beside: int) -> None:
    if pieces <= MOST_PIECES:
        least[pieces] = min(beside, least.get(pieces, beside))


def folded(text: str) -> set[str]:
    """A text as it is compared with words: lower case, and with look-alikes as letters."""
    low = text.lower()
    return {low, low.translate(_LEET)}


def _pieces_at(text: str, place: int) -> set[int]:
    """Lengths of the words, runs and years that begin at a place."""
    words = common_words()
    longest = min(_LONGEST_WORD, len(text) - place)
    found = {n for n in range(_SHORTEST_WORD, longest + 1) if text[place : place + n] in words}
    return (found | patterns_at(text, place) | {_run_at(text, place), _year_at(text, place)}) - {0}


def _run_at(text: str, place: int) -> int:
    """The length of a run along a row of the keyboard, or of one sign again and again."""
    best = 1
    while place + best < len(text) and text[place + best] == text[place]:
        best += 1
    for row in _ROWS:
        for line in (row, row[::-1]):
            length = best + 1
            while place + length <= len(text) and text[place : place + length] in line:
                best = length
                length += 1
    return best if best >= _SHORTEST_RUN else 0


def _year_at(text: str, place: int) -> int:
    part = text[place : place + 4]
    return 4 if len(part) == 4 and part.isdigit() and part[:2] in ("19", "20") else 0
