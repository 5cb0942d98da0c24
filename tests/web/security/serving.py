"""A server on loopback in a thread, and clients that behave badly towards it."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from waitress import wasyncore

from talentpool.web.server import Server, make_server, tls_context

HOST = "127.0.0.1"
PATIENCE = 10.0
"""Seconds after which a client of a test gives up."""


@dataclass(frozen=True)
class Served:
    """A running server; `certificate` is what a client must trust, None without TLS."""

    server: Server
    port: int
    certificate: Path | None

    def context(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=str(self.certificate)) if self.certificate else None

    def plain_socket(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=PATIENCE)

    def connect(self) -> socket.socket:
        """A connection, over TLS where the server speaks it."""
        context = self.context()
        plain = self.plain_socket()
        return context.wrap_socket(plain, server_hostname="localhost") if context else plain

    def client(self) -> http.client.HTTPConnection:
        context = self.context()
        if context:
            return http.client.HTTPSConnection("localhost", self.port, timeout=PATIENCE, context=context)
        return http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)

    def get(self, path: str = "/health") -> tuple[int, bytes, float]:
        """(status, body, seconds) of one page over a connection of its own."""
        started = time.perf_counter()
        client = self.client()
        try:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, answer.read(), time.perf_counter() - started
        finally:
            client.close()


@contextmanager
def serving(
    app: Flask, *, certificate: tuple[Path, Path] | None = None, threads: int = 4, **options: Any
) -> Iterator[Served]:
    """Serve an application until the end of the block; `certificate` is (certificate, key)."""
    tls = tls_context(*certificate) if certificate else None
    server = make_server(app, host=HOST, port=0, threads=threads, tls=tls, **options)
    assert isinstance(server, Server)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield Served(server, int(server.effective_port), certificate[0] if certificate else None)
    finally:
        server.task_dispatcher.shutdown(timeout=5)
        server.trigger.pull_trigger(lambda: _close(server))
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _close(server: Server) -> None:
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    wasyncore.close_all(server._map)


@contextmanager
def held_open(connect: Callable[[], socket.socket], count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have sent only this, and then nothing."""
    with ExitStack() as stack:
        held = []
        for _ in range(count):
            one = stack.enter_context(connect())
            one.sendall(sent)
            held.append(one)
        yield held


def answer_to(connection: socket.socket, sent: bytes) -> bytes:
    """What comes back until the other side closes or cuts the connection."""
    connection.sendall(sent)
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)
