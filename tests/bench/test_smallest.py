import asyncio
import math
import re

import pytest

from bench.figure import Figure, percentile, table
from bench.page import BEGIN, END, write
from bench.program import ROOT
from bench.run import PARTS, run
from bench.size import SMALLEST


@pytest.mark.slow
async def test_the_smallest_run_gives_every_figure_a_number():
    # All parts at once: most of their time is waiting, and nobody looks at these figures.
    parts = await asyncio.gather(*(run(SMALLEST, parts=(part,), postgresql=False) for part in PARTS))
    assert all(parts)
    figures = [figure for part in parts for figure in part]
    assert all(math.isfinite(figure.value) and figure.value >= 0 for figure in figures)
    assert len({figure.what for figure in figures}) == len(figures) >= 30


@pytest.mark.parametrize(
    ("figure", "cells"),
    [
        (Figure("a", 1.304, target=1.3), ("a", "at most 1.3×", "1.30×", "yes")),
        (Figure("a", 1.306, target=1.3), ("a", "at most 1.3×", "1.31×", "**no**")),
        (Figure("a", 12.04, unit="ms", target=10, remark="b"), ("a", "at most 10 ms", "12.0 ms (b)", "**no**")),
        (Figure("a", 2, unit=""), ("a", "", "2", "")),
    ],
)
def test_a_figure_holds_as_it_is_shown(figure, cells):
    assert figure.cells() == cells


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([7], 0.99) == 7


def test_the_table_replaces_the_one_before_and_nothing_else(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(tmp_path, [Figure("a", 1, target=2)], "1 × a processor")
    readme = (tmp_path / "README.md").read_text()
    assert re.fullmatch(rf"before\n{re.escape(BEGIN)}\n.*\n{re.escape(END)}\nafter\n", readme, re.DOTALL)
    assert "old" not in readme
    for page in (readme, (tmp_path / "docs" / "bench.md").read_text()):
        assert table([Figure("a", 1, target=2)]) in page
        assert "1 × a processor" in page


def test_the_readme_has_a_place_for_the_table():
    readme = (ROOT / "README.md").read_text()
    assert readme.count(BEGIN) == readme.count(END) == 1
