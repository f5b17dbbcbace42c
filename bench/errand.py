"""One lead and one errand at a time: what it asks of the platform and of Slack, and how long Hangup itself takes."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from handlers.blocks import ids
from playground.genesys import PretendGenesys
from playground.slack import PretendSlack

LEAD = "U0BENCH0000"
CHANNEL = "C0LEADS"
REFUSED = 409
LEFT_WORDS, REFUSED_WORDS = "has left", "The platform refused"
AGENT = "-0003-"
SECONDS = 20.0
# So long the card and the thread may come after the view.
MORE_SECONDS = 1.0
Entry = dict[str, Any]


class Errands:
    """What a lead does at the pretend Slack; `holds` makes a conversation and gives its id."""

    def __init__(self, slack: PretendSlack, genesys: PretendGenesys, holds: Callable[[], str]) -> None:
        self._slack, self._genesys, self._holds = slack, genesys, holds

    async def run(self, errand: str, bot: str) -> dict[str, Any]:
        """Run an errand against a bot: `look_up`, `disconnect` or `refusal`; gives requests, and ms for a look-up."""
        self._slack.deliver_over_http(bot)
        conversation_id = self._holds()
        if errand == "look_up":
            return await self._look_up(conversation_id)
        card = await self._card(conversation_id)
        if errand == "refusal":
            self._genesys.fault(method="PATCH", status=REFUSED)
        before = self._asked()
        await self._acts(card, LEFT_WORDS if errand == "disconnect" else REFUSED_WORDS)
        return self._since(before)

    async def _look_up(self, conversation_id: str) -> dict[str, Any]:
        before = self._asked()
        calls = len(self._slack.calls)
        delivery = await self._slack.types(LEAD, CHANNEL, f"/conversation {conversation_id}")
        await self._slack.settles(lambda: self._posted(calls))
        posted = self._posted(calls)[0]
        told = self._since(before)
        entry = self._genesys.requests[-1]
        return {**told, "ms": (posted.at - delivery.at) * 1000 - _milliseconds(entry)}

    def _posted(self, after: int) -> list[Any]:
        return [call for call in self._slack.calls[after:] if call.method == "chat.postMessage"]

    async def _acts(self, card: Entry, words: str) -> None:
        """Press, submit, and wait until the view and the card say how it ended."""
        slack = self._slack
        pressed = next(e for e in _elements(card) if e.get("action_id") == ids.DISCONNECT and AGENT in e["value"])
        await slack.presses(
            LEAD, channel=card["channel"], ts=card["ts"], action_id=ids.DISCONNECT, value=pressed["value"]
        )
        await slack.settles(lambda: slack.views(LEAD)[-1]["submit"], SECONDS)
        await slack.submits(LEAD, slack.views(LEAD)[-1]["id"])
        await slack.settles(lambda: words in str(slack.views(LEAD)[-1]["blocks"]), SECONDS)
        await asyncio.sleep(MORE_SECONDS)

    async def _card(self, conversation_id: str) -> Entry:
        await self._slack.types(LEAD, CHANNEL, f"/conversation {conversation_id}")
        await self._slack.settles(lambda: conversation_id in str(self._slack.messages(CHANNEL)[-1]))
        return self._slack.messages(CHANNEL)[-1]

    def _asked(self) -> tuple[int, int]:
        answers = len(self._slack.response_urls.posts)
        return len(self._genesys.requests), len(self._slack.calls) + answers

    def _since(self, before: tuple[int, int]) -> dict[str, Any]:
        now = self._asked()
        return {"platform": now[0] - before[0], "slack": now[1] - before[1]}


def _milliseconds(entry: Entry) -> float:
    return float(entry.get("ms") or 0.0)


def _elements(card: Entry) -> Iterator[Entry]:
    for block in card["blocks"]:
        yield from block.get("elements", [])
        if "accessory" in block:
            yield block["accessory"]
