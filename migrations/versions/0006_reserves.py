"""The reserve pool, its review rules, mentors, study, development, former cadres, reminders.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PARTIAL_DATE = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
VOCABULARY = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "calendar_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_calendar_token_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_token")),
        sa.UniqueConstraint("account_id", name="uq_calendar_token_account"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_token_hash"),
    )
    op.create_table(
        "reminder_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) <> (snoozed_until IS NULL)", name=op.f("ck_reminder_mark_done_or_put_off")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_reminder_mark_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mark")),
        sa.UniqueConstraint("account_id", "key", name="uq_reminder_mark_account_key"),
    )
    op.create_table(
        "review_rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("age_on", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), server_default="5", nullable=False),
        sa.Column("basis", sa.String(length=200), server_default="", nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_review_rule_set_notice_days_not_negative")),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["review_rule_set.id"],
            name=op.f("fk_review_rule_set_replaces_id_review_rule_set"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_rule_set_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rule_set")),
        sa.UniqueConstraint("unit_id", "name", "valid_from", name="uq_review_rule_set_unit_name_from"),
    )
    with op.batch_alter_table("review_rule_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_rule_set_replaces_id"), ["replaces_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organiser", sa.String(length=80), server_default="", nullable=False),
        sa.Column("place", sa.String(length=80), server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_training_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index("ix_training_unit_id", ["unit_id", "starts_on"], unique=False)

    op.create_table(
        "eligibility_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("strength", VOCABULARY, nullable=False),
        sa.Column("unit_type", VOCABULARY, nullable=True),
        sa.Column("target_post_class", VOCABULARY, nullable=True),
        sa.Column("oldest", sa.Integer(), nullable=True),
        sa.Column("oldest_with_exception", sa.Integer(), nullable=True),
        sa.Column("schooling", VOCABULARY, nullable=True),
        sa.Column("full_time", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("studying_counts", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("party_member", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "schooling IN ('postgraduate', 'undergraduate', 'college', 'vocational_secondary', 'technical', 'senior_high', 'junior_high', 'primary', 'none')",
            name=op.f("ck_eligibility_rule_schooling_known"),
        ),
        sa.CheckConstraint("strength IN ('bar', 'caution')", name=op.f("ck_eligibility_rule_strength_known")),
        sa.CheckConstraint(
            "target_post_class IN ('party_secretary', 'party_deputy_secretary', 'committee_director', 'committee_deputy_director', 'party_member', 'committee_member', 'supervision_head', 'supervision_member', 'accountant', 'womens_head', 'militia_head', 'youth_secretary', 'group_leader', 'grid_worker', 'community_worker', 'first_secretary', 'selected_graduate', 'other')",
            name=op.f("ck_eligibility_rule_target_post_class_known"),
        ),
        sa.CheckConstraint(
            "unit_type IN ('county', 'township', 'community', 'village')",
            name=op.f("ck_eligibility_rule_unit_type_known"),
        ),
        sa.CheckConstraint(
            "oldest_with_exception IS NULL OR oldest IS NULL OR oldest_with_exception >= oldest",
            name=op.f("ck_eligibility_rule_exception_is_wider"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["review_rule_set.id"],
            name=op.f("fk_eligibility_rule_rule_set_id_review_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_rule")),
        sa.UniqueConstraint("rule_set_id", "code", name="uq_eligibility_rule_set_code"),
    )
    op.create_table(
        "former_cadre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("last_title", sa.String(length=60), nullable=False),
        sa.Column("years_stated", sa.Double(), nullable=True),
        sa.Column("left_on", PARTIAL_DATE, nullable=False),
        sa.Column("leave_cause", VOCABULARY, nullable=False),
        sa.Column("cause_written", sa.String(length=120), server_default="", nullable=False),
        sa.Column("expertise", sa.String(length=120), server_default="", nullable=False),
        sa.Column("willingness", VOCABULARY, nullable=True),
        sa.Column("health", VOCABULARY, nullable=True),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("health IN ('good', 'fair', 'poor')", name=op.f("ck_former_cadre_health_known")),
        sa.CheckConstraint(
            "leave_cause IN ('term_end', 'resigned', 'over_age', 'transferred', 'moved_away', 'dismissed', 'discipline', 'sentenced', 'twice_incompetent', 'died', 'never_filled', 'other', 'unknown')",
            name=op.f("ck_former_cadre_leave_cause_known"),
        ),
        sa.CheckConstraint(
            "willingness IN ('long', 'short', 'none')", name=op.f("ck_former_cadre_willingness_known")
        ),
        sa.CheckConstraint(
            "years_stated IS NULL OR years_stated >= 0", name=op.f("ck_former_cadre_years_not_negative")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_cadre_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_cadre_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_cadre")),
        sa.UniqueConstraint("person_id", name="uq_former_cadre_person"),
    )
    with op.batch_alter_table("former_cadre", schema=None) as batch_op:
        batch_op.create_index("ix_former_cadre_unit_id", ["unit_id", "left_on"], unique=False)

    op.create_table(
        "kin_tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("kinship", VOCABULARY, nullable=False),
        sa.CheckConstraint(
            "kinship IN ('spouse', 'lineal', 'collateral', 'in_law')", name=op.f("ck_kin_tie_kinship_known")
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_kin_tie_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name=op.f("fk_kin_tie_first_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_kin_tie_second_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kin_tie")),
        sa.UniqueConstraint("first_id", "second_id", name="uq_kin_tie_pair"),
    )
    with op.batch_alter_table("kin_tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kin_tie_second_id"), ["second_id"], unique=False)

    op.create_table(
        "mentor_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=False),
        sa.CheckConstraint("at_most >= 0", name=op.f("ck_mentor_capacity_capacity_not_negative")),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_mentor_capacity_mentor_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_capacity")),
        sa.UniqueConstraint("mentor_id", name="uq_mentor_capacity_mentor"),
    )
    op.create_table(
        "negative_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("strength", VOCABULARY, nullable=False),
        sa.Column("lookback_months", sa.Integer(), nullable=True),
        sa.CheckConstraint("strength IN ('bar', 'caution')", name=op.f("ck_negative_rule_strength_known")),
        sa.CheckConstraint(
            "lookback_months IS NULL OR lookback_months >= 0",
            name=op.f("ck_negative_rule_window_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["review_rule_set.id"],
            name=op.f("fk_negative_rule_rule_set_id_review_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negative_rule")),
        sa.UniqueConstraint("rule_set_id", "code", name="uq_negative_rule_set_code"),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=True),
        sa.Column("stage", VOCABULARY, nullable=False),
        sa.Column("target_post_class", VOCABULARY, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("nominated_on", PARTIAL_DATE, nullable=False),
        sa.Column("closed_on", PARTIAL_DATE, nullable=True),
        sa.Column("outcome", VOCABULARY, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('passed', 'returned', 'rejected', 'withdrawn')",
            name=op.f("ck_nomination_outcome_known"),
        ),
        sa.CheckConstraint(
            "stage IN ('nominated', 'unit_review', 'township_review', 'county_review', 'public_notice', 'entry')",
            name=op.f("ck_nomination_stage_known"),
        ),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (outcome IS NULL)", name=op.f("ck_nomination_closes_with_its_outcome")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["review_rule_set.id"], name=op.f("fk_nomination_rule_set_id_review_rule_set")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index("ix_nomination_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_rule_set_id"), ["rule_set_id"], unique=False)
        batch_op.create_index("ix_nomination_unit_id_stage", ["unit_id", "closed_on", "stage"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("joint", sa.String(length=60), server_default="", nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=True),
        sa.Column("known_from", PARTIAL_DATE, nullable=False),
        sa.Column("plan", sa.Text(), server_default="", nullable=False),
        sa.Column("goals", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("end_reason", VOCABULARY, nullable=True),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "end_reason IN ('achieved', 'mentee_left', 'mentor_left', 'changed', 'merged', 'other')",
            name=op.f("ck_pairing_end_reason_known"),
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_pairing_end_has_its_reason")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= coalesce(started_on, known_from)",
            name=op.f("ck_pairing_ends_after_it_starts"),
        ),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_pairing_nobody_mentors_himself")),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name=op.f("fk_pairing_mentee_id_person")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_pairing_mentor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pairing_mentee_id", ["mentee_id", "ended_on", "started_on", "known_from"], unique=False
        )
        batch_op.create_index(
            "ix_pairing_mentor_id", ["mentor_id", "ended_on", "started_on", "known_from"], unique=False
        )
        batch_op.create_index(
            "uq_pairing_open",
            ["mentor_id", "mentee_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=120), nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("due_on", PARTIAL_DATE, nullable=True),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("result", VOCABULARY, nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "result IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_posting_result_known")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_posting_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_posting_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_person_id", ["person_id", "started_on"], unique=False)
        batch_op.create_index("ix_posting_unit_id", ["unit_id", "started_on"], unique=False)

    op.create_table(
        "quota_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("unit_type", VOCABULARY, nullable=True),
        sa.Column("target_post_class", VOCABULARY, nullable=True),
        sa.Column("at_least", sa.Integer(), nullable=True),
        sa.Column("per_post", sa.Double(), nullable=True),
        sa.Column("mature_at_least", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "target_post_class IN ('party_secretary', 'party_deputy_secretary', 'committee_director', 'committee_deputy_director', 'party_member', 'committee_member', 'supervision_head', 'supervision_member', 'accountant', 'womens_head', 'militia_head', 'youth_secretary', 'group_leader', 'grid_worker', 'community_worker', 'first_secretary', 'selected_graduate', 'other')",
            name=op.f("ck_quota_rule_target_post_class_known"),
        ),
        sa.CheckConstraint(
            "unit_type IN ('county', 'township', 'community', 'village')",
            name=op.f("ck_quota_rule_unit_type_known"),
        ),
        sa.CheckConstraint(
            "(at_least IS NULL) <> (per_post IS NULL)", name=op.f("ck_quota_rule_a_number_or_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["review_rule_set.id"],
            name=op.f("fk_quota_rule_rule_set_id_review_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_rule")),
    )
    with op.batch_alter_table("quota_rule", schema=None) as batch_op:
        batch_op.create_index("ix_quota_rule_rule_set_id", ["rule_set_id"], unique=False)

    op.create_table(
        "review_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", VOCABULARY, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("level IN ('township', 'county')", name=op.f("ck_review_agency_level_known")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["review_rule_set.id"],
            name=op.f("fk_review_agency_rule_set_id_review_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_agency")),
        sa.UniqueConstraint("rule_set_id", "name", name="uq_review_agency_set_name"),
    )
    op.create_table(
        "tempering_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("duty", sa.String(length=200), server_default="", nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("result", VOCABULARY, nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('key_work', 'urgent_work', 'project', 'position')",
            name=op.f("ck_tempering_task_kind_known"),
        ),
        sa.CheckConstraint(
            "result IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_tempering_task_result_known")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_tempering_task_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tempering_task_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tempering_task")),
    )
    with op.batch_alter_table("tempering_task", schema=None) as batch_op:
        batch_op.create_index("ix_tempering_task_person_id", ["person_id", "started_on"], unique=False)

    op.create_table(
        "training_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("result", VOCABULARY, nullable=True),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "result IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_training_place_result_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_place_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["training.id"],
            name=op.f("fk_training_place_training_id_training"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_place")),
        sa.UniqueConstraint("training_id", "person_id", name="uq_training_place_training_person"),
    )
    with op.batch_alter_table("training_place", schema=None) as batch_op:
        batch_op.create_index("ix_training_place_person_id", ["person_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_session_hours_positive")),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["training.id"],
            name=op.f("fk_training_session_training_id_training"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index("ix_training_session_training_id", ["training_id", "held_on"], unique=False)

    op.create_table(
        "advice_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_cadre_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("advice", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('consultation', 'passing_on')", name=op.f("ck_advice_record_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["former_cadre_id"],
            ["former_cadre.id"],
            name=op.f("fk_advice_record_former_cadre_id_former_cadre"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_advice_record_learner_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_advice_record_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_record")),
    )
    with op.batch_alter_table("advice_record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_advice_record_former_cadre_id", ["former_cadre_id", "held_on"], unique=False
        )
        batch_op.create_index("ix_advice_record_learner_id", ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advice_record_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "advisory_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_cadre_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", PARTIAL_DATE, nullable=False),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("left_on", PARTIAL_DATE, nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "left_on IS NULL OR left_on >= joined_on",
            name=op.f("ck_advisory_membership_leaves_after_it_joins"),
        ),
        sa.ForeignKeyConstraint(
            ["former_cadre_id"],
            ["former_cadre.id"],
            name=op.f("fk_advisory_membership_former_cadre_id_former_cadre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisory_membership")),
    )
    with op.batch_alter_table("advisory_membership", schema=None) as batch_op:
        batch_op.create_index(
            "uq_advisory_membership_open",
            ["former_cadre_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "agency_conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("conclusion", VOCABULARY, nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("rule_code", sa.String(length=20), server_default="", nullable=False),
        sa.Column("disposition", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "conclusion IN ('clear', 'caution', 'hit')", name=op.f("ck_agency_conclusion_conclusion_known")
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (conclusion IS NULL)",
            name=op.f("ck_agency_conclusion_answer_has_its_date"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["review_agency.id"], name=op.f("fk_agency_conclusion_agency_id_review_agency")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_agency_conclusion_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_conclusion")),
        sa.UniqueConstraint("nomination_id", "agency_id", name="uq_agency_conclusion_nomination_agency"),
    )
    with op.batch_alter_table("agency_conclusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_conclusion_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["training_place.id"],
            name=op.f("fk_attendance_place_id_training_place"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_attendance_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "place_id", name="uq_attendance_session_place"),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_place_id", ["place_id"], unique=False)

    op.create_table(
        "education_upgrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_written", sa.String(length=120), server_default="", nullable=False),
        sa.Column("from_level", VOCABULARY, nullable=True),
        sa.Column("level", VOCABULARY, nullable=False),
        sa.Column("school", sa.String(length=120), server_default="", nullable=False),
        sa.Column("major", sa.String(length=120), server_default="", nullable=False),
        sa.Column("mode", VOCABULARY, nullable=False),
        sa.Column("enrolled_on", PARTIAL_DATE, nullable=True),
        sa.Column("expected_on", PARTIAL_DATE, nullable=True),
        sa.Column("status", VOCABULARY, nullable=False),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("graduated_on", PARTIAL_DATE, nullable=True),
        sa.Column("certificate_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("schooling_id", sa.Integer(), nullable=True),
        sa.Column("subsidy_written", sa.String(length=120), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(status = 'graduated') = (graduated_on IS NOT NULL)",
            name=op.f("ck_education_upgrade_graduation_has_its_date"),
        ),
        sa.CheckConstraint(
            "from_level IN ('postgraduate', 'undergraduate', 'college', 'vocational_secondary', 'technical', 'senior_high', 'junior_high', 'primary', 'none')",
            name=op.f("ck_education_upgrade_from_level_known"),
        ),
        sa.CheckConstraint(
            "level IN ('postgraduate', 'undergraduate', 'college', 'vocational_secondary', 'technical', 'senior_high', 'junior_high', 'primary', 'none')",
            name=op.f("ck_education_upgrade_level_known"),
        ),
        sa.CheckConstraint(
            "mode IN ('open', 'correspondence', 'self_study', 'part_time', 'full_time', 'party_school', 'other')",
            name=op.f("ck_education_upgrade_mode_known"),
        ),
        sa.CheckConstraint(
            "status IN ('studying', 'suspended', 'withdrawn', 'graduated')",
            name=op.f("ck_education_upgrade_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_education_upgrade_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["schooling_id"],
            ["schooling.id"],
            name=op.f("fk_education_upgrade_schooling_id_schooling"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_education_upgrade_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_upgrade")),
        sa.UniqueConstraint(
            "person_id", "level", "enrolled_on", name="uq_education_upgrade_person_level_enrolled"
        ),
    )
    with op.batch_alter_table("education_upgrade", schema=None) as batch_op:
        batch_op.create_index("ix_education_upgrade_person_id", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_education_upgrade_schooling_id"), ["schooling_id"], unique=False)
        batch_op.create_index(
            "ix_education_upgrade_unit_id", ["unit_id", "status", "graduated_on"], unique=False
        )

    op.create_table(
        "former_subsidy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_cadre_id", sa.Integer(), nullable=False),
        sa.Column("since", PARTIAL_DATE, nullable=False),
        sa.Column("yuan_a_month", sa.Double(), nullable=False),
        sa.Column("receives", sa.Boolean(), nullable=False),
        sa.CheckConstraint("yuan_a_month >= 0", name=op.f("ck_former_subsidy_yuan_not_negative")),
        sa.ForeignKeyConstraint(
            ["former_cadre_id"],
            ["former_cadre.id"],
            name=op.f("fk_former_subsidy_former_cadre_id_former_cadre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_subsidy")),
        sa.UniqueConstraint("former_cadre_id", "since", name="uq_former_subsidy_cadre_since"),
    )
    op.create_table(
        "guidance_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("held_on", PARTIAL_DATE, nullable=False),
        sa.Column("way", VOCABULARY, nullable=False),
        sa.Column("place", sa.String(length=80), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("next_step", sa.Text(), server_default="", nullable=False),
        sa.Column("effect", sa.Text(), server_default="", nullable=False),
        sa.Column("next_meeting_on", sa.Date(), nullable=True),
        sa.Column("written_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "way IN ('talk', 'home_visit', 'shadowing', 'sitting_in', 'field_task', 'study', 'phone', 'other')",
            name=op.f("ck_guidance_log_way_known"),
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)",
            name=op.f("ck_guidance_log_confirmed_by_somebody"),
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name=op.f("ck_guidance_log_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["pairing_id"],
            ["pairing.id"],
            name=op.f("fk_guidance_log_pairing_id_pairing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_log")),
        sa.UniqueConstraint("client_key", name="uq_guidance_log_client_key"),
    )
    with op.batch_alter_table("guidance_log", schema=None) as batch_op:
        batch_op.create_index("ix_guidance_log_held_on", ["held_on"], unique=False)
        batch_op.create_index(
            "ix_guidance_log_pairing_id", ["pairing_id", "held_on", "minutes"], unique=False
        )

    op.create_table(
        "negative_rule_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["review_agency.id"],
            name=op.f("fk_negative_rule_agency_agency_id_review_agency"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["negative_rule.id"],
            name=op.f("fk_negative_rule_agency_rule_id_negative_rule"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negative_rule_agency")),
        sa.UniqueConstraint("rule_id", "agency_id", name="uq_negative_rule_agency_rule_agency"),
    )
    with op.batch_alter_table("negative_rule_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_negative_rule_agency_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "nomination_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("stage", VOCABULARY, nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decider", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("outcome", VOCABULARY, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('passed', 'returned', 'rejected', 'withdrawn')",
            name=op.f("ck_nomination_step_outcome_known"),
        ),
        sa.CheckConstraint(
            "stage IN ('nominated', 'unit_review', 'township_review', 'county_review', 'public_notice', 'entry')",
            name=op.f("ck_nomination_step_stage_known"),
        ),
        sa.CheckConstraint("length(decider) > 0", name=op.f("ck_nomination_step_decider_given")),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_nomination_step_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_step")),
    )
    with op.batch_alter_table("nomination_step", schema=None) as batch_op:
        batch_op.create_index("ix_nomination_step_nomination_id", ["nomination_id"], unique=False)

    op.create_table(
        "nomination_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("way", VOCABULARY, nullable=False),
        sa.Column("by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("on", PARTIAL_DATE, nullable=False),
        sa.CheckConstraint(
            "way IN ('self', 'organization', 'masses')", name=op.f("ck_nomination_voice_way_known")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_nomination_voice_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_voice")),
        sa.UniqueConstraint("nomination_id", "way", "by", name="uq_nomination_voice_way_by"),
    )
    op.create_table(
        "pool_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("basis", VOCABULARY, nullable=False),
        sa.Column("way", VOCABULARY, nullable=True),
        sa.Column("entered_on", PARTIAL_DATE, nullable=False),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("decider", sa.String(length=80), server_default="", nullable=False),
        sa.Column("occupation", sa.String(length=120), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("exited_on", PARTIAL_DATE, nullable=True),
        sa.Column("exit_reason", VOCABULARY, nullable=True),
        sa.Column("exit_destination", sa.String(length=200), server_default="", nullable=False),
        sa.Column("exit_document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "basis <> 'reviewed' OR nomination_id IS NOT NULL",
            name=op.f("ck_pool_entry_reviewed_names_its_nomination"),
        ),
        sa.CheckConstraint("basis IN ('reviewed', 'stated')", name=op.f("ck_pool_entry_basis_known")),
        sa.CheckConstraint(
            "exit_reason IN ('used', 'over_age', 'moved_away', 'unwilling', 'failed_review', 'discipline', 'died', 'other')",
            name=op.f("ck_pool_entry_exit_reason_known"),
        ),
        sa.CheckConstraint(
            "(exited_on IS NULL) = (exit_reason IS NULL)", name=op.f("ck_pool_entry_exit_has_its_reason")
        ),
        sa.CheckConstraint(
            "exited_on IS NULL OR exited_on >= entered_on", name=op.f("ck_pool_entry_exits_after_it_enters")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_pool_entry_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pool_entry_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pool_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_entry")),
    )
    with op.batch_alter_table("pool_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pool_entry_nomination_id"), ["nomination_id"], unique=False)
        batch_op.create_index(
            "ix_pool_entry_person_id", ["person_id", "entered_on", "exited_on"], unique=False
        )
        batch_op.create_index("ix_pool_entry_unit_id", ["unit_id", "entered_on", "exited_on"], unique=False)
        batch_op.create_index(
            "uq_pool_entry_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("exited_on IS NULL"),
            postgresql_where=sa.text("exited_on IS NULL"),
        )

    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), server_default="", nullable=False),
        sa.Column("objections", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_public_notice_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_public_notice_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
    )
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_notice_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "re_engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_cadre_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=120), nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("due_on", PARTIAL_DATE, nullable=True),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("result", VOCABULARY, nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "result IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_re_engagement_result_known")
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on >= started_on", name=op.f("ck_re_engagement_due_after_it_starts")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_re_engagement_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["former_cadre_id"],
            ["former_cadre.id"],
            name=op.f("fk_re_engagement_former_cadre_id_former_cadre"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_re_engagement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_re_engagement")),
    )
    with op.batch_alter_table("re_engagement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_re_engagement_former_cadre_id", ["former_cadre_id", "started_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_re_engagement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "rule_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.String(length=20), nullable=False),
        sa.Column("rule_text", sa.String(length=300), nullable=False),
        sa.Column("strength", VOCABULARY, nullable=False),
        sa.Column("facts", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decider", sa.String(length=80), nullable=False),
        sa.CheckConstraint("strength IN ('bar', 'caution')", name=op.f("ck_rule_exception_strength_known")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_rule_exception_reason_given")),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_rule_exception_nomination_id_nomination"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_exception")),
    )
    with op.batch_alter_table("rule_exception", schema=None) as batch_op:
        batch_op.create_index("ix_rule_exception_nomination_id", ["nomination_id"], unique=False)

    op.create_table(
        "service_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_cadre_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), server_default="", nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=False),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_service_period_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["former_cadre_id"],
            ["former_cadre.id"],
            name=op.f("fk_service_period_former_cadre_id_former_cadre"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_period")),
    )
    with op.batch_alter_table("service_period", schema=None) as batch_op:
        batch_op.create_index(
            "ix_service_period_former_cadre_id", ["former_cadre_id", "started_on"], unique=False
        )

    op.create_table(
        "guidance_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["log_id"],
            ["guidance_log.id"],
            name=op.f("fk_guidance_photo_log_id_guidance_log"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_photo")),
    )
    with op.batch_alter_table("guidance_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guidance_photo_log_id"), ["log_id"], unique=False)

    op.create_table(
        "pool_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("category", VOCABULARY, nullable=False),
        sa.Column("written", sa.String(length=60), server_default="", nullable=False),
        sa.Column("main", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "category IN ('outstanding_member', 'veteran', 'wealth_leader', 'returned_graduate', 'returned_worker', 'cooperative_head', 'farm_business_head', 'technical_talent', 'away_business', 'village_graduate', 'selected_graduate', 'graduate', 'grid_worker', 'group_leader', 'village_doctor', 'community_worker', 'former_reserve', 'other')",
            name=op.f("ck_pool_source_category_known"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["pool_entry.id"],
            name=op.f("fk_pool_source_entry_id_pool_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_source")),
        sa.UniqueConstraint("entry_id", "category", "written", name="uq_pool_source_entry_category"),
    )
    with op.batch_alter_table("pool_source", schema=None) as batch_op:
        batch_op.create_index(
            "uq_pool_source_main",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("main"),
            postgresql_where="main",
        )

    op.create_table(
        "readiness_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("readiness", sa.String(length=20), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("rated_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["pool_entry.id"],
            name=op.f("fk_readiness_rating_entry_id_pool_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness_rating")),
        sa.UniqueConstraint("entry_id", "rated_on", name="uq_readiness_rating_entry_rated"),
    )
    with op.batch_alter_table("readiness_rating", schema=None) as batch_op:
        batch_op.create_index(
            "ix_readiness_rating_entry", ["entry_id", "rated_on", "readiness"], unique=False
        )

    op.create_table(
        "study_status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upgrade_id", sa.Integer(), nullable=False),
        sa.Column("status", VOCABULARY, nullable=False),
        sa.Column("since", PARTIAL_DATE, nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "status IN ('studying', 'suspended', 'withdrawn', 'graduated')",
            name=op.f("ck_study_status_change_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["upgrade_id"],
            ["education_upgrade.id"],
            name=op.f("fk_study_status_change_upgrade_id_education_upgrade"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_status_change")),
    )
    with op.batch_alter_table("study_status_change", schema=None) as batch_op:
        batch_op.create_index("ix_study_status_change_upgrade_id", ["upgrade_id", "since"], unique=False)

    op.create_table(
        "study_subsidy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upgrade_id", sa.Integer(), nullable=False),
        sa.Column("yuan", sa.Double(), nullable=False),
        sa.Column("due_on", PARTIAL_DATE, nullable=True),
        sa.Column("paid_on", PARTIAL_DATE, nullable=True),
        sa.Column("purpose", sa.String(length=120), server_default="", nullable=False),
        sa.CheckConstraint("yuan > 0", name=op.f("ck_study_subsidy_yuan_positive")),
        sa.ForeignKeyConstraint(
            ["upgrade_id"],
            ["education_upgrade.id"],
            name=op.f("fk_study_subsidy_upgrade_id_education_upgrade"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_subsidy")),
    )
    with op.batch_alter_table("study_subsidy", schema=None) as batch_op:
        batch_op.create_index("ix_study_subsidy_upgrade_id", ["upgrade_id", "due_on"], unique=False)

    op.create_table(
        "study_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upgrade_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_on", PARTIAL_DATE, nullable=False),
        sa.Column("ends_on", PARTIAL_DATE, nullable=True),
        sa.Column("credits", sa.Double(), nullable=True),
        sa.Column("result", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["upgrade_id"],
            ["education_upgrade.id"],
            name=op.f("fk_study_term_upgrade_id_education_upgrade"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_term")),
        sa.UniqueConstraint("upgrade_id", "name", name="uq_study_term_upgrade_name"),
    )
    op.create_table(
        "target_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_class", VOCABULARY, nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=60), server_default="", nullable=False),
        sa.Column("interim", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "post_class IN ('party_secretary', 'party_deputy_secretary', 'committee_director', 'committee_deputy_director', 'party_member', 'committee_member', 'supervision_head', 'supervision_member', 'accountant', 'womens_head', 'militia_head', 'youth_secretary', 'group_leader', 'grid_worker', 'community_worker', 'first_secretary', 'selected_graduate', 'other')",
            name=op.f("ck_target_post_post_class_known"),
        ),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_target_post_rank_from_one")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["pool_entry.id"],
            name=op.f("fk_target_post_entry_id_pool_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_target_post_post_id_post"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_post_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_post")),
        sa.UniqueConstraint("entry_id", "rank", name="uq_target_post_entry_rank"),
    )
    with op.batch_alter_table("target_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_post_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            "ix_target_post_unit_class", ["unit_id", "post_class", "entry_id"], unique=False
        )

    op.create_table(
        "yearly_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("outcome", VOCABULARY, nullable=False),
        sa.Column("strengths", sa.Text(), server_default="", nullable=False),
        sa.Column("gaps", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "outcome IN ('keep', 'watch', 'promote', 'exit')", name=op.f("ck_yearly_review_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["pool_entry.id"],
            name=op.f("fk_yearly_review_entry_id_pool_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_review")),
        sa.UniqueConstraint("entry_id", "year", name="uq_yearly_review_entry_year"),
    )


def downgrade() -> None:
    op.drop_table("yearly_review")
    with op.batch_alter_table("target_post", schema=None) as batch_op:
        batch_op.drop_index("ix_target_post_unit_class")
        batch_op.drop_index(batch_op.f("ix_target_post_post_id"))

    op.drop_table("target_post")
    op.drop_table("study_term")
    with op.batch_alter_table("study_subsidy", schema=None) as batch_op:
        batch_op.drop_index("ix_study_subsidy_upgrade_id")

    op.drop_table("study_subsidy")
    with op.batch_alter_table("study_status_change", schema=None) as batch_op:
        batch_op.drop_index("ix_study_status_change_upgrade_id")

    op.drop_table("study_status_change")
    with op.batch_alter_table("readiness_rating", schema=None) as batch_op:
        batch_op.drop_index("ix_readiness_rating_entry")

    op.drop_table("readiness_rating")
    with op.batch_alter_table("pool_source", schema=None) as batch_op:
        batch_op.drop_index("uq_pool_source_main", sqlite_where=sa.text("main"), postgresql_where="main")

    op.drop_table("pool_source")
    with op.batch_alter_table("guidance_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guidance_photo_log_id"))

    op.drop_table("guidance_photo")
    with op.batch_alter_table("service_period", schema=None) as batch_op:
        batch_op.drop_index("ix_service_period_former_cadre_id")

    op.drop_table("service_period")
    with op.batch_alter_table("rule_exception", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_exception_nomination_id")

    op.drop_table("rule_exception")
    with op.batch_alter_table("re_engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_re_engagement_unit_id"))
        batch_op.drop_index("ix_re_engagement_former_cadre_id")

    op.drop_table("re_engagement")
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_notice_nomination_id"))

    op.drop_table("public_notice")
    with op.batch_alter_table("pool_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pool_entry_open",
            sqlite_where=sa.text("exited_on IS NULL"),
            postgresql_where=sa.text("exited_on IS NULL"),
        )
        batch_op.drop_index("ix_pool_entry_unit_id")
        batch_op.drop_index("ix_pool_entry_person_id")
        batch_op.drop_index(batch_op.f("ix_pool_entry_nomination_id"))

    op.drop_table("pool_entry")
    op.drop_table("nomination_voice")
    with op.batch_alter_table("nomination_step", schema=None) as batch_op:
        batch_op.drop_index("ix_nomination_step_nomination_id")

    op.drop_table("nomination_step")
    with op.batch_alter_table("negative_rule_agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_negative_rule_agency_agency_id"))

    op.drop_table("negative_rule_agency")
    with op.batch_alter_table("guidance_log", schema=None) as batch_op:
        batch_op.drop_index("ix_guidance_log_pairing_id")
        batch_op.drop_index("ix_guidance_log_held_on")

    op.drop_table("guidance_log")
    op.drop_table("former_subsidy")
    with op.batch_alter_table("education_upgrade", schema=None) as batch_op:
        batch_op.drop_index("ix_education_upgrade_unit_id")
        batch_op.drop_index(batch_op.f("ix_education_upgrade_schooling_id"))
        batch_op.drop_index("ix_education_upgrade_person_id")

    op.drop_table("education_upgrade")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_place_id")

    op.drop_table("attendance")
    with op.batch_alter_table("agency_conclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_conclusion_agency_id"))

    op.drop_table("agency_conclusion")
    with op.batch_alter_table("advisory_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_advisory_membership_open",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.drop_table("advisory_membership")
    with op.batch_alter_table("advice_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_record_unit_id"))
        batch_op.drop_index("ix_advice_record_learner_id")
        batch_op.drop_index("ix_advice_record_former_cadre_id")

    op.drop_table("advice_record")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index("ix_training_session_training_id")

    op.drop_table("training_session")
    with op.batch_alter_table("training_place", schema=None) as batch_op:
        batch_op.drop_index("ix_training_place_person_id")

    op.drop_table("training_place")
    with op.batch_alter_table("tempering_task", schema=None) as batch_op:
        batch_op.drop_index("ix_tempering_task_person_id")

    op.drop_table("tempering_task")
    op.drop_table("review_agency")
    with op.batch_alter_table("quota_rule", schema=None) as batch_op:
        batch_op.drop_index("ix_quota_rule_rule_set_id")

    op.drop_table("quota_rule")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index("ix_posting_unit_id")
        batch_op.drop_index("ix_posting_person_id")

    op.drop_table("posting")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pairing_open",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index("ix_pairing_mentor_id")
        batch_op.drop_index("ix_pairing_mentee_id")

    op.drop_table("pairing")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index("ix_nomination_unit_id_stage")
        batch_op.drop_index(batch_op.f("ix_nomination_rule_set_id"))
        batch_op.drop_index("ix_nomination_person_id")

    op.drop_table("nomination")
    op.drop_table("negative_rule")
    op.drop_table("mentor_capacity")
    with op.batch_alter_table("kin_tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kin_tie_second_id"))

    op.drop_table("kin_tie")
    with op.batch_alter_table("former_cadre", schema=None) as batch_op:
        batch_op.drop_index("ix_former_cadre_unit_id")

    op.drop_table("former_cadre")
    op.drop_table("eligibility_rule")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index("ix_training_unit_id")

    op.drop_table("training")
    with op.batch_alter_table("review_rule_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_rule_set_replaces_id"))

    op.drop_table("review_rule_set")
    op.drop_table("reminder_mark")
    op.drop_table("calendar_token")
