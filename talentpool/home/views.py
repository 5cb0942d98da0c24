"""The first page, by what its reader may do: nobody is turned away after signing in."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.labels import DEFINITIONS
from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.structure import TownStructure, merge_teams
from talentpool.analysis.vacancy_ages import VacancyAge
from talentpool.backup.queries import backup_state
from talentpool.home import attention, queries
from talentpool.home.guidance import own_guidance
from talentpool.posts.queries import list_ended_terms
from talentpool.reminders.queries import KindCount, count_reminders
from talentpool.reminders.whose import whose_of
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import signed_in
from talentpool.security.permissions import Permission
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.working_date import HOME_ZONE, reference_date, working_date

bp = Blueprint("home", __name__)

BUSINESS = (Permission.UNITS_VIEW, Permission.PEOPLE_VIEW, Permission.ANALYSIS_VIEW)


@bp.get("/")
@signed_in
@follows_date
def show_home() -> ResponseReturnValue:
    """What wants attention; for roles without business data, what they look after instead."""
    if not all(current_actor().may(permission) for permission in BUSINESS):
        return _show_offices()
    scope, on = current_scope(), reference_date()
    town = merge_teams(list_structure(scope=scope, on=on))
    if not town.units:
        return render_template("home/empty.html", import_url=url_if_allowed("intake.list_batches"))
    return _show_attention(town)


def _show_attention(town: TownStructure) -> ResponseReturnValue:
    scope, on = current_scope(), reference_date()
    townships = sorted({team.township_id for team in town.teams if team.township_id is not None})
    targets = list_targets(on=on, township_ids=townships)
    may_import = current_actor().may(Permission.INTAKE_USE)
    return render_template(
        "home/attention.html",
        town=town,
        note=knowledge_note(Figures(on=on, town=town, villages=0, communities=0)),
        definitions=DEFINITIONS,
        vacancies=attention.open_vacancies(town.teams, on=on),
        unnamed=attention.count_unnamed(town.teams),
        ages=_age_labels(),
        shortfalls=attention.shortfalls(town.teams, targets),
        targets=targets,
        unready=attention.unready(town.teams),
        ended_terms=list_ended_terms(scope=scope, on=on),
        terms_url=url_if_allowed("posts.list_terms"),
        missing=queries.count_missing(scope=scope, on=on),
        fact_labels=_fact_labels(),
        batches=queries.list_recent_batches(scope=scope) if may_import else None,
        batch_states=_batch_states(),
        may_show_batches=url_if_allowed("intake.show_batch", batch_id=0) is not None,
        zone=HOME_ZONE,
        vacancies_url=url_if_allowed("posts.list_vacancies"),
        structure_url=url_if_allowed("analysis.show_structure"),
        import_url=url_if_allowed("intake.list_batches"),
        due_counts=_due_counts(),
        guidance=own_guidance(current_actor(), on=working_date()),
        guidance_on=working_date(),
    )


def _due_counts() -> list[KindCount] | None:
    """What is due to the reader, as of the working date whatever day the page shows."""
    actor = current_actor()
    if not actor.may(Permission.REMINDERS_USE):
        return None
    return count_reminders(whose_of(actor), on=working_date())


def _show_offices() -> ResponseReturnValue:
    """Who sees no business data: the three administrators their accounts or log, a mentor his mentees."""
    actor, now = current_actor(), datetime.now(UTC)
    return render_template(
        "home/offices.html",
        accounts=queries.count_accounts(at=now) if actor.may(Permission.ACCOUNTS_VIEW) else None,
        backups=backup_state(at=now) if actor.may(Permission.BACKUPS_MANAGE) else None,
        zone=HOME_ZONE,
        events=queries.count_events(at=now) if actor.may(Permission.AUDIT_VIEW) else None,
        password_url=url_for("accounts.change_password"),
        due_counts=_due_counts(),
        guidance=own_guidance(actor, on=working_date()),
        guidance_on=working_date(),
    )


def _age_labels() -> dict[str, str]:
    return {
        VacancyAge.LONG.value: _("超过12个月"),
        VacancyAge.MIDDLE.value: _("3至12个月"),
        VacancyAge.SHORT.value: _("不满3个月"),
    }


def _fact_labels() -> dict[str, str]:
    return {
        "born_on": _("出生年月未登记"),
        "schooling": _("学历未登记"),
        "id_number": _("身份证号未登记"),
        "post_start": _("任现职时间未登记"),
    }


def _batch_states() -> dict[str, str]:
    return {"previewed": _("待确认"), "taken": _("已导入"), "discarded": _("已放弃")}
