"""A pretend NICE CXone Studio: a script that calls a platform's API, and tells Hangup when that fails.

Its proxy sends a body form-encoded unless the script says otherwise, and keeps no status of a call that had no answer:
https://help.nicecxone.com/content/studio/advanced/apis/apicallsfromsnippetaction.htm
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from bot.ports import Clock
from playground.pretend import PretendPlatform

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class ScriptedCall:
    """One call of a script: `path` with the ids in it, at the org's own host or at another (`host`).

    `wait` is for how many seconds the script waits before it. With `answer`, a status and its words, nothing is sent:
    that host is not on this machine.
    """

    path: str
    body: str = ""
    content_type: str = FORM
    method: str = "POST"
    wait: float = 0.0
    host: str = ""
    answer: tuple[int, str] | None = None


@dataclass(slots=True)
class PretendStudio:
    """Runs scripts against a pretend platform. `webhook` is where it tells of failures, with `secret`."""

    clock: Clock
    secret: str
    webhook: str = ""
    told: list[int] = field(default_factory=list)

    async def run(self, script: Sequence[ScriptedCall], platform: PretendPlatform, contact_id: str) -> None:
        """Make the calls one after another; what fails is told. `contact_id` is that of the script's own call."""
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            bearer = await platform.sign_in(client)
            for call in script:
                await self.clock.sleep(call.wait)
                status, words = call.answer or await self._called(client, call, platform.url, bearer)
                if not 200 <= status < 300:
                    await self._tell(client, call, platform.url, (status, words), contact_id)

    async def _called(self, client: httpx.AsyncClient, call: ScriptedCall, url: str, bearer: str) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": call.content_type, "Accept": JSON}
        try:
            answer = await client.request(call.method, url + call.path, content=call.body, headers=headers)
        except httpx.HTTPError:
            return -1, ""
        return answer.status_code, answer.reason_phrase

    async def _tell(
        self, client: httpx.AsyncClient, call: ScriptedCall, url: str, said: tuple[int, str], contact_id: str
    ) -> None:
        if not self.webhook:
            return
        notice = {
            "url": (call.host or url) + call.path,
            "verb": call.method,
            # asjson() writes every value as text.
            "status": str(said[0]),
            "description": said[1],
            "contentType": call.content_type,
            "requestBody": call.body,
            "contactId": contact_id,
            "masterId": contact_id,
            "script": "Release agent",
        }
        try:
            answer = await client.post(self.webhook, json=notice, headers={"X-Hangup-Token": self.secret})
        except httpx.HTTPError:
            self.told.append(-1)
        else:
            self.told.append(answer.status_code)
