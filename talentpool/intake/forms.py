"""Shape of what is handed in, answered and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField
from wtforms.validators import Length, StopValidation

from talentpool.errors import RuleBroken
from talentpool.intake.options import Ending
from talentpool.intake.plan import MissingPerson
from talentpool.vocabulary import EndCause
from talentpool.web.forms import choices_of
from talentpool.web.working_date import read_date

MOST_FILES = 30
_CAUSES = {cause.value: cause for cause in EndCause}


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
