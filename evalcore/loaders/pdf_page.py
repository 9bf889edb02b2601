"""A PDF page as glyphs and ruling lines; points, x to the right, y downwards, as the page is shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_GLYPHS = 60_000  # of one page
MAX_OBJECTS = 60_000
MAX_DEPTH = 5  # forms within forms
THIN = 2.5  # a filled shape this thin is a line
STRAIGHT = 1.0
TALL = 1.35  # of the type size: a box higher than this is not where the character stands


class Box(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


class Glyph(NamedTuple):
    """A printed character; `order` is its position in the page's content.

    clip: what its text is cut to, where it is cut to anything: office programs cut to the cell it belongs to.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    order: int
    clip: Box | None = None

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        return self.y1 - self.y0

    @property
    def seen(self) -> bool:
        """Whether it is on the page: text outside its clip is only in the file."""
        clip = self.clip
        return clip is None or (clip.x0 - 1 <= self.x <= clip.x1 + 1 and clip.y0 - 1 <= self.y <= clip.y1 + 1)

    def moved(self, down: float, order: int = 0) -> Glyph:
        """The glyph further down and later in the order, as if its page were joined below others."""
        clip = self.clip and Box(self.clip.x0, self.clip.y0 + down, self.clip.x1, self.clip.y1 + down)
        return Glyph(self.text, self.x0, self.y0 + down, self.x1, self.y1 + down, self.order + order, clip)


class Rule(NamedTuple):
    """A horizontal (y0 == y1) or vertical (x0 == x1) line, x0 ≤ x1 and y0 ≤ y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` counts from 1, `images`: it holds pictures (a scan holds nothing else)."""

    number: int
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    images: bool

    @property
    def has_text(self) -> bool:
        return any(not glyph.text.isspace() for glyph in self.glyphs)


Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Glyphs and rules of a page. Raises pdfium.PdfiumError for a page that cannot be parsed."""
    page = document[index]
    try:
        place, height = _upright(page)
        text = page.get_textpage()
        try:
            rules, images, written = _objects(page.raw, place)
            glyphs = _glyphs(text.raw, place, _box(place, *page.get_cropbox()), written)
        finally:
            text.close()
    finally:
        page.close()
    return Page(index + 1, height, tuple(glyphs), tuple(rules), images)


def _upright(page: pdfium.PdfPage) -> tuple[Callable[[float, float], Point], float]:
    """The map from the page's own coordinates to the page as shown, and its height."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()
    if turn == 90:
        return (lambda x, y: (y - bottom, x - left)), right - left
    if turn == 180:
        return (lambda x, y: (right - x, y - bottom)), top - bottom
    if turn == 270:
        return (lambda x, y: (top - y, right - x)), right - left
    return (lambda x, y: (x - left, top - y)), top - bottom


def _box(place: Callable[[float, float], Point], x0: float, y0: float, x1: float, y1: float) -> Box:
    (ax, ay), (bx, by) = place(x0, y0), place(x1, y1)
    if ax > bx:
        ax, bx = bx, ax
    return Box(ax, ay, bx, by) if ay <= by else Box(ax, by, bx, ay)


def _glyphs(
    text: Any, place: Callable[[float, float], Point], crop: Box, written: dict[int | None, int]
) -> list[Glyph]:
    """The characters of a page within `crop`; `text` is pdfium's own handle: its wrapper costs a call each time."""
    glyphs: list[Glyph] = []
    clips: dict[int | None, Box | None] = {}
    tall: dict[int | None, float] = {}
    rect = raw.FS_RECTF()
    left, top, right, bottom = crop.x0 - 1, crop.y0 - 1, crop.x1 + 1, crop.y1 + 1
    code_of, box_of, object_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetTextObject,
    )
    for at in range(min(raw.FPDFText_CountChars(text), MAX_GLYPHS)):
        code = code_of(text, at)
        if code < 0x20 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            continue
        char = chr(code)
        if char.isspace() and raw.FPDFText_IsGenerated(text, at) != 0:
            continue
        if not box_of(text, at, rect):
            continue
        handle = object_of(text, at)
        key = _address(handle)
        order = written.get(key, 0) * MAX_GLYPHS + at  # pdfium sorts the characters of lines that overlap
        box = _box(place, rect.left, rect.bottom, rect.right, rect.top)
        if key not in clips:
            clips[key] = _clip(handle, place) if key else None
            tall[key] = _tall(text, at, box)
        if tall[key]:
            box = _from_baseline(text, at, box, tall[key], place)
        x0, y0, x1, y1 = box
        if left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom:
            glyphs.append(Glyph(char, x0, y0, x1, y1, order, clips[key]))
    return glyphs


def _tall(text: Any, at: int, box: Box) -> float:
    """The type size of a piece of text whose font claims far more height than that; 0.0 where it does not."""
    size = raw.FPDFText_GetFontSize(text, at)
    if box.y1 - box.y0 <= TALL * size:
        return 0.0
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, at, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return float(size) if box.y1 - box.y0 > TALL * size > 0 else 0.0


def _from_baseline(text: Any, at: int, box: Box, size: float, place: Callable[[float, float], Point]) -> Box:
    """A character's box by the line it stands on."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(text, at, x, y):
        return box
    base = place(x.value, y.value)[1]
    return Box(box.x0, base - 0.85 * size, box.x1, base + 0.1 * size)


def _clip(handle: Any, place: Callable[[float, float], Point]) -> Box | None:
    """What a text object is clipped to: text outside is in the file but not on the page."""
    path = raw.FPDFPageObj_GetClipPath(handle)
    if not path:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    boxes: list[Box] = []
    for at in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        points: list[Point] = []
        for k in range(max(0, raw.FPDFClipPath_CountPathSegments(path, at))):
            segment = raw.FPDFClipPath_GetPathSegment(path, at, k)
            if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(place(x.value, y.value))
        if points:
            boxes.append(_around(points))
    if not boxes:
        return None
    return Box(
        max(b.x0 for b in boxes), max(b.y0 for b in boxes), min(b.x1 for b in boxes), min(b.y1 for b in boxes)
    )


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _address(handle: Any) -> int | None:
    return ctypes.c_void_p.from_buffer(handle).value


def _written(
    page: Any, outer: Matrix | None = None, depth: int = 0
) -> Iterator[tuple[Any, int, Matrix | None]]:
    """Every object of a page in its order, forms opened: handle, kind, and the matrix of the form it lies in.

    pypdfium2's own walk makes a Python object of each: a fifth of the time of a page of ruling lines.
    """
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for at in range(max(0, count(page))):
        handle = get(page, at)
        if not handle:
            raise pdfium.PdfiumError("Failed to get pageobject.")
        kind = raw.FPDFPageObj_GetType(handle)
        yield handle, kind, outer
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            yield from _written(handle, _matrix(handle, outer, raw.FS_MATRIX()), depth + 1)


class _Answer:
    """Where pdfium writes what it is asked of a path: made once a page, for a page asks thousands of times."""

    def __init__(self) -> None:
        self.x, self.y = ctypes.c_float(), ctypes.c_float()
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.matrix = raw.FS_MATRIX()


def _matrix(handle: Any, outer: Matrix | None, found: Any) -> Matrix:
    """From an object's coordinates to the page's, through the form it lies in."""
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        raise pdfium.PdfiumError("Failed to get matrix of pageobject.")
    a, b, c, d, e, f = found.a, found.b, found.c, found.d, found.e, found.f
    if outer is None:
        return a, b, c, d, e, f
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _objects(
    page: Any, place: Callable[[float, float], Point]
) -> tuple[list[Rule], bool, dict[int | None, int]]:
    """Rules of a page, each once, whether it holds pictures, and the position of every piece of text."""
    rules: dict[Rule, None] = {}  # two cells side by side both draw the border between them
    images = False
    written: dict[int | None, int] = {}
    answer = _Answer()
    for count, (handle, kind, outer) in enumerate(_written(page)):
        if count > MAX_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images = True
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            rules.update(dict.fromkeys(_lines(handle, outer, place, answer)))
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            written[_address(handle)] = count
    return list(rules), images, written


def _lines(
    handle: Any, outer: Matrix | None, place: Callable[[float, float], Point], answer: _Answer
) -> list[Rule]:
    """Straight lines of a path: strokes, and filled shapes so thin that they are lines."""
    fill, stroke, x, y = answer.fill, answer.stroke, answer.x, answer.y
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not (fill.value or stroke.value):
        return []
    a, b, c, d, e, f = _matrix(handle, outer, answer.matrix)
    strokes: list[tuple[Point, Point]] = []
    points: list[Point] = []
    start = here = (0.0, 0.0)
    count = raw.FPDFPath_CountSegments(handle)
    for at in range(min(count, 2000)):
        segment = raw.FPDFPath_GetPathSegment(handle, at)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        across, up = x.value, y.value
        point = place(a * across + c * up + e, b * across + d * up + f)
        kind = raw.FPDFPathSegment_GetType(segment) if at else raw.FPDF_SEGMENT_MOVETO
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            strokes.append((here, point))
        here = point
        points.append(point)
        if count > 2 and raw.FPDFPathSegment_GetClose(segment):  # one line closed is the same line
            strokes.append((here, start))
            here = start
    if stroke.value:
        return [rule for first, second in strokes if (rule := _straight(first, second))]
    if not points:
        return []
    box = _around(points)
    if box.y1 - box.y0 <= THIN < box.x1 - box.x0:
        return [Rule(box.x0, (box.y0 + box.y1) / 2, box.x1, (box.y0 + box.y1) / 2)]
    if box.x1 - box.x0 <= THIN < box.y1 - box.y0:
        return [Rule((box.x0 + box.x1) / 2, box.y0, (box.x0 + box.x1) / 2, box.y1)]
    return []


def _straight(first: Point, second: Point) -> Rule | None:
    (x0, y0), (x1, y1) = first, second
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    if y1 - y0 <= STRAIGHT < x1 - x0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    if x1 - x0 <= STRAIGHT < y1 - y0:
        return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    return None
