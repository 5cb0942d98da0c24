"""The forms of mentoring: shape of the input only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from talentpool.posts.forms import DATE_NEEDED, MONTH, PickForm
from talentpool.vocabulary import GuidanceWay, Kinship, PairingEnd
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, LabelledField, MonthField, stripped

LONG = [Length(max=2000)]


class PlanForm(ActForm):
    """What is agreed between mentor and reserve."""

    started_on = MonthField(_l("结对时间"), DATE_NEEDED, description=MONTH)
    due_on = MonthField(_l("拟结束时间"), description=_l("没有约定的留空"))
    mentor_title = StringField(
        _l("导师单位及职务"),
        [Length(max=120)],
        filters=[stripped],
        description=_l("不填即按登记的现任职务"),
    )
    joint = StringField(
        _l("联合帮带"), [Length(max=60)], filters=[stripped], description=_l("如“3+1”联合帮带;单独帮带的留空")
    )
    goals = TextAreaField(_l("帮带目标"), LONG, filters=[stripped])
    plan = TextAreaField(_l("帮带计划"), LONG, filters=[stripped])
    note = TextAreaField(_l("备注"), LONG, filters=[stripped])


class PairForm(PlanForm, PickForm):
    """A mentor for a reserve, and what is agreed."""


class CloseForm(ActForm):
    """How a pair ended, and what came of it."""

    ended_on = MonthField(_l("解除时间"), DATE_NEEDED, description=MONTH)
    reason = LabelledField(
        _l("解除原因"),
        [InputRequired(_l("请选择解除原因"))],
        values=[one for one in PairingEnd if one is not PairingEnd.MERGED],
        blank=_l("请选择"),
    )
    result = TextAreaField(
        _l("帮带成效"), [InputRequired(_l("请填写帮带成效")), Length(max=2000)], filters=[stripped]
    )


class CapacityForm(ActForm):
    """What one mentor takes on."""

    at_most = CountField(
        _l("最多帮带人数"), [Optional()], description=_l("留空即按统一设置;填0表示不再安排新的帮带对象")
    )


class KinForm(PickForm):
    """Who else, and what the two are to each other."""

    kinship = LabelledField(_l("亲属关系"), values=Kinship)


class CorrectGuidanceForm(ActForm):
    """What is recorded of a meeting, put right; a ledger may know it by its month and without its length."""

    held_on = MonthField(_l("帮带日期"), DATE_NEEDED, description=MONTH)
    way = LabelledField(_l("帮带方式"), values=GuidanceWay)
    minutes = CountField(_l("时长(分钟)"), [Optional()])
    topic = StringField(
        _l("帮带主题"), [InputRequired(_l("请填写帮带主题")), Length(max=200)], filters=[stripped]
    )
    problem = TextAreaField(_l("存在问题"), LONG, filters=[stripped])
    next_step = TextAreaField(_l("下步计划"), LONG, filters=[stripped])
    next_meeting_on = DateField(_l("下次帮带"), [Optional()])
    place = StringField(_l("帮带地点"), [Length(max=80)], filters=[stripped])
    effect = TextAreaField(_l("帮带成效"), LONG, filters=[stripped])


class GuidanceForm(ActForm):
    """One meeting. `client_key` lets the form be sent again without being kept twice."""

    client_key = HiddenField()
    held_on = DateField(_l("帮带日期"), [InputRequired(_l("请填写帮带日期"))])
    way = LabelledField(_l("帮带方式"), values=GuidanceWay)
    minutes = CountField(_l("时长"), [InputRequired(_l("请填写时长"))])
    topic = StringField(
        _l("帮带主题"), [InputRequired(_l("请填写帮带主题")), Length(max=200)], filters=[stripped]
    )
    problem = TextAreaField(_l("存在问题"), LONG, filters=[stripped])
    next_step = TextAreaField(_l("下步计划"), LONG, filters=[stripped])
    next_meeting_on = DateField(_l("下次帮带"), [Optional()])
    place = StringField(_l("帮带地点"), [Length(max=80)], filters=[stripped])
    effect = TextAreaField(_l("帮带成效"), LONG, filters=[stripped])
    photo = FileField(_l("照片"), description=_l("JPG或PNG,不超过12MB;拍摄地点等信息会去掉,加密保存"))
