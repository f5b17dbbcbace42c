"""How long and how many, in words."""

from datetime import timedelta

_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))


def lasting(length: timedelta) -> str:
    """Say a duration in its two largest units: `45 s`, `2 min`, `1 h 30 min`, `2 d 4 h`."""
    seconds = max(int(length.total_seconds()), 0)
    parts: list[str] = []
    for unit, size in _UNITS:
        if seconds >= size:
            parts.append(f"{seconds // size} {unit}")
            seconds %= size
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many."""
    return f"{number} {one if number == 1 else many or one + 's'}"
