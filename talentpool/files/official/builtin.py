"""Builds the two templates that the product brings along: `python -m talentpool.files.official.builtin`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from talentpool.files.official.bundle import packed
from talentpool.files.official.content import Kind
from talentpool.files.official.layout import TAB, package, paragraph, run, section

_SUBHEAD = "公文二级标题"
_NOTHING = "(没有登记)"


def parts(kind: Kind) -> dict[str, bytes]:
    """Name → bytes of the parts of the template."""
    middle = _town() if kind is Kind.TOWN else _unit()
    return package("".join([*_top(), *middle, *_bottom()]))


def _body(*runs: str) -> str:
    return paragraph("公文正文", *runs)


def _heading(text: str) -> str:
    return paragraph("公文一级标题", run(text))


def _statement(text: str) -> str:
    return _body(run("{%p " + text + " %}"))


def _top() -> Iterable[str]:
    yield paragraph("公文标题", run("{{ title }}"))
    yield paragraph("公文空行")
    yield from _paragraphs("lead")


def _paragraphs(name: str, otherwise: str = "") -> list[str]:
    told = [_statement(f"for words in {name}"), _body(run("{{ words }}")), _statement("endfor")]
    return [*told, *_otherwise(name, otherwise)]


def _items(name: str, otherwise: str = _NOTHING) -> list[str]:
    return [
        _statement(f"for item in {name}"),
        _body(run("{{ item.number }}{{ item.head }}", style=_SUBHEAD), run("{{ item.text }}")),
        *_paragraphs("item.more"),
        _statement("endfor"),
        *_otherwise(name, otherwise),
    ]


def _otherwise(name: str, sentence: str) -> list[str]:
    return [_statement(f"if not {name}"), _body(run(sentence)), _statement("endif")] if sentence else []


def _town() -> Iterable[str]:
    heads = {
        "一、届中分析工作开展情况": "conduct",
        "二、分析研判情况": "operation",
        "三、存在的问题": "problems",
        "四、下一步工作打算": "next_steps",
    }
    for head, name in heads.items():
        yield _heading(head)
        yield from _items(name)


def _unit() -> Iterable[str]:
    yield _heading("一、基本情况")
    yield from _paragraphs("basics", _NOTHING)
    yield _heading("二、班子配备情况")
    yield from _paragraphs("team", _NOTHING)
    yield from (
        _statement("if team_table"),
        _body(run("{{p team_table }}")),
        _small_gap(),
        _statement("endif"),
    )
    yield _heading("三、班子运行情况")
    yield from _paragraphs("operation", _NOTHING)
    yield _heading("四、班子成员履职情况")
    yield from _items("members")
    yield _heading("五、后备干部情况")
    yield from _paragraphs("reserves", _NOTHING)
    yield _heading("六、存在的问题")
    yield from _items("problems")
    yield _heading("七、等次建议")
    yield _statement("if proposal.grade")
    yield _body(run("建议等次:", style=_SUBHEAD), run("{{ proposal.grade }}。"))
    yield from _paragraphs("proposal.reasons")
    yield from (_statement("else"), _body(run("(尚未提出)")), _statement("endif"))


def _small_gap() -> str:
    return paragraph("公文表注")


def _bottom() -> Iterable[str]:
    """Attachments, sign-off and annexes (7.3.4, 7.3.5, 7.4)."""
    yield paragraph("公文空行")
    yield _statement("for name in attachments")
    yield _statement("if loop.length == 1")
    yield paragraph("公文附件说明单", run("附件:{{ name }}"))
    yield _statement("elif loop.first")
    yield paragraph("公文附件说明", run("附件:{{ loop.index }}."), TAB, run("{{ name }}"))
    yield _statement("else")
    yield paragraph("公文附件说明续", run("{{ loop.index }}."), TAB, run("{{ name }}"))
    yield _statement("endif")
    yield _statement("endfor")
    yield from (_statement("if attachments"), paragraph("公文空行"), _statement("endif"))
    yield paragraph("公文署名", run("{{ signed_by }}"))
    yield paragraph("公文日期", run("{{ dated }}"), more=section(landscape=False))
    yield _statement("for annex in annexes")
    yield paragraph("公文附件序号", run("{{ annex.number }}"))
    yield paragraph("公文附件标题", run("{{ annex.caption }}"))
    yield _body(run("{{p annex.table }}"))
    yield paragraph("公文表注", run("{{ annex.note }}"))
    yield _statement("endfor")


def main() -> None:
    """Write the templates beside this module."""
    for kind in Kind:
        Path(__file__).with_name(f"{kind.value}.docx").write_bytes(packed(parts(kind)))


if __name__ == "__main__":
    main()
