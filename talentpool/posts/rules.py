"""Who may hold a post, and when a holding, a post or the seats may change. Pure.

Sources: 村民委员会组织法 11 (the committee is elected, nobody appoints it), 13 (eighteen years),
19 (by-elections), 32 (the supervision body apart from the committee); 党章 (Party posts are for
Party members). Exceptions are made by people, with a reason that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate, full_years
from talentpool.errors import Verdict
from talentpool.vocabulary import (
    PARTY_STATUSES,
    TWO_COMMITTEES,
    AppointmentBasis,
    Body,
    PoliticalStatus,
    PostClass,
)
from talentpool.wording import say

ADULT = 18
SINGLE_HOLDER = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR, PostClass.SUPERVISION_HEAD)
"""Posts that one person holds at a time."""
ELECTED = (AppointmentBasis.ELECTED, AppointmentBasis.BY_ELECTION)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as the rules see it."""

    title: str
    post_class: PostClass
    body: Body
    unit_id: int
    opened_on: PartialDate | None = None
    closed_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """Somebody to be seated. `holds` and `holders` are what overlaps the time from `started_on` on.

    `authorised` and `sitting` count the two committees of the unit, the person left out.
    """

    person: str
    post: PostFacts
    basis: AppointmentBasis
    started_on: PartialDate
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None
    political_status: PoliticalStatus | None = None
    holds: tuple[PostFacts, ...] = ()
    holders: tuple[str, ...] = ()
    authorised: int | None = None
    sitting: int = 0


def may_appoint(facts: AppointmentFacts, *, on: date | None) -> Verdict:
    """Whether somebody may take a post; `on` None leaves a start to come unquestioned (a term prepared)."""
    refusals = [*_time_faults(facts, on=on), *_person_faults(facts), *_post_faults(facts)]
    if refusals:
        return Verdict(refusals=tuple(refusals))
    return Verdict(exceptions=tuple(_supervision_clashes(facts)), doubts=tuple(_doubts(facts)))


def _time_faults(facts: AppointmentFacts, *, on: date | None) -> Iterator[str]:
    start, post = facts.started_on, facts.post
    if on is not None and start.first_day() > on:
        yield say("任职时间(%(start)s)还没有到", start=start.dotted)
    if post.opened_on is not None and start.last_day() < post.opened_on.first_day():
        yield say("“%(post)s”自%(opened_on)s起才设立", post=post.title, opened_on=post.opened_on.dotted)
    if post.closed_on is not None and start.first_day() >= post.closed_on.first_day():
        yield say("“%(post)s”已于%(closed_on)s撤销", post=post.title, closed_on=post.closed_on.dotted)


def _person_faults(facts: AppointmentFacts) -> Iterator[str]:
    if facts.died_on is not None:
        yield say("%(person)s已于%(died_on)s去世", person=facts.person, died_on=facts.died_on.dotted)
    if facts.born_on is not None and full_years(facts.born_on, on=facts.started_on.last_day()) < ADULT:
        yield say("%(person)s任职时不满18周岁", person=facts.person)
    party_post = facts.post.body is Body.PARTY
    if party_post and facts.political_status not in (None, *PARTY_STATUSES):
        assert facts.political_status is not None
        yield (
            say(
                "党组织职务由中共党员担任,%(person)s登记的政治面貌是“%(political_status)s”;登记有误的,请先更正",
                person=facts.person,
                political_status=say(facts.political_status.label),
            )
        )


def _post_faults(facts: AppointmentFacts) -> Iterator[str]:
    post = facts.post
    if post.body is Body.COMMITTEE and facts.basis not in ELECTED:
        yield (
            say(
                "村(居)民委员会成员由选举产生,任何组织或者个人不得指定、委派(村民委员会组织法第十一条),任职方式请选“换届选举”或“补选”"
            )
        )
    if any(held.unit_id == post.unit_id and held.title == post.title for held in facts.holds):
        yield say("%(person)s已任“%(post)s”", person=facts.person, post=post.title)
    elif post.post_class in SINGLE_HOLDER and facts.holders:
        names = "、".join(facts.holders)
        yield say("“%(post)s”由%(names)s担任,请先办理离任", post=post.title, names=names)


def _supervision_clashes(facts: AppointmentFacts) -> Iterator[str]:
    """村组法32: nobody supervises himself."""
    for held in facts.holds:
        if held.unit_id != facts.post.unit_id:
            continue
        if _clash(facts.post, held) or _clash(held, facts.post):
            yield (
                say(
                    "%(person)s现任“%(held)s”,村务监督机构成员不得由村民委员会成员担任,其负责人一般也不在“两委”任职(村民委员会组织法第三十二条)。",
                    person=facts.person,
                    held=held.title,
                )
            )
            return


def _clash(supervision: PostFacts, other: PostFacts) -> bool:
    if supervision.post_class is PostClass.SUPERVISION_HEAD:
        return other.body in TWO_COMMITTEES
    return supervision.body is Body.SUPERVISION and other.body is Body.COMMITTEE


def _doubts(facts: AppointmentFacts) -> Iterator[str]:
    post = facts.post
    elsewhere = [held.title for held in facts.holds if held.unit_id != post.unit_id]
    if elsewhere:
        yield say(
            "%(person)s还在别的单位任“%(elsewhere)s”", person=facts.person, elsewhere="、".join(elsewhere)
        )
    if post.body in TWO_COMMITTEES and not any(
        held.unit_id == post.unit_id and held.body in TWO_COMMITTEES for held in facts.holds
    ):
        seats = facts.authorised
        if seats is not None and facts.sitting + 1 > seats:
            yield say(
                "任职后“两委”实有%(sitting)s人,超过核定的%(seats)s个职数",
                sitting=facts.sitting + 1,
                seats=seats,
            )


def may_span(
    *, started_on: PartialDate | None, known_from: PartialDate, ended_on: PartialDate | None, on: date
) -> Verdict:
    """Whether a holding may last from a start to an end."""
    refusals = []
    if started_on is not None and started_on.first_day() > on:
        refusals.append(say("任职时间(%(started_on)s)还没有到", started_on=started_on.dotted))
    if ended_on is not None:
        since = started_on or known_from
        if ended_on < since and not since.covers(ended_on):
            told = say("任职时间") if started_on else say("最早登记时间")
            refusals.append(
                say(
                    "离任时间(%(ended_on)s)早于%(told)s(%(since)s)",
                    ended_on=ended_on.dotted,
                    told=told,
                    since=since.dotted,
                )
            )
        if ended_on.first_day() > on:
            refusals.append(say("离任时间(%(ended_on)s)还没有到", ended_on=ended_on.dotted))
    return Verdict(refusals=tuple(refusals))


def may_close_post(*, title: str, holders: Iterable[str], closed_on: PartialDate, on: date) -> Verdict:
    """A post closes when nobody holds it any more."""
    names = "、".join(dict.fromkeys(holders))
    refusals = [say("%(names)s还任“%(title)s”,请先办理离任", names=names, title=title)] if names else []
    if closed_on.first_day() > on:
        refusals.append(say("撤销时间(%(closed_on)s)还没有到", closed_on=closed_on.dotted))
    return Verdict(refusals=tuple(refusals))


def may_state_seats(*, authorised: int, standing: int | None, sitting: int, village: bool) -> Verdict:
    """Seats below the persons who sit are asked about; so are those that the law's figures contradict."""
    doubts = []
    if authorised < sitting:
        doubts.append(
            say(
                "“两委”现有%(sitting)s人,多于核定的%(authorised)s个职数,将显示为超配",
                sitting=sitting,
                authorised=authorised,
            )
        )
    if standing is not None and standing > authorised:
        doubts.append(
            say(
                "常职职数(%(standing)s)多于核定职数(%(authorised)s)", standing=standing, authorised=authorised
            )
        )
    if village and authorised < LEAST_SEATS:
        doubts.append(
            say(
                "村民委员会由3至7人组成(村民委员会组织法第六条),“两委”合计只有%(authorised)s个职数",
                authorised=authorised,
            )
        )
    if authorised > MOST_SEATS:
        doubts.append(
            say("核定职数%(authorised)s个,“两委”一般不超过%(most)s人", authorised=authorised, most=MOST_SEATS)
        )
    return Verdict(doubts=tuple(doubts))


LEAST_SEATS = 3
MOST_SEATS = 18
"""Nine on each committee (党章30, 居组法8), nobody on both."""


def may_record_vacancy(
    *, post: PostFacts, since: PartialDate, holders: Iterable[str], open_since: PartialDate | None, on: date
) -> Verdict:
    """A single seat is vacant once, and only when nobody holds it; of several of one title it is asked."""
    refusals, doubts = [], []
    names = "、".join(dict.fromkeys(holders))
    if since.first_day() > on:
        refusals.append(say("空缺时间(%(since)s)还没有到", since=since.dotted))
    if post.closed_on is not None and since.first_day() >= post.closed_on.first_day():
        refusals.append(
            say("“%(post)s”已于%(closed_on)s撤销", post=post.title, closed_on=post.closed_on.dotted)
        )
    single = post.post_class in SINGLE_HOLDER
    if names and single:
        refusals.append(say("“%(post)s”由%(names)s担任,没有空缺", post=post.title, names=names))
    elif names:
        doubts.append(
            say("“%(post)s”现由%(names)s担任,另有一个名额空着的才登记", post=post.title, names=names)
        )
    if open_since is not None and single:
        refusals.append(
            say("“%(post)s”自%(open_since)s起的空缺已经登记", post=post.title, open_since=open_since.dotted)
        )
    elif open_since is not None:
        doubts.append(
            say(
                "“%(post)s”自%(open_since)s起的空缺已经登记,又有一个名额空着的才再登记",
                post=post.title,
                open_since=open_since.dotted,
            )
        )
    return Verdict(refusals=tuple(refusals), doubts=tuple(doubts))
