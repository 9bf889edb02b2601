"""Mutated forms: every one is read or refused, none stops the reader."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from evalcore.loaders.read import FileReading, read_bytes, read_member
from evalcore.loaders.sniff import sniff
from tests.loaders import hostile
from tests.loaders.layouts import LAYOUTS

FORMS = Path(__file__).parents[2] / "../shared/forms"
SHORT, LONG = 400, 10_000
#: slow to convert or to open: fuzzed less by .ci/run, never left out of the long run
SLOW = {".doc", ".pdf"}


def seeds() -> list[tuple[str, bytes]]:
    found = [(layout.file, layout.build()) for layout in LAYOUTS]
    if FORMS.is_dir():
        found += [
            (path.name, path.read_bytes())
            for path in sorted(FORMS.glob("*/*"))
            if path.suffix != ".json" and path.parent.name not in ("hazard", "doc", "zip")
        ]
    return found


def mutate_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if not out:
            break
        at = chance.randrange(len(out))
        kind = chance.randrange(5)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            out[at:at] = out[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        elif len(out) > 10:
            del out[chance.randrange(len(out)) :]
    return bytes(out)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Bytes of the file, or of one part inside a package: the second gets behind the checksum."""
    if sniff(data) not in ("xlsx", "docx", "ods") or chance.random() < 0.2:
        return mutate_bytes(data, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        parts = old.infolist()
        weight = [entry.file_size for entry in parts]
        chosen = chance.choices(parts, weight)[0].filename
        for entry in parts:
            content = old.read(entry)
            if entry.filename == chosen:
                content = (
                    mutate_text(content, chance) if chance.random() < 0.6 else mutate_bytes(content, chance)
                )
            if entry.filename != chosen or chance.random() > 0.02:
                new.writestr(entry.filename, content)
    return stream.getvalue()


def mutate_text(content: bytes, chance: random.Random) -> bytes:
    """Swap, repeat or drop whole elements and attribute values, so that the XML mostly still parses."""
    import re

    pieces = re.split(rb'(<[^<>]*>|"[^"]*")', content)
    for _ in range(chance.choice((1, 4, 12))):
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        if chance.random() < 0.5:
            pieces[a], pieces[b] = pieces[b], pieces[a]
        else:
            pieces[a] = chance.choice((b'"999999999"', b'"-1"', b'"0"', b"", b'"ZZZ9"', b"1e999", pieces[b]))
    return b"".join(pieces)


def check(reading: FileReading, name: str, number: int) -> None:
    assert reading.forms or reading.errors, (name, number)
    for error in reading.errors:
        assert "未能处理" not in error.message, (name, number, error.value)


def run(count: int, seed: int) -> None:
    chance = random.Random(seed)
    originals = seeds()
    quick = [item for item in originals if Path(item[0]).suffix not in SLOW]
    for number in range(count):
        name, data = chance.choice(originals if count > SHORT or number % 40 == 0 else quick)
        damaged = mutate(data, chance)
        if sniff(damaged) == "zip":
            for reading in read_bytes(damaged, name):
                check(reading, name, number)
        else:
            check(read_member(damaged, name), name, number)


def test_mutated_forms_are_read_or_refused() -> None:
    run(SHORT, 20261123)


@pytest.mark.long
def test_ten_thousand_mutated_forms_are_read_or_refused() -> None:
    run(LONG, 7)


def test_a_form_survives_the_mutation_of_its_neighbour() -> None:
    data = hostile.archive({"坏.xlsx": hostile.FORM[:-400], "好.xlsx": hostile.FORM})
    readings = list(read_bytes(data, "包.zip"))
    assert [len(reading.forms) for reading in readings] == [0, 1]
    assert readings[0].errors
