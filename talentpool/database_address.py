"""Whether the address of a database may be used: over a network only encrypted, nowhere with a password of the box. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

_VERIFIED = "verify-full"
"""libpq's only mode that proves whom one talks to (PostgreSQL documentation, “SSL Support”)."""
_OF_THE_BOX = frozenset({"postgres", "password", "admin", "root", "123456", "changeme", "talentpool"})


class AddressRefused(SystemExit):
    """The address of the database is not used: the sentence says why and the way out. Never holds the address."""


def checked_address(url: str) -> str:
    """The address itself; AddressRefused where its way is open to others or its password is everybody's."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        return url
    query = parse_qs(parts.query)
    password, user = unquote(parts.password or ""), unquote(parts.username or "")
    if password and (password.lower() in _OF_THE_BOX or password == user):
        raise AddressRefused(
            "DATABASE_URL 中的数据库密码是默认密码或与用户名相同,请先在 PostgreSQL 中改掉它,再启动。"
        )
    hosts = [*query.get("host", ()), *query.get("hostaddr", ()), parts.hostname or ""]
    if all(_stays_here(host) for host in hosts):
        return url
    if query.get("sslmode") != [_VERIFIED] or not query.get("sslrootcert"):
        raise AddressRefused(
            "DATABASE_URL 指向另一台电脑上的数据库,须加密并核对其证书: 请在地址后加 "
            "?sslmode=verify-full&sslrootcert=签发证书的路径,再启动。"
        )
    return url


def _stays_here(host: str) -> bool:
    """Whether a host is this machine: none, a socket's folder, or loopback."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
