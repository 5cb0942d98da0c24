"""The forms of acts on courses of study: shape of the input only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from talentpool.posts.forms import DATE_NEEDED, MONTH, PickForm
from talentpool.vocabulary import SchoolingLevel, StudyMode, StudyStatus
from talentpool.web.acts import ActForm
from talentpool.web.fields import AmountField, LabelledField, MonthField, OfferingField, stripped

LEVELS = [level for level in SchoolingLevel if level.rank >= SchoolingLevel.SENIOR_HIGH.rank]
"""Levels that one enrols for."""


class EnrolForm(PickForm):
    """Who began to study what."""

    level = LabelledField(_l("报读层次"), values=LEVELS)
    school = OfferingField(_l("报读院校"), [Length(max=120)], filters=[stripped])
    major = OfferingField(_l("报读专业"), [Length(max=120)], filters=[stripped])
    mode = LabelledField(_l("学习形式"), values=StudyMode)
    enrolled_on = MonthField(_l("入学时间"), DATE_NEEDED, description=MONTH)
    expected_on = MonthField(_l("预计毕业时间"), description=MONTH)
    unit = SelectField(_l("统计单位"), coerce=int, description=_l("学历提升计入这个村(社区)"))
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class CourseForm(ActForm):
    """The facts of a course, put right."""

    level = LabelledField(_l("报读层次"), values=SchoolingLevel)
    school = OfferingField(_l("报读院校"), [Length(max=120)], filters=[stripped])
    major = OfferingField(_l("报读专业"), [Length(max=120)], filters=[stripped])
    mode = LabelledField(_l("学习形式"), values=StudyMode)
    enrolled_on = MonthField(_l("入学时间"), description=_l("不知道的留空"))
    expected_on = MonthField(_l("预计毕业时间"), description=MONTH)
    unit = SelectField(_l("统计单位"), coerce=int, description=_l("学历提升计入这个村(社区)"))
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class FinishedCourseForm(CourseForm):
    """The same of a finished course."""

    graduated_on = MonthField(_l("毕业时间"), DATE_NEEDED, description=MONTH)
    certificate_number = StringField(_l("毕业证书编号"), [Length(max=60)], filters=[stripped])


class StatusForm(ActForm):
    """How a course goes on."""

    status = LabelledField(_l("变更为"), values=StudyStatus)
    since = MonthField(_l("变更时间"), DATE_NEEDED, description=_l("毕业的填写毕业时间,如 2023.06"))
    certificate_number = StringField(
        _l("毕业证书编号"), [Length(max=60)], filters=[stripped], description=_l("毕业的填写")
    )
    reason = StringField(_l("说明"), [Length(max=200)], filters=[stripped])


def status_form(following: Sequence[StudyStatus]) -> type[StatusForm]:
    """The form with what may follow."""
    return type("NextStatusForm", (StatusForm,), {"status": LabelledField(_l("变更为"), values=following)})


class TermForm(ActForm):
    """One term."""

    name = StringField(
        _l("学期"),
        [InputRequired(_l("请填写学期")), Length(max=60)],
        filters=[stripped],
        description=_l("如 2023年春季学期"),
    )
    starts_on = MonthField(_l("开始时间"), DATE_NEEDED, description=MONTH)
    ends_on = MonthField(_l("结束时间"), description=MONTH)
    credits = AmountField(_l("取得学分"))
    result = StringField(_l("成绩"), [Length(max=200)], filters=[stripped])


class SubsidyForm(ActForm):
    """Money towards a course."""

    yuan = AmountField(_l("补助金额(元)"), [InputRequired(_l("请填写补助金额"))])
    purpose = StringField(
        _l("补助项目"), [Length(max=120)], filters=[stripped], description=_l("如 第一学年学费")
    )
    due_on = MonthField(_l("应发时间"), description=MONTH)
    paid_on = MonthField(_l("发放时间"), description=_l("还没有发放的留空"))


class CorrectTermForm(TermForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一条登记有误,删除"))


class CorrectSubsidyForm(SubsidyForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一条登记有误,删除"))
