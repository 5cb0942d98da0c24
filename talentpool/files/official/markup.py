"""The only place that parses the XML of a template: no entities, no document types, nothing fetched."""

from __future__ import annotations

from typing import Any

from lxml import etree

from talentpool.errors import UnreadableFile
from talentpool.wording import say

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(content: bytes) -> Any:
    """The root element; UnreadableFile when it is no XML or declares a document type."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFile(say("文档内部声明了外部实体,已拒绝读取。请用WPS或Word另存为.docx后再上传。"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise UnreadableFile(say("文档内部结构有误,不能读取。请用WPS或Word另存为.docx后再上传。")) from broken


def written(root: Any) -> bytes:
    """The part as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def text_of(root: Any) -> str:
    """The same as text, without a declaration."""
    return str(etree.tostring(root, encoding="unicode"))


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = etree.Element(W + tag)
    for name, value in attributes.items():
        made.set(W + name, value)
    return made


def nearest(node: Any, tag: str) -> Any:
    """The closest ancestor of that tag, or None."""
    return next(node.iterancestors(W + tag), None)
