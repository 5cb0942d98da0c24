"""Sentences that are kept and said later, in whatever language they are read."""

from __future__ import annotations

import json

import pytest

from talentpool import wording
from talentpool.wording import Phrase, kept, phrase, read_kept, said, word_of

ENGLISH = {
    "第%(row)s行的%(what)s有误": "Row %(row)s: wrong %(what)s",
    "性别": "sex",
    "都不是": "none of them",
}


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of English."""
    monkeypatch.setattr(wording, "_translate", lambda text: ENGLISH.get(text, text))


def test_a_phrase_is_its_chinese_sentence_whatever_is_read(english: None) -> None:
    made = phrase("第%(row)s行的%(what)s有误", row=4, what=phrase("性别"))
    assert (made, len(made), json.dumps(made, ensure_ascii=False)) == (
        "第4行的性别有误",
        8,
        '"第4行的性别有误"',
    )
    assert isinstance(made, Phrase)


def test_it_is_said_in_the_language_of_the_reader_with_its_parts(english: None) -> None:
    assert said(phrase("第%(row)s行的%(what)s有误", row=4, what=phrase("性别"))) == "Row 4: wrong sex"
    assert said(phrase("第%(row)s行的%(what)s有误", row=4, what="性别")) == "Row 4: wrong 性别"
    assert said("第4行的性别有误") == "第4行的性别有误"


def test_it_is_kept_as_json_and_comes_back_whole(english: None) -> None:
    made = phrase("第%(row)s行的%(what)s有误", row=4, what=phrase("性别"))
    back = read_kept(json.loads(json.dumps(kept(made))))
    assert (back, said(back)) == (made, "Row 4: wrong sex")
    assert read_kept(kept("原文 100%")) == "原文 100%"


def test_a_text_with_a_percent_sign_and_no_values_stays(english: None) -> None:
    assert (phrase("达到80%"), said(phrase("达到80%"))) == ("达到80%", "达到80%")


def test_a_label_is_translated_and_an_unknown_word_is_not(english: None) -> None:
    assert (word_of("性别"), word_of("综治专干 50%"), word_of(""), word_of(phrase("都不是"))) == (
        "sex",
        "综治专干 50%",
        "",
        "none of them",
    )
