"""Shapes of what is typed about settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from talentpool.dates import AgeRule
from talentpool.vocabulary import (
    Bound,
    Labelled,
    MonthsKept,
    PostClass,
    ReserveLabel,
    SettingKey,
    TargetIndicator,
    UnitType,
    UploadsKept,
    YearsKept,
)
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, LabelledField, MonthField, stripped
from talentpool.web.forms import choices_of

MONTH = _l("如 2024.03;知道日子的写 2024-03-01")
BASIS = _l("如文件名称和文号")
_BASIS_LENGTH = [Length(max=200, message=_l("依据最多200个字"))]


def _since(label: Any, needed: Any) -> MonthField:
    return MonthField(label, [InputRequired(needed)], description=MONTH)


def _basis() -> StringField:
    return StringField(_l("依据"), _BASIS_LENGTH, filters=[stripped], description=BASIS)


class SettingForm(ActForm):
    """A value from a date on; each subclass has the fields `value`, `valid_from` and `basis`."""

    valid_from: MonthField
    basis: StringField

    def typed(self) -> str:
        """The value as it was typed or chosen."""
        data = self["value"].data
        return data.value if isinstance(data, Labelled) else str(data or "")


class AgeRuleForm(SettingForm):
    value = LabelledField(_l("年龄计算规则"), values=AgeRule)
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class ReserveLabelForm(SettingForm):
    value = LabelledField(_l("称谓"), values=ReserveLabel)
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class UploadsKeptForm(SettingForm):
    value = LabelledField(
        _l("保留期限"),
        values=UploadsKept,
        description=_l("过期未确认的预览、未取走的退回行和导入的逐行内容自动删除"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class CapacityForm(SettingForm):
    value = StringField(
        _l("人数"),
        [InputRequired(_l("请填写人数"))],
        filters=[stripped],
        description=_l("达到人数后再结对会提示核对;个别导师可在“导师”页面另定"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class GuidanceDaysForm(SettingForm):
    value = StringField(
        _l("天数"),
        [InputRequired(_l("请填写天数"))],
        filters=[stripped],
        description=_l("超过这些天没有帮带记录的结对列为逾期;一般每半年至少谈话一次"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class ReminderDaysForm(SettingForm):
    value = StringField(
        _l("天数"),
        [InputRequired(_l("请填写天数"))],
        filters=[stripped],
        description=_l("到期前这些天起列入提醒"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class TagsForm(SettingForm):
    value = TextAreaField(
        _l("标签"), [Length(max=8000)], description=_l("每行一个;清空表示不再使用自定义标签")
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class ScaleForm(SettingForm):
    value = TextAreaField(
        _l("等次"),
        [InputRequired(_l("请填写等次")), Length(max=2000)],
        description=_l("每行一个,从最成熟的写起;可以任用的在后面加“:成熟”,如“近期可使用:成熟”"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class OfficeAgeForm(SettingForm):
    value = TextAreaField(
        _l("年龄上限(岁)"),
        [Length(max=2000)],
        description=_l(
            "每行一个;只写数字的适用于各职务,单独规定的写成“职务类别:年龄”,如“党组织书记:63”。"
            "换届时超过上限的列为到龄;清空表示不设上限"
        ),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class SubsidyForm(SettingForm):
    value = TextAreaField(
        _l("补贴标准"),
        [Length(max=400)],
        description=_l(
            "每行一项,五项都写:每月基数(元)、每任职一年增加(元)、最低任职年限、男满岁数、女满岁数,如“每月基数:120”;清空表示没有统一标准"
        ),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


class TitlesForm(SettingForm):
    value = TextAreaField(
        _l("职务名称"),
        [Length(max=12000)],
        description=_l("每行一个,写成“职务名称:职务类别”,如“综治专干:其他职务”"),
    )
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()


def _keeping(values: type[Labelled], help_text: Any) -> type[SettingForm]:
    """A form that chooses how long something is kept."""

    class KeepingForm(SettingForm):
        value = LabelledField(_l("期限"), values=values, description=help_text)
        valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
        basis = _basis()

    return KeepingForm


FORMS: dict[SettingKey, type[SettingForm]] = {
    SettingKey.AGE_RULE: AgeRuleForm,
    SettingKey.RESERVE_LABEL: ReserveLabelForm,
    SettingKey.OWN_TAGS: TagsForm,
    SettingKey.OWN_TITLES: TitlesForm,
    SettingKey.READINESS_SCALE: ScaleForm,
    SettingKey.OFFICE_AGE: OfficeAgeForm,
    SettingKey.FORMER_SUBSIDY: SubsidyForm,
    SettingKey.UPLOADS_KEPT: UploadsKeptForm,
    SettingKey.KEEP_CADRES: _keeping(
        YearsKept, _l("从离任、出库和其他登记事项全部结束的月份算起;到期后列入清除名单,由人决定")
    ),
    SettingKey.KEEP_OTHERS: _keeping(
        YearsKept, _l("从没有任职、没有入库的人员最后一件登记事项结束的月份算起;到期后列入清除名单")
    ),
    SettingKey.KEEP_NOMINATIONS: _keeping(
        YearsKept, _l("从办结的月份算起,连同联审结论;现任干部和在库人员的不列入")
    ),
    SettingKey.KEEP_PHOTOS: _keeping(YearsKept, _l("从结对结束的月份算起")),
    SettingKey.KEEP_UNDO: _keeping(
        MonthsKept, _l("超过期限的导入、批量修改等不能再撤销,所存的原值自动删除;变更记录照常保留")
    ),
    SettingKey.KEEP_LOGINS: _keeping(
        MonthsKept, _l("会话、登录失败和后台任务的记录自动删除;网络安全法第二十一条要求日志不少于六个月")
    ),
    SettingKey.MENTOR_CAPACITY: CapacityForm,
    SettingKey.GUIDANCE_DAYS: GuidanceDaysForm,
    SettingKey.REMINDER_DAYS: ReminderDaysForm,
}
POST_CLASSES = "、".join(PostClass.labels().values())


class TargetForm(ActForm):
    """A new target; `offer` says for whom."""

    unit = SelectField(_l("适用范围"), coerce=int)
    unit_type = LabelledField(
        _l("单位类型"), values=[UnitType.VILLAGE, UnitType.COMMUNITY], blank=_l("村和社区")
    )
    indicator = LabelledField(_l("指标"), values=TargetIndicator)
    direction = LabelledField(_l("要求"), values=Bound)
    value = CountField(_l("人数"), [InputRequired(_l("请填写人数"))])
    valid_from = _since(_l("生效时间"), _l("请填写从何时起适用"))
    basis = _basis()

    def offer(self, townships: Sequence[tuple[int, str]], *, general: bool) -> None:
        """For which townships, and whether for all."""
        everybody: list[tuple[int, Any]] = [(0, _l("所有乡镇"))] if general else []
        self.unit.choices = choices_of([*everybody, *townships])


class TargetChangeForm(ActForm):
    """Another number from a date on."""

    value = CountField(_l("人数"), [InputRequired(_l("请填写人数"))])
    valid_from = _since(_l("变更时间"), _l("请填写从何时起变更"))
    basis = _basis()


class TargetEndForm(ActForm):
    """The date from which it holds no more."""

    valid_until = _since(_l("失效时间"), _l("请填写从何时起失效"))
