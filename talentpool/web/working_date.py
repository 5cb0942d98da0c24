"""The date that every list and figure of a page refers to.

`?on=2021-06-30` wins, then the installation's working date (the sample town has one), then today.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import g, has_request_context, request
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Setting
from talentpool.wording import say

WORKING_DATE = "working_date"
ON_EVERY_PAGE = (WORKING_DATE, "sample_accounts", "security_policy")
"""Settings that the head of every page asks for: read together, once a request."""
_READ = "talentpool.settings"
HOME_ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Today at the office."""
    return datetime.now(HOME_ZONE).date()


def setting(key: str) -> object | None:
    """The value of a setting, None where it was never set."""
    if has_request_context() and key in ON_EVERY_PAGE:
        known: dict[str, object] | None = request.environ.get(_READ)
        if known is None:
            wanted = select(Setting.key, Setting.value).where(Setting.key.in_(ON_EVERY_PAGE))
            known = request.environ[_READ] = {row.key: row.value for row in db.session.execute(wanted)}
        return known.get(key)
    return db.session.scalar(select(Setting.value).where(Setting.key == key))


def working_date() -> date:
    """The installation's working date, else today."""
    if "working_date" not in g:
        kept = setting(WORKING_DATE)
        g.working_date = date.fromisoformat(str(kept)) if kept else today()
    working: date = g.working_date
    return working


def read_date(text: str) -> date:
    """A date as 2023-06-30 or 2023-06 (its last day); anything else is refused with the way out."""
    from talentpool.dates import PartialDate, UnreadableDate, parse_partial_date

    try:
        parsed: PartialDate | None = parse_partial_date(text, first_means_month=False)
    except UnreadableDate as error:
        raise RuleBroken(say("日期“%(text)s”无法识别,请写成 2023-06-30", text=text)) from error
    if parsed is None:
        raise RuleBroken(say("请写明日期,如 2023-06-30"))
    return parsed.last_day()


def reference_date() -> date:
    """The date of this page: as asked for in the address, else the working date."""
    if has_request_context() and request.args.get("on"):
        return read_date(request.args["on"])
    return working_date()


def asked_date() -> str | None:
    """The date that the address asks for, to be kept in links; None where it asks for none."""
    return reference_date().isoformat() if request.args.get("on") else None
