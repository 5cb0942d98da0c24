"""How mentoring stands: the overview, and the lists behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.mentorship import ledger, queries
from talentpool.mentorship.listing import select_logs
from talentpool.mentorship.overview import Mentoring, add_up, by_township, list_mentoring
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import guidance_days
from talentpool.units.queries import list_units
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import asked_date, reference_date

bp = Blueprint("mentorship", __name__, url_prefix="/mentorship")


@bp.get("")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def show_overview() -> ResponseReturnValue:
    """Coverage, meetings, hours and overdue by unit, since the start of the year."""
    scope, on = current_scope(), reference_date()
    since, days = date(on.year, 1, 1), guidance_days(on)
    units = list_mentoring(scope=scope, since=since, on=on, days=days)
    return render_template(
        "mentorship/overview.html",
        townships=by_township(units),
        town=add_up(units, name=_("合计")),
        since=since,
        days=days,
        summary=_summary(units, on=on),
        export_url=url_if_allowed("exports.take_export", slug="mentorship", on=asked_date()),
        import_url=url_if_allowed("intake.list_batches"),
    )


def _summary(units: Sequence[Mentoring], *, on: date) -> str:
    town = add_up(list(units), name="")
    return str(
        _(
            "%(reserves)s名在库人员中%(covered)s人有导师,%(pairs)s对结对中%(overdue)s对逾期,截至%(on)s",
            reserves=town.reserves,
            covered=town.covered,
            pairs=town.pairs,
            overdue=town.overdue,
            on=on.isoformat(),
        )
    )


@bp.get("/pairs")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def list_pairs() -> ResponseReturnValue:
    """Pairs in office order."""
    scope, on = current_scope(), reference_date()
    wanted = ledger.read_pair_filter(request.args)
    page = paginate(ledger.select_wanted_pairs(scope=scope, on=on, wanted=wanted))
    return render_template(
        "mentorship/pairs.html",
        page=page,
        columns=ledger.PAIR_COLUMNS,
        rows=ledger.pair_rows(page.items, on=on),
        urls=[url_for("mentorship.show_pair", pairing_id=row[0].id) for row in page.items],
        wanted=wanted,
        states=[(key, _(label)) for key, label in ledger.STATES.items()],
        units=_unit_choices(on),
        days=guidance_days(on),
        clear_url=url_for("mentorship.list_pairs", on=asked_date()) if wanted else None,
    )


def _unit_choices(on: date) -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in list_units(scope=current_scope(), on=on)]


@bp.get("/without-mentor")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def list_without_mentor() -> ResponseReturnValue:
    """Reserves of the pool without a mentor, the longest in it first."""
    on = reference_date()
    page = paginate(queries.select_without_mentor(scope=current_scope(), on=on))
    return render_template(
        "mentorship/without.html",
        page=page,
        columns=ledger.WITHOUT_COLUMNS,
        rows=ledger.without_rows(page.items, on=on),
        urls=[url_if_allowed("mentorship.assign_mentor", person_id=row[1].id) for row in page.items],
        on=on,
    )


@bp.get("/mentors")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def list_mentors() -> ResponseReturnValue:
    """Mentors, and how many each has taken on."""
    on = reference_date()
    page = paginate(queries.select_mentors(scope=current_scope(), on=on))
    return render_template(
        "mentorship/mentors.html",
        page=page,
        columns=ledger.MENTOR_COLUMNS,
        rows=ledger.mentor_rows(page.items, on=on),
        urls=[url_if_allowed("mentorship.set_capacity", person_id=row[0].id) for row in page.items],
        on=on,
    )


@bp.get("/logs")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def list_logs() -> ResponseReturnValue:
    """Meetings, the last first."""
    scope, on = current_scope(), reference_date()
    wanted = ledger.read_log_filter(request.args)
    page = paginate(select_logs(scope=scope, on=on, wanted=wanted))
    return render_template(
        "mentorship/logs.html",
        page=page,
        columns=ledger.LOG_COLUMNS,
        rows=ledger.log_rows(page.items, on=on),
        urls=[url_for("mentorship.show_pair", pairing_id=row[0].pairing_id) for row in page.items],
        wanted=wanted,
        units=_unit_choices(on),
        clear_url=url_for("mentorship.list_logs", on=asked_date()) if wanted else None,
    )


@bp.get("/pairs/<int:pairing_id>")
@requires(Permission.MENTORSHIP_VIEW)
@follows_date
def show_pair(pairing_id: int) -> ResponseReturnValue:
    """One pair: what is agreed, and every meeting."""
    on = reference_date()
    pair = queries.get_pair(pairing_id, scope=current_scope())
    page = paginate(queries.select_logs_of(pair, on=on))
    logs = [row[0] for row in page.items]
    return render_template(
        "mentorship/show.html",
        pair=pair,
        page=page,
        lines=queries.with_photos(logs),
        state=ledger.pair_state(pair, logs[0].held_on if logs else None, on=on, days=guidance_days(on)),
        is_open=pair.ended_on is None,
        may_edit=current_actor().may(Permission.MENTORSHIP_EDIT),
        on=on,
    )


@bp.get("/kin")
@requires(Permission.MENTORSHIP_EDIT)
def list_kin() -> ResponseReturnValue:
    """Near kin as stated, who are not paired."""
    page = paginate(queries.select_ties(scope=current_scope()))
    return render_template("mentorship/kin.html", page=page)
