"""Where each org is: every line of the ledger bears it, whoever writes the line.

An engine is told how to find out, and hands it to each of its connections.
https://docs.sqlalchemy.org/en/20/core/connections.html#sqlalchemy.engine.Connection.execution_options
"""

from collections.abc import Callable, Mapping

from bot.adapters.ledger.connection import AsyncConnection

# From an org's name to its region in the vendor's word; empty for an org that is not known, or not yet.
Regions = Callable[[str], str]
_OPTION = "hangup_regions"


def nowhere(_org: str) -> str:
    """Know no org, as a program that asks no platform."""
    return ""


def options_of(regions: Regions) -> Mapping[str, Regions]:
    """Give the option for an engine."""
    return {_OPTION: regions}


def region_of(connection: AsyncConnection, org: str) -> str:
    """Tell where an org is; empty without one."""
    regions: Regions = connection.engine.get_execution_options().get(_OPTION, nowhere)
    return regions(org) if org else ""
