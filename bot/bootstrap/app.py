"""Bolt's app, and who we are to Slack."""

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.verdicts import Fate, verdict_of
from bot.domain.errors import SettingsError
from bot.ports import Clock
from bot.settings import Settings
from handlers.signature import Signature


async def identity_of(client: AsyncWebClient) -> AuthorizeResult:
    """Ask Slack once who we are; Bolt would ask at every first request, before it acknowledges."""
    try:
        who = await client.auth_test()
    except SlackApiError as refused:
        verdict = verdict_of(refused)
        if verdict.fate is Fate.WAIT:
            raise SettingsError(
                f"Slack has trouble of its own just now, or is busy ({verdict.code}): start Hangup again in a minute"
            ) from None
        raise SettingsError(
            f"Slack does not take SLACK_BOT_TOKEN ({refused.response.get('error')}): "
            "reinstall the app, and copy the token from OAuth & Permissions"
        ) from None
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as silent:
        raise SettingsError(
            f"Slack can't be reached ({type(silent).__name__}): check the network and SLACK_API_URL"
        ) from None
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who.get("team_id"),
        team=who.get("team"),
        url=who.get("url"),
        bot_user_id=who.get("user_id"),
        bot_id=who.get("bot_id"),
        bot_token=client.token,
    )


def home_of(identity: AuthorizeResult) -> frozenset[str]:
    """Tell which workspace the bot is installed in, or else which whole organisation."""
    home = identity.team_id or identity.enterprise_id
    return frozenset({home} if home else ())


class _App(AsyncApp):
    """One workspace, one client: Bolt would make a client for each request, and copy its session, which it can't."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        super()._init_context(req)
        req.context["client"] = self.client


def signature_of(settings: Settings, clock: Clock) -> Signature | None:
    """Make what tells whether Slack signed a request; None where nothing comes in by HTTP."""
    if settings.socket_mode or settings.slack_signing_secret is None:
        return None
    return Signature(settings.slack_signing_secret.get_secret_value(), clock)


def app_of(settings: Settings, client: AsyncWebClient, identity: AuthorizeResult) -> AsyncApp:
    """Make the app; its one workspace and its one client are given."""

    async def authorize() -> AuthorizeResult:
        return identity

    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    return _App(
        name="hangup",
        client=client,
        authorize=authorize,
        signing_secret=secret or "socket-mode-needs-none",
        request_verification_enabled=False,  # the server asks ours, of the raw bytes, before Bolt reads them
        raise_error_for_unhandled_request=False,
        # Bolt would otherwise look only every 10 ms whether a listener has acknowledged.
        process_before_response=True,
    )
