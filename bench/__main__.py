"""One command: `python -m bench --sizes 1000 10000 --rounds 5 --cases storing asking`."""

import argparse
import os
import platform
import resource
from collections.abc import Callable
from importlib import import_module

from bench.harness import Result

CASES = ("starting", "reading", "changing", "storing", "asking", "writing", "networks")
HEAD = "| case | candidate | CPU seconds: median (least to most) | times the first |\n|---|---|---|---|"


def case(name: str) -> Callable[[int, int], list[Result]]:
    """Return what a case runs."""
    work: Callable[[int, int], list[Result]] = import_module(f"bench.cases.{name}").run
    return work


def main(arguments: list[str] | None = None) -> None:
    """Run the cases that are asked for, and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000], help="numbers of statements")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=CASES)
    given = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {given.rounds} rounds\n\n{HEAD}")
    for size in given.sizes:
        for name in given.cases:
            for result in case(name)(size, given.rounds):
                print(*result.lines(), sep="\n", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"\nMost memory at once: {peak:.2f} GB, all candidates together.")


if __name__ == "__main__":
    main()
