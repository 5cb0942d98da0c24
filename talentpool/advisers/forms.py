"""The forms of acts on former cadres: shape of the input only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from talentpool.posts.forms import DATE_NEEDED, ENDED, MONTH, PickForm
from talentpool.vocabulary import AdviceKind, EndCause, Health, TaskResult, Willingness
from talentpool.web.acts import ActForm
from talentpool.web.fields import AmountField, LabelledField, MonthField, stripped
from talentpool.writing import read_id


class LeavingForm(ActForm):
    """What is known of somebody who left office."""

    unit = SelectField(_l("统计单位"), coerce=int, description=_l("离任干部计入这个村(社区)"))
    last_title = StringField(
        _l("离任前职务"), [InputRequired(_l("请填写离任前职务")), Length(max=60)], filters=[stripped]
    )
    left_on = MonthField(_l("离任时间"), DATE_NEEDED, description=MONTH)
    leave_cause = LabelledField(
        _l("离任原因"), [InputRequired(_l("请选择离任原因"))], values=ENDED, blank=_l("请选择")
    )
    cause_written = StringField(_l("原因说明"), [Length(max=120)], filters=[stripped])
    years_stated = AmountField(
        _l("认定的任职年限(年)"), description=_l("文件或台账认定的;不填则按任职起止时间计算")
    )
    expertise = StringField(_l("特长"), [Length(max=120)], filters=[stripped])
    willingness = LabelledField(_l("再上岗意愿"), values=Willingness, blank=_l("未登记"))
    health = LabelledField(_l("健康状况"), values=Health, blank=_l("未登记"))
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class CorrectLeavingForm(LeavingForm):
    """The same of one registered; a ledger may have told no cause."""

    leave_cause = LabelledField(_l("离任原因"), values=EndCause)


class RegisterForm(PickForm, LeavingForm):
    """Who is registered as a former cadre."""

    joins = BooleanField(_l("同时纳入智囊团"))


class PeriodForm(ActForm):
    """A stretch of office."""

    title = StringField(_l("职务"), [Length(max=60)], filters=[stripped])
    started_on = MonthField(_l("任职时间"), DATE_NEEDED, description=MONTH)
    ended_on = MonthField(_l("离任时间"), DATE_NEEDED, description=_l("离任当月不计入,如 2021.01"))


class SubsidyForm(ActForm):
    """The living subsidy from a date on."""

    yuan_a_month = AmountField(
        _l("补贴标准(元/月)"), [InputRequired(_l("请填写补贴标准"))], description=_l("停发的填0")
    )
    since = MonthField(_l("自何时起"), DATE_NEEDED, description=MONTH)


class JoinForm(ActForm):
    """Entering the group."""

    joined_on = MonthField(_l("纳入时间"), DATE_NEEDED, description=MONTH)


class LeaveForm(ActForm):
    """Leaving the group."""

    left_on = MonthField(_l("退出时间"), DATE_NEEDED, description=MONTH)
    reason = StringField(_l("退出原因"), [Length(max=200)], filters=[stripped])


class AdviceForm(ActForm):
    """A consultation, or experience passed on."""

    kind = LabelledField(_l("类别"), values=AdviceKind)
    held_on = DateField(_l("日期"), [InputRequired(_l("请填写日期"))])
    unit = SelectField(_l("村(社区)"), coerce=int)
    topic = StringField(_l("事项"), [InputRequired(_l("请填写事项")), Length(max=200)], filters=[stripped])
    words = StringField(_l("传帮带对象"), [Length(max=60)], filters=[stripped])
    learner = RadioField(
        _l("选择传帮带对象"), coerce=lambda value: read_id(str(value)) or 0, validate_choice=False
    )
    advice = TextAreaField(_l("意见建议或传授内容"), [Length(max=4000)], filters=[stripped])
    outcome = TextAreaField(_l("采纳和成效"), [Length(max=4000)], filters=[stripped])


class WorkForm(ActForm):
    """Work taken up again."""

    unit = SelectField(_l("村(社区)"), coerce=int)
    duty = StringField(
        _l("岗位或任务"), [InputRequired(_l("请填写岗位或任务")), Length(max=120)], filters=[stripped]
    )
    started_on = MonthField(_l("上岗时间"), DATE_NEEDED, description=MONTH)
    due_on = MonthField(_l("聘期届满"), description=_l("没有期限的留空"))
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])


class CorrectWorkForm(WorkForm):
    """The same, ended, put right or struck."""

    ended_on = MonthField(_l("结束时间"), description=_l("仍在岗的留空"))
    result = LabelledField(_l("结果"), values=TaskResult, blank=_l("未评定"))
    evidence = TextAreaField(_l("评定依据"), [Length(max=4000)], filters=[stripped])
    remove = BooleanField(_l("这一条登记有误,删除"))


class CorrectPeriodForm(PeriodForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一条登记有误,删除"))


class CorrectSubsidyForm(SubsidyForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一条登记有误,删除"))


class CorrectAdviceForm(AdviceForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一条登记有误,删除"))
