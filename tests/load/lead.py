"""A lead under load: looks up, asks to disconnect, confirms; tries again where something went wrong."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.slack import PretendSlack
from playground.slack.deliveries import Delivery
from playground.slack.refusals import NotPossibleError
from tests.support.reading import Shown

REFERENCE = re.compile(r"H-[2-9A-HJ-NP-Z]{8}")
PATIENCE = 9.0
TRIES = 4
GLANCE = 0.1


@dataclass(frozen=True)
class Call:
    """A conversation to act on: the link that is pasted, and where it is."""

    conversation_id: str
    participant_id: str
    link: str


@dataclass
class Notes:
    """What the leads saw and did: each submission's delivery, and counts of the rest."""

    submissions: list[Delivery] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Lead:
    """One lead; `channel` is where commands are typed."""

    def __init__(self, slack: PretendSlack, user: str, channel: str, rng: random.Random, notes: Notes) -> None:
        self._slack, self.user, self._channel, self.random, self._notes = slack, user, channel, rng, notes

    async def disconnects(self, call: Call, goes_on: Callable[[], bool]) -> bool:
        """Go all the way to an answered submission; False if it did not come to that."""
        for _ in range(TRIES):
            if not goes_on():
                return False
            await self._closes()
            view = await self._confirm_view(call)
            if view is not None and await self._submits(view):
                return True
            self._notes.counts["began anew"] += 1
            await asyncio.sleep(self.random.uniform(0.5, 2.0))
        return False

    async def _confirm_view(self, call: Call) -> str | None:
        """Get to the view that asks: by the card's button, or by the command."""
        if self.random.random() < 0.5:
            self._notes.counts["look-ups"] += 1
            await self._types(f"/conversation {call.link}")
            card = await self._sees(lambda: self._card(call))
            if card is None:
                return None
            button = next((b for b in Shown(card).buttons("disconnect") if call.participant_id in b["value"]), None)
            if button is None:
                self._notes.counts["card without a button"] += 1
                return None
            pressing = self._slack.presses(
                self.user, channel=card["channel"], ts=card["ts"], action_id="disconnect", value=button["value"]
            )
            try:
                await pressing
            except NotPossibleError:  # the card has changed under the finger
                return None
        else:
            await self._types(f"/disconnect {call.link} agent")
        found = await self._sees(self._front)
        if found is not None and not found["submit"]:
            self._notes.counts[f"told: {found['words']}"] += 1
        return found["id"] if found is not None and found["submit"] else None

    async def _submits(self, view_id: str) -> bool:
        """Submit; what Slack could not deliver is pressed again, as Slack's words say."""
        values = {"reason": "stuck", "note": ""}
        for _ in range(TRIES):
            await asyncio.sleep(self.random.uniform(0.2, 1.0))
            try:
                delivery = await self._slack.submits(self.user, view_id, values)
            except NotPossibleError:
                return False
            self._notes.submissions.append(delivery)
            if delivery.error is None:
                return kind_of(delivery) == "taken"
        return False

    async def _types(self, text: str) -> None:
        delivery = await self._slack.types(self.user, self._channel, text)
        if delivery.error:
            self._notes.counts[f"command: {delivery.error}"] += 1

    async def _closes(self) -> None:
        stack = self._slack.workspace.views.stack(self.user)
        if stack:
            await self._slack.closes(self.user, stack[-1].id, cleared=True)

    async def _sees(self, look: Callable[[], dict[str, Any] | None]) -> dict[str, Any] | None:
        loop, since = asyncio.get_running_loop(), self._slack.workspace.timestamp()
        until = loop.time() + PATIENCE
        while loop.time() < until:
            if (seen := look()) is not None:
                return seen
            if words := self._notice(since):
                self._notes.counts[f"told: {words}"] += 1
                return None
            await asyncio.sleep(GLANCE)
        self._notes.counts[f"told nothing within {PATIENCE:.0f} s"] += 1
        return None

    def _notice(self, since: str) -> str:
        """Read what came for this lead alone since then, other than that it takes a while."""
        for channel in (self._channel, self._slack.direct_channel(self.user)):
            for message in self._slack.workspace.messages(channel, self.user):
                if message.ephemeral_to == self.user and message.ts > since and "slow to answer" not in message.text:
                    return words_of({"blocks": message.blocks or []})
        return ""

    def _card(self, call: Call) -> dict[str, Any] | None:
        for channel in (self._channel, self._slack.direct_channel(self.user)):
            for message in reversed(self._slack.workspace.messages(channel)):
                if call.conversation_id in str(message.blocks):
                    return message.as_seen()
        return None

    def _front(self) -> dict[str, Any] | None:
        """Give the view in front once it says more than that it is loading."""
        stack = self._slack.workspace.views.stack(self.user)
        if not stack or "Reading the conversation" in str(stack[-1].body["blocks"]):
            return None
        view = stack[-1]
        return {"id": view.id, "submit": view.body.get("submit"), "words": words_of(view.body)}


def words_of(body: dict[str, Any]) -> str:
    """Give the first words of a view, without what is different each time."""
    return REFERENCE.sub("", Shown({"blocks": body["blocks"]}).words).partition("\n")[0].strip("*: ")[:90]


def kind_of(delivery: Delivery) -> str:
    """Tell what a submission was answered with: a demand that is taken (or second to a rival's), or a notice."""
    body = delivery.body if isinstance(delivery.body, dict) else {}
    if body.get("response_action") != "update":
        return "errors"
    return "notice" if body["view"]["title"]["text"] == "Hangup" else "taken"
