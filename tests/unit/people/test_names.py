"""Names: one spelling, pinyin, lists in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.people.names import (
    NameReading,
    initials_of,
    normalise_name,
    pinyin_of,
    read_name,
    sort_key,
    split_names,
)

names = st.text("张王李赵钟廖梅玉文光富欧阳单解任", min_size=2, max_size=4)
blanks = st.sampled_from(["", " ", "  ", "\u3000", "\xa0", "\u200b", "\n"])


@given(names, st.data())
def test_blanks_within_a_name_change_nothing(name: str, data: st.DataObject) -> None:
    spaced = "".join(data.draw(blanks) + character for character in name) + data.draw(blanks)
    assert normalise_name(spaced) == name


@given(
    st.lists(names, min_size=1, max_size=5, unique=True),
    st.sampled_from(["、", ",", "，", ";", "；", "/", "／", "\n", " ", "、 "]),
)
def test_a_list_of_names_is_parted_by_every_separator(listed: list[str], separator: str) -> None:
    assert split_names(separator.join(listed)) == listed


@given(names)
def test_pinyin_initials_and_sort_key_agree(name: str) -> None:
    assert sort_key(name).replace(" ", "") == pinyin_of(name)
    assert pinyin_of(name).isascii()
    assert len(initials_of(name)) == len(name)
    assert initials_of(name)[0] == pinyin_of(name)[0]


@pytest.mark.parametrize(
    ("written", "name", "note"),
    [
        ("钟\u3000文", "钟文", ""),
        ("张三(女)", "张三", "女"),
        ("张三（女）（兼）", "张三", "女,兼"),
        ("李四【预备党员】", "李四", "预备党员"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提", ""),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提", ""),
        ("买买提.艾力", "买买提·艾力", ""),
        ("买买提．艾力", "买买提·艾力", ""),
        ("John  Smith", "John Smith", ""),
    ],
)
def test_a_name_has_one_spelling_and_its_note_stands_apart(written: str, name: str, note: str) -> None:
    assert read_name(written) == NameReading(name, note, written)


@pytest.mark.parametrize("nothing", [None, "", " \u3000", "无", "-", "/", float("nan")])
def test_an_empty_cell_holds_no_name(nothing: object) -> None:
    assert read_name(nothing) is None
    assert normalise_name(nothing) == ""
    assert split_names(nothing) == []


@pytest.mark.parametrize(
    ("name", "plausible"),
    [
        ("钟文", True),
        ("欧阳成杰", True),
        ("阿卜杜拉·买买提", True),
        ("张", False),
        ("张*", False),
        ("3", False),
        ("注:本表一式两份", False),
    ],
)
def test_a_name_has_the_shape_of_a_name(name: str, plausible: bool) -> None:
    reading = read_name(name)
    assert reading is not None
    assert reading.plausible is plausible


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("梁军波、孙思梅", ["梁军波", "孙思梅"]),
        ("万红小 贺建子", ["万红小", "贺建子"]),
        ("钟 文", ["钟文"]),
        ("钟 文 廖梅玉", ["钟文", "廖梅玉"]),
        ("张三 李 四", ["张三", "李四"]),
        ("欧阳 航 张三", ["欧阳航", "张三"]),
        ("李 四喜、钟\u3000文", ["李四喜", "钟文"]),
        ("张三(组长、党员);李四", ["张三", "李四"]),
        ("张三\n李四\n", ["张三", "李四"]),
        ("张三、张三", ["张三"]),
        ("张三", ["张三"]),
        ("无", []),
    ],
)
def test_the_names_of_a_cell_are_told_apart(written: str, listed: list[str]) -> None:
    assert split_names(written) == listed


@pytest.mark.parametrize(
    ("name", "pinyin", "initials", "key"),
    [
        ("钟文", "zhongwen", "zw", "zhong wen"),
        ("廖梅玉", "liaomeiyu", "lmy", "liao mei yu"),
        ("欧阳成杰", "ouyangchengjie", "oycj", "ouyang cheng jie"),
        ("单建国", "shanjianguo", "sjg", "shan jian guo"),
        ("仇红梅", "qiuhongmei", "qhm", "qiu hong mei"),
        ("解放", "xiefang", "xf", "xie fang"),
        ("查良", "zhaliang", "zl", "zha liang"),
        ("曾雨文", "zengyuwen", "zyw", "zeng yu wen"),
        ("盖云", "geyun", "gy", "ge yun"),
        ("区志", "ouzhi", "oz", "ou zhi"),
        ("朴英", "piaoying", "py", "piao ying"),
        ("任桂欣", "renguixin", "rgx", "ren gui xin"),
        ("尉迟恭", "yuchigong", "ycg", "yuchi gong"),
        ("万俟明", "moqiming", "mqm", "moqi ming"),
        ("单于飞", "chanyufei", "cyf", "chanyu fei"),
        ("龙开长", "longkaichang", "lkc", "long kai chang"),
        ("吕布", "lvbu", "lb", "lv bu"),
        ("阿依·古丽", "ayiguli", "aygl", "a yi gu li"),
        ("张*", "zhang", "z", "zhang"),
        ("John Smith", "johnsmith", "js", "john smith"),
        ("", "", "", ""),
    ],
)
def test_a_name_is_found_by_its_pinyin(name: str, pinyin: str, initials: str, key: str) -> None:
    assert (pinyin_of(name), initials_of(name), sort_key(name)) == (pinyin, initials, key)


def test_names_sort_by_surname_first() -> None:
    assert sorted(["廖荣", "李现", "黎安", "欧阳航"], key=sort_key) == ["黎安", "李现", "廖荣", "欧阳航"]
