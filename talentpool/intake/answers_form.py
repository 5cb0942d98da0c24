"""The answers to what a preview asks: rows that may mean several people, units and words that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from talentpool.intake.doubts import LEFT_OUT, WORDS, answered_words, label_of, word_key, word_told
from talentpool.intake.forms import DayField
from talentpool.intake.options import UnitChoice
from talentpool.intake.plan import Doubt, Question
from talentpool.vocabulary import UnitType
from talentpool.web.forms import choices_of
from talentpool.wording import said

_NEW_TYPES = {kind.value: kind for kind in (UnitType.VILLAGE, UnitType.COMMUNITY)}


@dataclass(frozen=True)
class UnitQuestion:
    """A name that no unit has: under what the choice is kept, how it is called, the units that it may mean."""

    key: str
    name: str
    rows: int
    near: tuple[tuple[int, str], ...]
    chosen: UnitChoice | None = None
    may_register: bool = True


@dataclass(frozen=True)
class WordQuestion:
    """A word that stands in no table of its field: what it may mean, what it can mean, what was said of it."""

    doubt: Doubt
    rows: int
    chosen: str = ""

    @property
    def key(self) -> str:
        """Under what its answer is kept."""
        return word_key(self.doubt.field_key, self.doubt.written)


def word_questions(doubts: Sequence[tuple[Doubt, int]], answers: Mapping[str, str]) -> list[WordQuestion]:
    """The words in doubt, and those that were answered before."""
    asked = [WordQuestion(doubt, rows) for doubt, rows in doubts]
    open_keys = {question.key for question in asked}
    decided = [
        WordQuestion(Doubt(field_key, written, "", WORDS.get(field_key, (answer,))), 0, answer)
        for (field_key, written), answer in answered_words(answers).items()
    ]
    return [*asked, *(question for question in decided if question.key not in open_keys)]


class AnswersForm(FlaskForm):  # type: ignore[misc]
    """Questions of a preview; those of its rows and units are added by `ask`."""

    on = DayField(_l("填报时间"), [InputRequired(_l("请填写填报时间,如 2023-06-30")), Length(max=20)])
    create_units = BooleanField(_l("登记新单位:把以上单位一并登记"))
    ask_again = BooleanField(_l("清除已作的选择,重新选定是哪一位"))

    @classmethod
    def ask(
        cls,
        questions: Sequence[tuple[str, Question]],
        *,
        typed: Any,
        on: date,
        create_units: bool,
        units: Sequence[UnitQuestion] = (),
        known: Sequence[tuple[int, str]] = (),
        townships: Sequence[tuple[int, str]] = (),
        words: Sequence[WordQuestion] = (),
    ) -> AnswersForm:
        """The form for (“第12行 云山村 李明”, question) pairs; no answer leaves the row refused.

        `units` are asked about with all `known` units behind those that look alike; the township of a
        new one is asked for where there are several. `typed` is what was sent, None at first.
        """
        fields: dict[str, Any] = {
            f"question_{index}": RadioField(
                label,
                choices=choices_of([(value, said(name)) for value, name in question.choices]),
                validate_choice=False,
                description=said(question.text),
            )
            for index, (label, question) in enumerate(questions)
        }
        for index, unit in enumerate(units):
            fields[f"unit_{index}"] = SelectField(
                _("“%(name)s”", name=unit.name),
                choices=_unit_choices(unit, known),
                default=_unit_value(unit.chosen),
                validate_choice=False,
            )
            if len(townships) > 1 and unit.may_register:
                township = unit.chosen.township_id if unit.chosen else None
                fields[f"township_{index}"] = SelectField(
                    _("“%(name)s”所属乡镇", name=unit.name),
                    choices=choices_of(
                        [("", _l("按表中所写的乡镇")), *((str(i), name) for i, name in townships)]
                    ),
                    default=str(township or ""),
                    validate_choice=False,
                )
        for index, word in enumerate(words):
            fields[f"word_{index}"] = SelectField(
                _(
                    "%(field)s“%(written)s”",
                    field=_(label_of(word.doubt.field_key)),
                    written=word.doubt.written,
                ),
                choices=_word_choices(word),
                default=word.chosen,
                validate_choice=False,
            )
        form: AnswersForm = type("AskedForm", (cls,), fields)(
            formdata=typed, on=on.isoformat(), create_units=create_units
        )
        form.asked = [
            (form[f"question_{index}"], question) for index, (_where, question) in enumerate(questions)
        ]
        form.asked_units = [
            (unit, form[f"unit_{index}"], form._fields.get(f"township_{index}"))
            for index, unit in enumerate(units)
        ]
        form.asked_words = [(word, form[f"word_{index}"]) for index, word in enumerate(words)]
        form.townships = {str(unit_id) for unit_id, _name in townships}
        return form

    asked: list[tuple[Any, Question]]
    asked_units: list[tuple[UnitQuestion, Any, Any]]
    asked_words: list[tuple[WordQuestion, Any]]
    townships: set[str]

    @property
    def answers(self) -> dict[str, str]:
        """Key of a question → the choice made; what is no choice of its question is left out."""
        people = {
            question.key: field.data
            for field, question in self.asked
            if field.data in {value for value, _label in question.choices}
        }
        words = {
            word.key: field.data
            for word, field in self.asked_words
            if field.data in (LEFT_OUT, *word.doubt.choices)
        }
        return people | words

    @staticmethod
    def chosen_people(answers: Mapping[str, str]) -> bool:
        """Whether it was said of any row whom it means."""
        return not all(map(word_told, answers))

    def joined_to(self, before: Mapping[str, str]) -> dict[str, str]:
        """The answers with those given `before` that still stand: a word is told anew each time."""
        asked = {word.key for word, _field in self.asked_words}
        kept = {
            key: answer
            for key, answer in before.items()
            if key not in asked and (word_told(key) or not self.ask_again.data)
        }
        return kept | self.answers

    @property
    def units(self) -> dict[str, UnitChoice]:
        """Key of a name → the unit that was chosen, or the one to be registered."""
        found = {}
        for unit, field, township in self.asked_units:
            offered = {choice.value for choice in field.choices}
            if not field.data or field.data not in offered:
                continue
            what, _colon, value = field.data.partition(":")
            if what == "unit":
                found[unit.key] = UnitChoice(unit_id=int(value))
            else:
                told = township.data if township is not None else ""
                place = int(told) if told in self.townships else None
                found[unit.key] = UnitChoice(unit_type=_NEW_TYPES[value], township_id=place)
        return found


def _unit_choices(unit: UnitQuestion, known: Sequence[tuple[int, str]]) -> list[Any]:
    if not unit.may_register:
        meant = [(f"unit:{unit_id}", _("就是“%(name)s”", name=name)) for unit_id, name in unit.near]
        return choices_of([("", _l("暂不导入这些行")), *meant])
    near = {unit_id for unit_id, _name in unit.near}
    others = [(unit_id, name) for unit_id, name in known if unit_id not in near]
    return choices_of(
        [
            ("", _l("暂不导入这些行")),
            *((f"unit:{unit_id}", _("就是“%(name)s”", name=name)) for unit_id, name in unit.near),
            ("new:village", _l("登记为新的村")),
            ("new:community", _l("登记为新的社区")),
            *((f"unit:{unit_id}", _("就是“%(name)s”", name=name)) for unit_id, name in others),
        ]
    )


def _word_choices(word: WordQuestion) -> list[Any]:
    doubt = word.doubt
    others = [choice for choice in doubt.choices if choice != doubt.guess]
    guess = [(doubt.guess, _("就是“%(name)s”", name=_(doubt.guess)))] if doubt.guess in doubt.choices else []
    return choices_of(
        [
            ("", _l("暂不导入该项")),
            *guess,
            (LEFT_OUT, _l("不导入该项,不再提醒")),
            *((choice, _("就是“%(name)s”", name=_(choice))) for choice in others),
        ]
    )


def _unit_value(chosen: UnitChoice | None) -> str:
    if chosen is None:
        return ""
    if chosen.unit_id is not None:
        return f"unit:{chosen.unit_id}"
    return f"new:{chosen.unit_type.value}" if chosen.unit_type else ""
