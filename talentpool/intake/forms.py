"""Shape of what is handed in, answered and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from talentpool.errors import RuleBroken
from talentpool.intake.options import Ending, UnitChoice
from talentpool.intake.plan import MissingPerson, Question
from talentpool.vocabulary import EndCause, UnitType
from talentpool.web.forms import choices_of
from talentpool.web.working_date import read_date
from talentpool.wording import said

MOST_FILES = 30
_CAUSES = {cause.value: cause for cause in EndCause}
_NEW_TYPES = {kind.value: kind for kind in (UnitType.VILLAGE, UnitType.COMMUNITY)}


class UploadForm(FlaskForm):  # type: ignore[misc]
    """Several workbooks at once."""

    files = MultipleFileField(_l("选择文件"), [FileRequired(_l("请选择要导入的文件"))])

    def validate_files(self, field: MultipleFileField) -> None:
        """Few enough to be previewed on one page."""
        if len(field.data) > MOST_FILES:
            raise StopValidation(_("一次最多导入%(most)s个文件", most=MOST_FILES))


class DayField(StringField):
    """A day as typed (2023-06-30, 2023.6.30); `day` is what was read."""

    day: date | None = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no date."""
        text = str(self.data or "").strip()
        if not text:
            return
        try:
            self.day = read_date(text)
        except RuleBroken as broken:
            raise StopValidation(broken.reasons[0]) from broken


@dataclass(frozen=True)
class UnitQuestion:
    """A name that no unit has: under what the choice is kept, how it is called, the units that it may mean."""

    key: str
    name: str
    rows: int
    near: tuple[tuple[int, str], ...]
    chosen: UnitChoice | None = None
    may_register: bool = True


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
        form.townships = {str(unit_id) for unit_id, _name in townships}
        return form

    asked: list[tuple[Any, Question]]
    asked_units: list[tuple[UnitQuestion, Any, Any]]
    townships: set[str]

    @property
    def answers(self) -> dict[str, str]:
        """Key of a question → the choice made; what is no choice of its question is left out."""
        return {
            question.key: field.data
            for field, question in self.asked
            if field.data in {value for value, _label in question.choices}
        }

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


def _unit_value(chosen: UnitChoice | None) -> str:
    if chosen is None:
        return ""
    if chosen.unit_id is not None:
        return f"unit:{chosen.unit_id}"
    return f"new:{chosen.unit_type.value}" if chosen.unit_type else ""


class EndingFields(Form):
    """One person who stands in no row: left alone, or if chosen ended with date and cause."""

    chosen = BooleanField(_l("结束任职"))
    on = DayField(_l("离任时间"), [Length(max=20)])
    cause = SelectField(
        _l("离任原因"), choices=choices_of([("", _l("请选择")), *EndCause.choices()]), validate_choice=False
    )

    def validate_on(self, field: DayField) -> None:
        """A person who is chosen needs the day."""
        if field.day is None:
            raise StopValidation(_("请填写离任时间,如 2023-06-30"))

    def validate_cause(self, field: SelectField) -> None:
        """And the cause."""
        if field.data not in _CAUSES:
            raise StopValidation(_("请选择离任原因"))


class TakeInForm(FlaskForm):  # type: ignore[misc]
    """The confirmation; `endings` is one block of fields for each missing person."""

    digest = HiddenField()
    rows = HiddenField()
    endings: list[tuple[MissingPerson, EndingFields]]

    @classmethod
    def offer(cls, missing: Sequence[MissingPerson], *, digest: str, typed: Any, on: date) -> TakeInForm:
        """The form of a preview; `typed` is what was sent, None at first."""
        form = cls(formdata=typed, digest=digest)
        form.endings = [
            (person, EndingFields(typed, prefix=f"end-{person.person_id}-", on=on.isoformat()))
            for person in missing
        ]
        return form

    def is_complete(self) -> bool:
        """Whether it was sent and every chosen ending is told whole."""
        whole = [fields.validate() for _person, fields in self.endings if fields.chosen.data]
        return bool(self.validate_on_submit()) and all(whole)

    @property
    def has_faults(self) -> bool:
        """Whether a chosen ending lacks something."""
        return any(fields.errors for _person, fields in self.endings)

    @property
    def chosen(self) -> list[Ending]:
        """The endings that the clerk wants."""
        return [
            Ending(person.person_id, fields.on.day, _CAUSES[fields.cause.data])
            for person, fields in self.endings
            if fields.chosen.data and fields.on.day is not None
        ]
