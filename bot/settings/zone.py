"""A time zone by its name in the tz database."""

from zoneinfo import ZoneInfo, available_timezones

from bot.settings.quotation import quoted
from bot.settings.suggestion import near


def zone_of(name: str) -> ZoneInfo:
    """Find a zone; raises `ValueError` with the name that was probably meant."""
    # Names are compared as they are: what the file system would also find is no name.
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    city = {one.rpartition("/")[2]: one for one in sorted(known) if "/" in one}
    found = near(name, known) or city.get(near(name.replace(" ", "_"), city) or "")
    hint = f"did you mean {found!r}?" if found else 'it is written as in "Asia/Singapore" or "Europe/Berlin"'
    raise ValueError(f"there is no time zone {quoted(name)}; {hint}")
