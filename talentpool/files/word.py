"""What the writers of Word documents share: fonts by name with their fall-backs, and texts that XML takes.

Fonts are named, never embedded: most of them may not be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

TITLE_FONT, HEAD_FONT, BODY_FONT, LATIN_FONT = "方正小标宋简体", "黑体", "仿宋", "Times New Roman"
OFFICIAL_FONT, SUBHEAD_FONT, NUMBER_FONT = "仿宋_GB2312", "楷体_GB2312", "宋体"
OTHER_NAMES = {
    TITLE_FONT: "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,黑体-简,Noto Sans CJK SC",
    BODY_FONT: "FangSong,仿宋_GB2312,FangSong_GB2312,STFangsong,Noto Serif CJK SC",
    OFFICIAL_FONT: "FangSong_GB2312,仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    SUBHEAD_FONT: "KaiTi_GB2312,楷体,KaiTi,STKaiti,Noto Serif CJK SC",
    NUMBER_FONT: "SimSun,STSong,Noto Serif CJK SC",
}
"""A font → the names of its likes, best first, by which a word processor replaces a missing one."""

_NO_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML does not take (XML 1.0, 2.2); line breaks and tabs stay."""
    return text if text.isprintable() else _NO_XML.sub("", text)


def font_entries(fonts: Iterable[str]) -> str:
    """Entries of word/fontTable.xml that tell the other names of these fonts (ECMA-376 part 1, 17.8.3.1)."""
    return "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(OTHER_NAMES[font])}/></w:font>"
        for font in fonts
    )
