"""`python -m bench`: measure, print the table, write it to docs/bench.md and README.md."""

import argparse
import asyncio

from bench.figure import table
from bench.machine import machine
from bench.page import write
from bench.program import ROOT
from bench.run import run
from bench.size import SMALLEST, WHOLE


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Hangup beside a bare Bolt app.")
    parser.add_argument("--only", nargs="*", default=[], help="parts: start, acknowledge, hang, crowd, solo, ledger")
    parser.add_argument("--smallest", action="store_true", help="as small as gives every figure a number")
    arguments = parser.parse_args()
    figures = asyncio.run(run(SMALLEST if arguments.smallest else WHOLE, parts=arguments.only, say=_say))
    print(f"\n{machine()}\n\n{table(figures)}")  # noqa: T201 - a program's output
    if not arguments.only and not arguments.smallest:
        write(ROOT, figures, machine())


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a program's output


if __name__ == "__main__":
    main()
