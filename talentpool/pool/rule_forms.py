"""The forms of rule sets: shape of the input only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FloatField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from talentpool.pool.forms import CheckedField
from talentpool.vocabulary import AgencyLevel, PostClass, RuleStrength, SchoolingLevel, UnitType
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, LabelledField, stripped

UNIT_TYPES = [UnitType.VILLAGE, UnitType.COMMUNITY]
CODE = [InputRequired(_l("请填写编号")), Length(max=20)]
WORDING = [InputRequired(_l("请填写条款内容")), Length(max=300)]


class RuleSetForm(ActForm):
    """What a set is called, and from when it holds."""

    name = StringField(_l("名称"), [InputRequired(_l("请填写名称")), Length(max=80)], filters=[stripped])
    valid_from: Any = DateField(_l("适用自"), [InputRequired(_l("请填写日期"))])
    valid_until: Any = DateField(_l("停用日期"), [Optional()], description=_l("一直适用的留空"))
    age_on: Any = DateField(
        _l("年龄计算日期"), [Optional()], description=_l("如公告规定的日期;留空即按推荐当天计算")
    )
    notice_days: Any = CountField(_l("公示天数"), [InputRequired(_l("请填写公示天数"))])
    basis = StringField(_l("依据(文号)"), [Length(max=200)], filters=[stripped])

    def validate_notice_days(self, field: CountField) -> None:
        """A number that a notice can have."""
        if field.data is not None and field.data > 365:
            raise ValidationError(_l("公示天数最多365天"))


class NewRuleSetForm(RuleSetForm):
    """A new set: for whom, and whether it begins with the example."""

    place = SelectField(_l("适用范围"), coerce=int)
    usual = BooleanField(_l("填入示例条款(资格、部门、负面清单、配备要求),建好后逐条修改"))


class EligibilityForm(ActForm):
    """A condition of eligibility."""

    code = StringField(_l("编号"), CODE, filters=[stripped])
    text = StringField(_l("条款内容"), WORDING, filters=[stripped])
    strength = LabelledField(_l("强度"), values=RuleStrength)
    unit_type = LabelledField(_l("适用单位"), values=UNIT_TYPES, blank=_l("村和社区"))
    target_post_class = LabelledField(_l("适用培养方向"), values=PostClass, blank=_l("全部"))
    oldest = CountField(_l("最大年龄(周岁)"), [Optional()])
    oldest_with_exception = CountField(
        _l("放宽后的最大年龄(周岁)"), [Optional()], description=_l("特别优秀等须写明理由的放宽上限")
    )
    schooling = LabelledField(_l("最低学历"), values=SchoolingLevel, blank=_l("不限"))
    full_time = BooleanField(_l("须为全日制"))
    studying_counts = BooleanField(_l("在读视同具有该学历"))
    party_member = BooleanField(_l("须为中共党员"))

    def validate_oldest_with_exception(self, field: CountField) -> None:
        """The wider limit is wider."""
        if field.data is not None and (self.oldest.data is None or field.data < self.oldest.data):
            raise ValidationError(_l("放宽后的年龄应不小于最大年龄"))


class AgencyForm(ActForm):
    """An agency that answers in writing."""

    name = StringField(
        _l("部门名称"), [InputRequired(_l("请填写部门名称")), Length(max=60)], filters=[stripped]
    )
    level = LabelledField(_l("层级"), values=AgencyLevel)
    position: Any = CountField(_l("排列顺序"), [InputRequired(_l("请填写顺序"))])


class NegativeForm(ActForm):
    """An item of the negative list."""

    code = StringField(_l("编号"), CODE, filters=[stripped])
    text = StringField(_l("条款内容"), WORDING, filters=[stripped])
    strength = LabelledField(_l("强度"), values=RuleStrength)
    lookback_months = CountField(_l("追溯期(月)"), [Optional()], description=_l("不限时间的留空"))
    agencies = CheckedField(_l("征求意见的部门"), coerce=int, description=_l("都不选即由全部部门答复"))


class QuotaForm(ActForm):
    """How many reserves a unit should keep."""

    unit_type = LabelledField(_l("适用单位"), values=UNIT_TYPES, blank=_l("村和社区"))
    target_post_class = LabelledField(_l("培养方向"), values=PostClass, blank=_l("全部"))
    at_least = CountField(_l("至少人数"))
    per_post = FloatField(
        _l("或每个职务的人数"), [Optional(), NumberRange(min=0.1, max=20)], description=_l("如 一职两备写2")
    )
    mature_at_least: Any = CountField(_l("其中成熟的至少"), [InputRequired(_l("请填写人数"))])

    def validate_at_least(self, field: CountField) -> None:
        """A number or a share, one of them."""
        if (field.data is None) == (self.per_post.data is None):
            raise ValidationError(_l("“至少人数”和“每个职务的人数”填一项"))
