"""Every page in one visit, light and dark: words, figures, keyboard names, widths, axe-core, look, paper."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdfium2
import pytest
from PIL import Image, ImageChops

from app import SECTIONS
from evalcore.queries.run import Store
from tests.browser.conftest import settled
from tests.pages.district import HOSTILE

pytestmark = pytest.mark.browser
Tab = Callable[..., Any]
TITLES = {address: title for pages in SECTIONS.values() for _, title, _, address in pages}
# name → page and what else its address says; a figure's table open, 口径 open, a drill, an old dialog: all in some visit
VIEWS = {
    **{address: "" for address in TITLES if address != "project"},
    "scores": "table=histogram&drill=histogram.bin:100",
    "trends": "measure=mean&drill=change.part:same",
    "what-if": "lines=80~70~60",
    "project": "id=ID&indicator=0",
    "project list": "",
    "audit findings": "view=findings&table=findings",
    "audit check": "view=check",
    "audit coverage": "view=coverage&drill=coverage.left",
    "audit follow": "view=follow",
    "method words": "part=words",
}

# axe-core is MPL-2.0 and 650 kB: not part of this Apache-licensed repository. `.ci/run` fetches it through npm.
AXE = Path(os.environ.get("EVAL_AXE", Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"))
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What is Streamlit's own and no parameter changes: (rule, what the element says of itself).
STREAMLITS_OWN = (
    ("target-size", 'aria-label="Clear all"'),  # the cross in a filter, 21 px
    ("target-size", 'aria-label="Help"'),  # the question mark beside a label; the same words stand on /method
    ("target-size", "stDataFrame"),  # cells of the table's canvas
    ("scrollable-region-focusable", "stDataFrame"),
    ("aria-required-children", "stDataFrame"),
    ("target-size", 'type="date"'),  # the browser's own field of a date
)
# What Streamlit hard-codes in English, no parameter changes, and a reader (or a screen reader) may meet.
STREAMLITS_WORDS = {
    "Skip to main content",  # keyboard link, shown on focus only
    "Sidebar", "Collapse sidebar", "Expand sidebar",  # names of the sidebar and its button
    "Selected values", "Clear all", "Open", "Remove", "Help", "Help for",  # names of parts of widgets
    "Navigate to home page",  # name of the wordmark's link
    "icon",  # names of icons
    "Upload", "Browse files",  # the uploader's button; 选择文件 is painted over it
    "Decrement", "Increment", "Step down", "Step up",  # names of a number field's − and +
    "Choose date", "Calendar", "day", "month", "year",  # names of a date field's parts and its calendar
    "file upload", "log",  # names of the uploader's region and of a progress region
}  # fmt: skip
# Latin letters that are names: formats, percentiles, rule sets, and what the uploader takes.
OURS = {"CSV", "PNG", "XLSX", "xlsx", "xls", "et", "ods", "docx", "doc", "pdf", "csv", "zip", "MB", "Shift", "SHA", "ID",
        "P10", "P90", "P25", "P75", "Clopper", "Pearson", "N", "log"}  # fmt: skip
_VISIBLE = """() => {
    const hidden = [...document.querySelectorAll('[data-testid=stIconMaterial], [aria-label$=icon], code')]
    const before = hidden.map(n => n.style.display); hidden.forEach(n => n.style.display = 'none')
    const text = document.querySelector('[data-testid=stApp]').innerText
    hidden.forEach((n, i) => n.style.display = before[i]); return text }"""
_NAMES = """() => [...document.querySelectorAll('[placeholder],[title],[aria-label]')].filter(n => n.checkVisibility()).flatMap(
    n => ['placeholder', 'title', 'aria-label'].map(a => n.getAttribute(a) || ''))"""
_FIGURES = """() => [...document.querySelectorAll('[class*="st-key-figure_"]:has([data-testid=stPlotlyChart])')].map(n => ({
    name: [...n.classList].find(c => c.startsWith('st-key-figure_')).slice(14),
    title: n.querySelector('h3')?.innerText || '',
    words: n.innerText,
    alt: n.querySelector('[data-testid=stPlotlyChart]').closest('[aria-label], [role=img]')?.getAttribute('aria-label')
        || n.querySelector('[role=img]')?.getAttribute('aria-label') || '',
    buttons: ['terms_', 'table_', 'csv_', 'png_'].filter(k => n.querySelector(`[class*="st-key-${k}"]`)).length,
}))"""


@pytest.fixture(scope="module")
def project(store: Path) -> str:
    """An evaluation of the district."""
    from evalcore.access import EVERYTHING
    from evalcore.queries import overview
    from evalcore.queries.run import Selection

    rows = overview.projects(
        Selection(years=(2024,)), rows=1, scope=EVERYTHING, version=None, store=Store(store)
    )
    return str(rows["evaluation_id"].iloc[0])


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_in_one_visit(name: str, address: str, project: str, tab: Tab) -> None:
    path = name.split()[0]
    page = tab(f"{address}/{path}?{VIEWS[name].replace('ID', project)}")
    page.wait_for_selector(".st-key-menu a")
    settled(page)
    wrong: list[object] = []
    if name != "project":
        assert TITLES[path] in page.locator("h1").first.inner_text()
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    wrong += english(page)
    wrong += [one["name"] for one in page.evaluate(_FIGURES) if incomplete(one)]
    for width in (820, 1920, 1280):  # a tablet upright, a large screen, the usual one
        page.set_viewport_size({"width": width, "height": 720})
        settled(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"wider than a screen of {width}")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            """dark => { const [r, g, b] = getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g);
            return (+r + +g + +b < 200) === dark }""",
            arg=scheme == "dark",
        )
        settled(page)
        wrong += looks_otherwise(page, f"{name.replace(' ', '-')}-{scheme}")
        if AXE.is_file():  # the dark theme changes colours only
            wrong += axe(page, [*WCAG] if scheme == "light" else ["color-contrast"])
    page.emulate_media(color_scheme="light", media="print")
    wrong += cut_on_paper(page)
    assert not wrong, "\n".join(map(str, wrong))


def english(page: Any) -> list[str]:
    """Words of Latin letters that are neither a name nor Streamlit's own."""
    seen = page.evaluate(_VISIBLE).replace("Skip to main content", "")
    seen = re.sub("|".join(re.escape(w) for w in HOSTILE.split()), " ", seen.replace("\u2060", ""))
    seen = re.sub(
        r"[A-Z]{2,3}_[A-Z_]+|[a-z]+-\d{4}|[\w-]+\.(?:xlsx|toml)|\d{8}-\d{6}-\w{4}|https?://\S+", " ", seen
    )
    found = set(re.findall(r"[A-Za-z]{3,}", seen)) - OURS - {"Upload"} - words_of_names(page)
    names = {
        " ".join(re.findall(r"[A-Za-z]{2,}", text)) for text in page.evaluate(_NAMES) if "evil" not in text
    }
    names = {re.sub(r"^[\w ]+ icon$", "icon", text) for text in names if text}
    return sorted(found | (names - STREAMLITS_WORDS - OURS))


def words_of_names(page: Any) -> set[str]:
    """Ids of rule sets, shown as names."""
    from evalcore.scoring.rule_set import all_rule_sets

    return {word for rules in all_rule_sets() for word in re.findall(r"[A-Za-z]{3,}", rules.id)}


def incomplete(figure: dict[str, Any]) -> bool:
    """Whether a figure lacks its sentence with a number, its alt text, or one of 口径, 数据表, CSV and PNG."""
    return not (figure["title"] and re.search(r"\d.*。", figure["words"]) and figure["buttons"] == 4)


def axe(page: Any, rules: list[str]) -> list[tuple[str, str, str]]:
    """Serious and critical faults that are ours."""
    page.evaluate("source => window.axe || (0, eval)(source)", AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(rules)}, resultTypes: ['violations']}})"
    )["violations"]
    return [
        (one["id"], node["html"][-160:], node["failureSummary"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if not any(one["id"] == rule and mark in node["html"] for rule, mark in STREAMLITS_OWN)
    ]


# --- look ------------------------------------------------------------------------------------------------------------
LOOKS = Path(__file__).parent / "looks"
SMALL = (
    128,
    72,
)  # one point is 10 × 10 of the screen: where things stand and how dark they are, not how a letter is drawn
FAR, MANY = (
    28,
    0.04,
)  # of 255; share of points: another font moves letters inside a point, a moved part moves many points


def looks_otherwise(page: Any, name: str) -> list[str]:
    """Compare the first screen with its small reference in looks/; EVAL_LOOKS=write makes the references anew."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L").resize(SMALL, Image.Resampling.BOX)
    kept = LOOKS / f"{name}.png"
    if os.environ.get("EVAL_LOOKS") == "write":
        LOOKS.mkdir(exist_ok=True)
        shot.quantize(16).save(kept, optimize=True)
        return []
    wanted = Image.open(kept).convert("L")
    apart = ImageChops.difference(shot, wanted).point(lambda v: 255 if v > FAR else 0)
    share = apart.histogram()[255] / (SMALL[0] * SMALL[1])
    return [] if share <= MANY else [f"{name} looks otherwise: {share:.1%} of its points"]


# --- paper -----------------------------------------------------------------------------------------------------------
_PRINTED = """() => [...document.querySelectorAll('[class*="st-key-figure_"]:has([data-testid=stPlotlyChart])')].map(n => {
    const lines = [...n.querySelectorAll('[data-testid=stMarkdownContainer]')].filter(m => m.checkVisibility())
        .map(m => m.innerText.replace(/[^\\u4e00-\\u9fff]/g, '')).filter(t => t.length > 3)
    return [n.querySelector('h3').innerText.replace(/[^\\u4e00-\\u9fff]/g, ''), lines[lines.length - 1], getComputedStyle(n).breakInside] })"""


def cut_on_paper(page: Any) -> list[str]:
    """What is wrong on A4: sidebar or buttons, another size of paper, a figure that begins on one sheet and ends on another."""
    wrong = [
        what
        for what in ("[data-testid=stSidebar]", "[class*='st-key-csv_']", "[class*='st-key-filter_clear']")
        if page.locator(what).first.is_visible()
    ]
    sentences = page.locator(":is([class*=st-key-attention_], [class*=st-key-exception_]) button")
    wrong += [f"not printed: {one.text_content()}" for one in sentences.all() if not one.is_visible()]
    figures = page.evaluate(_PRINTED)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [
        re.sub(r"[^\u4e00-\u9fff]", "", normalize("NFKC", one.get_textpage().get_text_bounded()))
        for one in document
    ]
    sizes = {tuple(round(side) for side in one.get_size()) for one in document}
    if sizes != {(595, 842)} or len(document) > 12:
        wrong.append(f"{len(document)} sheets of {sizes}")
    for first, last, inside in figures:
        begins, ends = (
            {at for at, text in enumerate(sheets) if stands(words, text)} for words in (first, last)
        )
        if inside != "avoid" or not begins & ends:
            wrong.append(f"“{first}” begins on {begins}, ends on {ends} (“{last[-14:]}”)")
    return wrong


def stands(words: str, text: str) -> bool:
    """Whether words stand in a sheet's text. A PDF tells no Unicode for some glyphs: half of the pairs of signs will do."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return sum(pair in text for pair in pairs) * 2 >= len(pairs)
