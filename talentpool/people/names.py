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
        "欧阳:ou.yang 尉迟:yu.chi 万俟:mo.qi 澹台:tan.tai 单于:chan.yu 长孙:zhang.sun 令狐:ling.hu 皇甫:huang.fu 鲜于:xian.yu "
        "夏侯:xia.hou 诸葛:zhu.ge 上官:shang.guan 司马:si.ma 司徒:si.tu 司空:si.kong 司寇:si.kou 东方:dong.fang 东郭:dong.guo "
        "独孤:du.gu 南宫:nan.gong 西门:xi.men 公孙:gong.sun 公冶:gong.ye 公羊:gong.yang 慕容:mu.rong 宇文:yu.wen 轩辕:xuan.yuan "
        "端木:duan.mu 百里:bai.li 呼延:hu.yan 宗政:zong.zheng 濮阳:pu.yang 淳于:chun.yu 太叔:tai.shu 申屠:shen.tu 赫连:he.lian "
        "钟离:zhong.li 闾丘:lv.qiu 亓官:qi.guan 子车:zi.ju 颛孙:zhuan.sun 巫马:wu.ma 漆雕:qi.diao 乐正:yue.zheng 壤驷:rang.si "
        "拓跋:tuo.ba 夹谷:jia.gu 宰父:zai.fu 谷梁:gu.liang 段干:duan.gan 羊舌:yang.she 微生:wei.sheng 梁丘:liang.qiu 左丘:zuo.qiu"
    ).split()
)
_GIVEN: dict[str, str] = dict(entry.split(":") for entry in "晟:sheng 伽:jia 长:chang 卜:bu 靓:liang".split())

_HAN = r"㐀-鿿豈-﫿〇\U00020000-\U000323af"
_BLANKS_IN_HAN = re.compile(rf"(?<=[{_HAN}·*])\s+(?=[{_HAN}·*])")
_DOTS = re.compile(rf"\s*[•・･‧∙⋅⸱]\s*|\s*·\s*|(?<=[{_HAN}])\s*\.\s*(?=[{_HAN}])")
_NOTE = re.compile(r"(?P<name>[^(\[【〔]+)[(\[【〔](?P<note>.*)[)\]】〕]")
_NOTE_INSIDE = re.compile(r"[)\]】〕]\s*[(\[【〔]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
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


def search_columns(name: str) -> dict[str, str]:
    """The columns of `person` by which a name is sorted and found, as wide as they are."""
    words = _syllables(name)
    return {
        "name_key": _key_of(words, name)[:200],
        "pinyin": "".join(words)[:200],
        "initials": _initials_of(words)[:40],
    }


def pinyin_of(name: str) -> str:
    """Without tones or blanks: 钟文 → zhongwen, 欧阳航 → ouyanghang; ü is v."""
    return "".join(_syllables(name))


def initials_of(name: str) -> str:
    """First letters by character: 钟文 → zw, 欧阳航 → oyh."""
    return _initials_of(_syllables(name))


def sort_key(name: str) -> str:
    """Surname first, syllables apart, so that a list stands as in a telephone book: 欧阳航 → ouyang hang."""
    return _key_of(_syllables(name), name)


def _key_of(words: list[str], name: str) -> str:
    return " ".join(["".join(words[:2]), *words[2:]] if _has_compound_surname(name) else words)


def _initials_of(words: list[str]) -> str:
    return "".join([word[0] for word in words])


def _one_spelling(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return _BLANKS_IN_HAN.sub("", _DOTS.sub("·", text)).strip(" ·")


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


def _has_compound_surname(name: str) -> bool:
    return len(name) > 2 and name[:2] in _COMPOUND_SURNAMES


def _syllables(name: str) -> list[str]:
    """One a Chinese character or Latin word; marks such as “·” and “*” have none."""
    if _has_compound_surname(name):
        return [*_COMPOUND_SURNAMES[name[:2]].split("."), *_given(name[2:])]
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
