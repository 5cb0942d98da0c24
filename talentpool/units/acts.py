"""The wizard that merges units: which ones, the new team person by person, what will happen, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.audit.undo import find_act_within, list_acts, undo, what_stands_in_the_way
from talentpool.dates import PartialDate
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Unit
from talentpool.people.queries import get_person
from talentpool.posts.queries import find_seats
from talentpool.posts.records import list_open_posts, list_unit_appointments
from talentpool.posts.services.merger_checks import check_units
from talentpool.posts.services.merger_plan import MergerPlan, Seating, TargetPost
from talentpool.posts.services.mergers import MergerOutcome, merge_units
from talentpool.posts.titles import canonical_title
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.choices import unit_choices
from talentpool.units.forms import NEW_UNIT, MergerForm
from talentpool.units.queries import find_statement, get_unit
from talentpool.units.views import bp
from talentpool.vocabulary import AppointmentBasis, PartyForm, PostClass, UnitType
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.working_date import HOME_ZONE, working_date
from talentpool.wording import say
from talentpool.writing import read_id

STEPS = ("units", "team", "preview", "merge")
UNDOABLE = ("merger", "term")
SEAT = "seat-"
USUAL = (
    PostClass.PARTY_SECRETARY,
    PostClass.PARTY_DEPUTY_SECRETARY,
    PostClass.COMMITTEE_DIRECTOR,
    PostClass.COMMITTEE_DEPUTY_DIRECTOR,
    PostClass.PARTY_MEMBER,
    PostClass.COMMITTEE_MEMBER,
    PostClass.SUPERVISION_HEAD,
    PostClass.SUPERVISION_MEMBER,
)
"""Posts that a merged unit may have whatever those before it had."""

USUAL_ANSWERS = {
    "sources": [],
    "into": NEW_UNIT,
    "unit_type": UnitType.VILLAGE,
    "party_basis": AppointmentBasis.APPOINTED,
    "committee_basis": AppointmentBasis.ELECTED,
}


@dataclass(frozen=True)
class MemberChoice:
    """One person of the old teams: what he holds now, and the posts ticked for him."""

    person: Person
    unit: str
    held: tuple[str, ...]
    ticked: frozenset[str]


@bp.route("/merge", methods=["GET", "POST"], endpoint="merge_units")
@requires(Permission.UNITS_EDIT)
def merge_some_units() -> ResponseReturnValue:
    """Step by step; every step carries what was typed before, nothing is kept until the last."""
    form = MergerForm(data={**USUAL_ANSWERS, "merged_on": working_date()})
    form.offer(unit_choices(scope=current_scope(), only_base=True))
    step = next((one for one in reversed(STEPS) if f"to-{one}" in request.form), "units")
    if request.method != "POST" or step == "units" or not form.validate_on_submit():
        return _page(form, "units")
    plan = _plan(form)
    if carried_out(form, lambda: _checked(plan)) is None:
        return _page(form, "units")
    choices, posts = _choices(plan, form, first="seated" not in request.form)
    if step == "team":
        _propose_seats(form, plan)
        return _page(form, "team", plan=plan, choices=choices, posts=posts)
    return _carry_out(form, plan, choices, posts, for_good=step == "merge")


def _checked(plan: MergerPlan) -> bool:
    check_units(plan, on=working_date())
    return True


def _carry_out(
    form: MergerForm,
    plan: MergerPlan,
    choices: Sequence[MemberChoice],
    posts: Sequence[TargetPost],
    *,
    for_good: bool,
) -> ResponseReturnValue:
    """The merger itself; a preview is the same, rolled back."""
    outcome = carried_out(
        form,
        lambda: merge_units(plan, confirmed=bool(form.confirmed.data), by=current_actor(), on=working_date()),
    )
    if outcome is None:
        return _page(form, "team", plan=plan, choices=choices, posts=posts)
    if for_good:
        flash(
            _(
                "合并完成:%(names)s已并入%(unit)s",
                names="、".join(outcome.former_names),
                unit=outcome.unit.name,
            )
        )
        return redirect(url_for("units.show_unit", unit_id=outcome.unit.id))
    lines = _effects(outcome)
    name = outcome.unit.name
    db.session.rollback()
    return _page(
        form, "preview", plan=plan, choices=choices, posts=posts, outcome=outcome, effects=lines, name=name
    )


def _plan(form: MergerForm) -> MergerPlan:
    scope = current_scope()
    into = get_unit(form.into.data, scope=scope) if form.into.data != NEW_UNIT else None
    sources = tuple(get_unit(unit_id, scope=scope) for unit_id in form.sources.data or [])
    posts = {post.title: post for post in _posts(sources, into, form)}
    return MergerPlan(
        sources=sources,
        into=into,
        name=form.name.data or "",
        merged_on=form.merged_on.data or working_date(),
        seatings=tuple(_seatings(posts)),
        unit_type=form.unit_type.data,
        code=form.code.data or None,
        party_form=form.party_form.data,
        authorised=form.authorised.data,
        standing=form.standing.data,
        document=form.document.data or "",
        party_basis=form.party_basis.data,
        committee_basis=form.committee_basis.data,
        exception_reason=form.exception_reason.data or "",
        name_confirmed=bool(form.name_confirmed.data),
    )


def _seatings(posts: dict[str, TargetPost]) -> list[Seating]:
    people = [person_id for value in request.form.getlist("seated") if (person_id := read_id(value))]
    return [
        Seating(
            get_person(person_id, scope=current_scope()),
            tuple(posts[title] for title in request.form.getlist(f"{SEAT}{person_id}") if title in posts),
        )
        for person_id in people
    ]


def _posts(sources: Sequence[Unit], into: Unit | None, form: MergerForm) -> list[TargetPost]:
    """The posts that the merged unit has or may have, in team order."""
    unit_type = into.unit_type if into is not None else form.unit_type.data
    party_form = form.party_form.data or _party_form([*([into] if into else []), *sources])
    kept = [TargetPost(post.title, post.post_class) for post in (list_open_posts(into) if into else [])]
    known = {post.post_class for post in kept}
    further = [
        TargetPost(canonical_title(post_class, unit_type, party_form), post_class)
        for post_class in USUAL
        if post_class not in known
    ]
    others = [
        TargetPost(post.title, post.post_class)
        for unit in sources
        if into is None or unit.id != into.id
        for post in list_open_posts(unit)
        if post.post_class not in USUAL
    ]
    found = {post.title: post for post in (*kept, *further, *others)}
    return sorted(found.values(), key=lambda post: post.post_class.order)


def _party_form(units: Sequence[Unit]) -> PartyForm | None:
    stated = [find_statement(unit, on=working_date()) for unit in units]
    forms = [one.party_form for one in stated if one is not None and one.party_form is not None]
    return min(forms, key=lambda form: form.order) if forms else None


def _choices(
    plan: MergerPlan, form: MergerForm, *, first: bool
) -> tuple[list[MemberChoice], list[TargetPost]]:
    """Everybody who holds a post in one of the units, those of the unit that goes on first.

    At the first look who holds a post of the unit that goes on keeps it; nobody else is seated.
    """
    posts = _posts(plan.sources, plan.into, form)
    titles = {post.title for post in posts}
    at = PartialDate.from_date(plan.merged_on)
    going = [unit for unit in plan.sources if plan.into is None or unit.id != plan.into.id]
    ticked = {seating.person.id: {post.title for post in seating.posts} for seating in plan.seatings}
    held: dict[int, list[tuple[Unit, Appointment]]] = {}
    for unit in [*([plan.into] if plan.into else []), *going]:
        for one in list_unit_appointments(unit, since=at):
            held.setdefault(one.person_id, []).append((unit, one))
    choices = []
    for person_id, holdings in held.items():
        own = {one.post.title for unit, one in holdings if plan.into is not None and unit.id == plan.into.id}
        choices.append(
            MemberChoice(
                person=holdings[0][1].person,
                unit="、".join(dict.fromkeys(unit.name for unit, _one in holdings)),
                held=tuple(one.post.title for _unit, one in holdings),
                ticked=frozenset((own & titles) if first else ticked.get(person_id, set())),
            )
        )
    return choices, posts


def _propose_seats(form: MergerForm, plan: MergerPlan) -> None:
    """The sum of what the units have now, until the clerk types another number."""
    if form.authorised.data is not None or "seated" in request.form:
        return
    units = {unit.id: unit for unit in (*plan.sources, *([plan.into] if plan.into else []))}
    seats = [find_seats(unit_id, on=plan.merged_on) for unit_id in units]
    if all(one is not None for one in seats):
        form.authorised.raw_data = None
        form.authorised.data = sum(one.authorised for one in seats if one is not None)
        standing = [one.standing for one in seats if one is not None and one.standing is not None]
        if form.standing.data is None and len(standing) == len(seats):
            form.standing.raw_data, form.standing.data = None, sum(standing)


def _effects(outcome: MergerOutcome) -> list[str]:
    name = outcome.unit.name
    lines = [
        _(
            "%(names)s并入%(unit)s,原名称作为曾用名,以前的日期仍可按原名查看",
            names="、".join(outcome.former_names),
            unit=name,
        ),
        _("%(count)s人的所在单位改为%(unit)s", count=outcome.people_moved, unit=name),
        _(
            "原单位%(count)s个职务撤销,%(ended)s项任职结束(合村并组)",
            count=outcome.posts_closed,
            ended=outcome.appointments_ended,
        ),
        _("%(unit)s新增%(count)s项任职", unit=name, count=outcome.appointments_begun),
    ]
    if outcome.vacancies_closed or outcome.elections_cancelled:
        lines.append(
            _(
                "%(count)s个空缺销号,%(elections)s次筹备中的选举取消",
                count=outcome.vacancies_closed,
                elections=outcome.elections_cancelled,
            )
        )
    if outcome.duties_moved:
        lines.append(_("%(count)s项包片驻村分工转到%(unit)s", count=outcome.duties_moved, unit=name))
    if outcome.accounts_bound:
        lines.append(
            _("%(count)s个账号的管辖范围是原单位,合并后请系统管理员调整", count=outcome.accounts_bound)
        )
    lines.append(_("合并后没有别的改动之前,可以在“合并与换届记录”中整体撤销"))
    return lines


@bp.get("/acts", endpoint="list_acts")
@requires(Permission.UNITS_EDIT)
def list_mergers_and_terms() -> ResponseReturnValue:
    """Mergers and new terms, with what stands in the way of taking them back."""
    acts = [one for kind in UNDOABLE for one in list_acts(scope=current_scope(), kind=kind)]
    acts.sort(key=lambda act: act.at, reverse=True)
    obstacles = {act.id: what_stands_in_the_way(act.id) for act in acts if act.undone_at is None}
    return render_template("units/acts.html", acts=acts, obstacles=obstacles, zone=HOME_ZONE)


@bp.post("/acts/<int:act_id>/undo", endpoint="undo_act")
@requires(Permission.UNITS_EDIT)
def undo_an_act(act_id: int) -> ResponseReturnValue:
    """Take a merger or a new term back."""
    act = find_act_within(act_id, scope=current_scope())
    if act.kind not in UNDOABLE:
        raise Missing(say("没有这项操作的记录"))
    try:
        undo(act.id, by=current_actor())
    except RuleBroken as broken:
        db.session.rollback()
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("“%(label)s”已撤销,一切恢复原样", label=act.label), "success")
    return redirect(url_for("units.list_acts"))


def _page(form: MergerForm, step: str, **context: object) -> ResponseReturnValue:
    headings = {"units": _("合并单位"), "team": _("合并单位:新班子"), "preview": _("合并单位:核对")}
    page = ActPage(
        heading=headings[step],
        word="",
        back_url=url_for("units.list_units"),
        crumbs=[(_("村社区"), url_for("units.list_units"))],
        summary=_("第%(number)s步,共3步", number=STEPS.index(step) + 1),
    )
    sent = [
        (key, value)
        for key, value in request.form.items(multi=True)
        if key.startswith(SEAT) or key == "seated"
    ]
    return act_page(form, page, template=f"units/merge_{step}.html", sent=sent, **context)
