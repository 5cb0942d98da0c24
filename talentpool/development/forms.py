"""The forms of acts on trainings, tasks and postings: shape of the input only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from talentpool.posts.forms import DATE_NEEDED, MONTH, PickForm
from talentpool.vocabulary import TaskKind, TaskResult
from talentpool.web.acts import ActForm
from talentpool.web.fields import AmountField, LabelledField, MonthField, stripped

DAY_NEEDED = [InputRequired(_l("请填写日期"))]


class TrainingForm(ActForm):
    """A training."""

    unit = SelectField(_l("主办单位所在地"), coerce=int)
    name = StringField(
        _l("培训名称"), [InputRequired(_l("请填写培训名称")), Length(max=120)], filters=[stripped]
    )
    organiser = StringField(_l("主办单位"), [Length(max=80)], filters=[stripped])
    place = StringField(_l("地点"), [Length(max=80)], filters=[stripped])
    starts_on = DateField(_l("开始日期"), DAY_NEEDED)
    ends_on = DateField(_l("结束日期"), DAY_NEEDED)
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class CorrectTrainingForm(TrainingForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这次培训登记有误,连同课次、参训和签到一并删除"))


class SessionForm(ActForm):
    """One session."""

    held_on = DateField(_l("上课日期"), DAY_NEEDED)
    topic = StringField(_l("课题"), [InputRequired(_l("请填写课题")), Length(max=120)], filters=[stripped])
    hours = AmountField(_l("学时"), [InputRequired(_l("请填写学时"))])


class CorrectSessionForm(SessionForm):
    """The same, put right or struck."""

    remove = BooleanField(_l("这一课次登记有误,连同签到一并删除"))


class PeopleForm(ActForm):
    """Who takes part, by names."""

    names = TextAreaField(
        _l("参训人员"),
        [InputRequired(_l("请填写参训人员")), Length(max=4000)],
        description=_l("每行一人,写姓名;有同名的写成“姓名 单位”"),
    )


class PlaceForm(ActForm):
    """With what result somebody took part."""

    result = LabelledField(_l("结果"), values=TaskResult, blank=_l("未评定"))
    note = StringField(_l("说明"), [Length(max=200)], filters=[stripped])
    remove = BooleanField(_l("没有参训,删除"))


def attendance_form(places: Sequence[tuple[int, str]]) -> type[ActForm]:
    """A tick for each place (id, “晏秋 金竹村”): who was there."""
    fields: dict[str, Any] = {f"place_{key}": BooleanField(label) for key, label in places}
    return type("AttendanceForm", (ActForm,), fields)


class CorrectTaskForm(ActForm):
    """A tempering task, with its end and result."""

    kind = LabelledField(_l("类别"), values=TaskKind)
    name = StringField(
        _l("工作名称"), [InputRequired(_l("请填写工作名称")), Length(max=120)], filters=[stripped]
    )
    duty = StringField(_l("承担任务"), [Length(max=200)], filters=[stripped])
    started_on = MonthField(_l("开始时间"), DATE_NEEDED, description=MONTH)
    ended_on = MonthField(_l("结束时间"), description=_l("仍在进行的留空"))
    result = LabelledField(_l("结果"), values=TaskResult, blank=_l("未评定"))
    evidence = TextAreaField(_l("评定依据"), [Length(max=4000)], filters=[stripped])
    remove = BooleanField(_l("这一条登记有误,删除"))


class TaskForm(PickForm, CorrectTaskForm):
    """A new one."""

    remove = None  # type: ignore[assignment]  # how WTForms leaves a field out


class CorrectPostingForm(ActForm):
    """A posting, with its end and result."""

    unit = SelectField(_l("选派到"), coerce=int)
    duty = StringField(
        _l("岗位"),
        [InputRequired(_l("请填写岗位")), Length(max=120)],
        filters=[stripped],
        description=_l("如 到村任职选调生、大学生村官"),
    )
    started_on = MonthField(_l("到岗时间"), DATE_NEEDED, description=MONTH)
    due_on = MonthField(_l("期满时间"), description=_l("没有期限的留空"))
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])
    ended_on = MonthField(_l("结束时间"), description=_l("仍在岗的留空"))
    result = LabelledField(_l("结果"), values=TaskResult, blank=_l("未评定"))
    evidence = TextAreaField(_l("评定依据"), [Length(max=4000)], filters=[stripped])
    remove = BooleanField(_l("这一条登记有误,删除"))


class PostingForm(PickForm, CorrectPostingForm):
    """A new one."""

    remove = None  # type: ignore[assignment]  # how WTForms leaves a field out
