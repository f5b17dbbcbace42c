"""How things look: handed in by `bootstrap`, since an adapter knows no Block Kit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.domain.letter import Letter
from bot.ports import Report


class Rendered(Protocol):
    """A message: the text that notifications read, and the blocks."""

    @property
    def text(self) -> str:
        """Plain text."""
        ...

    @property
    def blocks(self) -> list[dict[str, object]]:
        """Block Kit."""
        ...


@dataclass(frozen=True, slots=True)
class Faces:
    """How each thing that the bot says by itself looks; `elsewhere` gives a refused letter and the code of why."""

    view: Callable[[Report, datetime], dict[str, object]]
    message: Callable[[Report, datetime], Rendered]
    card: Callable[[Conversation, datetime, Sequence[PastAct]], Awaitable[Rendered]]
    elsewhere: Callable[[Letter, str], Rendered]
