"""Sentences that reports make of figures. Pure; they say nothing of what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from talentpool.files.official import Prose, proposed, prose
from talentpool.reports.facts import RoundFacts, UnitFacts

_MERGED = "合并"
_STOPS = frozenset("。!?…！？")
_PAUSES = frozenset(";,、;，；")


def ended(text: str) -> str:
    """A sentence with its full stop; what stands in quotation marks may end with its own."""
    plain = text.strip()
    if not plain or plain.rstrip("”’)》")[-1:] in _STOPS and plain[-1] not in ")》":
        return plain
    while plain and plain[-1] in _PAUSES:
        plain = plain[:-1]
    return f"{plain}。"


def listed(parts: Iterable[str]) -> str:
    """甲、乙和丙."""
    some = list(dict.fromkeys(part for part in parts if part))
    return "、".join(some) if len(some) < 3 else f"{'、'.join(some[:-1])}和{some[-1]}"


def basics(unit: UnitFacts) -> str:
    """How a unit is made: merger, form of its Party organization, branches, groups, members, seats, dual head."""
    told, team = unit.statement, unit.team
    parts = []
    if told is not None and told.merger_note:
        note = told.merger_note.strip().rstrip("。")
        parts.append(f"{note}而成" if note.endswith(_MERGED) else note)
    if told is not None and told.party_form is not None:
        branches = f",下设{told.branch_count}个党支部" if (told.branch_count or 0) > 1 else ""
        parts.append(f"设{told.party_form.label}{branches}")
    counted = []
    if told is not None and told.group_count:
        counted.append(f"{told.group_count}个{'村' if unit.is_village else '居'}民小组")
    if told is not None and told.party_member_count:
        counted.append(f"党员{told.party_member_count}人")
    if counted:
        parts.append("有" + "、".join(counted))
    whole = f"{unit.name}{','.join(parts)}" if parts else ""
    return ended(";".join(part for part in (whole, _seats(unit) if team is not None else "") if part))


def _seats(unit: UnitFacts) -> str:
    team = unit.team
    assert team is not None
    parts = []
    if team.authorised is not None:
        parts.append(f"“两委”核定职数{team.authorised}名、实有{team.filled}人")
    elif team.filled:
        parts.append(f"“两委”班子{team.filled}人")
    if team.standing:
        parts.append(f"常职干部{team.standing}人")
    if team.dual_head:
        parts.append("书记、主任“一肩挑”")
    return ",".join(parts)


def education(unit: UnitFacts) -> str:
    """“本届以来,通过学历提升,4人得到大专学历,1人得到本科学历。”; "" where nobody gained a degree."""
    gained = [f"{gain.finished}人得到{degree(gain.level.value, gain.level.label)}学历" for gain in unit.gains]
    return f"本届以来,干部通过学历提升,{','.join(gained)}。" if gained else ""


def degree(value: str, label: str) -> str:
    """本科 as reports write 大学."""
    return {"undergraduate": "本科"}.get(value, label)


def problems(unit: UnitFacts) -> Prose:
    """What is accepted, then what is only proposed, each marked; that nothing is on file where it is so."""
    text = prose("".join(ended(one.text) for one in unit.accepted))
    for one in unit.proposals:
        text += proposed(ended(one))
    return text or prose("本轮没有登记问题。")


def structure(unit: UnitFacts) -> str:
    """Women, young, schooling and mean age of a team."""
    team = unit.team
    if team is None or not team.filled:
        return "班子成员尚未登记。"
    parts = [f"“两委”班子现有成员{team.filled}人"]
    some = [
        f"{label}{count}人"
        for label, count in (
            ("女性", team.women),
            ("35岁及以下", team.aged_35_or_under),
            ("大专及以上学历", team.college_or_above),
            ("中共党员", team.party_members),
        )
        if count
    ]
    if some:
        parts.append("其中" + "、".join(some))
    if team.average_age is not None:
        parts.append(f"平均年龄{team.average_age:.1f}岁")
    return ended(",".join(parts))


def vacancies(unit: UnitFacts) -> str:
    """Each titled vacancy with its month; "" where there is none."""
    team = unit.team
    if team is None or not team.vacancies:
        return ""
    told = [f"{one.post}自{one.since.month_only().chinese}空缺至今" for one in team.vacancies]
    return ended(";".join(told))


def reserves(unit: UnitFacts) -> str:
    """How many reserves, how many of them mature."""
    counted = unit.reserves
    if counted is None or not counted.reserves:
        return "没有后备人选。"
    mature = f"其中成熟人选{counted.mature}人" if counted.mature else "其中无成熟人选"
    return f"现有后备人选{counted.reserves}人,{mature}。"


def scheme(facts: RoundFacts) -> str:
    """The scheme's title in its marks."""
    title = facts.round.scheme_title or f"{facts.township}村(社区)“两委”班子届中分析工作方案"
    return title if title.startswith("《") else f"《{title}》"


def ways(facts: RoundFacts) -> Sequence[str]:
    """By what the groups worked, as far as it is on file."""
    found = ["实地调研"]
    if facts.total("talks"):
        found.append("谈心谈话")
    if facts.total("questionnaires_issued"):
        found.append("问卷调查")
    if facts.ways.file_checks:
        found.append("查阅资料")
    if any(unit.tally is not None for unit in facts.units):
        found.append("民主测评")
    return found
