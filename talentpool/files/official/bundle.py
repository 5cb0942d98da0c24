"""A template's package: opened within bounds, and refused when it holds what runs or points elsewhere."""

from __future__ import annotations

import io
import re
import zipfile

from talentpool.errors import UnreadableFile
from talentpool.files import package
from talentpool.files.official.markup import W, parsed
from talentpool.wording import say

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 24 * 1024 * 1024
MAX_TEXT = 512 * 1024
"""Largest word/document.xml."""

DOCUMENT = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "REF", "STYLEREF", "TOC", "SEQ"}
"""Fields that tell only of the document itself; DDE, LINK, INCLUDETEXT and the like fetch or run."""

_RUNS = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|/afchunk|\.bin$|\.(?:exe|dll|js|vbs|html?|mht)$", re.I
)
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def opened(content: bytes) -> dict[str, bytes]:
    """name → bytes of the parts of a harmless Word document; UnreadableFile says what is wrong with another."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(say("模板超过5MB,请删去图片后再上传。"))
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableFile(say("这不是Word文档(.docx)。请用WPS或Word另存为.docx后再上传。"))
    parts = package.unpacked(content, limit=MAX_UNPACKED)
    if DOCUMENT not in parts or "[Content_Types].xml" not in parts:
        raise UnreadableFile(say("这不是Word文档(.docx)。请用WPS或Word另存为.docx后再上传。"))
    if len(parts[DOCUMENT]) > MAX_TEXT:
        raise UnreadableFile(say("模板的正文过长,请删去不需要的内容后再上传。"))
    _refuse_what_runs(parts)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            _refuse_what_points_elsewhere(name, part)
    return parts


def _refuse_what_runs(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"].lower()
    if b"macroenabled" in types or any(_RUNS.search(name) for name in parts):
        raise UnreadableFile(say("模板里有宏或嵌入的对象,已拒绝。请用WPS或Word删除后另存为.docx再上传。"))


def _refuse_what_points_elsewhere(name: str, part: bytes) -> None:
    root = parsed(part)
    if name.endswith(".rels"):
        if any(
            one.get("TargetMode", "").lower() == "external" or one.get("Type", "").endswith("/aFChunk")
            for one in root.iter("{*}Relationship")
        ):
            raise UnreadableFile(
                say("模板引用了其他文件或网址(外部链接),已拒绝。请取消超链接和链接的图片后再上传。")
            )
        return
    told = [one.get(W + "instr", "") for one in root.iter(W + "fldSimple")]
    for paragraph in root.iter(W + "p"):
        told += _instructions(paragraph)
    for instruction in filter(None, (one.strip() for one in told)):
        if instruction.split()[0].upper() not in _FIELDS:
            raise UnreadableFile(
                say("模板里有会读取其他内容的域,已拒绝。请删除域“%(field)s”。", field=instruction[:20])
            )


def _instructions(paragraph: object) -> list[str]:
    """The instructions of the fields of a paragraph, each joined of its pieces."""
    joined: list[str] = []
    for one in paragraph.iter(W + "fldChar", W + "instrText"):  # type: ignore[attr-defined]
        if one.tag == W + "fldChar" or not joined:
            joined.append("")
        if one.tag != W + "fldChar":
            joined[-1] += one.text or ""
    return joined


def packed(parts: dict[str, bytes]) -> bytes:
    """The document as bytes, the same for the same parts; who made the template is not told."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            told = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            told.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(told, _CORE if name == _PROPERTIES else part)
    return target.getvalue()
