"""Who is asking: a Slack user becomes a Lead, for every listener."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncBoltContext

from bot.domain.access import Lead


async def identify(
    context: AsyncBoltContext,
    body: dict[str, object],
    next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt injects by this name
) -> None:
    """Put the lead into the context."""
    user = body.get("user")
    name = user.get("name") or user.get("username") if isinstance(user, dict) else body.get("user_name")
    context["lead"] = Lead(context.user_id or "", name=str(name or ""), team_id=context.team_id or "")
    await next()
