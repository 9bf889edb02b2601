"""Lines of running text → paragraphs and sections: page marks dropped, words broken by a line rejoined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalcore.loaders.document import Paragraph

PAGE_MARK = re.compile(
    r"[—–―\-－·\s]+\d{1,4}[—–―\-－·\s]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*页?"
)
HEADING = re.compile(
    r"(?P<chapter>[一二三四五六七八九十]{1,3}[、.．])|(?P<section>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<item>\d{1,2}[、.．](?!\d))|(?P<point>(?:\d{1,2}[）)]|[（(]\d{1,2}[）)]|[①-⑳]))"
)
LIST_START = re.compile(r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、])")
SENTENCE_END = re.compile(r"[。；;！!？?：:]$")
ATTACHED = re.compile(
    r"附(?:件|表|录)?[一二三四五六七八九十\d]*[:：]"
)  # what follows is no part of the text above
MAX_HEADING = 40  # characters; a longer "一、…" line is a paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1 = 一、, 2 = （一）, 3 = 1.) and the paragraphs down to the next heading."""

    level: int
    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


_HALF = re.compile("[^\u2e80-\U0010ffff…—≥≤]")


def width(text: str) -> float:
    """Printed width in ems: a Chinese character is 1, a letter, digit or curly quote 0.5."""
    return len(text) - 0.5 * len(_HALF.findall(text))


def join(first: str, second: str) -> str:
    """Two lines of one passage as one: no space except between two Latin words."""
    first, second = first.rstrip(), second.lstrip()
    spaced = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if spaced else first + second


def is_page_mark(text: str) -> bool:
    return bool(PAGE_MARK.fullmatch(text.strip()))


def heading_level(text: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for 1); 0 for running text."""
    found = HEADING.match(text)
    return ["chapter", "section", "item", "point"].index(str(found.lastgroup)) + 1 if found else 0


def wrap_width(lines: Sequence[str]) -> float | None:
    """Width at which the text was wrapped; None when a line is a paragraph (nothing was wrapped)."""
    widths = sorted(width(line) for line in lines)
    if len(widths) < 8:
        return None
    full = widths[int(len(widths) * 0.95)]
    near = sum(full - 3 <= each <= full + 2 for each in widths)
    return full if full <= 70 and near * 4 >= len(widths) else None


def rejoin(lines: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Paragraphs of wrapped lines. A paragraph keeps the place of its first line."""
    lines = [line for line in lines if line.text.strip() and not is_page_mark(line.text)]
    full = wrap_width([line.text for line in lines])
    wrapped = full is not None
    if full is None:
        widest = max((width(line.text) for line in lines), default=0.0)
        if not 20 <= widest <= 60:
            return tuple(lines)
        full = widest  # too little text to tell: only lines as wide as the widest go on
    joined: list[Paragraph] = []
    last = ""
    for line in lines:
        text = line.text.strip()
        starts = heading_level(text) in (1, 2, 3) or LIST_START.match(text)
        ended = last.endswith(("。", "：", ":")) and (not wrapped or width(last) < full - 1.2)
        continues = joined and not starts and width(last) >= full - 3 and not ended
        if continues:
            joined[-1] = Paragraph(join(joined[-1].text, text), joined[-1].place)
        else:
            joined.append(Paragraph(text, line.place))
        last = text
    return tuple(joined)


def sections(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """The text cut at its headings; text before the first one is a section without heading."""
    found: list[Section] = []
    level, heading, body = 0, "", list[Paragraph]()
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        this = heading_level(text)
        if ATTACHED.match(text):
            found.append(Section(level, heading, tuple(body)))
            level, heading, body = 1, text, []
            continue
        is_heading = this and len(text) <= MAX_HEADING and (this <= 2 or not SENTENCE_END.search(text))
        if is_heading and not re.search("[。；;]", text):
            found.append(Section(level, heading, tuple(body)))
            level, heading, body = this, text, []
        else:
            body.append(paragraph)
    found.append(Section(level, heading, tuple(body)))
    return tuple(section for section in found if section.heading or section.paragraphs)
