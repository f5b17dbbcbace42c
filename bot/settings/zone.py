"""A time zone by its name in the tz database."""

from zoneinfo import ZoneInfo, available_timezones

from bot.settings.quotation import quoted
from bot.settings.suggestion import near


def zone_of(name: str) -> ZoneInfo:
    """Find a zone; raises `ValueError` with the name that was probably meant: by its whole name, or by its city."""
    # Names are compared as they are: what the file system would also find is no name.
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    wanted = name.strip().replace(" ", "_")
    cities = {one.rpartition("/")[2]: one for one in sorted(known) if "/" in one}
    city = near(wanted.rpartition("/")[2], cities)
    by_city = cities[city] if city is not None else None
    found = near(wanted, known) or by_city
    if by_city is not None and city is not None and city.casefold() == wanted.rpartition("/")[2].casefold():
        found = by_city
    hint = f"did you mean {found!r}?" if found else "write one such as 'Asia/Singapore'"
    raise ValueError(f"{quoted(name)} is no time zone; {hint}")
