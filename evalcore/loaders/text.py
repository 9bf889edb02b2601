"""Plain text files: bytes → lines with their numbers, whatever the encoding."""

from __future__ import annotations

import codecs
import re

from evalcore.errors import LoadError
from evalcore.loaders.document import Document, Paragraph
from evalcore.model import Place, Source

BODY = "正文"
MAX_CHARACTERS = 1_000_000  # a report of 300 pages has 300,000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f�]")


def decode(data: bytes, file: str = "") -> str:
    """Text of the bytes: byte-order mark, UTF-8, UTF-16 without a mark, GB18030, in this order.

    A few broken bytes in a text that is otherwise UTF-8 or GB18030 become U+FFFD. Raises LoadError for
    bytes that are no text in any of them.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    head = data[:4096]
    if len(head) >= 4 and b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) * 20 >= len(head):
            return data.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace")
    best = ""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, errors="replace")
            if not best or text.count("�") < best.count("�"):
                best = text
    if len(_UNREADABLE.findall(best)) * 50 > len(best):
        raise LoadError(
            file, "内容不是可识别的文字", "请另存为 UTF-8 或 GBK 文本，或上传原始 Word/PDF/Excel 文件"
        )
    return best


def read_text(data: bytes, source: Source) -> Document:
    """A text file, one paragraph a line that is not blank; place "正文 第12行" as an editor counts."""
    text = decode(data, source.file)
    if len(_UNREADABLE.findall(text)) * 20 > len(text):
        raise LoadError(source.file, "内容不是可识别的文字", "请另存为 UTF-8 或 GBK 文本，或上传原始文件")
    if not text.strip():
        raise LoadError(source.file, "文件没有文字", "请检查文件是否为空，或上传原始 Word/PDF/Excel 文件")
    notes: tuple[str, ...] = ()
    if "�" in text:
        notes = (f"有 {text.count('�')} 处字符无法识别，已用“�”代替",)
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        notes += (f"文字超过 {MAX_CHARACTERS} 字，只读取前面部分",)
    lines = re.split(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text)
    return Document(
        source,
        tuple(
            Paragraph(line.strip(), Place(BODY, f"第{number}行"))
            for number, line in enumerate(lines, 1)
            if line.strip()
        ),
        notes,
    )
