"""What is counted, as a port."""

from typing import Protocol

from bot.domain.conflict import Explanation
from bot.domain.disconnection import Disconnection
from bot.domain.letter import Urgency, Way


class Metrics(Protocol):
    """What is counted."""

    def reached(self, demand: Disconnection) -> None:
        """Count a step of a demand."""
        ...

    def explained(self, explanation: Explanation) -> None:
        """Count an explanation."""
        ...

    def waiting(self, letters: int, oldest_seconds: float) -> None:
        """Note how many letters wait in the outbox, and for how long the oldest has."""
        ...

    def said(self, way: Way, urgency: Urgency) -> None:
        """Count a letter that was sent."""
        ...

    def repeated(self, way: Way) -> None:
        """Count a letter that is sent though it may have been before."""
        ...

    def dropped(self, urgency: Urgency, why: str) -> None:
        """Count a letter that was given up."""
        ...
