"""The sign-in page of the sample town shows its accounts; a real installation shows none."""

from __future__ import annotations

from flask import Flask

from talentpool.accounts.queries import SAMPLE_ACCOUNTS
from talentpool.accounts.services import open_account
from talentpool.extensions import db
from talentpool.models import Setting


def test_the_sample_accounts_stand_on_the_sign_in_page_of_the_sample_only(app: Flask) -> None:
    open_account(
        username="dangqun", display_name="党群办", password="Qinghe-Office-2023", role="township_office", unit=None
    )
    db.session.commit()
    client = app.test_client()
    assert "Qinghe-Office-2023" not in client.get("/accounts/login").get_data(as_text=True)
    rows = [{"name": "dangqun", "password": "Qinghe-Office-2023", "role": "镇党群办"}]
    db.session.add(Setting(key=SAMPLE_ACCOUNTS, value=rows))
    db.session.commit()
    assert "Qinghe-Office-2023" in client.get("/accounts/login").get_data(as_text=True)
