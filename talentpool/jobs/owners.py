"""Which process a worker belongs to, and whether a process of this machine is gone."""

from __future__ import annotations

import os
import secrets
import socket

_NONCE = secrets.token_hex(4)


def own_name() -> str:
    """“host:process:nonce” of this process; the nonce tells it from one that had its number before."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{_NONCE}"


def is_dead(owner: str) -> bool:
    """Whether the owner surely is gone; one on another machine is judged by its pulse only."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    nonce = owner.rpartition(":")[2]
    if host != socket.gethostname()[:50] or not rest.isdigit() or os.name != "posix":
        return False
    if int(rest) == os.getpid():
        return nonce != _NONCE
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
