"""Two people side by side: every fact of both, which one is proposed, what each has gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import Appointment, Candidacy, Person, PersonTag, Post, Schooling, Unit, UnitDuty
from talentpool.vocabulary import NATIONALITIES, Labelled

Side = Literal["first", "second"]

FIELDS: dict[str, Any] = {
    "name": _l("姓名"),
    "name_note": _l("姓名备注"),
    "unit_id": _l("所在单位"),
    "sex": _l("性别"),
    "nationality": _l("民族"),
    "native_place": _l("籍贯"),
    "born_on": _l("出生年月"),
    "id_number": _l("身份证号"),
    "phone": _l("联系电话"),
    "political_status": _l("政治面貌"),
    "membership_stage": _l("入党进度"),
    "party_joined_on": _l("入党时间"),
    "party_confirmed_on": _l("转正时间"),
    "work_started_on": _l("参加工作时间"),
    "first_cadre_on": _l("首次任村干部时间"),
    "died_on": _l("去世时间"),
    "note": _l("备注"),
}


@dataclass(frozen=True)
class FieldLine:
    """One fact of both; `proposed` is the side that says something, or says more exactly."""

    key: str
    label: str
    first: str
    second: str
    proposed: Side
    differs: bool


@dataclass(frozen=True)
class Gathered:
    """What hangs on one of the two, as it is read."""

    posts: tuple[str, ...]
    schooling: tuple[str, ...]
    tags: tuple[str, ...]
    duties: tuple[str, ...]
    candidacies: int

    def told(self) -> str:
        """All in one line, as it is kept; "" for nothing."""
        parts = (*self.posts, *self.schooling, *self.tags, *self.duties)
        return ";".join((*parts, *([f"参选{self.candidacies}次"] if self.candidacies else ())))


def compare(first: Person, second: Person) -> list[FieldLine]:
    """All facts that at least one of them has."""
    lines = []
    for key, label in FIELDS.items():
        values = getattr(first, key), getattr(second, key)
        if any(value not in (None, "") for value in values):
            texts = _text(key, first), _text(key, second)
            lines.append(FieldLine(key, str(label), *texts, propose(*values), values[0] != values[1]))
    return lines


def propose(first: Any, second: Any) -> Side:
    """The earlier one's, unless it is empty or less exact."""
    if first in (None, ""):
        return "second"
    if isinstance(first, PartialDate) and isinstance(second, PartialDate):
        return "second" if first.covers(second) and first != second else "first"
    return "first"


def _text(key: str, person: Person) -> str:
    value = getattr(person, key)
    if value in (None, ""):
        return ""
    if key == "unit_id":
        return person.unit.name
    if key == "nationality":
        return str(gettext(NATIONALITIES.get(str(value), str(value))))
    if key in ("id_number", "phone"):
        return mask_id_number(value) if key == "id_number" else mask_phone(value)
    if isinstance(value, Labelled):
        return str(gettext(value.label))
    return value.dotted if isinstance(value, PartialDate) else str(value)


def gathered(people: Sequence[Person]) -> Mapping[int, Gathered]:
    """person id → posts, schooling, tags, duties and candidacies, in five statements."""
    ids = [person.id for person in people]
    posts = db.session.execute(
        select(Appointment, Post.title, Unit.name)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Appointment.person_id.in_(ids))
        .order_by(Appointment.held_from().desc(), Post.team_order, Appointment.id)
    ).all()
    schooling = db.session.scalars(
        select(Schooling).where(Schooling.person_id.in_(ids)).order_by(Schooling.rank.desc(), Schooling.id)
    ).all()
    tags = db.session.scalars(
        select(PersonTag).where(PersonTag.person_id.in_(ids)).order_by(PersonTag.id)
    ).all()
    duties = db.session.execute(
        select(UnitDuty, Unit.name).join(Unit, UnitDuty.unit_id == Unit.id).where(UnitDuty.person_id.in_(ids))
    ).all()
    candidacies = db.session.scalars(select(Candidacy.person_id).where(Candidacy.person_id.in_(ids))).all()
    return {
        one: Gathered(
            posts=tuple(
                _post_text(held, title, unit) for held, title, unit in posts if held.person_id == one
            ),
            schooling=tuple(_schooling_text(row) for row in schooling if row.person_id == one),
            tags=tuple(row.tag for row in tags if row.person_id == one),
            duties=tuple(
                f"{gettext(duty.role.label)}({unit})" for duty, unit in duties if duty.person_id == one
            ),
            candidacies=sum(person_id == one for person_id in candidacies),
        )
        for one in ids
    }


def _post_text(held: Appointment, title: str, unit: str) -> str:
    since = held.started_on.dotted if held.started_on else "…"
    until = held.ended_on.dotted if held.ended_on else ""
    return f"{since}–{until} {unit}{title}"


def _schooling_text(row: Schooling) -> str:
    words = (gettext(row.mode.label), gettext(row.level.label), row.school, row.major)
    return " ".join(word for word in words if word)
