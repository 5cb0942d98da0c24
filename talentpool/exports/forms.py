"""Shape of what is asked for when a file is taken."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from talentpool.models import Unit
from talentpool.vocabulary import RevealPurpose
from talentpool.web.forms import choices_of

OTHER = "other"
FEWEST_WORDS = 6
"""Characters by which a purpose that is not on the list is explained."""


class ExportForm(FlaskForm):  # type: ignore[misc]
    """Date, unit, masking and purpose."""

    on = StringField(_l("截至日期"), [InputRequired(_l("请填写日期,如 2023-06-30")), Length(max=20)])
    unit = SelectField(_l("单位"), coerce=int)
    unmasked = BooleanField(_l("显示完整的身份证号和联系电话"))
    purpose = SelectField(
        _l("用途(显示完整号码时必选)"),
        choices=choices_of([("", _l("未选")), *RevealPurpose.choices(), (OTHER, _l("其他"))]),
        default="",
    )
    explanation = StringField(_l("其他用途的说明"), [Length(max=100)])

    offered: frozenset[int] = frozenset()

    def offer(self, units: Sequence[Unit], *, may_unmask: bool) -> None:
        """Offer the units within reach; without the right the unmasking fields go."""
        self.offered = frozenset([0, *(unit.id for unit in units)])
        self.unit.choices = [(0, _l("全部单位")), *((unit.id, unit.name) for unit in units)]
        if not may_unmask:
            del self.unmasked
            del self.purpose
            del self.explanation

    def told_purpose(self) -> str:
        """What the file is wanted for, in words; "" where that is not told."""
        if not self.purpose or not self.purpose.data:
            return ""
        if self.purpose.data != OTHER:
            return RevealPurpose.labels()[self.purpose.data]
        return f"其他:{(self.explanation.data or '').strip()}"

    def validate_explanation(self, field: StringField) -> None:
        """A purpose that is not on the list is told in more than a word."""
        wanted = self.unmasked.data and self.purpose.data == OTHER
        if wanted and len((field.data or "").strip()) < FEWEST_WORDS:
            raise ValidationError(_("请说明其他用途,不少于%(least)s个字", least=FEWEST_WORDS))

    def refuse_unit_not_offered(self) -> None:
        """An address that asks for a unit out of reach must not pass for one that asks for all."""
        if self.unit.data not in self.offered:
            self.unit.errors = [_("没有这个单位,或不在您的管辖范围内,请重新选择")]
