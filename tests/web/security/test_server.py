"""The server itself: HTTPS on the office's network, clients that are slow, gone or hostile."""

from __future__ import annotations

import os
import socket
import socketserver
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, Response, request

from talentpool.accounts.services import open_account
from talentpool.app import create_app
from talentpool.extensions import db
from talentpool.security.actor import act_as, console_operator
from talentpool.web.certificates import make_certificate
from talentpool.web.server import REQUEST_SECONDS, Server, tls_context
from tests.conftest import config_for
from tests.web.conftest import PASSWORD
from tests.web.security.serving import HOST, Served, answer_to, held_open, serving

SLOW = 60
SOON = 2.0
"""Seconds in which somebody else must be served meanwhile."""
LONG = b"0123456789abcdef" * 65536
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(certificate, key) for localhost."""
    folder = tmp_path_factory.mktemp("certificate")
    for name, content in zip(
        ("certificate.pem", "key.pem"),
        make_certificate(("localhost", HOST), at=datetime.now(UTC)),
        strict=True,
    ):
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def small_app() -> Flask:
    """Pages that show what the server passes on."""
    app = Flask("small")
    app.add_url_rule("/health", "health", lambda: "ok")
    app.add_url_rule("/who", "who", lambda: [request.scheme, request.remote_addr])
    app.add_url_rule("/long", "long", lambda: Response(LONG))
    app.add_url_rule("/echo", "echo", lambda: str(len(request.get_data())), methods=["POST"])
    return app


@pytest.fixture(params=["http", "https"])
def served(
    request: pytest.FixtureRequest, small_app: Flask, certificate: tuple[Path, Path]
) -> Iterator[Served]:
    """The small application over plain HTTP and over HTTPS."""
    with serving(small_app, certificate=certificate if request.param == "https" else None) as running:
        yield running


def test_the_application_is_told_the_scheme_and_the_true_address(served: Served) -> None:
    scheme = b"https" if served.certificate else b"http"
    assert served.get("/who")[1].replace(b"\n", b"") == b'["' + scheme + b'","127.0.0.1"]'


def test_long_answers_and_long_forms_arrive_whole(served: Served) -> None:
    client = served.client()
    for _ in range(2):  # the second over the same connection
        client.request("GET", "/long")
        assert client.getresponse().read() == LONG
        client.request("POST", "/echo", body=LONG)
        assert client.getresponse().read() == str(len(LONG)).encode()
    client.close()


def test_many_clients_at_once_get_their_own_answers(served: Served) -> None:
    def fetch(number: int) -> bool:
        return served.get("/long")[1] == LONG if number % 2 else served.get("/health")[1] == b"ok"

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fetch, range(40)))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /health HTTP/1.1\r\nHost: local",
        b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc",
        b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["silent", "slow header", "slow body", "slow reader"],
)
def test_sixty_slow_connections_hold_up_nobody(served: Served, sent: bytes) -> None:
    with held_open(served.connect, SLOW, sent):
        status, body, seconds = served.get()
        assert (status, body) == (200, b"ok")
        assert seconds < SOON


def test_sixty_handshakes_that_never_end_hold_up_nobody(
    small_app: Flask, certificate: tuple[Path, Path]
) -> None:
    with serving(small_app, certificate=certificate) as served:
        with held_open(served.plain_socket, SLOW, b"\x16\x03\x01"):
            status, _body, seconds = served.get()
        assert status == 200
        assert seconds < SOON


class _BlockingHandler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        received = b""
        self.request.settimeout(1)
        try:
            while b"\r\n\r\n" not in received:
                part = self.request.recv(1024)
                if not part:
                    return
                received += part
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        except TimeoutError:
            return


class _BlockingServer(socketserver.TCPServer):
    """The naive server: a thread reads a connection to its end."""

    request_queue_size = 100
    pool: ThreadPoolExecutor

    def process_request(self, connection: Any, address: Any) -> None:
        self.pool.submit(super().process_request, connection, address)


@contextmanager
def _thread_for_each_connection(threads: int) -> Iterator[int]:
    with ThreadPoolExecutor(threads) as pool, _BlockingServer((HOST, 0), _BlockingHandler) as server:
        server.pool = pool
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def test_the_same_slow_connections_do_hold_up_a_server_with_a_thread_for_each() -> None:
    with _thread_for_each_connection(4) as port:

        def connect() -> socket.socket:
            return socket.create_connection((HOST, port), timeout=0.5)

        with connect() as one:
            assert answer_to(one, GET).endswith(b"ok")
        with (
            held_open(connect, 8, b"GET /health HTTP/1.1\r\nHost: local"),
            connect() as one,
            pytest.raises(TimeoutError),
        ):
            answer_to(one, GET)


def test_clients_that_are_gone_leave_nothing_behind(served: Served) -> None:
    for sent in (
        b"",
        b"GET / HTTP",
        b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab",
        GET,
    ):
        for _ in range(5):
            with served.connect() as one:
                one.sendall(sent)
    assert served.get()[0] == 200
    deadline = time.monotonic() + 5
    while served.server.active_channels and time.monotonic() < deadline:
        served.get()
    assert len(served.server.active_channels) <= 1


def test_what_is_no_request_is_refused_in_one_sentence_with_the_headers(served: Served) -> None:
    for sent, status, words in (
        (b"NONSENSE\r\n\r\n", b"400", "请求不完整"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 33_000 + b"\r\n\r\n", b"431", "头部过长"),
        (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", b"413", "超过上限"),
        (
            b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
            b"400",
            "请求不完整",
        ),
    ):
        with served.connect() as one:
            answer = answer_to(one, sent)
        assert answer.startswith((b"HTTP/1.1 " + status, b"HTTP/1.0 " + status))
        assert words in answer.decode()
        assert b"X-Content-Type-Options: nosniff" in answer
        assert b"waitress" not in answer


def test_where_a_message_ends_is_told_by_its_chunks_and_never_by_a_length_beside_them(served: Served) -> None:
    """RFC 9112, 6.3: what follows the last chunk is the next request; read by the length it would be hidden."""
    head = (
        b"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n"
    )
    body = b"5\r\nhello\r\n0\r\n\r\n"
    for length in (1, len(body) + len(GET), 4):
        with served.connect() as one:
            answer = answer_to(one, head % length + body + GET)
        first, _, rest = answer.partition(b"HTTP/1.1 200 OK")[2].partition(b"HTTP/1.1 ")
        assert first.rstrip().endswith(b"5"), length
        assert rest == b"" or rest.startswith(b"200 OK"), length
    for spelled in (b"chunked, identity", b"xchunked", b"gzip, chunked", b"chunked\x0b"):
        with served.connect() as one:
            asked = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + spelled
            answer = answer_to(one, asked + b"\r\nContent-Length: 5\r\n\r\n" + body)
        assert b"200 OK" not in answer, spelled


def test_nothing_older_than_tls_1_2_and_no_plain_text_is_spoken(
    small_app: Flask, certificate: tuple[Path, Path]
) -> None:
    with serving(small_app, certificate=certificate) as served:
        with served.plain_socket() as one:
            assert not answer_to(one, GET).startswith(b"HTTP")
        assert served.get()[0] == 200
        context = served.context()
        assert context is not None
        with served.connect() as one:
            assert isinstance(one, ssl.SSLSocket)
            assert one.version() == "TLSv1.3"
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with served.plain_socket() as plain, context.wrap_socket(plain, server_hostname="localhost") as one:
            name, version, _bits = one.cipher() or ("", "", 0)
            assert version == "TLSv1.2"
            assert name.startswith("ECDHE-")
    assert tls_context(*certificate).minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_request_that_dribbles_in_without_end_is_given_up() -> None:
    channel = SimpleNamespace(
        request=object(), requests=[], begun_at=None, will_close=False, last_activity=1e12
    )
    server = Server.__new__(Server)
    server.active_channels = {1: channel}
    server.adj = SimpleNamespace(channel_timeout=60)
    server.maintenance(1000.0)
    server.maintenance(1000.0 + REQUEST_SECONDS)
    assert not channel.will_close
    server.maintenance(1001.0 + REQUEST_SECONDS)
    assert channel.will_close


@pytest.fixture
def office(instance: Path, tmp_path: Path, sqlite_template: sqlite3.Connection) -> Flask:
    """The whole application on a file of its own, with a village's clerk called `watcher`."""
    with sqlite3.connect(tmp_path / "office.sqlite3") as target:
        sqlite_template.backup(target)
    target.close()
    app = create_app(config_for(instance, f"sqlite:///{tmp_path}/office.sqlite3"))
    with app.app_context():
        act_as(console_operator())
        open_account(
            username="watcher", display_name="文书", password=PASSWORD, role="village_staff", unit=None
        )
        db.session.commit()
        db.session.remove()
    return app


def test_signing_in_over_https_with_a_certificate_of_ones_own(
    office: Flask, certificate: tuple[Path, Path]
) -> None:
    with serving(office, certificate=certificate) as served:
        client = served.client()
        home = {
            "Host": f"localhost:{served.port}",
            "Referer": f"https://localhost:{served.port}/accounts/login",
        }
        client.request("GET", "/accounts/login", headers=home)
        page = client.getresponse()
        assert page.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
        token = page.read().decode().split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        cookie = str(page.getheader("Set-Cookie"))
        assert cookie.startswith("__Host-talentpool=")
        assert "Secure" in cookie
        form = urlencode({"csrf_token": token, "username": "watcher", "password": PASSWORD})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        client.request("POST", "/accounts/login", form, home | kind | {"Cookie": cookie.split(";")[0]})
        answer = client.getresponse()
        answer.read()
        assert (answer.status, answer.getheader("Location")) == (302, "/")
        signed = str(answer.getheader("Set-Cookie")).split(";")[0]
        client.request("GET", "/people", headers=home | {"Cookie": signed})
        people = client.getresponse()
        assert "干部" in people.read().decode()
        assert people.status == 200
        client.close()
    with office.app_context():
        db.engine.dispose()


def test_forwarded_headers_reach_the_application_only_behind_a_proxy(instance: Path) -> None:
    from talentpool.security.gate import public

    for proxies, expected in ((0, b'["127.0.0.1","http"]'), (1, b'["203.0.113.9","https"]')):
        app = create_app(replace(config_for(instance, "sqlite://"), proxies=proxies))
        app.view_functions["web.show_health"] = public(lambda: [request.remote_addr, request.scheme])
        with serving(app, behind_proxy=proxies > 0) as served:
            client = served.client()
            told = {"Host": "localhost", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
            client.request("GET", "/health", headers=told)
            assert client.getresponse().read().replace(b"\n", b"") == expected
            client.close()


def test_serving_a_network_without_https_is_refused(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talentpool.web.server.make_server", lambda *_one, **_more: pytest.fail("served"))
    for host in ("0.0.0.0", "192.168.1.20", "office.example"):
        status, _out, told = run("serve", "--host", host)
        assert status == 1
        assert "明文HTTP" in told
        assert "--certificate" in told


def test_a_certificate_that_does_not_serve_is_told(
    run: Callable[..., tuple[int, str, str]], certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    cert, key = certificate
    other = tmp_path / "other.pem"
    other.write_bytes(make_certificate(("localhost",), at=datetime.now(UTC))[1])
    other.chmod(0o600)
    for arguments, words in (
        (("--certificate", str(cert)), "须同时指定"),
        (("--certificate", str(cert), "--key", str(other)), "彼此配对"),
        (("--certificate", str(key), "--key", str(key)), "不能使用"),
        (("--certificate", str(cert), "--key", str(tmp_path / "none.pem")), "none.pem"),
    ):
        status, _out, told = run("serve", *arguments)
        assert status != 0
        assert words in told


def test_a_private_key_that_others_can_read_is_refused(
    run: Callable[..., tuple[int, str, str]], certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    key = tmp_path / "open.pem"
    key.write_bytes(certificate[1].read_bytes())
    key.chmod(0o644)
    status, _out, told = run("serve", "--certificate", str(certificate[0]), "--key", str(key))
    assert (status, "权限是0644,别的用户也能读到" in told, f"chmod 600 {key}" in told) == (1, True, True)


def test_a_certificate_is_made_once_and_its_key_is_its_owners(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    folder = tmp_path / "https"
    assert run("make-certificate", "talentpool.lan", "192.168.1.20", "--out", str(folder))[0] == 0
    assert os.stat(folder / "certificate-key.pem").st_mode & 0o777 == 0o600
    assert tls_context(folder / "certificate.pem", folder / "certificate-key.pem")
    status, _out, told = run("make-certificate", "talentpool.lan", "--out", str(folder))
    assert (status, "不覆盖" in told) == (2, True)
    assert run("make-certificate", "名称", "--out", str(tmp_path / "x"))[0] == 2
