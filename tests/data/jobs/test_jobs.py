"""A job takes effect once and tells what became of it; the row is the truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from talentpool.accounts.services import disable_account, open_account
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.jobs import registry, services
from talentpool.jobs.queries import get_own_job
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.jobs.services import enqueue
from talentpool.jobs.signals import Pulse, signals
from talentpool.jobs.worker import run_job, run_pending
from talentpool.models import Job, Unit
from talentpool.security.actor import current_actor
from tests.factories import add_unit

NOON = datetime(2023, 6, 30, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> Iterator[None]:
    """The kinds that a test registers are forgotten after it, the queue before it."""
    before = dict(registry._KINDS)
    signals().huey.storage.flush_queue()
    signals().huey.storage.flush_results()
    yield
    registry._KINDS.clear()
    registry._KINDS.update(before)


def put(kind: str, **arguments: Any) -> int:
    """A queued job, committed."""
    job_id = enqueue(kind, arguments, account_id=None).id
    db.session.commit()
    return job_id


def kept(job_id: int) -> Job:
    """The row as it is kept."""
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def names() -> list[str]:
    """Units by name."""
    return list(db.session.scalars(select(Unit.name).order_by(Unit.name)))


def test_a_job_takes_effect_and_keeps_its_result(app: Flask) -> None:
    @job_kind("open_units", label="登记单位")
    def open_units(job: RunningJob, *, count: int) -> dict[str, Any]:
        for number in range(count):
            add_unit(db.session, f"单位{number}")
            job.progress(number + 1, count, f"单位{number}")
        return {"message": f"已登记{count}个单位"}

    job_id = put("open_units", count=2)
    assert kept(job_id).state == "queued"
    db.session.rollback()
    assert run_pending() == 1
    job = kept(job_id)
    assert (job.state, job.done, job.total, job.tries, job.failure) == ("done", 2, 2, 1, "")
    assert job.result == {"message": "已登记2个单位"}
    assert job.finished_at is not None
    assert names() == ["单位0", "单位1"]
    assert signals().find_pulse(job_id) is None


def test_it_is_signalled_after_the_commit_only(app: Flask) -> None:
    @job_kind("nothing")
    def nothing(_job: RunningJob) -> dict[str, Any]:
        return {}

    enqueue("nothing", {}, account_id=None)
    with db.session.begin_nested():
        db.session.flush()
    assert signals().huey.storage.queue_size() == 0
    db.session.rollback()
    assert db.session.scalar(select(Job.id)) is None
    put("nothing")
    assert signals().huey.storage.queue_size() == 1
    with pytest.raises(LookupError, match="unheard_of"):
        enqueue("unheard_of", {}, account_id=None)


def test_a_refusal_is_kept_with_its_reasons_and_nothing_is_saved(app: Flask) -> None:
    @job_kind("refuse")
    def refuse(job: RunningJob) -> dict[str, Any]:
        add_unit(db.session, "青禾镇")
        job.progress(3, 9, "写入")
        raise RuleBroken(["第3行没有姓名", "第9行单位不明"])

    job_id = put("refuse")
    run_pending()
    assert (kept(job_id).state, kept(job_id).failure) == ("failed", "第3行没有姓名;第9行单位不明")
    assert (kept(job_id).done, kept(job_id).total) == (3, 9)
    assert names() == []


def test_a_fault_is_kept_under_a_number_and_goes_on_up(app: Flask) -> None:
    @job_kind("break")
    def break_down(_job: RunningJob) -> dict[str, Any]:
        add_unit(db.session, "青禾镇")
        raise ZeroDivisionError

    job_id = put("break")
    with pytest.raises(ZeroDivisionError):
        run_pending()
    assert kept(job_id).state == "failed"
    assert kept(job_id).failure.startswith("系统处理出错,没有保存任何内容")
    assert names() == []


def test_a_busy_database_gives_the_job_back_up_to_three_times(app: Flask) -> None:
    @job_kind("busy")
    def busy(_job: RunningJob) -> dict[str, Any]:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    job_id = put("busy")
    states = []
    for _try in range(3):
        db.session.rollback()
        with pytest.raises(OperationalError):
            run_job(job_id)
        states.append(kept(job_id).state)
    assert states == ["queued", "queued", "failed"]
    assert kept(job_id).failure.startswith("已中断3次")
    db.session.rollback()
    assert run_job(job_id) is False


def test_a_job_is_claimed_once(app: Flask) -> None:
    @job_kind("nothing")
    def nothing(_job: RunningJob) -> dict[str, Any]:
        return {}

    job_id = put("nothing")
    first = services.claim(job_id, tell=lambda _job: None)
    assert first is not None
    assert first.attempt == 1
    assert services.claim(job_id, tell=lambda _job: None) is None


def test_a_worker_that_lost_its_job_saves_nothing(app: Flask) -> None:
    @job_kind("slow")
    def slow(job: RunningJob) -> dict[str, Any]:
        add_unit(db.session, "青禾镇")
        db.session.execute(update(Job).where(Job.id == job.id).values(owner="another", tries=2))
        return {}

    job_id = put("slow")
    run_job(job_id)
    assert names() == []
    assert (kept(job_id).state, kept(job_id).tries) == ("running", 1)


def _running(*, owner: str, tries: int = 1, at: datetime = NOON) -> int:
    job = Job(
        kind="x",
        state="running",
        arguments={},
        result={},
        owner=owner,
        tries=tries,
        created_at=at,
        heartbeat_at=at,
    )
    db.session.add(job)
    db.session.commit()
    return job.id


def test_a_silent_job_is_given_back_and_a_living_one_is_not(app: Flask) -> None:
    silent, living = _running(owner="far:1:aa"), _running(owner="far:2:bb")
    later = NOON + timedelta(seconds=61)
    signals().keep_pulse(living, Pulse(later, "far:2:bb", 1, 5, 9, "写入"))
    assert services.give_back_stale(at=NOON + timedelta(seconds=59)) == []
    assert services.give_back_stale(at=later) == [silent]
    assert [kept(job).state for job in (silent, living)] == ["queued", "running"]


def test_a_job_whose_process_is_gone_is_given_back_at_once(app: Flask) -> None:
    host = services.own_name().split(":")[0]
    gone, reused = _running(owner=f"{host}:4194304:aa"), _running(owner=services.own_name()[:-1] + "x")
    own, elsewhere = _running(owner=services.own_name()), _running(owner="far:4194304:aa")
    assert services.give_back_stale(at=NOON) == [gone, reused]
    assert [kept(job).state for job in (own, elsewhere)] == ["running", "running"]


def test_the_third_silence_is_the_last(app: Flask) -> None:
    job_id = _running(owner="far:1:aa", tries=3)
    assert services.give_back_stale(at=NOON + timedelta(hours=1)) == [job_id]
    assert kept(job_id).state == "failed"


def test_a_forgotten_signal_is_sent_again(app: Flask) -> None:
    @job_kind("nothing")
    def nothing(_job: RunningJob) -> dict[str, Any]:
        return {}

    job_id = put("nothing")
    storage = signals().huey.storage
    storage.flush_queue()
    created = kept(job_id).created_at
    services.signal_forgotten(at=created + timedelta(seconds=5))
    assert storage.queue_size() == 0
    for _time in range(2):
        services.signal_forgotten(at=created + timedelta(seconds=16))
        assert storage.queue_size() == 1


def test_a_periodic_job_is_queued_once_a_period(app: Flask) -> None:
    @job_kind("hourly", every=timedelta(hours=1))
    def hourly(_job: RunningJob) -> dict[str, Any]:
        return {}

    for minutes in (0, 1, 59, 60):
        services.enqueue_periodic(at=NOON + timedelta(minutes=minutes))
    others = db.session.scalar(select(func.count()).where(Job.kind != "hourly")) or 0
    ticks = db.session.scalars(select(Job.tick).where(Job.kind == "hourly").order_by(Job.id)).all()
    assert ticks == ["hourly:468916", "hourly:468917"]
    db.session.rollback()
    assert run_pending() == 2 + others


def test_work_is_done_with_the_rights_of_who_asked(app: Flask) -> None:
    seen = []

    @job_kind("who")
    def who(_job: RunningJob) -> dict[str, Any]:
        seen.append((current_actor().name, current_actor().scope.paths))
        return {}

    town = add_unit(db.session, "青禾镇")
    account = open_account(
        username="dangqun",
        display_name="党群办",
        password="Only-for-tests-1",
        role="township_office",
        unit=town,
    )
    enqueue("who", {}, account_id=account.id)
    db.session.commit()
    before = current_actor()
    run_pending()
    assert seen == [("党群办(dangqun)", (town.path,))]
    assert current_actor() is before
    job_id = enqueue("who", {}, account_id=account.id).id
    disable_account(account, at=NOON, on=NOON.date(), by_account_id=None)
    db.session.commit()
    run_pending()
    assert kept(job_id).failure == "提交这项任务的账号已停用,任务没有执行"


def test_progress_is_read_from_the_pulse_while_it_runs_and_leads_on_within_the_site_only(app: Flask) -> None:
    shown = []

    @job_kind("import", label="导入")
    def take_in(job: RunningJob) -> dict[str, Any]:
        job.progress(5, 10, "核对第5行")
        pulse = signals().find_pulse(job.id)
        assert pulse is not None
        shown.append((pulse.done, pulse.total, pulse.doing))
        return {"url": "https://elsewhere.example/"}

    account = open_account(
        username="dangqun",
        display_name="党群办",
        password="Only-for-tests-1",
        role="township_office",
        unit=None,
    )
    job_id = enqueue("import", {}, account_id=account.id).id
    db.session.commit()
    run_pending()
    assert shown == [(5, 10, "核对第5行")]
    view = get_own_job(job_id, account_id=account.id)
    assert (view.label, view.url, view.is_over) == ("导入", None, True)


def test_reading_takes_no_write_lock(app: Flask) -> None:
    begun = []

    @job_kind("read")
    def read(job: RunningJob) -> dict[str, Any]:
        with job.reading():
            begun.append(names())
        add_unit(db.session, "青禾镇")
        return {}

    put("read")
    run_pending()
    assert begun == [[]]
    assert names() == ["青禾镇"]
