"""The page on which acts on the pool are taken back."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo_page import UndoPage, acts_page, take_back
from talentpool.pool.services.daily import KIND
from talentpool.pool.views import bp
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.POOL_EDIT)
def list_pool_acts() -> ResponseReturnValue:
    """What was done to the pool, the newest first."""
    return acts_page(_frame())


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.POOL_EDIT)
def undo_pool_act(act_id: int) -> ResponseReturnValue:
    """Take one of them back, or say what stands in the way."""
    return take_back(act_id, _frame())


def _frame() -> UndoPage:
    return UndoPage(
        kinds=(KIND,),
        heading=_("人才库操作记录"),
        summary=_("推荐、审核、入库、评定、考核和出库;之后没有别的改动的,可以撤销,恢复原样"),
        back=(_("后备人才"), url_for("pool.list_entries")),
        list_endpoint="pool.list_acts",
        undo_endpoint="pool.undo_act",
        empty=(_("还没有可撤销的操作"), _("办理推荐、评定、出库等之后,可在这里撤销。")),
    )
