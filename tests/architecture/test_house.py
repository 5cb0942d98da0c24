"""The house's own rules, as tests."""

from __future__ import annotations

import re
import tomllib

import pytest
from flask import Flask

from talentpool.app import create_app
from talentpool.config import ROOT, VERSION
from talentpool.security.gate import OPEN_ENDPOINTS, mark_of, public
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from tests.conftest import config_for

TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.html")
)


def test_the_application_refuses_to_start_with_an_unmarked_route(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from talentpool.security.gate import check_every_route_is_marked

    app = Flask("bare")
    app.add_url_rule("/open", "open", public(lambda: "open"))
    app.view_functions["static"] = public(lambda filename: filename)
    check_every_route_is_marked(app)
    app.add_url_rule("/naked", "naked", lambda: "naked")
    with pytest.raises(RuntimeError, match="naked"):
        check_every_route_is_marked(app)


def test_every_permission_is_held_by_some_role_and_asked_for_by_some_route(sqlite_app: Flask) -> None:
    held = frozenset().union(*(role.permissions for role in ROLES.values()))
    asked = {mark_of(sqlite_app, rule.endpoint) for rule in sqlite_app.url_map.iter_rules()}
    assert held == set(Permission)
    inside_views = {Permission.EXPORTS_UNMASK}
    assert set(Permission) - inside_views <= asked


def test_urls_are_lower_case_with_hyphens_and_their_ids_are_typed(sqlite_app: Flask) -> None:
    for rule in sqlite_app.url_map.iter_rules():
        if rule.endpoint in OPEN_ENDPOINTS:
            continue
        plain = re.sub(r"<(?:int:\w+_id|int:\w+|slug|string:slug|\w+)>", "x", rule.rule)
        assert re.fullmatch(r"/|(/[a-z0-9]+(-[a-z0-9]+)*)+", plain), rule.rule
        assert "_id>" not in re.sub(r"<int:\w+>", "", rule.rule), rule.rule


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles_and_holds_no_inline_style_or_script(sqlite_app: Flask, name: str) -> None:
    sqlite_app.jinja_env.get_template(name)
    source = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert "|safe" not in source.replace(" ", "")
    assert not re.search(r"""\sstyle\s*=\s*["']""", source)
    assert not re.search(r"\son(click|change|submit|load)\s*=", source)
    for tag in re.findall(r"<script[^>]*>", source):
        assert "src=" in tag


def test_an_application_can_be_made_twice_in_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("second")
    first = create_app(config_for(folder, "sqlite://"))
    second = create_app(config_for(folder, "sqlite://"))
    assert first.config["SECRET_KEY"] == second.config["SECRET_KEY"]
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600


def test_the_product_knows_its_own_version() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert told == VERSION
