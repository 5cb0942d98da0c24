"""The report of one village or community. Pure."""

from __future__ import annotations

from talentpool.dates import PartialDate
from talentpool.files.official import Grid, Item, Proposal, Prose, UnitReport, numbered, proposed, prose
from talentpool.reports import sentences
from talentpool.reports.facts import Member, RoundFacts, UnitFacts


def unit_report(facts: RoundFacts, unit: UnitFacts) -> UnitReport:
    """The report of one unit of a round."""
    team = [sentences.structure(unit), sentences.vacancies(unit), sentences.education(unit)]
    return UnitReport(
        title=f"{unit.name}“两委”班子届中分析报告",
        lead=(prose(_lead(facts, unit)),),
        basics=_paragraphs(sentences.basics(unit)),
        team=_paragraphs("".join(team)),
        team_table=_table(unit),
        operation=_paragraphs(unit.operation),
        members=numbered(
            Item("", f"{one.name}({'、'.join(one.titles)})。", prose(_told(one))) for one in unit.members
        ),
        reserves=_paragraphs(sentences.reserves(unit) + sentences.ended(unit.reserve_text)),
        problems=numbered(_problems(unit)),
        proposal=_proposal(facts, unit),
        signed_by="、".join(group.name for group in unit.groups) or f"中共{facts.township}委员会",
        dated=PartialDate.from_date(facts.on).chinese,
    )


def _paragraphs(text: str) -> tuple[Prose, ...]:
    return tuple(prose(line) for line in text.splitlines() if line.strip())


def _lead(facts: RoundFacts, unit: UnitFacts) -> str:
    who = "、".join(group.name for group in unit.groups) or facts.township
    totals = unit.totals
    done = [
        f"{label}{number}{classifier}"
        for label, number, classifier in (
            ("召开会议", totals.meetings, "场次"),
            ("谈心谈话", totals.talks, "人次"),
            ("发放问卷调查表", totals.questionnaires_issued, "份"),
            ("收回问卷调查表", totals.questionnaires_returned, "份"),
            ("满意度测评表", totals.satisfaction_forms, "份"),
            ("收集问题建议", totals.suggestions, "条"),
        )
        if number
    ]
    worked = f"{','.join(done)}," if done else ""
    return f"按照{sentences.scheme(facts)}安排,{who}对{unit.name}“两委”班子及成员进行了届中分析研判,{worked}现将有关情况报告如下。"


def _table(unit: UnitFacts) -> Grid | None:
    if not unit.members:
        return None
    rows = tuple(
        (
            one.name,
            "、".join(one.titles),
            one.sex,
            one.born,
            one.since,
            one.grade.decided if one.grade is not None and one.grade.decided else "—",
        )
        for one in unit.members
    )
    headers = ("姓名", "职务", "性别", "出生年月", "任职时间", "评定等次")
    return Grid(headers, (3, 7, 2, 3, 3, 3), rows)


def _told(member: Member) -> str:
    text = sentences.ended(member.narrative)
    tally = member.tally
    if tally is not None:
        votes = "、".join(f"{step.label}{step.votes}票" for step in tally.steps if step.votes)
        text += f"民主测评收回{tally.returned}票,其中{votes}。"
    if member.grade is not None and member.grade.decided:
        text += f"评定等次为“{member.grade.decided}”。"
    return text or "本轮没有登记测评和评价。"


def _problems(unit: UnitFacts) -> list[Item]:
    items = [
        Item("", sentences.ended(one.category), prose(sentences.ended(one.text))) for one in unit.accepted
    ]
    return items + [Item("", "", proposed(sentences.ended(one))) for one in unit.proposals]


def _proposal(facts: RoundFacts, unit: UnitFacts) -> Proposal:
    """What the group judged, else what was proposed; what the committee decided stands beside."""
    grade = unit.grade
    if grade is None:
        return Proposal("")
    suggested = grade.judged or grade.proposed
    reasons = _paragraphs(sentences.ended(grade.judged_reason))
    if grade.decided and facts.meeting is not None:
        day = PartialDate.from_date(facts.meeting.held_on).chinese
        reasons += (prose(f"经{day}{facts.meeting.name}研究,评定等次为“{grade.decided}”。"),)
    elif grade.decided:
        reasons += (prose(f"党委评定等次为“{grade.decided}”。"),)
    return Proposal(suggested or grade.decided, reasons)
