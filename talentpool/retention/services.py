"""The acts: erase what is due, erase one person who asks for it, record a request to put something right."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.audit.rows import chunks, table_named
from talentpool.errors import Conflict, NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import CorrectionRequest, Person, Purge, Unit
from talentpool.retention import ledger, queries
from talentpool.retention.erasing import erase, joined_into, read_doomed
from talentpool.retention.rules import personal_faults, reasons_to_keep
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.vocabulary import CorrectionOutcome, PurgeKind
from talentpool.wording import marked, say

TABLES: dict[PurgeKind, str] = {
    PurgeKind.CADRES: "person",
    PurgeKind.OTHERS: "person",
    PurgeKind.REQUEST: "person",
    PurgeKind.NOMINATIONS: "nomination",
    PurgeKind.PHOTOS: "guidance_photo",
}
"""Which records a kind of purge erases, with all that hangs on them."""

PURGING, ERASING, ASKING, DECIDING = (
    marked("清除到期资料"),
    marked("按本人请求删除"),
    marked("登记更正申请"),
    marked("办理更正申请"),
)


@dataclass(frozen=True)
class Decision:
    """What a purge rests on: why, who decided, when, under which document."""

    reason: str
    decider: str
    decided_on: date
    document: str

    def check(self, *, on: date, names: Collection[str]) -> None:
        """RuleBroken with what is lacking, and with what the ledger must not keep of those with these names."""
        lacking = {
            say("请写明清除原因"): self.reason,
            say("请写明决定机构"): self.decider,
            say("请写明文件或会议编号"): self.document,
        }
        faults = [reason for reason, told in lacking.items() if not told.strip()]
        if self.decided_on > on:
            faults.append(say("决定日期不能晚于今天"))
        faults += [
            fault
            for label, told in (
                (say("清除原因"), self.reason),
                (say("决定机构"), self.decider),
                (say("文件或会议编号"), self.document),
            )
            for fault in personal_faults(label, told, names=names)
        ]
        if faults:
            raise RuleBroken(faults)


def purge(kind: PurgeKind, ids: Collection[int], decision: Decision, *, by: Actor, on: date) -> Purge:
    """Erase records whose time is over, all or none, in the caller's transaction; they stand in the ledger then.

    NotAllowed without the right, RuleBroken without a record or a whole decision, Conflict when one of them
    is not due (any more) or out of reach.
    """
    _must_be_allowed(by)
    wanted = set(ids)
    decision.check(on=on, names=queries.names_of(kind, sorted(wanted), scope=by.scope, on=on))
    if not wanted:
        raise RuleBroken(say("没有选择要清除的资料"))
    _lock(TABLES[kind], wanted)
    if queries.ids_due(kind, sorted(wanted), scope=by.scope, on=on) != wanted:
        raise Conflict(say("打开页面之后名单有变化,没有清除;请核对新的名单"))
    with action(PURGING):
        return _carry_out(kind, wanted, decision, unit_id=_only_unit(by), by=by)


def erase_person(person: Person, decision: Decision, *, by: Actor, on: date) -> Purge:
    """Erase one person who asked for it (PIPL 47). RuleBroken with the reasons while the data must be kept."""
    _must_be_allowed(by)
    by.must_reach(person.unit)
    decision.check(on=on, names=[person.name])
    _lock("person", {person.id})
    reasons = reasons_to_keep(queries.standing_of(person, on=on), on=on, asked=True)
    if reasons:
        raise RuleBroken(reasons)
    with action(ERASING):
        return _carry_out(PurgeKind.REQUEST, {person.id}, decision, unit_id=person.unit_id, by=by)


def _must_be_allowed(by: Actor) -> None:
    if not by.may(Permission.RETENTION_PURGE):
        raise NotAllowed(say("您的角色不能清除资料"))


def _lock(table: str, ids: Collection[int]) -> None:
    """Keep others from giving these people anything to do meanwhile (PostgreSQL; SQLite has one writer)."""
    columns = table_named(table).c
    for chunk in chunks(sorted(ids)):
        db.session.connection().execute(select(columns.id).where(columns.id.in_(chunk)).with_for_update())


def _only_unit(by: Actor) -> int | None:
    """The unit of an account that reaches the subtree of just one."""
    if by.scope.paths is None or len(by.scope.paths) != 1:
        return None
    return db.session.scalar(select(Unit.id).where(Unit.path == by.scope.paths[0]))


def _carry_out(
    kind: PurgeKind, ids: Collection[int], decision: Decision, *, unit_id: int | None, by: Actor
) -> Purge:
    session, table = db.session(), TABLES[kind]
    session.flush()
    doomed = read_doomed(session.connection(), table, ids)
    act = Purge(
        at=datetime.now(UTC),
        kind=kind,
        actor=by.name[:80],
        unit_id=unit_id,
        reason=decision.reason.strip(),
        decider=decision.decider.strip(),
        decided_on=decision.decided_on,
        document=decision.document.strip(),
        records=len(doomed.roots),
        rows=doomed.count,
        mark=secrets.token_hex(16),
    )
    session.add(act)
    session.flush()
    ledger.enter(session, act, table, {*ids, *(joined_into(session, ids) if table == "person" else ())})
    erase(session, doomed)
    return act


def record_request(person: Person, wanted: str, *, asked_on: date, by: Actor, on: date) -> CorrectionRequest:
    """Put on record what somebody asked to have put right (PIPL 46)."""
    by.must_reach(person.unit)
    if not wanted.strip():
        raise RuleBroken(say("请写明申请更正的内容"))
    if asked_on > on:
        raise RuleBroken(say("申请日期不能晚于今天"))
    request = CorrectionRequest(
        person_id=person.id, asked_on=asked_on, wanted=wanted.strip(), taken_by=by.name[:80]
    )
    with action(ASKING):
        db.session.add(request)
        db.session.flush()
    return request


def decide_request(
    request: CorrectionRequest,
    outcome: CorrectionOutcome,
    *,
    decided_on: date,
    decider: str,
    explanation: str,
    by: Actor,
    on: date,
) -> None:
    """What was decided, by whom. A refusal wants its explanation; a decision stands for good."""
    by.must_reach(request.person.unit)
    faults = []
    if request.outcome is not None:
        faults.append(say("这项申请已经办理,不能再改;有新的内容请另行登记申请"))
    if not request.asked_on <= decided_on <= on:
        faults.append(say("办理日期应在申请日期与今天之间"))
    if not decider.strip():
        faults.append(say("请写明由谁决定"))
    if outcome is not CorrectionOutcome.CORRECTED and not explanation.strip():
        faults.append(say("没有全部更正的,请写明理由"))
    if faults:
        raise RuleBroken(faults)
    with action(DECIDING):
        request.outcome, request.decided_on = outcome, decided_on
        request.decider, request.explanation = decider.strip(), explanation.strip()
        db.session.flush()
