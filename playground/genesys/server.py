"""The pretend org over HTTP: its answers, what a fault makes of them, and what may be set from outside."""

import uuid
from collections.abc import Mapping
from typing import Any, get_args

import httpx

from bot.ports import Clock
from playground.genesys import routes
from playground.genesys.exchange import Asked
from playground.genesys.platform import CLIENT_SECRET, DisconnectRoute, Platform
from playground.genesys.refusals import body_for
from playground.pretend import PretendPlatform, exchange
from playground.pretend.exchange import Answer
from playground.pretend.faults import Fault

_SETTINGS: Mapping[str, type] = {
    "rate_limit_per_minute": int,
    "effect_delay": float,
    "ended_kept": float,
    "user_context": bool,
}


class PretendGenesys(Platform, PretendPlatform):
    """One pretend Genesys Cloud org, served.

    Answers carry `ININ-Correlation-Id`; accepted writes show only after `effect_delay` seconds of the clock.
    """

    trace_header = "ININ-Correlation-Id"

    def __init__(
        self,
        clock: Clock,
        *,
        region: str = "apse1.pure.cloud",
        client_id: str = "pretend-client",
        client_secret: str = CLIENT_SECRET,
        disconnect_route: DisconnectRoute = "absent",
        rate_limit_per_minute: int = 300,
        effect_delay: float = 1.2,
    ) -> None:
        PretendPlatform.__init__(self, clock, api_root="/api/v2")
        Platform.__init__(
            self,
            clock,
            region=region,
            client_id=client_id,
            client_secret=client_secret,
            disconnect_route=disconnect_route,
            rate_limit_per_minute=rate_limit_per_minute,
            effect_delay=effect_delay,
        )

    def answer(self, asked: exchange.Asked) -> Answer:
        """Answer a request as the platform would."""
        return routes.answer(self, Asked(**vars(asked)))

    def answer_to(self, fault: Fault) -> Answer:
        """Compose the answer that a fault asks for."""
        status = fault.status or 500
        body = body_for(status, fault.headers.get("Retry-After", "60")) if fault.body is None else fault.body
        return Answer(status=status, body=body, headers=dict(fault.headers))

    def trace(self, asked: exchange.Asked) -> str:  # noqa: ARG002 - this platform heeds nobody's own id
        """Name this exchange."""
        return str(uuid.uuid4())

    def sign(self, given: Answer, trace: str) -> None:
        """Put the id of the exchange into an answer, and into the body of an error."""
        if isinstance(given.body, dict) and {"code", "status", "errors"} <= given.body.keys():
            given.body = {**given.body, "contextId": trace}
        super().sign(given, trace)

    def stage(self, conversation_id: str, document: Any, behaviour: Any) -> str:
        """Put a story's scene on the platform."""
        return self.holds({**document, "id": conversation_id}, behaviour)

    def put(self, conversation_id: str, document: Any) -> str:
        """Put or replace a conversation that a program outside sent."""
        if not isinstance(document, dict):
            raise ValueError("a conversation is a JSON object")  # noqa: TRY004 - what came in is at fault
        try:
            return self.holds({**document, "id": conversation_id})
        except (TypeError, ValueError) as error:
            raise ValueError(f"_pretend cannot be read: {error}") from error

    async def sign_in(self, client: httpx.AsyncClient) -> str:
        """Sign in with the org's client credentials."""
        form, credentials = {"grant_type": "client_credentials"}, (self.client_id, self.client_secret)
        answer = await client.post(f"{self.url}/oauth/token", data=form, auth=credentials)
        return str(answer.json()["access_token"])

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Change settings. Raises `ValueError`, in words, for what cannot be set."""
        values = dict(wanted)
        route = values.pop("disconnect_route", self.disconnect_route)
        if route not in get_args(DisconnectRoute):
            raise ValueError(f"disconnect_route is one of {', '.join(get_args(DisconnectRoute))}")
        permissions = values.pop("permissions", self.permissions)
        if unknown := values.keys() - _SETTINGS.keys():
            raise ValueError(f"unknown setting: {', '.join(sorted(unknown))}")
        self.disconnect_route = route
        self.permissions = set(permissions)
        for name, value in values.items():
            setattr(self, name, _SETTINGS[name](value))
