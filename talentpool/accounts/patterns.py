"""Stretches of a password that follow from their first few signs: blocks again and again, simple sequences. Pure."""

from __future__ import annotations

_LONGEST_STRIDE = 4
_FEWEST_TURNS = 3
_WIDEST_STEP = 2
_SHORTEST_BLOCK = 4


def patterns_at(text: str, place: int) -> set[int]:
    """Lengths of the stretches that begin at a place: sequences, and longer blocks that come twice or more."""
    found = {_sequence_at(text, place, stride) for stride in range(1, _LONGEST_STRIDE + 1)}
    longest = (len(text) - place) // 2
    return (found | {_blocks_at(text, place, size) for size in range(_SHORTEST_BLOCK, longest + 1)}) - {0}


def _sequence_at(text: str, place: int, stride: int) -> int:
    """How long every sign follows from the one `stride` before it by its own small step (0: the same again).

    `Aa1Aa1Aa1` (stride 3, no step), `a1b2c3` (stride 2, steps of one), `2468` (stride 1, a step of two).
    """
    signs = [ord(sign) for sign in text[place:]]
    steps = [after - before for before, after in zip(signs[:stride], signs[stride:], strict=False)]
    if len(steps) < stride or any(abs(step) > _WIDEST_STEP for step in steps):
        return 0
    length = stride
    while length < len(signs) and signs[length] - signs[length - stride] == steps[length % stride]:
        length += 1
    return length if length >= stride * _FEWEST_TURNS else 0


def _blocks_at(text: str, place: int, size: int) -> int:
    """How long the block of `size` signs is said again and again, its first saying included; 0 where it is not."""
    block, turns = text[place : place + size], 1
    while text.startswith(block, place + turns * size):
        turns += 1
    return turns * size if turns > 1 else 0
