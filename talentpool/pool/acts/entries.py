"""The pages of acts on a stay in the pool: corrected, rated, aimed at posts, reviewed, ended."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.models import PoolEntry
from talentpool.pool import queries
from talentpool.pool.acts.frame import entry_page, entry_url
from talentpool.pool.forms import (
    MOST_TARGETS,
    EntryForm,
    ExitForm,
    RatingForm,
    ReviewForm,
    SourcesForm,
    TargetsForm,
    targets_form,
)
from talentpool.pool.services.entries import aim_at, correct_entry, exit_pool, rate_readiness, review_year
from talentpool.pool.stays import EntryFacts, RatingFacts, ReviewFacts, SourceFacts, TargetFacts
from talentpool.pool.targets import list_units_beside, target_of, titles_offered
from talentpool.pool.views import bp
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import readiness_scale
from talentpool.vocabulary import ExitReason, SourceCategory
from talentpool.web.acts import act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.forms import choices_of
from talentpool.web.links import url_if_allowed
from talentpool.web.working_date import working_date


def offer_sources(form: SourcesForm) -> None:
    """The categories as ticks."""
    form.sources.choices = choices_of((one.value, _(one.label)) for one in SourceCategory)


def sources_in(form: SourcesForm) -> SourceFacts:
    """What the form says of the sources."""
    chosen = tuple(one for one in SourceCategory if one.value in (form.sources.data or ()))
    return SourceFacts(chosen, form.main_source.data, form.source_written.data or "")


@bp.route("/<int:entry_id>/correct", methods=["GET", "POST"], endpoint="correct_entry")
@requires(Permission.POOL_EDIT)
def correct_an_entry(entry_id: int) -> ResponseReturnValue:
    """What is kept of an entry."""
    entry = queries.get_entry(entry_id, scope=current_scope())
    form = open_edit(EntryForm, entry, _kept(entry))
    offer_sources(form)
    if form.kept is not None:
        offer_sources(form.kept)
    heading = _("更正%(name)s的入库信息", name=entry.person.name)
    if stale(form, entry):
        return conflict_answer(form, entry, title=heading, back_url=entry_url(entry))
    if form.validate_on_submit():
        facts = EntryFacts(
            entered_on=form.entered_on.data,
            way=form.way.data,
            document=form.document.data or "",
            decider=form.decider.data or "",
            occupation=form.occupation.data or "",
            note=form.note.data or "",
        )

        def correct() -> bool:
            correct_entry(entry, facts, sources_in(form), by=current_actor(), on=working_date())
            return True

        if carried_out(form, correct):
            flash(_("入库信息已更正"), "success")
            return redirect(entry_url(entry))
    return act_page(form, entry_page(entry, heading, _("保存更正")))


def _kept(entry: PoolEntry) -> dict[str, object]:
    sources = queries.list_sources(entry)
    several = len(sources) > 1
    return {
        "sources": [one.category.value for one in sources],
        "main_source": next((one.category for one in sources if one.main), None) if several else None,
        "source_written": next((one.written for one in sources if one.written), ""),
        "entered_on": entry.entered_on,
        "way": entry.way,
        "decider": entry.decider,
        "document": entry.document,
        "occupation": entry.occupation,
        "note": entry.note,
    }


@bp.route("/<int:entry_id>/rate", methods=["GET", "POST"], endpoint="rate_readiness")
@requires(Permission.POOL_EDIT)
def rate_an_entry(entry_id: int) -> ResponseReturnValue:
    """How ready somebody was found."""
    entry = queries.get_entry(entry_id, scope=current_scope())
    form = RatingForm(data={"rated_on": working_date()})
    scale = readiness_scale(form.rated_on.data or working_date())
    form.readiness.choices = choices_of([("", _("请选择")), *((one.word, one.word) for one in scale)])
    if form.validate_on_submit():
        facts = RatingFacts(
            form.readiness.data, form.rated_on.data, form.rated_by.data or "", form.evidence.data or ""
        )
        done = carried_out(form, lambda: rate_readiness(entry, facts, by=current_actor(), on=working_date()))
        if done is not None:
            flash(_("成熟程度已评定为“%(word)s”", word=done.readiness), "success")
            return redirect(entry_url(entry))
    heading = _("评定%(name)s的成熟程度", name=entry.person.name)
    return act_page(form, entry_page(entry, heading, _("保存评定")))


@bp.route("/<int:entry_id>/targets", methods=["GET", "POST"], endpoint="aim_at")
@requires(Permission.POOL_EDIT)
def aim_an_entry(entry_id: int) -> ResponseReturnValue:
    """What somebody is prepared for, in the order of preference."""
    entry = queries.get_entry(entry_id, scope=current_scope())
    units = list_units_beside(entry.unit, scope=current_scope(), on=working_date())
    kept = queries.list_targets(entry)
    aimed = {one.unit_id: one.unit for one in kept if current_scope().reaches(one.unit)}
    offered = {unit.id: unit for unit in units} | aimed
    data: dict[str, object] = {f"unit_{rank}": entry.unit_id for rank in range(1, MOST_TARGETS + 1)}
    for rank, one in enumerate(kept[:MOST_TARGETS], start=1):
        title = one.post.title if one.post else (one.title or one.post_class.label)
        data |= {f"unit_{rank}": one.unit_id, f"title_{rank}": title, f"interim_{rank}": one.interim}
    form = targets_form()(data=data)
    titles = titles_offered(entry.unit)
    for _rank, unit, title, _interim in form.lines:
        unit.choices, title.offers = choices_of((one.id, one.name) for one in offered.values()), titles
    if form.validate_on_submit():
        targets = [
            target_of(offered[unit.data], title.data, interim=bool(interim.data), on=working_date())
            for _rank, unit, title, interim in form.lines
            if title.data
        ]
        if _aimed(entry, form, targets):
            flash(_("培养方向已保存"), "success")
            return redirect(entry_url(entry))
    heading = _("%(name)s的培养方向", name=entry.person.name)
    page = entry_page(entry, heading, _("保存培养方向"))
    return act_page(form, page, fields="pool/_targets.html")


def _aimed(entry: PoolEntry, form: TargetsForm, targets: list[TargetFacts]) -> bool:
    def aim() -> bool:
        aim_at(entry, targets, by=current_actor())
        return True

    return bool(carried_out(form, aim))


@bp.route("/<int:entry_id>/reviews/new", methods=["GET", "POST"], endpoint="review_year")
@requires(Permission.POOL_EDIT)
def review_an_entry(entry_id: int) -> ResponseReturnValue:
    """The yearly review of an entry."""
    entry = queries.get_entry(entry_id, scope=current_scope())
    form = ReviewForm(data={"year": working_date().year, "reviewed_on": working_date()})
    if form.validate_on_submit():
        facts = ReviewFacts(
            year=form.year.data,
            reviewed_on=form.reviewed_on.data,
            reviewer=form.reviewer.data or "",
            outcome=form.outcome.data,
            document=form.document.data or "",
            strengths=form.strengths.data or "",
            gaps=form.gaps.data or "",
        )
        done = carried_out(form, lambda: review_year(entry, facts, by=current_actor(), on=working_date()))
        if done is not None:
            flash(_("%(year)s年度考核已登记", year=done.year), "success")
            return redirect(entry_url(entry))
    heading = _("登记%(name)s的年度考核", name=entry.person.name)
    summary = _("考核结果只作登记;评定成熟程度、办理出库须另行决定")
    return act_page(form, entry_page(entry, heading, _("登记考核"), summary=summary))


@bp.route("/<int:entry_id>/exit", methods=["GET", "POST"], endpoint="exit_pool")
@requires(Permission.POOL_EDIT)
def exit_an_entry(entry_id: int) -> ResponseReturnValue:
    """Somebody leaves the pool."""
    entry = queries.get_entry(entry_id, scope=current_scope())
    form = open_edit(ExitForm, entry, {"exited_on": PartialDate.from_date(working_date())})
    heading = _("%(name)s出库", name=entry.person.name)
    if stale(form, entry):
        return conflict_answer(form, entry, title=heading, back_url=entry_url(entry))
    if form.validate_on_submit():

        def leave() -> bool:
            exit_pool(
                entry,
                reason=form.reason.data,
                exited_on=form.exited_on.data,
                destination=form.destination.data or "",
                document=form.document.data or "",
                confirmed=bool(form.confirmed.data),
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, leave):
            return _after_exit(entry)
    return act_page(
        form,
        entry_page(
            entry,
            heading,
            _("出库"),
            summary=_("出库后不再列入在库名单,经历和考核留存;可在操作记录中撤销"),
            danger=True,
        ),
    )


def _after_exit(entry: PoolEntry) -> ResponseReturnValue:
    flash(_("%(name)s已出库", name=entry.person.name), "success")
    if entry.exit_reason is ExitReason.USED:
        url = url_if_allowed("posts.appoint", person=entry.person_id, unit=entry.unit_id)
        if url is not None:
            flash(_("出库原因是使用(进班子):职务还没有登记的,请在下面登记任职"), "warning")
            return redirect(url)
    return redirect(url_for("pool.show_entry", entry_id=entry.id))
