"""Names of people: one spelling for each, their pinyin, and lists of names in one cell. Pure.

pypinyin is loaded at the first name, one character at a time: its phrase tables are made for prose,
and a surname is read as a surname (单 shan, 仇 qiu, 解 xie) by the tables below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from talentpool.writing import folded, is_empty_mark

_SURNAMES: dict[str, str] = dict(
    entry.split(":")
    for entry in (
        "单:shan 仇:qiu 解:xie 查:zha 曾:zeng 盖:ge 区:ou 朴:piao 任:ren 翟:zhai 乐:yue 员:yun 贠:yun 缪:miao 秘:bi 折:she "
        "黑:he 覃:qin 洗:xian 召:shao 种:chong 祭:zhai 繁:po 卜:bu 句:gou 阚:kan 能:nai 省:xing 隗:wei 郇:xun 藏:zang 都:du "
        "炅:gui 乜:nie 角:jue 薄:bo 六:lu 粘:nian 圈:juan 华:hua 宁:ning 纪:ji 应:ying 车:che 那:na 盛:sheng 长:chang 尉:wei"
    ).split()
)
_COMPOUND_SURNAMES: dict[str, str] = dict(
    entry.split(":")
    for entry in (
        "欧阳:ouyang 尉迟:yuchi 万俟:moqi 澹台:tantai 单于:chanyu 长孙:zhangsun 令狐:linghu 皇甫:huangfu 鲜于:xianyu "
        "夏侯:xiahou 诸葛:zhuge 上官:shangguan 司马:sima 司徒:situ 司空:sikong 司寇:sikou 东方:dongfang 东郭:dongguo "
        "独孤:dugu 南宫:nangong 西门:ximen 公孙:gongsun 公冶:gongye 公羊:gongyang 慕容:murong 宇文:yuwen 轩辕:xuanyuan "
        "端木:duanmu 百里:baili 呼延:huyan 宗政:zongzheng 濮阳:puyang 淳于:chunyu 太叔:taishu 申屠:shentu 赫连:helian "
        "钟离:zhongli 闾丘:lvqiu 亓官:qiguan 子车:ziju 颛孙:zhuansun 巫马:wuma 漆雕:qidiao 乐正:yuezheng 壤驷:rangsi "
        "拓跋:tuoba 夹谷:jiagu 宰父:zaifu 谷梁:guliang 段干:duangan 羊舌:yangshe 微生:weisheng 梁丘:liangqiu 左丘:zuoqiu"
    ).split()
)
_GIVEN: dict[str, str] = dict(entry.split(":") for entry in "晟:sheng 伽:jia 长:chang 卜:bu 靓:liang".split())

_HAN = r"㐀-鿿豈-﫿〇\U00020000-\U000323af"
_BLANKS_IN_HAN = re.compile(rf"(?<=[{_HAN}·*])\s+(?=[{_HAN}·*])")
_DOTS = re.compile(rf"\s*[•・･‧∙⋅⸱]\s*|\s*·\s*|(?<=[{_HAN}])\s*\.\s*(?=[{_HAN}])")
_NOTE = re.compile(r"(?P<name>[^(\[【〔]+)[(\[【〔](?P<note>.*)[)\]】〕]")
_NOTE_INSIDE = re.compile(r"[)\]】〕]\s*[(\[【〔]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_PLAUSIBLE = re.compile(rf"[{_HAN}]{{2,5}}|[{_HAN}]+(?:·[{_HAN}]+)+|[A-Za-z][A-Za-z .'·-]+")
_TOKENS = re.compile(rf"[{_HAN}]|[A-Za-z0-9]+")
_SEPARATORS = re.compile(r"[、,;/\n\r]+")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name, and the note that stood behind it in brackets: “张三(女)” is 张三 with the note 女."""

    name: str
    note: str
    written: str

    @property
    def plausible(self) -> bool:
        """Whether it has the shape of a name: two to five characters, parts joined by “·”, or Latin letters."""
        return _PLAUSIBLE.fullmatch(self.name) is not None


def read_name(value: object) -> NameReading | None:
    """Read a cell; None for an empty one. Never refuses: odd names exist."""
    written = "" if value is None or value != value else str(value).strip()
    text = folded(written)
    if is_empty_mark(text):
        return None
    name, note = text, ""
    if match := _NOTE.fullmatch(text):
        name, note = match["name"], _NOTE_INSIDE.sub(",", match["note"]).strip()
    return NameReading(_one_spelling(name), note, written)


def normalise_name(value: object) -> str:
    """The name alone, without blanks between Chinese characters; "" for an empty cell."""
    reading = read_name(value)
    return reading.name if reading else ""


def split_names(value: object) -> list[str]:
    """The names in a cell, once each, in order: “梁军波、孙思梅”, “万红小 贺建子”, one a line.

    Blanks part names of two characters or more; a single character belongs to its neighbour (“钟 文”).
    """
    text = "" if value is None or value != value else "\n".join(map(folded, str(value).splitlines()))
    pieces = _SEPARATORS.split(_BRACKETED.sub("", text))
    names = (normalise_name(name) for piece in pieces for name in _parted_by_blanks(piece))
    return list(dict.fromkeys(name for name in names if name))


def pinyin_of(name: str) -> str:
    """Without tones or blanks: 钟文 → zhongwen, 欧阳航 → ouyanghang; ü is v."""
    return "".join(_syllables(name))


def initials_of(name: str) -> str:
    """First letters by character: 钟文 → zw, 欧阳航 → oyh."""
    surname = _compound_surname(name)
    letters = [syllable[0] for syllable in _syllables(name)]
    if surname:
        letters[:1] = [_reading(character)[0] for character in surname]
    return "".join(letters)


def sort_key(name: str) -> str:
    """Surname first, syllables apart, so that a list stands as in a telephone book: 廖梅玉 → liao mei yu."""
    return " ".join(_syllables(name))


def _one_spelling(text: str) -> str:
    text = _BLANKS_IN_HAN.sub("", _DOTS.sub("·", text))
    return re.sub(r"\s+", " ", text).strip(" ·")


def _parted_by_blanks(piece: str) -> list[str]:
    tokens = piece.split()
    if not any(re.match(rf"[{_HAN}]", token) for token in tokens):
        return [piece.strip()]
    names: list[str] = []
    pending = ""
    for position, token in enumerate(tokens):
        if pending:
            names.append(pending + token)
            pending = ""
        elif len(token) > 1:
            names.append(token)
        elif names and (names[-1] in _COMPOUND_SURNAMES or position == len(tokens) - 1):
            names[-1] += token
        else:
            pending = token
    return [*names, pending] if pending else names


def _compound_surname(name: str) -> str | None:
    return name[:2] if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else None


def _syllables(name: str) -> list[str]:
    """One a Chinese character or Latin word; marks such as “·” and “*” have none."""
    surname = _compound_surname(name)
    if surname:
        return [_COMPOUND_SURNAMES[surname], *_given(name[2:])]
    if name[:1] in _SURNAMES:
        return [_SURNAMES[name[0]], *_given(name[1:])]
    return _given(name)


def _given(text: str) -> list[str]:
    return [_GIVEN.get(token) or _reading(token) for token in _TOKENS.findall(text)]


@cache
def _reading(token: str) -> str:
    """The commonest reading of a character; Latin words in lower case."""
    if token.isascii():
        return token.lower()
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(token)[0])
