"""Snapshots: made with a name, listed, opened beside the present count."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.chart_set import charts_of
from talentpool.analysis.comparison import compare_measures, measures_of
from talentpool.analysis.comparison_words import difference_text, measure_text
from talentpool.analysis.labels import DEFINITIONS, INDICATORS, MEASURE_LABELS
from talentpool.analysis.queries import list_structure
from talentpool.analysis.snapshots import (
    SNAPSHOT_COLUMNS,
    get_snapshot,
    groups_of,
    make_snapshot,
    scope_of,
    select_snapshots,
    snapshot_rows,
    teams_of,
)
from talentpool.analysis.structure import merge_teams
from talentpool.analysis.views import bp
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import HOME_ZONE, reference_date


@bp.get("/snapshots")
@requires(Permission.ANALYSIS_VIEW)
@follows_date
def list_snapshots() -> ResponseReturnValue:
    """The snapshots within reach."""
    return _list_page()


def _list_page(reasons: tuple[str, ...] = ()) -> ResponseReturnValue:
    page = paginate(select_snapshots(scope=current_scope()), endpoint="analysis.list_snapshots")
    body = render_template(
        "analysis/snapshots.html",
        page=page,
        zone=HOME_ZONE,
        on=reference_date(),
        make_url=url_if_allowed("analysis.keep_snapshot"),
        reasons=reasons,
        name=request.form.get("name", ""),
        structure_url=url_for("analysis.show_structure"),
    )
    return make_response(body, 422 if reasons else 200)


@bp.post("/snapshots")
@requires(Permission.ANALYSIS_KEEP)
@follows_date
def keep_snapshot() -> ResponseReturnValue:
    """Keep the figures as of the day of the page."""
    try:
        snapshot = make_snapshot(name=request.form.get("name", ""), by=current_actor(), on=reference_date())
    except RuleBroken as broken:
        db.session.rollback()
        return _list_page(broken.reasons)
    flash(_("快照“%(name)s”已保存", name=snapshot.name), "success")
    return redirect(url_for("analysis.show_snapshot", snapshot_id=snapshot.id))


@bp.get("/snapshots/<int:snapshot_id>")
@requires(Permission.ANALYSIS_VIEW)
@follows_date
def show_snapshot(snapshot_id: int) -> ResponseReturnValue:
    """One snapshot beside a fresh count of the same day and of the day of the page."""
    snapshot, unit = get_snapshot(snapshot_id, scope=current_scope())
    kept, scope, on = teams_of(snapshot), scope_of(snapshot), reference_date()
    day = snapshot.reference_on
    recounted = list_structure(scope=scope, on=day)
    present = recounted if on == day else list_structure(scope=scope, on=on)
    measured = measures_of(merge_teams(kept), on=day)
    return render_template(
        "analysis/snapshot.html",
        snapshot=snapshot,
        unit=unit,
        day=day,
        on=on,
        zone=HOME_ZONE,
        columns=SNAPSHOT_COLUMNS,
        rows=snapshot_rows(snapshot),
        shown=charts_of(merge_teams(kept), groups_of(snapshot), on=day),
        definitions=DEFINITIONS,
        indicator_labels=INDICATORS,
        recounted=compare_measures(measured, measures_of(merge_teams(recounted), on=day)),
        present=compare_measures(measured, measures_of(merge_teams(present), on=on)),
        labels=MEASURE_LABELS,
        text=measure_text,
        difference=difference_text,
        list_url=url_for("analysis.list_snapshots"),
        structure_url=url_for("analysis.show_structure"),
    )
