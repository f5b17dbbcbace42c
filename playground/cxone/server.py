"""The pretend tenant over HTTP: its answers, what a fault makes of them, and what may be set from outside."""

from collections.abc import Mapping
from typing import Any, get_args

import httpx

from bot.ports import Clock
from playground.cxone import routes
from playground.cxone.behaviour import Behaviour
from playground.cxone.platform import ACCESS_KEY_SECRET, Tenant
from playground.cxone.refusals import RefusalError, SaysReasons
from playground.pretend import PretendPlatform
from playground.pretend.exchange import Answer, Asked
from playground.pretend.faults import Fault

_SETTINGS: Mapping[str, type] = {
    "effect_delay": float,
    "already_ended": int,
    "ends_after_work": bool,
    "ends_digital": bool,
    "master_ends_all": bool,
    "may_end": bool,
    "largest_page": int,
    "requests_per_minute": int,
    "unrendered_status": int,
    "says_reasons": str,
    "array": str,
}
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "already_ended": (202, 404, 409),
    "says_reasons": get_args(SaysReasons),
    "array": ("activeContacts", "contacts"),
}


class PretendCxone(Tenant, PretendPlatform):
    """One pretend CXone tenant, served.

    A request's `CorrelationId` comes back in the answer; accepted ends show only after `effect_delay` seconds.
    """

    trace_header = "CorrelationId"

    def __init__(
        self,
        clock: Clock,
        *,
        area: str = "au1",
        access_key_id: str = "pretend-key",
        access_key_secret: str = ACCESS_KEY_SECRET,
        effect_delay: float = 1.2,
    ) -> None:
        PretendPlatform.__init__(self, clock, api_root=routes.API_ROOT)
        Tenant.__init__(
            self,
            clock,
            area=area,
            access_key_id=access_key_id,
            access_key_secret=access_key_secret,
            effect_delay=effect_delay,
        )

    def answer(self, asked: Asked) -> Answer:
        """Answer a request as the platform would."""
        return routes.answer(self, self.url, asked)

    def answer_to(self, fault: Fault) -> Answer:
        """Compose the answer that a fault asks for."""
        refusal = RefusalError(fault.status or 500, body=fault.body, headers=fault.headers)
        return refusal.answer("nowhere" if fault.body is not None else self.says_reasons)

    def trace(self, asked: Asked) -> str:
        """Name this exchange as the caller did."""
        return asked.header("CorrelationId")

    def sign(self, given: Answer, trace: str) -> None:
        """Give the caller's own id back, if there was one."""
        if trace:
            super().sign(given, trace)

    def stage(self, conversation_id: str, document: Any, behaviour: Any) -> str:
        """Put a story's scene on the platform."""
        return self.holds(conversation_id, document, behaviour)

    def put(self, conversation_id: str, document: Any) -> str:
        """Put or replace a conversation that a program outside sent: a list of contacts, or `contacts` in an object."""
        contacts, words = (
            (document.get("contacts"), document.get("_pretend")) if isinstance(document, dict) else (document, None)
        )
        if not isinstance(contacts, list) or not all(isinstance(one, dict) for one in contacts):
            raise ValueError("a conversation is a list of contacts")
        try:
            return self.holds(conversation_id, contacts, Behaviour.read(words or {}))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"the contacts or their _pretend cannot be read: {error}") from error

    async def sign_in(self, client: httpx.AsyncClient) -> str:
        """Sign in with the tenant's access key."""
        key = {"accessKeyId": self.access_key_id, "accessKeySecret": self.access_key_secret}
        answer = await client.post(f"{self.url}/authentication/v1/token/access-key", json=key)
        return str(answer.json()["access_token"])

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Change settings. Raises `ValueError`, in words, for what cannot be set."""
        if unknown := wanted.keys() - _SETTINGS.keys():
            raise ValueError(f"unknown setting: {', '.join(sorted(unknown))}")
        values = {name: None if value is None else _SETTINGS[name](value) for name, value in wanted.items()}
        for name, known in _CHOICES.items():
            if name in values and values[name] not in known:
                raise ValueError(f"{name} is one of {', '.join(str(one) for one in known)}")
        for name, value in values.items():
            setattr(self, name, value)
