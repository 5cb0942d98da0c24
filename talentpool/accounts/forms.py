"""Shapes of what is typed about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, PasswordField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from talentpool.accounts.policy import BOUNDS, LABELS, PasswordPolicy
from talentpool.security.roles import ROLES
from talentpool.web.acts import ActForm
from talentpool.web.fields import LabelledField, stripped
from talentpool.web.forms import choices_of

_NAME = [
    InputRequired(_l("请填写用户名")),
    Length(2, 40, _l("用户名为2至40个字符")),
    Regexp(r"^[A-Za-z0-9_.\-]+$", message=_l("用户名只能用字母、数字和 . _ -")),
]


class SignInForm(FlaskForm):  # type: ignore[misc]
    username = StringField(_l("用户名"), [InputRequired(_l("请填写用户名")), Length(max=40)])
    password = PasswordField(_l("密码"), [InputRequired(_l("请填写密码")), Length(max=200)])
    submit = SubmitField(_l("登录"))


class AccountForm(FlaskForm):  # type: ignore[misc]
    username = StringField(_l("用户名"), _NAME)
    display_name = StringField(_l("姓名(显示名)"), [InputRequired(_l("请填写姓名")), Length(max=60)])
    id_number = StringField(_l("本人身份证号"), [Length(max=30)], filters=[stripped])
    submit = SubmitField(_l("开设账号"))


class HolderForm(FlaskForm):  # type: ignore[misc]
    id_number = StringField(
        _l("本人身份证号"), [InputRequired(_l("请填写本人的身份证号")), Length(max=30)], filters=[stripped]
    )
    submit = SubmitField(_l("登记使用人"))


class GrantForm(ActForm):
    role = SelectField(_l("角色"), [InputRequired(_l("请选择角色"))])
    unit = SelectField(_l("管辖单位"), coerce=int)
    starts_on = DateField(_l("开始日期"), [Optional()])
    ends_on = DateField(_l("结束日期"), [Optional()])

    def offer(self, units: list[tuple[int, str]]) -> None:
        """The roles that can be granted, and the units; 0 is none or all of them."""
        roles = [(role.key, _l(role.label)) for role in ROLES.values() if role.can_be_granted]
        self.role.choices = choices_of(roles)
        self.unit.choices = choices_of([(0, _l("不选单位(管理员),或全部单位(县委组织部)")), *units])


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_l("验证码"), [InputRequired(_l("请填写验证码")), Length(max=40)])
    submit = SubmitField(_l("验证并登录"))


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """An act on one's own second factor wants the password once more."""

    current = PasswordField(_l("现密码"), [InputRequired(_l("请填写现密码")), Length(max=200)])
    submit = SubmitField(_l("确定"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(_l("现密码"), [InputRequired(_l("请填写现密码")), Length(max=200)])
    password = PasswordField(_l("新密码"), [InputRequired(_l("请填写新密码")), Length(max=200)])
    again = PasswordField(_l("再输一次新密码"), [InputRequired(_l("请再输一次")), Length(max=200)])
    submit = SubmitField(_l("修改密码"))


class FirstAccountForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_l("一次性代码"), [InputRequired(_l("请填写控制台上显示的代码")), Length(max=40)])
    username = StringField(_l("用户名"), _NAME)
    display_name = StringField(_l("姓名(显示名)"), [InputRequired(_l("请填写姓名")), Length(max=60)])
    id_number = StringField(
        _l("本人身份证号"), [InputRequired(_l("请填写本人的身份证号")), Length(max=30)], filters=[stripped]
    )
    password = PasswordField(_l("密码"), [InputRequired(_l("请填写密码")), Length(max=200)])
    submit = SubmitField(_l("开设管理员账号"))


def _number(name: str) -> IntegerField:
    low, high = BOUNDS[name]
    bounds = NumberRange(low, high, _l("应为%(low)s至%(high)s", low=low, high=high))
    return IntegerField(_l(LABELS[name]), [InputRequired(_l("请填写")), bounds])


class PolicyForm(ActForm):
    passwords = LabelledField(_l("密码规则"), values=PasswordPolicy)
    max_age_days = _number("max_age_days")
    history = _number("history")
    attempts_per_name = _number("attempts_per_name")
    attempts_per_address = _number("attempts_per_address")
    locked_minutes = _number("locked_minutes")
    idle_minutes = _number("idle_minutes")
    longest_hours = _number("longest_hours")


class CountyForm(ActForm):
    name = StringField(
        _l("姓名(与其账号的显示名一致)"),
        [InputRequired(_l("请填写姓名")), Length(max=60)],
        filters=[stripped],
    )
    place = StringField(
        _l("所在单位"), [InputRequired(_l("请填写所在单位")), Length(max=60)], filters=[stripped]
    )
    telephone = StringField(_l("办公电话"), [Length(max=40)], filters=[stripped])
    basis = StringField(_l("依据(文件)"), [Length(max=100)], filters=[stripped])
