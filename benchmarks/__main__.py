"""`python -m benchmarks [name …]`: run the benchmarks; ends with 1 when a bar is over its limit."""

from __future__ import annotations

import importlib
import sys

NAMES = ("pages", "guards", "imports", "workbooks", "downloads", "chain", "reserves", "midterm")


def main() -> int:
    """Print a line a bar."""
    wanted = sys.argv[1:] or NAMES
    over = 0
    for name in wanted:
        print(f"== {name}", flush=True)
        for bar in importlib.import_module(f"benchmarks.{name}").run():
            print(bar.line(), flush=True)
            over += not bar.holds
    print(f"{over} over their limit" if over else "all within their limits")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
