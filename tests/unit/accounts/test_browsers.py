"""Browsers as their owners know them."""

from __future__ import annotations

import pytest

from talentpool.accounts.browsers import browser_words

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{WINDOWS} Chrome/126.0.0.0 Safari/537.36", "Chrome 126, Windows"),
        (f"{WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68", "Edge 126, Windows"),
        (f"{WINDOWS} Chrome/108.0.0.0 Safari/537.36 QIHU 360SE", "360, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox 127, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari 17, iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 200, "x" * 60),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_few_words(agent: str, words: str) -> None:
    assert browser_words(agent) == words
