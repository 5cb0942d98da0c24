"""The pages of a pair: assigned, corrected, closed; a mentor's own limit; near kin."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.mentorship import queries, services
from talentpool.mentorship.forms import CapacityForm, CloseForm, KinForm, PairForm, PlanForm
from talentpool.mentorship.services import PairPlan
from talentpool.mentorship.views import bp
from talentpool.models import Pairing, Person
from talentpool.people.queries import get_person
from talentpool.posts.acts.frame import offer_people, only_looks, register_url
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.settings.queries import mentor_capacity
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.conflicts import conflict_answer, open_edit, stale
from talentpool.web.working_date import working_date

PLAN = ("started_on", "due_on", "mentor_title", "joint", "goals", "plan", "note")


def crumbs() -> list[tuple[str, str]]:
    """帮带 / 结对."""
    return [
        (_("帮带"), url_for("mentorship.show_overview")),
        (_("结对"), url_for("mentorship.list_pairs")),
    ]


def _agreed(form: PlanForm) -> PairPlan:
    texts: dict[str, Any] = {name: form[name].data or "" for name in PLAN[2:]}
    return PairPlan(started_on=form.started_on.data, due_on=form.due_on.data, **texts)


@bp.route("/assign/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def assign_mentor(person_id: int) -> ResponseReturnValue:
    """A mentor for a reserve."""
    mentee = get_person(person_id, scope=current_scope())
    form = PairForm(data={"started_on": PartialDate.from_date(working_date())})
    offer_people(form, unit_id=mentee.unit_id)
    if not only_looks() and form.validate_on_submit():
        pair = carried_out(form, lambda: _pair(mentee, form))
        if pair is not None:
            flash(_("%(mentor)s与%(mentee)s已结对", mentor=pair.mentor.name, mentee=mentee.name), "success")
            return redirect(url_for("mentorship.show_pair", pairing_id=pair.id))
    page = ActPage(
        heading=_("为%(name)s确定导师", name=mentee.name),
        word=_("结对"),
        back_url=url_for("mentorship.list_without_mentor"),
        crumbs=crumbs(),
        summary=_summary(mentee),
    )
    return act_page(form, page, fields="mentorship/_assign.html", register_url=register_url())


def _pair(mentee: Person, form: PairForm) -> Pairing:
    return services.pair_mentor(
        get_person(form.person.data, scope=current_scope()),
        mentee,
        _agreed(form),
        confirmed=bool(form.confirmed.data),
        by=current_actor(),
        on=working_date(),
    )


def _summary(mentee: Person) -> str:
    paired = [pair for pair in queries.list_pairs_of(mentee, on=working_date()) if pair.ended_on is None]
    names = "、".join(pair.mentor.name for pair in paired if pair.mentee_id == mentee.id)
    now = _("现有导师:%(names)s", names=names) if names else _("目前没有导师")
    return f"{mentee.unit.name},{now}"


@bp.route("/pairs/<int:pairing_id>/correct", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def correct_pair(pairing_id: int) -> ResponseReturnValue:
    """Dates, title, goals and plan of a pair."""
    pair = queries.get_pair(pairing_id, scope=current_scope())
    data = {name: getattr(pair, name) for name in PLAN}
    data["started_on"] = pair.started_on or pair.known_from
    form = open_edit(PlanForm, pair, data)
    heading, back_url = _heading(_("更正结对"), pair), _url(pair)
    if stale(form, pair):
        return conflict_answer(form, pair, title=heading, back_url=back_url)
    if form.validate_on_submit():

        def correct() -> bool:
            services.correct_pair(pair, _agreed(form), by=current_actor(), on=working_date())
            return True

        if carried_out(form, correct):
            flash(_("结对已更正"), "success")
            return redirect(back_url)
    page = ActPage(heading=heading, word=_("保存更正"), back_url=back_url, crumbs=crumbs())
    return act_page(form, page)


@bp.route("/pairs/<int:pairing_id>/close", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def close_pair(pairing_id: int) -> ResponseReturnValue:
    """The end of a pair, with its result."""
    pair = queries.get_pair(pairing_id, scope=current_scope())
    form = open_edit(CloseForm, pair, {"ended_on": PartialDate.from_date(working_date())})
    heading, back_url = _heading(_("解除结对"), pair), _url(pair)
    if stale(form, pair):
        return conflict_answer(form, pair, title=heading, back_url=back_url)
    if form.validate_on_submit():

        def close() -> bool:
            services.close_pair(
                pair,
                ended_on=form.ended_on.data,
                reason=form.reason.data,
                result=form.result.data or "",
                by=current_actor(),
                on=working_date(),
            )
            return True

        if carried_out(form, close):
            flash(
                _("%(mentor)s与%(mentee)s的结对已解除", mentor=pair.mentor.name, mentee=pair.mentee.name),
                "success",
            )
            return redirect(back_url)
    page = ActPage(
        heading=heading,
        word=_("解除结对"),
        back_url=back_url,
        crumbs=crumbs(),
        effects=[
            _("帮带记录全部保留,导师不再收到这一结对的提醒"),
            _("解除后不能恢复;需要继续帮带的,重新结对"),
        ],
        danger=True,
    )
    return act_page(form, page)


@bp.route("/mentors/<int:person_id>/capacity", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def set_capacity(person_id: int) -> ResponseReturnValue:
    """How many one mentor takes on."""
    mentor = queries.get_mentor(person_id, scope=current_scope())
    own = queries.find_capacity(mentor)
    form = CapacityForm(data={"at_most": own.at_most if own else None})
    back_url = url_for("mentorship.list_mentors")
    if form.validate_on_submit():

        def set_it() -> bool:
            services.set_capacity(mentor, form.at_most.data, by=current_actor())
            return True

        if carried_out(form, set_it):
            flash(_("%(name)s的帮带人数上限已设定", name=mentor.name), "success")
            return redirect(back_url)
    page = ActPage(
        heading=_("%(name)s的帮带人数上限", name=mentor.name),
        word=_("保存"),
        back_url=back_url,
        crumbs=crumbs(),
        summary=_(
            "现帮带%(count)s人,统一设置为每名导师最多%(usual)s人",
            count=queries.count_mentees(mentor),
            usual=mentor_capacity(working_date()),
        ),
    )
    return act_page(form, page)


@bp.route("/kin/new/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def state_kin(person_id: int) -> ResponseReturnValue:
    """Near kin of somebody, who shall not mentor each other."""
    person = get_person(person_id, scope=current_scope())
    form = KinForm()
    offer_people(form, unit_id=person.unit_id)
    sent = not only_looks() and form.validate_on_submit()
    if sent and carried_out(form, lambda: _state_kin(person, form)) is not None:
        flash(_("亲属关系已登记"), "success")
        return redirect(url_for("mentorship.list_kin"))
    page = ActPage(
        heading=_("登记%(name)s的亲属", name=person.name),
        word=_("登记亲属关系"),
        back_url=url_for("mentorship.list_kin"),
        crumbs=crumbs(),
        summary=_("登记后两人不能结对;已有的结对请核对后解除"),
    )
    return act_page(form, page, fields="mentorship/_kin.html", register_url=register_url())


def _state_kin(person: Person, form: KinForm) -> Any:
    other = get_person(form.person.data, scope=current_scope())
    return services.state_kin(person, other, form.kinship.data, by=current_actor())


@bp.post("/kin/<int:tie_id>/drop")
@requires(Permission.MENTORSHIP_EDIT)
def drop_kin(tie_id: int) -> ResponseReturnValue:
    """Take back what was stated in error."""
    services.drop_kin(queries.get_tie(tie_id, scope=current_scope()))
    flash(_("亲属关系已删除"), "success")
    return redirect(url_for("mentorship.list_kin"))


def _heading(word: str, pair: Pairing) -> str:
    return f"{word}:{pair.mentor.name}—{pair.mentee.name}"


def _url(pair: Pairing) -> str:
    return url_for("mentorship.show_pair", pairing_id=pair.id)
