"""How speed is measured here: contenders alternate in one run, medians and 95th percentiles of at least seven rounds.

Machines are shared and noisy, so what counts is the ratio of two medians of the same run.
"""

from __future__ import annotations

import gc
import math
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROUNDS = 7  # the least that is called a measurement


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each round, in the order they were run; cpu: of processor time, all threads together."""

    seconds: tuple[float, ...]
    cpu: tuple[float, ...] = ()

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """Nearest rank: of seven rounds the slowest, of twenty the nineteenth."""
        return percentile(self.seconds, 0.95) * 1000

    @property
    def cpu_ms(self) -> float:
        """Median processor time: what a busy machine does not stretch."""
        return statistics.median(self.cpu) * 1000

    @property
    def fastest_ms(self) -> float:
        return min(self.seconds) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of `values` (share 0…1)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def alternate(
    contenders: Mapping[str, Callable[[], Any]], *, rounds: int = ROUNDS, warm: int = 1
) -> dict[str, Timing]:
    """Run every contender once a round, in turn, each round beginning with the next one.

    warm: rounds run first and not counted. Raises ValueError for fewer than ROUNDS rounds.
    """
    if rounds < ROUNDS:
        raise ValueError(f"{rounds} rounds: at least {ROUNDS} make a measurement")
    names = list(contenders)
    taken: dict[str, list[float]] = {name: [] for name in names}
    worked: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    gc.disable()  # as timeit does: a collection before every call took longer than the calls
    try:
        for number in range(-warm, rounds):
            shift = number % len(names)
            for name in names[shift:] + names[:shift]:
                start, began = time.perf_counter(), time.process_time()
                contenders[name]()
                spent, cpu = time.perf_counter() - start, time.process_time() - began
                if number >= 0:
                    taken[name].append(spent)
                    worked[name].append(cpu)
    finally:
        gc.enable()
    return {name: Timing(tuple(taken[name]), tuple(worked[name])) for name in names}


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was when they were."""
    packages = ("duckdb", "pandas", "numpy", "pyarrow", "streamlit", "polars")
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: found for name in packages if (found := _version(name))},
        "load_average": round(os.getloadavg()[0], 2),
    }


def memory_mb() -> float:
    """Resident memory of this process now, in MB (Linux; elsewhere its peak)."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return peak_memory_mb()


def peak_memory_mb() -> float:
    """The most resident memory this process had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if platform.system() == "Linux" else peak / 2**20


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
