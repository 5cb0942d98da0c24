"""The forms of the merger wizard: shape of the input only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from talentpool.vocabulary import AppointmentBasis, PartyForm, UnitType
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, LabelledField, stripped
from talentpool.web.forms import choices_of

NEW_UNIT = 0


class MergerForm(ActForm):
    """Which units go into which, from when; then seats and how the new team came."""

    sources = SelectMultipleField(
        _l("要合并的单位"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    into = SelectField(_l("合并后的单位"), coerce=int)
    name = StringField(
        _l("合并后的名称"),
        [Length(max=60)],
        filters=[stripped],
        description=_l("新设单位必填;保留原单位而改名的填新名,不改名的留空"),
    )
    unit_type = LabelledField(_l("新设单位的类型"), values=[UnitType.VILLAGE, UnitType.COMMUNITY])
    code = StringField(_l("新设单位的区划代码"), [Length(max=12)], filters=[stripped])
    merged_on = DateField(_l("合并日期"), [InputRequired(_l("请填写日期"))])
    authorised = CountField(_l("核定职数"), [Optional()], description=_l("留空则暂不登记职数"))
    standing = CountField(_l("常职职数"), [Optional()])
    document = StringField(_l("批准文号"), [Length(max=120)], filters=[stripped])
    party_form = LabelledField(_l("党组织形式"), values=PartyForm, blank=_l("沿用原有"))
    party_basis = LabelledField(
        _l("党组织和其他职务的产生方式"), values=[AppointmentBasis.APPOINTED, AppointmentBasis.ELECTED]
    )
    committee_basis = LabelledField(
        _l("村(居)委会职务的产生方式"),
        values=[AppointmentBasis.ELECTED, AppointmentBasis.BY_ELECTION],
        description=_l("村(居)民委员会成员由选举产生(村民委员会组织法第十一条)"),
    )
    name_confirmed = BooleanField(_l("仍用这个名称"))
    exception_reason = StringField(_l("例外理由"), [Length(max=200)], filters=[stripped])

    def offer(self, units: Sequence[tuple[int, str]]) -> None:
        """The units to choose from."""
        self.sources.choices = choices_of(units)
        self.into.choices = choices_of([(NEW_UNIT, _l("新设一个单位")), *units])
