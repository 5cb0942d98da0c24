"""Tells a column's field by its values, where the header did not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Sequence

from talentpool.dates import PartialDate, UnreadableDate, parse_partial_date
from talentpool.files.reader import Cell
from talentpool.id_numbers import is_phone
from talentpool.intake.layout.heading import is_unit_name
from talentpool.posts.titles import read_posts
from talentpool.vocabulary import NATIONALITIES, SchoolingLevel, UnitType
from talentpool.writing import compact

SHARE = 0.8
"""Share of a column's filled cells that must fit."""

_LEAST = 3
_LOOKED_AT = 50
_ID = re.compile(r"\d{17}[\dXx]|\d{6}\*{8}[\dXx*]{4}")
_NAME = re.compile(r"[一-龥·]{2,5}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符"
    "舒阮纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米"
    "柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊"
)
_NATIONALITIES = frozenset(NATIONALITIES.values()) | {
    name.removesuffix("族") for name in NATIONALITIES.values()
}
_STATUSES = re.compile(
    r"(?:中共)?(?:预备)?党员.{0,4}|(?:共青)?团员|群众|无党派(?:人士)?|民[革盟建进](?:党|盟|会)?员?"
)
_SCHOOLING = frozenset(level.label for level in SchoolingLevel) | {
    "本科", "大学本科", "专科", "大学专科", "硕士", "硕士研究生", "博士", "职高", "技校", "高职", "中专(高中)", "文盲",
}  # fmt: skip
_YES = frozenset({"是", "√", "✓", "✔", "☑", "1", "Y", "y", "●", "有", "对"})
_NO = frozenset({"否", "×", "✗", "0", "N", "n", "无", "/", "-", "☐", "□"})
_POST_HEADER = re.compile(
    r"(?:村|居|社区|行政村)?(?:党委|党总支|总支|党支部|支部|党组织|支委会?|村委会?|居委会?|村民委员会|居民委员会|"
    r"[村居]?务?监督?委员会|[村居]?监委会?|纪委|工会|妇联|团支部|团委|民兵|组织|纪检|宣传|青年|生产|统战)?(?:会)?"
    r"(?:副?书记|副?主任|委员|主席|副主席|连长|会计|文书|网格员|社工)"
)


def by_values(cells: Sequence[Cell], known_units: Collection[str]) -> tuple[str, float] | None:
    """(field key, share of fitting cells) for a column of a roster's values; None if nothing fits."""
    texts = [compact(str(cell)) for cell in cells if cell is not None]
    if len(texts) < _LEAST:
        return None
    for key, fits in _TESTS:
        share = sum(map(fits, texts)) / len(texts)
        if share >= SHARE and (key != "name" or len(set(texts)) >= 0.7 * len(texts)):
            return key, share
    known = frozenset(known_units)
    share = sum(text in known or is_unit_name(text) for text in texts) / len(texts)
    return ("unit", share) if share >= SHARE else None


_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("id_number", lambda text: bool(_ID.fullmatch(text))),
    ("phone", is_phone),
    ("sex", lambda text: text in ("男", "女")),
    ("nationality", lambda text: text in _NATIONALITIES),
    ("political_status", lambda text: bool(_STATUSES.fullmatch(text))),
    ("schooling", lambda text: text in _SCHOOLING),
    ("name", lambda text: bool(_NAME.fullmatch(text)) and text[0] in _SURNAMES and not is_unit_name(text)),
)


def births_agree(dates: Sequence[Cell], id_numbers: Sequence[Cell]) -> bool:
    """Whether a column of dates is the births that the ID numbers of the same rows state."""
    pairs = [
        (date, str(number)[6:12])
        for date, number in zip(dates, id_numbers, strict=True)
        if date is not None and number is not None
    ]
    agreeing = sum(_month(date) == month for date, month in pairs)
    return len(pairs) >= _LEAST and agreeing >= SHARE * len(pairs)


def _month(cell: Cell) -> str:
    if isinstance(cell, datetime.date):
        return f"{cell.year:04d}{cell.month:02d}"
    try:
        date: PartialDate | None = parse_partial_date(cell)
    except UnreadableDate:
        return ""
    return f"{date.year:04d}{date.month:02d}" if date else ""


def is_post_header(text: str) -> bool:
    """Whether a header is the title of a post: 党支部书记, 妇联主席, 组织委员."""
    return bool(_POST_HEADER.fullmatch(compact(text)))


def are_posts(cells: Sequence[Cell]) -> bool:
    """Whether a column lists posts and nothing else."""
    texts = [str(cell) for cell in cells if cell is not None]
    titles = [read_posts(text, unit_type=UnitType.VILLAGE, party_form=None) for text in texts[:_LOOKED_AT]]
    return bool(titles) and all(listed and all(title.known for title in listed) for listed in titles)


def is_ticked(cell: Cell) -> bool:
    """Whether a cell is a tick: 是, √, 1."""
    return cell is True or (cell is not None and compact(str(cell)) in _YES)


def are_ticks(cells: Sequence[Cell]) -> bool:
    """Whether a column holds ticks and nothing else, and at least one."""
    filled = [cell for cell in cells if cell is not None]
    known = all(is_ticked(cell) or cell is False or compact(str(cell)) in _NO for cell in filled)
    return known and any(map(is_ticked, filled))
