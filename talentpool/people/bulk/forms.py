"""Shape of a bulk edit: one act, and the field that it wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length

from talentpool.models import Unit
from talentpool.people.bulk.plan import BulkEdit, Value
from talentpool.people.rules import LONGEST_TAG
from talentpool.security.scope import Scope
from talentpool.units.queries import get_unit
from talentpool.vocabulary import NATIONALITIES, BulkAct, MembershipStage, PoliticalStatus
from talentpool.web.fields import LabelledField, MonthField, stripped
from talentpool.web.forms import choices_of


class BulkForm(FlaskForm):  # type: ignore[misc]
    """The act and its value; of the value fields only that of the act is read."""

    act = RadioField(_l("要做什么"))
    tag = StringField(_l("标签"), [Length(max=LONGEST_TAG)], filters=[stripped])
    nationality = SelectField(_l("民族"))
    political_status = LabelledField(_l("政治面貌"), values=PoliticalStatus, blank=_l("未选"))
    membership_stage = LabelledField(_l("入党进度"), values=MembershipStage, blank=_l("无(清空)"))
    first_cadre_on = MonthField(_l("首次任村干部时间"), description=_l("如 2021.01"))
    unit = SelectField(_l("转到"), coerce=int)
    seal = HiddenField()

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        """Fill the choices."""
        self.act.choices = choices_of((one.value, _(one.label)) for one in BulkAct)
        self.nationality.choices = choices_of(
            [("", _("未选")), *((code, _(name)) for code, name in NATIONALITIES.items())]
        )
        self.unit.choices = choices_of([(0, _("未选")), *units])

    def validate(self, extra_validators: Any = None) -> bool:
        """Faults of fields that the act does not read are none."""
        super().validate(extra_validators)
        act = _ACTS.get(str(self.act.data))
        for name in set(FIELDS.values()) - ({FIELDS[act]} if act else set()):
            self[name].errors = ()
        return not self.errors

    def edit(self, *, scope: Scope) -> BulkEdit | None:
        """What is asked for; None with the reason at its field."""
        act = _ACTS[str(self.act.data)]
        field = self[FIELDS[act]]
        if act is BulkAct.MOVE:
            value: Value = _unit(self.unit.data, scope=scope)
        else:
            value = field.data or None
        if value is None and act is not BulkAct.MEMBERSHIP_STAGE:
            field.errors = [*field.errors, _("请填写或选择“%(label)s”", label=field.label.text)]
            return None
        return BulkEdit(act, value)


_ACTS = {one.value: one for one in BulkAct}


def _unit(unit_id: int | None, *, scope: Scope) -> Unit | None:
    return get_unit(unit_id, scope=scope) if unit_id else None


FIELDS: dict[BulkAct, str] = {
    BulkAct.ADD_TAG: "tag",
    BulkAct.REMOVE_TAG: "tag",
    BulkAct.NATIONALITY: "nationality",
    BulkAct.POLITICAL_STATUS: "political_status",
    BulkAct.MEMBERSHIP_STAGE: "membership_stage",
    BulkAct.FIRST_CADRE_ON: "first_cadre_on",
    BulkAct.MOVE: "unit",
}
"""The field that an act reads."""


def value_fields() -> Sequence[tuple[str, tuple[BulkAct, ...]]]:
    """(field, acts that read it), in the order of the form."""
    return [
        (name, tuple(act for act in BulkAct if FIELDS[act] == name))
        for name in dict.fromkeys(FIELDS.values())
    ]
