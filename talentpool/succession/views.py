"""Who could succeed whom: a township at a glance, one unit, one post; now and by the next election."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.indicators import Bar, Stack, Tile
from talentpool.errors import Missing
from talentpool.models import Unit
from talentpool.posts.records import get_post
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.succession import findings
from talentpool.succession.ahead import Horizon
from talentpool.succession.outlook import (
    PostOutlook,
    Tally,
    UnitOutlook,
    shared_candidates,
    tally_of,
)
from talentpool.succession.queries import list_outlooks
from talentpool.units.queries import get_unit, list_townships
from talentpool.vocabulary import PostRisk, UnitType
from talentpool.web.as_of import follows_date
from talentpool.web.links import asked_id, url_if_allowed
from talentpool.web.paging import slice_page
from talentpool.web.working_date import asked_date, read_date, reference_date

bp = Blueprint("succession", __name__, url_prefix="/succession")

YEARS_AHEAD = (1, 3, 5)
UNITS_SHOWN = 50
POSTS_SHOWN = 30
"""Posts to look at that the overview lists; each unit's page and the workbook have them all."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the township, the risk, how far to look ahead."""

    township: Unit | None
    risk: PostRisk | None
    horizon: Horizon
    by: str
    election: str

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the date is asked for."""
        return bool(self.township or self.risk or self.by or self.election)


def read_asked() -> Asked:
    """The filter in the address; a value nobody knows narrows nothing, a day that cannot be read is refused."""
    scope = current_scope()
    township_id = asked_id("township")
    by, election = request.args.get("by", ""), request.args.get("election", "").strip()
    years = {str(years): years for years in YEARS_AHEAD}
    return Asked(
        township=get_unit(township_id, scope=scope) if township_id else None,
        risk=next((risk for risk in PostRisk if risk.value == request.args.get("risk")), None),
        horizon=Horizon(years=years.get(by), day=read_date(election) if election else None),
        by=by if by in years else "",
        election=election,
    )


def _kept(asked: Asked) -> dict[str, Any]:
    """How far is looked ahead, for the links to units and posts."""
    return {"by": asked.by or None, "election": asked.election or None, "on": asked_date()}


@bp.get("")
@requires(Permission.SUCCESSION_VIEW)
@follows_date
def show_overview() -> ResponseReturnValue:
    """The units within reach: coverage, depth, risks, and who has nobody by then."""
    scope, on, asked = current_scope(), reference_date(), read_asked()
    everything = list_outlooks(scope=scope, on=on, horizon=asked.horizon, unit=asked.township)
    units = [unit for unit in everything if _has_risk(unit, asked.risk)]
    page = slice_page(units, size=UNITS_SHOWN)
    tally = tally_of(everything)
    concerned = [post for unit in units for post in unit.counted if _concerns(post, asked.risk)]
    when = findings.day_words(everything)
    return render_template(
        "succession/overview.html",
        on=on,
        asked=asked,
        when=when,
        page=page,
        total=len(everything),
        tiles=tiles_of(tally),
        tally=tally,
        definitions=findings.DEFINITIONS,
        coverage_title=findings.coverage_finding(tally),
        coverage=[_cover_row(unit, asked) for unit in page.items],
        ahead_title=findings.ahead_finding(everything, when=when) if everything else "",
        ahead=[_ahead_row(unit, asked) for unit in page.items],
        mature_title=findings.mature_finding(everything) if everything else "",
        concerned=concerned[:POSTS_SHOWN],
        concerned_count=len(concerned),
        shared=shared_candidates(units),
        words=findings,
        townships=list_townships(scope=scope),
        kept=_kept(asked),
        choices=_choices(),
        risks=[(risk.value, _(risk.label)) for risk in PostRisk],
        clear_url=url_for("succession.show_overview", on=asked_date()) if asked.is_narrowed else None,
        export_url=url_if_allowed("exports.take_export", slug="succession", on=asked_date()),
        intake_url=url_if_allowed("intake.list_batches"),
    )


@bp.get("/units/<int:unit_id>")
@requires(Permission.SUCCESSION_VIEW)
@follows_date
def show_unit(unit_id: int) -> ResponseReturnValue:
    """One village or community: every post with its candidates, who is prepared for none, the quotas."""
    scope, on, asked = current_scope(), reference_date(), read_asked()
    unit = get_unit(unit_id, scope=scope)
    if unit.unit_type in (UnitType.COUNTY, UnitType.TOWNSHIP):
        raise Missing(_("请先选择一个村(社区)"))
    found = list_outlooks(scope=scope, on=on, horizon=asked.horizon, unit=unit)
    outlook = found[0] if found else None
    return render_template(
        "succession/unit.html",
        on=on,
        asked=asked,
        unit=unit,
        outlook=outlook,
        tiles=tiles_of(outlook.tally) if outlook else [],
        posts=[post for post in outlook.posts if _has_post_risk(post, asked.risk)] if outlook else [],
        when=findings.day_words(found),
        words=findings,
        kept=_kept(asked),
        choices=_choices(),
        risks=[(risk.value, _(risk.label)) for risk in PostRisk],
        export_url=url_if_allowed("exports.take_export", slug="succession", unit=unit.id, on=asked_date()),
    )


@bp.get("/posts/<int:post_id>")
@requires(Permission.SUCCESSION_VIEW)
@follows_date
def show_post(post_id: int) -> ResponseReturnValue:
    """One post: who holds it and how long, who could follow and what each lacks."""
    scope, on, asked = current_scope(), reference_date(), read_asked()
    post = get_post(post_id, scope=scope)
    found = next(iter(list_outlooks(scope=scope, on=on, horizon=asked.horizon, unit=post.unit)), None)
    outlook = next((one for one in found.posts if one.post.post_id == post_id), None) if found else None
    return render_template(
        "succession/post.html",
        on=on,
        asked=asked,
        post=post,
        outlook=outlook,
        when=findings.day_words([found] if found else []),
        words=findings,
        kept=_kept(asked),
        choices=_choices(),
    )


def _has_risk(unit: UnitOutlook, risk: PostRisk | None) -> bool:
    return risk is None or any(risk in post.risks for post in unit.counted)


def _has_post_risk(post: PostOutlook, risk: PostRisk | None) -> bool:
    return risk is None or risk in post.risks


def _concerns(post: PostOutlook, risk: PostRisk | None) -> bool:
    """Posts that fall free without anybody of age, or those of the risk asked for."""
    return post.is_deserted_then if risk is None else risk in post.risks


def _choices() -> list[tuple[str, str]]:
    return [(str(years), _("%(years)s年后", years=years)) for years in YEARS_AHEAD]


def tiles_of(tally: Tally) -> list[Tile]:
    """The figures in reading order, each with what it was divided by."""
    depth = tally.candidates_a_post
    posts = tally.posts
    return [
        Tile("posts", _("职务"), str(posts), _("个"), _meaning("posts")),
        _share("coverage", _("后备覆盖率"), tally.covered, posts),
        _share("mature_coverage", _("成熟覆盖率"), tally.covered_mature, posts),
        Tile(
            "depth",
            _("每个职务的后备人选"),
            "—" if depth is None else f"{depth:.2f}",
            "" if depth is None else _("人"),
            _meaning("depth"),
        ),
        _part("vacant", _("空缺职务"), tally.vacant, posts, _("个")),
        _part("ageing", _("到龄职务"), tally.ageing, posts, _("个")),
        _part("single", _("仅1名后备"), tally.single, posts, _("个")),
        _part("deserted", _("届时无人可接"), tally.deserted, posts, _("个")),
        _part("shared", _("兼作几个职务后备"), tally.shared, tally.candidates, _("人")),
        _part("below_quota", _("未达配备要求"), tally.below_quota, tally.judged, _("个")),
    ]


def _meaning(key: str) -> str:
    told = findings.DEFINITIONS[key]
    return str(_(told))


def _share(key: str, label: str, numerator: int, denominator: int) -> Tile:
    definition = _meaning(key)
    if not denominator:
        return Tile(key, label, "—", "", definition)
    return Tile(key, label, f"{numerator / denominator:.1%}", "", definition, numerator, denominator)


def _part(key: str, label: str, numerator: int, denominator: int, unit: str) -> Tile:
    definition = _meaning(key)
    if not denominator:
        return Tile(key, label, "—", "", definition)
    return Tile(key, label, str(numerator), unit, definition, numerator, denominator)


def _cover_row(unit: UnitOutlook, asked: Asked) -> Stack:
    """Posts with a mature candidate, with others only, with none."""
    tally = unit.tally
    values = (tally.covered_mature, tally.covered - tally.covered_mature, tally.uncovered)
    return Stack(unit.unit.unit, values, unit.unit.unit_id, _unit_url(unit, asked))


def _ahead_row(unit: UnitOutlook, asked: Asked) -> Bar:
    """How many of the reserves are still of age."""
    count = len(unit.reserves)
    return Bar(
        unit.unit.unit,
        unit.staying,
        _("%(staying)s人", staying=unit.staying),
        state=None if unit.staying else "miss",
        note=_("现有%(count)s人", count=count),
        url=_unit_url(unit, asked),
    )


def _unit_url(unit: UnitOutlook, asked: Asked) -> str:
    return url_for("succession.show_unit", unit_id=unit.unit.unit_id, **_kept(asked))
