"""Which scope each method needs.

https://docs.slack.dev/reference/scopes
"""

from playground.slack.arguments import Arguments
from playground.slack.workspace import Workspace

NEEDED: dict[str, tuple[str, ...]] = {
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "reactions.add": ("reactions:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "users.profile.get": ("users.profile:read",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "conversations.open": ("im:write",),
    "conversations.join": ("channels:join",),
}
OF_A_CHANNEL = {
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.history": "history",
    "conversations.replies": "history",
}
FAMILIES = {"channel": "channels", "private": "groups", "app_dm": "im"}
TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def missing_scope(at: Workspace, method: str, asked: Arguments) -> str | None:
    """Name the first scope that a call needs and the app was not granted; None when it may."""
    needed = list(NEEDED.get(method, ()))
    if method in OF_A_CHANNEL:
        channel = at.channels.get(asked.text("channel") or "")
        family = FAMILIES[channel.kind] if channel else "channels"
        needed.append(f"{family}:{OF_A_CHANNEL[method]}")
    if method == "conversations.list":
        types = (asked.text("types") or "public_channel").split(",")
        needed += [f"{TYPES[one.strip()]}:read" for one in types if one.strip() in TYPES]
    for scope in needed:
        if scope not in at.manifest.scopes:
            return scope
    return None
