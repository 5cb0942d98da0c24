"""Appointments, posts, seats, vacancies, by-elections and new terms on screen."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Appointment, Candidacy, Election, Person, Post, Term, Vacancy
from talentpool.posts.queries import find_seats
from talentpool.vocabulary import AppointmentBasis, ElectionState, EndCause, VacancyOutcome
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


def test_a_unit_shows_its_posts_with_holders_and_acts(clerk: PageClient, town: Ids) -> None:
    page = clerk.get(f"/posts/units/{town.jinzhu}")
    assert [row[0].split()[0] for row in page.rows] == [
        "党支部书记",
        "村委会主任",
        "村委会委员",
        "村务监督委员会主任",
    ]
    assert "核定5个职数,“两委”实有2人" in page.said
    assert clerk.get(f"/units/{town.jinzhu}").link("职务与任职") == f"/posts/units/{town.jinzhu}"


def test_somebody_is_found_by_initials_and_seated(clerk: PageClient, town: Ids, filling: Filling) -> None:
    from talentpool.people.names import initials_of, pinyin_of

    with filling():
        yan = db.session.get_one(Person, town.yan)
        yan.pinyin, yan.initials = pinyin_of(yan.name), initials_of(yan.name)
    url = f"/posts/appoint?post={town.member}"
    form = fields_of(clerk.get(url)) | {"started_on": "2023.05"}
    found = clerk.post(url, form | {"words": "yq", "find": "1"}, status=200)
    assert found.one(".//input[@name='started_on']").get("value") == "2023.05"
    assert found.one(".//input[@name='person']").get("value") == str(town.yan)
    done = clerk.post(url, fields_of(found))
    assert done.location == f"/posts/units/{town.jinzhu}"
    with filling():
        held = db.session.scalars(select(Appointment).where(Appointment.person_id == town.yan)).one()
        assert (held.basis, held.post_id) == (AppointmentBasis.BY_ELECTION, town.member)


def test_an_appointment_to_the_committee_is_refused_and_keeps_what_was_typed(
    clerk: PageClient, town: Ids
) -> None:
    url = f"/posts/appoint?post={town.member}&person={town.yan}"
    form = fields_of(clerk.get(url)) | {"started_on": "2023.05", "basis": "appointed"}
    page = clerk.post(url, form, status=422)
    assert "村民委员会组织法第十一条" in page.said
    assert page.one(".//input[@name='started_on']").get("value") == "2023.05"


def test_somebody_new_is_registered_on_the_way(clerk: PageClient, town: Ids) -> None:
    page = clerk.get(f"/posts/appoint?post={town.member}")
    register = page.link("登记册中没有此人,先登记人员")
    form = fields_of(clerk.get(register)) | {"name": "岳明", "unit": str(town.jinzhu)}
    back = clerk.post(register, form).location
    assert back.startswith(f"/posts/appoint?post={town.member}&person=")
    assert clerk.get(back).one(".//input[@name='person']").get("checked") is not None


def test_an_end_opens_a_vacancy_with_its_plan(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = f"/posts/appointments/{town.diao_director}/end"
    form = fields_of(clerk.get(url)) | {
        "ended_on": "2023.06",
        "cause": "resigned",
        "by_election_plan": "7月村民代表会议补选",
    }
    assert form["vacancy"] == "y"
    clerk.post(url, form)
    with filling():
        vacancy = db.session.scalars(select(Vacancy)).one()
        assert (vacancy.post_id, vacancy.since.iso, vacancy.by_election_plan) == (
            town.director,
            "2023-06",
            "7月村民代表会议补选",
        )
    assert "空缺" in clerk.get("/posts/vacancies").said


def test_two_who_end_the_same_holding_are_told(clerk: PageClient, town: Ids, sign_in: SignIn) -> None:
    second = sign_in(unit="青禾镇", username="second")
    url = f"/posts/appointments/{town.diao_director}/end"
    late = fields_of(second.get(url)) | {"ended_on": "2023.05", "cause": "died"}
    clerk.post(url, fields_of(clerk.get(url)) | {"ended_on": "2023.06", "cause": "resigned"})
    page = second.post(url, late, status=409)
    assert "2023.05" in page.said
    refused = second.post(url, fields_of(page), status=422)
    assert "这一任职已于2023.06结束" in refused.said


def test_a_holding_is_corrected_and_taken_up_again(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = f"/posts/appointments/{town.diao_director}/correct"
    form = fields_of(clerk.get(url)) | {"started_on": "2021.02", "basis": "elected"}
    clerk.post(url, form)
    with filling():
        held = db.session.get_one(Appointment, town.diao_director)
        assert held.started_on is not None
        assert (held.started_on.iso, held.basis) == ("2021-02", AppointmentBasis.ELECTED)


def test_posts_are_opened_renamed_and_closed(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = f"/posts/units/{town.jinzhu}/open"
    clerk.post(url, fields_of(clerk.get(url)) | {"title": "村委会副主任"})
    with filling():
        post_id = db.session.scalars(select(Post.id).where(Post.title == "村委会副主任")).one()
    rename = f"/posts/{post_id}/rename"
    clerk.post(rename, fields_of(clerk.get(rename)) | {"title": "村委会专职副主任", "renamed_on": "2023.06"})
    close = f"/posts/{post_id}/close"
    clerk.post(close, fields_of(clerk.get(close)) | {"closed_on": "2023.06"})
    with filling():
        post = db.session.get_one(Post, post_id)
        assert (post.title, post.closed_on and post.closed_on.iso) == ("村委会专职副主任", "2023-06")
    held = f"/posts/{town.director}/close"
    page = clerk.post(held, fields_of(clerk.get(held)) | {"closed_on": "2023.06"}, status=422)
    assert "刁汝平还任“村委会主任”,请先办理离任" in page.said


def test_seats_below_the_sitting_are_asked_about(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = f"/posts/units/{town.jinzhu}/seats"
    form = fields_of(clerk.get(url)) | {"authorised": "1", "holds_from": "2023-06-01", "document": "8号"}
    page = clerk.post(url, form, status=422)
    assert "“两委”现有2人,多于核定的1个职数" in page.said
    clerk.post(url, fields_of(page) | {"confirmed": "y"})
    with filling():
        seats = find_seats(town.jinzhu, on=date(2023, 6, 30))
        assert seats is not None
        assert (seats.authorised, seats.document, seats.holds_from) == (1, "8号", date(2023, 6, 1))


def vacancy_of(clerk: PageClient, post_id: int) -> str:
    url = f"/posts/{post_id}/vacancy"
    return clerk.post(url, fields_of(clerk.get(url)) | {"since": "2022.01"}).location


def test_a_vacancy_is_recorded_corrected_and_withdrawn(clerk: PageClient, town: Ids) -> None:
    url = vacancy_of(clerk, town.member)
    correct = f"{url}/correct"
    clerk.post(correct, fields_of(clerk.get(correct)) | {"since": "2021.12", "candidate": "晏秋"})
    assert "晏秋" in clerk.get(url).said
    withdraw = f"{url}/withdraw"
    clerk.post(withdraw, fields_of(clerk.get(withdraw)))
    assert "登记有误,2023.06.30撤销:任何日期都不算空缺" in clerk.get(url).said


def test_a_by_election_goes_from_plan_to_seat(clerk: PageClient, town: Ids, filling: Filling) -> None:
    vacancy = vacancy_of(clerk, town.member)
    plan = clerk.get(f"{vacancy}/by-election")
    election = clerk.post(f"{vacancy}/by-election", fields_of(plan) | {"eligible": "45"}).location
    add = f"{election}/candidates/new?person={town.yan}"
    clerk.post(add, fields_of(clerk.get(add)))
    with filling():
        candidacy = db.session.scalars(select(Candidacy.id)).one()
    result = f"{election}/result"
    form = fields_of(clerk.get(result)) | {
        "held_on": "2023.06.20",
        "present": "40",
        f"votes_{candidacy}": "31",
        "elected": str(candidacy),
    }
    page = clerk.post(result, form | {f"votes_{candidacy}": "41"}, status=422)
    assert "晏秋得41票,多于参加投票的40人" in page.said
    assert page.one(f".//input[@name='votes_{candidacy}']").get("value") == "41"
    clerk.post(result, form)
    shown = clerk.get(election).said
    assert "88.9%" in shown
    assert "村民委员会组织法第十九条、第二十六条" in shown
    assert "当选" in shown
    with filling():
        kept = db.session.scalars(select(Vacancy)).one()
        assert kept.outcome is VacancyOutcome.FILLED
        held = db.session.get_one(Appointment, kept.filled_by_id)
        assert (held.person_id, held.basis) == (town.yan, AppointmentBasis.BY_ELECTION)


def test_a_planned_by_election_is_cancelled(clerk: PageClient, town: Ids, filling: Filling) -> None:
    vacancy = vacancy_of(clerk, town.member)
    election = clerk.post(f"{vacancy}/by-election", fields_of(clerk.get(f"{vacancy}/by-election"))).location
    clerk.get(election)
    clerk.post(f"{election}/cancel")
    with filling():
        assert db.session.scalars(select(Election.state)).all() == [ElectionState.CANCELLED]


@pytest.fixture
def term(clerk: PageClient, town: Ids) -> str:
    form = fields_of(clerk.get("/posts/terms/new")) | {"name": "第十二届", "started_on": "2026.01"}
    return clerk.post("/posts/terms/new", form).location


def test_a_new_term_goes_unit_by_unit(clerk: PageClient, town: Ids, term: str, filling: Filling) -> None:
    clerk.get(term)
    ballot = clerk.post(f"{term}/units/{town.jinzhu}/begin").location
    with filling():
        election = db.session.scalars(select(Election.id)).one()
        assert db.session.scalars(select(Term.ends_on).where(Term.name == "第十二届")).one().iso == "2031-01"
        standing = dict(db.session.execute(select(Candidacy.post_id, Candidacy.id)).all())
    add = f"/posts/elections/{election}/candidates/new?person={town.yan}&post={town.director}"
    clerk.post(add, fields_of(clerk.get(add)))
    with filling():
        new = db.session.scalars(select(Candidacy.id).where(Candidacy.person_id == town.yan)).one()
    page = clerk.get(ballot)
    form = {"version": page.one(".//form[@id='ballot']//input[@name='version']").get("value", "")}
    form |= {"held_on": "2025.12.20", "way": "residents", "eligible": "500", "present": "400"}
    form |= {f"votes_{standing[town.secretary]}": "390", f"votes_{new}": "260", "note": "", "document": ""}
    refused = clerk.post(ballot, form | {f"votes_{new}": "许多"}, status=422)
    assert "请填写0或正整数" in refused.said
    elected = {f"elected_{standing[town.secretary]}": "y", f"elected_{new}": "y"}
    confirm = clerk.post(ballot, form | elected | {"check": "1"}).location
    checked = clerk.get(confirm)
    assert [row[:2] for row in checked.rows] == [["郝天成", "连任"], ["晏秋", "新任"], ["刁汝平", "离任"]]
    assert "连任1人,职务调整0人,新任1人,离任1人" in checked.said
    clerk.post(confirm, fields_of(checked))
    with filling():
        diao = db.session.get_one(Appointment, town.diao_director)
        assert (diao.end_cause, diao.ended_on and diao.ended_on.iso) == (EndCause.TERM_END, "2026-01")
    then = clerk.get(f"/units/{town.jinzhu}?on=2026-01-01").said
    assert "晏秋" in then
    assert "1/2个单位已确认" in clerk.get(term).said


def test_two_who_count_votes_see_each_others_figures(
    clerk: PageClient, town: Ids, term: str, sign_in: SignIn, filling: Filling
) -> None:
    clerk.get(term)
    ballot = clerk.post(f"{term}/units/{town.jinzhu}/begin").location
    second = sign_in(unit="青禾镇", username="second")
    with filling():
        standing = dict(db.session.execute(select(Candidacy.post_id, Candidacy.id)).all())
    secretary = f"votes_{standing[town.secretary]}"

    def sent(browser: PageClient) -> dict[str, object]:
        version = browser.get(ballot).one(".//form[@id='ballot']//input[@name='version']").get("value", "")
        return {"version": version, "way": "residents"}

    late = sent(second) | {secretary: "380"}
    clerk.post(ballot, sent(clerk) | {secretary: "390", "save": "1"})
    page = second.post(ballot, late, status=409)
    rows = {row[0].split()[0]: row[1:] for row in page.rows}
    assert rows["郝天成(党支部书记)的得票"] == ["380", "390"]
    second.post(ballot, fields_of(page) | {f"take-{secretary}": "kept"})
    with filling():
        assert db.session.get_one(Candidacy, standing[town.secretary]).votes == 390


def test_a_candidate_is_removed_after_the_rest_was_saved(
    clerk: PageClient, town: Ids, term: str, filling: Filling
) -> None:
    clerk.get(term)
    ballot = clerk.post(f"{term}/units/{town.jinzhu}/begin").location
    page = clerk.get(ballot)
    with filling():
        standing = dict(db.session.execute(select(Candidacy.post_id, Candidacy.id)).all())
    data = {
        "version": page.one(".//form[@id='ballot']//input[@name='version']").get("value", ""),
        "way": "residents",
        "eligible": "500",
        f"votes_{standing[town.director]}": "260",
        "remove": str(standing[town.secretary]),
    }
    clerk.post(ballot, data)
    with filling():
        [left] = db.session.scalars(select(Candidacy)).all()
        assert (left.id, left.votes) == (standing[town.director], 260)
        assert db.session.scalars(select(Election.eligible)).one() == 500


def test_pages_of_acts_are_for_the_office_only(town: Ids, sign_in: SignIn) -> None:
    staff = sign_in("village_staff", unit="金竹村", username="staff")
    for url in (
        f"/posts/appoint?post={town.member}",
        f"/posts/{town.member}/rename",
        f"/posts/units/{town.jinzhu}/seats",
        f"/posts/units/{town.jinzhu}",
        "/posts/terms",
        "/units/merge",
    ):
        staff.get(url, status=403)
    other = sign_in(unit="石桥村", username="other")
    for url in (
        f"/posts/appoint?post={town.member}",
        f"/posts/{town.member}/rename",
        f"/posts/appointments/{town.diao_director}/end",
        f"/posts/units/{town.jinzhu}/seats",
        f"/posts/units/{town.jinzhu}",
    ):
        other.get(url, status=404)
