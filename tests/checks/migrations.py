"""`python -m tests.checks.migrations`: one head, and the migrated schema equals the models."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from talentpool.app import create_app
from talentpool.config import ROOT, Config
from talentpool.extensions import db


def differences() -> list[str]:
    """What autogenerate would still change, as text; several heads count as a difference."""
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    found = [] if len(heads) == 1 else [f"the migrations have {len(heads)} heads: {heads}"]
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environment({"TALENTPOOL_INSTANCE": str(Path(folder))}))
        with app.app_context():
            upgrade()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": False})
                found += [str(step) for step in compare_metadata(context, db.metadata)]
            db.engine.dispose()
    return found


def main() -> int:
    """Print the differences; 1 if there are any."""
    found = differences()
    print("\n".join(found) or "migrations: one head, equal to the models")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
