"""Decides what a sheet holds from the fields and headers found in it.

A ledger of another kind (reserves, education, pairings, former cadres, sheets of the mid-term
analysis) shares many headers with a roster; it is told by the headers that only it has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from talentpool.intake.layout.headers import HeaderCell, normal
from talentpool.vocabulary import SheetKind

_OTHER_LEDGERS = re.compile(
    r"培养方向|拟任职务|推荐方式|成熟程度|帮带|入库|出库|人员类别来源|从业情况|"
    r"报读|学习形式|入学|毕业时间|学籍|学费|补助|"
    r"导师|结对|解除时间|"
    r"离任|任职起止|任职年限|生活补贴|补贴标准|智囊团|再上岗|返聘|"
    r"工作组|研判|摸底|测评|票数|^优秀$|^称职$|^基本称职$|^不称职$|^弃权|^好$|^较好$|^一般$|^较差$|"
    r"应到人数|参加人数|评定等次|运行情况|问题类别|问题描述|整改|销号|会议|议题|谈话|问卷|考核|"
    r"证书|调动|调整前|调整后|称谓|谈心"
)
_OTHER_TITLES = re.compile(r"后备|储备|离任|离职|学历提升|帮带|导师|测评|届中|智囊团|考核结果|证书|评议")
_OTHER_SHARE = 0.15

_PERSONAL = frozenset(
    "sex nationality native_place born_on age schooling full_time_schooling in_service_schooling political_status "
    "party_joined_on work_started_on first_cadre_on id_number phone post_started_on dual_head cross_appointed standing".split()
)
POST_FIELDS = frozenset({"posts", "party_post", "committee_post", "other_post", "post_mark"})
_UNIT_FACTS = frozenset(
    "unit_type code party_form branch_count member_count group_count household_count registered_population "
    "resident_population area_leader stationed_cadres merger_note standing_seats".split()
)

_OF_ROUNDS = frozenset(
    {
        SheetKind.GROUPS,
        SheetKind.FIELD_TOTALS,
        SheetKind.AGENCY_CHECKS,
        SheetKind.TEAM_TALLIES,
        SheetKind.MEMBER_TALLIES,
        SheetKind.PARTY_MEETINGS,
        SheetKind.TEAM_GRADES,
        SheetKind.MEMBER_GRADES,
        SheetKind.OPERATION,
        SheetKind.FINDINGS,
        SheetKind.NEXT_STEPS,
    }
)
"""Sheets of a mid-term analysis."""

_STEPS = frozenset({"step_best", "step_good", "step_passing", "step_failing", "step_abstain"})
_LEDGERS: dict[SheetKind, tuple[frozenset[str], frozenset[str], int]] = {
    SheetKind.RESERVES: (
        frozenset({"name"}),
        frozenset("source target_posts nomination_way readiness entered_on exited_on".split()),
        2,
    ),
    SheetKind.EDUCATION: (
        frozenset({"name"}),
        frozenset(
            "study_school study_major study_level study_mode enrolled_on expected_on study_status".split()
        ),
        3,
    ),
    SheetKind.PAIRINGS: (
        frozenset({"name", "mentor"}),
        frozenset({"paired_on", "unpaired_on", "mentor_title"}),
        1,
    ),
    SheetKind.GUIDANCE: (
        frozenset({"name", "mentor", "guided_on"}),
        frozenset({"guidance_way", "minutes", "topic", "problem", "effect", "next_step"}),
        1,
    ),
    SheetKind.FORMER: (
        frozenset({"name"}),
        frozenset(
            "last_title served served_years left_on left_cause has_subsidy subsidy_yuan is_adviser willingness".split()
        ),
        3,
    ),
    SheetKind.GROUPS: (frozenset({"group", "group_head"}), frozenset({"group_members", "group_units"}), 1),
    SheetKind.FIELD_TOTALS: (
        frozenset({"unit"}),
        frozenset(
            "meeting_total talk_total issued_total returned_total valid_total satisfaction_total suggestion_total".split()
        ),
        2,
    ),
    SheetKind.AGENCY_CHECKS: (
        frozenset({"agency", "agency_conclusion"}),
        frozenset({"agency_subject", "agency_answered_on", "agency_asked_on"}),
        1,
    ),
    SheetKind.TEAM_TALLIES: (frozenset({"unit"}), _STEPS | {"ballots_due", "ballots_present"}, 3),
    SheetKind.MEMBER_TALLIES: (frozenset({"unit", "name"}), _STEPS, 2),
    SheetKind.PARTY_MEETINGS: (
        frozenset({"party_meeting", "party_meeting_on"}),
        frozenset({"party_meeting_topic", "party_meeting_decision"}),
        1,
    ),
    SheetKind.TEAM_GRADES: (frozenset({"unit", "team_grade"}), frozenset({"team_grade"}), 1),
    SheetKind.MEMBER_GRADES: (frozenset({"unit", "name", "member_grade"}), frozenset({"member_grade"}), 1),
    SheetKind.OPERATION: (frozenset({"unit", "operation_text"}), frozenset({"operation_text"}), 1),
    SheetKind.FINDINGS: (
        frozenset({"unit", "finding_text"}),
        frozenset(
            "finding_category measures leader_in_charge responsible due_on progress is_closed closed_on".split()
        ),
        2,
    ),
    SheetKind.NEXT_STEPS: (
        frozenset({"step_heading", "step_text"}),
        frozenset({"step_heading", "step_text"}),
        2,
    ),
}
"""Kind of ledger → fields it must have, fields of its own, and how many of these."""


def is_kind(kind: SheetKind, keys: Collection[str]) -> bool:
    """Whether the fields found suffice for a sheet of this kind."""
    found = frozenset(keys)
    if kind in _LEDGERS:
        needed, own, least = _LEDGERS[kind]
        return needed <= found and len(found & own) >= least
    if kind is SheetKind.ROSTER:
        least = 1 if found & {"post_mark", "id_number", "born_on"} else 2
        return "name" in found and bool(found & POST_FIELDS) and len(found & _PERSONAL) >= least
    if kind is SheetKind.UNITS:
        return "unit" in found and len(found & _UNIT_FACTS) >= 2
    vacancies = found & {"vacant_count", "vacant_post", "filled"}
    if "authorised" in found and "unit" in found:
        return bool(vacancies)
    return {"unit", "vacant_post"} <= found and bool(
        found & {"vacant_since", "vacancy_cause", "by_election_plan"}
    )


def is_another_ledger(kind: SheetKind, headers: Sequence[HeaderCell], title: str, sheet_name: str) -> bool:
    """Whether headers or title say that a sheet read as of a kind is a ledger of another one."""
    if kind in _LEDGERS:
        return False
    texts = [normal(header.levels[-1]) for header in headers if header.levels]
    others = sum(bool(_OTHER_LEDGERS.search(text)) for text in texts)
    if others >= 2 and others >= _OTHER_SHARE * len(texts):
        return True
    named = bool(_OTHER_TITLES.search(title or sheet_name))
    return named and ("两委" not in title or others > 0)


def must_have(kind: SheetKind) -> Sequence[str]:
    """The fields that the user has to point out where they were not found."""
    if kind is SheetKind.ROSTER:
        return ("name",)
    if kind in _OF_ROUNDS:
        return sorted(_LEDGERS[kind][0])
    return ("unit",)
