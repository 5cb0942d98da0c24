"""Slips of the daily work are asked about, and what was saved can be taken back or put right."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Appointment, Candidacy, Election, Person, Post, Term, Vacancy
from talentpool.vocabulary import ElectionState
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.acts.test_posts import vacancy_of
from tests.web.conftest import Filling
from tests.web.pages import Page, PageClient


@pytest.fixture
def election(clerk: PageClient, town: Ids, filling: Filling) -> str:
    """A by-election of a committee member with 晏秋 and 罗小川 standing; its address."""
    vacancy = vacancy_of(clerk, town.member)
    plan = clerk.get(f"{vacancy}/by-election")
    election = clerk.post(f"{vacancy}/by-election", fields_of(plan) | {"eligible": "60"}).location
    for person in (town.yan, town.luo):
        add = f"{election}/candidates/new?person={person}"
        clerk.post(add, fields_of(clerk.get(add)))
    return election


def result_of(
    clerk: PageClient, election: str, filling: Filling, town: Ids, *, present: str
) -> dict[str, str]:
    """晏秋 elected with ten votes, 罗小川 twenty."""
    with filling():
        by_person = dict(db.session.execute(select(Candidacy.person_id, Candidacy.id)).all())
    return fields_of(clerk.get(f"{election}/result")) | {
        "held_on": "2023.06.20",
        "present": present,
        f"votes_{by_person[town.yan]}": "10",
        f"votes_{by_person[town.luo]}": "20",
        "elected": str(by_person[town.yan]),
    }


def undo_button(page: Page) -> str:
    """The address of the only form that takes something back."""
    [form] = [one for one in page.all(".//form") if "/undo" in one.get("action", "")]
    return form.get("action", "")


def test_a_result_against_the_figures_is_asked_about(
    clerk: PageClient, town: Ids, election: str, filling: Filling
) -> None:
    form = result_of(clerk, election, filling, town, present="50")
    page = clerk.post(f"{election}/result", form, status=422)
    assert "晏秋得票10,总数50,应过半数(村民委员会组织法第十九条、第二十六条)" in page.said
    assert "罗小川得20票,不少于当选的晏秋(10票)" in page.said
    with filling():
        assert db.session.scalars(select(Election.state)).one() is ElectionState.PLANNED
    clerk.post(f"{election}/result", fields_of(page) | {"confirmed": "y"})
    with filling():
        assert db.session.scalars(select(Election.state)).one() is ElectionState.ELECTED


def test_a_result_is_taken_back_and_recorded_anew(
    clerk: PageClient, town: Ids, election: str, filling: Filling
) -> None:
    form = result_of(clerk, election, filling, town, present="50")
    clerk.post(f"{election}/result", form | {"confirmed": "y"})
    undo = undo_button(clerk.get(election))
    assert clerk.post(undo).location == election
    with filling():
        assert db.session.scalars(select(Election.state)).one() is ElectionState.PLANNED
        assert db.session.scalars(select(Vacancy.closed_on)).one() is None
        assert (
            db.session.scalars(select(Appointment.id).where(Appointment.post_id == town.member)).all() == []
        )
    again = result_of(clerk, election, filling, town, present="50")
    clerk.post(f"{election}/result", again | {"elected": "0"})
    with filling():
        assert db.session.scalars(select(Election.state)).one() is ElectionState.FAILED


def test_an_appointment_is_taken_back_from_the_record_of_the_unit(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    url = f"/posts/appoint?post={town.member}&person={town.yan}"
    clerk.post(url, fields_of(clerk.get(url)) | {"started_on": "2023.05"})
    listed = clerk.get(clerk.get(f"/posts/units/{town.jinzhu}").link("操作记录"))
    assert [row[1] for row in listed.rows] == ["任职:金竹村村委会委员 晏秋"]
    clerk.post(undo_button(listed))
    with filling():
        assert db.session.scalars(select(Appointment.id).where(Appointment.person_id == town.yan)).all() == []


def test_what_stands_in_the_way_is_told(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = f"/posts/appoint?post={town.member}&person={town.yan}"
    clerk.post(url, fields_of(clerk.get(url)) | {"started_on": "2023.05"})
    undo = undo_button(clerk.get("/posts/acts"))
    with filling():
        held = db.session.scalars(select(Appointment).where(Appointment.person_id == town.yan)).one()
        held.standing = True
    page = clerk.post(undo, status=422)
    assert "不能撤销“任职:金竹村村委会委员 晏秋”" in page.said


def test_an_end_with_its_vacancy_is_one_act(clerk: PageClient, town: Ids, filling: Filling) -> None:
    end = f"/posts/appointments/{town.diao_director}/end"
    clerk.post(end, fields_of(clerk.get(end)) | {"ended_on": "2023.06", "cause": "died"})
    clerk.post(undo_button(clerk.get("/posts/acts")))
    with filling():
        assert db.session.get_one(Appointment, town.diao_director).ended_on is None
        assert db.session.get_one(Person, town.diao).died_on is None
        assert db.session.scalars(select(Vacancy.id)).all() == []


def test_somebody_registered_by_mistake_is_taken_out_again(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    form = fields_of(clerk.get("/people/register")) | {"name": "岳明", "unit": str(town.jinzhu)}
    clerk.post("/people/register", form)
    clerk.post(undo_button(clerk.get("/people/acts")))
    with filling():
        assert db.session.scalars(select(Person.id).where(Person.name == "岳明")).all() == []


def test_a_post_closed_by_mistake_is_open_again(clerk: PageClient, town: Ids, filling: Filling) -> None:
    close = f"/posts/{town.member}/close"
    clerk.post(close, fields_of(clerk.get(close)) | {"closed_on": "2023.06"})
    clerk.post(undo_button(clerk.get(f"/posts/acts?unit={town.jinzhu}")))
    with filling():
        assert db.session.get_one(Post, town.member).closed_on is None


class TestTerms:
    """A term that was typed wrongly."""

    def test_an_unlikely_start_is_asked_about(self, clerk: PageClient, town: Ids, filling: Filling) -> None:
        form = fields_of(clerk.get("/posts/terms/new")) | {"name": "x", "started_on": "2030.01"}
        page = clerk.post("/posts/terms/new", form, status=422)
        assert "将于2030.01届满,任期108个月,法定每届五年" in page.said
        with filling():
            assert len(db.session.scalars(select(Term)).all()) == 1
        clerk.post("/posts/terms/new", fields_of(page) | {"confirmed": "y"})

    def test_a_term_is_taken_back_and_the_one_before_ends_as_it_did(
        self, clerk: PageClient, town: Ids, filling: Filling
    ) -> None:
        form = fields_of(clerk.get("/posts/terms/new")) | {"name": "x", "started_on": "2025.12"}
        term = clerk.post("/posts/terms/new", form).location
        clerk.post(undo_button(clerk.get(term)))
        with filling():
            assert [one.ends_on.iso for one in db.session.scalars(select(Term))] == ["2026-01"]

    def test_its_dates_are_put_right_with_the_end_of_the_one_before(
        self, clerk: PageClient, town: Ids, filling: Filling
    ) -> None:
        form = fields_of(clerk.get("/posts/terms/new")) | {"name": "x", "started_on": "2025.12"}
        term = clerk.post("/posts/terms/new", form).location
        url = f"{term}/correct"
        right = {"name": "第十二届", "started_on": "2026.02", "ends_on": "2031.02"}
        clerk.post(url, fields_of(clerk.get(url)) | right)
        with filling():
            terms = db.session.scalars(select(Term).order_by(Term.started_on)).all()
            assert [(one.name, one.started_on.iso, one.ends_on.iso) for one in terms][1:] == [
                ("第十二届", "2026-02", "2031-02")
            ]
            assert terms[0].ends_on.iso == "2026-02"

    def test_its_start_stays_once_an_election_stands_on_it(
        self, clerk: PageClient, town: Ids, filling: Filling
    ) -> None:
        form = fields_of(clerk.get("/posts/terms/new")) | {"name": "x", "started_on": "2026.01"}
        term = clerk.post("/posts/terms/new", form).location
        clerk.get(term)
        clerk.post(f"{term}/units/{town.jinzhu}/begin")
        url = f"{term}/correct"
        page = clerk.post(url, fields_of(clerk.get(url)) | {"started_on": "2026.02"}, status=422)
        assert "已登记1次选举、0项任职,开始时间不能再改" in page.said
        clerk.post(url, fields_of(clerk.get(url)) | {"name": "第十二届"})
        assert "第十二届" in clerk.get(term).said
        refused = clerk.post(undo_button(clerk.get(term)), status=302)
        assert refused.location == "/posts/terms"


def test_candidates_and_votes_are_reached_after_a_re_election_was_confirmed(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    form = fields_of(clerk.get("/posts/terms/new")) | {"name": "第十二届", "started_on": "2026.01"}
    term = clerk.post("/posts/terms/new", form).location
    clerk.get(term)
    ballot = clerk.post(f"{term}/units/{town.jinzhu}/begin").location
    page = clerk.get(ballot)
    with filling():
        standing = dict(db.session.execute(select(Candidacy.post_id, Candidacy.id)).all())
    data = {"version": page.one(".//form[@id='ballot']//input[@name='version']").get("value", "")}
    data |= {"way": "residents", "eligible": "500", "present": "400", "held_on": "2026.01.10"}
    data |= {
        f"votes_{standing[town.director]}": "260",
        f"elected_{standing[town.director]}": "y",
        "check": "1",
    }
    confirm = clerk.post(ballot, data).location
    checked = clerk.get(confirm)
    assert "选举晚于任期开始,新任职自选举日期起" in checked.said
    clerk.post(confirm, fields_of(checked))
    shown = clerk.get(term)
    [row] = [row for row in shown.rows if row[0] == "金竹村"]
    assert row[1:4] == ["已确认", "2", "2026.01.10 金竹村 候选人和得票"]
    votes = clerk.get(shown.link("2026.01.10 金竹村 候选人和得票"))
    assert ["刁汝平", "村委会主任", "260", "当选"] in [row[:4] for row in votes.rows]
    with filling():
        held = select(Appointment).where(Appointment.post_id == town.director).order_by(Appointment.id)
        before, after = db.session.scalars(held).all()
        assert (before.ended_on.iso, after.started_on.iso) == ("2026-01-10", "2026-01-10")  # type: ignore[union-attr]
