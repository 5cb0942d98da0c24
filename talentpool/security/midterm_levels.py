"""Levels of the columns of the mid-term analysis and what follows it; read with `field_levels`."""

from __future__ import annotations

from talentpool.security.levels import Level

MIDTERM_LEVELS: dict[str, dict[Level, str]] = {
    "agency_inquiry": {
        Level.PERSONAL: "round_id unit_id person_id agency subject asked_on answered_on document clear",
        Level.SENSITIVE: "conclusion",
    },
    "appraisal_threshold": {
        Level.OPEN: "rule_set_id code scale measure bound share text",
    },
    "assessment_group": {
        Level.PERSONAL: "round_id name position note",
    },
    "collective_income": {
        Level.OPEN: "unit_id year yuan note",
    },
    "evidence_wanted": {
        Level.OPEN: "rule_set_id kind at_least text",
    },
    "field_meeting": {
        Level.PERSONAL: "round_id unit_id group_id kind held_on place chaired_by note written_by",
        Level.SECRET: "client_key",
    },
    "field_photo": {
        Level.PERSONAL: (
            "round_id unit_id meeting_id talk_id file_check_id taken_on caption media_type size sha256"
        ),
        Level.SENSITIVE: "content",
        Level.SECRET: "client_key",
    },
    "field_totals": {
        Level.OPEN: (
            "round_id unit_id stated_on meetings talks questionnaires_issued "
            "questionnaires_returned questionnaires_valid satisfaction_forms suggestions note"
        ),
    },
    "file_check": {
        Level.PERSONAL: "round_id unit_id checked_on topic found checked_by",
        Level.SECRET: "client_key",
    },
    "finding": {
        Level.PERSONAL: (
            "round_id unit_id person_id position category text origin state found_on accepted_on "
            "struck_reason proposal_key facts suggestion_id carried_from_id measures leader_id "
            "leader_written responsible_id responsible_written due_on closed_on closed_by "
            "closed_by_id note"
        ),
    },
    "grade_cap": {
        Level.OPEN: "rule_set_id step_id share text",
    },
    "grade_record": {
        Level.PERSONAL: (
            "round_id unit_id person_id position score proposed_step_id proposed_on "
            "proposed_facts judged_step_id judged_on judged_by judged_reason decided_step_id "
            "decided_on meeting_id decided_reason"
        ),
    },
    "group_assignment": {
        Level.PERSONAL: "group_id unit_id exception_reason",
    },
    "group_member": {
        Level.PERSONAL: "group_id person_id role title position",
    },
    "honour": {
        Level.PERSONAL: "unit_id person_id name level awarded_on awarded_by document",
    },
    "inquiry_forward": {
        Level.PERSONAL: "inquiry_id group_id forwarded_on",
    },
    "meeting_attendance": {
        Level.PERSONAL: "meeting_id kind present",
    },
    "midterm_round": {
        Level.OPEN: (
            "unit_id name rule_set_id reference_on starts_on ends_on closed_on previous_id "
            "scheme_title scheme_number scheme_on note"
        ),
    },
    "midterm_rule_set": {
        Level.OPEN: "unit_id name valid_from valid_until avoidance basis replaces_id",
    },
    "narrative": {
        Level.PERSONAL: "round_id unit_id person_id kind position heading text",
    },
    "operation_record": {
        Level.OPEN: "unit_id kind name started_on ended_on yuan result",
    },
    "party_meeting": {
        Level.OPEN: "round_id name held_on topic decision document",
    },
    "questionnaire_count": {
        Level.OPEN: "round_id unit_id held_on issued returned valid note",
        Level.SECRET: "client_key",
    },
    "rectification_evidence": {
        Level.PERSONAL: "step_id name media_type size sha256",
        Level.SENSITIVE: "content",
    },
    "rectification_step": {
        Level.PERSONAL: "finding_id act happened_on entered_at text written_by",
        Level.SECRET: "client_key",
    },
    "report": {
        Level.PERSONAL: (
            "round_id unit_id edition state template_id drafted_at drafted_by reviewed_on "
            "reviewed_by review_note fixed_on fixed_by size sha256 facts"
        ),
        Level.SENSITIVE: "content",
    },
    "report_template": {
        Level.PERSONAL: "unit_id kind name uploaded_at withdrawn_at size sha256",
        Level.SENSITIVE: "content",
    },
    "report_wording": {
        Level.OPEN: "unit_id key text",
    },
    "round_document": {
        Level.PERSONAL: "round_id kind name media_type size sha256",
        Level.SENSITIVE: "content",
    },
    "round_step": {
        Level.OPEN: "round_id position name starts_on ends_on done_on note",
    },
    "round_unit": {
        Level.OPEN: "round_id unit_id position",
    },
    "satisfaction_answer": {
        Level.PERSONAL: "survey_id step_id forms",
    },
    "satisfaction_survey": {
        Level.PERSONAL: "round_id unit_id person_id held_on forms note",
        Level.SECRET: "client_key",
    },
    "scale_step": {
        Level.OPEN: "rule_set_id scale position label meaning points proposed_from",
    },
    "score_weight": {
        Level.OPEN: "rule_set_id object component weight",
    },
    "suggestion": {
        Level.PERSONAL: "round_id unit_id talk_id meeting_id told_on text",
        Level.SECRET: "client_key",
    },
    "talk_recommendation": {
        Level.PERSONAL: "talk_id person_id name reason",
    },
    "talk_record": {
        Level.PERSONAL: (
            "round_id unit_id group_id held_on held_at place held_by recorded_by with_kind "
            "with_id with_written headcount about_team about_members problems wishes"
        ),
        Level.SECRET: "client_key",
    },
    "talk_remark": {
        Level.PERSONAL: "talk_id person_id remark",
    },
    "tally": {
        Level.PERSONAL: (
            "round_id unit_id person_id title position held_on due present returned source "
            "settled_on settled_reason"
        ),
    },
    "tally_count": {
        Level.PERSONAL: "tally_id dimension step_id votes",
    },
    "tally_entry": {
        Level.PERSONAL: "tally_id turn account_id entered_at",
        Level.SECRET: "due present returned",
    },
    "tally_entry_count": {
        Level.PERSONAL: "entry_id dimension step_id",
        Level.SECRET: "votes",
    },
}
"""Table → level → columns."""
