"""The English interface is complete, and its check finds what would be shown wrongly."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from tests.checks.catalogues import faults, gaps


def test_the_english_catalogue_has_no_gap() -> None:
    assert gaps() == []


@pytest.mark.parametrize(
    ("source", "english", "fault"),
    [
        ("%(count)s人", "people", "placeholders differ: %(count)s人 / people"),
        ("%(count)s人", "%(total)s people", "placeholders differ: %(count)s人 / %(total)s people"),
        ("占10%%", "10 per cent", "placeholders differ: 占10%% / 10 per cent"),
        ("姓名", "Name(姓名)", "Chinese characters in the English text: Name(姓名)"),
        ("姓名", "Name\uff0c", "Chinese characters in the English text: Name\uff0c"),
    ],
)
def test_a_translation_that_would_be_shown_wrongly_is_found(source: str, english: str, fault: str) -> None:
    assert faults(Message(source, english)) == [fault]


def test_placeholders_may_change_their_order() -> None:
    assert faults(Message("%(unit)s共%(count)s人", "%(count)s people in %(unit)s")) == []


def test_the_plural_forms_are_both_looked_at() -> None:
    entry = Message(("%(num)s人", "%(num)s人"), ("one person", "%(num)s people"))
    assert faults(entry) == ["placeholders differ: %(num)s人 / one person"]
