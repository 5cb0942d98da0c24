"""Shapes of what is typed about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from talentpool.security.roles import ROLES
from talentpool.web.acts import ActForm
from talentpool.web.fields import stripped
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


class PasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(_l("现密码"), [InputRequired(_l("请填写现密码")), Length(max=200)])
    password = PasswordField(_l("新密码"), [InputRequired(_l("请填写新密码")), Length(max=200)])
    again = PasswordField(_l("再输一次新密码"), [InputRequired(_l("请再输一次")), Length(max=200)])
    submit = SubmitField(_l("修改密码"))


class FirstAccountForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_l("一次性代码"), [InputRequired(_l("请填写控制台上显示的代码")), Length(max=40)])
    username = StringField(_l("用户名"), _NAME)
    display_name = StringField(_l("姓名(显示名)"), [InputRequired(_l("请填写姓名")), Length(max=60)])
    password = PasswordField(_l("密码"), [InputRequired(_l("请填写密码")), Length(max=200)])
    submit = SubmitField(_l("开设首个管理员"))
