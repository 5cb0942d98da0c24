"""Shapes of what is typed: the decision behind a purge, requests to put something right, the person's copy."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from talentpool.retention.services import Decision
from talentpool.vocabulary import CorrectionOutcome
from talentpool.web.acts import ActForm
from talentpool.web.fields import LabelledField, stripped
from talentpool.web.forms import typed

GIVEN = _l("请填写日期")


class PurgeForm(ActForm):
    """Why, who decided, when, under which document."""

    reason = StringField(
        _l("清除原因"),
        [InputRequired(_l("请写明清除原因")), Length(max=200)],
        filters=[stripped],
        description=_l("如“保存期限届满”;不要写姓名和号码,这一条长期保存"),
    )
    decider = StringField(
        _l("决定机构"), [InputRequired(_l("请写明决定机构")), Length(max=80)], filters=[stripped]
    )
    decided_on = DateField(_l("决定日期"), [InputRequired(GIVEN)])
    document = StringField(
        _l("文件或会议编号"),
        [InputRequired(_l("请写明文件或会议编号")), Length(max=120)],
        filters=[stripped],
    )
    sure = BooleanField(_l("已核对,知道清除后不能恢复"), [InputRequired(_l("请核对后勾选,清除后不能恢复"))])

    def decision(self) -> Decision:
        """What was typed, as the act takes it."""
        assert self.decided_on.data is not None
        return Decision(typed(self.reason), typed(self.decider), self.decided_on.data, typed(self.document))


class RequestForm(ActForm):
    """What somebody asks to have put right."""

    asked_on = DateField(_l("申请日期"), [InputRequired(GIVEN)])
    wanted = TextAreaField(
        _l("申请更正的内容"),
        [InputRequired(_l("请写明申请更正的内容")), Length(max=1000)],
        filters=[stripped],
        description=_l("哪一项有误、应当是什么、有什么证明材料;不要写完整的身份证号"),
    )


class DecisionForm(ActForm):
    """What was decided on it."""

    outcome = LabelledField(_l("办理结果"), values=CorrectionOutcome)
    decided_on = DateField(_l("办理日期"), [InputRequired(GIVEN)])
    decider = StringField(
        _l("由谁决定"), [InputRequired(_l("请写明由谁决定")), Length(max=80)], filters=[stripped]
    )
    explanation = TextAreaField(
        _l("办理说明"), [Length(max=1000)], filters=[stripped], description=_l("没有全部更正的,须写明理由")
    )


class CopyForm(ActForm):
    """What the copy shows."""

    unmasked = BooleanField(
        _l("显示完整的身份证号、联系电话和联审结论"), description=_l("交给本人的副本须勾选并写明用途")
    )
    purpose = StringField(
        _l("用途(显示完整内容时必填)"),
        [Length(max=100)],
        filters=[stripped],
        description=_l("如“本人申请查阅复制”;记入导出记录"),
    )

    def without_unmasking(self) -> None:
        """For who may not take out full numbers."""
        del self.unmasked
        del self.purpose
