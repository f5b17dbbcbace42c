"""The pretend Slack and the pretend platform in one process, told line by line what to do. `python -m bench.world`."""

import asyncio
import json
import sys
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from bench.errand import Errands
from bot.adapters.genesys.wire import conversation_from
from bot.bootstrap import SystemClock
from bot.domain.reason import DEFAULT_REASONS
from handlers.blocks.confirm_view import confirm_view
from handlers.blocks.metadata import Ticket
from handlers.blocks.words import name_of
from handlers.manifest import manifest
from playground.documents import derived, typical
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack, payloads
from playground.slack.form import entered
from playground.slack.people import BOT_USER, Person

LEADS = 600
CHANNEL = "C0LEADS"
AGENT = 3
BOUNDLESS = 10**9


class World:
    """Both pretends, and what a lead does there, ready to be sent to either app."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.slack = PretendSlack(self.clock, enforce_rates=False)
        self.genesys = PretendGenesys(self.clock, rate_limit_per_minute=BOUNDLESS, effect_delay=0.2)
        self.asked = 0
        self.number = 0
        self.errands = Errands(self.slack, self.genesys, self.holds)
        self.leads = [f"U0BENCH{number:04d}" for number in range(LEADS)]

    async def start(self) -> None:
        """Listen, and let the leads in."""
        await self.slack.start()
        await self.genesys.start()
        self.genesys.on_request = self.counts
        self.slack.use_manifest(manifest(self.slack.url))
        for lead in self.leads:
            self.slack.workspace.add_person(Person(lead, lead.lower(), lead))

    def counts(self, _: object) -> None:
        """Count a request to the platform."""
        self.asked += 1

    async def tell(self) -> dict[str, Any]:
        """Say where everything is."""
        return {"slack": f"{self.slack.url}/api/", "genesys": self.genesys.url, "leads": self.leads}

    async def count(self) -> int:
        """Count what was asked of both so far."""
        return self.asked + len(self.slack.calls) + len(self.slack.response_urls.posts)

    def holds(self) -> str:
        """Hold a conversation that nobody has seen yet."""
        return self.genesys.holds(typical("calls", str(uuid.uuid4()), self.clock.now()))

    def next_lead(self) -> str:
        """Take turns: each lead has one view open at a time."""
        self.number += 1
        return self.leads[self.number % LEADS]

    async def commands(self, number: int) -> list[str]:
        """Write so many `/conversation <id>`, as Slack would send them."""
        return [self._command() for _ in range(number)]

    async def submissions(self, number: int) -> list[str]:
        """Open so many confirm views, and write their submissions as Slack would send them."""
        return [self._submission() for _ in range(number)]

    async def hangs(self, on: bool) -> None:  # noqa: FBT001 - by name, in JSON
        """Let the platform answer no more, or again."""
        self.genesys.faults.clear()
        if on:
            self.genesys.fault(path="/api/v2/conversations*", hang=True, times=BOUNDLESS)

    def _command(self) -> str:
        workspace, lead = self.slack.workspace, self.next_lead()
        form = payloads.slash_command(
            workspace.people[lead],
            workspace.channels[CHANNEL],
            "/conversation",
            self.holds(),
            trigger_id=workspace.triggers.issue(lead),
            response_url=self.slack.response_urls.issue(CHANNEL, lead),
        )
        return urlencode(form)

    def _submission(self) -> str:
        workspace, lead, now = self.slack.workspace, self.next_lead(), self.clock.now()
        conversation_id = self.holds()
        conversation = conversation_from(self.genesys.conversation(conversation_id), org="genesys")
        person = conversation.participant(derived(conversation_id, AGENT))
        if person is None:
            raise LookupError("the pretend conversation has no agent")
        card = workspace.post(CHANNEL, BOT_USER, "A card", blocks=None)
        ticket = Ticket(
            org="genesys",
            conversation_id=conversation_id,
            participant_id=person.id,
            participant_name=name_of(person),
            channel_id=CHANNEL,
            message_ts=card.ts,
        )
        document = confirm_view(conversation, person, DEFAULT_REASONS, ticket.having_read(conversation), now)
        view = workspace.views.open(lead, document)
        view.state = entered(view, {})
        submitted = payloads.view_submission(workspace.people[lead], view, workspace.triggers.issue(lead))
        return urlencode({"payload": json.dumps(submitted)})


async def main() -> None:
    """Do what each line of standard input says, and answer with one of standard output."""
    world = World()
    await world.start()
    doable: dict[str, Callable[..., Awaitable[object]]] = {
        "tell": world.tell,
        "count": world.count,
        "commands": world.commands,
        "submissions": world.submissions,
        "hangs": world.hangs,
        "errand": world.errands.run,
    }
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        order = json.loads(line)
        answer = await doable[order.pop("do")](**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
