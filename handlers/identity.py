"""Who is asking: a Slack user becomes a Lead, for every listener."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncBoltContext

from bot.domain.access import Lead
from bot.domain.errors import InputError
from handlers.blocks.metadata import Ticket


async def identify(
    context: AsyncBoltContext,
    body: dict[str, object],
    next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt injects by this name
) -> None:
    """Put the lead into the context."""
    user = body.get("user")
    name = user.get("name") or user.get("username") if isinstance(user, dict) else body.get("user_name")
    context["lead"] = Lead(
        context.user_id or "",
        name=str(name or ""),
        team_id=context.team_id or "",
        channel_id=context.channel_id or _channel_behind(body),
    )
    await next()


def _channel_behind(body: dict[str, object]) -> str:
    """Tell where a view was asked for: its metadata says so; empty for a view that says nothing, or is not ours."""
    view = body.get("view")
    try:
        ticket = Ticket.unpacked(str(view.get("private_metadata") or "{}") if isinstance(view, dict) else "{}")
    except InputError:
        return ""
    return ticket.channel_id or ""
