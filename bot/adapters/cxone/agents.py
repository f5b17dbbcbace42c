"""What the agents of one tenant are doing: of all of them, or of a few on a large floor."""

import asyncio
from collections.abc import Sequence

from bot.adapters.cxone import wire
from bot.adapters.cxone.contact import AgentState, Contact
from bot.adapters.cxone.pages import STATES, Pages
from bot.adapters.cxone.transport import Answer, Transport
from bot.ports import Priority

_NO_CONTENT = 204


class Agents:
    """Asks what the agents do; None wherever that can't be told, and then nobody is claimed to be at work or not."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._pages = Pages(transport)
        # How many pages the states of all took last: a small floor's are one.
        self._all_take = 1

    async def all(self, priority: Priority) -> Sequence[AgentState] | None:
        """Ask of all agents."""
        listed = await self._pages.rows(STATES, {}, priority, 1)
        if isinstance(listed, Answer):
            return None
        self._all_take = listed.pages
        return None if listed.truncated else wire.agent_states_from({"agentstates": listed.rows})

    async def of(self, contacts: Sequence[Contact], priority: Priority) -> Sequence[AgentState] | None:
        """Ask of those who may have these contacts: of a large floor not of all, where each contact names its agent."""
        named = {one.agent_id for one in contacts}
        agents = sorted(one for one in named if one is not None)
        if None in named or not agents or len(agents) >= self._all_take:
            return await self.all(priority)
        found = await asyncio.gather(*(self.one(agent, priority) for agent in agents))
        return None if any(rows is None for rows in found) else [row for rows in found for row in rows or ()]

    async def one(self, agent_id: str, priority: Priority) -> Sequence[AgentState] | None:
        """Ask of one agent."""
        answer = await self._transport.get(f"/agents/{agent_id}/states", priority=priority)
        if answer.status == _NO_CONTENT:
            return ()
        document = wire.object_in(answer.text) if answer.ok else None
        return wire.agent_states_from(document) if document is not None else None
