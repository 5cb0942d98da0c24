"""What is due to a user: the list, his word on it, and his calendar."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from talentpool.accounts.actors import find_actor
from talentpool.errors import Missing
from talentpool.reminders import queries, services
from talentpool.reminders.addresses import address_of
from talentpool.reminders.calendar import Entry, write_calendar
from talentpool.reminders.queries import Reminder
from talentpool.reminders.whose import whose_of
from talentpool.security.actor import act_as, current_actor
from talentpool.security.gate import public, requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import reminder_days
from talentpool.vocabulary import ReminderKind
from talentpool.web.links import safe_target
from talentpool.web.paging import paginate
from talentpool.web.working_date import working_date
from talentpool.wording import say

bp = Blueprint("reminders", __name__, url_prefix="/reminders")

NEW_ADDRESS = "new_calendar"
"""Under this name the session holds a fresh address until it has been shown, once."""


@bp.get("")
@requires(Permission.REMINDERS_USE)
def list_reminders() -> ResponseReturnValue:
    """What is due and comes up, the oldest first."""
    on, whose = working_date(), whose_of(current_actor())
    kind = next((one for one in ReminderKind if one.value == request.args.get("kind")), None)
    page = paginate(queries.select_reminders(whose, on=on, kind=kind))
    found = [queries.reminder_of(row, on=on) for row in page.items]
    return render_template(
        "reminders/list.html",
        page=page,
        lines=[(one, address_of(one)) for one in found],
        counts=queries.count_reminders(whose, on=on),
        kind=kind,
        kinds=[(one.value, _(one.label)) for one in ReminderKind],
        on=on,
        days=reminder_days(on),
        snoozes=services.SNOOZES,
        back=request.full_path.rstrip("?"),
        clear_url=url_for("reminders.list_reminders") if kind else None,
    )


@bp.post("/done")
@requires(Permission.REMINDERS_USE)
def mark_done() -> ResponseReturnValue:
    """Done, or nothing to do: shown to this user no more."""
    services.mark_done(whose_of(current_actor()), request.form.get("key", "")[:80], on=working_date())
    flash(_("已标为办结,不再提醒"), "success")
    return redirect(_back())


@bp.post("/snooze")
@requires(Permission.REMINDERS_USE)
def snooze() -> ResponseReturnValue:
    """Put off by some days."""
    days = request.form.get("days", "")
    until = services.snooze(
        whose_of(current_actor()),
        request.form.get("key", "")[:80],
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
        on=working_date(),
    )
    flash(_("已暂缓,%(until)s再提醒", until=until.isoformat()), "success")
    return redirect(_back())


@bp.post("/forget")
@requires(Permission.REMINDERS_USE)
def forget_marks() -> ResponseReturnValue:
    """Show everything again that was put off or done."""
    count = services.forget_marks(current_actor().account_id or 0)
    flash(_("已恢复%(count)s条暂缓和办结的提醒", count=count), "success")
    return redirect(url_for("reminders.list_reminders"))


def _back() -> str:
    return safe_target(request.form.get("back")) or url_for("reminders.list_reminders")


@bp.get("/calendar")
@requires(Permission.REMINDERS_USE)
def show_calendar() -> ResponseReturnValue:
    """The calendar address; a fresh one is shown once."""
    token = session.pop(NEW_ADDRESS, None)
    return render_template(
        "reminders/calendar.html",
        standing=queries.find_calendar(current_actor().account_id or 0),
        address=url_for("reminders.take_calendar", token=token, _external=True) if token else None,
    )


@bp.post("/calendar/open")
@requires(Permission.REMINDERS_USE)
def open_calendar() -> ResponseReturnValue:
    """A fresh address; the one before ends."""
    account_id = current_actor().account_id
    if account_id is not None:
        session[NEW_ADDRESS] = services.open_calendar(account_id)
    return redirect(url_for("reminders.show_calendar"))


@bp.post("/calendar/close")
@requires(Permission.REMINDERS_USE)
def close_calendar() -> ResponseReturnValue:
    """The address ends."""
    services.close_calendar(current_actor().account_id or 0)
    flash(_("日历地址已停用"), "success")
    return redirect(url_for("reminders.show_calendar"))


@bp.get("/ics/<token>")
@public
def take_calendar(token: str) -> ResponseReturnValue:
    """The calendar file behind a secret address; as if there were none once it ended or its account did."""
    account_id = services.find_account(token[:80])
    actor = find_actor(account_id) if account_id is not None else None
    if actor is None or not actor.may(Permission.REMINDERS_USE):
        raise Missing(say("没有这个日历,地址可能已停用"))
    act_as(actor)
    with force_locale("zh"):
        found = queries.list_reminders(whose_of(actor), on=working_date())
        entries = [_entry(one) for one in found]
        content = write_calendar(_("到期提醒"), entries, at=datetime.now(UTC))
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=reminders.ics"
    return response


def _entry(one: Reminder) -> Entry:
    """Kind and unit; whom it concerns is told by the page behind the address only."""
    return Entry(
        uid=f"{one.kind.value}-{one.record_id}-{one.due.year}@talentpool",
        day=one.due,
        title=f"{_(one.kind.label)}:{one.unit}",
        url=url_for("reminders.list_reminders", kind=one.kind.value, _external=True),
    )
