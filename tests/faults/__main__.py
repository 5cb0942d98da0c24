"""`python -m tests.faults [--trials N] [--controls N] [--seed N] [--only NAME,…]`: the report.

Ends with 1 if anything of the product was broken, or if a naive counterpart never was.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.faults.operations import Operation, operations
from tests.faults.trials import Bench, Result

CONTROLS = 8


def main() -> int:
    """Run the trials and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--trials", type=int, default=260, help="of the product; its control comes on top")
    parser.add_argument("--controls", type=int, default=CONTROLS, help="of each naive counterpart")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", default="", help="kinds of work, comma-separated")
    given = parser.parse_args()
    wanted = given.only.split(",") if given.only else [one.name for one in operations()]
    chosen = [one for one in operations() if one.name in wanted]
    print(
        f"seed {given.seed}, {given.trials} trials and {given.controls} controls of each kind of work",
        flush=True,
    )
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="talentpool-faults-") as folder:
        results = list(
            run(Bench(Path(folder)), chosen, trials=given.trials, controls=given.controls, seed=given.seed)
        )
    return tell(results, seconds=time.monotonic() - start)


def run(bench: Bench, chosen: list[Operation], *, trials: int, controls: int, seed: int) -> Iterator[Result]:
    """The trials in turn, each with its own luck, so that a seed and a number lead to it again."""
    for number in range(trials):
        if number and number % 50 == 0:
            print(f"{number} of {trials}", flush=True)
        yield _shown(
            bench.trial(chosen[number % len(chosen)], naive=False, luck=random.Random(f"{seed}-{number}"))
        )
    for operation in chosen:
        for number in range(controls):
            luck = random.Random(f"{seed}-naive-{operation.name}-{number}")
            yield bench.trial(operation, naive=True, luck=luck)


def _shown(result: Result) -> Result:
    if result.broken:
        print(f"BROKEN {result.operation}, {result.fault}: {result.broken}", flush=True)
    return result


def tell(results: list[Result], *, seconds: float) -> int:
    """A line for each kind of work; 0 if nothing of the product was broken and each control broke."""
    print(
        f"{'work':<12}{'trials':>8}{'struck':>8}{'before':>8}{'after':>8}{'broken':>8}   naive: trials, broken"
    )
    names = dict.fromkeys(result.operation for result in results)
    idle = []
    for name in names:
        own = [one for one in results if one.operation == name and not one.naive]
        control = [one for one in results if one.operation == name and one.naive]
        states = Counter(one.state for one in own)
        struck, broken = sum(one.struck for one in own), sum(bool(one.broken) for one in own)
        broke = sum(bool(one.broken) for one in control)
        idle += [name] if control and not broke else []
        print(
            f"{name:<12}{len(own):>8}{struck:>8}{states['before']:>8}{states['after']:>8}{broken:>8}"
            f"   {len(control):>13}, {broke:>6}"
        )
    kinds = Counter(str(one.fault.kind) for one in results if not one.naive)
    print("faults: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    total = sum(not one.naive for one in results)
    broken = sum(bool(one.broken) for one in results if not one.naive)
    print(f"{total} trials, {broken} broken, {seconds:.0f} s")
    if idle:
        print(f"the control broke nothing: {', '.join(idle)}")
    return 1 if broken or idle else 0


if __name__ == "__main__":
    sys.exit(main())
