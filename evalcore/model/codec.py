"""Evaluation ↔ JSON without loss: Decimals keep their digits, places and movements stay typed.

A form written before a field existed still reads: the field takes its default.
"""

from __future__ import annotations

import json

import msgspec

from evalcore.model.evaluation import Evaluation

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Evaluation)


def dump_evaluation(evaluation: Evaluation) -> str:
    """The evaluation as compact JSON text (characters kept, keys in field order)."""
    try:
        return _encoder.encode(evaluation).decode()
    except UnicodeEncodeError:  # half a surrogate pair, from a broken file: no UTF-8, yet a text
        return json.dumps(msgspec.to_builtins(evaluation), ensure_ascii=False, separators=(",", ":"))


def parse_evaluation(text: str) -> Evaluation:
    """The evaluation that dump_evaluation wrote. Raises ValueError for text that is not one."""
    try:
        return _decoder.decode(text)
    except msgspec.DecodeError as fault:
        raise ValueError(f"not a stored evaluation: {fault}") from fault
