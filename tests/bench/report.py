"""BENCHMARKS.md from the results of the benches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any


def whole(kept: Mapping[str, tuple[ModuleType, Mapping[str, Any]]]) -> str:
    """The file: how to read it, the machine, and one section a bench."""
    lines = [
        "# Benchmarks",
        "",
        "Made by `python -m tests.bench all`; every figure below was measured by the command beside it.",
        "Machines are shared and noisy: read the ratios (contenders alternate in one run, medians of at least",
        "seven rounds). A time alone says little without the load average it was taken at.",
        "",
    ]
    for name, (module, measured) in kept.items():
        if "failed" in measured:
            text = f"**Not measured: {measured['failed']}.**"
        else:
            text = section(module, name, measured["result"], heading=False)
        lines += [f"## {name}", "", text, ""]
        if "machine" in measured:
            lines += [f"`{measured['command']}` · {_machine(measured)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def section(module: ModuleType, name: str, result: Mapping[str, Any], *, heading: bool = True) -> str:
    """One bench in Markdown: what its module makes of the result, else a list of the figures."""
    made = getattr(module, "report", None)
    text = made(result) if made else table(("what", "figure"), _flat(result))
    said = (module.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    return f"## {name}\n\n{said}\n\n{text}" if heading else f"{said}\n\n{text}"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers to three figures, None as –."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def _flat(result: Mapping[str, Any], before: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for name, value in result.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{before}{name}.")
        else:
            rows.append((f"{before}{name}", value))
    return rows


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).replace("|", "\\|")
    if isinstance(value, int) or (value == int(value) and abs(value) >= 1000):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _machine(measured: Mapping[str, Any]) -> str:
    m = measured["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in m["packages"].items())
    return (
        f"{measured['date']} · {m['processor']}, {m['cores']} cores, {m['memory_gib']} GiB · {m['system']}, "
        f"Python {m['python']}, {packages} · load average at the end {m['load_average']}"
        + (f" · took {measured['seconds']} s" if "seconds" in measured else "")
    )
