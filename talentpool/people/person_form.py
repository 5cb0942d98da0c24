"""The form of a person's facts: shape of the input only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from talentpool.models import Person, Schooling
from talentpool.people.rules import LONGEST_TAG, PersonFacts, SchoolingFacts
from talentpool.vocabulary import (
    NATIONALITIES,
    MembershipStage,
    PoliticalStatus,
    SchoolingLevel,
    SchoolingMode,
    Sex,
    Tag,
)
from talentpool.web.acts import ActForm
from talentpool.web.fields import LabelledField, MonthField, stripped
from talentpool.web.forms import choices_of
from talentpool.writing import read_id

MONTH = _l("如 1985.06;知道日子的写 1985-06-12")
_BREAKS = re.compile(r"[、,,;;\s]+")


class SchoolingForm(Form):
    """One level of schooling; an empty level of a new row is no row."""

    row_id = HiddenField()
    mode = LabelledField(_l("教育类别"), values=SchoolingMode)
    level = LabelledField(_l("学历层次"), values=SchoolingLevel, blank=_l("未选"))
    school = StringField(_l("毕业院校"), [Length(max=120)], filters=[stripped])
    major = StringField(_l("专业"), [Length(max=120)], filters=[stripped])
    finished_on = MonthField(_l("毕业时间"))
    remove = BooleanField(_l("删除这一学历"))

    def facts(self) -> SchoolingFacts | None:
        """What the row says; None for an empty or removed one."""
        if self.remove.data or self.level.data is None:
            return None
        return SchoolingFacts(
            mode=self.mode.data,
            level=self.level.data,
            school=self.school.data or "",
            major=self.major.data or "",
            finished_on=self.finished_on.data,
            row_id=read_id(str(self.row_id.data or "")),
        )


class SchoolingList(FieldList):  # type: ignore[type-arg]
    """All levels of schooling as one part of the form."""

    def shown(self) -> str:
        """“全日制教育 大专 某学院 农学 2006.07;…”."""
        lines = []
        for entry in self.entries:
            facts = entry.form.facts()
            if facts is not None:
                until = facts.finished_on.dotted if facts.finished_on else ""
                words = (facts.mode.label, facts.level.label, facts.school, facts.major, until)
                lines.append(" ".join(word for word in words if word))
        return ";".join(lines)


class PersonForm(ActForm):
    """Everything that is kept of a person. A blank number of somebody registered leaves it as it is."""

    name = StringField(_l("姓名"), [InputRequired(_l("请填写姓名")), Length(max=60)], filters=[stripped])
    name_note = StringField(
        _l("姓名备注"), [Length(max=60)], filters=[stripped], description=_l("同名同姓的区别,如“小”“女”")
    )
    unit = SelectField(_l("所在单位"), coerce=int, description=_l("登记其档案的单位;任职另行登记"))
    sex = LabelledField(_l("性别"), values=Sex, blank=_l("未登记"))
    nationality = SelectField(_l("民族"))
    native_place = StringField(_l("籍贯"), [Length(max=60)], filters=[stripped])
    born_on = MonthField(_l("出生年月"), description=MONTH)
    id_number = StringField(_l("身份证号"), [Length(max=30)], filters=[stripped])
    phone = StringField(_l("联系电话"), [Length(max=40)], filters=[stripped])
    clear_numbers = SelectMultipleField(
        _l("清除已登记的号码"),
        choices=choices_of([("id_number", _l("清除身份证号")), ("phone", _l("清除联系电话"))]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    political_status = LabelledField(_l("政治面貌"), values=PoliticalStatus, blank=_l("未登记"))
    membership_stage = LabelledField(_l("入党进度"), values=MembershipStage, blank=_l("无"))
    party_joined_on = MonthField(_l("入党时间"), description=MONTH)
    party_confirmed_on = MonthField(_l("转正时间"), description=MONTH)
    work_started_on = MonthField(_l("参加工作时间"), description=MONTH)
    first_cadre_on = MonthField(_l("首次任村干部时间"), description=MONTH)
    died_on = MonthField(_l("去世时间"), description=MONTH)
    schooling = SchoolingList(FormField(SchoolingForm), _l("学历"), min_entries=1, max_entries=12)
    tags = SelectMultipleField(
        _l("标签"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    other_tags = StringField(
        _l("其他标签"), [Length(max=200)], filters=[stripped], description=_l("几个标签用顿号分开")
    )
    note = TextAreaField(_l("备注"), [Length(max=2000)], filters=[stripped])

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], own_tags: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = choices_of(units)
        self.nationality.choices = choices_of(
            [("", _l("未登记")), *((code, _l(name)) for code, name in NATIONALITIES.items())]
        )
        self.tags.choices = choices_of(
            [*((tag.label, _l(tag.label)) for tag in Tag), *((tag, tag) for tag in own_tags)]
        )

    def facts(self, person: Person | None = None) -> PersonFacts:
        """What the form says; the numbers of `person` stay where nothing was typed or ticked."""
        return PersonFacts(
            name=self.name.data or "",
            name_note=self.name_note.data or "",
            sex=self.sex.data,
            nationality=self.nationality.data or None,
            native_place=self.native_place.data or "",
            born_on=self.born_on.data,
            political_status=self.political_status.data,
            membership_stage=self.membership_stage.data,
            party_joined_on=self.party_joined_on.data,
            party_confirmed_on=self.party_confirmed_on.data,
            work_started_on=self.work_started_on.data,
            first_cadre_on=self.first_cadre_on.data,
            died_on=self.died_on.data,
            id_number=self._number("id_number", person.id_number if person else None),
            phone=self._number("phone", person.phone if person else None),
            note=self.note.data or "",
        )

    def _number(self, field: str, kept: str | None) -> str | None:
        typed = self[field].data or None
        if typed:
            return str(typed)
        return None if field in (self.clear_numbers.data or []) else kept

    def schooling_facts(self) -> list[SchoolingFacts]:
        """The rows that are filled and not removed."""
        return [facts for entry in self.schooling.entries if (facts := entry.form.facts()) is not None]

    def validate_other_tags(self, field: StringField) -> None:
        """No mark is cut short without a word."""
        long = [tag for tag in _BREAKS.split(field.data or "") if len(tag) > LONGEST_TAG]
        if long:
            raise ValidationError(_("“%(tag)s…”超过%(most)s个字,请缩短", tag=long[0][:10], most=LONGEST_TAG))

    def all_tags(self) -> list[str]:
        """Ticked and typed ones."""
        typed = [tag for tag in _BREAKS.split(self.other_tags.data or "") if tag]
        return list(dict.fromkeys([*(self.tags.data or []), *typed]))


def form_data(
    person: Person, *, schooling: Iterable[Schooling], tags: Iterable[str], own_tags: Iterable[str] = ()
) -> dict[str, Any]:
    """A person as the form shows him; numbers are never shown. `own_tags` are the office's own marks."""
    known = {tag.label for tag in Tag} | set(own_tags)
    listed = list(tags)
    columns = (
        "name name_note sex native_place born_on political_status membership_stage party_joined_on "
        "party_confirmed_on work_started_on first_cadre_on died_on note"
    ).split()
    return {
        **{column: getattr(person, column) for column in columns},
        "unit": person.unit_id,
        "nationality": person.nationality or "",
        "schooling": [
            {
                "row_id": row.id,
                "mode": row.mode,
                "level": row.level,
                "school": row.school,
                "major": row.major,
                "finished_on": row.finished_on,
            }
            for row in schooling
        ],
        "tags": [tag for tag in listed if tag in known],
        "other_tags": "、".join(tag for tag in listed if tag not in known),
    }
