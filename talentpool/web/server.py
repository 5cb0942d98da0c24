"""waitress as this product runs it: TLS where a certificate is given, bounds, refusals in Chinese.

waitress reads requests without a thread for each and hands only whole ones to its threads: sixty slow
connections hold up nobody (gunicorn's threads and granian's blocking threads were held up by them).
It has no TLS of its own, so its channel is given one here: the sockets stay non-blocking, and the
handshake runs bit by bit as bytes arrive. See decision 0011.
"""

from __future__ import annotations

import select
import ssl
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.buffers import TempfileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from talentpool.config import UPLOAD_LIMIT
from talentpool.web.headers import HEADERS, HSTS
from talentpool.web.scratch import scratch_file

THREADS = 8
CONNECTIONS = 400
SILENT_SECONDS = 60
"""A connection without a sign of life for so long is closed."""
REQUEST_SECONDS = 600
"""A request that has not wholly arrived after so long is given up: 20 MB at 35 kB/s."""
LARGEST_BODY = 3 * UPLOAD_LIMIT
"""Up to here a body is received, so that the application can say in a page that it is too large."""
LARGEST_HEADER = 32 * 1024
TLS_RECORD = 16 * 1024
"""Bytes of one TLS record (RFC 8446 5.1): reading as many leaves nothing behind in OpenSSL."""

TempfileBasedBuffer.newfile = lambda _buffer: scratch_file()
"""Large requests and answers wait on disk; they hold what people handed in and take out."""

_REASONS = {
    413: "上传的文件超过上限,没有保存。请删去图片或拆成几个文件后再上传。",
    431: "请求的头部过长,无法处理。请清除浏览器中本系统的Cookie后再试。",
}
_REASON = "请求不完整或格式不对,无法处理。请返回上一页重试。"


class Refusal(ErrorTask):  # type: ignore[misc]
    """What cannot even be read as a request, told in one sentence with the headers of every answer."""

    def execute(self) -> None:
        error = self.request.error
        body = _REASONS.get(error.code, _REASON).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()])
        self.response_headers.append(("Cache-Control", "no-store"))
        if self.channel.server.adj.url_scheme == "https":
            self.response_headers.append(("Strict-Transport-Security", HSTS))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection; `begun_at` is when the request that is still arriving was first seen unfinished."""

    error_task_class = Refusal
    begun_at: float | None = None


class TlsChannel(Channel):
    """The same over TLS. Threads write while the loop reads, and OpenSSL wants one at a time: a lock."""

    wants_to_write = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._tls_lock = threading.RLock()
        super().__init__(*arguments, **options)
        self.sendbuf_len = TLS_RECORD  # what waitress reads back of a waiting answer for one `send`

    def handle_read(self) -> None:
        try:
            with self._tls_lock:
                data = self.socket.recv(TLS_RECORD)
        except ssl.SSLWantReadError:
            return
        except ssl.SSLWantWriteError:
            self.wants_to_write = True
            return
        except OSError:  # a broken handshake, plain HTTP, a client gone
            self.handle_close()
            return
        if data:
            self.last_activity = time.time()
            self.received(data)
        else:
            self.handle_close()

    def writable(self) -> bool:
        return self.wants_to_write or bool(super().writable())

    def handle_write(self) -> None:
        if self.wants_to_write:
            self.wants_to_write = False
            self.handle_read()
        if self.connected and super().writable():
            super().handle_write()

    def send(self, data: bytes, do_close: bool = True) -> int:
        try:
            with self._tls_lock:
                return int(self.socket.send(data[:TLS_RECORD]))
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return 0
        except OSError:
            self.will_close = True
            if do_close:
                self.handle_close()
            return 0

    def handle_close(self) -> None:
        self._say_goodbye()
        super().handle_close()

    def _say_goodbye(self) -> None:
        """Tell the other side that nothing was cut off; whether it answers is its own affair."""
        if self.socket is not None:
            try:
                with self._tls_lock:
                    self.socket.unwrap()
            except (OSError, ValueError):
                pass


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A listening socket, with TLS where a context is given."""

    def __init__(self, *arguments: Any, tls: ssl.SSLContext | None = None, **options: Any) -> None:
        self.tls = tls
        self.channel_class = TlsChannel if tls else Channel
        super().__init__(*arguments, **options)

    def accept(self) -> tuple[Any, Any] | None:
        """A new connection; its handshake comes with its first bytes, so that nobody waits for it."""
        pair: tuple[Any, Any] | None = super().accept()
        if pair is None or self.tls is None:
            return pair
        connection, address = pair
        connection.setblocking(False)
        try:
            return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address
        except OSError:  # gone already
            connection.close()
            return None

    def maintenance(self, now: float) -> None:
        """Close silent connections, and those whose request dribbles in without end."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.request is None:
                channel.begun_at = None
            else:
                channel.begun_at = channel.begun_at or now
                channel.will_close = channel.will_close or now - channel.begun_at > REQUEST_SECONDS


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 and later with forward secrecy. Raises OSError (ssl.SSLError too) for files that do not serve."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    context.load_cert_chain(certificate, key, password=lambda: b"")  # never ask at the console
    return context


def make_server(
    app: Flask,
    *,
    host: str,
    port: int,
    threads: int = THREADS,
    tls: ssl.SSLContext | None = None,
    behind_proxy: bool = False,
) -> Server | MultiSocketServer:
    """A server that listens; `run()` serves until KeyboardInterrupt. Raises OSError where it cannot listen.

    Forwarded headers are dropped unless `behind_proxy`.
    """
    settings = Adjustments(
        host=host,
        port=port,
        threads=threads,
        ident=None,
        url_scheme="https" if tls else "http",
        channel_timeout=SILENT_SECONDS,
        cleanup_interval=10,
        connection_limit=CONNECTIONS,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEADER,
        asyncore_use_poll=hasattr(select, "poll"),
        clear_untrusted_proxy_headers=not behind_proxy,
        log_socket_errors=False,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    sockets: dict[int, Any] = {}
    servers = [
        Server(app, sockets, dispatcher=dispatcher, adj=settings, sockinfo=one, tls=tls)
        for one in settings.listen
    ]
    if len(servers) == 1:
        return servers[0]
    places = [(one.effective_host, one.effective_port) for one in servers]
    return MultiSocketServer(sockets, settings, places, dispatcher, servers[0].log_info)
