"""The papers on security say what the program does: every number is compared with the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from talentpool.accounts import passwords, second_factor, sessions, totp
from talentpool.accounts.common import common_words
from talentpool.accounts.policy import BOUNDS, LABELS, PasswordPolicy, SecurityPolicy
from talentpool.accounts.rules import LONGEST_GROUP_DAYS
from talentpool.config import ROOT
from talentpool.extensions import SQLITE_PRAGMAS
from talentpool.files import extent, guard, package, tally
from talentpool.intake import forms, work
from talentpool.models import Base
from talentpool.sealing.keyfile import create_key_file, key_file
from talentpool.security.field_levels import Level
from talentpool.security.roles import ROLES
from talentpool.web import bounds, logfile, paging, server

FOLDER = ROOT / "docs" / "security"
MEBIBYTE = 1024 * 1024


def told(part: str, name: str = "rules.md") -> str:
    """A section of a paper."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    [found] = re.findall(rf"^## {part}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return str(found)


def rows(part: str) -> dict[str, list[str]]:
    """The rows of a section's tables by their first cell."""
    lines = [line.strip("|\n ").split(" | ") for line in told(part).splitlines() if line.startswith("|")]
    return {first: rest for first, *rest in lines}


@pytest.mark.parametrize("name", BOUNDS)
def test_each_number_of_the_policy_is_told_with_its_bounds(name: str) -> None:
    low, high = BOUNDS[name]
    expected = [str(getattr(SecurityPolicy(), name)), f"{low}至{high}"]
    assert rows("登录、口令、会话")[LABELS[name]] == expected


def test_every_way_in_is_told_with_its_guards(sqlite_app: object) -> None:
    text = told("登录、口令、会话")
    for address in ("/accounts/login", "/accounts/second-factor", "/accounts/first", "/ics/…"):
        assert f"`{address}`" in text
    assert f"({totp.PERIOD}秒一个" in text
    assert f"恢复码({second_factor.RECOVERY_CODES}个" in text
    assert f"{int(sessions.PENDING_FOR.total_seconds() // 60)}分钟内完成" in text
    needed = "、".join(role.label for role in ROLES.values() if role.second_factor)
    assert f"必须使用第二因素的角色: {needed}。" in text


def test_the_rules_and_the_words_of_passwords_are_told() -> None:
    text = told("登录、口令、会话")
    for policy in PasswordPolicy:
        assert f"`{policy.value}`(至少{policy.least}位" in text
    assert "、".join(passwords.PRODUCT_WORDS) in text
    assert len(common_words()) >= 8000


def test_time_outs_and_sessions_at_once_are_told() -> None:
    text, policy = told("登录、口令、会话"), SecurityPolicy()
    assert f"空闲{policy.idle_minutes}分钟、总长{policy.longest_hours}小时" in text
    assert "同时登录的处数不限" in text


def test_every_role_is_told_with_its_reach() -> None:
    first = "、".join(rows("权限"))
    assert [role.label for role in ROLES.values() if role.label not in first] == []
    assert (ROOT / "tests/web/security/walk/matrix.txt").exists()


def test_every_level_is_told_with_what_guards_it() -> None:
    table = rows("字段级别")
    for level in Level:
        assert len([cell for cell in table[level.name] if cell.strip()]) == 5, level
    assert "AES-256-GCM" in table["SENSITIVE"][1]


def test_the_rules_of_what_is_typed_are_told() -> None:
    text = told("输入")
    for subject in ("身份证号", "电话", "日期", "地址中的编号", "选项"):
        assert rows("输入")[subject][0].strip()
    assert "一致" in rows("输入")["身份证号"][0]
    assert "结束不早于开始" in rows("输入")["日期"][0]
    assert rows("输入")["一张表单"] == [f"不超过{bounds.FORM_LIMIT // 1024}KB"]
    assert f"最长{LONGEST_GROUP_DAYS}天" in text
    assert f"最多{forms.MOST_FILES}个文件" in text


def test_what_may_be_handed_in_is_told_with_its_bounds() -> None:
    text = told("输入")
    kinds = re.search(r"只收表格: (.*?),按内容", text)
    assert kinds is not None
    assert set(kinds.group(1).split("、")) <= guard._BOOK_ENDINGS | guard._TEXT_ENDINGS
    for limit in (
        f"单个文件不超过{guard.MAX_BYTES // MEBIBYTE}MB",
        f"解压后不超过{package.MAX_UNPACKED // MEBIBYTE}MB",
        f"部件不超过{package.MAX_PARTS}个",
        f"压缩比不超过{package.MAX_RATIO}",
        f"单元格不超过{extent.MAX_CELLS // 10_000}万个",
        f"行数不超过{tally.MAX_ROWS // 10_000}万行",
        f"共用的文字不超过{tally.MAX_TEXTS // 10_000}万条",
        "当场拒绝",
    ):
        assert limit in text


def test_where_the_product_connects_to_is_told() -> None:
    text = told("通信")
    assert "`DATABASE_URL`" in text
    assert "`sslmode=verify-full`" in text
    assert "不主动连接任何其他地方" in text


def test_what_takes_time_is_told_with_what_holds_it() -> None:
    table = rows("耗资源的功能")
    assert f"超过{work.MOST_ROWS}行或{work.MOST_BYTES}字节" in table["导入"][0]
    assert f"最多{paging.MOST_PRINTED}行" in table["打印"][0]
    hasher = passwords._hasher
    assert (
        f"t={hasher.time_cost}、m={hasher.memory_cost // 1024} MiB、p={hasher.parallelism}"
        in table["口令散列"][0]
    )
    network = table["网络连接"][0]
    for piece in (
        f"{server.THREADS}个线程",
        f"{server.CONNECTIONS}个连接",
        f"{server.SILENT_SECONDS}秒没有动静",
        f"{server.REQUEST_SECONDS}秒没有收完",
        f"{server.LARGEST_HEADER // 1024}KB",
    ):
        assert piece in network
    assert "PRAGMA busy_timeout=30000" in SQLITE_PRAGMAS
    assert "30秒" in table["数据库"][0]


def test_every_log_is_told_with_its_place_and_its_readers() -> None:
    text = told("日志")
    for table in ("audit_entry", "journal_entry", "audit_seal"):
        assert table in Base.metadata.tables
        assert f"`{table}`" in text
    assert f"`log/{logfile.NAME}`" in text
    assert f"{logfile.LARGEST // MEBIBYTE}MB一个,留{logfile.KEPT}个" in text
    assert "UTC" in text


def test_every_key_is_told_with_its_use_its_place_and_its_change(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    text = (FOLDER / "keys.md").read_text(encoding="utf-8")
    kept = json.loads(key_file(tmp_path).read_text(encoding="ascii"))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for name in kept:
        [line] = [one for one in lines if f"`{name}`" in one]
        assert len([cell for cell in line.strip("|").split("|") if cell.strip()]) == 5
    assert "只有运行本系统的用户能读" in text


def test_every_algorithm_is_told() -> None:
    text = (FOLDER / "keys.md").read_text(encoding="utf-8")
    for name in (
        "AES-256-GCM",
        "HMAC-SHA256",
        "SHA-256",
        "argon2id",
        "X25519",
        "TLS 1.2/1.3",
        "P-256",
        "HMAC-SHA1",
    ):
        assert name in text, name
    hasher = passwords._hasher
    assert f"t={hasher.time_cost},m={hasher.memory_cost // 1024} MiB,p={hasher.parallelism}" in text


def test_how_soon_a_weak_component_is_mended_is_told() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    [part] = re.findall(r"^## Components of others\n(.*?)(?=^## )", text, flags=re.MULTILINE | re.DOTALL)
    assert [int(days) for days in re.findall(r"(\d+) days", part)] == [7, 30, 90, 180]


def test_every_link_of_the_papers_leads_somewhere() -> None:
    for path in (ROOT / "SECURITY.md", *FOLDER.glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
