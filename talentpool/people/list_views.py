"""Pages around the list of people: views of one's own."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import RuleBroken
from talentpool.people import saved_views
from talentpool.people.addresses import clear_url, list_url, view_url
from talentpool.people.views import bp
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission


@bp.get("/views")
@requires(Permission.PEOPLE_VIEW)
def list_views() -> ResponseReturnValue:
    """One's own views: opened, renamed, made the first one, deleted."""
    return _views_page()


def _views_page(reasons: tuple[str, ...] = ()) -> ResponseReturnValue:
    views = saved_views.list_views(current_actor().account_id)
    body = render_template(
        "people/views.html",
        views=[(view, view_url(view)) for view in views],
        reasons=reasons,
        list_url=clear_url(),
    )
    return body, 422 if reasons else 200


@bp.post("/views")
@requires(Permission.PEOPLE_VIEW)
def save_view() -> ResponseReturnValue:
    """Keep filters, order and columns of the address under a name."""
    asked = request.args.to_dict(flat=False)
    name = request.form.get("name", "")
    try:
        view = saved_views.save_view(asked, name=name, account_id=current_actor().account_id)
        if request.form.get("first") == "1":
            saved_views.choose_default(view, chosen=True)
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
        return redirect(list_url())
    flash(_("视图“%(name)s”已保存", name=view.name), "success")
    return redirect(view_url(view))


@bp.post("/views/<int:view_id>/rename")
@requires(Permission.PEOPLE_VIEW)
def rename_view(view_id: int) -> ResponseReturnValue:
    """Another name."""
    view = saved_views.get_view(view_id, account_id=current_actor().account_id)
    try:
        saved_views.rename_view(view, name=request.form.get("name", ""))
    except RuleBroken as broken:
        return _views_page(tuple(broken.reasons))
    flash(_("视图已改名为“%(name)s”", name=view.name), "success")
    return redirect(url_for("people.list_views"))


@bp.post("/views/<int:view_id>/default")
@requires(Permission.PEOPLE_VIEW)
def choose_default_view(view_id: int) -> ResponseReturnValue:
    """Open this view first, or none."""
    view = saved_views.get_view(view_id, account_id=current_actor().account_id)
    saved_views.choose_default(view, chosen=request.form.get("chosen") == "1")
    return redirect(url_for("people.list_views"))


@bp.post("/views/<int:view_id>/delete")
@requires(Permission.PEOPLE_VIEW)
def delete_view(view_id: int) -> ResponseReturnValue:
    """The view goes."""
    view = saved_views.get_view(view_id, account_id=current_actor().account_id)
    saved_views.delete_view(view)
    flash(_("视图“%(name)s”已删除", name=view.name), "success")
    return redirect(url_for("people.list_views"))
