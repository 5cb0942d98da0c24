"""Which names a template may write, and what each holds: read from the types of `content`."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from talentpool.files.official.content import TYPES, Grid, Kind, Prose


@dataclass(frozen=True)
class Known:
    """A name, what it holds in Chinese, and the names of its parts, if it is made of any."""

    name: str
    label: str
    repeated: bool
    parts: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Loop:
    """What `loop` holds inside a loop."""

    index: int
    first: bool
    last: bool
    length: int


@cache
def known_names(kind: Kind) -> tuple[Known, ...]:
    """All names of a report of this kind, in reading order."""
    return _parts(TYPES[kind])


def _parts(made: Any) -> tuple[Known, ...]:
    if not is_dataclass(made) or made is Prose:
        return ()
    hints = get_type_hints(made)
    return tuple(
        Known(
            one.name,
            one.metadata["label"],
            element(hints[one.name]) is not None,
            _parts(element(hints[one.name]) or without_none(hints[one.name])),
        )
        for one in fields(made)
    )


def report_type(kind: Kind) -> Any:
    """The type whose fields are the names of such a report."""
    return TYPES[kind]


@cache
def parts_of(made: Any) -> dict[str, Any]:
    """name → type of the parts of a type; nothing for texts, numbers and lists."""
    if isinstance(made, type) and is_dataclass(made) and made is not Prose:
        return {name: without_none(one) for name, one in get_type_hints(made).items()}
    return {}


def without_none(made: Any) -> Any:
    """`Grid | None` → `Grid`."""
    if get_origin(made) is UnionType or isinstance(made, UnionType):
        return next(one for one in get_args(made) if one is not type(None))
    return made


def element(made: Any) -> Any:
    """The type of what a list holds; None for what is no list."""
    return get_args(made)[0] if get_origin(made) is tuple else None


def is_text(made: Any) -> bool:
    """Whether it can be written into a sentence."""
    return made in (str, int, Prose)


def is_grid(made: Any) -> bool:
    """Whether it is a whole table."""
    return made is Grid
