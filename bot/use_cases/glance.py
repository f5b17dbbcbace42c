"""A glance at one org: what is live there, asked once for all the rules that are due, within bounds."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.exchange import Reading, TokenProbe
from bot.domain.sighting import ANY, Filter, Findings
from bot.ports import Clock, Conversations, Priority, Search
from bot.use_cases.queue_names import known_queues

MOST_READS = 20
PROBE_SECONDS = 15.0


@dataclass(slots=True)
class Glance:
    """What one org shows at one moment. Nothing is asked twice, and no more than so many conversations are read.

    `queues` are those that the rules are about, by name or id; none: any. `unknown_queues` are those
    of them that the org does not have. `requests` counts what was asked.
    """

    clock: Clock
    search: Search | None = None
    conversations: Conversations | None = None
    queues: frozenset[str] = frozenset()
    reads_left: int = MOST_READS
    requests: int = 0
    unknown_queues: tuple[str, ...] = ()
    findings: Findings | None = None
    _readings: dict[str, Reading] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    async def live(self) -> Findings | None:
        """List what is live; None where there is nobody to ask."""
        if self.findings is None and self.search is not None:
            self.findings = await self.search.live(await self._which(self.search))
            self.requests += max(1, len(self.findings.asked))
        return self.findings

    async def _which(self, search: Search) -> Filter:
        """Ask for what the rules are about alone, so that a large org's answer is whole; unless a name is not known."""
        known = await known_queues(search, self.queues)
        self.requests += known.requests
        self.unknown_queues = () if known.refused else known.unknown
        return ANY if known.unknown else Filter(queue_ids=known.ids)

    async def read(self, conversation_id: str) -> Reading | None:
        """Read a conversation; None where there is nobody to ask, or too many were read already."""
        if conversation_id not in self._readings and self.conversations is not None and self.reads_left > 0:
            self.reads_left -= 1
            self.requests += 1
            self._readings[conversation_id] = await self.conversations.read(conversation_id, priority=Priority.REFRESH)
        return self._readings.get(conversation_id)

    async def probe(self) -> TokenProbe | None:
        """Ask the org whether it takes our token; None for no answer in time."""
        if self.conversations is None:
            return None
        self.requests += 1
        try:
            async with self.clock.timeout(PROBE_SECONDS):
                return await self.conversations.probe_token()
        except TimeoutError:
            return None
