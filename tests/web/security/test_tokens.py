"""The cookie: signed by this installation, of one kind, with next to nothing in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import LoginSession
from tests.web.conftest import PASSWORD, Filling, SignIn
from tests.web.pages import PageClient

SALT = "cookie-session"


def signer(app: Flask, **other: Any) -> URLSafeTimedSerializer:
    """What signs the cookie, or something that nearly does."""
    told = {
        "secret_key": app.secret_key,
        "salt": SALT,
        "serializer": TaggedJSONSerializer(),
        "signer_kwargs": {"key_derivation": "hmac", "digest_method": hashlib.sha1},
    }
    return URLSafeTimedSerializer(**(told | other))


def contents(client: PageClient) -> dict[str, Any]:
    """What stands in a browser's cookie, open to its owner."""
    kept = client.browser.get_cookie("talentpool")
    assert kept is not None
    told: dict[str, Any] = signer(client.app).loads(kept.value)
    return told


def opens(app: Flask, cookie: str, url: str = "/people") -> bool:
    """Whether a browser with this cookie is let in."""
    browser = app.test_client()
    browser.set_cookie("talentpool", cookie, domain="localhost")
    return browser.get(url).status_code == 200


@pytest.fixture
def signed(sign_in: SignIn) -> PageClient:
    """A browser that is signed in."""
    return sign_in("village_staff")


def test_a_cookie_of_this_installation_lets_in_and_an_altered_one_does_not(
    blank_app: Flask, signed: PageClient
) -> None:
    kept = signed.browser.get_cookie("talentpool")
    assert kept is not None
    assert opens(blank_app, kept.value)
    told = contents(signed)
    assert opens(blank_app, signer(blank_app).dumps(told))
    body, stamp, signature = kept.value.rsplit(".", 2)
    for altered in (f"{body}x.{stamp}.{signature}", f"{body}.{stamp}.", f"{body}.{stamp}", body):
        assert not opens(blank_app, altered)
    assert not opens(blank_app, f"{body}.{stamp}.{signature[:-2]}AA")


def test_a_cookie_of_another_key_another_digest_or_none_is_worth_nothing(
    blank_app: Flask, signed: PageClient
) -> None:
    told = contents(signed)
    for other in (
        {"secret_key": "0" * 64},
        {"secret_key": ""},
        {"signer_kwargs": {"key_derivation": "hmac", "digest_method": hashlib.sha512}},
        {"signer_kwargs": {"key_derivation": "none", "digest_method": hashlib.sha1}},
    ):
        assert not opens(blank_app, signer(blank_app, **other).dumps(told)), other


def test_a_token_of_another_kind_is_no_session(
    blank_app: Flask, signed: PageClient, new_account: Callable[..., str]
) -> None:
    told = contents(signed)
    assert not opens(blank_app, signer(blank_app, salt="wtf-csrf-token").dumps(told))
    half = PageClient(blank_app)
    half.get("/accounts/login")
    half.post("/accounts/login", {"username": new_account("auditor"), "password": PASSWORD})
    waiting = contents(half)["half"]
    assert not opens(blank_app, signer(blank_app).dumps(told | {"_user_id": waiting}), "/audit")


def test_a_cookie_older_than_a_month_is_worth_nothing_whatever_its_row_says(
    blank_app: Flask, signed: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from itsdangerous import TimestampSigner

    told = contents(signed)
    now = int(datetime.now(UTC).timestamp())
    for days, lets_in in ((30, True), (32, False)):
        with monkeypatch.context() as patch:
            patch.setattr(TimestampSigner, "get_timestamp", lambda _self, past=now - days * 86_400: past)
            old = signer(blank_app).dumps(told)
        assert opens(blank_app, old) is lets_in, days


def test_the_cookie_holds_the_token_of_a_row_and_nothing_of_a_person(
    signed: PageClient, filling: Filling
) -> None:
    told = contents(signed)
    assert set(told) <= {"_user_id", "_fresh", "_id", "csrf_token", "language"}
    token = told["_user_id"]
    assert len(token) == 43  # 32 random bytes in base 64
    with filling():
        [kept] = db.session.scalars(select(LoginSession.token_hash)).all()
    assert kept == hashlib.sha256(token.encode()).hexdigest()


def test_a_token_that_nobody_was_given_opens_nothing(blank_app: Flask, signed: PageClient) -> None:
    told = contents(signed)
    for guess in ("", "1", "admin", "A" * 43, None):
        assert not opens(blank_app, signer(blank_app).dumps(told | {"_user_id": guess})), guess
