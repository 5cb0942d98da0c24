"""The forms of a count: shape of the input only; its fields follow the scale of the rule set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from talentpool.tallies.rules import Paper, Step, cell_label
from talentpool.vocabulary import AppraisalDimension
from talentpool.web.acts import ActForm
from talentpool.web.fields import CountField, stripped


class CountForm(ActForm):
    """Ballots due, present, returned; the votes stand in fields that `count_form` adds."""

    due = CountField(_l("应到人数"), [Optional()])
    present = CountField(_l("参加人数"), [Optional()])
    returned = CountField(_l("收回票数"), [InputRequired(_l("请填写收回票数"))])


class ReopenForm(ActForm):
    """Why a tally is entered again."""

    reason = TextAreaField(
        _l("退回原因"), [InputRequired(_l("请填写退回原因")), Length(max=200)], filters=[stripped]
    )


def field_name(dimension: AppraisalDimension, step: Step) -> str:
    """The name of the field of a cell."""
    return f"votes_{dimension.value}_{step.step_id}"


def dimensions_of(person_id: int | None) -> tuple[AppraisalDimension, ...]:
    """A team is appraised overall, a member in 德能勤绩廉 as well."""
    return (AppraisalDimension.OVERALL,) if person_id is None else tuple(AppraisalDimension)


def count_form(steps: Sequence[Step], dimensions: Sequence[AppraisalDimension]) -> type[CountForm]:
    """A form class with a field for every cell; the overall votes are required."""
    fields: dict[str, Any] = {}
    for dimension in dimensions:
        needed = [InputRequired(_l("请填写票数,没有的填0"))]
        for step in steps:
            validators = needed if dimension is AppraisalDimension.OVERALL else [Optional()]
            fields[field_name(dimension, step)] = CountField(cell_label(dimension, step), validators)
    return type("CountForm", (CountForm,), fields)


def paper_of(form: CountForm, steps: Sequence[Step], dimensions: Sequence[AppraisalDimension]) -> Paper:
    """What was typed; cells left empty are left out."""
    typed = {
        (dimension, step.step_id): form[field_name(dimension, step)].data
        for dimension in dimensions
        for step in steps
    }
    votes = {cell: number for cell, number in typed.items() if number is not None}
    return Paper(form.due.data, form.present.data, form.returned.data or 0, votes)


def values_of(
    paper: Paper, steps: Sequence[Step], dimensions: Sequence[AppraisalDimension]
) -> dict[str, Any]:
    """The values of the form's fields."""
    cells = {
        field_name(dimension, step): paper.votes.get((dimension, step.step_id))
        for dimension in dimensions
        for step in steps
    }
    return {"due": paper.due, "present": paper.present, "returned": paper.returned, **cells}
