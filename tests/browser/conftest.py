"""A served sample town and Debian's Chromium; without Chromium the tests are skipped, visibly."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

from talentpool.app import create_app
from talentpool.extensions import db
from tests.conftest import config_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Site:
    """A running server: its address and its application."""

    url: str
    app: Flask


def serve(app: Flask) -> tuple[str, Callable[[], None]]:
    """Serve an application on a free loopback port; returns its address and how to stop it."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()

    def stop() -> None:
        server.close()
        server.trigger.close() if hasattr(server, "trigger") else None
        thread.join(timeout=5)

    return f"http://127.0.0.1:{server.effective_port}", stop


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample town, served."""
    folder: Path = tmp_path_factory.mktemp("site")
    app = create_app(config_for(folder, f"sqlite:///{folder / 'site.sqlite3'}"))
    with app.app_context():
        upgrade()
        db.session.remove()
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    url, stop = serve(app)
    yield Site(url, app)
    stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A page at desktop and at phone width, in a context of its own; console errors fail the test."""
    context = browser.new_context(
        viewport=request.param, base_url=site.url, locale="zh-CN", accept_downloads=True
    )
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    # A refused form answers 422, which Chromium reports as a failed load of the page itself.
    assert [e for e in errors if "422" not in e] == []


@pytest.fixture
def sign_in(page: Page) -> Callable[[str, str], None]:
    """Sign in through the form."""

    def enter(username: str, password: str) -> None:
        page.goto("/accounts/login")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()

    return enter
