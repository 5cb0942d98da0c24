"""The forms of acts on a stay in the pool: shape of the input only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from talentpool.vocabulary import ExitReason, NominationWay, SourceCategory, YearlyOutcome
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, LabelledField, MonthField, OfferingField, stripped

MONTH = _l("如 2023.06;知道日子的写 2023-06-30")
DATE_NEEDED = [InputRequired(_l("请填写日期"))]
MOST_TARGETS = 5


class CheckedField(SelectMultipleField):
    """Several of a list, each with its tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SourcesForm(ActForm):
    """Where somebody comes from."""

    sources = CheckedField(_l("人员类别(来源)"))
    main_source = LabelledField(_l("主要类别"), values=SourceCategory, blank=_l("只有一个类别时不填"))
    source_written = StringField(
        _l("其他类别的说明"), [Length(max=60)], filters=[stripped], description=_l("选了“其他”才填写")
    )


class EntryForm(SourcesForm):
    """What is kept of an entry."""

    entered_on = MonthField(_l("入库时间"), DATE_NEEDED, description=MONTH)
    way = LabelledField(_l("推荐方式"), values=NominationWay, blank=_l("未登记"))
    decider = StringField(_l("决定机关"), [Length(max=80)], filters=[stripped])
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])
    occupation = StringField(_l("现从事工作"), [Length(max=120)], filters=[stripped])
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class RatingForm(ActForm):
    """How ready somebody was found."""

    readiness = SelectField(_l("成熟程度"), [InputRequired(_l("请选择成熟程度"))])
    rated_on: Any = DateField(_l("评定时间"), DATE_NEEDED)
    rated_by = StringField(
        _l("评定人"), [InputRequired(_l("请填写评定人")), Length(max=80)], filters=[stripped]
    )
    evidence = TextAreaField(
        _l("依据"),
        [InputRequired(_l("请写明评定依据")), Length(max=2000)],
        filters=[stripped],
        description=_l("如考察、谈心谈话、任务完成情况;随评定保存"),
    )


class ReviewForm(ActForm):
    """One yearly review."""

    year: Any = CountField(_l("年度"), [InputRequired(_l("请填写年度"))])
    outcome = LabelledField(_l("结果"), values=YearlyOutcome)
    reviewed_on: Any = DateField(_l("考核时间"), DATE_NEEDED)
    reviewer = StringField(
        _l("考核人"), [InputRequired(_l("请填写考核人")), Length(max=80)], filters=[stripped]
    )
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])
    strengths = TextAreaField(_l("优点"), [Length(max=2000)], filters=[stripped])
    gaps = TextAreaField(_l("不足"), [Length(max=2000)], filters=[stripped])


class ExitForm(ActForm):
    """Why somebody leaves the pool, and where to."""

    exited_on = MonthField(_l("出库时间"), DATE_NEEDED, description=MONTH)
    reason = LabelledField(
        _l("出库原因"), [InputRequired(_l("请选择出库原因"))], values=ExitReason, blank=_l("请选择")
    )
    destination = StringField(
        _l("去向"), [Length(max=200)], filters=[stripped], description=_l("如 金竹村党支部副书记")
    )
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])


class TargetsForm(ActForm):
    """The lines of the target posts; see `targets_form`."""

    @property
    def lines(self) -> list[tuple[int, Any, Any, Any]]:
        """(rank, unit, title, interim) of each line."""
        return [
            (rank, self[f"unit_{rank}"], self[f"title_{rank}"], self[f"interim_{rank}"])
            for rank in range(1, MOST_TARGETS + 1)
        ]


def targets_form() -> type[TargetsForm]:
    """A form of as many lines as there are ranks; an empty title is no target."""
    fields: dict[str, Any] = {}
    for rank in range(1, MOST_TARGETS + 1):
        fields[f"unit_{rank}"] = SelectField(_l("第%(rank)s单位", rank=rank), coerce=int)
        fields[f"title_{rank}"] = OfferingField(
            _l("第%(rank)s职务", rank=rank), [Optional(), Length(max=60)], filters=[stripped]
        )
        fields[f"interim_{rank}"] = BooleanField(_l("第%(rank)s应急接替", rank=rank))
    return type("RankedTargetsForm", (TargetsForm,), fields)
