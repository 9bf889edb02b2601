"""Damaged forms: every one is read or refused with a reason, in time and memory, and the next file is read."""

from __future__ import annotations

import os
import random
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from evalcore.loaders.limits import Reader
from evalcore.loaders.read import read_bytes
from tests.loaders import hostile
from tests.loaders.layouts import LAYOUTS
from tests.loaders.mutations import mutate

FORMS = Path(__file__).parents[2] / "../shared/forms"
SHORT = 250
SLICES, SLICE = 10, 1_000  # ten thousand in slices that can be run one at a time: -k "slice-3"
SECONDS, MEMORY = 10.0, 512
NEIGHBOUR = 25  # after so many damaged files a good one must load
#: LibreOffice takes a second for each: damaged ones are few, and none by .ci/run
CONVERTED = ".doc"


def seeds() -> list[tuple[str, bytes]]:
    """Drawn layouts and, where they are here, the reference forms."""
    found = [(layout.file, layout.build()) for layout in LAYOUTS]
    if FORMS.is_dir():
        found += [
            (path.name, path.read_bytes())
            for path in sorted(FORMS.glob("*/*"))
            if path.suffix != ".json" and path.parent.name not in ("hazard", "zip")
        ]
    return found


def fuzz(count: int, seed: int) -> Counter[str]:
    """Read `count` damaged files in a reader with limits; what became of them, by kind."""
    chance = random.Random(seed)
    originals = seeds()
    plain = [item for item in originals if not item[0].endswith(CONVERTED)]
    became: Counter[str] = Counter()
    reader = Reader()
    try:
        for number in range(count):
            name, data = chance.choice(originals if count > SHORT and number % 100 == 0 else plain)
            damaged = mutate(data, chance)
            started, spent = time.monotonic(), _spent(reader)
            readings = list(read_bytes(damaged, name, reader=reader))
            taken = max(0.0, _spent(reader) - spent) or min(time.monotonic() - started, SECONDS)
            assert readings
            for reading in readings:
                assert reading.forms or reading.registers or reading.errors, (name, number)
                for error in (*reading.errors, *reading.refused):
                    said = f"{error.message}{error.remedy}"
                    assert "未能处理" not in said, (name, number, error.value)
                    assert error.file, (name, number)
                    assert re.search(r"[\u4e00-\u9fff]", error.message), (name, number)
                    assert re.search(r"[\u4e00-\u9fff]", error.remedy), (name, number)
                    became["stopped at a limit"] += "已停止" in said or "程序中断" in said
                became["read" if reading.forms or reading.registers else "refused"] += 1
            if not name.endswith(CONVERTED):
                assert taken <= SECONDS, (name, number, taken)
                became["slowest ms"] = max(became["slowest ms"], int(1000 * taken))
                memory = hostile.peak_mb(reader) or 0.0
                assert memory <= MEMORY, (name, number, memory)
                became["peak MB"] = max(became["peak MB"], int(memory))
            if number % NEIGHBOUR == 0:
                (good,) = read_bytes(hostile.FORM, "好.xlsx", reader=reader)
                assert len(good.forms) == 1
    finally:
        reader.close()
    return became


def _spent(reader: Reader) -> float:
    """CPU seconds of the reader's child; 0.0 where it does not run or the system does not say."""
    child = reader._child
    place = Path(f"/proc/{child.pid}/stat") if child is not None else Path("/nowhere")
    if not place.exists():
        return 0.0
    fields = place.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def became() -> Counter[str]:
    return fuzz(SHORT, 20261127)


def test_damaged_forms_are_read_or_refused(became: Counter[str]) -> None:
    assert became["read"] + became["refused"] >= SHORT
    assert became["read"] > SHORT // 10  # else the damage is too great to try anything but the first check
    assert became["refused"] > SHORT // 10


@pytest.mark.long
@pytest.mark.parametrize("number", range(SLICES), ids=lambda number: f"slice-{number}")
def test_ten_thousand_damaged_forms_are_read_or_refused(number: int) -> None:
    became = fuzz(SLICE, 70 + number)
    print(f"slice {number} of {SLICES}: {dict(became)}")  # shown by pytest -rP
    assert became["read"] + became["refused"] >= SLICE


def test_the_same_seed_makes_the_same_damage() -> None:
    one, other = random.Random(3), random.Random(3)
    assert [mutate(hostile.FORM, one) for _ in range(5)] == [mutate(hostile.FORM, other) for _ in range(5)]


def test_a_form_survives_the_damage_of_its_neighbour() -> None:
    data = hostile.archive({"坏.xlsx": hostile.FORM[:-400], "好.xlsx": hostile.FORM})
    readings = list(read_bytes(data, "包.zip"))
    assert [len(reading.forms) for reading in readings] == [0, 1]
    assert readings[0].errors
