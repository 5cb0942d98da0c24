"""The steps lead to the models, and back."""

from __future__ import annotations

from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from talentpool.app import create_app
from talentpool.extensions import db
from tests.checks.migrations import differences
from tests.conftest import config_for


def test_the_migrated_schema_equals_the_models() -> None:
    assert differences() == []


def test_up_down_and_up_again_leaves_a_whole_schema(tmp_path: Path) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path / 'steps.sqlite3'}"))
    with app.app_context():
        upgrade()
        tables = set(inspect(db.engine).get_table_names())
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(inspect(db.engine).get_table_names()) == tables
        targets = db.session.execute(text("SELECT count(*) FROM structure_target")).scalar_one()
        assert targets == 7
        db.session.remove()
        db.engine.dispose()


def test_migrations_import_nothing_of_the_product() -> None:
    for path in Path(__file__).parents[2].glob("migrations/versions/*.py"):
        assert "talentpool" not in path.read_text(encoding="utf-8")


def test_former_names_of_units_are_told_from_those_of_merged_ones(tmp_path: Path) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path / 'names.sqlite3'}"))
    with app.app_context():
        upgrade(revision="0007")
        db.session.execute(
            text(
                "INSERT INTO unit (id, unit_type, name, path, version) VALUES (1, 'township', '青禾镇', '/1/', 1)"
            )
        )
        db.session.execute(
            text(
                "INSERT INTO unit_name (unit_id, name, until_on, note) VALUES"
                " (1, '青禾乡', '2015-03', ''), (1, '上河乡', '2016-05', '上河乡并入青禾镇'),"
                " (1, '下河乡', NULL, '由上河乡、下河乡合并')"
            )
        )
        db.session.commit()
        upgrade()
        kinds = db.session.execute(text("SELECT name, kind FROM unit_name ORDER BY id")).all()
        assert [tuple(row) for row in kinds] == [
            ("青禾乡", "renamed"),
            ("上河乡", "merged"),
            ("下河乡", "merged"),
        ]
        db.session.remove()
        db.engine.dispose()


def test_a_step_that_rebuilds_a_table_keeps_the_rows_that_point_at_it(tmp_path: Path) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path / 'kept.sqlite3'}"))
    with app.app_context():
        upgrade(revision="0001")
        db.session.execute(
            text(
                "INSERT INTO unit (id, unit_type, name, path, version) VALUES (1, 'township', '青禾镇', '/1/', 1)"
            )
        )
        db.session.execute(
            text(
                "INSERT INTO unit (id, parent_id, unit_type, name, path, version)"
                " VALUES (2, 1, 'village', '金竹村', '/1/2/', 1)"
            )
        )
        db.session.execute(text("INSERT INTO unit_name (unit_id, name) VALUES (2, '老竹村')"))
        db.session.execute(text("INSERT INTO person (id, unit_id, name, version) VALUES (1, 2, '郝天成', 1)"))
        db.session.commit()
        for step in (upgrade, lambda: downgrade(revision="0001"), upgrade):
            db.session.remove()
            step()
            assert db.session.execute(text("SELECT name FROM unit_name")).scalars().all() == ["老竹村"]
            assert db.session.execute(text("SELECT name FROM person")).scalars().all() == ["郝天成"]
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
