"""Shape of what is asked about a person."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from talentpool.vocabulary import RevealPurpose
from talentpool.web.forms import choices_of

SECRETS: dict[str, Any] = {"id_number": _l("身份证号"), "phone": _l("联系电话")}
"""Fields that are shown masked, with their labels."""


class RevealForm(FlaskForm):  # type: ignore[misc]
    """Which number is looked at, and what for."""

    field = SelectField(_l("项目"), choices=choices_of(SECRETS.items()))
    purpose = SelectField(_l("查看用途"), choices=choices_of(RevealPurpose.choices()))
