"""Headers a person explained once: folded header text → field. They go before every guess.

`evalcore.loaders.read` takes such a mapping as `headers`; the store keeps it in its journal (kind "header",
subject = `header_key(text)`, value {"field": one of FIELDS}). `unknown_headers(reading)` lists what a file's
tables call by names nobody explained: what to ask, the guess used meanwhile, the place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalcore.loaders.read import FileReading

GUESSED, UNKNOWN = "FM_HEADER_GUESSED", "FM_HEADER_UNKNOWN"
_explained: ContextVar[Mapping[str, str] | None] = ContextVar("explained_headers", default=None)


@dataclass(frozen=True, slots=True)
class UnknownHeader:
    """A header not in synonyms.toml.

    text: as printed; key: its folded text, the subject to remember it by; guess: the field (of FIELDS) it was
    read as, None where its column was not read; place: the cell, e.g. "Sheet1 E7".
    """

    text: str
    key: str
    guess: str | None
    place: str
    in_list: bool = False  # over a list: explained as one of register_words.column_names()


@lru_cache(maxsize=1)
def _fields() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("evalcore.loaders") / "header_fields.toml").read_text(encoding="utf-8"))


#: field a header can be explained as → what to call it on screen, in the order of a form
FIELDS: Mapping[str, str] = {name: entry["label"] for name, entry in _fields().items()}


def field_of(section: str, role: str) -> str:
    """The field of FIELDS that a role of a section of synonyms.toml stands for."""
    return next(name for name, entry in _fields().items() if entry.get(section) == role)


@contextmanager
def explained(headers: Mapping[str, str] | None) -> Iterator[None]:
    """Within: headers are read as the mapping says (header_key → field). Fields outside FIELDS are left out."""
    known = {key: name for key, name in (headers or {}).items() if name in FIELDS}
    token = _explained.set(known or None)
    try:
        yield
    finally:
        _explained.reset(token)


#: what a person explained to this reading, None where nobody did: nearly always; asked for every cell
explanations = _explained.get


def explained_role(section: str, keys: tuple[str, ...]) -> str | None:
    """The role a person gave to one of the keys of a header in a section, None where nobody did."""
    told = _explained.get()
    if told is None:
        return None
    name = next((told[key] for key in keys if key in told), None)
    return None if name is None else _fields()[name].get(section)


def unknown_headers(reading: FileReading) -> tuple[UnknownHeader, ...]:
    """Headers of a reading's lists and forms that nobody explained, each once, in the order they stand."""
    found: dict[str, UnknownHeader] = {}
    for register in reading.registers:
        for text, key, place in register.unknown:
            found.setdefault(key, UnknownHeader(text, key, None, str(place), in_list=True))
    for form in reading.forms:
        for finding in form.read_findings:
            if finding.code in (GUESSED, UNKNOWN) and "header" in finding.numbers:
                key = finding.numbers["key"]
                guess = finding.numbers.get("field")
                found.setdefault(key, UnknownHeader(finding.numbers["header"], key, guess, finding.place))
    return tuple(found.values())
