"""[agents] of hangup.toml: which agent a Slack user is, checked, and handed on as the domain's links."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.links import Links
from bot.settings.quotation import quoted
from bot.settings.suggestion import unknown

_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_AGENT = re.compile(r"[^\s@]+(?:@[^\s@]+)?")
HOW = 'write U0AAAAAAA = "agent@example.com", or U0AAAAAAA = {{ {org} = "agent@example.com" }}'


def links_of(table: Mapping[str, Any], orgs: Iterable[str]) -> Links:
    """Read the table; raises `ValueError` with the line to change."""
    known = tuple(orgs)
    everywhere: dict[str, str] = {}
    by_org: dict[str, dict[str, str]] = {}
    for user, agent in table.items():
        if not _USER.fullmatch(user):
            raise ValueError(f"{quoted(user)} is no Slack user's id: they begin with U or W (copy it from the profile)")
        if isinstance(agent, str):
            everywhere[user] = _agent(user, agent)
        elif isinstance(agent, Mapping) and agent:
            for org in agent:
                if org not in known:
                    raise ValueError(f"{user}: the org {unknown(str(org), known)}")
            by_org[user] = {str(org): _agent(user, one) for org, one in agent.items()}
        else:
            raise ValueError(f"{user}: {HOW.format(org=next(iter(known), 'org'))}")
    return Links(everywhere, by_org)


def _agent(user: str, agent: Any) -> str:
    if not isinstance(agent, str) or not _AGENT.fullmatch(agent.strip()):
        raise ValueError(f"{user}: an agent is named by the platform's user id or by the e-mail")
    return agent.strip()
