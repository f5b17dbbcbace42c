"""The machine that a run was made on: what bears on the figures, and nothing that names it."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Say processors, memory and Python in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{cores} × {_model()}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
