"""The two ways to ask Genesys Cloud that a participant leaves, and what is sent along."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Routes:
    """How this org is asked to disconnect: `route` "state" or "disconnect", `payload` and `reason` for the latter."""

    route: str = "state"
    payload: str = "cause_and_reason"
    reason: str = "user_request"

    def payload_for(self, reason: str) -> Mapping[str, object] | None:
        """Give the body of the second route; `reason` is the lead's, as a code. None for no body at all."""
        given = reason if self.reason == "lead" else self.reason
        match self.payload:
            case "none":
                return None
            case "reason":
                return {"reason": given}
            case _:
                return {"cause": "user_request", "reason": given}
