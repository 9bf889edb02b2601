"""A real Chromium against a real server on a free port, over a small hand-made store."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """A cold server over this store; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}",
               "--server.fileWatcherType=none"]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"EVAL_STORE": str(store)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{base}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the server did not come up")
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.pages.district import build

    folder = tmp_path_factory.mktemp("store")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def address(store: Path) -> Iterator[str]:
    """One server for the tests that need no cold one."""
    with serving(store) as base:
        yield base


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
# The script has ended and nothing on the page is faded, moving or still to come.
_SETTLED = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)"""


def settled(page: Any) -> None:
    """Wait until the page stands still, instead of a time that is too short on one machine and too long on another."""
    page.wait_for_function(_SETTLED, timeout=60_000)


def _profile(chromium: Any, scheme: str = "light") -> Any:
    return chromium.new_context(
        viewport={"width": 1280, "height": 720}, color_scheme=scheme, locale="zh-CN", accept_downloads=True
    )


def _watched(context: Any, url: str, strays: list[str]) -> Any:
    page = context.new_page()
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else strays.append(r.url))
    page.goto(url)
    page.wait_for_selector("text=数据版本", timeout=60_000)
    return page


@pytest.fixture(scope="session")
def profile(chromium: Any) -> Iterator[Any]:
    """One browser profile for the tests that need no fresh one: scripts are loaded and compiled once."""
    context = _profile(chromium)
    yield context
    context.close()


@pytest.fixture
def tab(profile: Any) -> Iterator[Callable[..., Any]]:
    """Open an address in a new tab of the shared profile; fails the test when a request leaves 127.0.0.1."""
    pages: list[Any] = []
    strays: list[str] = []

    def go(url: str) -> Any:
        pages.append(_watched(profile, url, strays))
        return pages[-1]

    yield go
    for page in pages:
        page.close()
    assert strays == [], f"requests left this machine: {strays}"


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open an address in a fresh browser profile; fails the test when a request leaves 127.0.0.1."""
    contexts: list[Any] = []
    strays: list[str] = []

    def go(url: str, scheme: str = "light") -> Any:
        contexts.append(_profile(chromium, scheme))
        return _watched(contexts[-1], url, strays)

    yield go
    for context in contexts:
        context.close()
    assert strays == [], f"requests left this machine: {strays}"
