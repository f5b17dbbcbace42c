"""A figure: what was measured, what was hoped for, what came out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. It holds when `value` is at most `target`, or at least, where more is better."""

    what: str
    value: float
    unit: str = "×"
    target: float | None = None
    more_is_better: bool = False
    remark: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the target was met; None without one."""
        if self.target is None:
            return None
        shown = float(_number(self.value, self.unit))
        return shown >= self.target if self.more_is_better else shown <= self.target

    def cells(self) -> tuple[str, str, str, str]:
        """Give what, target, figure, held."""
        value = f"{_number(self.value, self.unit)}{_space(self.unit)}{self.unit}"
        limit = "at least" if self.more_is_better else "at most"
        target = "" if self.target is None else f"{limit} {self.target:g}{_space(self.unit)}{self.unit}"
        held = {True: "yes", False: "**no**", None: ""}[self.held]
        return self.what, target, value + (f" ({self.remark})" if self.remark else ""), held


def _number(value: float, unit: str) -> str:
    return f"{value:.2f}" if unit == "×" else f"{value:.1f}" if unit == "ms" else f"{value:.0f}"


def _space(unit: str) -> str:
    return "" if unit in {"×", ""} else " "


def table(figures: Sequence[Figure]) -> str:
    """Write figures as a Markdown table."""
    rows = [("", "target", "figure", "held"), ("---", "---", "---", "---"), *(figure.cells() for figure in figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * len(ordered) * 1000) // 1000) - 1))]
