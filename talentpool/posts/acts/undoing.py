"""The page on which acts of the daily work on posts are taken back."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.posts.services.daily import KIND, TERM_KIND
from talentpool.posts.views import bp
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.links import asked_id


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.POSTS_EDIT)
def list_daily_acts() -> ResponseReturnValue:
    """What was done to posts, seats, appointments, vacancies, elections and terms, the newest first."""
    return acts_page(_frame())


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.POSTS_EDIT)
def undo_daily_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _frame())


def _frame() -> UndoPage:
    unit_id = asked_id("unit")
    back = (
        (_("职务与任职"), url_for("posts.manage_team", unit_id=unit_id))
        if unit_id is not None
        else (_("村社区"), url_for("units.list_units"))
    )
    return UndoPage(
        kinds=(KIND, TERM_KIND),
        heading=_("职务操作记录"),
        summary=_("任职、离任、空缺、补选、职务、职数和届次;之后没有别的改动的,可以撤销,恢复原样"),
        back=back,
        list_endpoint="posts.list_acts",
        undo_endpoint="posts.undo_act",
        empty=(_("还没有可撤销的操作"), _("登记任职、离任、空缺、补选结果等之后,可在这里撤销。")),
        unit_id=unit_id,
    )
