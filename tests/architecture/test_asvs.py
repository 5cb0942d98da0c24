"""`tests/asvs.yml` and the tests agree: every item of OWASP ASVS 5.0, levels 1 and 2, is accounted for."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from talentpool.config import ROOT

FILE = ROOT / "tests" / "asvs.yml"
ITEM = re.compile(r"V(?:[1-9]|1[0-7])\.[1-9]\d?\.[1-9]\d?")
KINDS = ("applicable", "open", "not_applicable")


@cache
def listed() -> dict[str, Any]:
    """The file; an id written twice is refused."""
    loader = yaml.SafeLoader(FILE.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        _refuse_doubles(node)
        told: dict[str, Any] = loader.construct_document(node)
    finally:
        loader.dispose()
    return told


def _refuse_doubles(node: Any) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _value in node.value]
        assert len(set(keys)) == len(keys), f"twice: {sorted({key for key in keys if keys.count(key) > 1})}"
        for _key, value in node.value:
            _refuse_doubles(value)


@cache
def collected_in(path: Path) -> frozenset[str]:
    """What pytest collects of a file: functions, and methods of classes, by their names in an id."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found |= {
                f"{node.name}::{one.name}"
                for one in node.body
                if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
            }
    return frozenset(found)


def missing(test: str) -> bool:
    """Whether an id names no test."""
    name, _, rest = test.partition("::")
    path = ROOT / name
    return not (name.startswith("tests/") and path.is_file() and rest in collected_in(path))


def test_the_levels_hold_what_the_standard_holds() -> None:
    first, second = listed()["levels"][1], listed()["levels"][2]
    assert (len(first), len(second)) == (70, 183)
    assert all(ITEM.fullmatch(item) for item in (*first, *second))
    assert not set(first) & set(second)


def test_every_item_of_levels_1_and_2_stands_in_one_place() -> None:
    places = [set(listed()[kind]) for kind in KINDS]
    assert sum(map(len, places)) == len(set.union(*places))
    assert set.union(*places) == {*listed()["levels"][1], *listed()["levels"][2]}


def test_a_hundred_items_and_more_are_tested() -> None:
    assert len(listed()["applicable"]) >= 100


def test_every_applicable_item_has_tests_that_exist_and_says_how_they_were_seen_to_fail() -> None:
    for item, told in listed()["applicable"].items():
        assert set(told) == {"about", "tests", "seen_failing"}, item
        assert told["about"].strip(), item
        assert told["seen_failing"].strip(), item
        assert told["tests"], item
        assert [test for test in told["tests"] if missing(test)] == [], item


@pytest.mark.parametrize("kind", ["open", "not_applicable"])
def test_every_other_item_has_its_reason(kind: str) -> None:
    for item, reason in listed()[kind].items():
        assert isinstance(reason, str), item
        assert len(reason) > 5, item


@pytest.mark.parametrize(
    "test",
    [
        "tests/web/test_gate.py::test_that_nobody_wrote",
        "tests/web/test_nothing.py::test_a_refusal_is_put_on_record",
        "tests/web/test_gate.py",
        "talentpool/config.py::test_a_refusal_is_put_on_record",
        "test_a_refusal_is_put_on_record",
    ],
)
def test_an_id_of_no_test_is_found(test: str) -> None:
    assert missing(test)
    assert not missing("tests/web/test_gate.py::test_a_refusal_is_put_on_record")


def test_an_item_written_twice_is_found() -> None:
    node = yaml.SafeLoader("open:\n  V1.1.1: a\n  V1.1.1: b\n").get_single_node()
    with pytest.raises(AssertionError, match="twice"):
        _refuse_doubles(node)
