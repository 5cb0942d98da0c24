"""The forms of grades: shape of the input only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from talentpool.web.acts import ActForm
from talentpool.web.fields import stripped

REASON = [Length(max=2000)]


class JudgeForm(ActForm):
    """The group's judgement."""

    step = SelectField(_l("研判等次"), [InputRequired(_l("请选择等次"))], coerce=int, choices=[])
    judged_by = StringField(
        _l("研判人"),
        [InputRequired(_l("请填写研判人")), Length(max=80)],
        filters=[stripped],
        description=_l("工作组或组长"),
    )
    judged_on = DateField(_l("研判日期"), [InputRequired(_l("请填写研判日期"))])
    reason = TextAreaField(
        _l("研判理由"), REASON, filters=[stripped], description=_l("与系统拟提等次不同的,必须写明")
    )


class DecideForm(ActForm):
    """The Party committee's decision."""

    step = SelectField(_l("审定等次"), [InputRequired(_l("请选择等次"))], coerce=int, choices=[])
    meeting = SelectField(_l("党委专题会"), [InputRequired(_l("请选择会议"))], coerce=int, choices=[])
    reason = TextAreaField(
        _l("审定说明"),
        REASON,
        filters=[stripped],
        description=_l("与研判意见不同,或超过比例上限的,必须写明"),
    )


class AdoptForm(ActForm):
    """The meeting that decided as was judged."""

    meeting = SelectField(_l("党委专题会"), [InputRequired(_l("请选择会议"))], coerce=int, choices=[])
    reason = TextAreaField(
        _l("审定说明"), REASON, filters=[stripped], description=_l("超过比例上限的,必须写明")
    )


class MeetingForm(ActForm):
    """A meeting of the Party committee."""

    name = StringField(
        _l("会议名称"), [InputRequired(_l("请填写会议名称")), Length(max=120)], filters=[stripped]
    )
    held_on = DateField(_l("会议日期"), [InputRequired(_l("请填写会议日期"))])
    topic = StringField(_l("议题"), [Optional(), Length(max=200)], filters=[stripped])
    decision = TextAreaField(_l("会议决定"), REASON, filters=[stripped])
    document = StringField(_l("文号"), [Optional(), Length(max=120)], filters=[stripped])
