"""The forms of nominations and reviews: shape of the input only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from talentpool.pool.forms import DATE_NEEDED, SourcesForm
from talentpool.posts.forms import PickForm
from talentpool.vocabulary import Conclusion, NominationWay, PostClass, StepOutcome
from talentpool.web.acts import ActForm
from talentpool.web.fields import LabelledField, stripped


def _decider() -> StringField:
    return StringField(
        _l("决定机关"),
        [InputRequired(_l("请填写决定机关")), Length(max=80)],
        filters=[stripped],
        description=_l("作出决定的组织,如 金竹村党支部、青禾镇党委"),
    )


def _document() -> StringField:
    return StringField(_l("文号"), [Length(max=120)], filters=[stripped])


class NominationForm(PickForm):
    """Who is put forward, for what, by whom: up to three voices at once, one for each way."""

    target = LabelledField(_l("培养方向"), values=PostClass, blank=_l("未确定"))
    self_on: Any = DateField(_l("个人自荐时间"), [Optional()])
    organization_by = StringField(_l("推荐组织"), [Length(max=80)], filters=[stripped])
    organization_on: Any = DateField(_l("组织推荐时间"), [Optional()])
    masses_by = StringField(_l("推荐群众"), [Length(max=80)], filters=[stripped])
    masses_on: Any = DateField(_l("群众推荐时间"), [Optional()])
    reason = TextAreaField(_l("推荐理由"), [Length(max=2000)], filters=[stripped])
    decider = StringField(
        _l("受理组织"), [InputRequired(_l("请填写受理组织")), Length(max=80)], filters=[stripped]
    )
    document = _document()


class VoiceForm(ActForm):
    """Somebody else who puts the same person forward."""

    way = LabelledField(_l("推荐方式"), values=NominationWay)
    by = StringField(_l("推荐人"), [Length(max=80)], filters=[stripped], description=_l("个人自荐的不填"))
    on: Any = DateField(_l("推荐时间"), DATE_NEEDED)


class DecisionForm(ActForm):
    """What was decided at the step that waits."""

    outcome = LabelledField(_l("结果"), values=StepOutcome)
    decided_on: Any = DateField(_l("决定时间"), DATE_NEEDED)
    decider = _decider()
    document = _document()
    reason = TextAreaField(
        _l("理由"),
        [Length(max=2000)],
        filters=[stripped],
        description=_l("退回、不通过的必须填写;公示有异议的,写明调查处理情况"),
    )

    def offer(self, outcomes: tuple[StepOutcome, ...]) -> None:
        """Only what can be decided at this step."""
        self.outcome.offer(outcomes)


class AskForm(ActForm):
    """When the agencies are asked."""

    asked_on: Any = DateField(_l("征求意见时间"), DATE_NEEDED)


class AnswerForm(ActForm):
    """An agency's written answer."""

    answered_on: Any = DateField(_l("答复时间"), DATE_NEEDED)
    conclusion = LabelledField(_l("结论"), values=Conclusion)
    document = _document()
    rule_code = SelectField(_l("涉及条款"), description=_l("未发现问题的不选"))
    occurred_on: Any = DateField(_l("发生时间"), [Optional()], description=_l("用于计算追溯期;不清楚的留空"))
    disposition = StringField(_l("处理意见"), [Length(max=200)], filters=[stripped])


class ExceptionForm(ActForm):
    """Why an exception is made."""

    reason = StringField(
        _l("例外理由"), [InputRequired(_l("请写明例外理由")), Length(max=300)], filters=[stripped]
    )
    decided_on: Any = DateField(_l("决定时间"), DATE_NEEDED)
    decider = _decider()


class NoticeForm(ActForm):
    """From when to when a notice stands, and where."""

    starts_on: Any = DateField(_l("公示开始"), DATE_NEEDED)
    ends_on: Any = DateField(_l("公示结束"), DATE_NEEDED, description=_l("当天计算在内"))
    place = StringField(_l("公示地点"), [Length(max=120)], filters=[stripped])


class ObjectionsForm(ActForm):
    """What was objected."""

    objections = TextAreaField(
        _l("异议"), [Length(max=2000)], filters=[stripped], description=_l("没有异议的留空")
    )


class EnteringForm(SourcesForm):
    """The entry itself."""

    entered_on: Any = DateField(_l("入库时间"), DATE_NEEDED)
    decider = _decider()
    document = _document()
    occupation = StringField(_l("现从事工作"), [Length(max=120)], filters=[stripped])
