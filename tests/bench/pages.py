"""A change of a filter, in Chromium: from the key to the page that stands still, the script's time, the bytes received.

Three servers over one store take turns in one run: ours, ours under Streamlit's default runner settings, and a Dash page
with the figures of /overview from the same queries and charts. Every change types another keyword, so that nothing comes
from a cache; a second pass types the same words again and measures what is kept. Then 1, 10 and 50 sessions rerun as
fast as they can, with and without a garbage collection after each run; and memory over time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from contextlib import ExitStack
from typing import Any

from tests.bench.app_server import Reader, Run, Server, start
from tests.bench.measuring import ROUNDS, machine, percentile
from tests.bench.world import MILLION, add_store_argument, world

PAGES = (
    "overview", "scores", "grades", "departments", "trends", "indicators", "execution", "project", "audit", "what-if",
    "import", "method",
)  # fmt: skip
WORDS = (
    "项目", "工作", "经费", "建设", "维护", "服务", "设施", "专项", "保障", "管理", "运行", "购置", "街道", "学校",
)  # fmt: skip
COLLECTING = ("--runner.postScriptGC=true",)
DEFAULT = (*COLLECTING, "--runner.magicEnabled=true", "--client.toolbarMode=auto")
PARTS = ("changes", "sessions", "endurance")
# The ratios end within LIMIT; thirty minutes of endurance are asked for by themselves: --only endurance --minutes 30.
ALL = ["--evaluations", str(MILLION), "--pages", "overview", "execution", "--seconds", "6",
       "--only", "changes", "sessions"]  # fmt: skip
LIMIT = 480
_SETTLED = """word => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && (document.querySelector('.st-key-kept')?.textContent || '').includes('关键词“' + word + '”')
    && !document.querySelector('[data-stale=true]')"""
_SETTLED_BY_ADDRESS = """word => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && location.href.includes(encodeURIComponent(word)) && !document.querySelector('[data-stale=true]')"""
_DASH_SETTLED = """word => document.title !== 'Updating...'
    && (document.querySelector('#said')?.textContent || '').includes(word)"""
# In the page itself, from the key to the first moment after the answer at which the page has nothing left to draw: a
# figure is drawn after its data have come. Looks once a frame at a few words: reading the whole page's text each frame,
# as this did once, laid the page out each time and took longer than the change.
_WATCH = """word => { window.took = new Promise(done => addEventListener('keydown', async event => {
    const begun = event.timeStamp, frame = () => new Promise(requestAnimationFrame)
    do await frame(); while (!settled(word) && performance.now() - begun < 90000)
    if (!settled(word)) return done(null)
    for (let calm = 0; calm < 2; calm++) { await new Promise(go => requestIdleCallback(go)); await frame() }
    done(performance.now() - begun)
}, {once: true, capture: true})) }"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_store_argument(parser)
    parser.add_argument(
        "--evaluations", type=int, default=100_000, help="size of the store; 0: the store in --store as it is"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    parser.add_argument(
        "--sessions", nargs="*", type=int, default=[1, 10, 50], help="how many sessions rerun at once"
    )
    parser.add_argument("--seconds", type=float, default=10, help="of reruns a number of sessions")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=["changes", "sessions"])
    parser.add_argument(
        "--minutes", type=float, default=10, help="of reruns by 50 sessions in `endurance`, memory noted"
    )
    parser.add_argument("--port", type=int, default=8640)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """changes: page → server → figures; sessions: setting → sessions → reruns a second; memory: MB by minute."""
    arguments.store = (
        world(arguments.evaluations, arguments.store).folder if arguments.evaluations else arguments.store
    )
    found: dict[str, Any] = {"machine": machine(), "rounds": arguments.rounds}
    if "changes" in arguments.only:
        found["changes"] = _changes(arguments)
    if "sessions" in arguments.only:
        found["sessions"] = {str(count): _sessions(arguments, count) for count in arguments.sessions}
    if "endurance" in arguments.only:
        found["endurance"] = _reruns(arguments, 50, (), arguments.minutes * 60)
    return found


def _sessions(arguments: argparse.Namespace, count: int) -> dict[str, Any]:
    """So many sessions under our settings, ours but for the collection after each run, and Streamlit's own."""
    made: dict[str, Any] = {
        name: _reruns(arguments, count, options, arguments.seconds)
        for name, options in (("ours", ()), ("ours, postScriptGC on", COLLECTING), ("default", DEFAULT))
    }
    each = {name: run["reruns_a_second"] for name, run in made.items()}
    made["ours_to_default"] = round(each["ours"] / max(each["default"], 0.1), 2)
    return made


# --- one reader in Chromium --------------------------------------------------------------------------------------------
def _changes(arguments: argparse.Namespace) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGS, CHROMIUM

    made: dict[str, Any] = {}
    with ExitStack() as stack:
        servers = {
            "ours": Server(stack, arguments.store, arguments.port),
            "default": Server(stack, arguments.store, arguments.port + 1, DEFAULT),
        }
        dash = arguments.port + 2 if _dash_is_here() else None
        if dash:
            start(stack, [sys.executable, "-m", "tests.bench.pages", str(dash)], arguments.store, dash, "/")
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=ARGS)
        stack.callback(browser.close)
        for path in arguments.pages:
            ours_view = _Streamlit(browser, servers["ours"], path)
            views: dict[str, _View] = {
                "ours": ours_view,
                "default": _Streamlit(browser, servers["default"], path),
            }
            if dash and path == "overview":
                views["dash"] = _Dash(browser, f"http://127.0.0.1:{dash}/")
            turn = list(views.values())
            for word in ("公", *WORDS[: arguments.rounds]):  # the first is not counted: fonts and parts load
                for view in turn:
                    view.change(word, counted=word != "公")
                turn = turn[1:] + turn[:1]
            for word in WORDS[: arguments.rounds]:
                ours_view.again(word)
            made[path] = {name: view.figures() for name, view in views.items()}
            ours = statistics.median(views["ours"].took)
            for name in [name for name in views if name != "ours"]:
                made[path][f"ours_to_{name}"] = round(ours / statistics.median(views[name].took), 2)
            for view in views.values():
                view.page.context.close()
    return made


class _View:
    """One page in one browser profile: a change of the keyword, what it took and brought."""

    field: str
    settled: str

    def __init__(self, browser: Any, address: str) -> None:
        self.took: list[float] = []
        self.bytes: list[int] = []
        self._received = 0
        self.page = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN").new_page()
        self.page.set_default_timeout(120_000)  # of a busy machine
        self.page.goto(address)

    def change(self, word: str, *, counted: bool) -> None:
        field = self.page.locator(self.field)
        field.fill(word, timeout=60_000)
        self.page.evaluate(_WATCH.replace("settled(word)", f"({self.settled})(word)"), word)
        self._received = 0
        field.press("Enter")
        took = self.page.evaluate("() => window.took")
        if took is None:
            raise TimeoutError(f"{self.page.url}: not settled 90 s after the keyword {word}")
        if counted:
            self.took.append(took)
            self.bytes.append(self._received)

    def figures(self) -> dict[str, Any]:
        return {
            "median_ms": round(statistics.median(self.took)),
            "p95_ms": round(percentile(self.took, 0.95)),
            "payload_kb": round(statistics.median(self.bytes) / 1000, 1),
        }


class _Streamlit(_View):
    field, settled = ".st-key-filter_keyword input", _SETTLED

    def __init__(self, browser: Any, server: Server, path: str) -> None:
        super().__init__(browser, "about:blank")
        self.server, self.scripts, self.kept = (
            server,
            list[Run](),
            list[Run](),
        )
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        self.page.goto(f"{server.address}/{path}")
        self.page.wait_for_selector("text=数据版本", timeout=120_000)
        self.page.locator(".st-key-filter_more summary").evaluate("line => line.click()")
        self.page.locator(self.field).wait_for()
        if path == "import":  # its page does not name the keyword
            self.settled = _SETTLED_BY_ADDRESS

    def _frame(self, payload: Any) -> None:
        self._received += len(payload)

    def change(self, word: str, *, counted: bool) -> None:
        before = len(self.server.runs())
        super().change(word, counted=counted)
        if counted:
            self.scripts.append(self.server.next_run(before))

    def again(self, word: str) -> None:
        """A view that was shown before."""
        before = len(self.server.runs())
        self.change(word, counted=False)
        self.kept.append(self.server.next_run(before))

    def figures(self) -> dict[str, Any]:
        made = super().figures()
        for name, runs in (("script", self.scripts), ("kept_script", self.kept)):
            if runs:
                made[f"{name}_p95_ms"] = round(percentile([run.wall for run in runs], 0.95))
                made[f"{name}_cpu_ms"] = round(statistics.median(run.own for run in runs))
        return made


class _Dash(_View):
    field, settled = "#word", _DASH_SETTLED

    def __init__(self, browser: Any, address: str) -> None:
        super().__init__(browser, address)
        self.page.locator("#figure-departments .main-svg").first.wait_for(timeout=120_000)
        self.page.on("response", self._response)

    def _response(self, response: Any) -> None:
        if "_dash-update-component" in response.url:
            self._received += int(response.headers.get("content-length", 0))


# --- many sessions -----------------------------------------------------------------------------------------------------
def _reruns(
    arguments: argparse.Namespace, sessions: int, options: tuple[str, ...], seconds: float
) -> dict[str, Any]:
    """Sessions on web sockets that turn between two years of /overview, each as soon as its last run has ended."""
    with ExitStack() as stack:
        server = Server(stack, arguments.store, arguments.port + 3, options)
        ends = [0] * sessions
        faults: list[str] = []
        begun: list[float] = []
        together = threading.Barrier(sessions, action=lambda: begun.append(time.perf_counter()))
        memory = [server.memory()]

        def session(number: int) -> None:
            try:
                ends[number] = _one_session(server.address, together, begun, seconds)
            except Exception as fault:  # noqa: BLE001 — counted and reported: a session that breaks is a result
                faults.append(repr(fault))
                together.abort()

        threads = [threading.Thread(target=session, args=(number,)) for number in range(sessions)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            time.sleep(min(60.0, max(1.0, seconds / 10)))
            memory.append(server.memory())
        return {
            "reruns_a_second": round(sum(ends) / seconds, 1), "faults": len(faults), "first_fault": faults[:1],
            "memory_mb": memory,
        }  # fmt: skip


def _one_session(address: str, together: threading.Barrier, begun: list[float], seconds: float) -> int:
    """Runs of a session's script in the seconds after every session has had its first."""
    turn = 0
    with Reader(address) as reader:
        while True:
            turn += 1
            reader.ask("overview", f"year={2022 + turn % 2}")
            if turn == 1:
                together.wait(timeout=600)
            elif time.perf_counter() > begun[0] + seconds:
                return turn - 2  # neither the first nor the one that ended too late


# --- the Dash page -----------------------------------------------------------------------------------------------------
def _dash_is_here() -> bool:
    from importlib.util import find_spec

    return find_spec("dash") is not None


def _dash(port: int) -> None:
    """The figures and numbers of /overview as one Dash page: the same queries and charts, no cache."""
    from dash import Dash, Input, Output, dash_table, dcc, html

    from evalcore.access import EVERYTHING
    from evalcore.charts.coverage import coverage
    from evalcore.charts.departments import departments
    from evalcore.charts.histogram import histogram
    from evalcore.queries import frame, overview
    from evalcore.queries.run import Selection, Store

    store = Store()
    app = Dash(__name__)
    figures = ("coverage", "histogram", "departments")
    app.layout = html.Div(
        [dcc.Input(id="word", debounce=True), html.P(id="said"), html.Div(id="numbers")]
        + [dcc.Graph(id=f"figure-{name}") for name in figures]
        + [dash_table.DataTable(id="table", page_size=50)]
    )

    @app.callback(
        [Output("said", "children"), Output("numbers", "children")]
        + [Output(f"figure-{name}", "figure") for name in figures] + [Output("table", "data")],
        Input("word", "value"),
    )  # fmt: skip
    def show(word: str | None) -> list[Any]:
        years = frame.filter_years(Selection(dataset="demo"), scope=EVERYTHING, store=store)["year"]
        chosen = Selection(
            dataset="demo",
            years=(int(years.max()),),
            methods=("单位自评",),
            subjects=("项目支出",),
            keyword=word or "",
        )
        asked = {"scope": EVERYTHING, "store": store}
        totals = overview.overview_totals(chosen, **asked)
        shares = overview.good_shares(chosen, **asked)
        listed = overview.coverage_by_department(chosen, **asked)
        by = overview.grades_by_department(chosen, **asked)
        cash = overview.money_by_department(chosen, **asked)
        bins = overview.score_bins(chosen, **asked)
        drawn = (coverage(listed), histogram(bins, "自评"), departments(by, cash, "自评"))
        counts = frame.selection_counts(chosen, **asked)
        return [
            f"关键词“{word}” {counts.iloc[0].to_dict()}", f"{totals.iloc[0].to_dict()} {shares.to_dict('records')}",
            *(one.figure.to_dict() for one in drawn), drawn[2].table.to_dict("records"),
        ]  # fmt: skip

    app.run(host="127.0.0.1", port=port, debug=False)


if __name__ == "__main__":  # the Dash page, started by `run`
    _dash(int(sys.argv[1]))
