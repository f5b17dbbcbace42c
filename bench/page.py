"""Where the table goes: docs/bench.md whole, and README.md between its two markers."""

from collections.abc import Sequence
from pathlib import Path

from bench.figure import Figure, table

BEGIN, END = "<!-- bench: `make bench` writes what is between these two lines -->", "<!-- bench: end -->"
HOW = """\
Every figure is a ratio or a count out of one run of `make bench`. *Bare Bolt* is an app with Bolt's own defaults on the
same aiohttp server, which acknowledges and does nothing else. Both run in processes of their own and get the same
signed requests over HTTP, in windows that alternate. The pretend Slack and the pretend Genesys Cloud run in a third
process, their rate limits off. Hangup carries every command and every submission out in full meanwhile, and all of it
shares the machine's processors."""
WHY = """\
Where acknowledging a submission misses its target, this is why. It is acknowledged once its demand is on the disk,
which a bare app does not wait for; on a machine that is otherwise quiet that does not show at 10 a second. At 50 a
second the acts themselves, some 20 ms of the processor each for about a dozen transactions and half as many requests,
take a whole core, in the same process as the acknowledgements and beside the two pretends: what is slow then is the
queue for the processor, and p99 shows it first. On a machine that others use too, p99 swings by several times between
runs."""


def write(folder: Path, figures: Sequence[Figure], machine: str) -> None:
    """Write both; README.md only where its markers are."""
    made_on = f"On {machine}:"
    page = f"# What Hangup costs beside a bare Bolt app\n\n{HOW}\n\n{made_on}\n\n{table(figures)}\n\n{WHY}\n"
    (folder / "docs" / "bench.md").write_text(page, encoding="utf-8")
    readme = folder / "README.md"
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        readme.write_text(f"{before}{BEGIN}\n{made_on}\n\n{table(figures)}\n{END}{after}", encoding="utf-8")
