"""What a listener may ask: the use cases, and what it needs to show their answers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.reason import Reason
from bot.ports import Clock, Ledger, Outbox
from bot.use_cases.attend_alert import AttendAlert
from bot.use_cases.audit import Audit
from bot.use_cases.can_i import CanI
from bot.use_cases.disconnect import Disconnect
from bot.use_cases.end_conversation import EndConversation
from bot.use_cases.explain_anything import ExplainAnything
from bot.use_cases.find import Find
from bot.use_cases.list_alerts import ListAlerts
from bot.use_cases.look_up import LookUp
from bot.use_cases.pause import PauseActs, ResumeActs
from bot.use_cases.reveal import Reveal
from bot.use_cases.tasks import Tasks
from bot.use_cases.try_rule import TryRule
from bot.use_cases.whoami import WhoAmI
from handlers.blocks.card import Message, conversation_card

TOLD_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to every listener by `register()`; `open_channels` took a card lately, with when.

    `answered` are the messages whose question was answered lately, with when.
    """

    look_up: LookUp
    disconnect: Disconnect
    end_conversation: EndConversation
    explain: ExplainAnything
    pause: PauseActs
    resume: ResumeActs
    whoami: WhoAmI
    can_i: CanI
    audit: Audit
    reveal: Reveal
    alerts: ListAlerts
    attend: AttendAlert
    try_rule: TryRule
    find: Find
    ledger: Ledger
    outbox: Outbox
    tasks: Tasks
    clock: Clock
    reasons: tuple[Reason, ...]
    read_only: bool = False
    open_channels: dict[str, datetime] = field(default_factory=dict)
    answered: dict[str, datetime] = field(default_factory=dict)
    # Who waits for a platform that hangs waits in a crowd: were they all told at once, nobody else would be answered.
    telling: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TOLD_AT_ONCE))

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    @property
    def places(self) -> Mapping[str, str]:
        """Platform and region of each org by its name, for people."""
        return {name: one.org.place for name, one in self.look_up.orgs.items()}

    async def card(self, conversation: Conversation) -> Message:
        """Render a conversation's card with what was lately done to it, and whether Hangup is paused."""
        acts, pause = await asyncio.gather(self.look_up.history(conversation), self.look_up.paused())
        return conversation_card(conversation, self.now, acts=acts, read_only=self.read_only, pause=pause)
