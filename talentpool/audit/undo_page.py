"""The page of acts that can be taken back, and taking one back from it; each feature frames its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo import find_act_within, select_acts, undo
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import UndoableAct
from talentpool.security.actor import current_actor
from talentpool.web.links import safe_target
from talentpool.web.paging import paginate
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say


@dataclass(frozen=True)
class UndoPage:
    """What frames the list: the kinds of acts, the endpoints (`undo_endpoint` takes act_id), the words.

    Acts of the kinds `elsewhere` are listed too, with the link to where they are taken back.
    `own`: acts of one's own account are listed too where they lie out of reach by now.
    """

    kinds: tuple[str, ...]
    heading: str
    summary: str
    back: tuple[str, str]
    list_endpoint: str
    undo_endpoint: str
    empty: tuple[str, str]
    own: bool = False
    elsewhere: tuple[str, ...] = ()
    elsewhere_link: tuple[str, str | None] = ("", None)
    unit_id: int | None = None

    @property
    def account_id(self) -> int | None:
        """Whose acts are listed besides those within reach."""
        return current_actor().account_id if self.own else None


def acts_page(
    frame: UndoPage, *, reasons: Sequence[str] = (), about: UndoableAct | None = None
) -> ResponseReturnValue:
    """The acts of the frame, the newest first; 422 with what stands in the way of taking one back."""
    statement = select_acts(scope=current_actor().scope, account_id=frame.account_id)
    statement = statement.where(UndoableAct.kind.in_((*frame.kinds, *frame.elsewhere)))
    if frame.unit_id is not None:
        statement = statement.where(UndoableAct.unit_id == frame.unit_id)
    page = paginate(statement, endpoint=frame.list_endpoint)
    body = render_template(
        "audit/undoable.html",
        frame=frame,
        page=page,
        acts=[row[0] for row in page.items],
        reasons=reasons,
        about=about,
        zone=HOME_ZONE,
    )
    return make_response(body, 422 if reasons else 200)


def take_back(act_id: int, frame: UndoPage) -> ResponseReturnValue:
    """Take an act of these kinds back, or say what stands in the way; Missing beyond reach."""
    actor = current_actor()
    act = find_act_within(act_id, scope=actor.scope, account_id=frame.account_id)
    if act.kind not in frame.kinds:
        raise Missing(say("没有这项操作的记录"))
    label = act.label
    try:
        undo(act.id, by=actor)
    except RuleBroken as broken:
        db.session.rollback()
        return acts_page(frame, reasons=broken.reasons, about=db.session.get(UndoableAct, act_id))
    flash(_("已撤销“%(label)s”", label=label), "success")
    return redirect(safe_target(request.args.get("next")) or url_for(frame.list_endpoint))
