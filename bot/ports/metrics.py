"""What is counted, as a port."""

from typing import Protocol

from bot.domain.conflict import Explanation
from bot.domain.disconnection import Disconnection


class Metrics(Protocol):
    """What is counted."""

    def reached(self, demand: Disconnection) -> None:
        """Count a step of a demand."""
        ...

    def explained(self, explanation: Explanation) -> None:
        """Count an explanation."""
        ...
