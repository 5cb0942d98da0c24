"""The sign-in page of the sample town shows its accounts; a real installation shows none."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from talentpool.accounts.queries import SAMPLE_ACCOUNTS
from talentpool.accounts.services import open_account
from talentpool.extensions import db
from talentpool.models import AuditEntry, JournalEntry, Setting


def test_the_sample_accounts_stand_on_the_sign_in_page_of_the_sample_only(app: Flask) -> None:
    open_account(
        username="dangqun",
        display_name="党群办",
        password="Qinghe-Office-2023",
        role="township_office",
        unit=None,
    )
    db.session.commit()
    client = app.test_client()
    assert "Qinghe-Office-2023" not in client.get("/accounts/login").get_data(as_text=True)
    db.session.add(Setting(key=SAMPLE_ACCOUNTS, value=["dangqun"]))
    db.session.commit()
    assert "Qinghe-Office-2023" in client.get("/accounts/login").get_data(as_text=True)


def test_the_sample_passwords_stand_in_no_table_and_no_log(
    app: Flask, run: Callable[..., tuple[int, str, str]]
) -> None:
    code, said, _ = run("demo")
    assert code == 0
    assert "Qinghe-Office-2023" in said
    for table in (AuditEntry, JournalEntry, Setting):
        for row in db.session.scalars(select(table)):
            assert "Qinghe-" not in str(vars(row))
