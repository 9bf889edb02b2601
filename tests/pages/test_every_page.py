"""Every page of app.SECTIONS over a district, an empty store, one row and missing values: no fault, a title, Chinese."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import SECTIONS
from evalcore.scoring.rule_set import all_rule_sets
from evalcore.store import Store
from tests.bench.world import MILLION, world
from tests.pages import district
from tests.pages.district import DISTRICT, Project

Open = Callable[..., Any]
PAGES = {address: title for pages in SECTIONS.values() for _, title, _, address in pages}

WORLDS: dict[str, tuple[Project, ...]] = {
    "district": DISTRICT,
    "one row": DISTRICT[:1],
    "missing values": (
        Project(2024, "101", "无分", None, None, None),
        Project(2024, "201", "无预算", "0", None, None),
    ),
}
# Latin letters that officials write themselves, or that are names: each with its reason.
KNOWN = {
    "Shift",  # the key that chooses a row
    "N", "P",  # a number of evaluations; a percentile (P10)
    "CSV", "PNG", "SHA", "ID",  # names of formats
    "Clopper", "Pearson",  # the two a statistical interval is named after
    "MB", "zip", "pdf", "csv", "xls", "xlsx", "et", "ods", "doc", "docx",  # the uploader's list of file kinds
}  # fmt: skip
# Names, not words: Streamlit's colours and icons, rule sets by their ids, data versions, links, findings' codes, files.
NAMES = re.compile(
    "|".join(re.escape(rules.id) for rules in all_rule_sets())
    + r"|:[a-z-]+\[|:material/\w+:|https?://\S+|\b[A-Z]{1,3}_[A-Z_]+\b|\d{8}-\d{6}-\w{4}|\w+\.(?:xlsx|toml)",
    re.ASCII,
)


def plain(text: str) -> str:
    """Without the backslashes and word joiners that keep text from files from being read as Markdown."""
    return re.sub(r"\\(?=[^\w\s])|\u2060", "", text)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    folders = {}
    for name, projects in WORLDS.items():
        folders[name] = tmp_path_factory.mktemp("world")
        district.build(folders[name], projects, listing=name == "district")
    folders["empty"] = tmp_path_factory.mktemp("world")
    with Store(folders["empty"]).begin("空"):
        pass
    yield folders


def shown(app: Any) -> list[str]:
    """What stands on the page and in its widgets' labels. A table's cells are data, not the page's words."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "success", "text")
    said = [str(each.value) for kind in kinds for each in app.get(kind)]
    said += [
        str(getattr(each, "label", "") or "")
        for kind in ("button", "selectbox", "multiselect", "text_input", "number_input", "metric", "expander",
                     "toggle", "checkbox", "radio", "download_button", "file_uploader")
        for each in app.get(kind)
    ]  # fmt: skip
    return said


@pytest.mark.parametrize("world", [*WORLDS, "empty"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_whatever_the_data(
    address: str, world: str, stores: dict[str, Path], open_page: Open
) -> None:
    app = open_page(stores[world], address)
    assert [each.message for each in app.exception] == []
    assert [each.value for each in app.error] == []
    titles = [each.value for each in app.title]
    assert any(PAGES[address] in title for title in titles), titles
    english = {
        word: text
        for text in shown(app)
        if "evil" not in text  # the hostile project of the district names itself
        for word in re.findall(r"[A-Za-z]+", NAMES.sub(" ", plain(text)))
        if word not in KNOWN
    }
    assert english == {}


@pytest.mark.parametrize("address", ("overview", "execution", "project", "what-if"))
def test_an_empty_store_says_where_data_come_in(
    address: str, stores: dict[str, Path], open_page: Open
) -> None:
    app = open_page(stores["empty"], address)
    assert [box.value for box in app.info] == ["上传各单位的自评表后，这里即可查看。"]


def test_one_evaluation_is_no_distribution(stores: dict[str, Path], open_page: Open) -> None:
    assert any("不作分布判断" in said for said in shown(open_page(stores["one row"], "scores")))
    attention = [b.label for b in open_page(stores["one row"], "overview").button if "个评价" in b.label]
    assert not any("每百个评价" in label for label in attention)


@pytest.mark.long
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_over_a_million_evaluations(address: str, open_page: Open) -> None:
    """EVAL_BENCH_STORE: a folder that has the store, or where it is made."""
    folder = Path(os.environ.get("EVAL_BENCH_STORE") or Path(tempfile.gettempdir()) / "eval-bench")
    app = open_page(world(MILLION, folder).folder, address)
    assert [each.message for each in app.exception] == []
    assert [each.value for each in app.error] == []
    assert any(PAGES[address] in each.value for each in app.title)
