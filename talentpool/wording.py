"""Texts of pure modules in the reader's language, without knowing who translates. Pure.

`say("%(post)s空缺", post=…)` is gathered into the catalogue like any `_()`. The application
plugs the translator in (see `extensions`); without one, and outside a request, the text is the
Chinese one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _as_written(text: str) -> str:
    return text


_translate: Callable[[str], str] = _as_written


def translate_with(translator: Callable[[str], str]) -> None:
    """Plug in what turns a Chinese text into the reader's."""
    global _translate  # noqa: PLW0603 - one translator for the process, set at import of `extensions`
    _translate = translator


def marked(text: str, /) -> str:
    """The text as written, gathered into the catalogue: a constant that is said later."""
    return text


def reads_chinese() -> bool:
    """Whether the reader's language is the one in which the texts are written."""
    return say("年") == "年"


def say(text: str, /, **values: Any) -> str:
    """The text in the reader's language, with its values filled in."""
    told = _translate(text)
    return told % values if values else told
