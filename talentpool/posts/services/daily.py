"""The daily work on posts as acts that can be taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager

from talentpool.audit.daily import daily_act
from talentpool.models import Person, Post, Unit
from talentpool.security.actor import Actor

KIND = "posts"
TERM_KIND = "term"
"""A result of a re-election, confirmed."""


def act_on_post(
    word: str, post: Post, *, by: Actor, person: Person | None = None
) -> AbstractContextManager[None]:
    """“离任:云山村村委会副主任 赵盛”."""
    about = f"{post.unit.name}{post.title}" + (f" {person.name}" if person else "")
    return daily_act(word, about, kind=KIND, unit=post.unit, by=by)


def act_on_unit(word: str, unit: Unit, about: str = "", *, by: Actor) -> AbstractContextManager[None]:
    """“核定职数:云山村 5个”."""
    return daily_act(word, f"{unit.name} {about}".strip(), kind=KIND, unit=unit, by=by)
