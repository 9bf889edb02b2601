"""The first start: an empty store is filled in the background, whoever looks on or closes the browser."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from evalcore.charts import plain
from evalcore.errors import StoreError
from evalcore.store import Store, Version
from evalcore.store.lock import is_held

_LOOK_AGAIN = 0.3  # seconds between two looks at the progress
_WAIT = 1.0  # seconds before a store another process is filling is asked again


class FirstStart:
    """One filling of one store in this process: its progress, and how it ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.share, self.text = 0.0, ""
        self.version: Version | None = None
        self.fault: Exception | None = None
        self._starting = Lock()
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Start filling, or look on where this process is at it. What failed before is tried again."""
        with self._starting:
            if self.working or (self.version is not None and self.version == Store(self.folder).current()):
                return
            self.version, self.fault = None, None
            self._thread = Thread(target=self._fill, name="first-start", daemon=True)
            self._thread.start()

    @property
    def working(self) -> bool:
        """Whether the filling goes on."""
        return self._thread is not None and self._thread.is_alive()

    def _fill(self) -> None:
        from evalcore import sample  # slow to import, needed once

        store = Store(self.folder)
        free = 0  # refusals in a row with nobody at work: the first may be of one that has just ended
        while True:
            try:
                self.version = sample.ensure(store, self._tell)
            except StoreError as fault:
                held = is_held(self.folder)
                free = 0 if held else free + 1
                if free < 2:  # another process fills it: its version will do
                    if held:
                        self._tell(self.share, "另一个进程正在写入数据，完成后自动继续")
                    time.sleep(_WAIT)
                    continue
                self.fault = fault
            except Exception as fault:  # noqa: BLE001 — handed to, shown and logged by every session that waits
                self.fault = fault
            return

    def _tell(self, share: float, text: str = "") -> None:
        self.share, self.text = min(max(share, 0.0), 1.0), text


@st.cache_resource(show_spinner=False)
def _of(folder: str) -> FirstStart:
    return FirstStart(Path(folder))


def wait(store: Store) -> Version:
    """Show the progress until the store can be served. Raises what the filling raised."""
    start = _of(str(store.folder.resolve()))
    start.begin()
    bar, place = None, None
    while start.working:
        if bar is None and start.text:
            place = st.empty()  # the page of a version that was ready after all follows on this run
            with place.container():
                st.title("首次启动", anchor=False)
                st.caption("正在用评分引擎生成模拟示范区，只需一次，约半分钟；可以关闭页面，稍后再来。")
                bar = st.progress(0.0)
        if bar is not None:
            bar.progress(start.share, text=plain.markdown(start.text))
        time.sleep(_LOOK_AGAIN if bar is not None else 0.02)
    if start.fault is not None:
        raise start.fault
    if place is not None:
        place.empty()
    assert start.version is not None  # a filling ends with a version or a fault
    return start.version
