"""Names of units as offices write them: “双河村村委会” is 双河村, “青禾社区居委会” 青禾社区. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from talentpool.vocabulary import UnitType
from talentpool.writing import compact

_QUOTES = re.compile(r"[“”\"'‘’]")
_BODY = (
    r"(?:(?:村|居)?(?:民)?委(?:员)?会|(?:党委|党总支|党支部)?(?:村|居)?两委|(?:联合)?(?:党委|党总支|党支部))"
)
_WITH_BODY = re.compile(rf"(?P<name>.+?(?:村|社区)){_BODY}?")
_RESIDENTS = re.compile(r"(?P<name>.+?)(?:社区)?(?:居民委员会|居委会)")
_VILLAGERS = re.compile(r"(?P<name>.+?)(?:村民委员会|村委会)")
_ENDING = re.compile(r"(?<=.)(?:村|社区)$")
_TOWNSHIP = re.compile(r"(?:.{0,8}[省市县区州旗盟])?(?P<name>[㐀-鿿]{1,8}?(?:街道|镇|乡))")
_BEFORE_UNIT = re.compile(rf"{_TOWNSHIP.pattern}.{{2,}}(?:村|社区){_BODY}?")
_TOWNSHIP_BODY = re.compile(r"(?:办事处|人民政府|党委|党工委)$")
_FORMER = re.compile(r"[由将原](?P<names>.+?)(?:合并|并入|组成|整合|撤并|调整)")
_NAME_BREAKS = re.compile(r"[、,和与及]|以及")


def unit_key(text: str) -> str:
    """One spelling for every way to write a village or community; "" for an empty text."""
    plain = _QUOTES.sub("", compact(text))
    for pattern, ending in ((_WITH_BODY, ""), (_RESIDENTS, "社区"), (_VILLAGERS, "村")):
        if match := pattern.fullmatch(plain):
            return match["name"] + ending
    return plain


def unit_stem(key: str) -> str:
    """The name without 村 or 社区."""
    return _ENDING.sub("", key)


def without_township(text: str, township: str) -> str:
    """“青禾镇云山村” without “青禾镇”; a text that is nothing else stays."""
    plain = compact(text)
    return plain.removeprefix(township) or plain


def township_key(text: str) -> str:
    """“锦程街道办事处” is 锦程街道."""
    return _TOWNSHIP_BODY.sub("", compact(text))


def township_in(text: str) -> str:
    """The township that a title or reporting line names (“青禾镇党群办”); "" for none."""
    match = _TOWNSHIP.match(compact(text))
    return match["name"] if match else ""


def township_before(text: str) -> str:
    """The township that stands before a village's or community's name (“清河镇上河村”); "" for none."""
    match = _BEFORE_UNIT.fullmatch(compact(text))
    return match["name"] if match else ""


def nearest_township(name: str, names: Iterable[str]) -> list[str]:
    """Registered townships of which it may be a misspelling (清禾镇 for 青禾镇)."""
    return get_close_matches(name, list(names), n=1, cutoff=0.6)


def unit_type_of(name: str) -> UnitType:
    """What a name says of its unit; a bare name is a village."""
    return UnitType.COMMUNITY if name.endswith(("社区", "居委会")) else UnitType.VILLAGE


def former_names(note: str, *, own_name: str) -> list[str]:
    """Units of which another was made: “2020年由上河村、下河村合并” → 上河村, 下河村."""
    match = _FORMER.search(_QUOTES.sub("", compact(note)))
    if match is None:
        return []
    names = [unit_key(name) for name in _NAME_BREAKS.split(match["names"])]
    return [name for name in dict.fromkeys(names) if 1 < len(name) <= 20 and name != unit_key(own_name)]


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Up to three registered names that look like it."""
    return get_close_matches(unit_key(name), list(dict.fromkeys(names)), n=3, cutoff=0.4)
