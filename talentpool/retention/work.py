"""What goes by itself each day: undo records, ended sessions, failed sign-ins and finished jobs that are too old.

None of it tells of the register's people beyond what stands there; the log keeps what was done.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from talentpool.extensions import db
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.models import Job, LoginAttempt, LoginSession, UndoableAct
from talentpool.retention.erasing import forget_acts
from talentpool.retention.rules import month_number, month_of
from talentpool.settings.queries import value_in_force
from talentpool.vocabulary import SettingKey
from talentpool.web.working_date import HOME_ZONE

CLEAN = "retention_clean"


def oldest_kept(key: SettingKey, *, at: datetime) -> datetime:
    """The moment since which something is kept: the first of the month so many months ago, at the office."""
    today = at.astimezone(HOME_ZONE).date()
    months = int(value_in_force(key, on=today))
    first: date = month_of(month_number(today) - months).first_day()
    return datetime.combine(first, time(), HOME_ZONE).astimezone(UTC)


def wipe_old(*, at: datetime) -> dict[str, int]:
    """Delete what is too old; how many of each."""
    undo, logins = oldest_kept(SettingKey.KEEP_UNDO, at=at), oldest_kept(SettingKey.KEEP_LOGINS, at=at)
    acts = db.session.scalars(select(UndoableAct.id).where(UndoableAct.at < undo)).all()
    forget_acts(db.session(), acts)
    return {
        "acts": len(acts),
        "sessions": _count(delete(LoginSession).where(LoginSession.seen_at < logins)),
        "attempts": _count(delete(LoginAttempt).where(LoginAttempt.at < logins)),
        "jobs": _count(delete(Job).where(Job.state.in_(("done", "failed")), Job.finished_at < logins)),
    }


def _count(statement: Any) -> int:
    return len(db.session.execute(statement.returning(statement.table.c.id)).all())


@job_kind(CLEAN, label=_l("清理过期的登录和操作记录"), every=timedelta(days=1))
def clean(job: RunningJob) -> dict[str, Any]:
    """The daily round."""
    gone = wipe_old(at=datetime.now(UTC))
    return {
        "message": f"清理可撤销操作{gone['acts']}项、登录记录{gone['sessions'] + gone['attempts']}条、"
        f"后台任务记录{gone['jobs']}条"
    }
