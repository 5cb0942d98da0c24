"""How the templates look by GB/T 9704-2012: page, grid, styles and page numbers, as parts of a package.

Lengths are twentieths of a point. Text area 156 × 225 mm: 22 lines of 28.95 pt, 28 characters of 15.75 pt (16 pt
drawn closer by 0.25). The grid is of lines only: with `linesAndChars` LibreOffice sets the text far apart.
"""

from __future__ import annotations

from talentpool.files.official.pieces import CELL_STYLE, HEAD_STYLE
from talentpool.files.official.rendering import BLANK_STYLE
from talentpool.files.word import (
    HEAD_FONT,
    LATIN_FONT,
    NUMBER_FONT,
    OFFICIAL_FONT,
    SUBHEAD_FONT,
    TITLE_FONT,
    font_entries,
)

CHARACTER, LINE = 315, 579
_MM = 1440 / 25.4
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
    "footer2": "footer",
}


def package(body: str) -> dict[str, bytes]:
    """The parts of a document with this body, the last section landscape."""
    document = f"<w:document {_NAMES}><w:body>{body}{section(landscape=True)}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            {f"rId{at}": (kind, f"{name}.xml") for at, (name, kind) in enumerate(_PARTS.items(), start=1)}
        ),
        "word/styles.xml": f"<w:styles {_NAMES}>{_defaults()}{''.join(_styles())}</w:styles>",
        "word/settings.xml": (
            f'<w:settings {_NAMES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
            '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
        ),
        "word/fontTable.xml": f"<w:fonts {_NAMES}>{_fonts()}</w:fonts>",
        "word/footer1.xml": _footer("公文页码单"),
        "word/footer2.xml": _footer("公文页码双"),
    }
    return {name: (_HEAD + part).encode() for name, part in parts.items()}


def section(*, landscape: bool) -> str:
    """A4 with 37/28/26/35 mm; landscape is the same page turned to the left, its head at the binding edge."""
    wide, high = round(210 * _MM), round(297 * _MM)
    top, left, right, bottom = (
        round(one * _MM) for one in ((28, 35, 37, 26) if landscape else (37, 28, 26, 35))
    )
    size = f'w:w="{high}" w:h="{wide}" w:orient="landscape"' if landscape else f'w:w="{wide}" w:h="{high}"'
    number = bottom - round(7 * _MM) - 320
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="851" w:footer="{number}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def paragraph(style: str, *runs: str, more: str = "") -> str:
    """A paragraph of runs; `more` stands in its properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>'


def run(text: str, *, style: str = "") -> str:
    """Text whose quotation marks are Chinese ones."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


TAB = "<w:r><w:tab/></w:r>"


def _fonts() -> str:
    return font_entries((TITLE_FONT, HEAD_FONT, OFFICIAL_FONT, SUBHEAD_FONT, NUMBER_FONT))


def _types() -> str:
    named = {"document": "document.main", **_PARTS}
    told = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in named.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(told: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in told.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def _footer(style: str) -> str:
    """“— 1 —” (7.5): 4th size, 宋体."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f"<w:ftr {_NAMES}>{paragraph(style, run('— '), field, run(' —'))}</w:ftr>"


def _letters(font: str, halves: int, *, closer: int = 0, latin: str = LATIN_FONT) -> str:
    spacing = f'<w:spacing w:val="{-closer}"/>' if closer else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}" w:hint="eastAsia"/>'
        f'{spacing}<w:kern w:val="0"/><w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/></w:rPr>'
    )


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault>{_letters(OFFICIAL_FONT, 32)}</w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )


def _style(name: str, laid: str, letters: str, *, kind: str = "paragraph", basis: str = "") -> str:
    based = f'<w:basedOn w:val="{basis}"/>' if basis else ""
    default = ' w:default="1"' if name == "Normal" else ""
    properties = f"<w:pPr>{laid}</w:pPr>" if kind == "paragraph" else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{name}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"{properties}{letters}</w:style>"
    )


def _laid(
    *,
    align: str = "both",
    first: int = 0,
    left: int = 0,
    hanging: int = 0,
    right: int = 0,
    line: int = LINE,
    extra: str = "",
) -> str:
    """Properties in the order of the schema (17.3.1.26)."""
    spacing = (
        f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        if line
        else '<w:snapToGrid w:val="0"/>'
    )
    start = f'w:hanging="{hanging}"' if hanging else f'w:firstLine="{first}"'
    return f'{extra}<w:widowControl/>{spacing}<w:ind w:left="{left}" w:right="{right}" {start}/><w:jc w:val="{align}"/>'


def _styles() -> list[str]:
    body, keep = _letters(OFFICIAL_FONT, 32, closer=5), "<w:keepNext/>"
    small, two, four = _letters(OFFICIAL_FONT, 21), 2 * CHARACTER, 4 * CHARACTER
    return [
        _style("Normal", _laid(), body),
        _style("公文正文", _laid(first=two), body, basis="Normal"),
        _style("公文标题", _laid(align="center", extra=keep), _letters(TITLE_FONT, 44)),
        _style("公文一级标题", _laid(first=two, extra=keep), _letters(HEAD_FONT, 32, closer=5)),
        _style("公文二级标题", "", _letters(SUBHEAD_FONT, 32, closer=5), kind="character"),
        _style(BLANK_STYLE, _laid(extra=keep), body),
        _style("公文附件说明", _laid(left=1890, hanging=1260, extra=keep), body),
        _style("公文附件说明续", _laid(left=1890, hanging=541, extra=keep), body),
        _style("公文附件说明单", _laid(left=1349, hanging=719, extra=keep), body),
        _style("公文署名", _laid(align="right", right=four, extra=keep), body),
        _style("公文日期", _laid(align="right", right=four), body),
        _style(
            "公文附件序号", _laid(align="left", extra=f"{keep}<w:pageBreakBefore/>"), _letters(HEAD_FONT, 32)
        ),
        _style("公文附件标题", _laid(align="center", extra=keep), _letters(TITLE_FONT, 36)),
        _style("公文表注", _laid(line=320), small),
        _style(HEAD_STYLE, _laid(align="center", line=0), _letters(HEAD_FONT, 21)),
        _style(CELL_STYLE, _laid(align="left", line=0), small),
        _style(
            "公文页码单",
            _laid(align="right", right=280, line=320),
            _letters(NUMBER_FONT, 28, latin=NUMBER_FONT),
        ),
        _style(
            "公文页码双",
            _laid(align="left", left=280, line=320),
            _letters(NUMBER_FONT, 28, latin=NUMBER_FONT),
        ),
    ]
