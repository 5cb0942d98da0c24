"""Shape of what is set about backups."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField

GIVEN = _l("请填写数字")


class PolicyForm(ActForm):
    """When the daily backup is made and how many are kept."""

    hour = CountField(
        _l("每天几点起备份"), [InputRequired(GIVEN)], description=_l("0至23点;到时没有开机的,当天开机后补做")
    )
    daily = CountField(_l("按天保留"), [InputRequired(GIVEN)], description=_l("最近多少天,每天留最后一份"))
    weekly = CountField(_l("按周保留"), [InputRequired(GIVEN)], description=_l("最近多少周,每周留最后一份"))
    monthly = CountField(
        _l("按月保留"), [InputRequired(GIVEN)], description=_l("最近多少个月,每月留最后一份")
    )
