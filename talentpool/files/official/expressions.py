"""What may stand in a placeholder: names of the report, comparisons, loops over its lists. Nothing is called.

Every placeholder is read by itself, so that a fault tells its paragraph, and by its type, so that a wrong
name is found before any report is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from talentpool.files.official.names import element, parts_of
from talentpool.wording import say

LONGEST = 200
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_ODD = re.compile(r"[(){}\[\]%#\\`$]")
_READER = ImmutableSandboxedEnvironment()
Scope = Mapping[str, Any]


class Wrong(Exception):  # noqa: N818
    """A placeholder that cannot stand; the text says why."""


def plain(body: str) -> str:
    """The inside of a placeholder with straight quotes; Wrong when it holds more than names and words."""
    body = " ".join(body.translate(_STRAIGHT).split())
    if len(body) > LONGEST:
        raise Wrong(say("占位符过长"))
    if _ODD.search(body) or body.startswith(("-", "+")) or body.endswith(("-", "+")):
        raise Wrong(say("占位符里只能写名称、比较、length和循环,不能有括号等其他符号"))
    return body


def read_output(body: str, scope: Scope) -> Any:
    """The type of what {{ body }} writes."""
    (output,) = _parse("{{ " + body + " }}", nodes.Output)
    (node,) = output.nodes
    return _type_of(node, scope)


def read_condition(body: str, scope: Scope) -> None:
    """Check the condition of {% if body %}."""
    (branch,) = _parse("{% if " + body + " %}{% endif %}", nodes.If)
    _type_of(branch.test, scope)


def read_loop(body: str, scope: Scope, *, within: bool, top: Scope) -> tuple[str, Any]:
    """The variable of {% for body %} and its type.

    Inside a loop only a part of that loop's element may be gone through: so the work grows with the data and no faster.
    """
    (loop,) = _parse("{% for " + body + " %}{% endfor %}", nodes.For)
    if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.test is not None:
        raise Wrong(say("循环只能写成“for 变量 in 列表”"))
    name = loop.target.name
    if name in scope or name == "loop" or name.startswith("_"):
        raise Wrong(say("循环变量“%(name)s”与已有的名称相同,请换一个", name=name))
    held = element(_type_of(loop.iter, scope))
    if held is None:
        raise Wrong(say("“%(name)s”不是列表,不能循环", name=body.split()[-1]))
    if within and _root(loop.iter) in top:
        raise Wrong(say("循环里只能再循环外层变量自己的列表"))
    return name, held


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _parse(source: str, kind: type[nodes.Node]) -> list[Any]:
    try:
        found = _READER.parse(source).body
    except TemplateSyntaxError as broken:
        raise Wrong(say("占位符的语法有误")) from broken
    if len(found) != 1 or not isinstance(found[0], kind):
        raise Wrong(say("占位符的语法有误"))
    return found


def _type_of(node: nodes.Node, scope: Scope) -> Any:
    """The type of an expression; Wrong for an unknown name or for anything that computes."""
    if isinstance(node, nodes.Name):
        return _part(node.name, scope)
    if isinstance(node, nodes.Getattr):
        return _part(node.attr, parts_of(_type_of(node.node, scope)))
    if isinstance(node, nodes.Const):
        return type(node.value)
    if isinstance(node, nodes.Filter) and node.name == "length" and node.node is not None and not node.args:
        if element(_type_of(node.node, scope)) is None:
            raise Wrong(say("length只能用于列表"))
        return int
    if isinstance(node, nodes.CondExpr):
        first, second = _type_of(node.expr1, scope), _type_of(node.expr2 or nodes.Const(""), scope)
        _type_of(node.test, scope)
        if first != second:
            raise Wrong(say("“if … else”两边要是同一种内容"))
        return first
    if isinstance(node, nodes.Compare | nodes.And | nodes.Or | nodes.Not):
        for one in node.iter_child_nodes():
            _type_of(one.expr if isinstance(one, nodes.Operand) else one, scope)
        return bool
    raise Wrong(say("占位符里只能写名称、比较、length和循环,不能有括号等其他符号"))


def _part(name: str, known: Scope) -> Any:
    if name in known:
        return known[name]
    if not known:
        raise Wrong(say("“%(name)s”前面的内容没有下级名称", name=name))
    raise Wrong(say("不认识名称“%(name)s”,可用的有:%(known)s", name=name, known="、".join(known)))
