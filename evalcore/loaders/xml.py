"""XML of office files: entities off, no network, bounded; what it refuses it says."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from evalcore.errors import LoadError

_DOCTYPE = re.compile(rb"<!DOCTYPE\b(?:[^\[>]|\[.*?\]\s*)*>", re.DOTALL)


@cache
def parser(*, recover: bool = False) -> etree.XMLParser:
    """A parser that opens nothing and expands nothing; kept, as making one takes as long as parsing a small part."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def parse(data: bytes, file: str, part: str = "") -> etree._Element:
    """Root element of a part. Raises LoadError when it is no XML (cut short, damaged)."""
    try:
        return etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if "amplification" in str(error) or "entity" in str(error).lower():
            message = "文件结构含异常的实体嵌套（不是办公软件写出的），已拒绝读取"
            raise LoadError(file, message, "请用原软件打开核对后另存，再重新报送", place=part) from error
        raise LoadError(
            file,
            "文件内部结构不完整或已损坏",
            "请用原软件打开核对后另存，再重新报送",
            place=part,
            value=str(error)[:80],
        ) from error


def declares_entities(data: bytes) -> bool:
    """Whether a part brings its own entities: no office program writes them, attacks do."""
    return b"<!ENTITY" in data[:65536] or bool(_DOCTYPE.search(data[:4096]) and b"<!ENTITY" in data)


def text_of(element: etree._Element, tag: str) -> str:
    """Texts of all descendants named tag, joined; entity references count as nothing."""
    return "".join(node.text or "" for node in element.iter(tag))
