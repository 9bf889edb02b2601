"""A small PDF printer for tests: Chinese text and lines at given places, tables with wrapping cells."""

from __future__ import annotations

from dataclasses import dataclass, field

SIZE = 10.0
LEADING = 1.3
PAD = 3.0


@dataclass
class Sheet:
    """One page: texts (x, y from the top, size, text), lines (x0, y0, x1, y1)."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def advance(text: str, size: float = SIZE) -> float:
    return sum(size * (0.5 if ord(char) < 0x2E80 else 1.0) for char in text)


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines of a cell: a number or a Latin word stays whole, Chinese breaks anywhere."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words: list[str] = []
        for char in paragraph:
            if (
                words
                and char.isascii()
                and not char.isspace()
                and words[-1][-1:].isascii()
                and words[-1][-1:].strip()
            ):
                words[-1] += char
            else:
                words.append(char)
        line = ""
        for word in words:
            if line and advance(line + word, size) > width:
                lines.append(line)
                line = ""
            line += word
        lines.append(line)
    return lines or [""]


def pdf(sheets: list[Sheet]) -> bytes:
    """The bytes of a PDF with an unembedded CJK font (STSong-Light, UniGB-UCS2-H)."""
    objects: list[bytes] = [b"", b""]
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
        b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    objects.append(font)
    kids = []
    for sheet in sheets:
        content = [_show(sheet, *text) for text in sheet.texts] + [
            _draw(sheet, *line) for line in sheet.lines
        ]
        box = (sheet.height, sheet.width) if sheet.rotate else (sheet.width, sheet.height)
        stream = "\n".join(content).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box[0]} {box[1]}]/Rotate {sheet.rotate}"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R>>".encode()
        )
        kids.append(len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def _show(sheet: Sheet, x: float, y: float, size: float, text: str) -> str:
    base = y + size * 0.88
    matrix = f"0 1 -1 0 {base:.2f} {x:.2f}" if sheet.rotate else f"1 0 0 1 {x:.2f} {sheet.height - base:.2f}"
    return f"BT /F1 {size} Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET"


def _draw(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> str:
    if sheet.rotate:
        return f"0.5 w {y0:.2f} {x0:.2f} m {y1:.2f} {x1:.2f} l S"
    return f"0.5 w {x0:.2f} {sheet.height - y0:.2f} m {x1:.2f} {sheet.height - y1:.2f} l S"


Row = list[tuple[str | None, int]]  # texts and the columns each spans; None continues the cell above


def table(
    widths: list[float],
    rows: list[Row],
    *,
    ruled: str = "all",
    centred: bool = True,
    top: float = 60.0,
    left: float = 40.0,
    gap: float = 0.0,
    rotate: int = 0,
    size: float = SIZE,
) -> list[Sheet]:
    """A table over as many pages as it needs. ruled: "all", "rows" (only horizontal lines), "none".

    rotate=90: landscape pages stored upright with /Rotate 90, as office programs print them.
    """
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + width)
    tall = 842.0 if rotate == 0 else 595.0
    heights = []
    for row in rows:
        at, most = 0, 1
        for text, span in row:
            if text:
                most = max(most, len(wrap(text, xs[at + span] - xs[at] - 2 * PAD, size)))
            at += span
        heights.append(most * size * LEADING + 2 * PAD + gap)
    pages: list[list[int]] = [[]]
    y = top
    for k, height in enumerate(heights):
        if y + height > tall - 60:
            pages.append([])
            y = top
        pages[-1].append(k)
        y += height
    return [_sheet(rows, heights, xs, page, ruled, centred, top, rotate, size) for page in pages]


def _sheet(
    rows: list[Row],
    heights: list[float],
    xs: list[float],
    page: list[int],
    ruled: str,
    centred: bool,
    top: float,
    rotate: int,
    size: float,
) -> Sheet:
    sheet = Sheet(595.0, 842.0) if rotate == 0 else Sheet(842.0, 595.0, rotate)
    ys = [top]
    for k in page:
        ys.append(ys[-1] + heights[k])
    for at, k in enumerate(page):
        col = 0
        for text, span in rows[k]:
            bottom = at + 1
            while bottom < len(page) and _continues(rows[page[bottom]], col, span):
                bottom += 1
            x0, x1, y0, y1 = xs[col], xs[col + span], ys[at], ys[bottom]
            if text is not None or at == 0:
                lines = wrap(text or "", x1 - x0 - 2 * PAD, size)
                start = (y0 + y1 - len(lines) * size * LEADING) / 2 if centred else y0 + PAD
                for n, line in enumerate(lines):
                    if line.strip():
                        x = (x0 + x1 - advance(line, size)) / 2 if centred else x0 + PAD
                        sheet.texts.append((x, start + n * size * LEADING, size, line.strip()))
                if ruled == "all":
                    sheet.lines += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
            col += span
        if ruled == "rows":
            sheet.lines.append((xs[0], ys[at], xs[-1], ys[at]))
    if ruled == "rows":
        sheet.lines.append((xs[0], ys[-1], xs[-1], ys[-1]))
    return sheet


def _continues(row: Row, col: int, span: int) -> bool:
    at = 0
    for text, width in row:
        if at == col and width == span:
            return text is None
        at += width
    return False
