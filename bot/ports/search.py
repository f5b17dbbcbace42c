"""Finding live conversations, as a port: one org's directory and its live queries."""

from typing import Protocol

from bot.domain.exchange import Org
from bot.domain.sighting import ANY, Agents, Filter, Findings, Queues
from bot.ports.platform import Priority


class Search(Protocol):
    """One org's searches. A refusal or silence comes back as data, with the permission that is missing.

    Names are kept for a while; an answer says how old they are.
    """

    @property
    def org(self) -> Org:
        """The org, as far as it is known."""
        ...

    async def agents(self, named: str) -> Agents:
        """Find who is active under an e-mail, an id, or a name or part of one; those that fit exactly come first."""
        ...

    async def queues(self, named: str) -> Queues:
        """Find the queues whose name holds this, whatever its case; those that fit exactly come first."""
        ...

    async def of_agent(self, agent_id: str) -> Findings:
        """List what an agent has live: one party for each of their sessions."""
        ...

    async def of_queue(self, queue_id: str, *, page: int = 1) -> Findings:
        """List what a queue has live: agents with their conversations, and customers who wait.

        `page` counts in the platform's own pages, from 1: of what doesn't fit into one answer.
        """
        ...

    async def of_number(self, e164: str, *, page: int = 1) -> Findings:
        """List the live conversations with a phone number (`+6591234567`): one party for each conversation."""
        ...

    async def live(self, which: Filter = ANY, *, priority: Priority = Priority.REFRESH) -> Findings:
        """List everything live, one party a line, for rules; bounded in pages, and `truncated` past them."""
        ...
