"""Checks of a Genesys Cloud org: whether its host answers and takes our client, and what that client may do."""

import httpx

from bot.adapters.genesys.auth import Credentials, Token, TokenRefusedError
from bot.adapters.genesys.regions import region_of
from bot.cli.doctor.finding import Finding, fail, ok, org_named, said_by, warn
from bot.domain.exchange import Fault, Reading
from bot.ports import Clock, Conversations
from bot.settings import GenesysOrgSettings

REACH_SECONDS = 8.0
UNAUTHORIZED, FORBIDDEN = 401, 403
# No conversation has this id, so the answer tells only whether we may ask.
NOBODYS = "00000000-0000-4000-8000-000000000000"
VIEW, DISCONNECT, RECORDS = (
    "conversation:communication:view",
    "conversation:communication:disconnect",
    "analytics:conversationDetail:view",
)


async def org_findings(
    org: GenesysOrgSettings, conversations: Conversations, http: httpx.AsyncClient, clock: Clock
) -> list[Finding]:
    """Check one org, and stop where what follows would fail for the same reason."""
    about = org_named(conversations.org)
    region = region_of(org.region)
    api, login = org.api_url or region.api_url, org.login_url or org.api_url or region.login_url
    for url in dict.fromkeys((api, login)):
        if (trouble := await _unreachable(about, url, http)) is not None:
            return [trouble]
    found = [ok(about, f"{api} answers.")]
    if (refused := await _token(about, org, login, http, clock)) is not None:
        return [*found, refused]
    probe = await conversations.probe_token()
    if not probe.accepted:
        words = f"{login} gives a token, and {api} does not take it ({probe.status or 'no answer'})."
        return [*found, fail(about, words, "Set region, api_url and login_url to those of the client's own org.")]
    found.append(ok(about, "The client's id and secret are taken."))
    return [*found, *await _permissions(about, conversations)]


async def _unreachable(about: str, url: str, http: httpx.AsyncClient) -> Finding | None:
    """Try whether anything answers at an address; what it answers does not matter."""
    try:
        await http.get(url, timeout=REACH_SECONDS)
    except httpx.HTTPError as silent:
        return fail(
            about, f"{url} does not answer ({type(silent).__name__}).", "Check the region, the network and the proxy."
        )
    return None


async def _token(
    about: str, org: GenesysOrgSettings, login: str, http: httpx.AsyncClient, clock: Clock
) -> Finding | None:
    try:
        await Token(http, clock, login, lambda: Credentials(org.client_id, org.secret())).get()
    except TokenRefusedError as refused:
        if refused.reply is None:
            return fail(
                about, f"{login} gave no answer about a token.", "Try again, then look at the platform's status."
            )
        if refused.reply.fault not in {None, Fault.SIGN_IN}:
            return fail(
                about,
                f"{login} is answered with what is no token ({said_by(refused.reply)}).",
                "Check region and login_url, and what answers there: a proxy in between, or another program.",
            )
        return fail(
            about,
            f"{login} refuses the client ({said_by(refused.reply)}).",
            "Check the client's id, secret and region, and that its grant is Client Credentials.",
        )
    return None


async def _permissions(about: str, conversations: Conversations) -> list[Finding]:
    """Ask for what nobody has: a refusal names the permission, "no such conversation" means that we may ask."""
    reading = await conversations.read(NOBODYS)
    found = [_may_view(about, reading)]
    if await conversations.recall(NOBODYS) is None:
        fix = f"Give the client's role {RECORDS}; without it some explanations stay likely instead of proven."
        found.append(warn(about, "The records can't be asked.", fix))
    else:
        found.append(ok(about, "The records can be asked."))
    words = f"Whether it may disconnect ({DISCONNECT}) shows only by doing it: `hangup doctor --prove`."
    return [*found, ok(about, words)]


def _may_view(about: str, reading: Reading) -> Finding:
    if reading.not_found or reading.conversation is not None:
        return ok(about, "Conversations can be read.")
    if reading.status in {UNAUTHORIZED, FORBIDDEN}:
        fix = f"Give the client a role with {VIEW} and {DISCONNECT} in the divisions of your calls."
        return fail(about, f"Conversations can't be read ({reading.status}).", fix)
    return warn(
        about,
        f"Whether conversations can be read did not show ({reading.status or 'no answer'}).",
        "Look up a live conversation in Slack.",
    )
