"""Commands before the first `db upgrade`."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentpool.app import create_app
from tests.conftest import config_for


@pytest.mark.parametrize(
    "command", [("demo",), ("first-administrator",), ("accounts", "list"), ("figures",), ("keys", "rotate")]
)
def test_a_command_without_a_schema_names_the_way_out(tmp_path: Path, command: tuple[str, ...]) -> None:
    app = create_app(config_for(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}"))
    for _time in range(2):
        result = app.test_cli_runner().invoke(args=list(command))
        assert result.exit_code == 1
        assert result.stderr == "Error: 数据库还没有建立,或比程序旧。请先执行: flask --app wsgi db upgrade\n"
