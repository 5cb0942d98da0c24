"""The pages of nominations: the list, one with its steps, a new one, another voice."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.models import Nomination, Unit
from talentpool.people.queries import get_person
from talentpool.pool.nomination_forms import NominationForm, VoiceForm
from talentpool.pool.nominations import (
    STATES,
    Case,
    NominationFilter,
    case_of,
    get_nomination,
    select_nominations,
    shown_findings,
)
from talentpool.pool.services.nominations import NominationFacts, Voice, add_voice, nominate
from talentpool.pool.steps import ORDER, outcomes_at
from talentpool.pool.views import bp, labelled
from talentpool.posts.acts.frame import offer_people, only_looks, register_url
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.choices import unit_choices
from talentpool.units.queries import get_unit
from talentpool.vocabulary import NominationStage, NominationWay
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.links import asked_id
from talentpool.web.paging import paginate
from talentpool.web.working_date import working_date


@bp.get("/nominations")
@requires(Permission.POOL_VIEW)
def list_nominations() -> ResponseReturnValue:
    """Nominations that wait, or those that ended."""
    wanted = _read_filter()
    page = paginate(select_nominations(scope=current_scope(), wanted=wanted))
    return render_template(
        "pool/nominations.html",
        page=page,
        wanted=wanted,
        stages=labelled(NominationStage),
        clear_url=None if wanted.is_empty else url_for("pool.list_nominations"),
        may_edit=current_actor().may(Permission.POOL_EDIT),
    )


def _read_filter() -> NominationFilter:
    values = request.args
    return NominationFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=asked_id("unit"),
        stage=next((one for one in NominationStage if one.value == values.get("stage")), None),
        closed={"closed": True, "all": None}.get(values.get("state", ""), False),
    )


@bp.get("/nominations/<int:nomination_id>")
@requires(Permission.POOL_VIEW)
def show_nomination(nomination_id: int) -> ResponseReturnValue:
    """One nomination: where it stands, what the rules find, what was decided."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    case = case_of(nomination)
    actor = current_actor()
    sees = actor.may(Permission.POOL_CONCLUSIONS)
    return render_template(
        "pool/nomination.html",
        nomination=nomination,
        person=nomination.person,
        unit=nomination.unit,
        case=case,
        findings=shown_findings(case.findings, with_conclusions=sees),
        exceptions=[one for one in case.exceptions if sees or not is_negative(case, one.rule_code)],
        states=STATES,
        stages=ORDER,
        place=ORDER.index(nomination.stage),
        sees=sees,
        answered=sum(1 for one in case.conclusions if one.answered_on),
        may_edit=actor.may(Permission.POOL_EDIT),
        can_decide=outcomes_at(nomination.stage),
    )


def is_negative(case: Case, code: str) -> bool:
    """Whether a code is one of the negative list, whose exceptions tell what an agency answered."""
    return any(one.negative and one.code == code for one in case.findings)


def nomination_url(nomination: Nomination) -> str:
    """The page of a nomination."""
    return url_for("pool.show_nomination", nomination_id=nomination.id)


def nomination_page(
    nomination: Nomination, heading: str, word: str, *, summary: str = "", danger: bool = False
) -> ActPage:
    """The frame of an act on a nomination."""
    return ActPage(
        heading=heading,
        word=word,
        back_url=nomination_url(nomination),
        crumbs=[
            (_("后备人才"), url_for("pool.list_entries")),
            (_("推荐与审核"), url_for("pool.list_nominations")),
            (nomination.person.name, nomination_url(nomination)),
        ],
        summary=summary
        or _("%(unit)s,等待%(stage)s", unit=nomination.unit.name, stage=_(nomination.stage.label)),
        danger=danger,
    )


@bp.route("/nominations/new", methods=["GET", "POST"], endpoint="nominate")
@requires(Permission.POOL_EDIT)
def nominate_somebody() -> ResponseReturnValue:
    """Put somebody forward for the pool of a unit."""
    unit_id = asked_id("unit")
    if unit_id is None:
        return render_template(
            "posts/choose_unit.html",
            units=unit_choices(scope=current_scope(), only_base=True),
            person=asked_id("person"),
            heading=_("登记推荐"),
            asking=_("先选定推荐到哪个单位的库"),
            action=url_for("pool.nominate"),
        )
    unit = get_unit(unit_id, scope=current_scope())
    form = NominationForm(data={"person": asked_id("person")})
    offer_people(form, unit_id=unit.id)
    if not only_looks() and form.validate_on_submit():
        nomination = carried_out(form, lambda: _nominated(form, unit))
        if nomination is not None:
            flash(_("%(name)s的推荐已登记", name=nomination.person.name), "success")
            return redirect(nomination_url(nomination))
    page = ActPage(
        heading=_("登记%(unit)s的推荐", unit=unit.name),
        word=_("登记推荐"),
        back_url=url_for("pool.list_nominations"),
        crumbs=[
            (_("后备人才"), url_for("pool.list_entries")),
            (_("推荐与审核"), url_for("pool.list_nominations")),
        ],
        summary=_("个人自荐、组织推荐、群众推荐至少有一种;登记后依次初审、联审、公示、入库"),
    )
    return act_page(form, page, fields="pool/_nominate.html", register_url=register_url())


def _nominated(form: NominationForm, unit: Unit) -> Nomination:
    person = get_person(form.person.data, scope=current_scope())
    facts = NominationFacts(
        voices=_voices(form),
        decider=form.decider.data or "",
        target=form.target.data,
        reason=form.reason.data or "",
        document=form.document.data or "",
    )
    return nominate(person, unit, facts, by=current_actor(), on=working_date())


def _voices(form: NominationForm) -> tuple[Voice, ...]:
    told: list[tuple[NominationWay, str, date | None]] = [
        (NominationWay.SELF, "", form.self_on.data),
        (NominationWay.ORGANIZATION, form.organization_by.data or "", form.organization_on.data),
        (NominationWay.MASSES, form.masses_by.data or "", form.masses_on.data),
    ]
    return tuple(Voice(way, who, day) for way, who, day in told if day is not None)


@bp.route("/nominations/<int:nomination_id>/voices/new", methods=["GET", "POST"], endpoint="add_voice")
@requires(Permission.POOL_EDIT)
def add_another_voice(nomination_id: int) -> ResponseReturnValue:
    """Somebody else puts the same person forward."""
    nomination = get_nomination(nomination_id, scope=current_scope())
    form = VoiceForm(data={"on": working_date()})
    if form.validate_on_submit():
        voice = Voice(form.way.data, form.by.data or "", form.on.data)

        def add() -> bool:
            add_voice(nomination, voice, by=current_actor(), on=working_date())
            return True

        if carried_out(form, add):
            flash(_("推荐已补充"), "success")
            return redirect(nomination_url(nomination))
    heading = _("补充%(name)s的推荐", name=nomination.person.name)
    return act_page(form, nomination_page(nomination, heading, _("补充推荐")))
