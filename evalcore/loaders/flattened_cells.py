"""What a run of printed pieces weighs as one cell of a column: its shape, its gaps, its wrapping."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from evalcore.loaders.document import Paragraph
from evalcore.loaders.prose import join, width
from evalcore.model import Place

MAX_COST = 14.0  # a cell less likely than this is not considered
REPEATED = 1.2  # how much likelier a cell is that reads like the one before it
MAX_IN_CELL = 26  # pieces of one cell
QUANTITY = re.compile(
    r"(?:[≥≤＞＜><=≧≦＝]=?|不少于|不低于|不高于|不超过)?\s*-?\d[\d,]*(?:\.\d+)?\s*(?:[%％‰]|[一-鿿㎡㎥/]{0,4})"
    r"\s*(?:以上|以内|及以上)?"
)
FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")  # an amount or a rate of the money block
NUMBER = re.compile(r"-?\d{1,4}(?:\.\d{1,4})?分?|-|/")
OPENING, CLOSING = "“（(《【", "”）)》】"
LONE_SHARE = re.compile(r"^\d+(?:\.\d+)?(?:%(?=[一-鿿])|(?=[一-鿿]{5,}))|[一-鿿]\d+(?:\.\d+)?%$")
STARTS_BADLY = re.compile(r"[，。；、：,;:）)》”%％]")
ENDS_BADLY = re.compile(r"[，、：（(《“,]$|[否则的和与及或每]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run without spaces; `gap` 0: on the line of the one before, 1: next line, 2: after a blank line."""

    text: str
    gap: int
    place: Place
    width: float


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of indicator tables (flattened_words.toml), patterns compiled."""
    data = tomllib.loads((Path(__file__).parent / "flattened_words.toml").read_text(encoding="utf-8"))
    labels = [(label, column) for column, names in data["header"].items() for label in names]
    data["labels"] = sorted(labels, key=lambda item: -len(item[0]))
    for level, pattern in data["names"].items():
        data["names"][level] = re.compile(rf"{pattern}(?:[（(]\d+(?:\.\d+)?[%％分][）)])?")
    data["rule"]["ending"] = re.compile(rf".*{data['rule']['ending']}", re.S)
    data["placeholder"]["row"] = re.compile(data["placeholder"]["row"])
    return data


def close_up(text: str) -> str:
    """Text without white space, brackets and colons in one width."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（）：％", "():%"))


def pieces_of(lines: Sequence[Paragraph]) -> list[Piece]:
    pieces: list[Piece] = []
    last: int | None = None
    for line in lines:
        number = re.search(r"\d+", line.place.cell)
        here = int(number[0]) if number else None
        gap = 2 if here is not None and last is not None and here > last + 1 else 1
        for text in line.text.split():
            pieces.append(Piece(text, gap, line.place, width(text)))
            gap = 0
        last = here
    if sum(piece.gap == 2 for piece in pieces) * 3 < sum(piece.gap >= 1 for piece in pieces):
        pieces = [Piece(p.text, min(p.gap, 1), p.place, p.width) for p in pieces]
    return pieces


class Cells:
    """Weights of "pieces i…j are one cell of column c", and their joined texts."""

    def __init__(self, pieces: Sequence[Piece], columns: Sequence[str], *, apart: bool = False) -> None:
        self.pieces = pieces
        self.columns = columns
        # lines that touch belong to different cells: the text has blank lines, or was a line of cells
        self.spaced = apart or any(piece.gap == 2 for piece in pieces)
        self.first = [_first_word(piece.text) for piece in pieces]
        self.widths: dict[str, float] = {}
        self.shapes: dict[tuple[int, int, str], float] = {}
        self._possible: list[tuple[int, int, int]] = []
        self._lines: dict[tuple[int, int], list[float]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        self._closed: dict[tuple[int, int], str] = {}
        self._wraps: dict[tuple[int, int, float], float] = {}
        self._before = [self._gap_before(at) for at in range(len(pieces))]
        self._gaps = {level3: self._gap_sums(level3) for level3 in (False, True)}
        self.known: Counter[tuple[str, str]] = Counter()  # texts of the cells of a column, as last read
        self.names = {  # where the name of a level stands: position → position behind its longest form
            start: end
            for start in range(len(pieces))
            for end in range(start + 1, start + 7)
            if self._is_name(start, end)
        }

    def _is_name(self, start: int, end: int) -> bool:
        if end > len(self.pieces):
            return False
        text = close_up("".join(piece.text for piece in self.pieces[start:end]))
        names = words()["names"]
        return text.endswith(("指标", ")")) and bool(
            names["level1"].fullmatch(text) or names["level2"].fullmatch(text)
        )

    def possible(self) -> list[tuple[int, int, int]]:
        """Every (start, end, column) whose shape does not rule it out."""
        if not self._possible:
            n = len(self.pieces)
            self._possible = [
                (start, end, column)
                for start in range(n)
                for end in range(start + 1, min(n, start + MAX_IN_CELL) + 1)
                for column, name in enumerate(self.columns)
                if self.cost(start, end, name) < MAX_COST
            ]
        return self._possible

    def text(self, start: int, end: int) -> str:
        key = (start, end)
        found = self._texts.get(key)
        if found is None:
            last = self.pieces[end - 1]
            if end - start == 1:
                found = last.text
            else:
                before = self.text(start, end - 1)
                found = f"{before} {last.text}" if last.gap == 0 else join(before, last.text)
            self._texts[key] = found
        return found

    def closed(self, start: int, end: int) -> str:
        """The text closed up, for comparison."""
        key = (start, end)
        found = self._closed.get(key)
        if found is None:
            found = self._closed[key] = close_up(self.text(start, end))
        return found

    def lines(self, start: int, end: int) -> list[float]:
        key = (start, end)
        if key in self._lines:
            return self._lines[key]
        widths = self._lines[key] = []
        for at in range(start, end):
            piece = self.pieces[at]
            if at > start and piece.gap == 0:
                widths[-1] += 0.25 + piece.width
            else:
                widths.append(piece.width)
        return widths

    def cost(self, start: int, end: int, column: str) -> float:
        key = (start, end, column)
        if key not in self.shapes:
            self.shapes[key] = self._own_cost(start, end, column)
        cost = self.shapes[key]
        limit = self.widths.get(column)
        if cost < inf and limit is not None:
            wrapping = self._wraps.get((start, end, limit))
            if wrapping is None:
                wrapping = self._wraps[start, end, limit] = self._wrapping(start, end, limit)
            cost += wrapping
        said = self.known.get((column, self.closed(start, end)), 0) if self.known else 0
        return cost - min(1.5, 0.6 * (said - 1)) if said > 1 else cost

    def _own_cost(self, start: int, end: int, column: str) -> float:
        """Weight of a cell whatever the widths: its shape and its gaps."""
        if column in ("level1", "level2"):
            shape = self._shape(self.text(start, end), column)
            return shape + (5.0 if self.names.get(start, end) > end else 0.0)
        gaps = self._joints(start, end, column) + self._names_inside(start, end)
        if gaps >= MAX_COST + REPEATED:
            return inf  # whatever its shape
        repeats = column in ("actual", "self_score") and self._repeats(start, end)
        return self._shape(self.text(start, end), column) + gaps - (REPEATED if repeats else 0.0)

    def _names_inside(self, start: int, end: int) -> float:
        """The name of a level is a cell of its own, never a part of another."""
        return 5.0 * sum(at in self.names and self.names[at] <= end for at in range(start, end))

    def _repeats(self, start: int, end: int) -> bool:
        """It reads like the cell before it: an actual equal to its target, a score to its points."""
        before = start - (end - start)
        return before >= 0 and self.text(before, start) == self.text(start, end)

    def _joints(self, start: int, end: int, column: str) -> float:
        """How likely the gaps inside a cell are, and the gap in front of it."""
        if end - start == 1:
            return self._before[start]
        sums, last = self._gaps[column == "level3"]
        return self._before[start] + sums[end - 1] - sums[start + 1] + last[end - 1]

    def _gap_sums(self, level3: bool) -> tuple[list[float], list[float]]:
        """Sums of the weights of the gaps before each piece, and the weights where the piece ends its cell."""
        count = len(self.pieces)
        sums = [0.0, 0.0]
        for at in range(1, count):
            sums.append(sums[-1] + self._gap(at, level3, final=False))
        return sums, [0.0, *(self._gap(at, level3, final=True) for at in range(1, count))]

    def _gap(self, at: int, level3: bool, *, final: bool) -> float:
        """Weight of the gap in front of a piece inside a cell."""
        piece, before = self.pieces[at], self.pieces[at - 1]
        cost = 0.0
        if piece.gap == 0:
            mixed = before.text[-1:].isascii() != piece.text[:1].isascii()
            cost += 0.3 if mixed else 2.5
            cost += 2.0 if level3 and QUANTITY.fullmatch(piece.text) else 0.0
        elif piece.gap == 1 and self.spaced:
            cost += 4.0
        whole = bool(QUANTITY.fullmatch(piece.text) and QUANTITY.fullmatch(before.text))
        broken = before.text[-1:].isdigit() and piece.gap  # a long number broken by its narrow column
        share = not final and bool(re.fullmatch(r"\d+(?:\.\d+)?%", piece.text))
        return cost + (4.0 if (whole and not broken) or share else 0.0)

    def _gap_before(self, start: int) -> float:
        """Weight of the gap in front of a cell."""
        cost = 0.3 if start and self.pieces[start].gap == 2 else 0.0
        if start and self.pieces[start].gap == 0:
            before, text = self.pieces[start - 1], self.pieces[start].text
            if before.text[-1:].isdigit() and not text[:1].isascii() and len(text) <= 3:
                cost += 2.5  # "10 个" is one value rather than two
        return cost

    def _wrapping(self, start: int, end: int, limit: float) -> float:
        cost = 0.0
        lines = self.lines(start, end)
        firsts = [self.first[start], *(self.first[at] for at in range(start + 1, end) if self.pieces[at].gap)]
        for at, line in enumerate(lines):
            if line > limit + 0.6:
                cost += 5.0
            if at + 1 < len(lines) and line + firsts[at + 1] <= limit - 1.0:
                cost += 3.5
        if (
            lines[-1] > limit - 0.6
            and len(lines) > 1
            and not re.search(r"[。；;]$", self.pieces[end - 1].text)
        ):
            cost += 0.8  # a cell rarely ends just where its line is full
        return cost

    def _shape(self, text: str, column: str) -> float:
        data = words()
        if column in ("level1", "level2"):
            closed = close_up(text)
            if column == "level2" and closed.endswith(")"):
                return 3.0 if data["names"][column].fullmatch(closed) else inf
            return 0.0 if data["names"][column].fullmatch(closed) else inf
        if column in ("points", "self_score"):
            return 0.0 if NUMBER.fullmatch(text) else inf
        looks = _looks(text)
        cost = looks.cost
        if column == "level3":
            if data["placeholder"]["row"].fullmatch(looks.closed):
                return cost
            cost += 6.0 if looks.is_number or NUMBER.fullmatch(text) else 0.0
            cost += 4.0 if looks.has_rule else 0.0
            cost += {0: 3.0, 1: 3.0, 2: 3.0, 3: 1.2, 4: 0.4}.get(len(re.findall("[一-鿿]", text)), 0.0)
            cost += 0.7 + (2.5 if re.search(r"[。；;]", text) else 0.0) + 2.5 * text.count("。")
            cost += max(0.0, (width(text) - 30) / 5)
            if looks.is_level:  # 公众满意度 is as often an indicator's name
                cost += 1.5 if looks.closed.endswith("满意度") else 6.0
            return cost
        if column in ("target", "actual"):
            cost += 0.0 if looks.is_number else 0.5 if looks.has_rule else 1.2
            if column == "target" and looks.has_rule and not data["rule"]["ending"].fullmatch(text):
                cost += 4.0
            cost += 4.0 if column == "actual" and looks.has_rule else 0.0
            cost += 4.0 * max(0, text.count("得满分") - 1)
            if not looks.has_rule and not looks.is_number:
                cost += 2.0 if LONE_SHARE.search(text) else 0.0
            return cost + (6.0 if looks.is_level else 0.0)
        cost += 3.0 + (4.0 if looks.is_number else 0.0)
        return cost + (6.0 if looks.is_level else 0.0)


class _Looks(NamedTuple):
    """What a text looks like whatever its column: closed up, and the weight of its odd beginning, end and brackets."""

    closed: str
    is_number: bool
    has_rule: bool
    is_level: bool  # the name of a level-1 or level-2 indicator
    cost: float


@lru_cache(maxsize=20_000)
def _looks(text: str) -> _Looks:
    """Asked for each of the text columns a text may stand in; forms of one office repeat their texts."""
    data = words()
    closed, names = close_up(text), data["names"]
    cost = 0.0
    if STARTS_BADLY.match(text):
        cost += 8.0
    if text.startswith("指标") and not re.match(r"指标\d", text):
        cost += 4.0
    if len(closed) == 1 and not closed.isdigit() and closed not in "高低好是否无有优良中差√-/":
        cost += 2.5
    if ENDS_BADLY.search(text):
        cost += 5.0
    if any(
        text.count(a) != text.count(b) for a, b in zip(OPENING, CLOSING, strict=True) if a not in "（(）)"
    ):
        cost += 5.0
    if text.count("（") + text.count("(") != text.count("）") + text.count(")"):
        cost += 5.0
    if closed.startswith("率"):
        cost += 2.0
    is_number = bool(QUANTITY.fullmatch(text)) and len(closed) <= 16
    has_rule = any(mark in closed for mark in data["rule"]["marks"])
    is_level = bool(names["level1"].fullmatch(closed) or names["level2"].fullmatch(closed))
    return _Looks(closed, is_number, has_rule, is_level, cost)


def _first_word(text: str) -> float:
    """Width of what must stand together at the start of a line: a number, a word, a sign with its text."""
    found = re.match(r"[“（(《≥≤><=]*(?:[A-Za-z0-9.%％,]+|.)[，。；、）)》”]?", text)
    return width(found[0]) if found else 1.0
