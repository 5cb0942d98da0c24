"""What an office may upload as a template, and what is refused with which sentence."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentpool.files.official import Kind, builtin_template, check_template, known_names
from tests.unit.files.official.reports import repacked, template_of


def faults(*paragraphs: str) -> list[str]:
    """What is said of a template with these paragraphs."""
    return [str(one) for one in check_template(template_of(*paragraphs), Kind.TOWN)]


@pytest.mark.parametrize("kind", Kind)
def test_the_templates_of_the_product_are_good(kind: Kind) -> None:
    assert check_template(builtin_template(kind), kind) == []


def test_the_template_of_a_unit_is_not_one_of_a_town() -> None:
    assert any("basics" in str(one) for one in check_template(builtin_template(Kind.UNIT), Kind.TOWN))


def test_an_unknown_name_is_told_with_its_paragraph_and_the_known_ones() -> None:
    (told,) = faults("好", "标题:{{ titel }}")
    assert told.startswith("第2段“标题:{{ titel }}”:不认识名称“titel”,可用的有:title、lead、")
    assert told.endswith("annexes")


def test_the_parts_of_an_item_are_known_too() -> None:
    (told,) = faults("{%p for item in operation %}", "{{ item.txt }}", "{%p endfor %}")
    assert "可用的有:number、head、text、more" in told


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ title", "花括号没有配对"),
        ("{% for x in operation %}", "没有配对的“endfor”"),
        ("{% endif %}", "没有配对的开头"),
        ("{{ ''.__class__ }}", "没有下级名称"),
        ("{{ title.__class__ }}", "没有下级名称"),
        ("{{ title.upper() }}", "不能有括号"),
        ("{% for x in range(1000000000) %}", "不能有括号"),
        ("{% include 'x' %}", "不能使用“include”"),
        ("{% set x = 1 %}", "不能使用“set”"),
        ("{{ title * 1000000000 }}", "只能写名称"),
        ("{{ operation }}", "不是文字"),
        ("{{ loop.index }}", "不认识名称“loop”"),
        ("{% for title in operation %}{% endfor %}", "与已有的名称相同"),
        ("{% for x in title %}{% endfor %}", "不是列表"),
        ("{{ " + "not " * 60 + "title }}", "过长"),
        ("甲{%p if title %}", "单独成段"),
        ("{%tr if title %}", "只能写在表格里"),
        ("{{ title|upper }}", "只能写名称"),
    ],
)
def test_what_cannot_stand_in_a_template(written: str, said: str) -> None:
    assert any(said in one for one in faults(written.replace("'", "&apos;"))), faults(written)


def test_a_list_is_not_gone_through_inside_a_loop_over_another() -> None:
    (told, *_) = faults("{% for a in operation %}{% for b in problems %}{% endfor %}{% endfor %}")
    assert "外层变量自己的列表" in told


def test_loops_that_tear_paragraphs_apart_are_found_by_trying() -> None:
    cell = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{% for a in operation %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    told = faults(cell, "丙{% endfor %}")
    assert any("拆散" in one for one in told)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"word/vbaProject.bin": b"x"}, "宏"),
        ({"word/embeddings/a.xlsx": b"x"}, "嵌入"),
        (
            {
                "word/_rels/footer1.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="r" Type="t" Target="http://x.example" TargetMode="External"/></Relationships>'
            },
            "外部链接",
        ),
        ({"word/comments.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "外部实体"),
        ({"word/comments.xml": b"<a"}, "结构有误"),
        (
            {
                "word/comments.xml": b'<a xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                b'<w:fldSimple w:instr=" DDEAUTO c:\\x "/></a>'
            },
            "域",
        ),
        (
            {
                "word/comments.xml": b'<a xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                b"<w:p><w:t>{{ title }}</w:t></w:p></a>"
            },
            "只能写在正文里",
        ),
    ],
)
def test_hostile_packages_are_refused(changes: dict[str, bytes], said: str) -> None:
    (fault,) = check_template(repacked(changes), Kind.TOWN)
    assert said in str(fault)


def test_blocks_stand_in_each_other_eight_deep_at_most() -> None:
    assert faults(*["{% if title %}"] * 8, *["{% endif %}"] * 8) == []
    assert "最多嵌套8层" in faults(*["{% if title %}"] * 140, *["{% endif %}"] * 140)[0]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["{{r " * 100_000],
        ["{{ title }}"] * 400,
        ["‖".join(["x"] * 8_000) + "{{ title }}", "{{ {{ " * 200 + "}} }} " * 200],
    ],
)
def test_the_work_of_checking_is_bounded(paragraphs: list[str]) -> None:
    began = process_time()
    assert faults(*paragraphs)
    assert process_time() - began < 5


@given(st.binary(max_size=300))
def test_any_file_gets_an_answer(content: bytes) -> None:
    assert check_template(content, Kind.TOWN)
    assert check_template(b"PK\x03\x04" + content, Kind.TOWN)


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "{%", "%}", "title", " for a in lead ", " endfor ", "‖", "p ", "x"])
    )
)
@settings(max_examples=60)
def test_any_placeholder_gets_an_answer(pieces: list[str]) -> None:
    check_template(template_of("".join(pieces)), Kind.TOWN)


def test_known_names_tell_what_they_hold() -> None:
    told = {one.name: one for one in known_names(Kind.TOWN)}
    assert (told["operation"].label, told["operation"].repeated) == ("分析研判情况,一村一项", True)
    assert [one.name for one in told["operation"].parts] == ["number", "head", "text", "more"]
