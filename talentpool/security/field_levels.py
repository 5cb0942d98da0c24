"""How carefully each column is kept: one entry for every column of every table, here or in `midterm_levels`.

OPEN        tells nothing of a person: structure, rules, numbers of seats
PERSONAL    of a person: within reach of those who may see people, in the log as it is
SENSITIVE   sealed at rest, masked on every page, in files and in the log, shown against a purpose
SECRET      shown to nobody: hashes, keyed fingerprints, tokens

`id` and `version` of every table are open and not listed. After GB/T 35273 and PIPL 28: numbers that
identify a person, what agencies concluded, pictures of people, and whatever holds such values whole.
"""

from __future__ import annotations

from functools import cache

from talentpool.security.levels import Level
from talentpool.security.midterm_levels import MIDTERM_LEVELS

__all__ = ["EVERYWHERE", "LEVELS", "Level", "level_of", "levels_of"]

EVERYWHERE = frozenset({"id", "version"})
"""Columns that are open in every table."""

LEVELS: dict[str, dict[Level, str]] = {
    "account": {
        Level.PERSONAL: (
            "username display_name password_changed_at must_change_password disabled_at "
            "language created_at holder_id"
        ),
        Level.SENSITIVE: "id_number",
        Level.SECRET: "password_hash identity_fingerprint",
    },
    "act_change": {
        Level.PERSONAL: "act_id record_table record_id operation old new",
    },
    "advice_record": {
        Level.PERSONAL: "former_cadre_id kind held_on unit_id learner_id topic advice outcome",
    },
    "advisory_membership": {
        Level.PERSONAL: "former_cadre_id joined_on known_from left_on reason",
    },
    "agency_conclusion": {
        Level.PERSONAL: "nomination_id agency_id asked_on answered_on document",
        Level.SENSITIVE: "conclusion rule_code disposition occurred_on",
    },
    "appointment": {
        Level.PERSONAL: (
            "person_id post_id term_id started_on known_from ended_on end_cause end_note "
            "basis standing exception_reason position"
        ),
    },
    "attendance": {
        Level.PERSONAL: "session_id place_id present",
    },
    "audit_entry": {
        Level.PERSONAL: ("at actor act operation record_table record_id person_id unit_id batch_id changes"),
    },
    "audit_seal": {
        Level.OPEN: "at log first_id last_id",
        Level.SECRET: "digest key_id previous mac",
    },
    "calendar_token": {
        Level.PERSONAL: "account_id made_at",
        Level.SECRET: "token_hash",
    },
    "candidacy": {
        Level.OPEN: "election_id post_id votes elected",
        Level.PERSONAL: "person_id",
    },
    "correction_request": {
        Level.PERSONAL: "person_id asked_on wanted taken_by decided_on outcome decider explanation",
    },
    "deletion": {
        Level.OPEN: "purge_id record_table record_id",
        Level.SECRET: "fingerprint",
    },
    "education_upgrade": {
        Level.PERSONAL: (
            "person_id unit_id post_written from_level level school major mode enrolled_on "
            "expected_on status known_from graduated_on certificate_number schooling_id "
            "subsidy_written note"
        ),
    },
    "election": {
        Level.OPEN: ("unit_id kind state vacancy_id term_id held_on way eligible present document note"),
    },
    "eligibility_rule": {
        Level.OPEN: (
            "rule_set_id code text strength unit_type target_post_class oldest "
            "oldest_with_exception schooling full_time studying_counts party_member"
        ),
    },
    "field_key": {
        Level.OPEN: "state made_at",
        Level.SECRET: "check_value",
    },
    "former_cadre": {
        Level.PERSONAL: (
            "person_id unit_id last_title years_stated left_on leave_cause cause_written "
            "expertise willingness health known_from note"
        ),
    },
    "former_post_title": {
        Level.OPEN: "post_id title until_on",
    },
    "former_subsidy": {
        Level.PERSONAL: "former_cadre_id since yuan_a_month receives",
    },
    "guidance_log": {
        Level.PERSONAL: (
            "pairing_id held_on way place minutes topic problem next_step effect "
            "next_meeting_on written_by confirmed_at confirmed_by"
        ),
        Level.SECRET: "client_key",
    },
    "guidance_photo": {
        Level.PERSONAL: "log_id media_type size sha256",
        Level.SENSITIVE: "content",
    },
    "intake_batch": {
        Level.PERSONAL: "created_at created_by account_id unit_id state taken_at choices counts",
        Level.SENSITIVE: "preview",
        Level.SECRET: "digest",
    },
    "intake_file": {
        Level.OPEN: "batch_id size sha256",
        Level.PERSONAL: "name",
        Level.SENSITIVE: "content",
    },
    "intake_return": {
        Level.PERSONAL: "batch_id made_at rows",
        Level.SENSITIVE: "content",
    },
    "job": {
        Level.PERSONAL: (
            "kind state arguments result account_id created_at started_at finished_at "
            "heartbeat_at owner tries done total doing failure tick"
        ),
    },
    "journal_entry": {
        Level.PERSONAL: "at actor event subject address details",
    },
    "kin_tie": {
        Level.PERSONAL: "first_id second_id kinship",
    },
    "layout_memory": {
        Level.OPEN: "kind mapping remembered_at remembered_by",
        Level.SECRET: "fingerprint",
    },
    "login_attempt": {
        Level.PERSONAL: "at username address",
    },
    "login_session": {
        Level.PERSONAL: "account_id created_at seen_at pending ended_at end_reason address agent",
        Level.SECRET: "token_hash",
    },
    "mentor_capacity": {
        Level.PERSONAL: "mentor_id at_most",
    },
    "negative_rule": {
        Level.OPEN: "rule_set_id code text strength lookback_months",
    },
    "negative_rule_agency": {
        Level.OPEN: "rule_id agency_id",
    },
    "nomination": {
        Level.PERSONAL: (
            "person_id unit_id rule_set_id stage target_post_class reason nominated_on closed_on outcome"
        ),
    },
    "nomination_step": {
        Level.PERSONAL: "nomination_id stage decided_on decider document outcome reason",
    },
    "nomination_voice": {
        Level.PERSONAL: "nomination_id way by on",
    },
    "pairing": {
        Level.PERSONAL: (
            "mentor_id mentee_id mentor_title joint started_on known_from due_on plan goals "
            "ended_on end_reason result note"
        ),
    },
    "password_record": {
        Level.PERSONAL: "account_id set_at",
        Level.SECRET: "password_hash",
    },
    "joined_record": {
        Level.PERSONAL: "person_id gone_id name unit_name taken merged_on",
    },
    "people_apart": {
        Level.PERSONAL: "first_id second_id decided_at decided_by",
    },
    "person": {
        Level.PERSONAL: (
            "unit_id name name_note name_key pinyin initials sex nationality native_place "
            "born_on political_status membership_stage party_joined_on party_confirmed_on "
            "work_started_on first_cadre_on died_on note"
        ),
        Level.SENSITIVE: "id_number phone",
        Level.SECRET: (
            "id_number_fingerprint id_number_ends_fingerprint phone_fingerprint phone_tail_fingerprint"
        ),
    },
    "person_tag": {
        Level.PERSONAL: "person_id tag",
    },
    "pool_entry": {
        Level.PERSONAL: (
            "person_id unit_id nomination_id basis way entered_on known_from document "
            "decider occupation note exited_on exit_reason exit_destination exit_document"
        ),
    },
    "pool_source": {
        Level.PERSONAL: "entry_id category written main",
    },
    "post": {
        Level.OPEN: "unit_id body post_class team_order title opened_on closed_on",
    },
    "posting": {
        Level.PERSONAL: "person_id unit_id duty started_on due_on ended_on document result evidence",
    },
    "public_notice": {
        Level.PERSONAL: "nomination_id starts_on ends_on place objections",
    },
    "purge": {
        Level.OPEN: "at kind actor unit_id reason decider decided_on document records rows",
        Level.SECRET: "mark",
    },
    "quota_rule": {
        Level.OPEN: "rule_set_id unit_type target_post_class at_least per_post mature_at_least",
    },
    "re_engagement": {
        Level.PERSONAL: ("former_cadre_id unit_id duty started_on due_on ended_on document result evidence"),
    },
    "readiness_rating": {
        Level.PERSONAL: "entry_id readiness rated_on rated_by evidence",
    },
    "recovery_code": {
        Level.PERSONAL: "account_id used_at",
        Level.SECRET: "code_hash",
    },
    "reminder_mark": {
        Level.OPEN: "account_id key snoozed_until done_at",
    },
    "review_agency": {
        Level.OPEN: "rule_set_id name level position",
    },
    "review_rule_set": {
        Level.OPEN: "unit_id name valid_from valid_until age_on notice_days basis replaces_id",
    },
    "role_grant": {
        Level.PERSONAL: "account_id role unit_id starts_on ends_on granted_by_id granted_at",
    },
    "rule_exception": {
        Level.PERSONAL: "nomination_id rule_code rule_text strength facts reason decided_on decider",
    },
    "saved_view": {
        Level.PERSONAL: "account_id list_name name filters columns is_default",
    },
    "schooling": {
        Level.PERSONAL: "person_id mode level rank written school major finished_on",
    },
    "seat_statement": {
        Level.OPEN: "unit_id stated_on holds_from authorised standing document",
    },
    "second_factor": {
        Level.PERSONAL: "account_id confirmed_at last_step",
        Level.SENSITIVE: "secret",
    },
    "service_period": {
        Level.PERSONAL: "former_cadre_id title started_on ended_on",
    },
    "setting": {
        Level.OPEN: "key value",
    },
    "setting_version": {
        Level.OPEN: "key value valid_from basis",
    },
    "snapshot": {
        Level.OPEN: "name reference_on made_at made_by unit_id figures",
    },
    "structure_target": {
        Level.OPEN: "unit_id indicator direction value unit_type basis valid_from valid_until",
    },
    "study_status_change": {
        Level.PERSONAL: "upgrade_id status since reason",
    },
    "study_subsidy": {
        Level.PERSONAL: "upgrade_id yuan due_on paid_on purpose",
    },
    "study_term": {
        Level.OPEN: "upgrade_id name starts_on ends_on credits result",
    },
    "target_post": {
        Level.PERSONAL: "entry_id rank unit_id post_class post_id title interim",
    },
    "tempering_task": {
        Level.PERSONAL: "person_id kind name duty started_on ended_on result evidence",
    },
    "term": {
        Level.OPEN: "unit_id name started_on ends_on inferred",
    },
    "training": {
        Level.OPEN: "unit_id name organiser place starts_on ends_on note",
    },
    "training_place": {
        Level.PERSONAL: "training_id person_id result note",
    },
    "training_session": {
        Level.OPEN: "training_id held_on topic hours",
    },
    "undoable_act": {
        Level.PERSONAL: "at kind label actor account_id unit_id batch_id undone_at undone_by",
    },
    "unit": {
        Level.OPEN: (
            "parent_id unit_type name code position path opened_on closed_on roster_from "
            "roster_to merged_into_id"
        ),
    },
    "unit_duty": {
        Level.PERSONAL: "unit_id person_id role position known_from ended_on",
    },
    "unit_name": {
        Level.OPEN: "unit_id name kind until_on note",
    },
    "unit_statement": {
        Level.OPEN: (
            "unit_id stated_on party_form branch_count party_member_count group_count "
            "household_count registered_population resident_population merger_note"
        ),
    },
    "vacancy": {
        Level.OPEN: "post_id since cause by_election_due closed_on outcome",
        Level.PERSONAL: "cause_written by_election_plan candidate joint_review note filled_by_id",
    },
    "yearly_review": {
        Level.PERSONAL: "entry_id year reviewed_on reviewer document outcome strengths gaps",
    },
} | MIDTERM_LEVELS
"""Table → level → columns."""


def level_of(table: str, column: str) -> Level:
    """The level of a column; KeyError for one that has none."""
    return levels_of(table)[column] if column not in EVERYWHERE else Level.OPEN


@cache
def levels_of(table: str) -> dict[str, Level]:
    """Column → level, of one table."""
    return {column: level for level, columns in LEVELS[table].items() for column in columns.split()}


@cache
def masked_columns(table: str) -> frozenset[str]:
    """Columns that enter the log masked, and pages and files too."""
    return frozenset(column for column, level in levels_of(table).items() if level >= Level.SENSITIVE)
