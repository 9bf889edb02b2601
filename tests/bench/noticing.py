"""Which mutants a set of tests notices. Two pytest sessions, each in a process of its own, over a copy of the tree.

The first (`covering`) runs every test once with empty caches, over modules that tell which statements they execute.
The second (`Noticing`) collects the tests once and tries each mutant in a fork of itself: the mutant is put into the
functions that are loaded, and just the tests that execute its statement run, fastest first, until one fails; what no
test executes is a survivor at once. What lasts (word lists, rule sets) is made before the forks and kept where the
statement has no part in it. What already ran when the modules were imported, and what a cache holds for the
life of a process, is tried with every test; what only runs at import, in a fresh process.
"""

from __future__ import annotations

import builtins
import gc
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.bench.mutants import Mutant, marked

SPARE = (
    30  # seconds of CPU a mutant may take beyond ten times what its tests take, before it counts as endless
)
WARMED = "tests/scoring/"
WARMING = 6  # seconds of CPU of tests before the first mutant
_MODULE = 100_000  # lines are told as module × this + line


@dataclass
class Covering:
    """Which statements (module, line) each test executes, how long it takes, and what runs apart from any test."""

    statements: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    at_import: set[tuple[str, int]] = field(default_factory=set)
    once: set[tuple[str, int]] = field(default_factory=set)  # filled a cache that lasts


class Order:
    """Which tests to run for a statement, fastest first. Holds the covering the other way round, for it is large."""

    def __init__(self, covering: Covering) -> None:
        self.seconds, self.at_import, self.once = covering.seconds, covering.at_import, covering.once
        self.every = sorted(covering.statements, key=self.seconds.__getitem__)
        self._executing: dict[tuple[str, int], list[str]] = defaultdict(list)
        for test in self.every:
            for place in covering.statements[test]:
                self._executing[place].append(test)

    def executing(self, place: tuple[str, int]) -> list[str]:
        """Tests that execute a statement."""
        return self._executing.get(place, [])

    def all_tests(self, module: str) -> list[str]:
        """Every test, those that execute something of the module first."""
        own = {test for (name, _), tests in self._executing.items() if name == module for test in tests}
        return sorted(self.every, key=lambda test: test not in own)


class Recording:
    """Plugin of the first session: marks the modules as they are on disk, and keeps what each test executes."""

    def __init__(self, folder: Path, given: Path, known: Covering) -> None:
        self.given, self.covering = given, known
        self.modules = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.py"))]
        self.executed: set[int] = set()
        vars(builtins)["__executes__"] = self.executed.add  # what marked() calls
        for number, name in enumerate(self.modules):
            path = folder / name
            path.write_text(marked(path.read_text(encoding="utf-8"), number * _MODULE), encoding="utf-8")

    def _taken(self) -> set[tuple[str, int]]:
        taken = {(self.modules[one // _MODULE], one % _MODULE) for one in self.executed}
        self.executed.clear()
        return taken

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        covering = self.covering
        covering.at_import |= self._taken()
        collected = {item.nodeid for item in session.items}
        for gone in covering.statements.keys() - collected:
            del covering.statements[gone]
        session.items[:] = [item for item in session.items if item.nodeid not in covering.statements]
        lasting = [cache for cache in _caches() if cache.cache_parameters()["maxsize"] is None]
        passing = [cache for cache in _caches() if cache.cache_parameters()["maxsize"] is not None]
        shared = defaultdict(list)  # tests of a file that share what is made once for them
        for item, after in zip(session.items, [*session.items[1:], None], strict=False):  # none: all known
            filled = sum(cache.cache_info().misses for cache in lasting)
            for cache in passing:
                cache.cache_clear()
            began = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            covering.seconds[item.nodeid] = time.process_time() - began
            if session.testsfailed:
                raise RuntimeError(f"fails without any mutant: {item.nodeid}")
            executed = self._taken()
            if any(made[-1].scope != "function" and made[-1].baseid for made in _fixtures(item)):
                shared[item.path].append(item.nodeid)
            elif sum(cache.cache_info().misses for cache in lasting) > filled:
                for cache in passing:
                    cache.cache_clear()
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
                again = self._taken()
                covering.once |= executed - again
            covering.statements[item.nodeid] = executed
        for together in shared.values():
            whole = set().union(*(covering.statements[name] for name in together))
            longest = max(covering.seconds[name] for name in together)
            for name in together:
                covering.statements[name], covering.seconds[name] = whole, longest
        self.given.write_bytes(pickle.dumps(covering))
        return True


class Noticing:
    """Plugin of the second session: instead of running its tests, tries the mutants on them."""

    def __init__(self, plan: dict[str, Any], out: int) -> None:
        self.folder, self.mutants = plan["folder"], plan["mutants"]
        self.tests, self.ends, self.each, self.out = plan["tests"], plan["ends"], plan["each"], out
        self.order = Order(plan.pop("covering"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._warm(session.items)
        self.lasting = [cache for cache in _caches() if cache.cache_parameters()["maxsize"] is None]
        self.passing = [cache for cache in _caches() if cache.cache_parameters()["maxsize"] is not None]
        self.functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        gc.collect()
        gc.freeze()  # the forks share what is there
        missed, by = self._in_fork({}, session.items[::97], afresh=False)
        if missed:
            raise RuntimeError(f"a fork fails without any mutant: {by}")
        for mutant in self.mutants:
            started = time.time()
            if started > self.ends:
                break
            noticed, by = self._noticed(mutant, items)
            told = {"noticed": noticed, "by": by, "took": round(time.time() - started, 1)}
            os.write(self.out, (json.dumps(told, ensure_ascii=False) + "\n").encode())
        return True

    def _noticed(self, mutant: Mutant, items: dict[str, pytest.Item]) -> tuple[bool, str]:
        module = str(mutant.path.relative_to(self.folder))
        place = module, mutant.statement
        order = self.order
        codes = self._replaced(mutant) if mutant.in_function and place not in order.at_import else None
        if codes is None:
            return self._afresh(mutant, self._fastest(order.all_tests(module)))
        names = order.all_tests(module) if place in order.once else order.executing(place)
        if not names:
            return False, "no test executes it"
        return self._in_fork(
            codes, [items[name] for name in self._fastest(names)], afresh=place in order.once
        )

    def _fastest(self, names: list[str]) -> list[str]:
        if self.each is None:
            return names
        spent = accumulate(self.order.seconds[name] for name in names)
        return [name for name, so_far in zip(names, spent, strict=True) if so_far <= self.each] or names[:1]

    def _replaced(self, mutant: Mutant) -> dict[FunctionType, CodeType] | None:
        """The loaded functions of the mutant's module with their new code; None where two could be mistaken."""
        codes = list(_codes(mutant.code()))
        if max(Counter(map(_known_by, codes)).values()) > 1:
            codes = [code for code in codes if not code.co_name.startswith("<") or code.co_name == "<lambda>"]
            if max(Counter(map(_known_by, codes)).values()) > 1:
                return None
        new = {_known_by(code): code for code in codes}
        found = {
            one: new[_known_by(one.__code__)]
            for one in self.functions
            if one.__code__.co_filename == str(mutant.path)
        }
        fits = all(one.__code__.co_freevars == code.co_freevars for one, code in found.items())
        return found if fits else None

    def _warm(self, items: list[pytest.Item]) -> None:
        """What lasts for the life of a process (word lists, rule sets) is made once, not in every fork.

        Tests of the store stay out: a fork of a process in which DuckDB has threads may crash.
        """
        ends = time.process_time() + WARMING
        items = [item for item in items if WARMED in item.nodeid]
        for item, after in zip(items[::97], [*items[97::97], None], strict=False):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            if time.process_time() > ends:
                break

    def _in_fork(
        self, codes: dict[FunctionType, CodeType], items: list[pytest.Item], *, afresh: bool
    ) -> tuple[bool, str]:
        def work() -> bytes:
            for function, code in codes.items():
                function.__code__ = code
            for cache in self.passing + self.lasting * afresh:
                cache.cache_clear()
            session = items[0].session
            for item, after in zip(items, [*items[1:], None], strict=True):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
                if session.testsfailed:
                    return item.nodeid.encode()
            return b""

        usual = sum(self.order.seconds[item.nodeid] for item in items)
        ended, said = _in_child(work, int(SPARE + 10 * usual))
        return (not ended or bool(said)), said.decode() if ended else "it did not end"

    def _afresh(self, mutant: Mutant, names: list[str]) -> tuple[bool, str]:
        """A new process over the changed file."""
        original = mutant.path.read_text(encoding="utf-8")
        with tempfile.NamedTemporaryFile(suffix=".pickle") as said:
            said.write(pickle.dumps({"only": names, "tests": self.tests}))
            said.flush()
            command = [sys.executable, "-B", "-m", "tests.bench.noticing", said.name]
            try:
                mutant.path.write_text(mutant.source(), encoding="utf-8")
                code = subprocess.run(command, stdout=2, timeout=900).returncode
            except subprocess.TimeoutExpired:
                return True, "it did not end"
            finally:
                mutant.path.write_text(original, encoding="utf-8")
        return code != 0, "a fresh process" if code else ""


class Only:
    """Plugin of a fresh process: these tests, in this order."""

    def __init__(self, names: list[str]) -> None:
        self.order = {name: position for position, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


def _fixtures(item: pytest.Item) -> list[Any]:
    known = getattr(item, "_fixtureinfo", None)
    return list(known.name2fixturedefs.values()) if known is not None else []


def _caches() -> list[Any]:
    """Every cached function of the product that is loaded."""
    return [
        one
        for one in gc.get_objects()
        if hasattr(type(one), "cache_clear") and str(getattr(one, "__module__", "")).startswith("evalcore")
    ]


def _codes(code: CodeType) -> Iterable[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _known_by(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


_BROKE = 70  # no test failed in the child: running them did


def _in_child(work: Callable[[], bytes], seconds: int) -> tuple[bool, bytes]:
    """Whether the work ended in a fork of this process within so many seconds of CPU, and what it gave."""
    with tempfile.TemporaryFile() as given:
        child = os.fork()
        if child == 0:
            code = _BROKE
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
                signal.alarm(seconds * 5)
                given.write(work())
                code = 0
            except Exception:  # noqa: BLE001 - the parent tells it
                given.write(traceback.format_exc().encode())
            finally:
                given.flush()
                os._exit(code)
        status = os.waitpid(child, 0)[1]
        given.seek(0)
        said = given.read()
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _BROKE:
            raise RuntimeError(f"the child itself failed:\n{said.decode()}")
        return status == 0, said


# The same examples each time, none kept from one mutant for the next, none made smaller.
settings.register_profile(
    "mutation", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("mutation")


def main(said: Path) -> int:
    """A session as the plan in a file says.

    `record`: the first session, into the file it names; `mutants`: the second, over what the first found;
    `only`: some tests in an order.
    """
    plan = pickle.loads(said.read_bytes())
    out = os.dup(1)
    os.dup2(2, 1)  # what pytest prints is for whoever watches; the answers go out by themselves
    sys.dont_write_bytecode = True
    plugin: Recording | Noticing | Only
    if "only" in plan:
        plugin = Only(plan["only"])
    elif "record" in plan:
        plugin = Recording(plan["folder"], plan["record"], plan["known"])
    else:
        plugin = Noticing(plan, out)
    options = ["-p", "no:cacheprovider", "-p", "no:cov"] + ["-x"] * ("only" in plan)
    return int(pytest.main([*options, *plan["tests"]], plugins=[plugin]))


if __name__ == "__main__":
    from tests.bench import noticing  # what is pickled here is read elsewhere: not as of __main__

    sys.exit(noticing.main(Path(sys.argv[1])))
