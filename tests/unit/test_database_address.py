"""The address of a database: encrypted over a network, and with a password of its own."""

from __future__ import annotations

import pytest

from talentpool.config import Config
from talentpool.database_address import AddressRefused, checked_address

VERIFIED = "?sslmode=verify-full&sslrootcert=/etc/ca.pem"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////data/talentpool.sqlite3",
        "postgresql:///talentpool",
        "postgresql://office@localhost/talentpool",
        "postgresql://office:k7-Fpw@127.0.0.1:5432/talentpool",
        "postgresql://office@[::1]/talentpool",
        "postgresql:///talentpool?host=/var/run/postgresql",
        f"postgresql://office:k7-Fpw@db.office.example/talentpool{VERIFIED}",
        f"postgresql+psycopg://office@10.0.0.5/talentpool{VERIFIED}",
    ],
)
def test_a_way_that_nobody_else_sees_is_taken(url: str) -> None:
    assert checked_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://office:k7-Fpw@db.office.example/talentpool",
        "postgresql://office@10.0.0.5/talentpool?sslmode=require&sslrootcert=/etc/ca.pem",
        "postgresql://office@10.0.0.5/talentpool?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
        "postgresql://office@10.0.0.5/talentpool?sslmode=verify-full",
        "postgresql://office@10.0.0.5/talentpool?sslmode=verify-full&sslmode=disable&sslrootcert=/etc/ca.pem",
        "postgres://office@localhost/talentpool?host=10.0.0.5",
        "postgresql:///talentpool?hostaddr=10.0.0.5",
        "postgresql+psycopg://office@localhost.evil.example/talentpool",
    ],
)
def test_a_way_over_the_network_wants_a_certificate_that_is_checked(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Config.from_environment({"DATABASE_URL": url})
    assert "verify-full" in str(refused.value)
    assert "talentpool" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://postgres:postgres@localhost/talentpool",
        "postgresql://office:office@localhost/talentpool",
        "postgresql://office:Password@localhost/talentpool",
        f"postgresql://office:123456@db.office.example/talentpool{VERIFIED}",
    ],
)
def test_a_password_of_the_box_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="默认密码"):
        Config.from_environment({"DATABASE_URL": url})
