"""What the product never does: run text as code, call other programs or machines, draw secrets by chance.

Every rule is tried on a line that breaks it, so that none is blind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from talentpool.config import ROOT

SOURCES = sorted((ROOT / "talentpool").rglob("*.py"))
SCRIPTS = sorted((ROOT / "talentpool" / "static").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

RUNS_TEXT = {"eval", "exec", "compile", "__import__", "pickle", "marshal", "shelve", "dill", "jsonpickle"}
CALLS_PROGRAMS = {"subprocess", "os.system", "os.popen", "os.execv", "os.spawnv", "pty", "commands"}
CALLS_MACHINES = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "smtplib",
    "ftplib",
    "ldap",
    "ldap3",
    "xmlrpc.client",
    "socket.create_connection",
    "socket.socket",
}
DRAWS_BY_CHANCE = {"random", "numpy.random", "uuid.uuid1"}
WEAK_DIGESTS = {"md5", "sha1", "hashlib.md5", "hashlib.sha1"}
WEAK_CIPHERS = {"ECB", "CBC", "PKCS1v15", "TripleDES", "ARC4", "Blowfish"}
BUILDS_TEMPLATES = {"render_template_string", "from_string", "jinja2.Template"}
MIXES_PARAMETERS = {"values@request"}
READS_XML = {"lxml", "xml.sax", "xml.dom", "defusedxml"}

WORD_TEMPLATES = "talentpool/files/official/template.py"
"""The office's own Word templates, every placeholder read and checked before (see expressions.py)."""

WORD_MARKUP = "talentpool/files/official/markup.py"
"""lxml with entities, document types and network off."""

ONE_TIME_CODES = "talentpool/accounts/totp.py"
"""RFC 6238 as authenticator apps have it: HMAC over SHA-1."""


def names_in(source: str) -> Iterator[str]:
    """Every name, dotted name, import and short text of a piece of code, by which the rules tell it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
                yield alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
            yield node.attr + ("@request" if node.value.id == "request" else "@")
            if node.attr[:1].isupper() or node.attr == "from_string":
                yield node.attr
        elif isinstance(node, ast.Attribute):
            yield f".{node.attr}"
            if node.attr == "from_string":
                yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 12:
            yield f'"{node.value}"'


@cache
def names_of(path: Path) -> frozenset[str]:
    """The same of a file, read once."""
    return frozenset(names_in(path.read_text(encoding="utf-8")))


RULES: dict[str, tuple[set[str], dict[str, set[str]], str]] = {
    "runs no text as code": (RUNS_TEXT, {}, "eval(request.args['x'])"),
    "unpacks no objects": (RUNS_TEXT, {}, "import pickle"),
    "calls no program": (CALLS_PROGRAMS, {}, "from subprocess import run"),
    "calls no shell": (CALLS_PROGRAMS, {}, "import os\nos.system('ls')"),
    "calls no machine": (CALLS_MACHINES, {}, "from urllib.request import urlopen"),
    "opens no connection": (CALLS_MACHINES, {}, "import socket\nsocket.create_connection(('x', 1))"),
    "draws nothing by chance": (DRAWS_BY_CHANCE, {}, "from random import choice"),
    "digests with nothing weak": (
        WEAK_DIGESTS | {'"md5"', '"sha1"'},
        {ONE_TIME_CODES: {'"sha1"'}},
        "import hashlib\nhashlib.new('md5')",
    ),
    "enciphers with nothing weak": (WEAK_CIPHERS, {}, "modes.ECB()"),
    "builds no template of what was typed": (
        BUILDS_TEMPLATES,
        {WORD_TEMPLATES: {"from_string", "jinja2.Template"}},
        "from flask import render_template_string",
    ),
    "takes a parameter from one place": (MIXES_PARAMETERS, {}, "request.values['x']"),
    "hands no XML to a parser that follows references": (
        READS_XML,
        {WORD_MARKUP: {"lxml"}},
        "from lxml import etree",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_product(rule: str) -> None:
    forbidden, allowed, _planted = RULES[rule]
    found = {}
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        used = names_of(path) & forbidden - allowed.get(name, set())
        if used:
            found[name] = used
    assert found == {}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_what_breaks_it(rule: str) -> None:
    forbidden, _allowed, planted = RULES[rule]
    assert set(names_in(planted)) & forbidden


SCRIPT_RULES = {
    "writes text as text": (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.srcdoc",
        "a.innerHTML = b",
    ),
    "runs no text": (r"\beval\(|new Function|setTimeout\(\s*[\"']|setInterval\(\s*[\"']", "new Function(a)"),
    "keeps nothing in the browser": (
        r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.",
        "localStorage.setItem('a', b)",
    ),
    "listens to no other window": (
        r"postMessage|[\"']message[\"']|onmessage",
        "addEventListener('message', f)",
    ),
    "lets passwords be pasted": (r"[\"']paste[\"']|onpaste", "on('paste', stop)"),
    "merges no objects by name": (r"__proto__|Object\.assign|\.prototype\b", "Object.assign(a, b)"),
    "loads nothing from elsewhere": (r"https?://", "import 'https://cdn.example/a.js'"),
}


@pytest.mark.parametrize("rule", SCRIPT_RULES)
def test_every_script(rule: str) -> None:
    pattern, planted = SCRIPT_RULES[rule]
    assert re.search(pattern, planted)
    assert SCRIPTS
    assert [path.name for path in SCRIPTS if re.search(pattern, path.read_text(encoding="utf-8"))] == []


TEMPLATE_RULES = {
    "embeds nothing that runs": (r"<(object|embed|applet|iframe|frame)\b", "<object data=x>"),
    "loads nothing from elsewhere": (
        r"(src|href|action)\s*=\s*[\"'](https?:)?//",
        '<img src="https://elsewhere.example/x.png">',
    ),
    "marks no text as safe": (r"\|\s*safe\b|autoescape\s+false", "{{ name|safe }}"),
    "writes no data into a script": (
        r"\|\s*tojson\b|<script(?![^>]*\bsrc=)",
        "<script>let a = {{ b }}</script>",
    ),
    "names no javascript address": (r"javascript:", '<a href="javascript:go()">'),
}


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_every_template(rule: str) -> None:
    pattern, planted = TEMPLATE_RULES[rule]
    assert re.search(pattern, planted)
    found = [_named(path) for path in TEMPLATES if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert found == []


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
