"""A story: one conversation in one situation, with what a newcomer might try."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground.documents import derived
from playground.genesys import Behaviour
from playground.pretend import PretendPlatform
from playground.studio import ScriptedCall

Scene = Callable[[str, datetime], Any]
Beside = Callable[[datetime], Iterable[dict[str, Any]]]

LEADS = "C0LEADS"
UNVISITED = "C0NOBOT"
SHARED = "C0PARTNER"
NIGHT = "C0NIGHT"
# The org whose ids are meant where nothing else is said; #night-desk has none.
DEFAULT_ORG = "genesys"


def conversation_id(number: int) -> str:
    """Give the conversation of the nth story an id that one can type."""
    return f"ca11{number:04d}-0000-4000-8000-000000000000"


def participant_id(number: int, place: int) -> str:
    """Give the id of a participant, counted from 1, in the nth story's conversation."""
    return derived(conversation_id(number), place)


@dataclass(frozen=True, kw_only=True)
class Story:
    """One situation. `scene` writes its conversation for an id and a moment; `org` names where it happens.

    `what` is one or two sentences and `try_` the steps, both in a lead's words. `typed` replaces the conversation's id
    after the command, where the story is about what was typed. `behaviour` is one of the org's platform.
    `beside` writes the conversations that there are besides it; `script` is what a pretend Studio then calls.
    """

    number: int
    slug: str
    title: str
    what: str
    try_: tuple[str, ...]
    scene: Scene
    behaviour: Any = field(default_factory=Behaviour)
    org: str = DEFAULT_ORG
    channel: str = LEADS
    typed: str | None = None
    beside: Beside | None = None
    script: tuple[ScriptedCall, ...] = ()

    @property
    def conversation(self) -> str:
        """Tell the id of the story's conversation."""
        return conversation_id(self.number)

    @property
    def calling(self) -> str:
        """Tell the id of the contact that the story's script is on, at NICE CXone."""
        return f"5000001{self.number:05d}"

    @property
    def command(self) -> str:
        """Tell what to type."""
        where = "" if self.typed or self.org == DEFAULT_ORG else f" in {self.org}"
        return f"/conversation {self.typed or self.conversation}{where}"

    async def set_up(self, platform: PretendPlatform) -> None:
        """Put the conversation on the platform as if it had begun a while before now."""
        now = platform.clock.now()
        platform.stage(self.conversation, self.scene(self.conversation, now), self.behaviour)
        for document in self.beside(now) if self.beside is not None else ():
            platform.stage(document["id"], document, None)
