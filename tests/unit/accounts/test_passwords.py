"""What a password must be under either policy, what is common, and what one-time passwords look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.accounts.common import common_words, is_common, is_simple
from talentpool.accounts.passwords import (
    hash_password,
    one_time_password,
    password_faults,
    password_matches,
    was_used,
    word_forms,
)
from talentpool.accounts.policy import BOUNDS, PasswordPolicy, SecurityPolicy, policy_of
from talentpool.errors import RuleBroken

DENGBAO = SecurityPolicy()
ASVS = SecurityPolicy(PasswordPolicy.ASVS)
SIGNS = st.characters(min_codepoint=33, max_codepoint=126)


@pytest.mark.parametrize(
    "password",
    [
        "Password@2023!",
        "P@ssw0rd1234",
        "Admin@123456",
        "Qwer1234!@#$",
        "1qaz@WSX3edc",
        "Woaini1314520!",
        "Zhangwei@1990",
        "Guanliyuan@888",
        "Cunzhishu#2025",
        "aaaaaaaaaaaaA1!",
        "123456789012345",
        "qwertyuiopasdfgh",
    ],
)
def test_what_is_glued_together_of_common_things_is_common(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "Rain over the 3 hills", "竹林里下了三天的雨没有停", "Only-for-tests-1"],
)
def test_a_sentence_and_what_nobody_guesses_are_not(password: str) -> None:
    assert not is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "Aa1Aa1Aa1Aa1",
        "Aa1Aa1Aa1Aa1!x",
        "Wq7!Wq7!Wq7!",
        "Zh8#kWZh8#kW",
        "Nb4xTuNb4xTuNb4xTuNb4xTu",
        "Aa1Bb2Cc3Dd4",
        "A1b2C3d4E5f6",
        "Aa1!Bb2@Cc3#",
        "Abc123Def456",
        "Acegikmoqsu1",
        "Qwe123Asd456",
        "9A8b7C6d5E4f",
    ],
)
def test_a_block_said_again_and_again_and_simple_sequences_are_refused(password: str) -> None:
    assert is_simple(password)
    [fault] = password_faults(password, policy=DENGBAO)
    assert fault.startswith("密码不能由反复出现的一段字符或简单的顺序")


@given(st.text(SIGNS, min_size=1, max_size=12), st.integers(3, 8))
def test_whatever_is_said_three_times_or_more_is_simple(block: str, turns: int) -> None:
    assert is_simple(block * turns)


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "Only-for-tests-1", "竹林里下了三天的雨没有停"]
)
def test_what_does_not_follow_from_its_beginning_is_not_simple(password: str) -> None:
    assert not is_simple(password)


@given(st.sampled_from(sorted(common_words())), st.sampled_from(["", "1", "!", "2024", "123", "!@#", "1!x"]))
def test_a_word_of_the_list_stays_common_with_something_behind_it(word: str, behind: str) -> None:
    assert is_common(word + behind)
    assert is_common(word.upper() + behind)


@given(st.text(SIGNS, min_size=12, max_size=40))
def test_the_classes_are_counted_as_the_rule_says(password: str) -> None:
    kinds = [str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum()]
    three = sum(any(kind(sign) for sign in password) for kind in kinds) >= 3
    faults = password_faults(password, policy=DENGBAO)
    assert ("密码须包含大写字母、小写字母、数字、符号中的三类" in faults) == (not three)


@given(st.text(max_size=30))
def test_short_ones_are_refused_under_either_policy(password: str) -> None:
    assert ("密码至少12位" in password_faults(password, policy=DENGBAO)) == (len(password) < 12)
    long = password_faults(password, policy=ASVS)
    assert ("密码至少15位" in long) == (len(password) < 15)
    assert not any("三类" in fault for fault in long)


def test_names_are_found_as_written_in_pinyin_and_with_look_alikes() -> None:
    forms = word_forms(["郝天成", "金竹村", "li"])
    assert {"郝天成", "haotiancheng", "金竹村", "jinzhucun", "金竹", "jinzhu"} <= forms
    assert "li" not in forms
    for password in ("HaoTianCheng-9x", "x-J1nzhu-99-abc", "Aa1-郝天成-xx-yy", "Houbeiganbu-9x-y"):
        faults = password_faults(password, policy=DENGBAO, words=["郝天成", "金竹村"])
        assert faults == ["密码不能包含用户名、姓名、单位名称或本系统的名称"], password


def test_one_time_passwords_pass_both_policies_and_differ() -> None:
    made = {one_time_password() for _number in range(200)}
    assert len(made) == 200
    for password in made:
        for policy in (DENGBAO, ASVS):
            assert password_faults(password, policy=policy, words=["郝天成", "金竹村"]) == []


def test_a_hash_fits_its_password_only_and_an_unknown_user_fits_nothing() -> None:
    kept = hash_password("Only-for-tests-1")
    assert password_matches(kept, "Only-for-tests-1")
    assert not password_matches(kept, "only-for-tests-1")
    assert not password_matches(None, "nobody has this password")
    assert not password_matches("broken", "x")
    assert was_used("Only-for-tests-1", ["broken", kept])


@pytest.mark.parametrize("name", BOUNDS)
def test_a_policy_keeps_within_its_bounds(name: str) -> None:
    low, high = BOUNDS[name]
    for value in (low, high):
        policy = SecurityPolicy(**{name: value}).checked()
        assert policy_of(policy.kept()) == policy
    for value in (low - 1, high + 1):
        with pytest.raises(RuleBroken, match=f"应为{low}至{high}"):
            SecurityPolicy(**{name: value}).checked()
        assert policy_of({name: value}) == SecurityPolicy()


def test_what_a_setting_tells_badly_is_the_default() -> None:
    assert policy_of({"passwords": "none", "idle_minutes": "x", "more": 1}) == SecurityPolicy()
