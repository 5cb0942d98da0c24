"""Shape of what is asked for when a file is taken."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from talentpool.models import Unit


class ExportForm(FlaskForm):  # type: ignore[misc]
    """Date, unit, masking and purpose."""

    on = StringField(_l("截至日期"), [InputRequired(_l("请填写日期,如 2023-06-30")), Length(max=20)])
    unit = SelectField(_l("单位"), coerce=int)
    unmasked = BooleanField(_l("显示完整的身份证号和联系电话"))
    purpose = StringField(_l("用途(显示完整号码时必填)"), [Length(max=100)])

    offered: frozenset[int] = frozenset()

    def offer(self, units: Sequence[Unit], *, may_unmask: bool) -> None:
        """Offer the units within reach; without the right the unmasking fields go."""
        self.offered = frozenset([0, *(unit.id for unit in units)])
        self.unit.choices = [(0, _l("全部单位")), *((unit.id, unit.name) for unit in units)]
        if not may_unmask:
            del self.unmasked
            del self.purpose

    def refuse_unit_not_offered(self) -> None:
        """An address that asks for a unit out of reach must not pass for one that asks for all."""
        if self.unit.data not in self.offered:
            self.unit.errors = [_("没有这个单位,或不在您的管辖范围内,请重新选择")]
