"""To which human being an account is tied: by the ID number of its holder, sealed and shown nowhere."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.id_numbers import BadIdNumber, read_id_number
from talentpool.models import Account, Pairing, Person
from talentpool.security.keys import blind_index
from talentpool.security.roles import ROLES, WANT_HOLDER
from talentpool.wording import say


def tie_to_holder(account: Account, typed: str) -> None:
    """Tie the account to whoever has this ID number, and to the person of the register if there is one.

    RuleBroken for a number that is none, where the holder's other accounts hold an office that must
    stay apart from the roles of this one, and for another number while the account carries an office:
    triggers of the database refuse that too.
    """
    try:
        number = read_id_number(typed)
    except BadIdNumber as bad:
        raise RuleBroken(bad.reason) from bad
    if number is None:
        raise RuleBroken(say("请填写本人的身份证号"))
    index = blind_index("id_number", number.number)
    if account.identity_fingerprint not in (None, index):
        _refuse_another_holder(account)
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


def _refuse_another_holder(account: Account) -> None:
    kept = [grant.role for grant in account.grants if grant.role in WANT_HOLDER]
    if kept:
        raise RuleBroken(
            say(
                "此账号有“%(roles)s”的授权,不能改登为另一人。请先由安全管理员收回该授权,改登后由安全管理员核对本人、重新授予",
                roles="、".join(say(ROLES[role].label) for role in kept),
            )
        )


def holder_faults(role: str, account: Account) -> list[str]:
    """Why an account cannot be given a role that wants its holder registered."""
    if role not in WANT_HOLDER or account.identity_fingerprint is not None:
        return []
    return [
        say(
            "%(role)s只能授予已登记使用人的账号:请系统管理员先在该账号的页面登记本人的身份证号,核对无误后再授予",
            role=say(ROLES[role].label),
        )
    ]


def is_mentor(account: Account) -> bool:
    """Whether the holder of the account is a person of the register who mentors somebody."""
    holder = find_holder(account.id)
    mentors = select(Pairing.id).where(Pairing.mentor_id == holder, Pairing.ended_on.is_(None))
    return holder is not None and db.session.scalar(mentors.limit(1)) is not None


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
