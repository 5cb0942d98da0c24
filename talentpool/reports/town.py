"""The town's report in its four parts, with annexes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.dates import PartialDate
from talentpool.files.official import Annex, Grid, Item, Prose, TownReport, numbered, prose
from talentpool.prose import chinese_number, rounded_count
from talentpool.reports import sentences
from talentpool.reports.facts import RoundFacts, UnitFacts
from talentpool.vocabulary import NarrativeKind

_SEVERAL_AGENCIES = 2


def town_report(facts: RoundFacts) -> TownReport:
    """The report of a round; what people wrote for a part stands in place of the generated text."""
    annexes = _annexes(facts)
    return TownReport(
        title=f"{facts.township}村(社区)“两委”班子届中分析报告",
        lead=_written(facts, NarrativeKind.LEAD) or (prose(_lead(facts)),),
        conduct=numbered(
            [
                _item(facts, "提前摸底谋划。", NarrativeKind.PREPARATION, _preparation(facts)),
                _item(facts, "坚持实地调研。", NarrativeKind.FIELDWORK, _fieldwork(facts)),
                _item(facts, "科学分析研判。", NarrativeKind.STUDY, _study(facts)),
                _item(facts, "强化结果运用。", NarrativeKind.APPLICATION, _application(facts)),
            ]
        ),
        operation=numbered(
            Item("", f"{unit.name}“两委”班子运行情况。", prose(operation(unit))) for unit in facts.units
        ),
        problems=numbered(
            Item("", f"{unit.name}存在的问题。", sentences.problems(unit)) for unit in facts.units
        ),
        next_steps=numbered(
            Item("", sentences.ended(one.heading), prose(sentences.ended(one.text)))
            for one in facts.texts
            if one.kind is NarrativeKind.NEXT_STEP
        ),
        attachments=tuple(annex.caption for annex in annexes),
        signed_by=f"中共{facts.township}委员会",
        dated=PartialDate.from_date(facts.on).chinese,
        annexes=annexes,
    )


def operation(unit: UnitFacts) -> str:
    """How the unit is made and what it gained, from data; then what was written of it."""
    return (
        "".join((sentences.basics(unit), sentences.education(unit), sentences.ended(unit.operation)))
        or "本轮没有登记运行情况。"
    )


def _written(facts: RoundFacts, kind: NarrativeKind) -> tuple[Prose, ...]:
    text = facts.text_of(kind)
    return tuple(prose(line) for line in text.splitlines() if line.strip())


def _item(facts: RoundFacts, head: str, kind: NarrativeKind, generated: str) -> Item:
    written = _written(facts, kind)
    if written:
        return Item("", head, written[0], more=written[1:])
    return Item("", head, prose(generated))


def _lead(facts: RoundFacts) -> str:
    asked = f"按照{facts.county}" if facts.county else "按照"
    titles = {title for group in facts.groups for title in group.head_titles if title}
    head = f"以{titles.pop()}为组长" if len(titles) == 1 else ""
    groups = f"成立{head}{'的' if head else ''}{len(facts.groups)}个分析研判工作组," if facts.groups else ""
    return (
        f"{asked}村(社区)“两委”班子届中分析工作要求,{facts.township}结合实际,制订并印发了{sentences.scheme(facts)}"
        f"(以下简称《工作方案》),{groups}采取{'、'.join(sentences.ways(facts))}等方式,对辖区内{len(facts.units)}个村(社区)"
        "“两委”班子运行情况进行分析研判。现将有关情况汇报如下。"
    )


def _preparation(facts: RoundFacts) -> str:
    asked = facts.inquiries
    if not asked:
        return "本轮没有登记部门摸底情况。"
    agencies = list(dict.fromkeys(one.agency for one in asked))
    subjects = sentences.listed(one.subject for one in asked)
    more = "等部门" if len(agencies) >= _SEVERAL_AGENCIES else ""
    text = (
        f"按照《工作方案》安排,在全面开展调研分析前,提前向{'、'.join(agencies)}{more}了解村(社区)“两委”班子成员"
        f"{subjects}{'等' if subjects else ''}情况"
    )
    if any(one.forwarded for one in asked):
        text += ",并及时将相关情况向各工作组反馈"
    text += ",做到心中有数,为后续系列工作奠定基础"
    if all(one.clear for one in asked):
        return f"{text},暂未发现村(社区)“两委”班子及成员存在相关问题。"
    unanswered = sum(one.clear is None for one in asked)
    told = sum(one.clear is False for one in asked)
    more_told = [f"{told}个部门反映有需要核实的情况"] if told else []
    more_told += [f"{unanswered}项尚未答复"] if unanswered else []
    return f"{text}。其中{','.join(more_told)}。"


def _fieldwork(facts: RoundFacts) -> str:
    done = []
    counted = {
        name: facts.total(name)
        for name in ("meetings", "talks", "questionnaires_issued", "questionnaires_returned")
    }
    if counted["meetings"]:
        done.append(f"召开党员群众代表会议{rounded_count(counted['meetings'], '场次')}")
    if counted["talks"]:
        done.append(f"谈心谈话{rounded_count(counted['talks'], '人次')}")
    issued, returned = (
        rounded_count(counted[name], "份") for name in ("questionnaires_issued", "questionnaires_returned")
    )
    if counted["questionnaires_issued"] and issued == returned:
        done.append(f"发放并收回问卷调查表{issued}")
    elif counted["questionnaires_issued"]:
        done.append(f"发放问卷调查表{issued},收回{returned}")
    if facts.total("satisfaction_forms"):
        done.append(f"满意度测评表{rounded_count(facts.total('satisfaction_forms'), '份')}")
    if facts.total("suggestions"):
        done.append(f"收集问题建议{rounded_count(facts.total('suggestions'), '条')}")
    if not done:
        return "本轮没有登记实地调研情况。"
    text = (
        f"各工作组采取{'、'.join(sentences.ways(facts)[1:]) or '实地调研'}等形式对村(社区)“两委”班子及其成员思想动态、履职成效、"
        f"廉洁自律、群众反映等情况进行全面深入了解,{','.join(done)}"
    )
    kinds = [kind.label for kind in facts.ways.participants]
    text += f",参与人员包括{'、'.join(kinds)}等。" if kinds else "。"
    if facts.ways.file_checks:
        text += (
            "在此基础上,各工作组采取查阅资料的形式对各村(社区)日常工作开展情况进行督查,进一步核实在谈心谈话、问卷调查等工作中"
            "了解掌握的有关情况,与平时掌握情况互相印证、互为补充。"
        )
    return text


def _study(facts: RoundFacts) -> str:
    return (
        f"在反复了解、深入沟通的基础上,各工作组汇总{'、'.join(sentences.ways(facts))}等情况,采取定性与定量相结合的方式,对各村(社区)"
        "“两委”班子及成员届中运行情况进行分析研判,分别形成分析研判报告。"
    )


def _application(facts: RoundFacts) -> str:
    meeting = facts.meeting
    held = ""
    if meeting is not None:
        held = f"{PartialDate.from_date(meeting.held_on).chinese}召开{meeting.name}分析研究,"
    findings = sum(len(unit.accepted) for unit in facts.units)
    told = f"梳理汇总班子运行中存在的问题{findings}条,明确整改方向,细化工作措施。" if findings else ""
    return f"根据调研分析结果,{held}{told}".rstrip(",") + ("" if told else "。") + _graded(facts)


def _graded(facts: RoundFacts) -> str:
    teams = [f"“{one.label}”的班子{one.decided}个" for one in facts.grades.teams if one.decided]
    members = [f"“{one.label}”的班子成员{one.decided}名" for one in facts.grades.members if one.decided]
    if not teams and not members:
        return "等次尚未评定。"
    steps = facts.grades.teams if teams else facts.grades.members
    labels = "".join(f"“{one.label}”" for one in steps)
    return f"按照{labels}{chinese_number(len(steps))}个档次对村(社区)领导班子及成员作出定性评价,评定{'、'.join([*teams, *members])}。"


def _annexes(facts: RoundFacts) -> tuple[Annex, ...]:
    made = [_totals(facts), _grades(facts), _posts(facts)]
    return tuple(
        Annex(f"附件{at}", caption, f"注:截至{PartialDate.from_date(facts.on).chinese}。", table)
        for at, (caption, table) in enumerate((one for one in made if one is not None), start=1)
    )


_TOTALS = (
    ("meetings", "会议\n(场次)"),
    ("talks", "谈心谈话\n(人次)"),
    ("questionnaires_issued", "问卷发放\n(份)"),
    ("questionnaires_returned", "问卷收回\n(份)"),
    ("satisfaction_forms", "满意度测评表\n(份)"),
    ("suggestions", "问题建议\n(条)"),
)


def _totals(facts: RoundFacts) -> tuple[str, Grid] | None:
    rows = [(unit.name, *(_shown(getattr(unit.totals, name)) for name, _ in _TOTALS)) for unit in facts.units]
    rows.append(("合计", *(str(facts.total(name)) for name, _ in _TOTALS)))
    headers = ("村(社区)", *(label for _, label in _TOTALS))
    if not any(facts.total(name) for name, _ in _TOTALS):
        return None
    return "届中分析实地调研情况统计表", Grid(headers, (3, *[2] * len(_TOTALS)), tuple(rows))


def _grades(facts: RoundFacts) -> tuple[str, Grid] | None:
    labels = [one.label for one in facts.grades.members]
    if not any(one.decided for one in (*facts.grades.teams, *facts.grades.members)):
        return None
    rows: list[tuple[str, ...]] = [
        (
            unit.name,
            unit.grade.decided if unit.grade is not None and unit.grade.decided else "—",
            *(str(unit.member_grades[label]) for label in labels),
            str(unit.member_grades.total()),
        )
        for unit in facts.units
    ]
    teams = "、".join(f"{one.label}{one.decided}" for one in facts.grades.teams)
    members: Sequence[int] = [one.decided for one in facts.grades.members]
    rows.append(("合计", teams, *map(str, members), str(sum(members))))
    headers = ("村(社区)", "班子等次", *(f"成员“{label}”(名)" for label in labels), "成员合计(名)")
    return "班子和成员评定等次汇总表", Grid(headers, (3, 4, *[2] * (len(labels) + 1)), tuple(rows))


def _posts(facts: RoundFacts) -> tuple[str, Grid]:
    rows = []
    for unit in facts.units:
        team, reserves = unit.team, unit.reserves
        rows.append(
            (
                unit.name,
                _shown(team.authorised if team is not None else None),
                _shown(team.filled if team is not None else None),
                _shown(team.vacant if team is not None else None),
                "\n".join(f"{one.post}({one.since.dotted})" for one in team.vacancies)
                if team is not None
                else "",
                _shown(reserves.reserves if reserves is not None else None),
                _shown(reserves.mature if reserves is not None else None),
            )
        )
    headers = ("村(社区)", "核定职数", "实有", "空缺", "空缺职务(空缺时间)", "后备人选", "其中成熟")
    return "班子配备和后备人选情况表", Grid(headers, (4, 2, 2, 2, 6, 2, 2), tuple(rows))


def _shown(number: int | None) -> str:
    return "—" if number is None else str(number)
