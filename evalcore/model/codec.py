"""Evaluation ↔ JSON without loss: Decimals keep their digits, places and movements stay typed.

Fields that hold their default are left out, so a stored form says only what the file said, and a form written
before a field existed still reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from evalcore.model.evaluation import Evaluation

Convert = Callable[[Any], Any]


def dump_evaluation(evaluation: Evaluation) -> str:
    """The evaluation as compact JSON text (UTF-8 characters kept, keys in field order)."""
    return json.dumps(_dumper(Evaluation)(evaluation), ensure_ascii=False, separators=(",", ":"))


def parse_evaluation(text: str) -> Evaluation:
    """The evaluation that dump_evaluation wrote. Raises ValueError for text that is not one."""
    try:
        return cast(Evaluation, _parser(Evaluation)(json.loads(text)))
    except (KeyError, TypeError, ArithmeticError, AttributeError) as fault:
        raise ValueError(f"not a stored evaluation: {fault!r}") from fault


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return MISSING


def _same(convert: Any) -> Any:
    return convert


@cache
def _dumper(kind: Any) -> Convert:
    """How to turn a value of the annotated type into JSON's own types."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (_dumper(part) for part in arguments if part is not NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _dumper(arguments[0])
        return lambda value: [item(part) for part in value]
    if origin is Mapping:
        item = _dumper(arguments[1])
        return lambda value: {key: item(part) for key, part in value.items()}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [(field.name, _default(field), _dumper(hints[field.name])) for field in fields(kind)]

        def dump(value: Any) -> dict[str, Any]:
            out = {}
            for name, default, convert in parts:
                part = getattr(value, name)
                if default is MISSING or part != default or _digits_differ(part, default):
                    out[name] = convert(part)
            return out

        return dump
    if kind is Decimal:
        return str
    if kind is date:
        return date.isoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    return _same


def _digits_differ(part: Any, default: Any) -> bool:
    """Decimal("0") == Decimal("0.00"), but they print differently."""
    return isinstance(part, Decimal) and str(part) != str(default)


@cache
def _parser(kind: Any) -> Convert:
    """How to turn JSON's own types back into a value of the annotated type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (_parser(part) for part in arguments if part is not NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _parser(arguments[0])
        return lambda value: tuple(item(part) for part in value)
    if origin is Mapping:
        item = _parser(arguments[1])
        return lambda value: {key: item(part) for key, part in value.items()}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        make = cast(Callable[..., Any], kind)
        parts = {field.name: _parser(hints[field.name]) for field in fields(kind)}
        return lambda value: make(
            **{name: parts[name](part) for name, part in value.items() if name in parts}
        )
    if kind is Decimal:
        return Decimal
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same
