"""The forms of acts on posts: shape of the input only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from talentpool.security.scope import Scope
from talentpool.units.choices import unit_choices
from talentpool.vocabulary import (
    AppointmentBasis,
    ElectionWay,
    EndCause,
    PostClass,
    VacancyOutcome,
)
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, KnownField, LabelledField, MonthField, OfferingField, stripped
from talentpool.web.forms import choices_of
from talentpool.writing import read_id

MONTH = _l("如 2023.06;知道日子的写 2023-06-30")
DATE_NEEDED = [InputRequired(_l("请填写日期"))]
ENDED = [cause for cause in EndCause if cause not in (EndCause.NEVER_FILLED, EndCause.UNKNOWN)]


class PickForm(ActForm):
    """A form in which somebody is looked for by name and chosen."""

    words = StringField(_l("查找人员"), [Length(max=60)], filters=[stripped])
    person = RadioField(_l("人员"), coerce=lambda value: read_id(str(value)) or 0)

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """The people found; a single one is chosen."""
        self.person.choices = choices_of(people)
        if len(people) == 1 and not self.person.data:
            self.person.data = people[0][0]


class AppointForm(PickForm):
    """Who takes which post, from when, how."""

    post = SelectField(_l("职务"), coerce=int)
    started_on = MonthField(_l("任职时间"), DATE_NEEDED, description=MONTH)
    basis = LabelledField(
        _l("任职方式"),
        values=[AppointmentBasis.ELECTED, AppointmentBasis.BY_ELECTION, AppointmentBasis.APPOINTED],
        description=_l("村(居)委会成员只能选举产生(村民委员会组织法第十一条)"),
    )
    standing = KnownField(_l("常职干部"))
    exception_reason = StringField(
        _l("例外理由"),
        [Length(max=200)],
        filters=[stripped],
        description=_l("监督委员会与“两委”交叉等例外情形才填写,随任职保存"),
    )


class EndForm(ActForm):
    """When and why a holding ended, and what becomes of the post."""

    ended_on = MonthField(_l("离任时间"), DATE_NEEDED, description=MONTH)
    cause = LabelledField(
        _l("离任原因"), [InputRequired(_l("请选择离任原因"))], values=ENDED, blank=_l("请选择")
    )
    note = StringField(_l("说明"), [Length(max=200)], filters=[stripped])
    also = SelectMultipleField(
        _l("同时离任的其他职务"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    vacancy = BooleanField(_l("登记为空缺职务"))
    by_election_plan = StringField(_l("拟补选方式/时间"), [Length(max=200)], filters=[stripped])
    by_election_due = MonthField(_l("拟补选期限"), description=MONTH)


class TenureForm(ActForm):
    """The dates of a holding, put right."""

    started_on = MonthField(_l("任职时间"), description=_l("不知道的留空"))
    basis = LabelledField(_l("任职方式"), values=AppointmentBasis)
    standing = KnownField(_l("常职干部"))
    ended_on = MonthField(_l("离任时间"), description=_l("在任的留空"))
    end_cause = LabelledField(_l("离任原因"), values=EndCause, blank=_l("在任"))
    end_note = StringField(_l("离任说明"), [Length(max=200)], filters=[stripped])


class OpenPostForm(ActForm):
    """A new post."""

    title = OfferingField(
        _l("职务名称"), [InputRequired(_l("请填写职务名称")), Length(max=60)], filters=[stripped]
    )
    post_class = LabelledField(_l("职务类别"), values=PostClass, blank=_l("按职务名称判断"))
    opened_on = MonthField(_l("设立时间"), description=_l("不知道的留空"))


class ClosePostForm(ActForm):
    """The end of a post."""

    closed_on = MonthField(_l("撤销时间"), DATE_NEEDED, description=MONTH)


class RenamePostForm(ActForm):
    """A new title of a post."""

    title = OfferingField(
        _l("新名称"), [InputRequired(_l("请填写职务名称")), Length(max=60)], filters=[stripped]
    )
    renamed_on = MonthField(_l("更名时间"), DATE_NEEDED, description=MONTH)


class SeatsForm(ActForm):
    """Seats of a unit from a day on."""

    authorised = CountField(_l("核定职数"), [InputRequired(_l("请填写核定职数"))])
    standing = CountField(_l("常职职数"), [Optional()], description=_l("没有规定的留空"))
    holds_from = DateField(_l("适用自"), [InputRequired(_l("请填写日期"))])
    document = StringField(_l("文号"), [Length(max=120)], filters=[stripped])


class VacancyForm(ActForm):
    """A named vacancy and what is planned."""

    since = MonthField(_l("空缺时间"), DATE_NEEDED, description=MONTH)
    cause = LabelledField(_l("空缺原因"), values=EndCause)
    cause_written = StringField(_l("原因说明"), [Length(max=200)], filters=[stripped])
    by_election_plan = StringField(_l("拟补选方式/时间"), [Length(max=200)], filters=[stripped])
    by_election_due = MonthField(_l("拟补选期限"), description=MONTH)
    candidate = StringField(_l("拟任人选"), [Length(max=60)], filters=[stripped])
    joint_review = StringField(_l("联审情况"), [Length(max=200)], filters=[stripped])
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class WithdrawForm(ActForm):
    """Why a vacancy is one no more, without anybody in the post."""

    outcome = LabelledField(
        _l("销号原因"),
        values=[VacancyOutcome.WITHDRAWN, VacancyOutcome.SEAT_CUT, VacancyOutcome.TERM_ENDED],
    )
    closed_on = MonthField(_l("销号时间"), DATE_NEEDED, description=MONTH)


class VoteForm(ActForm):
    """The facts of a vote."""

    held_on = MonthField(_l("选举日期"), description=_l("还没有举行的写拟定日期,未定的留空"))
    way = LabelledField(_l("选举方式"), values=ElectionWay)
    eligible = CountField(_l("应参加人数"), [Optional()])
    present = CountField(_l("实际参加人数"), [Optional()])
    document = StringField(_l("文号或公告"), [Length(max=120)], filters=[stripped])
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])


class ResultForm(VoteForm):
    """The result of a by-election; the votes stand beside the candidates."""

    elected = RadioField(_l("当选人"), coerce=lambda value: read_id(str(value)) or 0)
    started_on = MonthField(_l("任职时间"), description=_l("不填即为选举日期"))
    exception_reason = StringField(_l("例外理由"), [Length(max=200)], filters=[stripped])


def ballot_form(
    base: type[VoteForm], candidates: Sequence[tuple[int, str]], *, ticks: bool
) -> type[VoteForm]:
    """`base` with the votes of each candidate (id, “name post”), and with `ticks` whether he is elected."""
    fields: dict[str, Any] = {}
    for key, name in candidates:
        fields[f"votes_{key}"] = CountField(_l("%(name)s的得票", name=name), [Optional()])
        if ticks:
            fields[f"elected_{key}"] = BooleanField(_l("%(name)s当选", name=name))
    return type("BallotForm", (base,), fields)


class CandidateForm(PickForm):
    """Somebody who stands for a post."""

    post = SelectField(_l("候选职务"), coerce=int)


class ConfirmTermForm(ActForm):
    """The yes to a result of a re-election."""

    exception_reason = StringField(
        _l("例外理由"),
        [Length(max=200)],
        filters=[stripped],
        description=_l("监督委员会与“两委”交叉等例外情形才填写"),
    )


class TermForm(ActForm):
    """A new term of a township."""

    township = SelectField(_l("乡镇(街道)"), coerce=int)
    name = StringField(
        _l("届次名称"), [InputRequired(_l("请填写届次名称")), Length(max=60)], filters=[stripped]
    )
    started_on = MonthField(_l("任期开始"), DATE_NEEDED, description=MONTH)
    ends_on = MonthField(_l("届满时间"), description=_l("不填即为五年后(村民委员会组织法第十一条)"))


class TermDatesForm(TermForm):
    """Name and dates of a term that stands."""

    township = None  # type: ignore[assignment]  # how WTForms leaves a field out


def choose(field: SelectField, choices: Sequence[tuple[Any, str]]) -> None:
    """The choices of a select that depend on the request."""
    field.choices = choices_of(choices)


Offering = TypeVar("Offering", bound=ActForm)


def offering_units(base: type[Offering], *, scope: Scope, also: int | None = None) -> type[Offering]:
    """The form with the units within reach in its field `unit`; both copies of an edit have them."""
    units = unit_choices(scope=scope, also=also)

    class Form(base):  # type: ignore[misc, valid-type]  # a class that is known at run time only
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            choose(self.unit, units)

    return Form
