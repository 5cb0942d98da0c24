"""What stands above (and sometimes below) a table: title, reporting unit, township, date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from talentpool.dates import PartialDate, UnreadableDate
from talentpool.writing import compact, folded

_REPORTING = re.compile(r"(?:填报|报送|呈报|上报|制表|报表)单位(?:\([^)]*\))?\s*[::]\s*(.*)")
_NEXT_LABEL = re.compile(
    r"\s{2,}|(?:填报|填表|报送|制表|上报|统计)(?:时间|日期|人)|(?:单位)?负责人|联系|日期[::]|\(盖章\)|\(公章\)"
)
_DATE = re.compile(r"(\d{4})(?:年|[.\-/])(\d{1,2})(?:月|[.\-/]|$|(?!\d))(?:(\d{1,2})日?)?")
_DATE_LABEL = re.compile(r"(?:填报|填表|报送|制表|上报|统计)(?:时间|日期)|截至|截止|日期")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九○", "001234567890")
_TOWNSHIP = re.compile(
    r"(?:[^省市县区州盟旗]{1,8}[省市县区州盟旗])*?([^\d年月日省市县区州盟旗]{1,7}?(?:镇|乡|街道))"
)
_NO_TOWNSHIP = (
    "乡镇",
    "城镇",
    "村镇",
    "全镇",
    "本镇",
    "各镇",
    "我镇",
    "全乡",
    "本乡",
    "各乡",
    "城乡",
    "返乡",
    "回乡",
    "下乡",
    "还乡",
)
_UNIT_IN_TITLE = re.compile(r"^([一-龥]{1,6}?(?:村|社区))(?=[“”\"'‘’两党干班支委])")
_BLOCK_TITLE = re.compile(
    r"^((?:[一-龥]{1,7}?(?:镇|乡|街道))?[一-龥]{1,6}?(?:村|社区))(?:村|居)?[“”\"'‘’]?(?:两委|党|干部|班子|支委|支部|委会)"
    r".*(?:名单|花名册|名册|一览表|情况表|登记表|成员)"
)
_UNIT_NAME = re.compile(r"[一-龥〇]{1,8}(?:村|社区|居委会|村委会)")
_NO_UNIT = frozenset({"农村", "行政村", "各村", "全村", "本村", "建制村", "村", "社区", "驻村", "各社区"})


def title_of(lines: Sequence[str]) -> str:
    """The first line that is no label such as 填报单位 or 附件."""
    for line in lines:
        text = folded(line)
        if (
            not _REPORTING.search(text)
            and not _DATE_LABEL.match(text)
            and not re.match(r"附[件表]\s*\d*", text)
        ):
            return re.sub(r"\s+", "", line)
    return ""


def reporting_unit_of(lines: Sequence[str]) -> str | None:
    """“青禾镇党群办” of “填报单位(盖章):青禾镇党群办   填报时间:…”; None when left blank."""
    for line in lines:
        found = _REPORTING.search(folded(line))
        if found:
            unit = _NEXT_LABEL.split(found.group(1), maxsplit=1)[0].strip(" :_")
            return unit or None
    return None


def stated_on_of(lines: Sequence[str]) -> PartialDate | None:
    """The date to which the sheet was filled in: a labelled one first, then any in the title rows."""
    texts = [compact(line) for line in lines]
    labelled = [text[found.end() :] for text in texts if (found := _DATE_LABEL.search(text))]
    for text in [*labelled, *texts]:
        date = _read_date(text)
        if date is not None:
            return date
    return None


def _read_date(text: str) -> PartialDate | None:
    """The first date in a text without blanks; Chinese numerals are read too."""
    for candidate in (text, _arabic(text)):
        found = _DATE.search(candidate)
        if found is None:
            continue
        year, month, day = found.groups()
        try:
            return PartialDate(int(year), int(month), int(day) if day else None)
        except UnreadableDate:
            continue
    return None


def _arabic(text: str) -> str:
    """二〇二三年六月三十日 → 2023年6月30日."""
    return re.sub(r"([二三]?)十([一二三四五六七八九]?)", _tens, text).translate(_HAN_DIGITS)


def _tens(match: re.Match[str]) -> str:
    """十 → 10, 二十 → 20, 三十一 → 31."""
    high, low = (part.translate(_HAN_DIGITS) for part in match.groups())
    return str(int(high or 1) * 10 + int(low or 0))


def township_of(texts: Sequence[str]) -> str | None:
    """“青禾镇” of “青禾镇村(社区)…” or “清川市青禾镇党群办”; general words like 乡镇 do not count."""
    for text in texts:
        found = _TOWNSHIP.match(re.sub(r"^[\d年月.\-/]+", "", compact(text)))
        if found and not found.group(1).endswith(_NO_TOWNSHIP):
            return found.group(1)
    return None


def unit_of(title: str, sheet_name: str, township: str | None, known_units: Sequence[str]) -> str | None:
    """The unit that a whole sheet is about, told by its name or title; None where neither does."""
    for text in (compact(sheet_name), compact(title)):
        for unit in sorted(known_units, key=len, reverse=True):
            if unit and unit in text:
                return unit
    if is_unit_name(sheet_name):
        return compact(sheet_name)
    found = _UNIT_IN_TITLE.match(compact(title).removeprefix(township or ""))
    return found.group(1) if found and found.group(1) not in _NO_UNIT else None


def unit_in_title(text: str) -> str:
    """The unit, with the township before it, that a heading over a block names; "" for none.

    “青禾镇金竹村“两委”班子成员名单” → 青禾镇金竹村.
    """
    found = _BLOCK_TITLE.match(compact(text))
    return found.group(1) if found and found.group(1) not in _NO_UNIT else ""


def is_unit_name(text: str) -> bool:
    """Whether a text is nothing but the name of a village or community."""
    return bool(_UNIT_NAME.fullmatch(compact(text))) and compact(text) not in _NO_UNIT


def is_dated_label(text: str) -> bool:
    """Whether a note states the date of the sheet: 填表时间, 填报日期."""
    return _DATE_LABEL.search(compact(text)) is not None
