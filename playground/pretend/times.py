"""Moments as the platforms write them."""

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """Write a moment in UTC, with milliseconds and Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
