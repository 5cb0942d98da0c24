"""What going through the chain brings to light, as sentences that say what and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from talentpool.audit.chain import Seal
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import marked, say

MOST_LISTED = 200
"""Findings that are told one by one; the others are counted."""

LOG_WORDS = {
    "audit_entry": marked("审计日志"),
    "journal_entry": marked("操作日志"),
    "audit_seal": marked("封条"),
    "opening": marked("起始封条"),
}


class Kind(StrEnum):
    """What was done to the log."""

    EDITED = "edited"
    REORDERED = "reordered"
    DELETED = "deleted"
    INSERTED = "inserted"
    CUT = "cut"
    SEAL = "seal"
    KEY = "key"
    ANCHOR = "anchor"
    UNGUARDED = "unguarded"


@dataclass(frozen=True)
class Finding:
    """One piece of damage; `first` and `last` are ids of entries, or numbers of seals, 0 where it is of neither."""

    kind: Kind
    log: str
    text: str
    first: int = 0
    last: int = 0


@dataclass
class Findings:
    """The first ones with their sentences, and how many more there are."""

    listed: list[Finding] = field(default_factory=list)
    unlisted: int = 0

    def _add(self, kind: Kind, log: str, text: str, first: int = 0, last: int = 0) -> None:
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Finding(kind, log, text, first, last))
        else:
            self.unlisted += 1

    def edited(self, seal: Seal, *, in_order: bool) -> None:
        """The entries of a seal are all there, but not as they were."""
        where = {"entries": _entries(seal.log, seal.first_id, seal.last_id), "at": office_time(seal.at)}
        if in_order:
            text = say("%(entries)s被改动过(%(at)s封存时不是现在的内容)", **where)
        else:
            text = say("%(entries)s被调换了次序或改动过(时间前后颠倒,%(at)s封存时不是这样)", **where)
        kind = Kind.EDITED if in_order else Kind.REORDERED
        self._add(kind, seal.log, text, seal.first_id, seal.last_id)

    def deleted(self, seal: Seal, first: int, last: int) -> None:
        """Sealed entries that are gone."""
        where = {"entries": _entries(seal.log, first, last), "at": office_time(seal.at)}
        self._add(Kind.DELETED, seal.log, say("%(entries)s被删除(%(at)s封存时还在)", **where), first, last)

    def inserted(self, log: str, first: int, last: int, count: int, at: object) -> None:
        """Entries that no seal covers."""
        text = say(
            "%(entries)s没有封条,不是本系统写入的(共%(count)s条,所写时间自%(at)s)",
            entries=_entries(log, first, last),
            count=count,
            at=office_time(str(at)),
        )
        self._add(Kind.INSERTED, log, text, first, last)

    def cut(self, first: int, last: int) -> None:
        """The chain ends before a head that is known."""
        text = say("日志末尾被截去:%(seals)s及其后的记录已不在", seals=_seals(first, last))
        self._add(Kind.CUT, "audit_seal", text, first, last)

    def replaced(self, seal: Seal) -> None:
        """Another seal stands where a known head was."""
        text = say(
            "%(seals)s与数据库之外的留底不符:日志曾被截去一段后续写,或换成了旧的数据库",
            seals=_seals(seal.id, seal.id),
        )
        self._add(Kind.CUT, "audit_seal", text, seal.id, seal.id)

    def seals_gone(self, first: int, last: int) -> None:
        """Links that are missing from the chain."""
        text = say("%(seals)s被删除,其所封的记录无从核对", seals=_seals(first, last))
        self._add(Kind.SEAL, "audit_seal", text, first, last)

    def seal_changed(self, seal: Seal) -> None:
        """A seal that was not made with the key as it stands."""
        where = {"seals": _seals(seal.id, seal.id)}
        if seal.log in LOG_WORDS:
            where["entries"] = _entries(seal.log, seal.first_id, seal.last_id)
            text = say("%(seals)s被改动、调换或系伪造(所封:%(entries)s)", **where)
        else:
            text = say("%(seals)s被改动、调换或系伪造", **where)
        self._add(Kind.SEAL, "audit_seal", text, seal.id, seal.id)

    def unchained(self, seal: Seal) -> None:
        """A seal that does not follow the one before it."""
        text = say("%(seals)s与前一号封条不相连", seals=_seals(seal.id, seal.id))
        self._add(Kind.SEAL, "audit_seal", text, seal.id, seal.id)

    def unreadable_seal(self) -> None:
        """A seal whose columns hold what no seal holds."""
        self._add(Kind.SEAL, "audit_seal", say("封条表中有一行被改动,已不可读"))

    def no_opening(self) -> None:
        """The chain does not begin with its opening."""
        self._add(Kind.SEAL, "audit_seal", say("日志的开头被截去:起始封条已不在"), 1, 1)

    def strange_key(self, first: int, last: int, count: int) -> None:
        """Seals made with another key than the one at hand."""
        text = say(
            "%(seals)s中有%(count)s个不是用现有密钥封的:密钥文件丢失后重新生成过或被换,或者封条系伪造",
            seals=_seals(first, last),
            count=count,
        )
        self._add(Kind.KEY, "audit_seal", text, first, last)

    def no_anchor(self, path: str) -> None:
        """The file beside the keys is gone."""
        text = say("留底文件%(path)s不在,日志末尾是否被截去无从核对", path=path)
        self._add(Kind.ANCHOR, "audit_seal", text)

    def anchor_damaged(self, path: str) -> None:
        """It is there and cannot be read."""
        text = say("留底文件%(path)s已损坏,日志末尾是否被截去无从核对", path=path)
        self._add(Kind.ANCHOR, "audit_seal", text)

    def unguarded(self, log: str) -> None:
        """The triggers that refuse changes are gone."""
        text = say("%(table)s的只增不改保护(触发器)已被拆除", table=say(LOG_WORDS[log]))
        self._add(Kind.UNGUARDED, log, text)

    def table_gone(self, log: str) -> None:
        """A whole table is missing."""
        self._add(Kind.DELETED, log, say("%(table)s的数据表不在", table=say(LOG_WORDS[log])))


def _entries(log: str, first: int, last: int) -> str:
    if first == last:
        return say("%(log)s第%(first)s号记录", log=say(LOG_WORDS[log]), first=first)
    return say("%(log)s第%(first)s至%(last)s号记录", log=say(LOG_WORDS[log]), first=first, last=last)


def _seals(first: int, last: int) -> str:
    if first == last:
        return say("第%(first)s号封条", first=first)
    return say("第%(first)s至%(last)s号封条", first=first, last=last)


def office_time(text: str) -> str:
    """The office's time of a sealed moment; what cannot be read stays as it is."""
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return text[:40]
    return at.astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M")
