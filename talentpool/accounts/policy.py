"""What the security administrator sets: the password policy, lock-out and time-outs. Bounds are the product's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from talentpool.errors import RuleBroken
from talentpool.vocabulary import Labelled
from talentpool.web.working_date import setting
from talentpool.wording import marked, say

SECURITY_POLICY = "security_policy"


class PasswordPolicy(Labelled):
    """Two schools: what 等保 assessors ask for (GB/T 22239, 身份鉴别), and OWASP ASVS 5.0 (6.2)."""

    DENGBAO = "dengbao", "等保:12位以上,三类字符,定期更换"
    ASVS = "asvs", "长口令:15位以上,不限字符,不定期更换"

    @property
    def least(self) -> int:
        """Characters at least."""
        return 12 if self is PasswordPolicy.DENGBAO else 15

    @property
    def classes(self) -> int:
        """Kinds of characters at least, out of four."""
        return 3 if self is PasswordPolicy.DENGBAO else 1

    @property
    def expires(self) -> bool:
        """Whether a password has to be changed when it is old."""
        return self is PasswordPolicy.DENGBAO


BOUNDS: dict[str, tuple[int, int]] = {
    "max_age_days": (30, 90),
    "history": (3, 24),
    "attempts_per_name": (3, 10),
    "attempts_per_address": (10, 500),
    "locked_minutes": (10, 1440),
    "idle_minutes": (5, 60),
    "longest_hours": (1, 24),
}
"""Lowest and highest that may be set."""

LABELS: dict[str, str] = {
    "max_age_days": marked("密码最长使用天数"),
    "history": marked("不得与最近几次密码相同"),
    "attempts_per_name": marked("同一用户名连续输错几次锁定"),
    "attempts_per_address": marked("同一地址连续输错几次锁定"),
    "locked_minutes": marked("锁定分钟数"),
    "idle_minutes": marked("无操作多少分钟后退出登录"),
    "longest_hours": marked("一次登录最长小时数"),
}


@dataclass(frozen=True)
class SecurityPolicy:
    """What is in force; the defaults are those of a fresh installation."""

    passwords: PasswordPolicy = PasswordPolicy.DENGBAO
    max_age_days: int = 90
    history: int = 5
    attempts_per_name: int = 5
    attempts_per_address: int = 50
    locked_minutes: int = 15
    idle_minutes: int = 30
    longest_hours: int = 12

    @property
    def idle(self) -> timedelta:
        """After so long without a page a session is over."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        """After so long a session is over, whatever was done in it."""
        return timedelta(hours=self.longest_hours)

    @property
    def locked_for(self) -> timedelta:
        """So long failures are counted, and bar."""
        return timedelta(minutes=self.locked_minutes)

    @property
    def max_age(self) -> timedelta | None:
        """After so long a password has to be changed; None: never."""
        return timedelta(days=self.max_age_days) if self.passwords.expires else None

    @property
    def password_words(self) -> str:
        """What a password must be, for the help of a form."""
        if self.passwords is PasswordPolicy.ASVS:
            return say(
                "至少%(least)s位,可以是几个词连成的一句话;不能是常见密码,不能含用户名、姓名、单位名称",
                least=self.passwords.least,
            )
        return say(
            "至少%(least)s位,含大写字母、小写字母、数字、符号中的三类;不能是常见密码,不能含用户名、姓名、单位名称",
            least=self.passwords.least,
        )

    def kept(self) -> dict[str, Any]:
        """As it stands in the setting."""
        return asdict(self) | {"passwords": self.passwords.value}

    def checked(self) -> SecurityPolicy:
        """Itself; RuleBroken with every number that is out of bounds."""
        faults = [
            say("%(label)s应为%(low)s至%(high)s", label=say(LABELS[name]), low=low, high=high)
            for name, (low, high) in BOUNDS.items()
            if not low <= getattr(self, name) <= high
        ]
        if faults:
            raise RuleBroken(faults)
        return self


def policy_of(kept: Mapping[str, Any]) -> SecurityPolicy:
    """The policy of a setting; what it does not tell, or tells out of bounds, is the default."""
    default = SecurityPolicy()
    values: dict[str, Any] = {
        name: kept[name]
        for name, (low, high) in BOUNDS.items()
        if isinstance(kept.get(name), int) and low <= kept[name] <= high
    }
    known = {member.value: member for member in PasswordPolicy}
    values["passwords"] = known.get(str(kept.get("passwords")), default.passwords)
    return SecurityPolicy(**values)


def security_policy() -> SecurityPolicy:
    """The policy in force: read with the settings of every page, so that it costs no statement of its own."""
    kept = setting(SECURITY_POLICY)
    return policy_of(kept if isinstance(kept, dict) else {})


NUMBERS = tuple(field.name for field in fields(SecurityPolicy) if field.name != "passwords")
