"""Texts of pure modules in the reader's language, without knowing who translates. Pure.

`say("%(post)s空缺", post=…)` is gathered into the catalogue like any `_()`. The application
plugs the translator in (see `extensions`); without one, and outside a request, the text is the
Chinese one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


class Phrase(str):
    """A Chinese sentence that remembers of what it was made, so that it can be said in the reader's language.

    As a string it is the sentence itself: in a workbook, a digest or a test nothing else is seen.
    """

    text: str
    values: Mapping[str, Any]


def phrase(text: str, /, **values: Any) -> Phrase:
    """A sentence to be kept now and said later; `values` may be phrases themselves. Gathered into the catalogue."""
    made = Phrase(text % values if values else text)
    made.text, made.values = text, values
    return made


def said(text: str) -> str:
    """A phrase in the reader's language; any other text as it is."""
    if not isinstance(text, Phrase):
        return text
    return say(
        text.text, **{name: said(one) if isinstance(one, str) else one for name, one in text.values.items()}
    )


def word_of(text: str) -> str:
    """A label or a value of the vocabulary in the reader's language; anything else as it is."""
    return said(text) if isinstance(text, Phrase) or not text else say(text)


def kept(text: str) -> Any:
    """A text as JSON: a phrase as [text, values], any other as it is."""
    if not isinstance(text, Phrase):
        return text
    return [
        text.text,
        {name: kept(one) if isinstance(one, str) else one for name, one in text.values.items()},
    ]


def read_kept(told: Any) -> str:
    """The same back."""
    if isinstance(told, str):
        return told
    text, values = told
    return phrase(
        text, **{name: read_kept(one) if isinstance(one, list) else one for name, one in values.items()}
    )
