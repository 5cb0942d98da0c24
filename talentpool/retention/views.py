"""What is due to be erased, the ledger of what was, and a person's rights over his data."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import Missing
from talentpool.exports.answer import answer_with
from talentpool.exports.services import take_table
from talentpool.models import Purge
from talentpool.retention import pages, queries, services
from talentpool.retention import work as _work  # noqa: F401 - registers the daily round
from talentpool.retention.forms import PurgeForm
from talentpool.retention.rules import SETTING_OF, month_of
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.sheets import Column, Kind
from talentpool.vocabulary import PurgeKind
from talentpool.web.acts import carried_out
from talentpool.web.forms import page
from talentpool.web.paging import paginate
from talentpool.web.working_date import HOME_ZONE, working_date
from talentpool.wording import say

bp = Blueprint("retention", __name__, url_prefix="/retention")
KINDS = {kind.value: kind for kind in SETTING_OF}


@bp.get("")
@requires(Permission.RETENTION_PURGE)
def list_rules() -> ResponseReturnValue:
    """The rules in force and how much is due."""
    on = working_date()
    return render_template("retention/list.html", on=on, rules=pages.list_rules(scope=current_scope(), on=on))


def find_kind(text: str) -> PurgeKind:
    """What is erased by a rule, or Missing."""
    if text not in KINDS:
        raise Missing(say("没有这项保存期限"))
    return KINDS[text]


@bp.route("/due/<kind>", methods=["GET", "POST"])
@requires(Permission.RETENTION_PURGE)
def purge_due(kind: str) -> ResponseReturnValue:
    """What is due by one rule, and the act that erases it."""
    wanted, on = find_kind(kind), working_date()
    form = PurgeForm()
    ids = [int(one) for one in request.form.getlist("id") if one.isascii() and one.isdigit()][: queries.MOST]
    if form.validate_on_submit():
        done = carried_out(
            form, lambda: services.purge(wanted, ids, form.decision(), by=current_actor(), on=on)
        )
        if done is not None:
            return _erased(done)
    return page(
        "retention/due.html",
        form=form,
        on=on,
        kind=wanted,
        rule=pages.rule_of(wanted, scope=current_scope(), on=on),
        due=queries.list_due(wanted, scope=current_scope(), on=on),
        left_out=set() if request.method == "GET" else _left_out(ids, wanted),
        month_of=month_of,
    )


DUE_COLUMNS = (
    Column("name", "姓名"),
    Column("unit", "单位"),
    Column("born_on", "出生年月", Kind.PARTIAL_DATE),
    Column("ended", "结束时间", Kind.PARTIAL_DATE),
    Column("about", "说明"),
)


@bp.post("/due/<kind>/workbook")
@requires(Permission.RETENTION_PURGE)
def take_due(kind: str) -> ResponseReturnValue:
    """The list of what is due as a workbook, for the meeting that decides."""
    wanted, on = find_kind(kind), working_date()
    rule = pages.rule_of(wanted, scope=current_scope(), on=on)
    due = queries.list_due(wanted, scope=current_scope(), on=on, limit=None)
    rows = [
        {
            "name": one.name,
            "unit": one.unit,
            "born_on": one.born_on,
            "ended": month_of(one.ended),
            "about": one.about,
        }
        for one in due
    ]
    taken = take_table(
        f"到期{wanted.label}名单",
        DUE_COLUMNS,
        rows,
        subject=f"due_{wanted.value}",
        notes=(f"保存{rule.period},{rule.since};依据:{rule.basis}",),
        by=current_actor(),
        on=on,
    )
    return answer_with(taken)


def _left_out(ids: list[int], kind: PurgeKind) -> set[int]:
    """What was not chosen stays unchosen when the form comes back."""
    listed = queries.list_due(kind, scope=current_scope(), on=working_date())
    return {one.id for one in listed} - set(ids)


def _erased(done: Purge) -> ResponseReturnValue:
    flash(
        _("已清除%(records)s项资料,共%(rows)s条数据,已记入清除登记簿", records=done.records, rows=done.rows)
    )
    return redirect(url_for("retention.show_purge", purge_id=done.id))


@bp.get("/purges")
@requires(Permission.RETENTION_PURGE)
def list_purges() -> ResponseReturnValue:
    """The ledger: every act of erasing within reach."""
    listed = paginate(pages.select_purges(scope=current_scope()))
    return render_template("retention/purges.html", page=listed, zone=HOME_ZONE)


@bp.get("/purges/<int:purge_id>")
@requires(Permission.RETENTION_PURGE)
def show_purge(purge_id: int) -> ResponseReturnValue:
    """One act with its lines of the ledger."""
    purge, unit = pages.get_purge(purge_id, scope=current_scope())
    return render_template(
        "retention/purge.html",
        purge=purge,
        unit=unit,
        page=paginate(pages.select_deletions(purge)),
        zone=HOME_ZONE,
    )
