"""To which human being an account is tied: by the ID number of its holder, sealed and shown nowhere."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.id_numbers import BadIdNumber, read_id_number
from talentpool.models import Account, Person
from talentpool.security.keys import blind_index
from talentpool.wording import say


def tie_to_holder(account: Account, typed: str) -> None:
    """Tie the account to whoever has this ID number, and to the person of the register if there is one.

    RuleBroken for a number that is none, and where the holder's other accounts hold an office that
    must stay apart from the roles of this one.
    """
    try:
        number = read_id_number(typed)
    except BadIdNumber as bad:
        raise RuleBroken(bad.reason) from bad
    if number is None:
        raise RuleBroken(say("请填写本人的身份证号"))
    index = blind_index("id_number", number.number)
    with action("登记账号使用人"):
        account.holder_id = db.session.scalar(select(Person.id).where(Person.id_number_fingerprint == index))
        account.id_number = number.number
        try:
            db.session.flush()
        except IntegrityError as error:
            if "offices_apart" not in str(error.orig):
                raise
            db.session.rollback()
            raise RuleBroken(
                say("此人的另一账号已担任须分开的管理员角色,请先由安全管理员收回其一")
            ) from error


def find_holder(account_id: int | None) -> int | None:
    """The person of the register who holds an account: as tied, else whoever has the same ID number by now.

    An account may be tied before the office has written the number down.
    """
    if account_id is None:
        return None
    same = select(Person.id).where(Person.id_number_fingerprint == Account.identity_fingerprint)
    return db.session.scalar(
        select(func.coalesce(Account.holder_id, same.correlate(Account).scalar_subquery())).where(
            Account.id == account_id
        )
    )
