"""The page of a growth file, and the file as a document."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from talentpool.errors import NotAllowed
from talentpool.exports.answer import answer_with
from talentpool.exports.services import take_paper
from talentpool.files.docx import Paper
from talentpool.people.queries import get_person
from talentpool.pool.growth import GrowthFile, growth_file
from talentpool.pool.growth_paper import growth_paper
from talentpool.pool.readiness_line import Rated, ReadinessLine, readiness_line
from talentpool.pool.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import readiness_scale
from talentpool.web.as_of import follows_date
from talentpool.web.working_date import reference_date
from talentpool.wording import say


@bp.get("/people/<int:person_id>")
@requires(Permission.POOL_VIEW)
@follows_date
def show_growth(person_id: int) -> ResponseReturnValue:
    """Everything recorded of somebody's way into the pool and in it, as of the day of the page."""
    person = get_person(person_id, scope=current_scope())
    file = growth_file(person, by=current_actor(), on=reference_date())
    return render_template("pool/growth.html", person=person, file=file, line=_line(file))


def _line(file: GrowthFile) -> ReadinessLine | None:
    if file.since is None:
        return None
    ratings = [Rated(one.readiness, one.rated_on) for one in file.ratings]
    scale = [grade.word for grade in readiness_scale(file.on)]
    return readiness_line(ratings, scale=scale, since=file.since, on=file.on)


@bp.post("/people/<int:person_id>/document")
@requires(Permission.EXPORTS_TAKE)
@follows_date
def take_growth(person_id: int) -> ResponseReturnValue:
    """The same as one Word document; put on record like every file that leaves."""
    by, on = current_actor(), reference_date()
    if not by.may(Permission.POOL_VIEW):
        raise NotAllowed(say("您的角色没有这项权限"))
    person = get_person(person_id, scope=by.scope)

    def build(made_at: datetime) -> Paper:
        return growth_paper(person, by=by, on=on, made_at=made_at)

    day = on.strftime("%Y%m%d")
    taken = take_paper(
        build,
        subject=f"成长档案:{person.name}(人员编号{person.id})",
        name=f"{person.name}成长档案_{day}.docx",
        plain_name=f"growth_file_{person.id}_{day}.docx",
        by=by,
        on=on,
    )
    return answer_with(taken)
