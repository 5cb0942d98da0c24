"""Shapes of what is typed about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp

from talentpool.security.roles import ROLES
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
    password = PasswordField(_l("初始密码"), [InputRequired(_l("请填写密码")), Length(max=200)])
    role = SelectField(_l("角色"), choices=choices_of((role.key, _l(role.label)) for role in ROLES.values()))
    unit = SelectField(_l("管辖单位"), coerce=int)
    submit = SubmitField(_l("开设账号"))


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
