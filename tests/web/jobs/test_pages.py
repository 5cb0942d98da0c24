"""The pages of one's own long work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.jobs import registry
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.jobs.services import claim, enqueue
from talentpool.jobs.signals import Pulse, now, signals
from talentpool.jobs.worker import run_pending
from talentpool.models import Account, Job
from tests.factories import add_unit
from tests.web.conftest import Filling, SignIn


@pytest.fixture(autouse=True)
def kinds(filling: Filling) -> Iterator[None]:
    """Two kinds of work, forgotten after the test; a township to sign in for."""
    before = dict(registry._KINDS)

    @job_kind("import", label="导入花名册")
    def take_in(job: RunningJob, *, fails: bool = False) -> dict[str, Any]:
        if fails:
            raise RuleBroken("第3行没有姓名")
        job.progress(51, 51)
        return {"message": "已导入51人", "url": "/units"}

    with filling():
        add_unit(db.session, "青禾镇")
    yield
    registry._KINDS.clear()
    registry._KINDS.update(before)


def put(filling: Filling, **arguments: Any) -> int:
    """A job of the signed-in account."""
    with filling():
        account_id = db.session.scalars(select(Account.id)).first()
        job_id: int = enqueue("import", arguments, account_id=account_id).id
    return job_id


def test_a_waiting_job_is_followed_by_its_page_and_says_that_one_may_leave(
    sign_in: SignIn, filling: Filling
) -> None:
    browser = sign_in(unit="青禾镇")
    job_id = put(filling)
    page = browser.get(f"/jobs/{job_id}", most=12)
    assert page.words(".//h1") == ["导入花名册"]
    assert "排队中" in page.said
    assert "可以离开本页去做别的事" in page.said
    assert page.link("刷新进度") == f"/jobs/{job_id}"
    [box] = page.all(".//*[@data-job]")
    told = browser.browser.get(box.get("data-job", "")).get_json()
    assert told == {"state": "queued", "over": False, "done": 0, "total": 0, "text": "排队中"}


def test_a_running_job_tells_how_far_it_is(sign_in: SignIn, filling: Filling) -> None:
    browser = sign_in(unit="青禾镇")
    job_id = put(filling)
    with filling():
        job = claim(job_id, tell=lambda _job: None)
        assert job is not None
        signals().keep_pulse(job_id, Pulse(now(), job.owner, 1, 20, 51, "核对人员"))
    page = browser.get(f"/jobs/{job_id}")
    assert "进行中 20 / 51 核对人员" in page.said
    [bar] = page.all(".//progress")
    assert (bar.get("value"), bar.get("max")) == ("20", "51")
    told = browser.browser.get(f"/jobs/{job_id}/state").get_json()
    assert told["text"] == "进行中 20 / 51 核对人员"


def test_a_job_that_is_done_leads_on_to_its_result(sign_in: SignIn, filling: Filling) -> None:
    browser = sign_in(unit="青禾镇")
    job_id = put(filling)
    with filling():
        assert run_pending() == 1
    page = browser.get(f"/jobs/{job_id}")
    assert "已导入51人" in page.said
    assert page.link("查看结果") == "/units"
    assert not page.all(".//progress")
    assert [row[0] for row in browser.get("/jobs").rows] == ["导入花名册"]


def test_a_failed_job_says_why(sign_in: SignIn, filling: Filling) -> None:
    browser = sign_in(unit="青禾镇")
    job_id = put(filling, fails=True)
    with filling():
        run_pending()
    assert "第3行没有姓名" in browser.get(f"/jobs/{job_id}").said


def test_a_job_is_seen_by_who_asked_for_it_only(sign_in: SignIn, filling: Filling) -> None:
    sign_in(unit="青禾镇", username="first")
    job_id = put(filling)
    other = sign_in(unit="青禾镇", username="second")
    other.get(f"/jobs/{job_id}", status=404)
    assert other.browser.get(f"/jobs/{job_id}/state").status_code == 404
    assert "没有后台任务" in other.get("/jobs").said
    with filling():
        db.session.get_one(Job, job_id).account_id = None
    other.get(f"/jobs/{job_id}", status=404)
