"""Mid-term analysis: rounds, field work, appraisal, grades, findings, reports, dossiers.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PARTIAL_DATE = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
VOCABULARY = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "collective_income",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("yuan", sa.Double(), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_collective_income_year_sensible")),
        sa.CheckConstraint("yuan >= 0", name=op.f("ck_collective_income_yuan_not_negative")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_collective_income_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_income")),
        sa.UniqueConstraint("unit_id", "year", name="uq_collective_income_unit_year"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "midterm_rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("avoidance", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("basis", sa.String(length=200), server_default="", nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_midterm_rule_set_replaces_id_midterm_rule_set"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_midterm_rule_set_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_midterm_rule_set")),
        sa.UniqueConstraint("unit_id", "name", "valid_from", name="uq_midterm_rule_set_unit_name_from"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("midterm_rule_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_midterm_rule_set_replaces_id"), ["replaces_id"], unique=False)

    op.create_table(
        "operation_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_on", PARTIAL_DATE, nullable=False),
        sa.Column("ended_on", PARTIAL_DATE, nullable=True),
        sa.Column("yuan", sa.Double(), nullable=True),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('project', 'industry', 'governance', 'service', 'other')",
            name=op.f("ck_operation_record_kind_known"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on",
            name=op.f("ck_operation_record_ends_after_it_starts"),
        ),
        sa.CheckConstraint("yuan IS NULL OR yuan >= 0", name=op.f("ck_operation_record_yuan_not_negative")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_operation_record_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_record")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("operation_record", schema=None) as batch_op:
        batch_op.create_index("ix_operation_record_unit_id", ["unit_id", "started_on"], unique=False)

    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('town', 'unit')", name=op.f("ck_report_template_kind_known")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_template_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_template", schema=None) as batch_op:
        batch_op.create_index("ix_report_template_unit_id", ["unit_id", "kind", "uploaded_at"], unique=False)

    op.create_table(
        "report_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_wording_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_wording")),
        sa.UniqueConstraint("unit_id", "key", name="uq_report_wording_unit_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appraisal_threshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("scale", VOCABULARY, nullable=False),
        sa.Column("measure", VOCABULARY, nullable=False),
        sa.Column("bound", VOCABULARY, nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "bound IN ('at_least', 'at_most')", name=op.f("ck_appraisal_threshold_bound_known")
        ),
        sa.CheckConstraint(
            "measure IN ('turnout', 'best_share', 'favourable_share', 'failing_share')",
            name=op.f("ck_appraisal_threshold_measure_known"),
        ),
        sa.CheckConstraint(
            "scale IN ('team_ballot', 'member_ballot', 'satisfaction', 'team_grade', 'member_grade')",
            name=op.f("ck_appraisal_threshold_scale_known"),
        ),
        sa.CheckConstraint("share >= 0 AND share <= 1", name=op.f("ck_appraisal_threshold_share_of_one")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_appraisal_threshold_rule_set_id_midterm_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_threshold")),
        sa.UniqueConstraint("rule_set_id", "code", name="uq_appraisal_threshold_set_code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "evidence_wanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind IN ('agency_check', 'meeting', 'talk', 'questionnaire', 'satisfaction', 'file_check', 'team_tally', 'member_tally', 'narrative', 'photo')",
            name=op.f("ck_evidence_wanted_kind_known"),
        ),
        sa.CheckConstraint("at_least > 0", name=op.f("ck_evidence_wanted_at_least_positive")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_evidence_wanted_rule_set_id_midterm_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_wanted")),
        sa.UniqueConstraint("rule_set_id", "kind", name="uq_evidence_wanted_set_kind"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "honour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level", VOCABULARY, nullable=False),
        sa.Column("awarded_on", PARTIAL_DATE, nullable=False),
        sa.Column("awarded_by", sa.String(length=120), server_default="", nullable=False),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "level IN ('nation', 'province', 'city', 'county', 'township')",
            name=op.f("ck_honour_level_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_honour_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_honour_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour")),
        sa.UniqueConstraint("unit_id", "person_id", "name", "awarded_on", name="uq_honour_whose_name_on"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("honour", schema=None) as batch_op:
        batch_op.create_index("ix_honour_person_id", ["person_id"], unique=False)

    op.create_table(
        "midterm_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("scheme_title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("scheme_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("scheme_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_midterm_round_ends_after_it_starts")),
        sa.CheckConstraint("previous_id <> id", name=op.f("ck_midterm_round_not_its_own_previous")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["midterm_round.id"], name=op.f("fk_midterm_round_previous_id_midterm_round")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_midterm_round_rule_set_id_midterm_rule_set"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_midterm_round_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_midterm_round")),
        sa.UniqueConstraint("unit_id", "name", name="uq_midterm_round_unit_name"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("midterm_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_midterm_round_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_midterm_round_rule_set_id"), ["rule_set_id"], unique=False)
        batch_op.create_index("ix_midterm_round_unit_id", ["unit_id", "reference_on"], unique=False)

    op.create_table(
        "scale_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("scale", VOCABULARY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("meaning", VOCABULARY, nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("proposed_from", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "(meaning = 'abstain') = (points IS NULL)", name=op.f("ck_scale_step_abstentions_have_no_points")
        ),
        sa.CheckConstraint(
            "meaning IN ('best', 'good', 'passing', 'failing', 'abstain')",
            name=op.f("ck_scale_step_meaning_known"),
        ),
        sa.CheckConstraint(
            "scale IN ('team_ballot', 'member_ballot', 'satisfaction', 'team_grade', 'member_grade')",
            name=op.f("ck_scale_step_scale_known"),
        ),
        sa.CheckConstraint(
            "points IS NULL OR (points >= 0 AND points <= 100)",
            name=op.f("ck_scale_step_points_of_a_hundred"),
        ),
        sa.CheckConstraint(
            "proposed_from IS NULL OR (proposed_from >= 0 AND proposed_from <= 100)",
            name=op.f("ck_scale_step_proposed_from_of_a_hundred"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_scale_step_rule_set_id_midterm_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_step")),
        sa.UniqueConstraint("rule_set_id", "scale", "label", name="uq_scale_step_set_scale_label"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "score_weight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("object", VOCABULARY, nullable=False),
        sa.Column("component", VOCABULARY, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "component IN ('ballot', 'satisfaction', 'structure', 'staffing', 'reserves', 'education', 'mentorship', 'rectification', 'honours')",
            name=op.f("ck_score_weight_component_known"),
        ),
        sa.CheckConstraint("object IN ('team', 'member')", name=op.f("ck_score_weight_object_known")),
        sa.CheckConstraint("weight >= 0 AND weight <= 100", name=op.f("ck_score_weight_weight_of_a_hundred")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_score_weight_rule_set_id_midterm_rule_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_weight")),
        sa.UniqueConstraint(
            "rule_set_id", "object", "component", name="uq_score_weight_set_object_component"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agency_inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=True),
        sa.Column("conclusion", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (clear IS NULL)", name=op.f("ck_agency_inquiry_answer_has_its_date")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agency_inquiry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_agency_inquiry_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agency_inquiry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_inquiry")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agency_inquiry", schema=None) as batch_op:
        batch_op.create_index("ix_agency_inquiry_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_agency_inquiry_round_id", ["round_id", "unit_id"], unique=False)

    op.create_table(
        "assessment_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_assessment_group_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_group")),
        sa.UniqueConstraint("round_id", "name", name="uq_assessment_group_round_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "field_totals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=True),
        sa.Column("talks", sa.Integer(), nullable=True),
        sa.Column("questionnaires_issued", sa.Integer(), nullable=True),
        sa.Column("questionnaires_returned", sa.Integer(), nullable=True),
        sa.Column("questionnaires_valid", sa.Integer(), nullable=True),
        sa.Column("satisfaction_forms", sa.Integer(), nullable=True),
        sa.Column("suggestions", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "coalesce(meetings, 0) >= 0 AND coalesce(talks, 0) >= 0 AND coalesce(suggestions, 0) >= 0 AND coalesce(questionnaires_issued, 0) >= 0 AND coalesce(questionnaires_returned, 0) >= 0 AND coalesce(questionnaires_valid, 0) >= 0 AND coalesce(satisfaction_forms, 0) >= 0",
            name=op.f("ck_field_totals_totals_not_negative"),
        ),
        sa.CheckConstraint(
            "questionnaires_returned <= questionnaires_issued",
            name=op.f("ck_field_totals_returned_of_issued"),
        ),
        sa.CheckConstraint(
            "questionnaires_valid <= questionnaires_returned", name=op.f("ck_field_totals_valid_of_returned")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_field_totals_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_field_totals_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_totals")),
        sa.UniqueConstraint("round_id", "unit_id", name="uq_field_totals_round_unit"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("field_totals", schema=None) as batch_op:
        batch_op.create_index("ix_field_totals_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "file_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("found", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_file_check_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_file_check_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_check")),
        sa.UniqueConstraint("client_key", name="uq_file_check_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("file_check", schema=None) as batch_op:
        batch_op.create_index("ix_file_check_round_id", ["round_id", "unit_id", "checked_on"], unique=False)
        batch_op.create_index("ix_file_check_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "grade_cap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("text", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint("share >= 0 AND share <= 1", name=op.f("ck_grade_cap_share_of_one")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["midterm_rule_set.id"],
            name=op.f("fk_grade_cap_rule_set_id_midterm_rule_set"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["scale_step.id"], name=op.f("fk_grade_cap_step_id_scale_step"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_cap")),
        sa.UniqueConstraint("step_id", name="uq_grade_cap_step"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("grade_cap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grade_cap_rule_set_id"), ["rule_set_id"], unique=False)

    op.create_table(
        "narrative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("heading", sa.String(length=80), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('lead', 'preparation', 'fieldwork', 'study', 'application', 'operation', 'member', 'reserves', 'next_step')",
            name=op.f("ck_narrative_kind_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_narrative_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_narrative_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_narrative_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narrative")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("narrative", schema=None) as batch_op:
        batch_op.create_index("ix_narrative_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_narrative_round_id", ["round_id", "kind", "unit_id", "position"], unique=False
        )
        batch_op.create_index("ix_narrative_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "party_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.String(length=120), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_party_meeting_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_meeting")),
        sa.UniqueConstraint("round_id", "name", "held_on", name="uq_party_meeting_round_name_on"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questionnaire_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "issued >= returned AND returned >= valid AND valid >= 0",
            name=op.f("ck_questionnaire_count_valid_of_returned"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_questionnaire_count_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_questionnaire_count_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_count")),
        sa.UniqueConstraint("client_key", name="uq_questionnaire_count_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questionnaire_count", schema=None) as batch_op:
        batch_op.create_index("ix_questionnaire_count_round_id", ["round_id", "unit_id"], unique=False)
        batch_op.create_index("ix_questionnaire_count_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", VOCABULARY, nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", MOMENT, nullable=False),
        sa.Column("drafted_by", sa.String(length=80), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=80), nullable=True),
        sa.Column("review_note", sa.Text(), server_default="", nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("fixed_by", sa.String(length=80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(state = 'fixed') = (fixed_on IS NOT NULL)", name=op.f("ck_report_fixed_with_its_date")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (reviewed_on IS NOT NULL AND reviewed_by IS NOT NULL)",
            name=op.f("ck_report_reviewed_by_somebody"),
        ),
        sa.CheckConstraint("state IN ('draft', 'reviewed', 'fixed')", name=op.f("ck_report_state_known")),
        sa.CheckConstraint("edition > 0", name=op.f("ck_report_edition_positive")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_report_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["report_template.id"], name=op.f("fk_report_template_id_report_template")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_template_used", ["template_id"], unique=False)
        batch_op.create_index("ix_report_unit_id", ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_report_town",
            ["round_id", "edition"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )
        batch_op.create_index(
            "uq_report_unit",
            ["round_id", "unit_id", "edition"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )

    op.create_table(
        "round_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('scheme', 'notice', 'other')", name=op.f("ck_round_document_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_round_document_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_document")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round_document", schema=None) as batch_op:
        batch_op.create_index("ix_round_document_round_id", ["round_id"], unique=False)

    op.create_table(
        "round_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_round_step_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_round_step_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_step")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round_step", schema=None) as batch_op:
        batch_op.create_index("ix_round_step_round_id", ["round_id", "position"], unique=False)

    op.create_table(
        "round_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_round_unit_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_round_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_unit")),
        sa.UniqueConstraint("round_id", "unit_id", name="uq_round_unit_round_unit"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round_unit", schema=None) as batch_op:
        batch_op.create_index("ix_round_unit_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "satisfaction_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("forms >= 0", name=op.f("ck_satisfaction_survey_forms_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_satisfaction_survey_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_satisfaction_survey_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_satisfaction_survey_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_survey")),
        sa.UniqueConstraint("client_key", name="uq_satisfaction_survey_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("satisfaction_survey", schema=None) as batch_op:
        batch_op.create_index("ix_satisfaction_survey_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_satisfaction_survey_round_id", ["round_id", "unit_id", "person_id"], unique=False
        )
        batch_op.create_index("ix_satisfaction_survey_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("source", VOCABULARY, nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("source IN ('clerks', 'ledger', 'ballot')", name=op.f("ck_tally_source_known")),
        sa.CheckConstraint(
            "(source IS NULL) = (settled_on IS NULL)", name=op.f("ck_tally_settled_from_a_source")
        ),
        sa.CheckConstraint("due IS NULL OR due >= 0", name=op.f("ck_tally_due_not_negative")),
        sa.CheckConstraint("present IS NULL OR present >= 0", name=op.f("ck_tally_present_not_negative")),
        sa.CheckConstraint("returned IS NULL OR returned >= 0", name=op.f("ck_tally_returned_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tally_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_tally_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tally_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.create_index("ix_tally_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_tally_unit_id", ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_tally_member",
            ["round_id", "unit_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_tally_team",
            ["round_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )

    op.create_table(
        "field_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), server_default="", nullable=False),
        sa.Column("chaired_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("written_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('members_and_masses', 'party_members', 'representatives', 'team', 'symposium', 'other')",
            name=op.f("ck_field_meeting_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["assessment_group.id"], name=op.f("fk_field_meeting_group_id_assessment_group")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_field_meeting_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_field_meeting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_meeting")),
        sa.UniqueConstraint("client_key", name="uq_field_meeting_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("field_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_field_meeting_group_id", ["group_id"], unique=False)
        batch_op.create_index("ix_field_meeting_round_id", ["round_id", "unit_id", "held_on"], unique=False)
        batch_op.create_index("ix_field_meeting_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "grade_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("proposed_step_id", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposed_facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("judged_step_id", sa.Integer(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("judged_by", sa.String(length=80), nullable=True),
        sa.Column("judged_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_step_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("decided_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(decided_step_id IS NULL) = (decided_on IS NULL)",
            name=op.f("ck_grade_record_decision_has_its_date"),
        ),
        sa.CheckConstraint(
            "(judged_step_id IS NULL) = (judged_on IS NULL) AND (judged_step_id IS NULL) = (judged_by IS NULL)",
            name=op.f("ck_grade_record_judgement_has_its_author"),
        ),
        sa.CheckConstraint(
            "(proposed_step_id IS NULL) = (proposed_on IS NULL)",
            name=op.f("ck_grade_record_proposal_has_its_date"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_step_id"], ["scale_step.id"], name=op.f("fk_grade_record_decided_step_id_scale_step")
        ),
        sa.ForeignKeyConstraint(
            ["judged_step_id"], ["scale_step.id"], name=op.f("fk_grade_record_judged_step_id_scale_step")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["party_meeting.id"], name=op.f("fk_grade_record_meeting_id_party_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grade_record_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposed_step_id"], ["scale_step.id"], name=op.f("fk_grade_record_proposed_step_id_scale_step")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_grade_record_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_grade_record_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_record")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("grade_record", schema=None) as batch_op:
        batch_op.create_index("ix_grade_record_decided_step_id", ["decided_step_id"], unique=False)
        batch_op.create_index("ix_grade_record_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index("ix_grade_record_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_grade_record_unit_id", ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_grade_record_member",
            ["round_id", "unit_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_grade_record_team",
            ["round_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )

    op.create_table(
        "group_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("exception_reason", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["assessment_group.id"],
            name=op.f("fk_group_assignment_group_id_assessment_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_assignment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_assignment")),
        sa.UniqueConstraint("group_id", "unit_id", name="uq_group_assignment_group_unit"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_group_assignment_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", VOCABULARY, nullable=False),
        sa.Column("title", sa.String(length=60), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("role IN ('head', 'member')", name=op.f("ck_group_member_role_known")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["assessment_group.id"],
            name=op.f("fk_group_member_group_id_assessment_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("group_id", "person_id", name="uq_group_member_group_person"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index("ix_group_member_person_id", ["person_id"], unique=False)

    op.create_table(
        "inquiry_forward",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("forwarded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["assessment_group.id"],
            name=op.f("fk_inquiry_forward_group_id_assessment_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["agency_inquiry.id"],
            name=op.f("fk_inquiry_forward_inquiry_id_agency_inquiry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_forward")),
        sa.UniqueConstraint("inquiry_id", "group_id", name="uq_inquiry_forward_inquiry_group"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inquiry_forward", schema=None) as batch_op:
        batch_op.create_index("ix_inquiry_forward_group_id", ["group_id"], unique=False)

    op.create_table(
        "satisfaction_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.CheckConstraint("forms >= 0", name=op.f("ck_satisfaction_answer_forms_not_negative")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["scale_step.id"], name=op.f("fk_satisfaction_answer_step_id_scale_step")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["satisfaction_survey.id"],
            name=op.f("fk_satisfaction_answer_survey_id_satisfaction_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_answer")),
        sa.UniqueConstraint("survey_id", "step_id", name="uq_satisfaction_answer_survey_step"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("satisfaction_answer", schema=None) as batch_op:
        batch_op.create_index("ix_satisfaction_answer_step_id", ["step_id"], unique=False)

    op.create_table(
        "talk_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_at", sa.String(length=20), server_default="", nullable=False),
        sa.Column("place", sa.String(length=80), server_default="", nullable=False),
        sa.Column("held_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("with_kind", VOCABULARY, nullable=False),
        sa.Column("with_id", sa.Integer(), nullable=True),
        sa.Column("with_written", sa.String(length=80), server_default="", nullable=False),
        sa.Column("headcount", sa.Integer(), server_default="1", nullable=False),
        sa.Column("about_team", sa.Text(), server_default="", nullable=False),
        sa.Column("about_members", sa.Text(), server_default="", nullable=False),
        sa.Column("problems", sa.Text(), server_default="", nullable=False),
        sa.Column("wishes", sa.Text(), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "with_kind IN ('team_member', 'party_member', 'mass_representative', 'group_leader', 'reserve', 'selected_graduate', 'stationed_cadre', 'former_cadre', 'other')",
            name=op.f("ck_talk_record_with_kind_known"),
        ),
        sa.CheckConstraint("headcount > 0", name=op.f("ck_talk_record_headcount_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["assessment_group.id"], name=op.f("fk_talk_record_group_id_assessment_group")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_talk_record_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_talk_record_unit_id_unit")),
        sa.ForeignKeyConstraint(["with_id"], ["person.id"], name=op.f("fk_talk_record_with_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_record")),
        sa.UniqueConstraint("client_key", name="uq_talk_record_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("talk_record", schema=None) as batch_op:
        batch_op.create_index("ix_talk_record_group_id", ["group_id"], unique=False)
        batch_op.create_index("ix_talk_record_round_id", ["round_id", "unit_id", "held_on"], unique=False)
        batch_op.create_index("ix_talk_record_unit_id", ["unit_id"], unique=False)
        batch_op.create_index("ix_talk_record_with_id", ["with_id"], unique=False)

    op.create_table(
        "tally_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tally_id", sa.Integer(), nullable=False),
        sa.Column("dimension", VOCABULARY, server_default="overall", nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "dimension IN ('overall', 'morals', 'ability', 'diligence', 'achievement', 'probity')",
            name=op.f("ck_tally_count_dimension_known"),
        ),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_tally_count_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["scale_step.id"], name=op.f("fk_tally_count_step_id_scale_step")
        ),
        sa.ForeignKeyConstraint(
            ["tally_id"], ["tally.id"], name=op.f("fk_tally_count_tally_id_tally"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_count")),
        sa.UniqueConstraint("tally_id", "dimension", "step_id", name="uq_tally_count_tally_dimension_step"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tally_count", schema=None) as batch_op:
        batch_op.create_index("ix_tally_count_step_id", ["step_id"], unique=False)

    op.create_table(
        "tally_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tally_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_tally_entry_first_or_second")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_tally_entry_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["tally_id"], ["tally.id"], name=op.f("fk_tally_entry_tally_id_tally"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_entry")),
        sa.UniqueConstraint("tally_id", "account_id", name="uq_tally_entry_tally_account"),
        sa.UniqueConstraint("tally_id", "turn", name="uq_tally_entry_tally_turn"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tally_entry", schema=None) as batch_op:
        batch_op.create_index("ix_tally_entry_account_id", ["account_id"], unique=False)

    op.create_table(
        "field_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("file_check_id", sa.Integer(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("caption", sa.String(length=120), server_default="", nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_check_id"],
            ["file_check.id"],
            name=op.f("fk_field_photo_file_check_id_file_check"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["field_meeting.id"],
            name=op.f("fk_field_photo_meeting_id_field_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_field_photo_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"],
            ["talk_record.id"],
            name=op.f("fk_field_photo_talk_id_talk_record"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_field_photo_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_photo")),
        sa.UniqueConstraint("client_key", name="uq_field_photo_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("field_photo", schema=None) as batch_op:
        batch_op.create_index("ix_field_photo_file_check_id", ["file_check_id"], unique=False)
        batch_op.create_index("ix_field_photo_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index("ix_field_photo_round_id", ["round_id", "unit_id"], unique=False)
        batch_op.create_index("ix_field_photo_talk_id", ["talk_id"], unique=False)
        batch_op.create_index("ix_field_photo_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", VOCABULARY, nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('team_member', 'party_member', 'mass_representative', 'group_leader', 'reserve', 'selected_graduate', 'stationed_cadre', 'former_cadre', 'other')",
            name=op.f("ck_meeting_attendance_kind_known"),
        ),
        sa.CheckConstraint("present > 0", name=op.f("ck_meeting_attendance_present_positive")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["field_meeting.id"],
            name=op.f("fk_meeting_attendance_meeting_id_field_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("meeting_id", "kind", name="uq_meeting_attendance_meeting_kind"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["field_meeting.id"],
            name=op.f("fk_suggestion_meeting_id_field_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["midterm_round.id"],
            name=op.f("fk_suggestion_round_id_midterm_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"],
            ["talk_record.id"],
            name=op.f("fk_suggestion_talk_id_talk_record"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_suggestion_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("client_key", name="uq_suggestion_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index("ix_suggestion_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index("ix_suggestion_round_id", ["round_id", "unit_id"], unique=False)
        batch_op.create_index("ix_suggestion_talk_id", ["talk_id"], unique=False)
        batch_op.create_index("ix_suggestion_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "talk_recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR length(name) > 0", name=op.f("ck_talk_recommendation_somebody_is_named")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_talk_recommendation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"],
            ["talk_record.id"],
            name=op.f("fk_talk_recommendation_talk_id_talk_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_recommendation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("talk_recommendation", schema=None) as batch_op:
        batch_op.create_index("ix_talk_recommendation_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_talk_recommendation_talk_id", ["talk_id"], unique=False)

    op.create_table(
        "talk_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_talk_remark_person_id_person")),
        sa.ForeignKeyConstraint(
            ["talk_id"],
            ["talk_record.id"],
            name=op.f("fk_talk_remark_talk_id_talk_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_remark")),
        sa.UniqueConstraint("talk_id", "person_id", name="uq_talk_remark_talk_person"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("talk_remark", schema=None) as batch_op:
        batch_op.create_index("ix_talk_remark_person_id", ["person_id"], unique=False)

    op.create_table(
        "tally_entry_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("dimension", VOCABULARY, server_default="overall", nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "dimension IN ('overall', 'morals', 'ability', 'diligence', 'achievement', 'probity')",
            name=op.f("ck_tally_entry_count_dimension_known"),
        ),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_tally_entry_count_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["tally_entry.id"],
            name=op.f("fk_tally_entry_count_entry_id_tally_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["scale_step.id"], name=op.f("fk_tally_entry_count_step_id_scale_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_entry_count")),
        sa.UniqueConstraint(
            "entry_id", "dimension", "step_id", name="uq_tally_entry_count_entry_dimension_step"
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tally_entry_count", schema=None) as batch_op:
        batch_op.create_index("ix_tally_entry_count_step_id", ["step_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", VOCABULARY, nullable=False),
        sa.Column("state", VOCABULARY, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("struck_reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("proposal_key", sa.String(length=80), nullable=True),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("measures", sa.Text(), server_default="", nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader_written", sa.String(length=60), server_default="", nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("responsible_written", sa.String(length=60), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_finding_closed_with_its_date")
        ),
        sa.CheckConstraint(
            "origin IN ('written', 'ledger', 'data', 'suggestion', 'carried')",
            name=op.f("ck_finding_origin_known"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'struck', 'open', 'submitted', 'closed')",
            name=op.f("ck_finding_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'submitted', 'closed') OR accepted_on IS NOT NULL",
            name=op.f("ck_finding_accepted_with_its_date"),
        ),
        sa.CheckConstraint("closed_by_id <> responsible_id", name=op.f("ck_finding_closed_by_another")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["finding.id"], name=op.f("fk_finding_carried_from_id_finding")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_finding_closed_by_id_person")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_finding_leader_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id_person")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["person.id"], name=op.f("fk_finding_responsible_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["midterm_round.id"], name=op.f("fk_finding_round_id_midterm_round")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_finding_suggestion_id_suggestion"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_finding_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("round_id", "unit_id", "proposal_key", name="uq_finding_round_unit_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_carried_from_id", ["carried_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index("ix_finding_leader_id", ["leader_id"], unique=False)
        batch_op.create_index("ix_finding_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_finding_responsible_id", ["responsible_id"], unique=False)
        batch_op.create_index("ix_finding_round_id", ["round_id", "state"], unique=False)
        batch_op.create_index("ix_finding_state", ["state", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_suggestion_id"), ["suggestion_id"], unique=False)
        batch_op.create_index("ix_finding_unit_id", ["unit_id", "state", "due_on"], unique=False)

    op.create_table(
        "rectification_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("act", VOCABULARY, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("written_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("client_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "act IN ('progress', 'submitted', 'returned', 'closed', 'reopened')",
            name=op.f("ck_rectification_step_act_known"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_rectification_step_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_step")),
        sa.UniqueConstraint("client_key", name="uq_rectification_step_client_key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rectification_step", schema=None) as batch_op:
        batch_op.create_index("ix_rectification_step_finding_id", ["finding_id", "happened_on"], unique=False)

    op.create_table(
        "rectification_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["rectification_step.id"],
            name=op.f("fk_rectification_evidence_step_id_rectification_step"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_evidence")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rectification_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_rectification_evidence_step_id", ["step_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rectification_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_rectification_evidence_step_id")

    op.drop_table("rectification_evidence")
    with op.batch_alter_table("rectification_step", schema=None) as batch_op:
        batch_op.drop_index("ix_rectification_step_finding_id")

    op.drop_table("rectification_step")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_unit_id")
        batch_op.drop_index(batch_op.f("ix_finding_suggestion_id"))
        batch_op.drop_index("ix_finding_state")
        batch_op.drop_index("ix_finding_round_id")
        batch_op.drop_index("ix_finding_responsible_id")
        batch_op.drop_index("ix_finding_person_id")
        batch_op.drop_index("ix_finding_leader_id")
        batch_op.drop_index(batch_op.f("ix_finding_closed_by_id"))
        batch_op.drop_index("ix_finding_carried_from_id")

    op.drop_table("finding")
    with op.batch_alter_table("tally_entry_count", schema=None) as batch_op:
        batch_op.drop_index("ix_tally_entry_count_step_id")

    op.drop_table("tally_entry_count")
    with op.batch_alter_table("talk_remark", schema=None) as batch_op:
        batch_op.drop_index("ix_talk_remark_person_id")

    op.drop_table("talk_remark")
    with op.batch_alter_table("talk_recommendation", schema=None) as batch_op:
        batch_op.drop_index("ix_talk_recommendation_talk_id")
        batch_op.drop_index("ix_talk_recommendation_person_id")

    op.drop_table("talk_recommendation")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index("ix_suggestion_unit_id")
        batch_op.drop_index("ix_suggestion_talk_id")
        batch_op.drop_index("ix_suggestion_round_id")
        batch_op.drop_index("ix_suggestion_meeting_id")

    op.drop_table("suggestion")
    op.drop_table("meeting_attendance")
    with op.batch_alter_table("field_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_field_photo_unit_id")
        batch_op.drop_index("ix_field_photo_talk_id")
        batch_op.drop_index("ix_field_photo_round_id")
        batch_op.drop_index("ix_field_photo_meeting_id")
        batch_op.drop_index("ix_field_photo_file_check_id")

    op.drop_table("field_photo")
    with op.batch_alter_table("tally_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_tally_entry_account_id")

    op.drop_table("tally_entry")
    with op.batch_alter_table("tally_count", schema=None) as batch_op:
        batch_op.drop_index("ix_tally_count_step_id")

    op.drop_table("tally_count")
    with op.batch_alter_table("talk_record", schema=None) as batch_op:
        batch_op.drop_index("ix_talk_record_with_id")
        batch_op.drop_index("ix_talk_record_unit_id")
        batch_op.drop_index("ix_talk_record_round_id")
        batch_op.drop_index("ix_talk_record_group_id")

    op.drop_table("talk_record")
    with op.batch_alter_table("satisfaction_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_satisfaction_answer_step_id")

    op.drop_table("satisfaction_answer")
    with op.batch_alter_table("inquiry_forward", schema=None) as batch_op:
        batch_op.drop_index("ix_inquiry_forward_group_id")

    op.drop_table("inquiry_forward")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index("ix_group_member_person_id")

    op.drop_table("group_member")
    with op.batch_alter_table("group_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_group_assignment_unit_id")

    op.drop_table("group_assignment")
    with op.batch_alter_table("grade_record", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_grade_record_team",
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_grade_record_member",
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_grade_record_unit_id")
        batch_op.drop_index("ix_grade_record_person_id")
        batch_op.drop_index("ix_grade_record_meeting_id")
        batch_op.drop_index("ix_grade_record_decided_step_id")

    op.drop_table("grade_record")
    with op.batch_alter_table("field_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_field_meeting_unit_id")
        batch_op.drop_index("ix_field_meeting_round_id")
        batch_op.drop_index("ix_field_meeting_group_id")

    op.drop_table("field_meeting")
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tally_team",
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_tally_member",
            sqlite_where=sa.text("person_id IS NOT NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_tally_unit_id")
        batch_op.drop_index("ix_tally_person_id")

    op.drop_table("tally")
    with op.batch_alter_table("satisfaction_survey", schema=None) as batch_op:
        batch_op.drop_index("ix_satisfaction_survey_unit_id")
        batch_op.drop_index("ix_satisfaction_survey_round_id")
        batch_op.drop_index("ix_satisfaction_survey_person_id")

    op.drop_table("satisfaction_survey")
    with op.batch_alter_table("round_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_round_unit_unit_id")

    op.drop_table("round_unit")
    with op.batch_alter_table("round_step", schema=None) as batch_op:
        batch_op.drop_index("ix_round_step_round_id")

    op.drop_table("round_step")
    with op.batch_alter_table("round_document", schema=None) as batch_op:
        batch_op.drop_index("ix_round_document_round_id")

    op.drop_table("round_document")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_report_unit",
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_report_town",
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )
        batch_op.drop_index("ix_report_unit_id")
        batch_op.drop_index("ix_report_template_used")

    op.drop_table("report")
    with op.batch_alter_table("questionnaire_count", schema=None) as batch_op:
        batch_op.drop_index("ix_questionnaire_count_unit_id")
        batch_op.drop_index("ix_questionnaire_count_round_id")

    op.drop_table("questionnaire_count")
    op.drop_table("party_meeting")
    with op.batch_alter_table("narrative", schema=None) as batch_op:
        batch_op.drop_index("ix_narrative_unit_id")
        batch_op.drop_index("ix_narrative_round_id")
        batch_op.drop_index("ix_narrative_person_id")

    op.drop_table("narrative")
    with op.batch_alter_table("grade_cap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grade_cap_rule_set_id"))

    op.drop_table("grade_cap")
    with op.batch_alter_table("file_check", schema=None) as batch_op:
        batch_op.drop_index("ix_file_check_unit_id")
        batch_op.drop_index("ix_file_check_round_id")

    op.drop_table("file_check")
    with op.batch_alter_table("field_totals", schema=None) as batch_op:
        batch_op.drop_index("ix_field_totals_unit_id")

    op.drop_table("field_totals")
    op.drop_table("assessment_group")
    with op.batch_alter_table("agency_inquiry", schema=None) as batch_op:
        batch_op.drop_index("ix_agency_inquiry_round_id")
        batch_op.drop_index("ix_agency_inquiry_person_id")

    op.drop_table("agency_inquiry")
    op.drop_table("score_weight")
    op.drop_table("scale_step")
    with op.batch_alter_table("midterm_round", schema=None) as batch_op:
        batch_op.drop_index("ix_midterm_round_unit_id")
        batch_op.drop_index(batch_op.f("ix_midterm_round_rule_set_id"))
        batch_op.drop_index(batch_op.f("ix_midterm_round_previous_id"))

    op.drop_table("midterm_round")
    with op.batch_alter_table("honour", schema=None) as batch_op:
        batch_op.drop_index("ix_honour_person_id")

    op.drop_table("honour")
    op.drop_table("evidence_wanted")
    op.drop_table("appraisal_threshold")
    op.drop_table("report_wording")
    with op.batch_alter_table("report_template", schema=None) as batch_op:
        batch_op.drop_index("ix_report_template_unit_id")

    op.drop_table("report_template")
    with op.batch_alter_table("operation_record", schema=None) as batch_op:
        batch_op.drop_index("ix_operation_record_unit_id")

    op.drop_table("operation_record")
    with op.batch_alter_table("midterm_rule_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_midterm_rule_set_replaces_id"))

    op.drop_table("midterm_rule_set")
    op.drop_table("collective_income")
