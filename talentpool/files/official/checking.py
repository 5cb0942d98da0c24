"""Whether an uploaded template can be kept: read, and tried with a full and with an empty report."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.files.official.content import TYPES, Kind, Prose, prose
from talentpool.files.official.names import element, without_none
from talentpool.files.official.rendering import render
from talentpool.files.official.scanning import Fault
from talentpool.files.official.template import faults_of
from talentpool.wording import say

__all__ = ["Fault", "check_template"]


def check_template(content: bytes, kind: Kind) -> list[Fault]:
    """What is wrong with a template, nothing for a good one; never raises for whatever file it is given."""
    try:
        faults = faults_of(content, kind)
    except UnreadableFile as refused:
        return [Fault(0, "", str(refused))]
    return faults or _tried(content, kind)


def _tried(content: bytes, kind: Kind) -> list[Fault]:
    try:
        for filled in (True, False):
            render(content, _made(TYPES[kind], filled=filled))
    except UnreadableFile:
        return [
            Fault(
                0,
                "",
                say(
                    "占位符把表格或段落拆散了。请让每个循环、判断的开头和结尾各自单独成段(或同在一段、同为带tr的行)"
                ),
            )
        ]
    except RuleBroken as broken:
        return [Fault(0, "", str(broken))]
    return []


def _made(made: Any, *, filled: bool) -> Any:
    """A report of this type, every list with two elements or with none."""
    made = without_none(made)
    held = element(made)
    if held is not None:
        return tuple(_made(held, filled=filled) for _ in range(2 if filled else 0))
    if made is Prose:
        return prose("样例") if filled else Prose()
    if is_dataclass(made):
        hints = get_type_hints(made)
        return made(  # type: ignore[operator]
            **{
                one.name: None
                if not filled and hints[one.name] != without_none(hints[one.name])
                else _made(hints[one.name], filled=filled)
                for one in fields(made)
            }
        )
    return 1 if made is int else "样例" if filled else ""
