"""Fields of forms that keep what was typed: dates of month precision, optional numbers and choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from talentpool.dates import PartialDate, UnreadableDate, parse_partial_date
from talentpool.vocabulary import Labelled
from talentpool.web.forms import choices_of

AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?", re.ASCII)


def stripped(value: str | None) -> str:
    """A filter: the text without blanks around it."""
    return (value or "").strip()


class OfferingInput(TextInput):
    """A text input with what may be meant in a list beside it; anything else can be typed."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """The input, and its list where something is offered."""
        offers: Sequence[str] = getattr(field, "offers", ())
        if not offers:
            return Markup(super().__call__(field, **kwargs))  # noqa: S704 - the widget's own markup
        options = Markup().join(Markup('<option value="{}"></option>').format(one) for one in offers)
        listed = Markup('<datalist id="{}-offers">{}</datalist>').format(field.id, options)
        return Markup(super().__call__(field, list=f"{field.id}-offers", **kwargs)) + listed  # noqa: S704


class OfferingField(StringField):
    """A text for which words are offered; a view fills `offers`."""

    widget = OfferingInput()
    offers: Sequence[str] = ()


class MonthField(StringField):
    """A month or a day: “2021.01”, “2021-01-05”; `data` is a PartialDate or None, what was typed stays."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; ValueError with the sentence of the reader."""
        if not valuelist:
            return
        try:
            self.data = parse_partial_date(valuelist[0])
        except UnreadableDate as unreadable:
            self.data = None
            raise ValueError(unreadable.reason) from unreadable

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.dotted if isinstance(self.data, PartialDate) else ""


class CountField(IntegerField):
    """A whole number from 0 up, or nothing."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; an empty text is no number and no fault."""
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            self.data = None
            raise ValueError(_("请填写0或正整数"))
        self.data = int(text)


class AmountField(Field):
    """An amount from 0 up with at most two decimal places (yuan, hours, credits), or nothing."""

    widget = TextInput()
    data: float | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; an empty text is no amount and no fault."""
        text = valuelist[0].strip().replace(",", "") if valuelist else ""
        self.data = None
        if not text:
            return
        if not AMOUNT.fullmatch(text):
            raise ValueError(_("请填写数字,最多两位小数,如 1200 或 1200.50"))
        self.data = float(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.2f}".removesuffix(".00")


class LabelledField(SelectField):
    """One member of a vocabulary; `blank` is the word of the empty choice, None where one must be chosen."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        values: type[Labelled] | Sequence[Labelled],
        blank: Any = None,
        **options: Any,
    ) -> None:
        members = list(values)
        kind = type(members[0])
        self._blank = blank
        self._members = members
        super().__init__(label, validators, coerce=lambda value: _member(kind, value), choices=[], **options)

    def offer(self, members: Sequence[Labelled]) -> None:
        """Only these may be chosen."""
        self._members = list(members)

    def _offered(self) -> list[tuple[str, Any]]:
        first = [] if self._blank is None else [("", self._blank)]
        return [*first, *((member.value, member.label) for member in self._members)]

    def iter_choices(self) -> Any:
        """The choices with translated labels."""
        current = self.data.value if isinstance(self.data, Enum) else (self.data or "")
        for value, label in self._offered():
            yield Choice(value, _(str(label)), value == current, {})

    def pre_validate(self, form: Any) -> None:
        """One of the choices, or the empty one."""
        if self.data is None and self._blank is not None:
            return
        if self.data not in self._members:
            raise ValidationError(_("请选择一项"))


def _member(kind: type[Labelled], value: Any) -> Labelled | None:
    if isinstance(value, kind):
        return value
    return next((member for member in kind if member.value == value), None)


YES_NO = (("", "未登记"), ("yes", "是"), ("no", "否"))


class KnownField(SelectField):
    """Yes, no or not known: `data` is True, False or None."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=choices_of(YES_NO), coerce=_known, **options)

    def iter_choices(self) -> Any:
        """The three choices, translated."""
        current = {True: "yes", False: "no"}.get(self.data, "")
        for value, label in YES_NO:
            yield Choice(value, _(label), value == current, {})

    def pre_validate(self, form: Any) -> None:
        """Whatever is none of the three counts as not known."""


def _known(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"yes": True, "no": False}.get(str(value))


def text_of(field: Field) -> str:
    """What a field holds, as it is read: the label of a choice, the typed text; "" for nothing."""
    if hasattr(field, "iter_choices"):
        chosen = [
            str(label) for value, label, selected, *_rest in field.iter_choices() if selected and value != ""
        ]
        return "、".join(chosen)
    if hasattr(field, "shown"):
        return str(field.shown())
    if isinstance(field.data, bool):
        return str(_("是")) if field.data else ""
    value = field._value() if hasattr(field, "_value") else field.data
    return str(value or "")
