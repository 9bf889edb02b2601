"""Glyphs → printed lines, and lines of one cell → its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from evalcore.loaders.pdf_page import Glyph
from evalcore.loaders.prose import join

WORD_GAP = 0.28  # of the type size; a wider gap between two glyphs is a space
CELL_GAP = 1.2  # of the type size; a wider gap may separate two columns
BREAK_AFTER = re.compile(r"[。；;：:，,]$")
BREAK_BEFORE = re.compile(
    r"(?:\d{1,2}[、.．)）]|[（(][一二三四五六七八九十\d]{1,2}[）)]|目标\s*\d|指标\s*\d|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs on one height, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def y0(self) -> float:
        return min(glyph.y0 for glyph in self.glyphs)

    @property
    def y1(self) -> float:
        return max(glyph.y1 for glyph in self.glyphs)

    @property
    def y(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def text(self) -> str:
        return text_of(self.glyphs)

    def moved(self, down: float) -> Line:
        """The line further down, as if its page were joined below others."""
        return Line(tuple(glyph.moved(down) for glyph in self.glyphs))

    def pieces(self, gap: float = CELL_GAP) -> list[Line]:
        """The line cut where a gap (in type sizes) may separate two columns."""
        cut: list[list[Glyph]] = []
        for glyph in self.glyphs:
            if cut and glyph.x0 - cut[-1][-1].x1 <= gap * self.size:
                cut[-1].append(glyph)
            else:
                cut.append([glyph])
        return [Line(tuple(part)) for part in cut]


_FROM_LEFT = attrgetter("x0")


def text_of(glyphs: Sequence[Glyph]) -> str:
    """Text of glyphs on one line: a space where the gap is that of a space."""
    text = ""
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and glyph.x0 - last.x1 > WORD_GAP * glyph.size and not text.endswith(" "):
            text += " "
        text += glyph.text
        last = glyph
    return re.sub(r"\s+", " ", text).strip()


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines from top to bottom. Glyphs share a line when their middles lie within half their size."""
    rows: list[list[Glyph]] = []
    middles = 0.0  # of the glyphs of the last row, added up
    for y, _, _, glyph in sorted((g.y, g.x0, at, g) for at, g in enumerate(glyphs) if not g.text.isspace()):
        if rows and abs(y - middles / len(rows[-1])) <= 0.45 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
            middles += y
        else:
            rows.append([glyph])
            middles = y
    spaces = [glyph for glyph in glyphs if glyph.text.isspace()]
    lines: list[Line] = []
    for row in rows:
        if spaces:
            top, bottom = min(g.y0 for g in row), max(g.y1 for g in row)
            left, right = min(g.x0 for g in row), max(g.x1 for g in row)
            row += [g for g in spaces if top <= g.y <= bottom and left <= g.x <= right]
        lines.append(Line(tuple(sorted(row, key=_FROM_LEFT))))
    return lines


def cell_text(lines: Sequence[Line], width: float) -> str:
    """Text of a cell: words broken by its width rejoined, a break kept where the writer made one."""
    text = ""
    last: Line | None = None
    for line in lines:
        here = line.text
        if not here:
            continue
        if last is None:
            text = here
        else:
            first = re.match(r"[A-Za-z0-9.%]+|.", here)
            word = len(first[0]) * line.size * (0.6 if first[0].isascii() else 1.0) if first else 0.0
            room = width - (last.x1 - last.x0) - word > 1.6 * line.size
            made = room and (BREAK_AFTER.search(text) or BREAK_BEFORE.match(here))
            text = f"{text}\n{here}" if made else join(text, here)
        last = line
    return text
