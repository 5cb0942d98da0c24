"""Codes of authenticator apps: the vectors of the standards, and what holds for every secret and moment."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.accounts.totp import (
    base32,
    code_of,
    matching_step,
    new_secret,
    provisioning_uri,
    step_at,
)

SECRET = b"12345678901234567890"
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SECRETS = st.binary(min_size=20, max_size=20)


@pytest.mark.parametrize(
    ("step", "code"),
    list(enumerate("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split())),
)
def test_the_codes_of_rfc_4226_appendix_d(step: int, code: str) -> None:
    assert code_of(SECRET, step) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert code_of(SECRET, step_at(moment)) == code[2:]
    assert matching_step(SECRET, code[2:], at=moment) == seconds // 30


@given(SECRETS, MOMENTS, st.integers(-29, 29))
def test_a_clock_wrong_by_less_than_a_step_is_forgiven(secret: bytes, at: datetime, seconds: int) -> None:
    code = code_of(secret, step_at(at + timedelta(seconds=seconds)))
    assert matching_step(secret, code, at=at) is not None


@given(SECRETS, MOMENTS, st.text(max_size=8))
def test_only_a_code_of_the_three_steps_around_fits(secret: bytes, at: datetime, typed: str) -> None:
    now = step_at(at)
    codes = {code_of(secret, now + offset) for offset in (-1, 0, 1)}
    assert (matching_step(secret, typed, at=at) is not None) == (typed.replace(" ", "") in codes)


@given(SECRETS, MOMENTS)
def test_a_code_is_six_digits_and_far_codes_do_not_fit(secret: bytes, at: datetime) -> None:
    near = {code_of(secret, step_at(at) + offset) for offset in (-1, 0, 1)}
    far = code_of(secret, step_at(at) + 20)
    assert all(len(code) == 6 and code.isdigit() for code in near)
    assert far in near or matching_step(secret, far, at=at) is None


def test_the_address_for_the_app_holds_secret_issuer_and_account() -> None:
    parts = urlsplit(provisioning_uri(SECRET, issuer="人才库", account="zhao.min"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/人才库:zhao.min")
    query = parse_qs(parts.query)
    assert query == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["人才库"]}
    assert base64.b32decode(query["secret"][0]) == SECRET


def test_secrets_are_160_bits_and_differ() -> None:
    assert len({new_secret() for _number in range(50)}) == 50
    assert len(base32(new_secret())) == 32
