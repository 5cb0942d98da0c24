"""What the database refused, in the clerk's words: the last net below the rules of the acts.

Rules refuse first and say more; two clerks at once, or a case that no rule thought of, end here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from talentpool.models.base import Base
from talentpool.wording import marked, say

SENTENCES: dict[str, str] = {
    "ck_appointment_end_has_its_cause": marked("离任时间和离任原因要么都填,要么都不填"),
    "ck_appointment_ends_after_it_starts": marked("离任时间不能早于任职时间"),
    "ck_candidacy_votes_not_negative": marked("得票不能是负数"),
    "ck_election_present_within_eligible": marked("实际参加人数不能多于应参加人数"),
    "ck_person_name_given": marked("请填写姓名"),
    "ck_pool_entry_exit_has_its_reason": marked("出库时间和出库原因要么都填,要么都不填"),
    "ck_pool_entry_exits_after_it_enters": marked("出库时间不能早于入库时间"),
    "ck_post_closes_after_it_opens": marked("职务的撤销时间不能早于设立时间"),
    "ck_seat_statement_holds_from_the_statement_at_latest": marked("职数的适用日期不能晚于填报日期"),
    "ck_seat_statement_seats_not_negative": marked("职数不能是负数"),
    "ck_term_ends_after_it_starts": marked("届满时间应晚于任期开始时间"),
    "ck_unit_duty_ends_after_it_starts": marked("包片驻村分工的结束时间不能早于开始时间"),
    "ck_unit_name_given": marked("请填写单位名称"),
    "ck_unit_statement_counts_not_negative": marked("人数、户数和支部数不能是负数"),
    "ck_vacancy_close_has_its_outcome": marked("销号时间和销号原因要么都填,要么都不填"),
    "ck_vacancy_closes_after_it_opens": marked("空缺的销号时间不能早于空缺时间"),
    "ck_guidance_log_minutes_positive": marked("时长应为正数"),
    "ck_mentor_capacity_capacity_not_negative": marked("帮带人数不能是负数"),
    "ck_pairing_ends_after_it_starts": marked("解除时间不能早于结对时间"),
    "ck_pairing_nobody_mentors_himself": marked("导师和帮带对象不能是同一个人"),
    "uq_guidance_log_client_key": marked("这次帮带已经登记"),
    "uq_kin_tie_pair": marked("两人的亲属关系已登记"),
    "uq_mentor_capacity_mentor": marked("这名导师的上限已由他人设定,请重新打开页面"),
    "uq_candidacy_election_person_post": marked("这名人员已是该职务的候选人"),
    "uq_eligibility_rule_set_code": marked("这套规则中已有这个编号的资格条款"),
    "uq_former_post_title_post_until": marked("这个职务在同一时间已更名一次"),
    "uq_negative_rule_set_code": marked("这套规则中已有这个编号的负面清单条款"),
    "uq_nomination_open": marked("这名人员已有一件推荐正在办理:请在那件推荐中补充推荐人,或先办结那一件"),
    "uq_nomination_voice_way_by": marked("这一推荐已经登记"),
    "uq_advisory_membership_open": marked("这名离任干部已是智囊团成员"),
    "uq_pairing_open": marked("这一对导师和帮带对象已经结对"),
    "uq_pool_entry_open": marked("这名人员已在后备人才库中"),
    "uq_pool_source_main": marked("主要类别只能有一个"),
    "uq_people_apart_pair": marked("已确认过这两人不是同一人"),
    "uq_person_id_number": marked("已有人登记了这个身份证号"),
    "uq_person_tag_person_tag": marked("这名人员已有这个标签"),
    "uq_post_unit_title_opened": marked(
        "本单位已有同一时间设立的同名职务(可能已撤销):请核对设立时间,误撤销的可在操作记录中撤销那次操作"
    ),
    "uq_review_agency_set_name": marked("这套规则中已有这个部门"),
    "uq_review_rule_set_unit_name_from": marked("已有同名、自同一天起适用的审核规则"),
    "uq_saved_view_account_list_name": marked("已有同名的视图"),
    "uq_seat_statement_unit_stated_from": marked("本单位当天已登记过自同一日起的职数"),
    "uq_setting_version_key_from": marked("这一时间起已有一个值"),
    "uq_structure_target_rule": marked("已有一项同样的结构要求"),
    "uq_term_unit_started": marked("已有同一时间开始的一届"),
    "uq_readiness_rating_entry_rated": marked("当天已评定过一次成熟程度"),
    "uq_grade_record_team": marked("另一人正在同时登记这个等次,请再保存一次"),
    "uq_grade_record_member": marked("另一人正在同时登记这个等次,请再保存一次"),
    "uq_party_meeting_round_name_on": marked("这次会议已经登记"),
    "uq_report_town": marked("这一版报告已由他人起草,请重新打开页面"),
    "uq_report_unit": marked("这一版报告已由他人起草,请重新打开页面"),
    "uq_tally_team": marked("另一人正在同时录入这份测评,请再保存一次"),
    "uq_tally_member": marked("另一人正在同时录入这份测评,请再保存一次"),
    "uq_tally_entry_tally_turn": marked("另一人正在同时录入这份测评,请再保存一次"),
    "uq_tally_entry_tally_account": marked("您已录入过这份测评,请重新打开页面更正"),
    "uq_unit_code": marked("已有单位使用这个区划代码"),
    "uq_unit_name_unit_name_until": marked("这一曾用名已登记"),
    "uq_unit_parent_name": marked("同一乡镇(街道)已有这个名称的单位"),
    "uq_unit_statement_unit_stated": marked("本单位当天的情况已登记"),
    "uq_yearly_review_entry_year": marked("这一年度已考核过一次"),
}


def sentence_of(error: IntegrityError) -> str | None:
    """The sentence of the constraint that refused a row; None for one that no form can meet."""
    told = str(error.orig)
    for name, columns in _guards():
        if (name in told or told == f"UNIQUE constraint failed: {columns}") and name in SENTENCES:
            return str(say(SENTENCES[name]))
    return None


def _guards() -> Iterator[tuple[str, str]]:
    """(name, columns) of what may refuse a row; SQLite tells only the columns of what is to be unique."""
    for table in Base.metadata.sorted_tables:
        for guard in (*table.constraints, *(index for index in table.indexes if index.unique)):
            if isinstance(guard, CheckConstraint):
                yield str(guard.name), ""
            elif isinstance(guard, UniqueConstraint | Index):
                yield str(guard.name), ", ".join(f"{table.name}.{column.name}" for column in guard.columns)
