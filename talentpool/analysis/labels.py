"""Names and definitions of the indicators, in the language of the page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

INDICATORS: dict[str, Any] = {
    "authorised": _l("核定职数"),
    "filled": _l("实有"),
    "vacant": _l("空缺"),
    "committee_members": _l("村(居)委会成员"),
    "women": _l("女性"),
    "aged_35_or_under": _l("35岁及以下"),
    "college_or_above": _l("大专及以上"),
    "party_members": _l("中共党员"),
    "dual_head": _l("一肩挑"),
    "cross_appointed": _l("交叉任职"),
    "average_age": _l("平均年龄"),
}

MEASURE_LABELS: dict[str, Any] = {
    **INDICATORS,
    "vacancy_rate": _l("缺职率"),
    "dual_head_rate": _l("一肩挑率"),
    "cross_appointment_rate": _l("交叉任职率"),
    "aged_35_share": _l("35岁及以下占比"),
    "women_share": _l("女性占比"),
    "college_share": _l("大专及以上占比"),
}
"""Indicators of a comparison."""

DEFINITIONS: dict[str, Any] = {
    "lacking": _l("有空缺或有一项以上指标未达到现行要求的村(社区)÷村(社区)总数"),
    "authorised": _l("“两委”核定职数之和(人数),不含监督委员会;自届初起适用"),
    "filled": _l("在党组织或村(居)委会任职的人数,兼任的只计1人;监督委员会不计"),
    "vacant": _l("核定职数减实有人数"),
    "vacancy_rate": _l("缺职率=(核定职数-实有人数)÷核定职数"),
    "dual_head_rate": _l("一肩挑率=书记、主任由一人担任的村(社区)数÷村(社区)总数"),
    "cross_appointment_rate": _l("交叉任职率=同时在党组织和村(居)委会任职的人数÷“两委”人数"),
    "average_age": _l("“两委”成员周岁之和÷出生年月已登记的人数"),
    "aged_35_or_under": _l("截至日期满35周岁及以下的“两委”成员÷“两委”人数;出生年月只到月的按当月1日计"),
    "age_bands": _l("截至日期的周岁,出生年月只到月的按当月1日计;百分比以出生年月已登记的人数为分母"),
    "women": _l("“两委”成员中的女性÷“两委”人数"),
    "college_or_above": _l("最高学历为大专及以上(含党校学历)的“两委”成员÷“两委”人数"),
    "party_members": _l("“两委”成员中的中共党员(含预备党员)÷“两委”人数"),
    "pyramid": _l("截至日期的周岁,出生年月只到月的按当月1日计;性别或出生年月未登记的不列"),
    "levels": _l("截至日期已取得的最高学历,含在职教育和党校学历"),
    "vacancy_ages": _l("已登记的空缺职务,从空缺时间到截至日期的整月数"),
}
