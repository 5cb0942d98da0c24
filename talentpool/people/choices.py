"""The choices that the filters of the list offer, in the order of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from talentpool.extensions import db
from talentpool.people.filters import Fact, Standing
from talentpool.people.queries import list_tags_used, select_unit_choices
from talentpool.security.scope import Scope
from talentpool.units.naming import names_on
from talentpool.vocabulary import Body, Labelled, PoliticalStatus, PostClass, SchoolingLevel, Sex, Tag

Choices = list[tuple[object, str]]


def unit_choices(scope: Scope, *, on: date, also: int | None = None) -> Choices:
    """Units that keep people, or their townships where they are too many; `also` is the one asked for."""
    rows, names = db.session.execute(select_unit_choices(scope=scope, also=also)), names_on(on)
    return [(row.id, names.unit(row.id, row.name)) for row in rows]


def standing_choices() -> Choices:
    """In any post, in the two committees, in one of the bodies, in none."""
    return [
        (Standing.SERVING.value, _("在任(任一职务)")),
        (Standing.TWO_COMMITTEES.value, _("村(社区)“两委”")),
        (Body.PARTY.value, _("党组织")),
        (Body.COMMITTEE.value, _("村(居)委会")),
        (Body.SUPERVISION.value, _("监督委员会")),
        (Body.OTHER.value, _("其他职务")),
        (Standing.NONE.value, _("无任职")),
    ]


def missing_choices() -> Choices:
    """Core facts that may be missing."""
    labels = {
        Fact.BORN_ON: _("出生年月"),
        Fact.SEX: _("性别"),
        Fact.SCHOOLING: _("学历"),
        Fact.POLITICAL_STATUS: _("政治面貌"),
        Fact.ID_NUMBER: _("身份证号"),
        Fact.PHONE: _("联系电话"),
        Fact.POST_START: _("任现职时间"),
    }
    return [(fact.value, labels[fact]) for fact in Fact]


def schooling_choices() -> Choices:
    """“大专及以上”, from the highest level."""
    levels = [level for level in SchoolingLevel if level is not SchoolingLevel.NONE]
    return [(level.value, _("%(level)s及以上", level=_(level.label))) for level in levels]


def tag_choices(scope: Scope, *, also: Sequence[str] = ()) -> Choices:
    """Marks that somebody within reach bears, and those asked for; the product's own words are translated."""
    known = set(Tag.labels().values())
    used = dict.fromkeys([*list_tags_used(scope=scope), *also])
    return [(tag, _(tag) if tag in known else tag) for tag in used]


def list_choices(
    scope: Scope, *, on: date, tags: Sequence[str] = (), unit_id: int | None = None
) -> dict[str, Choices]:
    """All of them by the name of the filter; `tags` and the unit are those asked for."""
    return {
        "tag": tag_choices(scope, also=tags),
        "unit": unit_choices(scope, on=on, also=unit_id),
        "body": standing_choices(),
        "post_class": _labelled(PostClass),
        "sex": _labelled(Sex),
        "schooling": schooling_choices(),
        "political": _labelled(PoliticalStatus),
        "missing": missing_choices(),
    }


def _labelled(values: type[Labelled]) -> Choices:
    return [(member.value, _(member.label)) for member in values]
