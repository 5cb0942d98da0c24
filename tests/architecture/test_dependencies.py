"""What the product runs on is written down, every piece with its version, and nothing else is used."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from talentpool.config import ROOT


def pinned(name: str = "requirements.txt") -> dict[str, str]:
    """package → version of a file of requirements."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines]
    found = {}
    for line in filter(None, wanted):
        if line.startswith("-r "):
            continue
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)==([A-Za-z0-9_.]+)", line)
        assert match, f"not pinned: {line}"
        found[canonicalize_name(match.group(1))] = match.group(2)
    return found


def brought_along(name: str) -> set[str]:
    """What a package needs on this machine."""
    needed = (Requirement(line) for line in requires(name) or ())
    return {
        canonicalize_name(one.name)
        for one in needed
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def test_everything_is_pinned_with_all_that_it_brings_along() -> None:
    listed = pinned()
    assert len(listed) > 20
    for name in listed:
        assert brought_along(name) <= set(listed), name


def test_the_product_imports_nothing_that_is_not_listed() -> None:
    own = {"talentpool", "_typeshed", *sys.stdlib_module_names}
    owners = packages_distributions()
    listed = set(pinned())
    imported = set()
    for path in (ROOT / "talentpool").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    for module in sorted(imported - own):
        assert {canonicalize_name(owner) for owner in owners.get(module, [module])} & listed, module
