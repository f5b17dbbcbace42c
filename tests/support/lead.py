"""A lead at the pretend Slack: types, presses, submits, and reads what comes back."""

from dataclasses import dataclass
from typing import Any

from playground.slack.deliveries import Delivery
from playground.town import Town
from tests.support.reading import Shown

Json = dict[str, Any]


@dataclass
class LeadAtSlack:
    """One person in one channel."""

    town: Town
    user: str = "U0LEADA"
    channel: str = "C0LEADS"

    async def types(self, text: str) -> Delivery:
        return await self.town.slack.types(self.user, self.channel, text)

    async def looks_up(self, conversation_id: str, *, channel: str | None = None) -> Json:
        """Type the command, and wait for the card; returns the message."""
        where = channel or self.channel
        before = len(self.town.slack.messages(where))
        await self.town.slack.types(self.user, self.channel, f"/conversation {conversation_id}")
        await self.town.slack.settles(lambda: len(self.town.slack.messages(where)) > before)
        return self.town.slack.messages(where)[-1]

    async def presses_disconnect(self, card: Json, who: int | str = 0) -> Json:
        """Press Disconnect… on a row (by number or by a participant's id), and wait until the view is filled."""
        buttons = Shown(card).buttons("disconnect")
        button = buttons[who] if isinstance(who, int) else next(b for b in buttons if who in b["value"])
        slack = self.town.slack
        before = {view["id"] for view in slack.views(self.user)}
        await slack.presses(
            self.user, channel=card["channel"], ts=card["ts"], action_id="disconnect", value=button["value"]
        )
        # The press is acknowledged before the view is there; an older one may still be open.
        await slack.settles(lambda: {view["id"] for view in slack.views(self.user)} - before)
        return await self.view()

    async def view(self) -> Json:
        """Wait for a view that is no longer loading."""
        slack = self.town.slack
        await slack.settles(lambda: slack.views(self.user) and "Reading the conv" not in self.words())
        return slack.views(self.user)[-1]

    def words(self) -> str:
        """Read the view in front."""
        views = self.town.slack.views(self.user)
        return Shown(views[-1]).words if views else ""

    async def submits(self, view: Json, reason: str = "stuck", note: str = "") -> Delivery:
        return await self.town.slack.submits(self.user, view["id"], {"reason": reason, "note": note})

    async def reads(self, words: str) -> str:
        """Wait until the view in front says something."""
        await self.town.slack.settles(lambda: words in self.words(), within=10)
        return self.words()

    def card(self, card: Json) -> Shown:
        """Read a card as it is now."""
        return Shown(self.town.slack.message(card["channel"], card["ts"]))

    def direct(self) -> list[Json]:
        """Read the direct messages from Hangup."""
        return self.town.slack.messages(self.town.slack.direct_channel(self.user), self.user)
